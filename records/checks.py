"""What `manage.py check` says about keys and triggers."""

from django.core import checks
from django.db import DatabaseError, connections

from records import keys, triggers


def key_file_is_usable(**_unused):
    try:
        keys.load()
    except keys.KeysUnusable as error:
        return [checks.Error(str(error), id="records.E001")]
    return []


def keys_are_the_ones_used(databases=None, **_unused):
    if "default" not in (databases or ()):
        return []
    try:
        wrong = keys.mismatches()
    except (keys.KeysUnusable, DatabaseError):
        return []
    return [checks.Error(text, id="records.E002") for text in wrong]


def triggers_are_there(databases=None, **_unused):
    """Warn only: an error would stop the very `migrate` that puts them back."""
    connection = connections["default"]
    if "default" not in (databases or ()) or not _is_migrated(connection):
        return []
    return [
        checks.Warning(
            f"The append-only trigger {name} is missing or off.",
            hint="Find out who dropped it; `manage.py migrate` puts it back.",
            id="records.W003",
        )
        for name in triggers.missing(connection)
    ]


def _is_migrated(connection) -> bool:
    with connection.cursor() as cursor:
        return triggers.LOG in connection.introspection.table_names(cursor)


def register_all() -> None:
    checks.register(key_file_is_usable, checks.Tags.security)
    checks.register(keys_are_the_ones_used, checks.Tags.database)
    checks.register(triggers_are_there, checks.Tags.database)
