"""Holiday notices are written once: triggers on SQLite and on PostgreSQL.

They have no back door. Whoever may change the schema may drop them; `migrate` puts them back.
"""

from django.db import connections

TABLE = "office_calendarnotice"
ACTS = ("update", "delete", "truncate")


def install(connection) -> None:
    """Make the triggers; those that are there stay."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def remove(connection) -> None:
    """Take the triggers away: for emptying the tables between tests, and for migrating back."""
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for act in (*ACTS, "replace"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{act}{on_table}")


def restore(using: str = "default", **_unused) -> None:
    """After each migrate and flush: put back whatever is not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = TABLE in connection.introspection.table_names(cursor)
    if there:
        install(connection)


def _sqlite():
    end = f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
    for act in ("update", "delete"):
        yield f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{act} BEFORE {act.upper()} ON {TABLE} {end}"
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_replace BEFORE INSERT ON {TABLE} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) {end}"
    )


def _postgresql():
    yield """
        CREATE OR REPLACE FUNCTION office_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END $$"""
    for act in ACTS:
        yield (
            f"CREATE OR REPLACE TRIGGER {TABLE}_no_{act} BEFORE {act.upper()} ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION office_append_only()"
        )
