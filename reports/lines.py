"""The triggers that keep the lines of the yearly tables in step with the facts.

Each table of facts writes its own columns of a line and no others, from the row just written and
never from another table, so that two transactions on one case cannot leave a mixture. What is
derived is set from the line itself. They follow every writer: a step, an import, a line of SQL.
On SQLite a migration that remakes a table of facts drops its triggers: `reports.recount.restore`
puts them back after every migrate and fills the lines anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.models.lines import SPANS

CASE, REMEDY = "reports_caseline", "reports_remedyline"
KEYS = {CASE: "application_id", REMEDY: "remedy_id"}
APART = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
ACTS = ("insert", "update", "delete")


@dataclass(frozen=True)
class Source:
    """A table of facts: which of its columns become which of a line's, found by `key`.

    `only` says which of its rows count; `owner`: the line goes when the row goes.
    """

    table: str
    line: str
    key: str
    columns: dict[str, str]
    only: str = ""
    owner: bool = False

    def counts(self, row: str) -> str:
        return f"{row}.{self.only}" if self.only else "1 = 1"

    @property
    def blank(self) -> str:
        return ", ".join(
            f"{name} = {'NULL' if name.endswith('_on') else repr('')}" for name in self.columns
        )


SOURCES = (
    Source("requests_app_application", CASE, "id",
           {"case_law": "law", "channel": "channel", "came_on": "received_on"}, owner=True),
    Source("requests_app_applicant", CASE, "application_id", {"kind": "kind"}),
    Source("requests_app_handling", CASE, "application_id",
           {"closed_on": "closed_on", "result": "result", "closed_under": "closed_under"},
           only="sequence = 1"),
    Source("remedies_remedy", REMEDY, "id",
           {"application_id": "application_id", "kind": "kind", "came_on": "filed_on",
            "closed_on": "decided_on", "result": "result"},
           only="annulled_at IS NULL", owner=True),
)  # fmt: skip


def derived(line: str, row: str, vendor: str) -> dict[str, str]:
    """Column -> expression over the other columns of a line called `row`."""
    came, closed = f"{row}.came_on", f"{row}.closed_on"
    left = f"CASE WHEN {closed} < {came} THEN {came} ELSE {closed} END"
    days = f"{closed} - {came}"
    if vendor == "sqlite":
        days = f"julianday({closed}) - julianday({came})"
    fits = " ".join(f"WHEN {days} <= {span} THEN {span}" for span in SPANS[:-1])
    span = f"CASE WHEN {closed} IS NULL THEN 0 {fits} ELSE {SPANS[-1]} END"
    found = {"left_on": left, "span": span}
    if line == CASE:
        under = f"{row}.closed_under"
        found["law"] = f"CASE WHEN {under} <> '' THEN {under} ELSE {row}.case_law END"
    return found


# Triggers


def install(connection) -> None:
    """Make the triggers; those that are there stay or are made again alike."""
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in make():
            cursor.execute(statement)


def remove(connection) -> None:
    with connection.cursor() as cursor:
        for name, table in expected().items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def expected() -> dict[str, str]:
    """Trigger -> table."""
    named = {f"{s.table}_line_{act}": s.table for s in SOURCES for act in ACTS}
    return named | {f"{line}_derived_{act}": line for line in KEYS for act in ACTS[:2]}


def missing(connection) -> list[str]:
    """The triggers that ought to be there and are not, or are switched off."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return sorted(set(expected()) - present)


def is_migrated(connection) -> bool:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return {*KEYS, *(source.table for source in SOURCES)} <= tables


def _bodies(source: Source) -> Iterator[tuple[str, str, list[str]]]:
    """Act, condition on its row, and the statements: the same on both engines."""
    key, names = KEYS[source.line], ", ".join(source.columns)
    values = ", ".join(f"NEW.{column}" for column in source.columns.values())
    taken = ", ".join(f"{name} = excluded.{name}" for name in source.columns)
    put = (
        f"INSERT INTO {source.line} ({key}, {names}) SELECT NEW.{source.key}, {values} "
        f"WHERE {source.counts('NEW')} ON CONFLICT ({key}) DO UPDATE SET {taken}"
    )
    gone = f"UPDATE {source.line} SET {source.blank}"  # noqa: S608
    if source.owner:
        gone = f"DELETE FROM {source.line}"  # noqa: S608
    gone += f" WHERE {key} = OLD.{source.key} AND {source.counts('OLD')}"
    moved = f" AND (OLD.{source.key} <> NEW.{source.key} OR NOT ({source.counts('NEW')}))"
    columns = [source.key, *source.columns.values(), *source.only.split()[:1]]
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    yield "insert", source.counts("NEW"), [put]
    yield "update", f"({new}) {{apart}} ({old})", [gone + moved, put]
    yield "delete", source.counts("OLD"), [gone]


def _sqlite() -> Iterator[str]:
    apart = APART["sqlite"]
    for source in SOURCES:
        for act, when, statements in _bodies(source):
            body = "".join(f"{statement}; " for statement in statements)
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {source.table}_line_{act} AFTER {act.upper()} "
                f"ON {source.table} WHEN {when.format(apart=apart)} BEGIN {body}END"
            )
    for line, key in KEYS.items():
        found = derived(line, "NEW", "sqlite")
        names, values = ", ".join(found), ", ".join(found.values())
        wrong = " OR ".join(f"NEW.{name} {apart} ({value})" for name, value in found.items())
        for act in ACTS[:2]:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {line}_derived_{act} AFTER {act.upper()} ON {line} "  # noqa: S608
                f"WHEN {wrong} BEGIN UPDATE {line} SET ({names}) = (SELECT {values}) "
                f"WHERE {key} = NEW.{key}; END"
            )


def _postgresql() -> Iterator[str]:
    for source in SOURCES:
        for act, when, statements in _bodies(source):
            body = "".join(f"{statement}; " for statement in statements)
            yield _function(f"{source.table}_line_{act}", body + "RETURN NULL;")
            yield (
                f"CREATE OR REPLACE TRIGGER {source.table}_line_{act} AFTER {act.upper()} "
                f"ON {source.table} FOR EACH ROW "
                f"WHEN ({when.format(apart=APART['postgresql'])}) "
                f"EXECUTE FUNCTION {source.table}_line_{act}()"
            )
    for line in KEYS:
        found = derived(line, "NEW", "postgresql")
        body = "".join(f"NEW.{name} := {value}; " for name, value in found.items())
        for act in ACTS[:2]:
            yield _function(f"{line}_derived_{act}", body + "RETURN NEW;")
            yield (
                f"CREATE OR REPLACE TRIGGER {line}_derived_{act} BEFORE {act.upper()} ON {line} "
                f"FOR EACH ROW EXECUTE FUNCTION {line}_derived_{act}()"
            )


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )
