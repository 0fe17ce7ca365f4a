"""What a report says of a year in numbers, from the cases or from a file of facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from office import institution
from office.calendars import working_calendar
from records.refusals import Refusal
from reports import scope as scopes
from reports.figures import REMEDY_KINDS, figures
from reports.scope import Scope
from requests_app.clock import facts_of
from requests_app.models import Correction, Extension, FeeDemand, Handling
from requests_app.states import Channel
from statute import annual
from statute.annual import ALL_COLUMNS, REMEDY_COLUMNS, ROW_CODES
from statute.answers import OTHER, RESULT_CODES, family
from statute.calendar import WorkingCalendar
from statute.clock import reply_clock
from statute.law import Law
from statute.periods import Period


@dataclass(frozen=True)
class Timeliness:
    """Replies given, in later handlings too. An ending without one, such as withdrawal, is none.

    `unclear`: numbers of cases whose dates contradict each other.
    """

    replies: int = 0
    in_time: int = 0
    unclear: tuple[str, ...] = ()

    @property
    def rate(self) -> str:
        """Per cent with one digit; empty where nothing was replied to."""
        if not self.replies:
            return ""
        return f"{Decimal(100 * self.in_time) / self.replies:.1f}%"


@dataclass(frozen=True)
class Year:
    period: Period
    requests: Mapping[str, list[int]]
    remedies: Mapping[str, Mapping[str, int]]
    channels: Mapping[str, int] = field(default_factory=dict)
    timeliness: Timeliness = Timeliness()
    extensions: int = 0
    corrections: int = 0
    fee_cases: int = 0
    fees: Decimal = Decimal(0)

    def total(self, row: str) -> int:
        return self.requests[row][-1]

    @property
    def checks(self) -> list[annual.Check]:
        return [*annual.check_requests(self.requests), annual.check_remedies(self.remedies)]

    def numbers(self) -> dict[str, Any]:
        """As plain values: what a published report keeps and the live figures are held against."""
        return {
            "requests": {row: list(numbers) for row, numbers in self.requests.items()},
            "remedies": {kind: dict(numbers) for kind, numbers in self.remedies.items()},
            "channels": dict(self.channels),
            "replies": self.timeliness.replies,
            "replies_in_time": self.timeliness.in_time,
            "extensions": self.extensions,
            "corrections": self.corrections,
            "fee_cases": self.fee_cases,
            "fees": f"{self.fees:.2f}",
        }


def empty_requests() -> dict[str, list[int]]:
    return {row: [0] * len(ALL_COLUMNS) for row in ROW_CODES}


def empty_remedies() -> dict[str, dict[str, int]]:
    return {kind: dict.fromkeys(REMEDY_COLUMNS, 0) for kind in REMEDY_KINDS}


def year_of(scope: Scope) -> Year:
    """The year as the cases have it. Raises Institution.DoesNotExist before there is one."""
    found = figures(scope)
    cases = scopes.cases(scope)
    within = {"gte": scope.period.first, "lte": scope.end}
    demands = FeeDemand.objects.filter(
        handling__application__in=cases, **_between("asked_on", within)
    ).aggregate(cases=Count("pk"), paid=Sum("amount_yuan", filter=Q(paid_on__lte=scope.end)))
    return Year(
        period=scope.period,
        requests=found.requests,
        remedies=found.remedies,
        channels=_channels(scope),
        timeliness=timeliness(scope),
        extensions=Extension.objects.filter(
            handling__application__in=cases, **_between("decided_on", within)
        ).count(),
        corrections=Correction.objects.filter(
            application__in=cases, **_between("asked_on", within)
        ).count(),
        fee_cases=demands["cases"],
        fees=demands["paid"] or Decimal(0),
    )


def _between(name: str, within: Mapping[str, date]) -> dict[str, date]:
    return {f"{name}__{end}": day for end, day in within.items()}


def _channels(scope: Scope) -> dict[str, int]:
    received = scopes.cases(scope).filter(scopes.received_within(scope))
    counted = dict(received.order_by().values_list("channel").annotate(n=Count("pk")))
    return {channel: counted.get(channel, 0) for channel in Channel.values}


def timeliness(scope: Scope) -> Timeliness:
    """How many replies were made in time: each held against the clock of its own handling.

    A case whose dates contradict each other has no clock; it is named, not guessed.
    """
    calendar = working_calendar()
    laws = {code: institution.law(code) for code in _laws(scope)}
    replies, in_time, unclear = 0, 0, []
    for handling in _replied(scope).iterator(chunk_size=500):
        replies += 1
        try:
            in_time += _in_time(handling, laws[handling.closed_under], calendar)
        except Refusal:
            unclear.append(handling.application.number)
    return Timeliness(replies, in_time, tuple(unclear))


def _in_time(handling: Handling, law: Law, calendar: WorkingCalendar) -> bool:
    """Raises Refusal if the dates of the case contradict each other."""
    application = handling.application
    application.__dict__["handling"] = handling  # the run that is judged, not the latest
    facts = facts_of(application)
    clock = reply_clock(facts, law=law, calendar=calendar, on=handling.closed_on)
    return not clock.answered_late


def _replied(scope: Scope) -> Any:
    closed = Handling.objects.filter(
        application__in=scopes.cases(scope), closed_on__gte=scope.period.first,
        closed_on__lte=scope.end,
    )  # fmt: skip
    ended = [code for code in RESULT_CODES if family(code) == OTHER]
    return (
        closed.exclude(result__in=ended)
        .select_related("application__correction", "extension", "fee_demand", "later_date")
        .prefetch_related("application__consultations")
    )


def _laws(scope: Scope) -> list[str]:
    return list(_replied(scope).order_by().values_list("closed_under", flat=True).distinct())


def share(part: int, whole: int) -> str:
    return f"{Decimal(100 * part) / whole:.1f}%"
