"""A clock's days as weeks and as ranges, for the table and the list that explain a due date."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from statute.calendar import DayKind, WorkingCalendar, YearNotice
from statute.days import Day
from statute.fold import CORRECTED, PAID, RECEIVED, REOPENED, Stop
from statute.text import Text
from web import dates

WEEKS_AT_MOST = 8  # a longer run is cut to the weeks in which something changes


Days = tuple[Day, ...]
Row = tuple[Day | None, ...]


class _View(NamedTuple):
    """From where the days are looked at; the words of the first day, and of a last one cut off."""

    first: date
    on: date
    answered_on: date | None
    first_word: str
    restarted_on: date | None
    restart_word: str


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
    """Consecutive days that count alike and why; a day that stands alone has its weekday.

    `notice` is the holiday notice that sets them, `stop` what keeps them out of the count.
    """

    dates: str
    weekday: str
    counted: str
    reason: Text
    notice: YearNotice | None = None
    stop: Stop | None = None
    extended: bool = False
    provisional: bool = False


BEGINNINGS = {
    RECEIVED: pgettext_lazy("day strip", "收到"),
    CORRECTED: pgettext_lazy("day strip", "补正"),
    PAID: pgettext_lazy("day strip", "缴费"),
    REOPENED: pgettext_lazy("day strip", "重办"),
}


def weeks(
    days: Days,
    *,
    on: date,
    answered_on: date | None = None,
    cause: str = RECEIVED,
    restart: tuple[date, str] | None = None,
) -> list[Weeks]:
    """Return Monday-to-Sunday rows from the first day to the last, long dull runs left out.

    `cause` is what began the run, `restart` when and by what it ended before its time.
    """
    if not days:
        return []
    ended_on, ended_by = restart or (None, RECEIVED)
    view = _View(
        days[0].date, on, answered_on, str(BEGINNINGS[cause]), ended_on, str(BEGINNINGS[ended_by])
    )
    rows = [
        _padded(monday, tuple(group))
        for monday, group in groupby(days, lambda day: day.date - timedelta(day.date.weekday()))
    ]
    if len(rows) <= WEEKS_AT_MOST:
        return [_week(row, view) for row in rows]
    return list(_cut(rows, days, view))


def _cut(rows: list[Row], days: Days, view: _View) -> Iterator[Weeks]:
    wanted = _turning_points(days) | {view.on, view.answered_on}
    skipped = 0
    for row in rows:
        if not any(day is not None and day.date in wanted for day in row):
            skipped += 1
            continue
        if skipped:
            yield Weeks(skipped=skipped)
            skipped = 0
        yield _week(row, view)


def _turning_points(days: Days) -> set[date | None]:
    """The days on which something begins or ends: what a cut strip must keep."""
    points: set[date | None] = {days[0].date, days[-1].date}
    for before, after in pairwise(days):
        if (before.marks ^ after.marks) & {"suspended", "extended"}:
            points |= {before.date, after.date}
    return points


def _padded(monday: date, days: Days) -> Row:
    by_date = {day.date: day for day in days}
    return tuple(by_date.get(monday + timedelta(n)) for n in range(7))


def _week(row: Row, view: _View) -> Weeks:
    return Weeks(tuple(None if day is None else _cell(day, view) for day in row))


def _cell(day: Day, view: _View) -> StripDay:
    word, hidden = _words(day, view)
    return StripDay(
        date=day.date,
        label=_label(day.date, view.first),
        number=day.number,
        classes=" ".join(_classes(day, view)),
        word=word,
        hidden=hidden,
    )


def _label(day: date, first: date) -> str:
    if not dates.in_english():
        return f"{day.month}/{day.day}"
    if day.day == 1 or day == first:
        return f"{day.day} {dates.month_name(day.month)[:3]}"
    return str(day.day)


def _classes(day: Day, view: _View) -> Iterator[str]:
    if "received" in day.marks:
        yield "recv"
    elif not day.counted:
        yield "rest"
    if "extended" in day.marks:
        yield "extended"
    if "makeup" in day.marks and day.counted:
        yield "makeup"
    if "due" in day.marks:
        yield "due"
    if "provisional" in day.marks:
        yield "unsure"
    if day.date == view.on:
        yield "now"


def _words(day: Day, view: _View) -> tuple[str, str]:
    """The short word under the figure, and the rest of the fact for those who hear the page."""
    if "received" in day.marks:
        return view.first_word, _reason(day)
    if day.date == view.restarted_on:
        return view.restart_word, _("期限重新计算")
    if day.date == view.answered_on:
        return pgettext("day strip", "答复"), ""
    if "due" in day.marks:
        return pgettext("day strip", "到期"), ""
    if day.date == view.on:
        return pgettext("day strip", "今天"), "" if day.counted else _reason(day)
    if "suspended" in day.marks:
        return pgettext("day strip", "暂停"), _reason(day)
    if _why(day) is LATER:
        return pgettext("day strip", "延迟"), _reason(day)
    if not day.counted:
        return _rest(_reason(day))
    if "makeup" in day.marks:
        return pgettext("day strip", "上班"), ""
    return "", ""


def _rest(name: str) -> tuple[str, str]:
    """The festival itself in Chinese, as far as it fits; "off" and the name unseen in English."""
    if dates.in_english():
        return pgettext("day strip", "休息"), name
    short = festival_word(name)
    return short, "" if name.startswith(short) else name


LATER = Text("期限之外，至确定的延迟答复日期", "beyond the limit, until the later date fixed")


def _why(day: Day) -> Text:
    """A working day that is neither counted nor suspended lies between limit and later date."""
    works = day.kind in (DayKind.WORKDAY, DayKind.MAKEUP)
    if works and not day.counted and not {"received", "suspended"} & day.marks:
        return LATER
    return day.reason


def _reason(day: Day) -> str:
    why = _why(day)
    return why.en if dates.in_english() else why.zh


def festival_word(name: str) -> str:
    """At most three characters fit a cell on a phone: 国庆节 is 国庆, 国庆节、中秋节 is 国庆."""
    first = name.split("、")[0].removesuffix("放假")
    if len(first) == 3 and first.endswith("节"):
        return first[:2]
    return first if len(first) <= 3 else pgettext("day strip", "休息")


def stretches(
    days: Days, *, calendar: WorkingCalendar | None = None, stops: tuple[Stop, ...] = ()
) -> list[Stretch]:
    """Return the day-by-day list, neighbours that count alike and for the same reason as one.

    With the calendar each rest day carries the notice that sets it, with the stops each suspended
    day what suspends it.
    """
    told = [_Told(day, _notice(day, calendar), _stop(day, stops)) for day in days]
    return [_stretch(tuple(group)) for _key, group in groupby(told, _alike)]


class _Told(NamedTuple):
    day: Day
    notice: YearNotice | None
    stop: Stop | None


def _notice(day: Day, calendar: WorkingCalendar | None) -> YearNotice | None:
    named = calendar is not None and {"holiday", "makeup"} & day.marks
    return calendar.notice_for(day.date) if named else None


def _stop(day: Day, stops: tuple[Stop, ...]) -> Stop | None:
    if "suspended" not in day.marks:
        return None
    return next((stop for stop in stops if stop.covers(day.date)), None)


def _alike(told: _Told) -> tuple[Any, ...]:
    day = told.day
    alone = day.date if {"received", "due"} & day.marks else None
    marks = day.marks & {"extended", "provisional"}
    return (day.counted, _why(day), alone, marks, told.notice, told.stop)


def _stretch(told: tuple[_Told, ...]) -> Stretch:
    first, last = told[0].day, told[-1].day
    return Stretch(
        dates=dates.span(first.date, last.date),
        weekday=dates.short_weekday(first.date) if first is last else "",
        counted=_counted(first, last),
        reason=_why(first),
        notice=told[0].notice,
        stop=told[0].stop,
        extended="extended" in first.marks,
        provisional="provisional" in first.marks,
    )


def _counted(first: Day, last: Day) -> str:
    if not first.counted:
        return _("不计")
    if first.number == last.number:
        return _("第%(n)s日") % {"n": first.number}
    return _("第%(first)s—%(last)s日") % {"first": first.number, "last": last.number}
