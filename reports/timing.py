"""How long replies took, which were late, and what was done on the way: each with its cases.

Days are working days from receipt to the reply, all of them: what the law leaves out of the limit
(correction, consultation, payment) is within. Whether a reply was in time is the clock's answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from office import institution
from office.calendars import working_calendar
from records.refusals import Refusal
from reports import scope as scopes
from reports.scope import Scope
from requests_app.clock import facts_of
from requests_app.models import Application, Correction, Extension, FeeDemand, Handling
from statute.annual import TOTAL
from statute.answers import OTHER, RESULT_CODES, family
from statute.clock import reply_clock
from statute.text import Text

REPLIES = tuple(code for code in RESULT_CODES if family(code) != OTHER)
BANDS: tuple[tuple[int, int | None], ...] = (
    (0, 0), (1, 5), (6, 10), (11, 15), (16, 20), (21, 40), (41, None),
)  # fmt: skip


def band_label(first: int, last: int | None) -> Text:
    if last == 0:
        return Text("当日", "the same day")
    if last is None:
        return Text(f"{first}个工作日以上", f"{first} working days or more")
    return Text(f"{first}至{last}个工作日", f"{first}–{last} working days")


@dataclass(frozen=True)
class Days:
    """How many replies fell into each band, and what they took. `unclear`: before receipt."""

    bands: tuple[int, ...]
    unclear: int
    mean: Decimal | None
    median: Decimal | None
    most: int | None


def days(scope: Scope) -> Days:
    """One grouped query: by day of receipt and day of reply."""
    rows = _replied(scope).order_by().values_list("received_on", "first__closed_on")
    taken: dict[int, int] = {}
    unclear, calendar = 0, working_calendar()
    for received, closed, number in rows.annotate(n=Count("pk")):
        if closed < received:
            unclear += number
            continue
        used = calendar.count(received, closed)
        taken[used] = taken.get(used, 0) + number
    bands = tuple(sum(n for used, n in taken.items() if _within(used, band)) for band in BANDS)
    return Days(bands, unclear, _mean(taken), _median(taken), max(taken, default=None))


def _replied(scope: Scope) -> QuerySet[Application]:
    return scopes.cases(scope).filter(scopes.row(scope, TOTAL), first__result__in=REPLIES)


def _within(used: int, band: tuple[int, int | None]) -> bool:
    first, last = band
    return first <= used and (last is None or used <= last)


def _mean(taken: dict[int, int]) -> Decimal | None:
    number = sum(taken.values())
    if not number:
        return None
    return round(Decimal(sum(used * n for used, n in taken.items())) / number, 1)


def _median(taken: dict[int, int]) -> Decimal | None:
    """The middle one; between two, half-way."""
    number, passed, low = sum(taken.values()), 0, None
    for used, n in sorted(taken.items()):
        passed += n
        if low is not None:
            return Decimal(low + used) / 2
        if 2 * passed == number:
            low = used
        elif 2 * passed > number:
            return Decimal(used)
    return None


def cases_of_band(scope: Scope, place: int) -> QuerySet[Application]:
    """The cases of one band. Raises IndexError for no such band."""
    band, calendar = BANDS[place], working_calendar()
    rows = _replied(scope).order_by().values_list("pk", "received_on", "first__closed_on")
    found = [
        pk for pk, received, closed in rows
        if closed >= received and _within(calendar.count(received, closed), band)
    ]  # fmt: skip
    return _replied(scope).filter(pk__in=found)


# In time or not


def judged(scope: Scope) -> dict[str, list[int]]:
    """The cases of replies given in time, late, and of unclear dates; later handlings too.

    As `reports.year.timeliness`, which counts them.
    """
    calendar, settled = working_calendar(), institution.current()
    found: dict[str, list[int]] = {"in_time": [], "late": [], "unclear": []}
    for handling in _handlings(scope).iterator(chunk_size=500):
        application = handling.application
        application.__dict__["handling"] = handling  # the run that is judged, not the latest
        law = institution.law(handling.closed_under, settled)
        try:
            facts = facts_of(application)
            clock = reply_clock(facts, law=law, calendar=calendar, on=handling.closed_on)
            kind = "late" if clock.answered_late else "in_time"
        except Refusal:
            kind = "unclear"
        found[kind].append(application.pk)
    return found


def _handlings(scope: Scope) -> QuerySet[Handling]:
    return (
        Handling.objects.filter(
            application__in=scopes.cases(scope), closed_on__gte=scope.period.first,
            closed_on__lte=scope.end, result__in=REPLIES,
        )
        .select_related("application__correction", "extension", "fee_demand", "later_date")
        .prefetch_related("application__consultations")
    )  # fmt: skip


# What was done on the way


def _within_scope(scope: Scope, name: str) -> Q:
    return Q(**{f"{name}__gte": scope.period.first, f"{name}__lte": scope.end})


@dataclass(frozen=True)
class ActOnTheWay:
    """What happened to cases between receipt and reply: the rows of facts, dated by `name`."""

    label: Text
    facts: QuerySet[Any]
    name: str
    application: str

    def cases(self, scope: Scope) -> QuerySet[Application]:
        rows = self.facts.filter(_within_scope(scope, self.name)).order_by()
        return scopes.cases(scope).filter(pk__in=rows.values(self.application))


def acts() -> dict[str, ActOnTheWay]:
    demands, on_application = FeeDemand.objects.all(), "handling__application"
    return {
        "corrections": ActOnTheWay(
            Text("告知补正", "Corrections asked for"), Correction.objects.all(), "asked_on",
            "application",
        ),
        "extensions": ActOnTheWay(
            Text("延长答复期限", "Extensions"), Extension.objects.all(), "decided_on",
            on_application,
        ),
        "fees_asked": ActOnTheWay(
            Text("发出收费通知", "Fees asked for"), demands, "asked_on", on_application
        ),
        "fees_paid": ActOnTheWay(
            Text("缴纳费用", "Fees paid"), demands.filter(paid_on__isnull=False), "paid_on",
            on_application,
        ),
    }  # fmt: skip


@dataclass(frozen=True)
class Fees:
    """In yuan, by day of demand and day of payment. Reductions are not kept by the system."""

    asked: Decimal
    paid: Decimal


def fees(scope: Scope) -> Fees:
    rows = FeeDemand.objects.filter(handling__application__in=scopes.cases(scope))
    sums = rows.aggregate(
        asked=Sum("amount_yuan", filter=_within_scope(scope, "asked_on")),
        paid=Sum("amount_yuan", filter=_within_scope(scope, "paid_on")),
    )
    return Fees(sums["asked"] or Decimal(0), sums["paid"] or Decimal(0))


def numbers_of_acts(scope: Scope) -> Iterator[tuple[str, Text, int]]:
    for code, act in acts().items():
        yield code, act.label, act.cases(scope).count()
