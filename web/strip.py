"""A clock's days as weeks and as ranges, for the table and the list that explain a due date."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from web import dates

WEEKS_AT_MOST = 8  # a longer run is cut to the weeks in which something changes


class StripDay(NamedTuple):
    """One cell: the date, its number if counted, the css classes and the words."""

    date: date
    label: str
    number: int | None
    classes: str
    word: str
    hidden: str


class Weeks(NamedTuple):
    """Weeks shown one after the other, or a gap of `skipped` weeks."""

    days: tuple[StripDay | None, ...] = ()
    skipped: int = 0


class Stretch(NamedTuple):
    """Consecutive days of one kind: `dates`, `counted` in words, `reason`."""

    dates: str
    first: date
    last: date
    counted: str
    reason: Any


def weeks(days: tuple[Any, ...], *, on: date) -> list[Weeks]:
    """Return Monday-to-Sunday rows from the first day to the last, long dull runs left out."""
    if not days:
        return []
    rows = [
        (monday, _padded(monday, tuple(group)))
        for monday, group in groupby(days, lambda d: d.date - timedelta(d.date.weekday()))
    ]
    if len(rows) <= WEEKS_AT_MOST:
        return [Weeks(_cells(row, days[0].date, on)) for _monday, row in rows]
    return list(_cut(rows, days, on))


def _cut(rows: list[Any], days: tuple[Any, ...], on: date) -> Iterator[Weeks]:
    wanted = _turning_points(days, on)
    skipped = 0
    for _monday, row in rows:
        if any(day is not None and day.date in wanted for day in row):
            if skipped:
                yield Weeks(skipped=skipped)
                skipped = 0
            yield Weeks(_cells(row, days[0].date, on))
        else:
            skipped += 1


def _turning_points(days: tuple[Any, ...], on: date) -> set[date]:
    """The days on which something begins or ends: what a cut strip must keep."""
    points = {days[0].date, days[-1].date, on}
    for before, after in pairwise(days):
        if ("suspended" in before.marks) != ("suspended" in after.marks):
            points |= {before.date, after.date}
        if ("extended" in before.marks) != ("extended" in after.marks):
            points |= {before.date, after.date}
    return points


def _padded(monday: date, days: tuple[Any, ...]) -> tuple[Any, ...]:
    by_date = {day.date: day for day in days}
    return tuple(by_date.get(monday + timedelta(n)) for n in range(7))


def _cells(row: tuple[Any, ...], first: date, on: date) -> tuple[StripDay | None, ...]:
    return tuple(None if day is None else _cell(day, first, on) for day in row)


def _cell(day: Any, first: date, on: date) -> StripDay:
    word, hidden = _words(day, on)
    return StripDay(
        date=day.date,
        label=_label(day.date, first),
        number=day.number if day.counted else None,
        classes=" ".join(_classes(day, on)),
        word=word,
        hidden=hidden,
    )


def _label(day: date, first: date) -> str:
    if not dates.in_english():
        return f"{day.month}/{day.day}"
    if day.day == 1 or day == first:
        return f"{day.day} {dates.month_name(day.month)[:3]}"
    return str(day.day)


def _classes(day: Any, on: date) -> Iterator[str]:
    if "received" in day.marks:
        yield "recv"
    elif not day.counted:
        yield "rest"
    if "suspended" in day.marks:
        yield "held"
    if "makeup" in day.marks and day.counted:
        yield "makeup"
    if "due" in day.marks:
        yield "due"
    if day.date == on:
        yield "now"


def _words(day: Any, on: date) -> tuple[str, str]:
    """The short word under the figure, and the rest of the fact for those who hear the page."""
    if "received" in day.marks:
        return _("收到"), ""
    if "due" in day.marks:
        return _("到期"), ""
    if day.date == on:
        return _("今天"), ""
    if "suspended" in day.marks:
        return _("暂停"), _reason(day)
    if not day.counted:
        return (_("休息"), _reason(day)) if dates.in_english() else (_festival(_reason(day)), "")
    if "makeup" in day.marks:
        return _("上班"), ""
    return "", ""


def _reason(day: Any) -> str:
    return day.reason.en if dates.in_english() else day.reason.zh


def _festival(name: str) -> str:
    """At most three characters fit a cell on a phone: 国庆节 is 国庆, 国庆节、中秋节 is 国庆."""
    first = name.split("、")[0].removesuffix("放假")
    if len(first) == 3 and first.endswith("节"):
        return first[:2]
    return first if len(first) <= 3 else _("不计")


def stretches(days: tuple[Any, ...]) -> list[Stretch]:
    """Return the day-by-day list, neighbours that count alike and for the same reason as one."""
    return [_stretch(tuple(group)) for _key, group in groupby(days, _alike)]


def _alike(day: Any) -> tuple[Any, ...]:
    alone = day.date if {"received", "due"} & day.marks else None
    return (day.counted, day.reason, alone)


def _stretch(days: tuple[Any, ...]) -> Stretch:
    first, last = days[0], days[-1]
    text = dates.span(first.date, last.date)
    if first is last:
        text = f"{text} {dates.short_weekday(first.date)}"
    return Stretch(text, first.date, last.date, _counted(first, last), first.reason)


def _counted(first: Any, last: Any) -> str:
    if not first.counted:
        return _("不计")
    if first.number == last.number:
        return _("第%(n)s日") % {"n": first.number}
    return _("第%(first)s—%(last)s日") % {"first": first.number, "last": last.number}
