"""How many replies of a period were made in time, how long they took, and which were late."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Q, QuerySet

from office import institution
from office.calendars import working_calendar
from records.refusals import Refusal
from reports.scope import Scope
from requests_app.clock import facts_of
from requests_app.models import Handling
from statute.answers import OTHER, RESULT_CODES, family
from statute.calendar import WorkingCalendar
from statute.clock import ClockRefusal, Facts, reply_clock
from statute.law import Law
from statute.text import Text

EVENTS = ("application__correction", "application__consultations", "extension", "fee_demand",
          "later_date")  # fmt: skip
Laws = Callable[[str], Law]
WITHOUT_REPLY = tuple(code for code in RESULT_CODES if family(code) == OTHER)


@dataclass(frozen=True)
class Band:
    """A range of the share in time, from `least` per cent up to the next band."""

    least: Decimal
    label: Text


BANDS = (
    Band(Decimal(95), Text("好", "good")),
    Band(Decimal(90), Text("尚可", "adequate")),
    Band(Decimal(0), Text("不足", "unsatisfactory")),
)
BANDS_SOURCE = Text(
    "分档参照英国信息专员办公室（ICO）信息公开自评工具的“答复率”一节，我国没有这样的规定，仅供自评",
    "Bands as in the UK Information Commissioner's self-assessment toolkit, “Response rates”; "
    "no Chinese rule sets any, so they are for self-assessment only",
)
BANDS_ADDRESS = (
    "https://ico.org.uk/for-organisations/foi/foi-self-assessment-toolkit/"
    "topic-1-timeliness/response-rates"
)


@dataclass(frozen=True)
class Timeliness:
    """Replies given, in later handlings too. An ending without one, such as withdrawal, is none.

    `unclear`: numbers of cases whose dates contradict each other. `late`: numbers of those answered
    after the limit. `days`: working days from receipt, or from the day it was taken up again, to
    the reply -> replies; time that the limit leaves out is in them.
    """

    replies: int = 0
    in_time: int = 0
    unclear: tuple[str, ...] = ()
    late: tuple[str, ...] = field(default=(), compare=False)
    days: Mapping[int, int] = field(default_factory=dict, compare=False)

    @property
    def rate(self) -> str:
        """Per cent with one digit; empty where nothing was replied to."""
        if not self.replies:
            return ""
        return f"{Decimal(100 * self.in_time) / self.replies:.1f}%"

    @property
    def band(self) -> Band | None:
        """None where nothing was replied to. Judged on the exact share, not on the rounded one."""
        if not self.replies:
            return None
        return next(b for b in BANDS if 100 * self.in_time >= b.least * self.replies)

    @property
    def mean(self) -> Decimal | None:
        """Working days, with one digit."""
        counted = sum(self.days.values())
        if not counted:
            return None
        whole = sum(days * replies for days, replies in self.days.items())
        return (Decimal(whole) / counted).quantize(Decimal("0.1"))

    @property
    def median(self) -> int | None:
        return self.within(50)

    @property
    def ninetieth(self) -> int | None:
        return self.within(90)

    def within(self, percent: int) -> int | None:
        """The least number of working days within which so many per cent of replies were made."""
        wanted, counted = percent * sum(self.days.values()), 0
        for days, replies in sorted(self.days.items()):
            counted += replies
            if 100 * counted >= wanted:
                return days
        return None


@dataclass(frozen=True)
class _Reply:
    """One reply: `late` is None where the dates of the case contradict each other."""

    number: str
    started_on: date
    closed_on: date
    late: bool | None


def timeliness(scope: Scope) -> Timeliness:
    """Each reply held against the clock of its own handling.

    A case whose dates contradict each other has no clock; it is named, not guessed.
    """
    calendar, laws = working_calendar(), cache(_law)
    found = [*_plain(scope, laws, calendar), *_eventful(scope, laws, calendar)]
    clear = [reply for reply in found if reply.late is not None]
    return Timeliness(
        replies=len(found),
        in_time=sum(not reply.late for reply in clear),
        unclear=tuple(reply.number for reply in found if reply.late is None),
        late=tuple(reply.number for reply in clear if reply.late),
        days=_days(clear, calendar),
    )


def _days(replies: list[_Reply], calendar: WorkingCalendar) -> dict[int, int]:
    pairs = Counter((reply.started_on, reply.closed_on) for reply in replies)
    days: Counter[int] = Counter()
    for (started_on, closed_on), number in pairs.items():
        days[calendar.count(started_on, closed_on)] += number
    return dict(sorted(days.items()))


def _plain(scope: Scope, laws: Laws, calendar: WorkingCalendar) -> Iterator[_Reply]:
    """Replies whose limit follows from the day it began: those of one day have one clock."""

    @cache
    def due_on(law: str, again: bool, started_on: date) -> date | None:
        facts = Facts(received_on=started_on, begun_anew=again)
        return reply_clock(facts, law=laws(law), calendar=calendar, on=started_on).due_on

    rows = _replied(scope).filter(**{f"{event}__isnull": True for event in EVENTS})
    names = ("application__number", "sequence", "opened_on", "application__received_on",
             "closed_on", "closed_under")  # fmt: skip
    for number, sequence, opened, received, closed, law in rows.values_list(*names).iterator():
        started = opened if sequence > 1 else received
        late = None
        if closed >= started:
            due = due_on(law, sequence > 1, started)
            late = due is not None and closed > due
        yield _Reply(number, started, closed, late)


def _eventful(scope: Scope, laws: Laws, calendar: WorkingCalendar) -> Iterator[_Reply]:
    """Replies whose limit something moved: each has a clock of its own."""
    moved = Q()
    for event in EVENTS:
        moved |= Q(**{f"{event}__isnull": False})
    keys = _replied(scope).filter(moved).values("pk")
    rows = (
        Handling.objects.filter(pk__in=keys)
        .select_related("application__correction", "extension", "fee_demand", "later_date")
        .prefetch_related("application__consultations")
    )
    for handling in rows.iterator(chunk_size=500):
        application = handling.application
        started = handling.opened_on if handling.sequence > 1 else application.received_on
        late = _late(handling, laws(handling.closed_under), calendar)
        yield _Reply(application.number, started, handling.closed_on, late)


def _late(handling: Handling, law: Law, calendar: WorkingCalendar) -> bool | None:
    """None if the dates of the case contradict each other."""
    application = handling.application
    application.__dict__["handling"] = handling  # the run that is judged, not the latest
    try:
        facts = facts_of(application)
        clock = reply_clock(facts, law=law, calendar=calendar, on=handling.closed_on)
    except (Refusal, ClockRefusal):
        return None
    return clock.answered_late


def _law(code: str) -> Law:
    return institution.law(code)


def _replied(scope: Scope) -> QuerySet[Handling]:
    """The handlings of the scope's cases that ended in a reply within its period."""
    days = Q(closed_on__gte=scope.period.first, closed_on__lte=scope.end)
    return (
        Handling.objects.filter(Q(sequence=1) & days | Q(sequence__gt=1) & days)
        .filter(application__line__law__in=scope.laws, application__line__came_on__isnull=False)
        .exclude(result__in=WITHOUT_REPLY)
        .order_by()
    )
