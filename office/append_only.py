"""Rows that are written once, such as holiday notices: triggers on SQLite and on PostgreSQL.

They have no back door. Whoever may change the schema may drop them; `migrate` puts them back.
"""

from django.db import connections

TABLES = ["office_calendarnotice"]
ACTS = ("update", "delete", "truncate")


def keep(table: str) -> None:
    """Have a table of a floor above kept as well; its package says so when it is loaded."""
    if table not in TABLES:
        TABLES.append(table)


def install(connection, *tables: str) -> None:
    """Make the triggers of these tables, or of all that are kept; those that are there stay."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for table in _there(connection, cursor, tables):
            for statement in statements(table):
                cursor.execute(statement)


def remove(connection, *tables: str) -> None:
    """Take the triggers away: for emptying the tables between tests, and for migrating back."""
    with connection.cursor() as cursor:
        for table in _there(connection, cursor, tables):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            for act in (*ACTS, "replace"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on_table}")


def _there(connection, cursor, tables: tuple[str, ...]) -> list[str]:
    there = set(connection.introspection.table_names(cursor))
    return [table for table in tables or TABLES if table in there]


def restore(using: str = "default", **_unused) -> None:
    """After each migrate and flush: put back whatever is not there."""
    install(connections[using])


def _sqlite(table: str):
    end = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for act in ("update", "delete"):
        yield f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table} {end}"
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {end}"
    )


def _postgresql(table: str):
    yield """
        CREATE OR REPLACE FUNCTION office_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END $$"""
    for act in ACTS:
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION office_append_only()"
        )
