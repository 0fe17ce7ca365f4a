"""The working calendar: what the notices say, and what is not yet known."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from statute.calendar import (
    DayKind,
    NoticeCalendar,
    OutsideCalendar,
    YearNotice,
    festival,
    load_calendar,
    plausible_make_up_days,
)
from statute.day_table import AddedTo
from statute.notices_of_the_year import StatutoryDays
from statute.text import Text
from tests.statute import oracle

CHINA = load_calendar("cn")
EVERY_DAY = [date(2010, 1, 1) + timedelta(days=n) for n in range(6209)]

# Days that the notice of the *next* year decided. A table kept year by year has them wrong;
# ours applies every notice to whatever days it names.
DECIDED_BY_THE_NEXT_NOTICE = {
    date(2011, 12, 31): True,  # Saturday, worked (notice for 2012)
    date(2018, 12, 29): True,  # Saturday, worked (notice for 2019)
    date(2018, 12, 31): False,  # Monday, rest (notice for 2019)
}

NOTICE_2027 = YearNotice(
    year=2027,
    document="测试用通知",
    url="",
    published_on=date(2026, 11, 30),
    rest=(
        (festival("元旦"), date(2027, 1, 1), date(2027, 1, 3)),
        (festival("春节"), date(2027, 2, 5), date(2027, 2, 11)),
    ),
    work=(date(2026, 12, 27), date(2027, 1, 31)),
    note="",
)


def test_the_days_tested_end_with_the_last_published_year():
    assert EVERY_DAY[-1] == date(2026, 12, 31)
    assert CHINA.published_years == frozenset(range(2010, 2027))


def test_every_day_agrees_with_chinesecalendar():
    assert [d for d in EVERY_DAY if CHINA.is_working(d) != chinese_calendar.is_workday(d)] == []


def test_every_day_agrees_with_holidays():
    assert [d for d in EVERY_DAY if CHINA.is_working(d) != oracle.works(d)] == []


@pytest.mark.parametrize(("day", "worked"), DECIDED_BY_THE_NEXT_NOTICE.items())
def test_a_late_december_day_follows_the_next_year_s_notice(day, worked):
    assert CHINA.is_working(day) is worked
    assert CHINA.notice_for(day).year == day.year + 1
    known_then = CHINA.as_published(date(day.year, 11, 1))
    assert known_then.is_working(day) is (day.weekday() < 5)
    assert not known_then.is_certain(day)


def test_victory_day_2015_was_a_holiday_and_the_sunday_after_was_worked():
    assert [CHINA.is_working(date(2015, 9, n)) for n in (2, 3, 4, 5, 6, 7)] == [
        True, False, False, False, True, True,
    ]  # fmt: skip


def test_labour_day_2019_grew_with_the_second_notice():
    before, after = CHINA.as_published(date(2019, 3, 21)), CHINA.as_published(date(2019, 3, 22))
    days = [date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)]
    assert [before.is_working(d) for d in days] == [False, True, True, False]
    assert [after.is_working(d) for d in days] == [True, False, False, True]


def test_spring_festival_2020_was_lengthened_on_27_january():
    before, after = CHINA.as_published(date(2020, 1, 26)), CHINA.as_published(date(2020, 1, 27))
    # First: 16, 17 January is 2, Sunday 19 worked is 3, 20-23 is 7, 31 is 8, Saturday 1 February
    # worked is 9, 3-7 is 14, 10-14 is 19, Monday 17 is the twentieth.
    assert before.add(date(2020, 1, 15), 20) == date(2020, 2, 17)
    # Then: 31 January and 1 February rest, so 3-7 is 12, 10-14 is 17, Wednesday 19 the twentieth.
    assert after.add(date(2020, 1, 15), 20) == date(2020, 2, 19)


@pytest.mark.parametrize(
    ("day", "kind", "why"),
    [
        (date(2026, 9, 18), DayKind.WORKDAY, "工作日"),
        (date(2026, 9, 19), DayKind.WEEKEND, "周末"),
        (date(2026, 9, 20), DayKind.MAKEUP, "国庆节调休上班"),
        (date(2026, 9, 26), DayKind.HOLIDAY, "中秋节"),
        (date(2026, 10, 5), DayKind.HOLIDAY, "国庆节"),
        (date(2027, 2, 5), DayKind.HOLIDAY, "春节"),
    ],
)
def test_a_day_says_what_it_is(day, kind, why):
    assert (CHINA.kind(day), CHINA.why(day).zh) == (kind, why)


def test_a_day_names_the_notice_that_decided_it():
    assert "2026年" in CHINA.notice_for(date(2026, 10, 10)).document
    assert CHINA.notice_for(date(2026, 10, 12)) is None


def test_counting_and_adding_are_each_other_s_inverse():
    start = date(2026, 2, 10)
    for n in range(1, 60):
        day = CHINA.add(start, n)
        assert CHINA.is_working(day)
        assert CHINA.count(start, day) == n
        assert CHINA.previous(day, n) < CHINA.add(start, 1)
    assert CHINA.add(start, 0) == start
    assert CHINA.count(start, start) == 0
    assert CHINA.count(date(2026, 2, 12), start) == 0


def test_previous_counts_back_over_a_holiday():
    # Back from Saturday 10 October: Friday 9 is 1, Thursday 8 is 2, Wednesday 30 September is 3.
    assert CHINA.previous(date(2026, 10, 10), 3) == date(2026, 9, 30)
    # From a day of rest the first one back is the working day before it.
    assert CHINA.previous(date(2026, 10, 4), 1) == date(2026, 9, 30)
    assert CHINA.previous(date(2026, 10, 4), 0) == date(2026, 10, 4)


def test_next_working_is_the_day_itself_or_the_one_after_the_rest():
    assert CHINA.next_working(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CHINA.next_working(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CHINA.next_working(date(2026, 10, 11)) == date(2026, 10, 12)


@pytest.mark.parametrize("count", [lambda c, d: c.add(d, -1), lambda c, d: c.previous(d, -1)])
def test_a_negative_count_is_refused(count):
    with pytest.raises(ValueError, match="negative"):
        count(CHINA, date(2026, 3, 2))


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2061, 1, 1)])
def test_a_date_beyond_the_calendar_is_refused_in_words(day):
    with pytest.raises(OutsideCalendar, match="超出日历范围"):
        CHINA.is_working(day)
    with pytest.raises(OutsideCalendar):
        CHINA.next_working(day)


def test_a_count_that_runs_off_the_end_is_refused():
    with pytest.raises(OutsideCalendar):
        CHINA.add(date(2060, 12, 30), 20)


# --- what is not yet known


def test_a_day_is_certain_until_25_december_of_the_last_published_year():
    days = [date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31), date(2027, 3, 1)]
    assert [CHINA.is_certain(d) for d in days] == [True, False, False, False]
    assert CHINA.is_certain(date(2025, 12, 31))
    assert not CHINA.is_certain(date(2009, 6, 1))


def test_the_tail_of_the_year_is_a_parameter():
    strict = NoticeCalendar("cn", CHINA.notices, CHINA.statutory, tail=(12, 29))
    assert strict.is_certain(date(2026, 12, 28))
    assert not strict.is_certain(date(2026, 12, 29))
    assert strict != CHINA


@pytest.mark.parametrize(
    ("after", "until", "certain"),
    [
        (date(2026, 12, 1), date(2026, 12, 25), True),
        (date(2026, 12, 1), date(2026, 12, 28), False),
        (date(2026, 12, 31), date(2027, 1, 4), False),
        (date(2025, 12, 1), date(2026, 12, 25), True),
        (date(2027, 5, 6), date(2027, 5, 6), True),
        (date(2009, 12, 1), date(2010, 1, 5), False),
    ],
)
def test_a_stretch_is_certain_when_every_day_of_it_is(after, until, certain):
    assert CHINA.certain_between(after, until) is certain
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    assert all(CHINA.is_certain(day) for day in days) is certain


def test_an_unpublished_year_rests_on_weekends_and_statutory_days_only():
    # 2027: 1 January is a Friday; 5-8 February is 除夕 to 初三, Friday to Monday.
    assert not CHINA.is_working(date(2027, 1, 1))
    assert [CHINA.is_working(date(2027, 2, n)) for n in (4, 5, 8, 9)] == [True, False, False, True]


def test_the_earliest_date_allows_for_a_sunday_worked_before_the_festival():
    # 12-15 January is 4, 18-22 is 9, 25-29 is 14; Monday 1 February is 15, but if Sunday 31
    # January were worked, that would be.
    assert CHINA.add(date(2027, 1, 11), 15) == date(2027, 2, 1)
    assert CHINA.earliest_add(date(2027, 1, 11), 15) == date(2027, 1, 31)


def test_in_a_published_year_the_earliest_date_is_the_date():
    for n in range(1, 21):
        assert CHINA.earliest_add(date(2026, 9, 1), n) == CHINA.add(date(2026, 9, 1), n)


@pytest.mark.parametrize("year", range(2010, 2027))
def test_every_make_up_day_there_ever_was_counts_as_plausible_beforehand(year):
    names = {day: Text(name, name) for day, name in oracle.statutory(year).items()}
    plausible = set(plausible_make_up_days(names))
    worked = {d for d in EVERY_DAY if d.year == year and CHINA.kind(d) is DayKind.MAKEUP}
    next_new_year = {d for d in worked if d.month == 12}  # decided by the next notice
    one_off = {date(2015, 9, 6)}  # the parade of 2015, announced in May
    assert worked - next_new_year - one_off <= plausible
    assert len(plausible) < 35  # a bound that says something


@pytest.mark.parametrize("year", [2013, 2016, 2019, 2022, 2024, 2026])
def test_the_earliest_date_was_never_later_than_the_real_one(year):
    """Each year replayed as if its notice were not yet published."""
    moving = tuple((Text(name, name), day) for day, name in oracle.statutory(year).items())
    unknown = NoticeCalendar(
        "cn",
        tuple(n for n in CHINA.notices if n.year < year),
        StatutoryDays(moving={year: moving}),
    )
    early = []
    for start in (d for d in EVERY_DAY if date(year - 1, 12, 1) <= d < date(year, 10, 20)):
        for n in (1, 7, 15, 20, 40):
            real, earliest = CHINA.add(start, n), unknown.earliest_add(start, n)
            assert earliest <= min(real, unknown.add(start, n)), (start, n)
            early.append((real - earliest).days)
    assert 0 < sum(early) / len(early) < 8  # an alarm is early, but not by weeks


def test_a_day_already_certain_stays_what_it_is_in_the_earliest_calendar():
    # 1 January 2018 was a Monday: the Sunday before could be worked, 24 December no longer.
    known = CHINA.as_published(date(2017, 11, 1)).earliest
    assert known.is_working(date(2017, 12, 31))
    assert not known.is_working(date(2017, 12, 24))


def test_entering_a_notice_makes_the_year_certain_and_moves_its_days():
    later = CHINA.with_notice(NOTICE_2027)
    assert 2027 in later.published_years
    assert later.is_certain(date(2026, 12, 31))
    assert later.is_certain(date(2027, 12, 25))
    assert later.is_working(date(2026, 12, 27))
    assert not later.is_working(date(2027, 2, 11))
    assert later.why(date(2027, 1, 31)).zh == "调休上班"
    assert later.earliest_add(date(2027, 1, 11), 15) == later.add(date(2027, 1, 11), 15)


def test_the_calendar_it_was_entered_into_is_unchanged():
    version = CHINA.version
    later = CHINA.with_notice(NOTICE_2027)
    assert CHINA.version == version
    assert not CHINA.is_working(date(2026, 12, 27))
    assert later.version != version
    assert later != CHINA
    assert {CHINA, later, CHINA.with_notice(NOTICE_2027)} == {CHINA, later}


def test_a_later_notice_changes_only_the_days_it_names():
    amended = CHINA.with_notice(NOTICE_2027).with_notice(
        YearNotice(
            year=2027,
            document="调整",
            url="",
            published_on=date(2027, 1, 20),
            rest=((festival("春节"), date(2027, 1, 31), date(2027, 1, 31)),),
            work=(),
            note="",
        )
    )
    assert not amended.is_working(date(2027, 1, 31))
    assert not amended.is_working(date(2027, 2, 11))


@pytest.mark.parametrize(
    ("rest", "work", "message"),
    [
        (((festival("春节"), date(2027, 2, 9), date(2027, 2, 5)),), (), "早于"),
        (
            ((festival("春节"), date(2027, 2, 5), date(2027, 2, 9)),),
            (date(2027, 2, 6),),
            "既放假又",
        ),
        ((), (date(2030, 2, 6),), "前后各一年"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(rest, work, message):
    with pytest.raises(ValueError, match=message):
        YearNotice(2027, "通知", "", None, rest, work, "")


def test_every_day_worked_has_its_festival_or_none_has():
    with pytest.raises(ValueError, match="对应一个节日"):
        YearNotice(
            2027,
            "通知",
            "",
            None,
            (),
            (date(2027, 1, 9), date(2027, 1, 10)),
            "",
            (festival("元旦"),),
        )


def test_a_calendar_names_its_version():
    assert repr(CHINA) == f"<NoticeCalendar {CHINA.version}>"
    assert CHINA.version.startswith("cn-2026-")
    assert CHINA.earliest.version == f"{CHINA.version}-earliest"
    assert CHINA.earliest != CHINA


def test_every_notice_shipped_says_where_it_comes_from_or_that_this_is_not_verified():
    for notice in CHINA.notices:
        assert notice.document
        assert notice.verified or notice.doubt
        if notice.verified:
            assert notice.url.startswith(("http://www.gov.cn", "https://www.gov.cn"))
            assert notice.published_on
    assert next(n.year for n in CHINA.notices if n.verified) == 2019


def test_a_festival_without_an_english_name_keeps_its_own():
    assert festival("三月三") == Text("三月三", "三月三")
    assert festival("春节").en == "Spring Festival"


def test_a_region_s_own_days_have_the_last_word_and_move_nothing_else():
    """广西三月三 of 2026 (art. 4 leaves it to the region), and a Sunday worked for it."""
    own = {date(2026, 4, 17), date(2026, 4, 20), date(2026, 4, 21)}
    there = AddedTo(CHINA, own, [date(2026, 4, 19)])
    for day in (d for d in EVERY_DAY if d.year >= 2026):
        usual = CHINA.is_working(day) and day not in own
        assert there.is_working(day) is (usual or day == date(2026, 4, 19))
    assert there.version != CHINA.version
    assert there.published_years == CHINA.published_years
    assert there.time_zone == "Asia/Shanghai"
    # In a year without a notice the earliest date still allows for a Sunday worked, 31 January.
    assert there.earliest_add(date(2027, 1, 11), 15) == date(2027, 1, 31)
    with pytest.raises(ValueError, match="既放假又上班"):
        AddedTo(CHINA, own, own)
