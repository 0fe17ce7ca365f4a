"""A form that is wrong is told when the system starts, not when somebody writes a report."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import connections

from reports.models import AnnualReport
from reports.parts import forms


def the_forms_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """Every file in the folder of one's own forms, and the shipped ones."""
    try:
        forms()
    except ValueError as wrong:
        hint = "Put the file right, or take it out of the folder REPORT_FORMS."
        return [Error(str(wrong), hint=hint, id="reports.E001")]
    return []


def the_forms_in_use_are_there(databases=None, **_unused: Any) -> list[CheckMessage]:
    """Every form that a report follows. Warns only: an error would stop `migrate` too."""
    if "default" not in (databases or ()) or not _keeps_forms():
        return []
    try:
        known = forms()
    except ValueError:  # which `the_forms_can_be_read` tells
        return []
    used = AnnualReport.objects.order_by("form").values_list("form", flat=True).distinct()
    return [
        Warning(
            f"A report follows the form {code}, which is not there.",
            hint="Put its file back into the folder REPORT_FORMS and begin the process anew.",
            id="reports.W002",
        )
        for code in used
        if code not in known
    ]


def _keeps_forms() -> bool:
    """Whether the database has got so far as to keep the form of a report."""
    connection, table = connections["default"], AnnualReport._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
    return "form" in {column.name for column in columns}
