"""The day of receipt by channel, the closing paragraph, and the periods of reports."""

from datetime import date

import pytest

from statute.law import load_law
from statute.periods import (
    Period,
    calendar_year,
    calendar_year_of,
    school_year,
    school_year_of,
    span,
)
from statute.receipt import CHANNELS, received
from statute.remedies import RemedyRefusal, remedy_kind, remedy_paragraph, review_first
from statute.text import Text, day_text

REGULATION = load_law("cn-regulation")
UNIVERSITY = load_law("cn-university")
MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


@pytest.mark.parametrize("law", [REGULATION, UNIVERSITY], ids=lambda law: law.code)
@pytest.mark.parametrize(
    ("channel", "dates", "on"),
    [
        ("online", {"submitted_on": MON}, MON),
        ("counter", {"submitted_on": MON, "confirmed_on": WED}, MON),
        ("oral", {"submitted_on": MON}, MON),
        ("post", {"signed_on": TUE, "confirmed_on": WED, "signature": True}, TUE),
        ("post", {"signed_on": TUE, "confirmed_on": WED}, WED),
        ("fax", {"submitted_on": MON, "confirmed_on": WED}, WED),
        ("email", {"submitted_on": MON, "confirmed_on": WED}, WED),
    ],
)
def test_the_day_of_receipt_by_channel(law, channel, dates, on):
    assert received(channel, law=law, **dates).on == on


@pytest.mark.parametrize("channel", ["post", "fax", "email"])
def test_ordinary_post_fax_and_mail_wait_for_confirmation(channel):
    waiting = received(channel, law=REGULATION, submitted_on=MON, signed_on=MON)
    assert waiting.on is None
    assert "确认" in waiting.missing.zh


def test_post_to_be_signed_for_waits_for_the_signature():
    waiting = received("post", law=REGULATION, signature=True, confirmed_on=MON)
    assert (waiting.on, waiting.missing.zh) == (None, "缺少签收日期")


def test_of_two_dates_online_the_earlier_drives_the_alarm():
    law = REGULATION.configured({"receipt.online": "confirmation"})
    both = received("online", law=law, submitted_on=MON, confirmed_on=WED)
    assert (both.on, both.alarm_on) == (WED, MON)
    assert received("online", law=law, submitted_on=MON).alarm_on == MON
    assert received("online", law=law).alarm_on is None
    plain = received("online", law=REGULATION, submitted_on=TUE, confirmed_on=WED)
    assert (plain.on, plain.alarm_on) == (TUE, TUE)


def test_every_channel_has_a_rule_and_an_unknown_one_is_refused():
    for channel in CHANNELS:
        assert received(channel, law=UNIVERSITY).on is None
    with pytest.raises(ValueError, match="pigeon"):
        received("pigeon", law=UNIVERSITY)


GOVERNMENT = {"review_authority": "示例省人民政府", "court": "示例市中级人民法院"}
SCHOOL = {"supervisor": "学校纪检监察机构、示例省教育厅"}


def test_a_refusal_tells_of_review_first():
    told = remedy_paragraph(REGULATION, "refused_state_secret", GOVERNMENT)
    assert told == (
        "如对本答复不服，可以自收到本答复之日起60日内向示例省人民政府申请行政复议；"
        "对行政复议决定不服的，可以自收到复议决定书之日起15日内向示例市中级人民法院提起行政诉讼。"
    )


@pytest.mark.parametrize(
    "code", ["granted", "refused_administrative_query", "unavailable_not_held",
             "not_processed_repeated", "other_not_corrected"],
)  # fmt: skip
def test_other_replies_tell_of_review_or_suit(code):
    told = remedy_paragraph(REGULATION, code, GOVERNMENT)
    assert "或者自收到本答复之日起6个月内向示例市中级人民法院提起行政诉讼。" in told
    assert not review_first(code)


def test_a_partial_grant_follows_the_article_of_what_is_withheld():
    assert remedy_kind(REGULATION, "partly_granted") == "review_first"
    assert remedy_kind(REGULATION, "partly_granted", ["refused_process"]) == "review_first"
    assert remedy_kind(REGULATION, "partly_granted", ["unavailable_not_held"]) == "review_or_suit"
    mixed = ["unavailable_not_held", "refused_third_party"]
    assert remedy_kind(REGULATION, "partly_granted", mixed) == "review_first"
    assert not review_first("partly_granted", grounds=["refused_administrative_query"])


def test_what_is_withheld_matters_to_a_partial_grant_only():
    withheld = ["unavailable_not_held"]
    assert remedy_kind(REGULATION, "refused_process", withheld) == "review_first"


def test_where_an_online_way_exists_it_is_offered_too():
    told = remedy_paragraph(REGULATION, "granted", {**GOVERNMENT, "online_review": "示例平台"})
    assert told.endswith("行政复议申请也可以通过示例平台提出。")


def test_a_university_tells_of_report_and_complaint():
    told = remedy_paragraph(UNIVERSITY, "refused_process", SCHOOL)
    assert told == (
        "如认为学校未依法履行信息公开义务，可以向学校纪检监察机构、示例省教育厅举报或者申诉。"
    )
    assert not review_first("refused_process", law=UNIVERSITY)


def test_a_withdrawal_carries_no_remedy():
    assert remedy_paragraph(UNIVERSITY, "other", {}) == ""


@pytest.mark.parametrize("court", ["", None])
def test_a_paragraph_with_a_hole_is_refused_naming_it(court):
    with pytest.raises(RemedyRefusal, match="court") as refusal:
        remedy_paragraph(REGULATION, "granted", {**GOVERNMENT, "court": court})
    assert refusal.value.missing == ("court",)


def test_a_school_year_runs_from_september_to_august():
    year = school_year(2025)
    assert (year.first, year.last) == (date(2025, 9, 1), date(2026, 8, 31))
    assert date(2025, 9, 1) in year
    assert date(2026, 8, 31) in year
    assert date(2026, 9, 1) not in year
    assert year.contains(date(2026, 1, 1))
    assert year.label == Text("2025—2026学年", "school year 2025–2026")
    assert (year.previous_day, year.next_day) == (date(2025, 8, 31), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("day", "start"),
    [(date(2025, 8, 31), 2024), (date(2025, 9, 1), 2025), (date(2026, 1, 1), 2025)],
)
def test_a_day_belongs_to_one_school_year(day, start):
    assert school_year_of(day) == school_year(start)
    assert calendar_year_of(day) == calendar_year(day.year)


def test_any_period_may_be_named_but_not_backwards():
    assert str(span(MON, WED)) == "2026-03-02至2026-03-04"
    with pytest.raises(ValueError, match="早于"):
        Period(WED, MON, Text("", ""))


def test_dates_in_words():
    assert day_text(date(2026, 3, 6)) == Text("2026年3月6日", "6 March 2026")
