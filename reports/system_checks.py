"""What `manage.py check` says about the triggers that keep the lines of the tables."""

from django.core import checks
from django.db import connections

from reports import lines


def triggers_are_there(databases=None, **_unused):
    """Warn only: an error would stop the very `migrate` that puts them back."""
    connection = connections["default"]
    if "default" not in (databases or ()) or not lines.is_migrated(connection):
        return []
    return [
        checks.Warning(
            f"The trigger {name}, which keeps the figures in step, is missing or off.",
            hint="Find out who dropped it; `manage.py migrate` puts it back and counts anew.",
            id="reports.W001",
        )
        for name in lines.missing(connection)
    ]
