"""Dates as a reader of each language expects them: text form and table form."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

from statute.text import MONTHS

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def local_date(value: date | datetime) -> date:
    """The day in the institution's zone on which an instant fell."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def weekday(day: date) -> str:
    return WEEKDAYS_EN[day.weekday()] if in_english() else f"（星期{WEEKDAYS_ZH[day.weekday()]}）"


def short_weekday(day: date) -> str:
    return WEEKDAYS_EN[day.weekday()][:3] if in_english() else f"周{WEEKDAYS_ZH[day.weekday()]}"


def month_name(month: int) -> str:
    return MONTHS[month - 1] if in_english() else f"{month}月"


def full(day: date) -> str:
    """2026年10月10日, or 10 October 2026: without the weekday."""
    if in_english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def without_year(day: date) -> str:
    if in_english():
        return f"{day.day} {MONTHS[day.month - 1]}"
    return f"{day.month}月{day.day}日"


def short(day: date) -> str:
    """For tables: 2026-10-10, or 10 Oct 2026."""
    if in_english():
        return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    return day.isoformat()


def short_without_year(day: date) -> str:
    """For tables whose heading names the year: 10-10, or 10 Oct."""
    if in_english():
        return f"{day.day} {MONTHS[day.month - 1][:3]}"
    return f"{day.month:02}-{day.day:02}"


def span(first: date, last: date) -> str:
    """9月25日至27日, 9月28日至10月8日; 25–27 September, 28 September – 8 October."""
    if first == last:
        return without_year(first)
    if first.year != last.year:
        return f"{full(first)} – {full(last)}" if in_english() else f"{full(first)}至{full(last)}"
    if in_english():
        if first.month == last.month:
            return f"{first.day}–{last.day} {MONTHS[last.month - 1]}"
        return f"{without_year(first)} – {without_year(last)}"
    if first.month == last.month:
        return f"{first.month}月{first.day}日至{last.day}日"
    return f"{without_year(first)}至{without_year(last)}"


def full_span(first: date, last: date) -> str:
    """The same with the year: 2025年9月1日至2026年8月31日; 1 September 2025 – 31 August 2026."""
    if in_english():
        if (first.year, first.month) == (last.year, last.month) and first != last:
            return f"{first.day}–{full(last)}"
        return full(first) if first == last else f"{full(first)} – {full(last)}"
    if first == last:
        return full(first)
    return f"{full(first)}至{full(last) if first.year != last.year else without_year(last)}"
