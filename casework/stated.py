"""Letters already sent that a change of the facts or of the calendar would make untrue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.reckoned import Reckoned
from notices.models import Notice
from notices.stated import dates_stated, stated_as_provisional
from requests_app.models import Application

LAW = "law"


@dataclass(frozen=True)
class MadeWrong:
    """One statement of one letter: true as the facts stand, untrue after the change.

    `what` is `received_on`, the code of a limit, or `law` for a letter that rests on another law.
    `foretold`: the letter itself said that this date was provisional.
    """

    notice: Notice
    what: str
    says: date | None
    becomes: date | None
    foretold: bool = False

    def as_logged(self) -> dict[str, Any]:
        return {
            "notice": self.notice.pk,
            "number": self.notice.number,
            "what": self.what,
            "says": self.says and self.says.isoformat(),
            "becomes": self.becomes and self.becomes.isoformat(),
        }


def letters_made_wrong(
    application: Application, before: Reckoned, after: Reckoned
) -> list[MadeWrong]:
    """Every issued letter of the case that says what is so before and not so after.

    A date that other facts had overtaken already is not counted again: it was wrong, or replaced,
    before this change. What an earlier handling told was true of it, and a new one leaves it so.
    """
    if _another_handling(before, after):
        return []
    found = []
    for notice in application.notices.in_force().order_by("issued_on", "pk"):
        found += _wrong_in(notice, before, after)
    return found


def _another_handling(before: Reckoned, after: Reckoned) -> bool:
    """Whether the limit begins on another day though the application was received on the same."""
    if before.clock is None or after.clock is None or before.received_on != after.received_on:
        return False
    return before.clock.facts.received_on != after.clock.facts.received_on


def _wrong_in(notice: Notice, before: Reckoned, after: Reckoned) -> Iterator[MadeWrong]:
    rests_on = notice.snapshot.get("letter", {}).get("law")
    if rests_on == before.law != after.law:
        yield MadeWrong(notice, LAW, None, None)
    provisional = stated_as_provisional(notice)
    for what, day in dates_stated(notice).items():
        if day == before.day_of(what) != after.day_of(what):
            yield MadeWrong(notice, what, day, after.day_of(what), foretold=what in provisional)
