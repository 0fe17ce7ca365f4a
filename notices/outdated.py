"""What an applicant was last told that is so no longer: what a rectification notice puts right."""

from dataclasses import dataclass
from datetime import date

from notices.kind import Addressee
from notices.kinds import KINDS
from notices.models import Notice
from notices.stated import dates_stated, stated_as_provisional
from requests_app.clock import begun_anew
from requests_app.models import Application, Handling

LABELS = ("received_on", "reply")
# Letters that tell the applicant that the limit stands still or begins anew: a last day told
# before them is withdrawn by them, and stands no longer to be put right.
TELL_OF_THE_LIMIT = ("correction", "fee", "consultation_note")


@dataclass(frozen=True)
class Outdated:
    """The latest letter that states something, and what is so now. `what` is a label or `law`."""

    notice: Notice
    what: str
    said: date | None
    now: date | None
    foretold: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is a last day later than the one reckoned now: what was told still holds."""
        return self.what == "reply" and None not in (self.said, self.now) and self.said > self.now


def outdated(application: Application) -> list[Outdated]:
    """What the latest letters to the applicant say and the facts do not, oldest letter first.

    A last day not known now (a suspension is open) contradicts nothing.
    """
    if application.received_on is None:
        return []
    issued = application.notices.in_force().order_by("issued_on", "pk")
    told = [n for n in issued if KINDS[n.kind].addressee == Addressee.APPLICANT]
    began = application.handling if begun_anew(application) else None
    so = _as_it_is(application)
    found = [
        Outdated(notice, what, said, so[what], what in stated_as_provisional(notice))
        for what, (notice, said) in _last_said(told, began).items()
        if so[what] is not None and said != so[what]
    ]
    if told and told[-1].snapshot.get("letter", {}).get("law") != application.law:
        found.append(Outdated(told[-1], "law", None, None))
    return sorted(found, key=lambda one: one.notice.pk)


def _as_it_is(application: Application) -> dict[str, date | None]:
    """Due dates do not depend on the day they are asked for; the day of receipt is as good."""
    clock = application.clock(on=application.received_on)
    return {"received_on": application.received_on, "reply": clock.due_on}


def _last_said(told: list[Notice], began: Handling | None) -> dict[str, tuple[Notice, date]]:
    """By letter; a last day told in an earlier handling was true, and ended with that one."""
    said: dict[str, tuple[Notice, date]] = {}
    for notice in told:
        if notice.kind in TELL_OF_THE_LIMIT:
            said.pop("reply", None)
        stated = dates_stated(notice)
        if began is not None and notice.handling_id != began.pk:
            stated.pop("reply", None)
        said |= {what: (notice, day) for what, day in stated.items()}
    return {what: said[what] for what in LABELS if what in said}
