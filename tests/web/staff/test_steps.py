"""Steps taken by their forms: what they show first, what they change, what a conflict keeps."""

from datetime import date

import pytest
from django.urls import reverse

from records import log
from requests_app.models import Application
from requests_app.states import State
from tests.cast import (
    MONDAY,
    answered,
    at,
    awaiting_correction,
    filed,
    in_hand,
    registered,
)
from tests.web.staff.people_at_desks import desk, on, text

THURSDAY = date(2026, 3, 5)


def address(case: Application, name: str) -> str:
    return reverse("staff:step", args=[case.number, name])


def shown(client, case, name: str, day: date = THURSDAY):
    with on(day, 10):
        return client.get(address(case, name))


def sent(client, case, name: str, day: date = THURSDAY, **typed):
    """Fetch the form, type over what is in it, send it."""
    form = shown(client, case, name, day).context["form"]
    begun = {f: form.get_initial_for_field(form.fields[f], f) for f in form.fields}
    data = {f: v for f, v in begun.items() if v is not None} | typed
    with on(day, 10):
        return client.post(address(case, name), data)


def entries(case: Application) -> list[str]:
    return [entry.event for entry in log.entries(case.chain)]


def taken(response, case: Application, name: str) -> Application:
    assert response.status_code == 302, response.context["form"].errors
    assert entries(case)[-1] == name
    return Application.objects.get(pk=case.pk)


# Each plain step, by its form


def test_receipt_is_confirmed_and_the_date_it_gives_is_on_the_page(cast):
    case = filed(MONDAY)
    Application.objects.filter(pk=case.pk).update(received_on=None, due_on=None, alarm_on=None)
    clerk = desk(cast.registrar)
    page = text(shown(clerk, case, "confirm_receipt"))
    # 6, 9-13, 16-20, 23-27 March are 16 days, 30-31 March and 1-2 April make 20.
    after = page[page.index("办理之后") :]
    assert "2026年4月2日" in after
    response = sent(clerk, case, "confirm_receipt", confirmed_how="电话，本人接听")
    case = taken(response, case, "confirm_receipt")
    assert case.received_on == THURSDAY


def test_an_application_is_registered_with_one_press(cast):
    case = filed(MONDAY)
    case = taken(sent(desk(cast.registrar), case, "receive"), case, "receive")
    assert case.state == State.IN_HAND
    assert case.received_on == MONDAY


def test_a_case_is_given_to_a_unit_and_its_officer(cast):
    case = registered(cast)
    response = sent(
        desk(cast.registrar), case, "assign",
        unit=cast.academic_affairs.pk, officer=cast.officer.pk, reason="请检索",
    )  # fmt: skip
    case = taken(response, case, "assign")
    assert (case.unit_in_charge, case.officer) == (cast.academic_affairs, cast.officer)


def test_an_officer_of_another_unit_is_refused_beside_the_field(cast):
    case = registered(cast)
    response = sent(
        desk(cast.registrar), case, "assign",
        unit=cast.academic_affairs.pk, officer=cast.outsider.pk,
    )  # fmt: skip
    assert response.context["form"].errors["officer"] == ["这位承办人不属于所选单位。"]


def test_giving_a_case_back_leads_to_the_list_because_it_is_no_longer_ones_own(cast):
    case = in_hand(cast)
    response = sent(desk(cast.officer), case, "return_assignment", reason="不属我处职责")
    assert response["Location"] == reverse("staff:queue")
    assert taken(response, case, "return_assignment").unit_in_charge is None


def test_a_search_is_put_down(cast):
    case = in_hand(cast)
    response = sent(
        desk(cast.officer), case, "record_search", places="档案室", terms="转专业", found="3份"
    )
    assert taken(response, case, "record_search").searches.get().by == cast.officer


@pytest.mark.full
def test_a_correction_taken_in_starts_the_limit_again_and_says_so_before(cast):
    case = awaiting_correction(cast)
    clerk = desk(cast.registrar)
    page = text(shown(clerk, case, "receive_correction"))
    assert "未定</span> → <b>" in page
    assert "期限重新计算" in page
    response = sent(clerk, case, "receive_correction", answer="2023年至2025年")
    case = taken(response, case, "receive_correction")
    assert case.due_on == date(2026, 4, 2)


@pytest.mark.full
def test_a_partys_letter_and_opinion_are_put_down(cast):
    case = in_hand(cast)
    case.consult(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), kind="third_party",
        party_name="示例公司", concerning="价格",
    )  # fmt: skip
    officer = desk(cast.officer)
    response = sent(officer, case, "record_party_receipt", proof="EMS 1")
    case = taken(response, case, "record_party_receipt")
    assert case.consultations.get().received_on == THURSDAY
    response = sent(officer, case, "receive_opinion", opinion="objects", opinion_reason="商业秘密")
    case = taken(response, case, "receive_opinion")
    assert case.consultations.get().opinion == "objects"


def test_a_secrecy_review_holds_a_conclusion_and_warns_against_the_secret(cast):
    case = in_hand(cast)
    with on(THURSDAY, 10):
        reviewer = desk(cast.secrecy_reviewer)
    assert "涉密内容不得录入本系统" in text(shown(reviewer, case, "review_secrecy"))
    said = {"article": "《保守国家秘密法》第三十五条", "basis": "不涉密", "on_paper": "no"}
    response = sent(reviewer, case, "review_secrecy", conclusion="may_release", **said)
    case = taken(response, case, "review_secrecy")
    assert case.handling.secrecy_reviews.get().reviewer == cast.secrecy_reviewer


@pytest.mark.full
def test_abandonment_is_offered_only_after_the_applicants_time(cast):
    # Ten working days from Monday 2 March: 3-6 and 9-13 March are nine, the 16th is the last.
    case = awaiting_correction(cast)
    response = sent(
        desk(cast.office_head), case, "deem_abandoned", date(2026, 3, 16), reason="逾期"
    )
    assert "期限2026-03-16尚未届满。" in text(response)
    response = sent(
        desk(cast.office_head), case, "deem_abandoned", date(2026, 3, 17), reason="逾期，未说明理由"
    )
    assert taken(response, case, "deem_abandoned").state == State.ABANDONED
    response = sent(
        desk(cast.office_head), case, "revive", date(2026, 3, 18), reason="住院", answer="2025年"
    )
    assert taken(response, case, "revive").state == State.IN_HAND


@pytest.mark.full
def test_a_case_is_withdrawn_for_the_applicant(cast):
    case = in_hand(cast)
    response = sent(desk(cast.registrar), case, "withdraw", reason="来电撤回")
    assert taken(response, case, "withdraw").state == State.WITHDRAWN


@pytest.mark.full
def test_a_case_is_split_line_by_line_and_the_parts_keep_the_day(cast):
    case = in_hand(cast)
    response = sent(desk(cast.office_head), case, "split", subjects="人数\n\n 管理办法 \n")
    parts = taken(response, case, "split").parts.order_by("pk")
    assert [part.subject for part in parts] == ["人数", "管理办法"]
    assert {part.received_on for part in parts} == {MONDAY}


@pytest.mark.full
def test_a_part_of_more_than_two_hundred_characters_is_refused(cast):
    case = in_hand(cast)
    response = sent(desk(cast.office_head), case, "split", subjects="字" * 201)
    assert response.context["form"].errors["subjects"] == ["每个事项最多200字。"]
    assert not case.parts.exists()


def test_a_closed_case_is_handled_anew_because_a_review_says_so(cast):
    case = answered(cast)
    case.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    response = sent(desk(cast.office_head), case, "reopen", cause="review", reason="鄂政复1号")
    assert taken(response, case, "reopen").handling.sequence == 2


# What moves is shown before it moves


def test_the_first_press_of_a_righting_that_moves_the_due_date_only_shows_it(cast):
    case = in_hand(cast)
    head = desk(cast.office_head)
    righted = {"received_on": "2026-02-27", "approved_by": cast.leader.pk, "reason": "签收单为证"}
    response = sent(head, case, "set_right", **righted)
    # Received on Friday 27 February: Saturday the 28th is made up, so day 1; 2-6, 9-13, 16-20
    # March are 2-16, 23-26 March are 17-20: due on 26 March instead of 30 March.
    html = text(response)
    assert response.status_code == 200
    assert "还没有办理" in html
    assert "2026年3月30日" in html
    assert "2026年3月26日" in html
    assert entries(case)[-1] == "assign"
    again = response.context["form"]
    with on(THURSDAY, 10):
        response = head.post(address(case, "set_right"), again.data)
    assert taken(response, case, "set_right").due_on == date(2026, 3, 26)


@pytest.mark.full
def test_a_date_changed_after_it_was_shown_is_shown_again(cast):
    case = in_hand(cast)
    head = desk(cast.office_head)
    righted = {"received_on": "2026-02-27", "approved_by": cast.leader.pk, "reason": "签收单为证"}
    data = sent(head, case, "set_right", **righted).context["form"].data.copy()
    data["received_on"] = "2026-02-26"
    with on(THURSDAY, 10):
        assert "还没有办理" in text(head.post(address(case, "set_right"), data))
    assert entries(case)[-1] == "assign"


@pytest.mark.full
def test_another_law_shows_both_dates_and_is_taken_as_shown(cast):
    case = in_hand(cast)
    head = desk(cast.office_head)
    page = text(shown(head, case, "choose_law"))
    # 15 working days from 2 March: 3-6, 9-13, 16-20 are 14, Monday 23 March is the 15th.
    assert "2026年3月30日" in page
    assert "2026年3月23日" in page
    case = taken(sent(head, case, "choose_law", reason="办学信息"), case, "choose_law")
    assert (case.law, case.due_on) == ("cn-university", date(2026, 3, 23))


@pytest.mark.full
def test_a_righting_of_nothing_is_refused(cast):
    case = in_hand(cast)
    response = sent(
        desk(cast.office_head), case, "set_right", approved_by=cast.leader.pk, reason="无"
    )
    assert "没有要更正的" in text(response)
    assert entries(case)[-1] == "assign"


def test_nobody_approves_their_own_righting(cast):
    case = in_hand(cast)
    form = shown(desk(cast.office_head), case, "set_right").context["form"]
    able = set(form.fields["approved_by"].queryset)
    assert able == {cast.leader}


# Dates


def test_a_day_that_has_not_come_is_refused_beside_the_field(cast):
    case = filed(MONDAY)
    response = sent(desk(cast.registrar), case, "receive", on="2026-03-06")
    assert response.context["form"].errors["on"] == ["日期不能晚于今天。"]
    assert "<title>错误：" in text(response)
    assert entries(case) == ["file"]


def test_the_day_of_receipt_is_not_before_the_letter_came(cast):
    case = filed(MONDAY)
    Application.objects.filter(pk=case.pk).update(received_on=None, due_on=None, alarm_on=None)
    response = sent(
        desk(cast.registrar), case, "confirm_receipt", on="2026-03-01", confirmed_how="电话"
    )
    assert response.context["form"].errors["on"] == ["不能早于到达日期。"]


# Two people at once


def test_whoever_comes_second_is_told_by_whom_and_when_and_keeps_what_was_typed(cast):
    case = in_hand(cast)
    first, second = desk(cast.officer), desk(cast.department_head)
    seen = {
        "on": "2026-03-05", "version": case.version, "places": "档案室", "terms": "转专业",
    }  # fmt: skip
    with on(THURSDAY, 10, 21):
        assert (
            first.post(address(case, "record_search"), seen | {"found": "1份"}).status_code == 302
        )
    with on(THURSDAY, 10, 25):
        response = second.post(address(case, "record_search"), seen | {"found": "我找到的2份"})
    html = text(response)
    assert response.status_code == 200
    assert "（10:21）已由吴起草办理" in html
    assert "我找到的2份" in html
    assert [search.found for search in case.searches.all()] == ["1份"]
    with on(THURSDAY, 10, 30):
        response = second.post(address(case, "record_search"), response.context["form"].data)
    assert response.status_code == 302
    assert [search.found for search in case.searches.all()] == ["1份", "我找到的2份"]


def test_a_step_overtaken_by_another_state_keeps_what_was_typed(cast):
    case = in_hand(cast)
    typed = {
        "on": "2026-03-05", "version": case.version, "places": "档案室", "terms": "转专业",
        "found": "写了很久的检索结果",
    }  # fmt: skip
    case.request_correction(
        by=cast.office_head, on=THURSDAY, at=at(THURSDAY, 9), missing="年度", days=10
    )
    with on(THURSDAY, 10):
        html = text(desk(cast.officer).post(address(case, "record_search"), typed))
    assert "已由郑审核办理" in html
    assert "写了很久的检索结果" in html


def test_a_form_without_the_version_it_was_made_from_changes_nothing(cast):
    case = filed(MONDAY)
    with on(THURSDAY, 10):
        response = desk(cast.registrar).post(address(case, "receive"), {"on": "2026-03-05"})
    assert response.status_code == 200
    assert entries(case) == ["file"]


def test_what_a_form_does_not_ask_for_cannot_be_slipped_in(cast):
    case = filed(MONDAY)
    before = {
        field.name: getattr(case, field.name)
        for field in Application._meta.concrete_fields
        if field.name not in ("state", "version", "due_on", "alarm_on")
    }
    smuggled = {"number": "1", "law": "cn-university", "received_on": "2026-01-01",
                "unit_in_charge": cast.logistics.pk, "subject": "别的", "state": "answered",
                "query_code_hash": "x"}  # fmt: skip
    case = taken(sent(desk(cast.registrar), case, "receive", **smuggled), case, "receive")
    assert case.state == State.IN_HAND
    assert {name: getattr(case, name) for name in before} == before


def test_a_step_that_is_out_of_order_says_why_instead_of_a_form(cast):
    case = filed(MONDAY)
    html = text(shown(desk(cast.registrar), case, "receive_correction"))
    assert "“已提交”的办件不能“收到补正”。" in html
    assert "<textarea" not in html
