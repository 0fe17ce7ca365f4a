"""What waits for somebody and concerns no case: found by whoever registers a source for it.

A higher floor has tasks too, which the page, the reminders and the feeds show with all others. It
registers a function when the application is ready, and is asked for what waits on a day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from casework.task_kinds import Act
from office.models import User

Source = Callable[..., Iterator["Errand"]]

_sources: dict[str, Source] = {}


@dataclass(frozen=True)
class Errand:
    """One act that waits for whoever it `allows`; whoever it `sees` may open its page.

    `matter` and `limit` name it in the rows that say who was told. `says` gives the verb and
    `named` the matter, each in the language of now; neither names a person. `since` is the day the
    act arose. `pressing`: it is to be done now, however far its date.
    """

    matter: str
    limit: str
    says: Callable[[], str] = field(repr=False, compare=False)
    named: Callable[[], str] = field(repr=False, compare=False)
    address: str
    allows: Callable[[User], bool] = field(repr=False, compare=False)
    sees: Callable[[User], bool] = field(repr=False, compare=False)
    since: date
    due_on: date | None = None
    pressing: bool = True

    act = Act.ERRAND
    is_held = escalated = is_provisional = False

    @property
    def verb(self) -> str:
        return self.says()

    @property
    def name(self) -> str:
        return self.named()

    @property
    def waiting_key(self) -> str:
        return self.limit

    @property
    def day_text(self) -> str:
        return self.due_on.isoformat() if self.due_on else ""


def register(name: str, source: Source) -> None:
    """Have `source(on=…)` asked for errands; the same name again replaces it."""
    _sources[name] = source


def errands(*, on: date) -> Iterator[Errand]:
    """What waits on that day, for anybody, from every source."""
    for source in _sources.values():
        yield from source(on=on)
