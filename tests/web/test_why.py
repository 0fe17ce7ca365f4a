"""Why this date: what sets each day, by which letter it stood still, and what only staff read."""

from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from casework import paper
from records.log import APPLICANT
from requests_app.models import Application
from tests.cast import MONDAY, at, awaiting_correction, in_hand, reasons_heard
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to
from tests.requests_app.situations import closed
from web.display import Display
from web.why import Audience, explain


def page(case: Application, on: date, audience: str, language: str = "zh-hans") -> str:
    """The explanation as a page of that audience and language has it."""
    case = Application.objects.get(pk=case.pk)
    values = {
        "request": RequestFactory().get("/"), "display": Display(language=language),
        "clock": case.clock(on=on), "on": on, "case": case, "audience": audience,
    }  # fmt: skip
    with translation.override(language):
        return Template("{% why_this_date clock on case audience %}").render(Context(values))


def consulted(cast) -> Application:
    notice = approved_up_to(cast, "third_party_consultation", cast.office_head)
    return notice.application


# What sets a day


def test_a_holiday_names_its_notice_and_the_page_says_when_that_was_published(cast):
    # 20 working days from 14 September 2026 cross 中秋节 and 国庆节.
    case = in_hand(cast, date(2026, 9, 14))
    html = page(case, date(2026, 9, 15), Audience.APPLICANT)
    listed = html[html.index("逐日列表") :]
    row = listed[listed.index("10月1日至7日") :]
    assert "国庆节" in row[: row.index("</tr>")]
    assert "国办发明电〔2025〕7号" in row[: row.index("</tr>")]
    basis = html[html.index("放假安排：") :]
    assert "国务院办公厅关于2026年部分节假日安排的通知" in basis
    assert "2025年11月4日" in basis
    assert "https://www.gov.cn/" in basis


@pytest.mark.full
def test_a_made_up_day_names_the_notice_too(cast):
    html = page(in_hand(cast, date(2026, 9, 14)), date(2026, 9, 15), Audience.APPLICANT)
    row = html[html.index("9月20日") :]
    assert "国庆节调休上班" in row[: row.index("</tr>")]
    assert "国办发明电〔2025〕7号" in row[: row.index("</tr>")]


def test_the_version_of_the_calendar_stands_below(cast):
    case = in_hand(cast)
    version = case.clock(on=MONDAY).calendar.version
    assert f"工作日历版本{version}，放假安排已公布到2026年" in page(case, MONDAY, "applicant")
    assert f"Working calendar version {version}" in page(case, MONDAY, "applicant", "en")


def test_days_of_a_year_not_announced_are_marked_and_the_key_says_so(cast):
    monday = date(2026, 12, 14)
    case = in_hand(cast, monday)
    html = page(case, monday, Audience.STAFF)
    assert 'class="unsure"><time datetime="2027-01-05">' in html
    assert "放假安排尚未公布，暂定" in html
    row = html[html.index("12月28日至31日") :]
    assert "暂定" in row[: row.index("</tr>")]
    assert "unsure" not in page(in_hand(cast), MONDAY, Audience.STAFF)


# By which letter it stood still, and who may read whom


def test_staff_read_whom_a_suspension_waits_for_and_by_which_letter(cast):
    html = page(consulted(cast), FRIDAY, Audience.STAFF)
    assert "征求第三方意见（示例科技有限公司）" in html
    assert "示例大学信公征〔2026〕1号" in html
    assert "/staff/notices/" in html


@pytest.mark.full
def test_an_applicant_reads_that_others_are_asked_and_never_whom(cast):
    for language in ("zh-hans", "en"):
        html = page(consulted(cast), FRIDAY, Audience.APPLICANT, language)
        assert "示例科技有限公司" not in html
        assert "示例大学信公征" not in html
        assert "/staff/" not in html
    assert "征求第三方意见" in page(consulted(cast), FRIDAY, Audience.APPLICANT)


def test_a_correction_notice_is_named_to_both(cast):
    case = approved_up_to(cast, "correction", cast.office_head).application
    for audience, address in (("staff", "/staff/notices/"), ("applicant", "/case/")):
        html = page(case, FRIDAY, audience)
        assert "示例大学信公补〔2026〕1号" in html
        assert "还在等" in html
        assert address in html


def test_an_extension_is_named_with_its_letter_and_its_days_are_marked(cast):
    case = approved_up_to(cast, "extension", cast.office_head).application
    html = page(case, FRIDAY, Audience.APPLICANT)
    assert "延期15个工作日" in html
    assert "示例大学信公延〔2026〕1号" in html
    row = html[html.index("3月31日") :]
    assert "extended" in html
    assert "延长的期限" in row


# Runs before this one


def restarted(cast) -> Application:
    case = awaiting_correction(cast, asked_on=date(2026, 3, 4))
    friday = date(2026, 3, 6)
    case.receive_correction(by=APPLICANT, on=friday, at=at(friday), answer="2025年")
    return case


@pytest.mark.full
def test_the_run_before_a_restart_can_be_opened_with_its_own_days(cast):
    # Received 2 March, asked on the 4th: two days counted; 5 and 6 March are left out.
    case = restarted(cast)
    html = page(case, FRIDAY, Audience.APPLICANT)
    before = html[html.index('<details class="before">') :]
    assert "重新计算之前" in before
    assert 'datetime="2026-03-04"' in before
    found = explain(Application.objects.get(pk=case.pk).clock(on=FRIDAY), on=FRIDAY, case=case)
    [run] = found.before
    assert (run.counted, run.ended_on) == (2, date(2026, 3, 6))
    last = [day for week in run.weeks for day in week.days if day][-1]
    assert (last.date, last.word, last.hidden) == (date(2026, 3, 6), "补正", "期限重新计算")


@pytest.mark.full
def test_a_run_that_a_correction_began_says_so_in_its_first_day(cast):
    html = page(restarted(cast), FRIDAY, Audience.APPLICANT)
    cell = html[html.index('<td class="recv now"><time datetime="2026-03-06">') :]
    assert "<i>补正" in cell[: cell.index("</td>")]


@pytest.mark.full
def test_a_case_handled_anew_says_from_when_and_by_what(cast):
    case = closed(cast)
    case.reopen(by=cast.office_head, on=FRIDAY, at=at(FRIDAY), cause="review", reason="责令重作")
    html = page(case, FRIDAY, Audience.APPLICANT)
    assert "依行政复议决定于" in html
    assert "重新办理，这一次的期限从这一天数起" in html
    assert "2026年3月6日重新办理，自次日起数20个工作日" in html
    assert "3月6日收到申请" not in html
    assert "重新办理之日，次日起算" in html


# On paper


@pytest.mark.full
def test_the_sheet_has_the_list_open_and_what_was_counted_before(cast):
    html = page(restarted(cast), FRIDAY, Audience.STAFF)
    on_paper = html[html.index('<div class="print-only">') :]
    on_paper = on_paper[: on_paper.index("</div>")]
    assert "daylist" in on_paper
    assert "已数2个工作日" in on_paper
    assert "<details" not in on_paper


@pytest.mark.full
def test_the_letter_of_another_consultation_is_not_taken_for_this_one(cast):
    case = consulted(cast)
    second = paper.draft(
        "third_party_consultation", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 12),
        facts=stories.FACTS["third_party_consultation"] | {"party_name": "另一公司"},
    )  # fmt: skip
    paper.submit(second, by=cast.officer, at=at(FRIDAY, 13))
    paper.approve(second, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 14))
    case = Application.objects.get(pk=case.pk)
    found = explain(case.clock(on=FRIDAY), on=FRIDAY, case=case, audience=Audience.STAFF)
    assert [(held.whom, [letter.number for letter in held.letters]) for held in found.now.held] == [
        ("示例科技有限公司", ["示例大学信公征〔2026〕1号"]),
        ("另一公司", ["示例大学信公征〔2026〕2号"]),
    ]


@pytest.mark.full
def test_days_between_the_limit_and_a_later_date_fixed_are_said_to_be_that(cast):
    # The limit ends on Monday 30 March; 10 April is fixed: 31 March to 3 April lie between.
    case = in_hand(cast)
    reasons_heard(case, cast, FRIDAY)
    case.set_later_date(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY), due_on=date(2026, 4, 10), reason="数量较多"
    )
    html = page(case, FRIDAY, Audience.STAFF)
    row = html[html.index("3月31日至4月3日") :]
    assert "期限之外，至确定的延迟答复日期" in row[: row.index("</tr>")]
    assert "<i>延迟" in html
