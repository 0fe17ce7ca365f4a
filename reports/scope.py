"""Which cases a table is of: a period, a law or all, and what was known by when.

Every row is the difference between two days of three running totals (received, closed, open), so
that what came in plus what was there equals what went out plus what is left, whatever the data.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from remedies.models import Remedy
from requests_app.models import Application
from statute.annual import CARRIED_IN, CARRIED_OUT, RECEIVED, TOTAL
from statute.answers import RESULT_CODES
from statute.law import codes as law_codes
from statute.periods import Period


@dataclass(frozen=True)
class Scope:
    """Both ends of the period belong to it. `law` None is all laws.

    `as_at` is the last day whose facts were known: what was received or closed later had not been,
    and what was put right later was still as it had been (`reports.known`). Without it the figures
    are those of the period's end, as everything is held now.
    """

    period: Period
    law: str | None = None
    as_at: date | None = None

    @property
    def laws(self) -> tuple[str, ...]:
        return (self.law,) if self.law else law_codes()

    @property
    def known_until(self) -> date:
        return self.as_at or self.period.last

    @property
    def before(self) -> date:
        """The last day of what the period began with."""
        return min(self.period.first - timedelta(days=1), self.known_until)

    @property
    def end(self) -> date:
        return min(self.period.last, self.known_until)


def cases(scope: Scope) -> QuerySet[Application]:
    """Every case legally received under the scope's law, joined to its first handling as `first`.

    A closed case counts under the law it was closed under, an open one under the law it has. One
    that was never legally received is in no table.
    """
    handled = FilteredRelation("handlings", condition=Q(handlings__sequence=1))
    found = Application.objects.filter(received_on__isnull=False).annotate(first=handled)
    return _under(scope, found, closed_under="first__closed_under", law="law")


def remedies(scope: Scope) -> QuerySet[Remedy]:
    """Every complaint, appeal, review or lawsuit against a case that counts under the law."""
    handled = FilteredRelation(
        "application__handlings", condition=Q(application__handlings__sequence=1)
    )
    found = Remedy.objects.annotate(first=handled)
    return _under(scope, found, closed_under="first__closed_under", law="application__law")


def _under(scope: Scope, found: QuerySet, *, closed_under: str, law: str) -> QuerySet:
    if scope.law is None:
        return found
    counted = Coalesce(NullIf(F(closed_under), Value("")), F(law))
    return found.annotate(counted_law=counted).filter(counted_law=scope.law)


def received_by(day: date) -> Q:
    return Q(received_on__lte=day)


def open_at(day: date) -> Q:
    """Received by the end of the day, and not closed by then."""
    return received_by(day) & (Q(first__closed_on__isnull=True) | Q(first__closed_on__gt=day))


def received_within(scope: Scope) -> Q:
    return received_by(scope.end) & Q(received_on__gt=scope.before)


def closed_within(scope: Scope) -> Q:
    """Closed by the end and not yet by the beginning.

    A case set right so that it was closed before it was received counts from its receipt.
    """
    by_the_end = received_by(scope.end) & Q(first__closed_on__lte=scope.end)
    return by_the_end & (Q(first__closed_on__gt=scope.before) | Q(received_on__gt=scope.before))


def row(scope: Scope, code: str) -> Q:
    """The cases that one row of the table counts."""
    rows = {
        RECEIVED: received_within(scope),
        CARRIED_IN: open_at(scope.before),
        CARRIED_OUT: open_at(scope.end),
        TOTAL: closed_within(scope),
    }
    if code in rows:
        return rows[code]
    if code not in RESULT_CODES:
        raise KeyError(code)
    return closed_within(scope) & Q(first__result=code)


def lines(scope: Scope, code: str) -> Q:
    """As `row`, but by the lines that the tables are counted from: an index finds them."""
    rows = {
        RECEIVED: Q(line__came_on__gt=scope.before, line__came_on__lte=scope.end),
        CARRIED_IN: _line_open_at(scope.before),
        CARRIED_OUT: _line_open_at(scope.end),
        TOTAL: Q(line__left_on__gt=scope.before, line__left_on__lte=scope.end),
    }
    if code in rows:
        return rows[code]
    if code not in RESULT_CODES:
        raise KeyError(code)
    return rows[TOTAL] & Q(line__result=code)


def _line_open_at(day: date) -> Q:
    left = Q(line__left_on__isnull=True) | Q(line__left_on__gt=day)
    return Q(line__came_on__lte=day) & left


def decided_within(scope: Scope) -> Q:
    return Q(decided_on__gt=scope.before, decided_on__lte=scope.end)


def pending_at(day: date) -> Q:
    """Lodged by the end of the day, and not decided by then."""
    return Q(filed_on__lte=day) & (Q(decided_on__isnull=True) | Q(decided_on__gt=day))
