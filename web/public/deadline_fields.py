"""What the forms of the calculator have in common."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from statute.calendar import calendar_codes, load_calendar
from web.fields import DateField
from web.templatetags.words import said

Question = dict[str, Any]


class Day(DateField):
    """A day. Without `need`, the words for its absence, it may be left out."""

    def __init__(self, label: Any, *, need: Any = "", hint: Any = "") -> None:
        super().__init__(
            label=label,
            required=bool(need),
            help_text=hint,
            error_messages={"required": need, "invalid": _("请写成2026-03-02这样的日期")},
        )


def calendars() -> list[tuple[str, str]]:
    return [(code, said(load_calendar(code).title)) for code in calendar_codes()]


def told(data: Mapping[str, Any]) -> Question:
    """What was filled in, its days as the protocol writes them."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in data.items()
        if value not in (None, "")
    }
