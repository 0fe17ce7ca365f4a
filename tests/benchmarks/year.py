"""The yearly tables: our query against the best SQL written by hand, and against longer history.

A scratch database on the configured server. `--size N` is how many cases it has (10,000, 100,000
and 1,000,000 one after another); they lie evenly in ten years, and then the same year alone.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.figures import remedy_table, request_table
from reports.scope import Scope
from reports.year import timeliness
from statute.annual import CARRIED_IN, CARRIED_OUT, COLUMNS, RECEIVED, TOTAL
from statute.answers import RESULT_CODES
from statute.periods import calendar_year
from tests.benchmarks import year_data
from tests.cast import an_institution

Taken = tuple[float, float]  # seconds, by the wall and of the processor
TIMES = 9
YEARS = 10
REPLIES = 20_000  # the timeliness of a year is measured up to so many


def measure(size: int | None) -> None:
    """Print milliseconds (the least and the middle of nine) and the plans.

    On SQLite the processor's own milliseconds too: other work on the machine is not in them.
    """
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        an_institution()
        for cases in [size] if size else [10_000, 100_000, 1_000_000]:
            _measure(cases)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _measure(cases: int) -> None:
    print(f"year: {cases} cases in {YEARS} years, {connection.vendor}", flush=True)
    year_data.fill(cases, YEARS)
    middle = Scope(calendar_year(year_data.LAST_YEAR - YEARS // 2))
    last = Scope(calendar_year(year_data.LAST_YEAR), "cn-regulation")
    for name, scope in (("a middle year, all laws", middle), ("the last year, one law", last)):
        _against_by_hand(f"requests, {name}", scope)
        _said(f"remedies, {name}", _timed(lambda scope=scope: remedy_table(scope)))
    _plans(middle)
    if cases // YEARS <= REPLIES:
        began = time.perf_counter()
        found = timeliness(middle)
        print(f"  timeliness of {found.replies} replies: {time.perf_counter() - began:.2f} s")
    year_data.fill(cases // YEARS, 1)
    alone = Scope(calendar_year(year_data.LAST_YEAR))
    _said("requests, the same number in one year alone", _timed(lambda: request_table(alone)))
    _said("remedies, the same", _timed(lambda: remedy_table(alone)))


def _against_by_hand(name: str, scope: Scope) -> None:
    """In turns, so that what else the machine does falls on both alike; the answers must agree.

    Over the facts themselves it is measured once: it reads all history.
    """
    ways: dict[str, Callable[[], Any]] = {
        "ours": lambda: request_table(scope),
        "by hand": lambda: by_hand(scope, GROUPED),
    }
    answers: list[Any] = []
    over_facts = _once(lambda: answers.append(by_hand(scope, OVER_FACTS)))
    if any(way() != answers[0] for way in ways.values()):
        raise AssertionError(f"{name}: the answers differ")
    taken: dict[str, list[Taken]] = {way: [] for way in ways}
    for _time in range(TIMES):
        for way, ask in ways.items():
            taken[way].append(_once(ask))
    for way, found in taken.items():
        _said(f"{name}: {way}", found)
    _said(f"{name}: over the facts", [over_facts])
    ratio = min(taken["ours"])[0] / min(taken["by hand"])[0]
    print(f"    ours takes {ratio:.2f} of the best by hand", flush=True)


def _once(ask: Callable[[], Any]) -> Taken:
    began, worked = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - began, time.process_time() - worked


def _timed(ask: Callable[[], Any]) -> list[Taken]:
    ask()
    return [_once(ask) for _time in range(TIMES)]


def _said(name: str, taken: list[Taken]) -> None:
    waited = sorted(seconds for seconds, _worked in taken)
    words = f"{1000 * waited[0]:8.1f} ms {1000 * waited[len(waited) // 2]:8.1f} ms"
    if connection.vendor == "sqlite":
        words += f"  processor {1000 * min(worked for _seconds, worked in taken):7.1f} ms"
    print(f"  {name:62} {words}", flush=True)


def _plans(scope: Scope) -> None:
    for name, ask in (("requests", request_table), ("remedies", remedy_table)):
        with CaptureQueriesContext(connection) as made:
            ask(scope)
        (query,) = made
        explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, COSTS OFF) "}
        with connection.cursor() as cursor:
            cursor.execute(explain[connection.vendor] + query["sql"].replace("%", "%%"))
            print(f"  plan, {name}")
            for row in cursor.fetchall():
                print(f"    {row[-1]}")


# By hand

GROUPED = """
    SELECT 'received', kind, '', COUNT(*) FROM reports_caseline
    WHERE {kinds} AND {laws} AND span IN (0, 16, 64, 256, 1024, 4096, 65536)
        AND came_on > '{before}' AND came_on <= '{end}' GROUP BY kind
    UNION ALL SELECT 'total', kind, result, COUNT(*) FROM reports_caseline
    WHERE {kinds} AND {results} AND {laws} AND left_on > '{before}' AND left_on <= '{end}'
    GROUP BY kind, result
    {open_ends}"""
OPEN = """
    UNION ALL SELECT '{row}', kind, '', COUNT(*) FROM reports_caseline
    WHERE {kinds} AND {laws} AND span = {span} AND came_on > '{since}' AND came_on <= '{day}'
        AND (span = 0 OR left_on > '{day}') GROUP BY kind"""

OVER_FACTS = """
    SELECT 'received', p.kind, '', COUNT(*) FROM requests_app_application a
    JOIN requests_app_applicant p ON p.application_id = a.id
    LEFT JOIN requests_app_handling h ON h.application_id = a.id AND h.sequence = 1
    WHERE a.received_on > '{before}' AND a.received_on <= '{end}' AND {law_of_facts} GROUP BY p.kind
    UNION ALL SELECT 'total', p.kind, h.result, COUNT(*) FROM requests_app_handling h
    JOIN requests_app_application a ON a.id = h.application_id
    JOIN requests_app_applicant p ON p.application_id = a.id
    WHERE h.sequence = 1 AND h.closed_on > '{before}' AND h.closed_on <= '{end}'
        AND {law_of_facts} GROUP BY p.kind, h.result
    UNION ALL SELECT 'carried_in', p.kind, '', COUNT(*) FROM requests_app_application a
    JOIN requests_app_applicant p ON p.application_id = a.id
    LEFT JOIN requests_app_handling h ON h.application_id = a.id AND h.sequence = 1
    WHERE a.received_on <= '{before}' AND (h.closed_on IS NULL OR h.closed_on > '{before}')
        AND {law_of_facts} GROUP BY p.kind
    UNION ALL SELECT 'carried_out', p.kind, '', COUNT(*) FROM requests_app_application a
    JOIN requests_app_applicant p ON p.application_id = a.id
    LEFT JOIN requests_app_handling h ON h.application_id = a.id AND h.sequence = 1
    WHERE a.received_on <= '{end}' AND (h.closed_on IS NULL OR h.closed_on > '{end}')
        AND {law_of_facts} GROUP BY p.kind"""


def by_hand(scope: Scope, query: str) -> dict[str, list[int]]:
    words = {
        "laws": "law IN ('" + "', '".join(scope.laws) + "')",
        "kinds": "kind IN ('" + "', '".join(COLUMNS) + "')",
    }
    ends = ((CARRIED_IN, scope.before), (CARRIED_OUT, scope.end))
    sql = query.format(
        **words, before=scope.before, end=scope.end,
        results="result IN ('" + "', '".join(RESULT_CODES) + "')",
        open_ends="".join(_open(row, day, words) for row, day in ends),
        law_of_facts=words["laws"].replace("law", "COALESCE(NULLIF(h.closed_under, ''), a.law)", 1),
    )  # fmt: skip
    table = {code: [0] * 7 for code in (RECEIVED, CARRIED_IN, *RESULT_CODES, TOTAL, CARRIED_OUT)}
    columns = list(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for row, kind, result, number in cursor.fetchall():
            for code in filter(None, (row, result)):
                table[code][columns.index(kind)] += number
                table[code][-1] += number
    return table


def _open(row: str, day: date, words: dict[str, str]) -> str:
    found = ""
    for span in (0, 16, 64, 256, 1024, 4096, 65536):
        days = span if 0 < span < 65536 else day.toordinal() - 1
        since = day - timedelta(days=days)
        found += OPEN.format(row=row, span=span, since=since, day=day, **words)
    return found
