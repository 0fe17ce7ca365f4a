"""The statutory tables as figures: one query each, and each cell's cases.

Requests: 25 rows by 7 columns; remedies: results by kind (国办公开办函〔2021〕30号, parts three and
four). The identities are `statute.annual`'s.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from remedies.models import Kind, Remedy
from reports import known, tally
from reports import scope as scopes
from reports.scope import Scope
from reports.tally import PENDING
from requests_app.models import Application
from statute import annual
from statute.annual import (
    ALL_COLUMNS,
    COLUMNS,
    REMEDY_COLUMNS,
    ROW_CODES,
    TOTAL,
    Check,
)
from statute.answers import RESULT_CODES

REMEDY_KINDS = (*annual.REMEDY_KINDS, *annual.OTHER_REMEDY_KINDS)


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
    """Every case of the scope once in each row it belongs to, in one query.

    Asked as at a day, what was put right after it is counted as it was held then.
    """
    table = {code: dict.fromkeys(ALL_COLUMNS, 0) for code in ROW_CODES}
    for row, column, number in tally.cases(scope):
        for counted in (row, TOTAL) if row in RESULT_CODES else (row,):
            table[counted][column] += number
            table[counted][TOTAL] += number
    for change in known.changes(scope):
        for case, number in ((change.now, -1), (change.then, 1)):
            for row in known.rows_of(scope, case):
                table[row][case.applicant] += number
                table[row][TOTAL] += number
    return {code: list(numbers.values()) for code, numbers in table.items()}


def remedy_table(scope: Scope) -> dict[str, dict[str, int]]:
    """By its result if decided in the period, as pending if lodged by its end and not decided."""
    table = {kind: dict.fromkeys(REMEDY_COLUMNS, 0) for kind in REMEDY_KINDS}
    for kind, column, number in tally.remedies(scope):
        table[kind][column] += number
        table[kind][TOTAL] += number
    return table


def cases_of(scope: Scope, row: str, column: str = TOTAL) -> QuerySet[Application]:
    """The cases a cell counts, the latest received first. Raises KeyError for no such cell."""
    if column != TOTAL and column not in COLUMNS:
        raise KeyError(column)
    kinds = tuple(COLUMNS) if column == TOTAL else (column,)
    counted = Q(line__law__in=scope.laws, line__kind__in=kinds) & scopes.lines(scope, row)
    if changes := known.changes(scope):
        now_elsewhere = [change.key for change in changes]
        then_here = [
            change.key
            for change in changes
            if change.then.applicant in kinds and row in known.rows_of(scope, change.then)
        ]
        counted = counted & ~Q(pk__in=now_elsewhere) | Q(pk__in=then_here)
    every_law = replace(scope, law=None)
    return scopes.cases(every_law).filter(counted).order_by("-received_on", "-pk")


def remedies_of(scope: Scope, kind: str, column: str = TOTAL) -> QuerySet[Remedy]:
    """The complaints, appeals, reviews or lawsuits a cell counts. KeyError for no such cell."""
    if kind not in Kind.values or column not in REMEDY_COLUMNS:
        raise KeyError((kind, column))
    decided, waiting = scopes.decided_within(scope), scopes.pending_at(scope.end)
    condition: dict[str, Q] = {TOTAL: decided | waiting, PENDING: waiting}
    found = scopes.remedies(scope).filter(kind=kind)
    return found.filter(condition.get(column, decided & Q(result=column)))
