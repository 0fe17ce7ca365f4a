"""A letter that reckons into a year whose days off are not announced: which year it waits for.

Such a letter binds by the number of working days. The date beside it is called provisional, with
what will settle it, so that the letter stays true whatever the notice to come says.
"""

from datetime import date

from office.calendars import working_calendar


def year_awaited(day: date) -> int:
    """The year whose holiday notice settles an uncertain day: its own, or the next one.

    The last days of December are uncertain until the next year's notice.
    """
    return day.year + 1 if day.year in working_calendar().published_years else day.year


def year_counted_into(on: date, days: int) -> int | None:
    """The year awaited by `days` working days after `on`; None while every one is certain."""
    calendar = working_calendar()
    last = calendar.add(on, days)
    return None if calendar.certain_between(on, last) else year_awaited(last)
