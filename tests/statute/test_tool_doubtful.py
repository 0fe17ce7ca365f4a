"""The doubtful combinations of the tool, each with its days written out."""

import pytest

from statute import protocol

# 2026: 清明 4-6 April (Saturday to Monday), 劳动节 1-5 May, make-up Saturday 9 May.
CN = {"calendar": "cn"}
WORKING = {"unit": "working_day", "amount": 20}
TEN = {"unit": "working_day", "amount": 10}
DAYS = {"unit": "calendar_day", "amount": 10}
MONTH = {"unit": "calendar_month", "amount": 1}
BGB = {"end": "next_working_day"}


def due(rule, received, *events, **more):
    given = {"law": rule} if isinstance(rule, str) else {"rule": rule}
    return protocol.due(CN | given | {"received": received, "events": list(events)} | more)


def paused(since, until=None):
    return {"kind": "suspended", "since": since} | ({"until": until} if until else {})


def corrected(on):
    return {"kind": "corrected", "on": on}


def extended(by, on=None):
    return {"kind": "extended", "by": by} | ({"on": on} if on else {})


@pytest.mark.parametrize(
    ("rule", "received", "events", "expected"),
    [
        # Monday 2 March; 3-6, 9-13, 16-20, 23-27 are 19, Monday 30 is the 20th.
        (WORKING, "2026-03-02", (), "2026-03-30"),
        # The letter's day counts, the opinion's does not: 3-12 March are 8, 13-30 out, 31 is 9,
        # 1-3 April 10-12, 7-10 April 13-16, 13-16 April 17-20.
        (WORKING, "2026-03-02", (paused("2026-03-12", "2026-03-30"),), "2026-04-16"),
        # Overlapping: 3-6 March 1-4; 7-18 out once; 19, 20 5-6; 23-26 7-10.
        (
            TEN,
            "2026-03-02",
            (paused("2026-03-06", "2026-03-12"), paused("2026-03-10", "2026-03-18")),
            "2026-03-26",
        ),
        # Open-ended, and nothing known of its end.
        (TEN, "2026-03-02", (paused("2026-03-06"),), None),
        # Begun on the last day (Monday 16 March is the 10th): too late.
        (TEN, "2026-03-02", (paused("2026-03-16"),), "2026-03-16"),
        # Since the day before, open: the last day never comes.
        (TEN, "2026-03-02", (paused("2026-03-15"),), None),
        # The correction closes the open suspension: 11-13 March 1-3, 16-20 4-8, 23, 24 9-10.
        (TEN, "2026-03-02", (paused("2026-03-06"), corrected("2026-03-10")), "2026-03-24"),
        # A suspension begun on the day of the correction is a new one: 11-18 out; 19, 20 1-2;
        # 23-27 3-7; 30, 31 8-9; 1 April 10.
        (
            TEN,
            "2026-03-02",
            (corrected("2026-03-10"), paused("2026-03-10", "2026-03-18")),
            "2026-04-01",
        ),
        # Of two corrections the last: from 20 March 23-27 1-5, 30 March-3 April 6-10.
        (TEN, "2026-03-02", (corrected("2026-03-20"), corrected("2026-03-10")), "2026-04-03"),
        # Extension by 5 from 16 March: 17-20 1-4, 23 5.
        (TEN, "2026-03-02", (extended(5),), "2026-03-23"),
        (TEN, "2026-03-02", (extended(5, on="2026-03-16"),), "2026-03-23"),
        # A pause within the extension: 17, 18 1-2; 19-23 out; 24-26 3-5.
        (TEN, "2026-03-02", (extended(5), paused("2026-03-18", "2026-03-23")), "2026-03-26"),
        # An extension told before the correction ended with the run it belonged to; told after
        # it, or without a day, it counts: 24 March + 25-27 1-3, 30, 31 4-5.
        (TEN, "2026-03-02", (extended(5, on="2026-03-05"), corrected("2026-03-10")), "2026-03-24"),
        (TEN, "2026-03-02", (extended(5, on="2026-03-12"), corrected("2026-03-10")), "2026-03-31"),
        (TEN, "2026-03-02", (extended(5), corrected("2026-03-10")), "2026-03-31"),
        # Make-up Saturday 9 May is a working day: 27-30 April 1-4, 6-8 May 5-7, 9 May 8.
        ({"unit": "working_day", "amount": 8}, "2026-04-26", (), "2026-05-09"),
        # A month clamps: 31 January to 28 February, a make-up Saturday.
        (MONTH, "2026-01-31", (), "2026-02-28"),
        (MONTH | BGB, "2026-01-31", (), "2026-02-28"),
        (MONTH, "2024-01-31", (), "2024-02-29"),
        # BGB 187(2), 188(2): the day before the one with its number; 188(3) where there is none.
        (MONTH | {"first_day": "same_day"}, "2026-03-01", (), "2026-03-31"),
        (MONTH | {"first_day": "same_day"}, "2026-01-15", (), "2026-02-14"),
        (MONTH | {"first_day": "same_day"}, "2026-01-31", (), "2026-02-28"),
        (MONTH | {"first_day": "same_day"}, "2026-03-31", (), "2026-04-30"),
        # A pause lengthens a month by its days: to 2 April and 5 more (11-15 March).
        (MONTH, "2026-03-02", (paused("2026-03-10", "2026-03-15"),), "2026-04-07"),
        # The extension counts on from the moved end: Saturday 4 April is 清明, so Tuesday the 7th.
        (MONTH | BGB, "2026-03-04", (), "2026-04-07"),
        (MONTH | BGB, "2026-03-04", (extended(1),), "2026-05-07"),
        # Calendar days: Thursday 12 March; same day: Wednesday the 11th.
        (DAYS, "2026-03-02", (), "2026-03-12"),
        (DAYS | {"first_day": "same_day"}, "2026-03-02", (), "2026-03-11"),
        # Received on Saturday 7 March: as it is the 17th, taken on Monday the 9th the 19th.
        (DAYS, "2026-03-07", (), "2026-03-17"),
        (DAYS | {"receipt": "next_working_day"}, "2026-03-07", (), "2026-03-19"),
        # Working days from a Saturday: 9-13 1-5, 16-20 6-10; taken on Monday, a day later.
        (TEN, "2026-03-07", (), "2026-03-20"),
        (TEN | {"receipt": "next_working_day"}, "2026-03-07", (), "2026-03-23"),
        (TEN | {"receipt": "next_working_day", "first_day": "same_day"}, "2026-03-07", (),
         "2026-03-20"),
    ],
)  # fmt: skip
def test_a_doubtful_combination(rule, received, events, expected):
    assert due(rule, received, *events)["due"] == expected
    assert due(rule, received, *reversed(events))["due"] == expected


@pytest.mark.parametrize(
    ("rule", "event", "said"),
    [
        (TEN, extended(5, on="2026-03-17"), "16 March 2026"),  # a day after the last
        (TEN, {"kind": "extended", "until": "2026-03-13"}, "before the limit"),
        (TEN, {"kind": "extended"}, "by or until"),
        (TEN, {"kind": "extended", "by": 5, "until": "2026-04-13"}, "by or until"),
        (TEN, paused("2026-02-27"), "before receipt"),
        (TEN, corrected("2026-02-27"), "before receipt"),
        (TEN, extended(5, on="2026-02-27"), "before receipt"),
        (TEN, paused("2026-03-10", "2026-03-09"), "ends before it begins"),
        (TEN, {"kind": "pasued", "since": "2026-03-10"}, "pasued"),
        (TEN, {"since": "2026-03-10"}, "None"),
        (TEN, {"kind": "suspended", "from": "2026-03-10"}, '"from"'),
        (TEN, {"kind": "suspended"}, "since is missing"),
        (TEN, {"kind": "agreed", "until": "2026-02-27"}, "before receipt"),
        (TEN, {"kind": "served", "on": "2026-02-27"}, "before receipt"),
        (TEN, {"kind": "fee_asked", "on": "2026-02-27"}, "before receipt"),
        ("cn-regulation", extended(21), "20 working days"),
        ("cn-university", extended(5), "allow no extension"),
    ],
)
def test_an_event_that_cannot_be_is_an_error_that_says_so(rule, event, said):
    with pytest.raises(protocol.BadQuestion) as bad:
        due(rule, "2026-03-02", event)
    assert said in bad.value.reason.en
    assert bad.value.reason.zh


def test_two_extensions_under_a_law_that_knows_one():
    with pytest.raises(protocol.BadQuestion, match="only 1 extension"):
        due("cn-regulation", "2026-03-02", extended(5), extended(5))


def test_a_suspension_that_comes_too_late_gives_nothing_and_says_so():
    found = due(TEN, "2026-03-02", paused("2026-03-16", "2026-03-20"), language="en")
    assert (found["due"], len(found["warnings"])) == ("2026-03-16", 1)
    assert "no effect" in found["warnings"][0]


@pytest.mark.parametrize(
    ("received", "amount", "expected", "provisional"),
    [
        # 2026 is the last year published; its last days may yet be moved by the next notice.
        ("2026-12-10", 11, "2026-12-25", False),  # 11, 14-18, 21-25: 11 days
        ("2026-12-10", 12, "2026-12-28", True),
        ("2026-12-28", 5, "2027-01-05", True),  # 29-31, 4, 5 January: 1 January is 元旦
        ("2009-12-28", 3, "2009-12-31", True),  # before the first year published
        ("2009-12-31", 1, "2010-01-04", False),  # 1-3 January 2010 are 元旦
    ],
)
def test_a_date_is_provisional_from_26_december_of_the_last_published_year(
    received, amount, expected, provisional
):
    found = due(WORKING | {"amount": amount}, received)
    assert (found["due"], found["provisional"]) == (expected, provisional)
    assert ("earliest" in found) is provisional


def test_a_listed_calendar_without_years_vouches_for_every_year():
    listed = {"rest_weekdays": [5, 6]}
    assert not due(TEN, "2035-03-05", calendar=listed)["provisional"]
    assert due(TEN, "2035-03-05", calendar=listed | {"years": [2034]})["provisional"]


def test_a_listed_weekend_worked_is_a_working_day():
    listed = {"rest_weekdays": [5, 6], "working_weekends": ["2026-01-04"]}
    # Friday 2 January; Sunday the 4th is worked.
    assert due(TEN | {"amount": 1}, "2026-01-02", calendar=listed)["due"] == "2026-01-04"


@pytest.mark.parametrize(
    ("received", "zone", "expected"),
    [
        # Half past midnight on Tuesday 3 March in Shanghai is still Monday in London.
        ("2026-03-02T16:30:00Z", "Asia/Shanghai", "2026-03-04"),
        ("2026-03-02T16:30:00Z", "Europe/London", "2026-03-03"),
        ("2026-03-03T00:30:00+08:00", "Asia/Shanghai", "2026-03-04"),
        ("2026-03-03T00:30:00+08:00", "America/New_York", "2026-03-03"),
    ],
)
def test_an_instant_is_a_day_of_its_zone_before_it_is_a_weekday(received, zone, expected):
    one = {"unit": "working_day", "amount": 1}
    assert due(one, received, time_zone=zone)["due"] == expected


def test_an_instant_among_the_events_too():
    # 17:00 UTC on the 9th is the 10th in Shanghai: 11-13 March 1-3, 16-20 4-8, 23, 24 9-10.
    found = due(TEN, "2026-03-02", corrected("2026-03-09T17:00:00Z"), time_zone="Asia/Shanghai")
    assert found["due"] == "2026-03-24"


@pytest.mark.parametrize("events", [{}, "", 0, False, {"kind": "corrected", "on": "2026-03-03"}])
def test_events_that_are_no_list_are_an_error(events):
    with pytest.raises(protocol.BadQuestion, match="must be a list"):
        protocol.due(CN | {"law": "cn-regulation", "received": "2026-03-02", "events": events})


def test_an_extension_to_a_day_given_may_go_no_further_than_the_law_allows():
    # Due on Monday 30 March; to 3 April 4 more, 7-10 8, 13-17 13, 20-24 18, 27 and 28 are 20.
    until = {"kind": "extended", "until": "2026-04-28"}
    assert due("cn-regulation", "2026-03-02", until)["due"] == "2026-04-28"
    with pytest.raises(protocol.BadQuestion, match="28 April 2026 at the longest, not to 29 April"):
        due("cn-regulation", "2026-03-02", until | {"until": "2026-04-29"})


def test_an_extension_to_a_day_given_knows_what_was_suspended_before_it():
    # 3-13 March 9, 16-27 March out, to 3 April 14, 7-10 18, 13 and 14 April 20.
    pause = paused("2026-03-13", "2026-03-27")
    until = {"kind": "extended", "until": "2026-04-13"}
    with pytest.raises(protocol.BadQuestion, match="before the limit of 14 April"):
        due(WORKING, "2026-03-02", until, pause)
    assert due(WORKING, "2026-03-02", until | {"until": "2026-04-20"}, pause)["due"] == "2026-04-20"
    # Twenty more after 14 April: 15-17 3, 20-24 8, 27-30 12, 6-9 May 16, 11-14 May 20.
    assert due("cn-regulation", "2026-03-02", until | {"until": "2026-05-14"}, pause)
