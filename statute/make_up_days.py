"""Weekend days that a notice to come may turn into working days, by the habit of past ones."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from statute.text import Text

# How far from the statutory days of a festival a weekend has been worked, 2010-2026: days before
# the first of them by weekday (5 is Saturday), days after the last.
BEFORE = {5: 4, 6: 8}
AFTER = range(3, 11)


def plausible_make_up_days(statutory: Mapping[date, Text]) -> Iterator[date]:
    """Weekend days that may be worked, given the statutory days of a year without a notice."""
    for first, last in runs(sorted(statutory)):
        for weekday, reach in BEFORE.items():
            for back in range(1, reach + 1):
                day = date.fromordinal(first.toordinal() - back)
                if day.weekday() == weekday and day not in statutory:
                    yield day
        for ahead in AFTER:
            day = date.fromordinal(last.toordinal() + ahead)
            if day.weekday() >= 5 and day not in statutory:
                yield day


def runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Consecutive days as (first, last)."""
    first = last = None
    for day in days:
        if last is not None and (day - last).days == 1:
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last
