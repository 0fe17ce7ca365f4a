"""Overdue, due today, due soon, later, not running: each open case is in exactly one part."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.reminders import index_anew
from casework.rows import reckoned
from office.calendars import working_calendar
from requests_app.models import Application
from requests_app.urgency import Part, part_of, soon_until, span
from statute.calendar import load_calendar
from tests.cast import MONDAY, answered, at, awaiting_correction, filed, in_hand, registered
from tests.requests_app.situations import closed, consulting, posted, withdrawn

CN = load_calendar("cn")
DAYS = st.dates(date(2025, 12, 1), date(2027, 2, 28))
HOUR = timedelta(hours=1)
FIRST = datetime(2026, 1, 5, tzinfo=UTC)

# Seconds around each midnight: in China; in zones that change their clocks in the night.
MIDNIGHTS = {
    "Asia/Shanghai": [date(2026, 3, 30), date(2026, 3, 31), date(2026, 10, 1)],
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)],
    "America/New_York": [date(2026, 3, 8), date(2026, 3, 9), date(2026, 11, 1), date(2026, 11, 2)],
}


@given(alarm=st.none() | DAYS, on=DAYS, days=st.integers(0, 15))
def test_every_alarm_date_is_in_one_part_and_the_parts_follow_each_other(alarm, on, days):
    last = soon_until(on, calendar=CN, days=days)
    spans = {part: span(part, on=on, last=last) for part in Part if part != Part.NOT_RUNNING}
    holding = [p for p, (first, until) in spans.items() if alarm and first <= alarm <= until]
    assert (holding or [Part.NOT_RUNNING]) == [part_of(alarm, on=on, last=last)]
    ordered = list(spans.values())
    for (_first, until), (following, _until) in pairwise(ordered):
        assert following - until == timedelta(days=1)
    assert (ordered[0][0], ordered[-1][1]) == (date.min, date.max)


@given(on=DAYS)
def test_within_no_days_nothing_is_soon(on):
    first, until = span(Part.SOON, on=on, last=soon_until(on, calendar=CN, days=0))
    assert first > until


@pytest.fixture
def pool(cast) -> None:
    """Cases of every sort, due on many days of the spring."""
    for day in (date(2026, 1, 5), date(2026, 2, 9), date(2026, 2, 27), MONDAY, date(2026, 9, 14)):
        filed(day)
        registered(cast, day)
        in_hand(cast, day, law="cn-university")
    awaiting_correction(cast)
    answered(cast)
    consulting(cast)
    for made in (closed, posted, withdrawn):
        made(cast)


def moments() -> st.SearchStrategy[tuple[str, datetime]]:
    """An instant in UTC, within two hours of a midnight of its zone, or any of the year."""

    def near(zone: str) -> st.SearchStrategy[datetime]:
        with override_settings(TIME_ZONE=zone):
            local = timezone.get_default_timezone()
        midnights = [
            datetime(d.year, d.month, d.day, tzinfo=local).astimezone(UTC) for d in MIDNIGHTS[zone]
        ]
        offsets = st.sampled_from([-1, 0, 1]) | st.integers(-7200, 7200)
        close = st.builds(
            lambda midnight, s: midnight + timedelta(seconds=s), st.sampled_from(midnights), offsets
        )
        return close | st.integers(0, 349 * 24).map(lambda hours: FIRST + hours * HOUR)

    return st.sampled_from(sorted(MIDNIGHTS)).flatmap(lambda z: st.tuples(st.just(z), near(z)))


@pytest.mark.full
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moment=moments(), days=st.integers(0, 12))
def test_at_any_instant_each_open_case_is_in_one_part_by_list_and_by_clock(pool, moment, days):
    zone, instant = moment
    with override_settings(TIME_ZONE=zone):
        on = timezone.localdate(instant)
        index_anew(on=on)
        last = soon_until(on, calendar=working_calendar(), days=days)
        listed = [
            (case.pk, part)
            for part in Part
            for case in Application.objects.in_part(part, on=on, last=last)
        ]
    opened = Application.objects.open()
    assert sorted(pk for pk, _part in listed) == sorted(opened.values_list("pk", flat=True))
    by_clock = {
        row.case.pk: part_of(row.case.alarm_on, on=on, last=last) for row in reckoned(opened, on=on)
    }
    assert by_clock == dict(listed)


def by_the_clock_itself(case: Application, on: date) -> Part:
    """The part as the reply clock words it, for a case that one law alone governs."""
    clock = case.clock(on=on)
    left = clock.earliest_days_left(on)
    if clock.earliest_on < on:
        return Part.OVERDUE
    if clock.earliest_on == on:
        return Part.TODAY
    return Part.SOON if left <= 3 else Part.LATER


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
def test_the_last_second_of_the_due_day_is_in_time_and_the_next_is_not(cast, settings, zone):
    # Twenty working days from Monday 2 March: Monday 30 March.
    case = in_hand(cast)
    settings.TIME_ZONE = zone
    midnight = datetime(2026, 3, 31, tzinfo=timezone.get_default_timezone()).astimezone(UTC)
    expected = {midnight - timedelta(seconds=1): Part.TODAY, midnight: Part.OVERDUE}
    for instant, part in expected.items():
        on = timezone.localdate(instant)
        last = soon_until(on, calendar=working_calendar())
        assert list(Application.objects.in_part(part, on=on, last=last)) == [case]
        assert by_the_clock_itself(case, on) == part


def test_an_instant_read_in_utc_would_put_the_case_in_yesterdays_part(cast):
    """The control: the day in China begins eight hours before the day in UTC."""
    case = in_hand(cast)
    instant = at(date(2026, 3, 31), 0)
    right, wrong = timezone.localdate(instant), instant.astimezone(UTC).date()
    last = soon_until(right, calendar=working_calendar())
    assert part_of(case.alarm_on, on=right, last=last) == Part.OVERDUE
    assert part_of(case.alarm_on, on=wrong, last=last) == Part.TODAY


def test_day_after_day_the_parts_are_those_the_clock_gives(cast):
    case = in_hand(cast)
    seen = []
    for n in range(35):
        on = MONDAY + timedelta(days=n)
        last = soon_until(on, calendar=working_calendar())
        found = part_of(case.alarm_on, on=on, last=last)
        assert found == by_the_clock_itself(case, on), on
        seen += [] if seen[-1:] == [found] else [found]
    assert seen == [Part.LATER, Part.SOON, Part.TODAY, Part.OVERDUE]
