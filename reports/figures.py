"""The statutory tables as figures: one grouped query each, and each cell's cases.

Requests: 25 rows by 7 columns; remedies: results by kind (国办公开办函〔2021〕30号, parts three and
four). The identities are `statute.annual`'s.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from remedies.models import Kind, Remedy
from reports import scope as scopes
from reports.scope import Scope
from requests_app.models import Application
from statute import annual
from statute.annual import (
    ALL_COLUMNS,
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    RECEIVED,
    REMEDY_COLUMNS,
    ROW_CODES,
    TOTAL,
    Check,
)

REMEDY_KINDS = (*annual.REMEDY_KINDS, *annual.OTHER_REMEDY_KINDS)
PENDING = "pending"


@dataclass(frozen=True)
class Figures:
    """Both tables of one scope. `requests` is row -> seven numbers, `remedies` kind -> results."""

    scope: Scope
    requests: dict[str, list[int]]
    remedies: dict[str, dict[str, int]]

    @property
    def checks(self) -> list[Check]:
        return [*annual.check_requests(self.requests), annual.check_remedies(self.remedies)]

    @property
    def balances(self) -> bool:
        return all(check.holds for check in self.checks)

    def total(self, code: str) -> int:
        return self.requests[code][-1]

    def as_json(self) -> dict[str, Any]:
        """The published form: these keys, in this order."""
        return {
            "law": self.scope.law,
            "from": self.scope.period.first.isoformat(),
            "to": self.scope.period.last.isoformat(),
            "as_at": self.scope.known_until.isoformat(),
            "requests": {"columns": list(ALL_COLUMNS), "rows": self.requests},
            "remedies": self.remedies,
            "checks": [
                {"rule": check.rule, "holds": check.holds, "detail": str(check.detail)}
                for check in self.checks
            ],
        }


def figures(scope: Scope) -> Figures:
    return Figures(scope, request_table(scope), remedy_table(scope))


def request_table(scope: Scope) -> dict[str, list[int]]:
    """Count every case of the scope once per row it belongs to, in one grouped query."""
    counted = {
        code: Count("pk", filter=scopes.row(scope, code))
        for code in (RECEIVED, CARRIED_IN, TOTAL, CARRIED_OUT)
    }
    groups = (
        scopes.cases(scope)
        .values("applicant__kind", "first__result")
        .annotate(**{f"n_{code}": count for code, count in counted.items()})
        .order_by()
    )
    table = {code: dict.fromkeys(ALL_COLUMNS, 0) for code in ROW_CODES}
    for group in groups:
        for code in counted:
            _count(table, code, group["applicant__kind"], group[f"n_{code}"])
        if closed := group[f"n_{TOTAL}"]:
            _count(table, group["first__result"], group["applicant__kind"], closed)
    return {code: list(numbers.values()) for code, numbers in table.items()}


def _count(table: dict[str, dict[str, int]], row: str, column: str, number: int) -> None:
    table[row][column] += number
    table[row][TOTAL] += number


def remedy_table(scope: Scope) -> dict[str, dict[str, int]]:
    """By its result if decided in the period, as pending if lodged by its end and not decided."""
    groups = (
        scopes.remedies(scope)
        .values("kind", "result")
        .annotate(
            decided=Count("pk", filter=scopes.decided_within(scope)),
            waiting=Count("pk", filter=scopes.pending_at(scope.end)),
        )
        .order_by()
    )
    table = {kind: dict.fromkeys(REMEDY_COLUMNS, 0) for kind in REMEDY_KINDS}
    for group in groups:
        numbers = table[group["kind"]]
        if group["decided"]:
            numbers[group["result"]] += group["decided"]
        numbers[PENDING] += group["waiting"]
        numbers[TOTAL] += group["decided"] + group["waiting"]
    return table


def cases_of(scope: Scope, row: str, column: str = TOTAL) -> QuerySet[Application]:
    """The cases a cell counts, the latest received first. Raises KeyError for no such cell."""
    found = scopes.cases(scope).filter(scopes.row(scope, row))
    if column != TOTAL:
        if column not in COLUMNS:
            raise KeyError(column)
        found = found.filter(applicant__kind=column)
    return found.order_by("-received_on", "-pk")


def remedies_of(scope: Scope, kind: str, column: str = TOTAL) -> QuerySet[Remedy]:
    """The complaints, appeals, reviews or lawsuits a cell counts. KeyError for no such cell."""
    if kind not in Kind.values or column not in REMEDY_COLUMNS:
        raise KeyError((kind, column))
    decided, waiting = scopes.decided_within(scope), scopes.pending_at(scope.end)
    condition: dict[str, Q] = {TOTAL: decided | waiting, PENDING: waiting}
    found = scopes.remedies(scope).filter(kind=kind)
    return found.filter(condition.get(column, decided & Q(result=column)))
