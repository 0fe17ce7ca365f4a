"""A notice put together from days clicked on a year's calendar."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from statute.calendar import DayKind, NoticeCalendar
from statute.make_up_days import runs

DAY = timedelta(days=1)
UNNAMED = "放假"


@dataclass(frozen=True)
class ClickedNotice:
    """Spans of rest by name, and the days worked with the festival each belongs to."""

    rest: tuple[tuple[str, date, date], ...]
    work: tuple[tuple[date, str], ...]


def days_offered(year: int) -> list[date]:
    """December of the year before, of which a notice may decide the last days, and the year."""
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    return [first + DAY * n for n in range((last - first).days + 1)]


def notice_from_days(
    resting: Collection[date], *, year: int, known: NoticeCalendar
) -> ClickedNotice:
    """What a notice must say so that of the days offered exactly these rest.

    In a year already published, and in the December before, only the days that change are named;
    in a year without a notice every span of rest that is more than a weekend.
    """
    named = {day for day in days_offered(year) if _is_named(day, resting, year=year, known=known)}
    spans = tuple(
        (_name(first, last, known), first, last)
        for first, last in runs(sorted(named))
        if _more_than_a_weekend(first, last, known)
    )
    work = tuple(
        (day, _nearest(day, spans, known))
        for day in days_offered(year)
        if day not in resting and not known.is_working(day) and not _plainly_works(day, known)
    )
    return ClickedNotice(spans, work)


def _plainly_works(day: date, known: NoticeCalendar) -> bool:
    """A weekday that rests only because nothing is published and the law makes it rest."""
    return day.year not in known.published_years and day.weekday() < 5


def _is_named(
    day: date, resting: Collection[date], *, year: int, known: NoticeCalendar
) -> bool:  # fmt: skip
    if day not in resting:
        return False
    return known.is_working(day) or (day.year == year and year not in known.published_years)


def _more_than_a_weekend(first: date, last: date, known: NoticeCalendar) -> bool:
    days = [first + DAY * n for n in range((last - first).days + 1)]
    return any(known.kind(day) is not DayKind.WEEKEND for day in days)


def _name(first: date, last: date, known: NoticeCalendar) -> str:
    """By the statutory days in it; otherwise by the holiday it lengthens."""
    days = [first + DAY * n for n in range((last - first).days + 1)]
    statutory = {**known.statutory.of(first.year), **known.statutory.of(last.year)}
    names = list(dict.fromkeys(str(statutory[day]) for day in days if day in statutory))
    if names:
        return "、".join(names)
    beside = [day for day in (first - DAY, last + DAY) if known.kind(day) is DayKind.HOLIDAY]
    return str(known.why(beside[0])) if beside else UNNAMED


def _nearest(
    day: date, spans: Iterable[tuple[str, date, date]], known: NoticeCalendar
) -> str:  # fmt: skip
    """The festival a day worked makes up for: the span nearest to it."""
    if known.kind(day) is DayKind.HOLIDAY:
        return str(known.why(day))
    distances = [(min(abs(day - first), abs(day - last)), name) for name, first, last in spans]
    return min(distances, default=(DAY, UNNAMED), key=lambda pair: pair[0])[1]
