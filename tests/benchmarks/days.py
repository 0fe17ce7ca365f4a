"""Adding twenty working days: the ordinal table against counting day by day and numpy."""

import random
import timeit
from datetime import date

import chinese_calendar
import holidays

from statute.calendar import load_calendar
from tests.benchmarks.deadlines import day_by_day, numpy_calendar, numpy_offset

FIRST, LAST = date(2019, 1, 1).toordinal(), date(2025, 10, 1).toordinal()


def measure(size: int | None) -> None:
    """Print microseconds per addition for each way, and check that all agree."""
    drawn = random.Random(20260302)
    starts = [date.fromordinal(drawn.randint(FIRST, LAST)) for _ in range(size or 2_000)]
    calendar = load_calendar("cn")
    china = holidays.country_holidays("CN", years=range(2018, 2027))
    counted = numpy_calendar()
    ways = {
        "statute (table and bisect)": lambda day: calendar.add(day, 20),
        "holidays, day by day": lambda day: day_by_day(china.is_working_day, day, 20),
        "chinesecalendar, day by day": lambda day: day_by_day(chinese_calendar.is_workday, day, 20),
        "numpy.busday_offset": lambda day: numpy_offset(counted, day, 20),
    }
    answers = {name: [way(day) for day in starts] for name, way in ways.items()}
    agree = all(answer == answers["statute (table and bisect)"] for answer in answers.values())
    print(f"days: {len(starts)} additions of 20 working days; all agree: {agree}")
    base = None
    for name, way in ways.items():
        seconds = min(timeit.repeat(lambda way=way: [way(d) for d in starts], number=1, repeat=3))
        each = seconds / len(starts) * 1e6
        base = base or each
        print(f"  {name:32} {each:10.2f} us  x{each / base:.0f}")
