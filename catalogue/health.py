"""What the looks at an address add up to: it is well, it failed, or it is dead."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item, LinkCheck
from catalogue.models.links import FAILED, GOOD, SAYS_NOTHING
from records.instants import local


class State(TextChoices):
    """Of an address; `DEAD` only after failures on several days without one good look between."""

    UNKNOWN = "unknown", _("还没有检查")
    FINE = "fine", _("正常")
    MOVED = "moved", _("已永久移到别处")
    FAILING = "failing", _("上次检查失败")
    DEAD = "dead", _("已失效")


@dataclass
class Health:
    """Of one address, with its checks, the newest first."""

    url: str
    checks: list[LinkCheck] = field(default_factory=list)

    @property
    def last(self) -> LinkCheck | None:
        return self.checks[0] if self.checks else None

    @property
    def telling(self) -> LinkCheck | None:
        """The newest check that says something of the page itself."""
        return next((check for check in self.checks if check.outcome not in SAYS_NOTHING), None)

    @property
    def state(self) -> State:
        newest = self.telling
        if newest is None:
            return State.UNKNOWN
        if newest.outcome in GOOD:
            return State(newest.outcome)
        return State.DEAD if self._days_failed() >= settings.LINK_DEAD_DAYS else State.FAILING

    @property
    def moved_to(self) -> str:
        """Where a permanent redirect leads: what the link ought to be."""
        newest = self.telling
        return newest.final_url if newest and newest.outcome == "moved" else ""

    def _days_failed(self) -> int:
        days = set()
        for check in self.checks:
            if check.outcome in GOOD:
                break
            if check.outcome in FAILED:
                days.add(local(check.checked_at).date())
        return len(days)


def of_addresses(urls: Iterable[str]) -> dict[str, Health]:
    """The health of every address, in one query."""
    found = {url: Health(url) for url in urls}
    for check in LinkCheck.objects.filter(url__in=list(found)).order_by("-checked_at", "-pk"):
        found[check.url].checks.append(check)
    return found


def addresses(items: Iterable[Item]) -> list[str]:
    """Every address the items link to, each once."""
    return list(dict.fromkeys(url for item in items for _title, url in item.links))
