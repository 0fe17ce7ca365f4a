"""Periods a report covers. Both ends belong to the period."""

from dataclasses import dataclass
from datetime import date, timedelta

from statute.text import Text


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


def school_year_of(day: date) -> Period:
    return school_year(day.year if day.month >= 9 else day.year - 1)


def calendar_year_of(day: date) -> Period:
    return calendar_year(day.year)


PERIODS = {"school_year": school_year, "calendar_year": calendar_year}
PERIOD_OF = {"school_year": school_year_of, "calendar_year": calendar_year_of}
