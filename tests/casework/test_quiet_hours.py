"""When a message may leave: wall times of the office's zone, also when its clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.models import Stage
from casework.quiet_hours import QuietHours
from records.instants import local
from tests.cast import at

DAY, NEXT = date(2026, 3, 30), date(2026, 3, 31)
NIGHT = QuietHours(time(21), time(7), time(9))
AFTERNOON = QuietHours(time(13), time(15), time(9))
NEARLY_ALL_DAY = QuietHours(time(6), time(5), time(9))


@pytest.mark.parametrize(
    ("hours", "written", "stage", "leaves"),
    [
        (NIGHT, at(DAY, 0), Stage.SOON, at(DAY, 7)),
        (NIGHT, at(DAY, 6, 59), Stage.SOON, at(DAY, 7)),
        (NIGHT, at(DAY, 7), Stage.SOON, at(DAY, 7)),
        (NIGHT, at(DAY, 12), Stage.SOON, at(DAY, 12)),
        (NIGHT, at(DAY, 20, 59), Stage.SOON, at(DAY, 20, 59)),
        (NIGHT, at(DAY, 21), Stage.SOON, at(NEXT, 7)),
        (NIGHT, at(DAY, 0), Stage.TODAY, at(DAY, 7)),
        (NIGHT, at(DAY, 22), Stage.TODAY, at(DAY, 22)),  # the morning would be too late
        (NIGHT, at(DAY, 22), Stage.OVERDUE, at(NEXT, 7)),
        (AFTERNOON, at(DAY, 14), Stage.WAITING, at(DAY, 15)),
        (AFTERNOON, at(DAY, 15), Stage.WAITING, at(DAY, 15)),
        (AFTERNOON, at(DAY, 14), Stage.TODAY, at(DAY, 14)),
        (NEARLY_ALL_DAY, at(DAY, 6), Stage.SOON, at(NEXT, 5)),
        (NEARLY_ALL_DAY, at(DAY, 6), Stage.TODAY, at(DAY, 9)),
        (NEARLY_ALL_DAY, at(DAY, 6), Stage.OVERDUE, at(DAY, 9)),
        (NEARLY_ALL_DAY, at(DAY, 10), Stage.ESCALATED, at(NEXT, 5)),
        (QuietHours(time(8), time(8), time(9)), at(DAY, 3), Stage.SOON, at(DAY, 3)),
    ],
)
def test_what_leaves_when(hours, written, stage, leaves):
    assert hours.not_before(written, stage=stage) == leaves


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ends", "written", "leaves"),
    [
        # 29 March: 02:30 is left out, 03:30 summer time is 01:30 UTC.
        (time(2, 30), utc(3, 29, 0, 30), utc(3, 29, 1, 30)),
        # 25 October: 02:30 comes at 00:30 UTC and again at 01:30 UTC; the night has an hour more.
        (time(2, 30), utc(10, 24, 22), utc(10, 25, 0, 30)),
        (time(2, 30), utc(10, 25, 1, 10), utc(10, 25, 1, 30)),
        (time(7), utc(10, 24, 22), utc(10, 25, 6)),
        (time(7), utc(3, 28, 22), utc(3, 29, 5)),
    ],
)
def test_the_nights_on_which_clocks_are_changed(settings, ends, written, leaves):
    settings.TIME_ZONE = "Europe/Berlin"
    hours = QuietHours(time(21), ends, time(9))
    assert hours.not_before(written, stage=Stage.SOON) == leaves


WALL = st.integers(0, 24 * 3600 - 1).map(
    lambda s: time(hour=s // 3600, minute=s // 60 % 60, second=s % 60)
)
INSTANTS = st.integers(0, 364 * 24 * 3600).map(lambda s: utc(1, 1, 0) + timedelta(seconds=s))


@given(hours=st.builds(QuietHours, WALL, WALL, WALL), written=INSTANTS)
def test_nothing_leaves_before_it_is_written_nor_a_day_later(hours, written):
    for stage in Stage:
        leaves = hours.not_before(written, stage=stage)
        assert 0 <= (leaves - written).total_seconds() <= 24 * 3600
    today = hours.not_before(written, stage=Stage.TODAY)
    here = local(written)
    if here.time() < hours.urgent_by:
        assert local(today).date() == here.date()
    else:
        assert today == written or local(today).time() == hours.ends
