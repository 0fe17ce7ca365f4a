"""Counting as a clerk would, day after day, from a package that shares no code with ours."""

from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
PUBLISHED = range(2010, 2027)


@cache
def _china():
    table = holidays.country_holidays("CN", years=PUBLISHED, language="zh_CN")
    return frozenset(table), frozenset(table.weekend_workdays)


def works(day: date) -> bool:
    rest, worked = _china()
    return day in worked or (day.weekday() < 5 and day not in rest)


def due(received, limit, *, suspensions=(), extended_on=None, extended_by=0) -> date:
    """Walk from the day after receipt. A suspension not yet begun when the limit ends is unseen."""
    day, number = received, 0
    while True:
        day += DAY
        paused = any(since < day <= until for since, until in suspensions)
        if works(day) and not paused:
            number += 1
        if number == limit:
            if not (extended_by and extended_on <= day):
                return day
            limit, extended_by = limit + extended_by, 0


def statutory(year: int) -> dict[date, str]:
    """Rest days fixed by law, without the days that a year's notice moves."""
    table = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {
        day: name
        for day, name in table.items()
        if day.year == year and not any(w in name for w in ("补假", "调休", "抗日"))
    }
