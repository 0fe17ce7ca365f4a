"""Holidays fixed by rule: against the holidays package for every day, and by hand at the edges."""

from datetime import date
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.easter import easter as easter_of_dateutil

from statute.holiday_rules import FOLDER, parse_rules, read_rules, rule_codes
from statute.recurring import NthWeekday, easter
from tests.statute.abroad import BC_IN_LIEU, BC_NOT_SETTLED, PLACES, UK_PARTS, holidays_of

EVERY_CODE = pytest.mark.parametrize("code", rule_codes())


def days_of(code, years=None):
    calendar = read_rules(code)
    return {day for year in years or calendar.published for day in calendar.holidays(year)}


def days_of_the_package(code, years=None):
    return holidays_of(code, years or read_rules(code).published)


@pytest.mark.parametrize("code", PLACES)
def test_every_day_is_what_the_holidays_package_says(code):
    assert days_of(code) == days_of_the_package(code)


@pytest.mark.parametrize("code", sorted(set(PLACES) - {"bc"}))
def test_the_years_to_come_follow_the_same_rules(code):
    years = range(2000, 2061)
    differ = days_of(code, years) ^ days_of_the_package(code, years)
    # The package dates St Andrew's Day from the Bill of 2006; the Act is of January 2007.
    assert differ - {date(2006, 11, 30)} == set()


def test_what_british_columbia_does_not_keep_is_only_days_in_lieu():
    package = set(holidays.country_holidays("CA", subdiv="BC", years=range(2010, 2028)))
    assert package - days_of("bc") == BC_IN_LIEU | BC_NOT_SETTLED


def test_a_rule_left_out_would_be_noticed():
    text = (FOLDER / "us-federal.toml").read_text("utf-8")
    without = parse_rules(text.replace("from_year = 2021", "from_year = 2100"))
    missing = days_of_the_package("us-federal") - {
        day for year in without.published for day in without.holidays(year)
    }
    # Juneteenth of the ten years from 2021, and three observed days: Friday 18 June 2021 and 2027,
    # Monday 20 June 2022.
    assert len(missing) == 10 + 3


# The bank holidays of gov.uk, as that list stood in 2021: the funeral of 19 September 2022 and the
# coronation of 8 May 2023 came later.
GOV_UK = {
    ("uk-england-wales", 2012): "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    ("uk-england-wales", 2015): "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    ("uk-england-wales", 2016): "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    ("uk-england-wales", 2020): "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    ("uk-england-wales", 2021): "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    ("uk-england-wales", 2022): "01-03 04-15 04-18 05-02 06-02 06-03 08-29 12-26 12-27",
    ("uk-scotland", 2012): "01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26",
    ("uk-scotland", 2017): "01-02 01-03 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
    ("uk-scotland", 2018): "01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26",
    ("uk-scotland", 2020): "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",
    ("uk-scotland", 2021): "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",
    ("uk-scotland", 2022): "01-03 01-04 04-15 05-02 06-02 06-03 08-01 11-30 12-26 12-27",
    ("uk-scotland", 2023): "01-02 01-03 04-07 05-01 05-29 08-07 11-30 12-25 12-26",
    ("uk-northern-ireland", 2012):
        "01-02 03-19 04-06 04-09 05-07 06-04 06-05 07-12 08-27 12-25 12-26",
    ("uk-northern-ireland", 2013): "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26",
    ("uk-northern-ireland", 2017): "01-02 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
    ("uk-northern-ireland", 2018): "01-01 03-19 03-30 04-02 05-07 05-28 07-12 08-27 12-25 12-26",
    ("uk-northern-ireland", 2019): "01-01 03-18 04-19 04-22 05-06 05-27 07-12 08-26 12-25 12-26",
    ("uk-northern-ireland", 2020): "01-01 03-17 04-10 04-13 05-08 05-25 07-13 08-31 12-25 12-28",
    ("uk-northern-ireland", 2021): "01-01 03-17 04-02 04-05 05-03 05-31 07-12 08-30 12-27 12-28",
    ("uk-northern-ireland", 2022):
        "01-03 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-29 12-26 12-27",
    ("uk-northern-ireland", 2023): "01-02 03-17 04-07 04-10 05-01 05-29 07-12 08-28 12-25 12-26",
}  # fmt: skip


@pytest.mark.parametrize(("code", "year"), GOV_UK)
def test_the_weekdays_kept_are_those_of_the_government_s_list(code, year):
    later = {date(2022, 9, 19), date(2023, 5, 8)}
    kept = [day for day in read_rules(code).holidays(year) if day.weekday() < 5]
    assert " ".join(f"{day:%m-%d}" for day in kept if day not in later) == GOV_UK[code, year]


# --- by hand


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1583, 4, 10), (1818, 3, 22), (1886, 4, 25), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19),
        (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2016, 3, 27), (2019, 4, 21), (2024, 3, 31),
        (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2049, 4, 18), (2076, 4, 19),
        (2285, 3, 22),
    ],
)  # fmt: skip
def test_easter_by_the_tables(year, month, day):
    # 1954, 1981, 2049 and 2076 are the years in which the full moon is moved back a day.
    assert easter(year) == date(year, month, day)


def test_easter_until_the_year_4099():
    years = range(1583, 4100)
    assert [easter(year) for year in years] == [easter_of_dateutil(year) for year in years]


def test_the_last_weekday_of_a_december_and_of_a_leap_february():
    assert NthWeekday(12, 0, -1).in_year(2026) == date(2026, 12, 28)
    assert NthWeekday(2, 3, -1).in_year(2024) == date(2024, 2, 29)


MADE_UP = """
code = "nowhere"
title = ["无", "Nowhere"]
language = "en"
time_zone = "UTC"
rest_weekdays = [5, 6]
published = [2026, 2026]
source = "a test"
[sources]
law = "a law"
[[rule]]
name = ["国庆", "National day"]
on = { month = 5, day = 2 }
observed = "next_free_weekday"
source = "law"
[[once]]
on = 2026-05-04
name = ["婚礼", "A wedding"]
source = "law"
"""


def test_a_substitute_gives_way_to_a_one_off_day():
    # 2 May 2026 is a Saturday; Monday the 4th is taken.
    days = parse_rules(MADE_UP).holidays(2026)
    assert [(day.day, holiday.name.en) for day, holiday in days.items()] == [
        (2, "National day"), (4, "A wedding"), (5, "National day (observed)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day", "kept_as"),
    [
        # The Saturday before is kept on the Friday: 1 January 2011 and 2022 were Saturdays.
        ("us-federal", date(2010, 12, 31), "New Year's Day (observed)"),
        ("us-federal", date(2021, 12, 31), "New Year's Day (observed)"),
        ("us-federal", date(2015, 7, 3), "Independence Day (observed)"),
        ("us-federal", date(2021, 6, 18), "Juneteenth National Independence Day (observed)"),
        # A Sunday is kept on the Monday.
        ("us-federal", date(2017, 1, 2), "New Year's Day (observed)"),
        ("us-federal", date(2022, 6, 20), "Juneteenth National Independence Day (observed)"),
        ("us-federal", date(2018, 11, 12), "Veterans Day (observed)"),
        ("us-federal", date(2026, 11, 26), "Thanksgiving Day"),
        # Christmas on Saturday, Boxing Day on Sunday: Monday and Tuesday.
        ("uk-england-wales", date(2021, 12, 27), "Christmas Day (observed)"),
        ("uk-england-wales", date(2021, 12, 28), "Boxing Day (observed)"),
        # Christmas on Sunday: Boxing Day keeps its Monday, Christmas takes the Tuesday.
        ("uk-england-wales", date(2022, 12, 26), "Boxing Day"),
        ("uk-england-wales", date(2022, 12, 27), "Christmas Day (observed)"),
        # Boxing Day on Saturday: Monday the 28th.
        ("uk-england-wales", date(2026, 12, 28), "Boxing Day (observed)"),
        ("uk-england-wales", date(2020, 5, 8), "Early May bank holiday"),
        ("uk-england-wales", date(2022, 6, 2), "Spring bank holiday"),
        ("uk-england-wales", date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        ("uk-england-wales", date(2023, 5, 8), "Coronation of Charles III"),
        # 1 January 2022 a Saturday and the 2nd a Sunday: Monday and Tuesday in Scotland.
        ("uk-scotland", date(2022, 1, 3), "New Year's Day (observed)"),
        ("uk-scotland", date(2022, 1, 4), "2nd January (observed)"),
        # 1 January 2023 a Sunday: the 2nd keeps its Monday, New Year's Day takes the 3rd.
        ("uk-scotland", date(2023, 1, 2), "2nd January"),
        ("uk-scotland", date(2023, 1, 3), "New Year's Day (observed)"),
        ("uk-scotland", date(2027, 1, 4), "2nd January (observed)"),
        ("uk-scotland", date(2025, 12, 1), "St Andrew's Day (observed)"),
        ("uk-scotland", date(2026, 6, 15), "Scotland at the men's World Cup"),
        # 17 March 2018 and 12 July 2014 were Saturdays, 12 July 2015 and 2026 Sundays.
        ("uk-northern-ireland", date(2018, 3, 19), "St Patrick's Day (observed)"),
        ("uk-northern-ireland", date(2014, 7, 14), "Battle of the Boyne (observed)"),
        ("uk-northern-ireland", date(2015, 7, 13), "Battle of the Boyne (observed)"),
        ("uk-northern-ireland", date(2026, 7, 13), "Battle of the Boyne (observed)"),
        ("bc", date(2018, 2, 12), "Family Day"),
        ("bc", date(2019, 2, 18), "Family Day"),
        ("bc", date(2018, 7, 2), "Canada Day (observed)"),
        ("bc", date(2026, 5, 18), "Victoria Day"),
        ("bc", date(2027, 5, 24), "Victoria Day"),
        ("bc", date(2026, 12, 26), "26 December (Boxing Day)"),
        ("de", date(2017, 10, 31), "Reformation Day (Reformationstag)"),
        ("de-be", date(2025, 5, 8), "Day of Liberation, 80 years (Tag der Befreiung)"),
        ("de-sn", date(2026, 11, 18), "Repentance Day (Buß- und Bettag)"),
        ("de-nw", date(2026, 6, 4), "Corpus Christi (Fronleichnam)"),
        ("de-hh", date(2018, 10, 31), "Reformation Day (Reformationstag)"),
    ],
)  # fmt: skip
def test_a_day_known_by_hand(code, day, kept_as):
    assert read_rules(code).holidays(day.year)[day].name.en == kept_as


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("us-federal", date(2020, 6, 19)),  # Juneteenth only from 2021
        ("us-federal", date(2018, 12, 5)),  # a day of mourning, by executive order
        ("us-federal", date(2025, 1, 9)),
        ("uk-england-wales", date(2020, 5, 4)),  # moved to the 8th
        ("uk-england-wales", date(2022, 5, 30)),  # moved to 2 June
        ("uk-england-wales", date(2026, 1, 2)),  # only in Scotland
        ("uk-england-wales", date(2026, 6, 15)),
        ("uk-scotland", date(2026, 4, 6)),  # Easter Monday is no bank holiday in Scotland
        ("bc", date(2012, 2, 20)),  # Family Day only from 2013
        ("bc", date(2022, 9, 30)),  # Truth and Reconciliation in the Act from 2023
        ("bc", date(2023, 1, 2)),  # 1 January on a Sunday is not made up
        ("bc", date(2017, 7, 3)),  # nor is Canada Day on a Saturday
        ("de-hh", date(2016, 10, 31)),
        ("de-be", date(2018, 3, 8)),
        ("de-by", date(2026, 8, 15)),  # not in every municipality
    ],
)
def test_a_day_that_is_no_holiday(code, day):
    assert day not in read_rules(code).holidays(day.year)


# --- made of parts


def test_the_united_kingdom_is_all_its_parts_together():
    for year in range(2010, 2031):
        together = {day for part in UK_PARTS for day in read_rules(part).holidays(year)}
        assert set(read_rules("uk").holidays(year)) == together
    # Only in Northern Ireland, only in Scotland, and not in Scotland.
    assert {date(2026, 3, 17), date(2026, 8, 3), date(2026, 4, 6)} <= days_of("uk")


def test_a_day_with_two_names_keeps_both_and_one_name_is_said_once():
    named = read_rules("uk").holidays(2023)
    assert named[date(2023, 1, 2)].name.en == "New Year's Day (observed) and 2nd January"
    assert named[date(2023, 1, 2)].name.zh == "元旦补假、一月二日"
    assert named[date(2023, 12, 25)].name.en == "Christmas Day"


def test_a_day_named_twice_cites_both_laws():
    both = read_rules("uk").holidays(2023)[date(2023, 1, 2)].source
    assert both.startswith("royal proclamation")
    assert both.endswith("sch. 1, para. 2")


def test_the_days_of_a_land_are_those_of_germany_and_its_own():
    own = set(read_rules("de-th").holidays(2026)) - set(read_rules("de").holidays(2026))
    assert own == {date(2026, 9, 20), date(2026, 10, 31)}


# --- what a calendar says of itself


def test_all_are_there():
    assert set(rule_codes()) == {*PLACES, "uk"}


@EVERY_CODE
def test_every_holiday_has_a_name_in_both_languages_and_a_source(code):
    calendar = read_rules(code)
    for year in calendar.published:
        for day, holiday in calendar.holidays(year).items():
            assert day.year == year
            assert all(holiday.name), day
            assert holiday.name.zh != holiday.name.en
            assert holiday.source, day


@EVERY_CODE
def test_every_calendar_says_who_it_is_and_what_is_doubtful(code):
    calendar = read_rules(code)
    assert calendar.code == code
    assert all(calendar.title)
    assert calendar.source
    assert all(calendar.doubt)
    assert calendar.language == "en"
    assert ZoneInfo(calendar.time_zone)
    assert calendar.rest_weekdays == {5, 6}
    assert {2010, 2026, 2027} <= set(calendar.published)


@EVERY_CODE
def test_an_nth_weekday_is_in_every_month(code):
    nths = [r.when.nth for r in read_rules(code).rules if isinstance(r.when, NthWeekday)]
    assert set(nths) <= {-1, 1, 2, 3, 4}


def test_the_days_come_in_order():
    days = list(read_rules("uk").holidays(2022))
    assert days == sorted(days)


def test_a_year_outside_the_published_ones_is_still_computed():
    assert 2035 not in read_rules("uk").published
    # 26 December 2035 is a Wednesday; Easter 2035 is 25 March.
    assert {date(2035, 12, 26), date(2035, 3, 23)} <= set(read_rules("uk").holidays(2035))


@pytest.mark.parametrize("code", ["atlantis", "cn", "../calendars/uk", ""])
def test_an_unknown_calendar_is_refused(code):
    with pytest.raises(ValueError, match="没有名为"):
        read_rules(code)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("on = { month = 1, day = 1 }", "on = { month = 1, week = 1 }", "no kind of rule"),
        ('observed = "nearest_weekday"', 'observed = "whenever"', "not observed whenever"),
    ],
)
def test_a_calendar_with_a_rule_nobody_knows_is_refused(old, new, message):
    text = (FOLDER / "us-federal.toml").read_text("utf-8")
    with pytest.raises(ValueError, match=message):
        parse_rules(text.replace(old, new, 1))
