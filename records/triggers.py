"""Append-only by trigger, on SQLite and on PostgreSQL.

Triggers have no back door: no session variable, no setting. Whoever may change the schema may
drop them, and the log's hashes and anchor then tell. Tests empty the tables between them by
dropping the triggers (`remove`) and putting them back (`install`), as a migration would.
"""

from django.apps import apps as live_apps
from django.db import connections

LOG, HEAD, APPROVAL = "records_logentry", "records_chainhead", "records_approval"
UNIQUE_BESIDES_ID = {LOG: ("chain", "sequence"), APPROVAL: ()}


def install(connection) -> None:
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def remove(connection) -> None:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for name, table in sorted(expected().items()):
            on_table = f" ON {table}" if postgresql else ""
            if postgresql or "_truncate" not in name:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def expected() -> dict[str, str]:
    """Return trigger -> table."""
    names = {}
    for table in (LOG, APPROVAL):
        names |= {f"{table}_no_{act}": table for act in ("update", "delete", "truncate")}
        names[f"{table}_no_replace"] = table
    names |= {f"{HEAD}_no_delete": HEAD, f"{HEAD}_no_truncate": HEAD, f"{HEAD}_forward": HEAD}
    return names


def missing(connection) -> list[str]:
    """Return the triggers that ought to be there and are not, or are switched off."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    elsewhere = {"sqlite": "_truncate", "postgresql": "_replace"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return sorted(n for n in expected() if n not in present and not n.endswith(elsewhere))


def restore(using: str = "default", apps=live_apps, **_unused) -> None:
    """After each migrate and flush: put back whatever is not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if {LOG, HEAD, APPROVAL} <= tables:
        install(connection)


def _sqlite():
    refuse = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table, columns in UNIQUE_BESIDES_ID.items():
        end = refuse.format(table=table)
        for act in ("update", "delete"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} "
                f"BEFORE {act.upper()} ON {table} {end}"
            )
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        taken = f"id = NEW.id OR ({same})" if same else "id = NEW.id"
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {end}"
        )
    end = refuse.format(table=HEAD)
    yield f"CREATE TRIGGER IF NOT EXISTS {HEAD}_no_delete BEFORE DELETE ON {HEAD} {end}"
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {HEAD}_forward BEFORE UPDATE ON {HEAD} "
        f"WHEN NEW.chain <> OLD.chain OR NEW.sequence <> OLD.sequence + 1 {end}"
    )


def _postgresql():
    yield """
        CREATE OR REPLACE FUNCTION records_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END $$"""
    for table in (LOG, APPROVAL, HEAD):
        for act in ("update", "delete", "truncate"):
            if (table, act) != (HEAD, "update"):
                yield (
                    f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION records_append_only()"
                )
    yield (
        f"CREATE OR REPLACE TRIGGER {HEAD}_forward BEFORE UPDATE ON {HEAD} FOR EACH ROW "
        "WHEN (NEW.chain <> OLD.chain OR NEW.sequence <> OLD.sequence + 1) "
        "EXECUTE FUNCTION records_append_only()"
    )
