"""Periods a report covers. Both ends belong to the period."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from statute.text import MONTHS, Text


@dataclass(frozen=True, order=True)
class Period:
    first: date
    last: date
    label: Text

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last}早于{self.first}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    contains = __contains__

    def __str__(self) -> str:
        return str(self.label)

    @property
    def previous_day(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def next_day(self) -> date:
        return self.last + timedelta(days=1)


def span(first: date, last: date) -> Period:
    """Any period, labelled by its ends."""
    return Period(first, last, Text(f"{first}至{last}", f"{first} to {last}"))


def school_year(starting: int) -> Period:
    """1 September of `starting` to 31 August: 教育部办公厅's reporting year (清单 三)."""
    return Period(
        date(starting, 9, 1),
        date(starting + 1, 8, 31),
        Text(f"{starting}—{starting + 1}学年", f"school year {starting}–{starting + 1}"),
    )


def calendar_year(year: int) -> Period:
    """1 January to 31 December: the Regulations' reporting year (条例 art 49)."""
    return Period(date(year, 1, 1), date(year, 12, 31), Text(f"{year}年", str(year)))


def quarter(year: int, number: int) -> Period:
    """Quarter 1 to 4 of a calendar year."""
    first = date(year, 3 * number - 2, 1)
    return Period(
        first,
        _month_end(year, 3 * number),
        Text(f"{year}年第{number}季度", f"quarter {number} of {year}"),
    )


def month(year: int, number: int) -> Period:
    """Month 1 to 12 of a calendar year."""
    first = date(year, number, 1)
    name = MONTHS[number - 1]
    return Period(first, _month_end(year, number), Text(f"{year}年{number}月", f"{name} {year}"))


def _month_end(year: int, number: int) -> date:
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def years_earlier(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February for a 29th that is not there."""
    leap = (day.month, day.day) == (2, 29) and not isleap(day.year - years)
    return date(day.year - years, day.month, 28 if leap else day.day)


def named(first: date, last: date) -> Period:
    """The school year, year, quarter or month with these ends, or the span between them."""
    known = (
        school_year_of(first),
        calendar_year_of(first),
        quarter(first.year, (first.month + 2) // 3),
        month(first.year, first.month),
    )
    return next((p for p in known if (p.first, p.last) == (first, last)), span(first, last))


def earlier(period: Period, years: int) -> Period:
    """The same period so many years before; a period to the end of February keeps that end."""
    last = years_earlier(period.last, years)
    if (period.last + timedelta(days=1)).day == 1:
        last = _month_end(last.year, last.month)
    return named(years_earlier(period.first, years), last)


def school_year_of(day: date) -> Period:
    return school_year(day.year if day.month >= 9 else day.year - 1)


def calendar_year_of(day: date) -> Period:
    return calendar_year(day.year)


PERIODS = {"school_year": school_year, "calendar_year": calendar_year}
PERIOD_OF = {"school_year": school_year_of, "calendar_year": calendar_year_of}
