"""A form that is wrong is told when the system starts, not when somebody writes a report."""

from typing import Any

from django.core.checks import CheckMessage, Error

from reports.parts import forms


def the_forms_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """Every file in the folder of one's own forms, and the shipped ones."""
    try:
        forms()
    except ValueError as wrong:
        hint = "Put the file right, or take it out of the folder REPORT_FORMS."
        return [Error(str(wrong), hint=hint, id="reports.E001")]
    return []
