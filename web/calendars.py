"""Calendars by their names as the office keeps them: China's with the notices it has entered."""

from functools import cache

from office.calendars import CODE, working_calendar
from statute.asked import Calendars
from statute.calendar import WorkingCalendar, load_calendar


def calendars_in_force() -> Calendars:
    """Return a finder for one request: the office is asked for its notices once at most.

    So the page, the endpoint and the cases agree; `python -m statute` knows only what is shipped.
    """

    @cache
    def find(code: str) -> WorkingCalendar:
        return working_calendar() if code == CODE else load_calendar(code)

    return find
