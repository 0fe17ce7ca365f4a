"""The two queries behind the yearly tables: one number for each cell, by index alone.

A cell is counted where its lines lie together in an index (`reports.models.lines`): those that came
in the period, those that left in it by result, and those there at either end. For an end, each
span is looked for only among what came so many days before. So a query reads the lines of its
period and few others, however long the office has kept a register.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from remedies.models import Kind, Result
from reports.models.lines import SPANS
from reports.scope import Scope
from statute.annual import CARRIED_IN, CARRIED_OUT, COLUMNS, RECEIVED
from statute.answers import RESULT_CODES

CASES = """
    WITH kinds(kind) AS (VALUES {kinds}), results(result) AS (VALUES {results}),
        ends(code, day, span, since) AS (VALUES {ends})
    SELECT '{received}', kind, (
        SELECT COUNT(*) FROM reports_caseline l
        WHERE l.kind = kinds.kind AND l.law IN ({laws}) AND l.span IN ({spans})
            AND l.came_on > %s AND l.came_on <= %s) AS n FROM kinds
    UNION ALL SELECT result, kind, (
        SELECT COUNT(*) FROM reports_caseline l
        WHERE l.kind = kinds.kind AND l.result = results.result AND l.law IN ({laws})
            AND l.left_on > %s AND l.left_on <= %s) FROM kinds CROSS JOIN results
    UNION ALL SELECT code, kind, (
        SELECT COUNT(*) FROM reports_caseline l
        WHERE l.kind = kinds.kind AND l.law IN ({laws}) AND l.span = ends.span
            AND l.came_on > ends.since AND l.came_on <= ends.day
            AND (ends.span = 0 OR l.left_on > ends.day)) FROM kinds CROSS JOIN ends"""

REMEDIES = """
    WITH kinds(kind) AS (VALUES {kinds}), results(result) AS (VALUES {results}),
        ends(code, day, span, since) AS (VALUES {ends})
    SELECT kind, result, (
        SELECT COUNT(*) FROM reports_remedyline l {under}
        WHERE l.kind = kinds.kind AND l.result = results.result
            AND l.left_on > %s AND l.left_on <= %s) AS n FROM kinds CROSS JOIN results
    UNION ALL SELECT kind, code, (
        SELECT COUNT(*) FROM reports_remedyline l {under}
        WHERE l.kind = kinds.kind AND l.span = ends.span
            AND l.came_on > ends.since AND l.came_on <= ends.day
            AND (ends.span = 0 OR l.left_on > ends.day)) FROM kinds CROSS JOIN ends"""
UNDER = "JOIN reports_caseline c ON c.application_id = l.application_id AND c.law IN ({laws})"
PENDING = "pending"


def cases(scope: Scope) -> Iterator[tuple[str, str, int]]:
    """(row, column, number) of Table III; a number of an end comes in several parts."""
    ends = [*_end(CARRIED_IN, scope.before), *_end(CARRIED_OUT, scope.end)]
    within = [_day(scope.before), _day(scope.end)]
    values, laws = _values, list(scope.laws)
    sql = CASES.format(
        received=RECEIVED, kinds=values(COLUMNS), results=values(RESULT_CODES),
        ends=_rows(ends), laws=_marks(laws), spans=", ".join(map(str, (0, *SPANS))),
    )  # fmt: skip
    yield from _rows_of(
        sql,
        [*COLUMNS, *RESULT_CODES, *_flat(ends), *laws, *within, *laws, *within, *laws],
    )


def remedies(scope: Scope) -> Iterator[tuple[str, str, int]]:
    """(kind, result or pending, number) of Table IV and its two other kinds."""
    ends = list(_end(PENDING, scope.end))
    laws = [] if scope.law is None else list(scope.laws)
    under = UNDER.format(laws=_marks(laws)) if laws else ""
    sql = REMEDIES.format(
        kinds=_values(Kind.values), results=_values(Result.values), ends=_rows(ends), under=under
    )
    within = [_day(scope.before), _day(scope.end)]
    yield from _rows_of(sql, [*Kind.values, *Result.values, *_flat(ends), *laws, *within, *laws])


def _end(code: str, day: date) -> Iterator[tuple[str, Any, int, Any]]:
    """For each span, the days on which what is open at the end of `day` may have come."""
    for span in (0, *SPANS):
        bounded = 0 < span < SPANS[-1] and day.toordinal() > span
        since = day - timedelta(days=span) if bounded else date.min
        yield code, _day(day), span, _day(since)


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("%s" for _value in values)


def _values(values: Iterable[Any]) -> str:
    return ", ".join("(%s)" for _value in values)


def _rows(rows: Sequence[Sequence[Any]]) -> str:
    return ", ".join(f"({_marks(row)})" for row in rows)


def _flat(rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [value for row in rows for value in row]


def _rows_of(sql: str, parameters: list[Any]) -> Iterator[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor.fetchall()
