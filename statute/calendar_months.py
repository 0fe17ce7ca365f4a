"""Limits in calendar months."""

from calendar import monthrange
from datetime import date

from statute.day_table import YEARS, OutsideCalendar


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter month (民法典 art 202)."""
    return _of_month(day, months, day.day)


def last_day_of_months(received: date, months: int, *, same_day: bool = False) -> date:
    """The last day of a limit of months (BGB §§ 187, 188; 民法典 arts 201, 202).

    The day of the month with the number of the day of receipt; where that day itself is counted
    (BGB § 187(2)), the day before the one with its number. Clamped to the end of a shorter month.
    """
    if not same_day:
        return add_months(received, months)
    if received.day > 1:
        return _of_month(received, months, received.day - 1)
    return date.fromordinal(add_months(received, months).toordinal() - 1)


def _of_month(day: date, months: int, number: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year not in YEARS:
        raise OutsideCalendar(date(min(year, 9999), month + 1, 1))
    return date(year, month + 1, min(number, monthrange(year, month + 1)[1]))
