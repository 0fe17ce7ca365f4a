"""Holiday notices are written once: triggers on SQLite and on PostgreSQL, for other tables too.

They have no back door. Whoever may change the schema may drop them; `migrate` puts them back.
"""

from django.db import connections

TABLE = "office_calendarnotice"
ACTS = ("update", "delete", "truncate")


def install(connection, table: str = TABLE) -> None:
    """Make the triggers; those that are there stay."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements(table):
            cursor.execute(statement)


def remove(connection, table: str = TABLE) -> None:
    """Take the triggers away: for emptying the tables between tests, and for migrating back."""
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for act in (*ACTS, "replace"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on_table}")


def restore(using: str = "default", tables: tuple[str, ...] = (TABLE,), **_unused) -> None:
    """After each migrate and flush: put back whatever is not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    for table in there.intersection(tables):
        install(connection, table)


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
