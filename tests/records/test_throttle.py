from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import throttle
from records.models import Throttle
from tests.records.racing import race

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOOR = "query:2026-17"


def hit(at=AT, door=DOOR):
    return throttle.hit(door, at=at, limit=3, per=MINUTE)


@pytest.mark.django_db
def test_the_limit_is_of_any_stretch_of_time_not_of_a_clock_minute():
    seconds = [0, 20, 40, 50, 59, 60, 61, 80]
    allowed = [s for s in seconds if hit(AT + timedelta(seconds=s))]
    assert allowed == [0, 20, 40, 60, 80]
    assert Throttle.objects.get().denied == 3


@pytest.mark.django_db
def test_one_door_does_not_close_another():
    assert [hit() for _ in range(4)] == [True, True, True, False]
    assert hit(door="query:2026-18")


@pytest.mark.django_db
def test_it_says_when_the_door_opens_again():
    asked = {"limit": 3, "per": MINUTE}
    assert throttle.open_again_at(DOOR, at=AT, **asked) == AT
    for s in (0, 10, 20):
        hit(AT + timedelta(seconds=s))
    now = AT + timedelta(seconds=30)
    assert throttle.open_again_at(DOOR, at=now, **asked) == AT + MINUTE
    assert not hit(AT + MINUTE - timedelta(seconds=1))
    assert hit(AT + MINUTE)


@pytest.mark.django_db
def test_success_begins_the_count_again():
    assert [hit() for _ in range(4)] == [True, True, True, False]
    throttle.forget(DOOR)
    assert hit()


@pytest.mark.django_db
def test_the_database_does_not_say_who_knocked_and_old_rows_go():
    hit(door="sign-in:zhang@example.org")
    assert "zhang" not in str(Throttle.objects.values().get())
    assert throttle.purge(at=AT + MINUTE) == 0
    assert throttle.purge(at=AT + throttle.KEPT) == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_guesses_at_once_only_the_limit_is_let_through():
    def run(_number):
        return sum(throttle.hit(DOOR, at=AT, limit=10, per=MINUTE) for _ in range(5))

    assert sum(race(20, run)) == 10
    assert Throttle.objects.get().denied == 90


@pytest.mark.django_db
@given(st.lists(st.integers(0, 300), max_size=25))
def test_no_minute_ever_lets_more_than_the_limit_through(seconds):
    throttle.forget(DOOR)
    let = [s for s in sorted(seconds) if hit(AT + timedelta(seconds=s))]
    assert all(sum(start <= s < start + 60 for s in let) <= 3 for start in let)
