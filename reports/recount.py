"""The lines of the yearly tables against the facts they index: made anew, or held against them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction

from remedies.models import Remedy
from reports import lines
from reports.lines import CASE, KEYS, REMEDY, derived
from requests_app.models import Application

SHOWN = 200  # keys asked for at a time


FACTS = {
    CASE: """
        SELECT a.id AS application_id, COALESCE(p.kind, '') AS kind, a.received_on AS came_on,
            h.closed_on, COALESCE(h.result, '') AS result, a.channel, a.law AS case_law,
            COALESCE(h.closed_under, '') AS closed_under
        FROM requests_app_application a
        LEFT JOIN requests_app_applicant p ON p.application_id = a.id
        LEFT JOIN requests_app_handling h ON h.application_id = a.id AND h.sequence = 1""",
    REMEDY: """
        SELECT id AS remedy_id, kind, filed_on AS came_on, decided_on AS closed_on, result,
            application_id FROM remedies_remedy WHERE annulled_at IS NULL""",
}
PLAIN = {
    CASE: ("application_id", "kind", "came_on", "closed_on", "result", "channel", "case_law",
           "closed_under"),
    REMEDY: ("remedy_id", "kind", "came_on", "closed_on", "result", "application_id"),
}  # fmt: skip


def _as_facts_have_it(line: str, vendor: str) -> tuple[str, str]:
    """The columns of a line, and the query that makes every line from the facts."""
    found = derived(line, "f", vendor)
    names = ", ".join((*PLAIN[line], *found))
    values = ", ".join((*(f"f.{name}" for name in PLAIN[line]), *found.values()))
    return names, f"SELECT {values} FROM ({FACTS[line]}) f"  # noqa: S608


def refill(connection) -> None:
    """Make every line anew from the facts, in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for line in KEYS:
            names, query = _as_facts_have_it(line, connection.vendor)
            cursor.execute(f"DELETE FROM {line}")  # noqa: S608
            cursor.execute(f"INSERT INTO {line} ({names}) {query}")


def wrong(connection) -> dict[str, list[int]]:
    """Table of lines -> keys of those that are not as the facts have it: too many, too few, other.

    Reads every case; empty lists when all is well.
    """
    found = {}
    with connection.cursor() as cursor:
        for line, key in KEYS.items():
            names, query = _as_facts_have_it(line, connection.vendor)
            stored = f"SELECT {names} FROM {line}"  # noqa: S608
            cursor.execute(
                f"SELECT DISTINCT {key} FROM (SELECT * FROM ({query} EXCEPT {stored}) x "  # noqa: S608
                f"UNION ALL SELECT * FROM ({stored} EXCEPT {query}) y) z ORDER BY {key}"
            )
            found[line] = [row[0] for row in cursor.fetchall()]
    return found


@dataclass(frozen=True)
class Moved:
    """A line that is not as the facts have it; None where there is none, or should be none."""

    table: str
    number: str  # the case's
    was: dict[str, Any] | None
    becomes: dict[str, Any] | None

    def __str__(self) -> str:
        was, becomes = self.was or {}, self.becomes or {}
        names = [n for n in {**was, **becomes} if was.get(n) != becomes.get(n)]
        said = ", ".join(f"{name} {was.get(name)} -> {becomes.get(name)}" for name in names)
        return f"{self.number}  {self.table}: {said}"


def moved() -> list[Moved]:
    """Every line that would move if all were made anew, and how."""
    found = []
    for line, keys in wrong(connection).items():
        names, query = _as_facts_have_it(line, connection.vendor)
        for start in range(0, len(keys), SHOWN):
            some = keys[start : start + SHOWN]
            was = _rows(f"SELECT {names} FROM {line}", line, some)  # noqa: S608
            becomes = _rows(query, line, some)
            numbers = _numbers(line, some)
            found += [
                Moved(line, numbers.get(key, str(key)), was.get(key), becomes.get(key))
                for key in some
            ]
    return found


def _rows(query: str, line: str, keys: list[int]) -> dict[int, dict[str, Any]]:
    marks = ", ".join("%s" for _key in keys)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({query}) x WHERE {KEYS[line]} IN ({marks})", keys)  # noqa: S608
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row[KEYS[line]]: row for row in rows}


def _numbers(line: str, keys: list[int]) -> dict[int, str]:
    model, name = {CASE: (Application, "number"), REMEDY: (Remedy, "application__number")}[line]
    return dict(model.objects.filter(pk__in=keys).order_by().values_list("pk", name))


def restore(using: str = "default", **_unused) -> None:
    """After each migrate and flush: put back missing triggers, and what they missed."""
    chosen = connections[using]
    if lines.is_migrated(chosen) and lines.missing(chosen):
        lines.install(chosen)
        refill(chosen)
