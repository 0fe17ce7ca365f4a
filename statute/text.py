"""Words of the law in both languages."""

from datetime import date
from typing import NamedTuple

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


class Text(NamedTuple):
    """One piece of text. The Chinese is the law's own; the English explains it."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


def day_text(day: date) -> Text:
    """A date as each language writes it: 2026年3月16日 / 16 March 2026."""
    return Text(
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    )
