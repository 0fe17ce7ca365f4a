"""Where the time went: every working day since receipt, by whose hands the case was in.

The day on which a case is handed over is still the giver's, as the day of receipt is nobody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from casework import standing
from casework.needs import REPLIES
from notices.chains import FEE, RELEASE, REPLY
from office.calendars import working_calendar
from records import log
from records.instants import local
from records.models import LogEntry
from requests_app.clock import consultations_of, correction_of, fact
from requests_app.models import Application
from statute.clock import Clock

STAGES = {stage.code: stage.label for chain in (FEE, REPLY, RELEASE) for stage in chain.stages}
WITH_APPROVERS = ("notice_submitted", "notice_approved", "notice_signed_on_paper")
SENT_BACK = ("notice_sent_back", "notice_returned_on_paper")
SIGNED = ("notice_approved", "notice_signed_on_paper", *SENT_BACK)
BACK = (*SENT_BACK, "notice_redrafted", "notice_discarded", "notice_issued")


@dataclass(frozen=True)
class Spell:
    """Working days on end in one pair of hands; `counted` of them count towards the limit.

    `left` is what is still ahead, in nobody's hands yet.
    """

    hands: str
    first: date
    last: date
    days: int
    counted: int = 0
    left: bool = False


@dataclass(frozen=True)
class TimeSpent:
    """The spells in order; `elapsed` working days in all, `counted` of them in the limit."""

    spells: tuple[Spell, ...]
    elapsed: int
    counted: int
    left: int

    @property
    def by_hands(self) -> dict[str, int]:
        """Working days in each pair of hands; together they are `elapsed`."""
        found: dict[str, int] = {}
        for spell in self.spells:
            if not spell.left:
                found[spell.hands] = found.get(spell.hands, 0) + spell.days
        return found


NOTHING = TimeSpent((), 0, 0, 0)


def time_spent(application: Application, *, on: date) -> TimeSpent:
    """Tell every working day from the first receipt to closing, or to `on`, in somebody's hands."""
    if application.received_on is None:
        return NOTHING
    clock = application.clock(on=on)
    told = _Told(application)
    used = [(told.hands(day), day) for day in _days(application, on)]
    counted = {day.date for day in clock.days if day.counted}
    spells = [_spell(hands, days, counted) for hands, days in _together(used)]
    ahead = _ahead(application, clock, on)
    if ahead:
        rest = Spell(_("剩余"), ahead[0], ahead[-1], len(ahead), len(ahead), left=True)
        spells.append(rest)
    inside = sum(day in counted for _hands, day in used)
    return TimeSpent(tuple(spells), len(used), inside, len(ahead))


def _days(application: Application, on: date) -> Iterator[date]:
    """The working days of every handling, the day each began left out."""
    calendar = working_calendar()
    for first, last in _handlings(application, on):
        day = first + timedelta(days=1)
        while day <= last:
            if calendar.is_working(day):
                yield day
            day += timedelta(days=1)


def _handlings(application: Application, on: date) -> Iterator[tuple[date, date]]:
    handlings = list(application.handlings.all())
    if not handlings:
        yield application.received_on, on
    for handling in handlings:
        first = application.received_on if handling.sequence == 1 else handling.opened_on
        yield first, min(filter(None, (handling.closed_on, on)))


def _ahead(application: Application, clock: Clock, on: date) -> list[date]:
    if application.closed_on is not None:
        return []
    if clock.due_on is not None and clock.due_on == clock.facts.agreed_due_on:
        return [
            day.date for day in clock.days if day.date > on and clock.calendar.is_working(day.date)
        ]
    return [day.date for day in clock.days if day.counted and day.date > on]


def _together(used: list[tuple[str, date]]) -> Iterator[tuple[str, list[date]]]:
    for hands, group in groupby(used, key=lambda pair: pair[0]):
        yield hands, [day for _hands, day in group]


def _spell(hands: str, days: list[date], counted: set[date]) -> Spell:
    inside = sum(day in counted for day in days)
    return Spell(hands, days[0], days[-1], len(days), inside)


class _Told:
    """Whose hands the case was in on a day: the applicant's before a third party's, an approver's
    before the unit's, and the office's when nobody else had it.
    """

    def __init__(self, application: Application) -> None:
        self.spans = [
            *_with_the_applicant(application),
            *_with_others(application),
            *_with_approvers(application),
            *(
                (str(given.unit), given.since, given.until)
                for given in application.assignments.select_related("unit")
            ),
        ]

    def hands(self, day: date) -> str:
        for hands, since, until in self.spans:
            if since < day and (until is None or day <= until):
                return hands
        return _("信息公开办公室")


Span = tuple[str, date, date | None]


def _with_the_applicant(application: Application) -> Iterator[Span]:
    correction, demand = correction_of(application), fact(application.handling, "fee_demand")
    ended = application.closed_on
    if correction is not None and not _dropped(application, correction.corrected_on):
        yield _("申请人（补正）"), correction.asked_on, correction.corrected_on or ended
    if demand is not None and not _dropped(application, demand.paid_on):
        yield _("申请人（缴费）"), demand.asked_on, demand.paid_on or ended


def _dropped(application: Application, done_on: date | None) -> bool:
    """Asked by mistake and set right: the case went on without the applicant."""
    waiting = application.turn() == "applicant" or application.is_closed
    return done_on is None and not waiting


def _with_others(application: Application) -> Iterator[Span]:
    """Until their answer, at most until their time is over: then it is the office's turn."""
    limits = application.limits(on=application.received_on)
    for kind, hands in (("third_party", _("第三方")), ("co_making_body", _("共同制作机关"))):
        own = [limit.due_on for limit in limits if limit.code == kind]
        asked = [row for row in consultations_of(application) if row.kind == kind]
        for row, due in zip(asked, own, strict=True):
            ended = row.ended_on or due
            yield hands, row.asked_on, min(filter(None, (ended, due)), default=None)


def _with_approvers(application: Application) -> Iterator[Span]:
    """From handing in to the first signature, and from each to the next, for replies alone."""
    entries = log.entries(application.chain).filter(event__in=(*WITH_APPROVERS, *BACK))
    by_notice: dict[int, list[LogEntry]] = {}
    for entry in entries:
        if entry.payload.get("kind") in REPLIES:
            by_notice.setdefault(entry.payload["notice"], []).append(entry)
    for of_one in by_notice.values():
        yield from _waits(application, of_one)


def _waits(application: Application, entries: list[LogEntry]) -> Iterator[Span]:
    """Each wait for a signature, named by the stage that ended it or that it still waits for."""
    for entry, then in pairwise([*entries, None]):
        if entry is None or entry.event not in WITH_APPROVERS:
            continue
        if then is None:
            stage = _awaited(application, entry)
            if stage:
                yield stage, _day(entry.at), None
        elif then.event in SIGNED:
            label = STAGES.get(then.payload.get("stage", ""))
            yield str(label or _("审批")), _day(entry.at), _day(then.at)


def _awaited(application: Application, entry: LogEntry) -> str | None:
    notice = application.notices.filter(pk=entry.payload["notice"]).first()
    stage = standing.next_stage(notice) if notice and notice.is_draft else None
    return str(stage.label) if stage else None


def _day(at: datetime) -> date:
    return local(at).date()
