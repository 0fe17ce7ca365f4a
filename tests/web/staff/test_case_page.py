"""One case on one page: what is next, the clocks, what is masked, what a person may ask for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import acts, paper
from casework.remedies import log_remedy
from records import log
from requests_app.models import Application
from tests.cast import (
    MONDAY,
    SUPPLIED,
    answered,
    at,
    awaiting_correction,
    filed,
    in_hand,
    registered,
)
from tests.sizes import some_quick
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.next_step import next_step

THURSDAY = date(2026, 3, 5)


def page(user, case, day: date = THURSDAY):
    with on(day, 10):
        response = desk(user).get(reverse("staff:case", args=[case.number]))
    assert response.status_code == 200
    return response


def main_act(user, case, day: date = THURSDAY) -> str | None:
    found = page(user, case, day).context["next"].main
    return found and str(found.label)


def checks(user, case, day: date = THURSDAY) -> dict[str, tuple[bool, date | None]]:
    return {
        str(need.label): (need.done, need.on or need.by)
        for need in page(user, case, day).context["needs"]
    }


def consulted(cast):
    case = in_hand(cast)
    case.consult(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), kind="third_party",
        party_name="示例公司", concerning="价格",
    )  # fmt: skip
    return case


# What is next


def test_the_page_says_in_its_head_what_is_the_case_whose_turn_it_is_and_by_when(cast):
    html = text(page(cast.office_head, in_hand(cast)))
    head = html[html.index("<h1>") : html.index("下一步")]
    # 20 working days from 2 March; 3-5 March are gone, 17 are left.
    assert "剩17个工作日" in head
    assert "2026年3月30日" in head
    assert "<b>办理中</b>，轮到教务处" in head


@pytest.mark.parametrize(
    ("make", "who", "act"),
    [
        (lambda cast: filed(MONDAY), "registrar", "登记"),
        (registered, "registrar", "交办"),
        (in_hand, "officer", "起草文书"),
        (in_hand, "registrar", None),
        (in_hand, "leader", None),
        (consulted, "officer", "登记征求意见书送达"),
        (awaiting_correction, "registrar", "收到补正"),
        (awaiting_correction, "officer", None),
    ],
)
def test_the_one_button_is_the_act_of_whoever_looks(cast, make, who, act):
    assert main_act(getattr(cast, who), make(cast)) == act


@pytest.mark.full
def test_after_the_applicants_time_the_button_is_the_decision_on_abandonment(cast):
    case = awaiting_correction(cast)  # until 16 March, see test_today
    assert main_act(cast.office_head, case, date(2026, 3, 16)) == "收到补正"
    assert main_act(cast.office_head, case, date(2026, 3, 17)) == "视为放弃申请"
    html = text(page(cast.office_head, case, date(2026, 3, 17)))
    assert "补正期限已于2026年3月16日届满，等决定是否视为放弃。" in html


@pytest.mark.full
def test_a_letter_is_followed_through_its_signatures(cast):
    case = in_hand(cast)
    facts = {"items": [SUPPLIED | {"ground": "supplied"}]}
    notice = paper.draft(
        "granted", case, by=cast.officer, on=THURSDAY, at=at(THURSDAY, 8), facts=facts
    )
    assert main_act(cast.officer, case) == "继续起草予以公开答复书"
    paper.submit(notice, by=cast.officer, at=at(THURSDAY, 9))
    assert main_act(cast.officer, case) is None
    assert "予以公开答复书已送审，等承办单位负责人审核。" in text(page(cast.officer, case))
    assert main_act(cast.department_head, case) == "审批予以公开答复书"
    assert main_act(cast.office_head, case) is None


def test_a_closed_case_has_no_button_and_leaves_the_back_ways(cast):
    case = answered(cast)
    case.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    found = page(cast.office_head, case).context["next"]
    assert found.awaited == "本件已办结。"
    assert found.main is None
    assert [str(act.label) for act in found.rare] == ["依复议决定或判决重新办理", "更正"]


def test_what_is_not_possible_says_why(cast):
    html = text(page(cast.office_head, in_hand(cast, law="cn-university")))
    assert "延期答复告知书：《办法》没有规定延期，本校未启用。" in html


@pytest.mark.full
@pytest.mark.parametrize("make", some_quick([
    in_hand, lambda cast: filed(MONDAY), registered, consulted, awaiting_correction, answered,
], {in_hand}))  # fmt: skip
def test_every_act_offered_opens_for_whoever_is_offered_it(cast, make):
    case = make(cast)
    for name, user in cast.everyone().items():
        if not Application.objects.visible_to(user).filter(pk=case.pk).exists():
            continue
        found = next_step(case, user, on=THURSDAY)
        offered = [act for act in [found.main, *found.others, *found.rare] if act]
        client = desk(user)
        with on(THURSDAY, 10):
            got = {act.url: client.get(act.url).status_code for act in offered}
        assert set(got.values()) <= {200}, (name, got)


# By when the signatures must be there


def test_signatures_are_counted_back_from_the_limit_which_approval_never_stops(cast):
    # Due on Monday 30 March. The leader signs by then, the office head by the working day before,
    # the 27th, the unit's head by the 26th, the draft is there by the 25th.
    assert checks(cast.officer, in_hand(cast)) == {
        "登记": (True, MONDAY),
        "收件回执": (False, None),
        "告知补正（需要时）": (False, date(2026, 3, 11)),
        "延期告知（需要时）": (False, date(2026, 3, 30)),
        "检索记录": (False, None),
        "答复稿送审": (False, date(2026, 3, 25)),
        "承办单位负责人审核": (False, date(2026, 3, 26)),
        "信息公开办公室负责人审核": (False, date(2026, 3, 27)),
        "主管校领导批准": (False, date(2026, 3, 30)),
        "保密审查": (False, date(2026, 3, 30)),
        "答复发出": (False, date(2026, 3, 30)),
        "答复送达": (False, date(2026, 3, 30)),
    }


@pytest.mark.full
def test_a_withdrawn_case_lacks_nothing(cast):
    case = in_hand(cast)
    case.withdraw(by=cast.registrar, on=MONDAY, at=at(MONDAY, 15))
    assert checks(cast.registrar, case) == {}


# The two clocks


def test_time_is_told_by_the_hands_it_was_spent_in(cast):
    case = registered(cast)
    case.assign(by=cast.registrar, on=THURSDAY, at=at(THURSDAY), unit=cast.academic_affairs)
    response = page(cast.office_head, case, date(2026, 3, 9))
    spells = [(s.hands, s.days, s.left) for s in response.context["spent"].spells]
    # 3-5 March with the office, 6 and 9 March with the unit, 15 of 20 ahead.
    assert spells == [("信息公开办公室", 3, False), ("教务处", 2, False), ("剩余", 15, True)]
    assert "在办5个工作日，其中5个计入现在的期限，剩15个。" in text(response)
    assert "信息公开办公室：3，教务处：2。合计5个工作日。" in text(response)


@pytest.mark.full
def test_days_after_the_limit_are_counted_too(cast):
    response = page(cast.office_head, in_hand(cast), date(2026, 4, 1))
    # The limit's 20 days, then 31 March and 1 April.
    assert "在办22个工作日，其中20个计入现在的期限。" in text(response)


@pytest.mark.full
def test_days_that_do_not_count_are_in_the_applicants_hands(cast):
    # 3-6 and 9 March: asked to correct on the 2nd, nothing has come.
    response = page(cast.office_head, awaiting_correction(cast), date(2026, 3, 9))
    [spell] = response.context["spent"].spells
    assert (spell.hands, spell.days, spell.counted) == ("申请人（补正）", 5, 0)


def test_two_laws_show_two_dates(cast):
    case = in_hand(cast)
    acts.take(case, "choose_law", by=cast.office_head, on=MONDAY, at=at(MONDAY, 15),
              law="cn-university", reason="办学信息")  # fmt: skip
    html = text(page(cast.officer, case))
    section = html[html.index("逐日列表") : html.index("时间用在哪里")]
    assert "2026年3月30日" in section
    assert "2026年3月23日" in section
    assert "提醒以较早的为准" in section


def test_a_provisional_date_says_so_beside_the_date(cast):
    # 20 working days from 1 December 2026 end in January 2027, whose notice is not out.
    case = in_hand(cast, date(2026, 12, 1))
    html = text(page(cast.officer, case, date(2026, 12, 2)))
    head = html[html.index("<h1>") : html.index("下一步")]
    assert head.count("暂定") == 1


def test_a_case_whose_receipt_is_not_confirmed_has_no_clock(cast):
    case = filed(MONDAY)
    Application.objects.filter(pk=case.pk).update(received_on=None, due_on=None, alarm_on=None)
    html = text(page(cast.registrar, case))
    assert "尚未与申请人确认" in html
    assert "时间用在哪里" not in html


# Personal data


PRIVATE = ("42080019900101123X", "13800000000", "zhang@example.com", "湖北省荆门市示例路1号")


def test_personal_data_are_masked_for_everybody(cast):
    case = in_hand(cast)
    for user in (cast.registrar, cast.officer, cast.office_head, cast.inspector):
        html = text(page(user, case))
        assert "4****************X" in html
        assert not [data for data in PRIVATE if data in html]


def test_the_way_to_reveal_is_shown_to_those_who_may(cast):
    case = in_hand(cast)
    way = reverse("staff:reveal", args=[case.number])
    assert way in text(page(cast.registrar, case))
    for user in (cast.officer, cast.inspector, cast.leader):
        assert way not in text(page(user, case))


def test_a_reveal_logs_the_reason_before_it_shows_what_was_asked_and_no_more(cast):
    case = in_hand(cast)
    address = reverse("staff:reveal", args=[case.number])
    with on(THURSDAY, 10):
        response = desk(cast.registrar).post(
            address, {"fields_to_show": ["phone"], "reason": "寄出前核对电话"}
        )
    html = text(response)
    assert "13800000000" in html
    assert not [data for data in PRIVATE if data in html and data != "13800000000"]
    assert "no-store" in response["Cache-Control"]
    entry = log.entries(case.chain).last()
    assert (entry.event, entry.actor_name, entry.payload) == (
        "revealed", "周登记", {"field": "phone"},
    )  # fmt: skip
    assert log.private_of(entry) == {"reason": "寄出前核对电话"}
    with on(THURSDAY, 10):
        assert "13800000000" not in text(desk(cast.registrar).get(address))


@pytest.mark.parametrize(
    "typed",
    [
        {"fields_to_show": ["phone"]},
        {"fields_to_show": ["phone"], "reason": "   "},
        {"reason": "核对"},
        {"fields_to_show": ["name"], "reason": "核对"},
        {"fields_to_show": ["query_code_hash"], "reason": "核对"},
    ],
)
def test_without_a_reason_or_a_known_field_nothing_is_shown_or_logged(cast, typed):
    case = in_hand(cast)
    before = log.entries(case.chain).count()
    html = text(desk(cast.registrar).post(reverse("staff:reveal", args=[case.number]), typed))
    assert not [data for data in PRIVATE if data in html]
    assert log.entries(case.chain).count() == before


def test_a_new_code_opens_the_case_once_the_old_one_is_dead(cast):
    case = in_hand(cast)
    old = Application.objects.get(pk=case.pk).query_code_hash
    response = desk(cast.registrar).post(
        reverse("staff:new_code", args=[case.number]), {"reason": "本人持身份证到办公室"}
    )
    assert response.context["code"] in text(response)
    assert "no-store" in response["Cache-Control"]
    assert Application.objects.get(pk=case.pk).query_code_hash != old
    assert log.entries(case.chain).last().event == "code_reissued"


@pytest.mark.full
def test_a_new_code_without_a_check_of_identity_is_not_given(cast):
    case = in_hand(cast)
    response = desk(cast.registrar).post(
        reverse("staff:new_code", args=[case.number]), {"reason": " "}, follow=True
    )
    assert "请写明怎样核对了申请人身份。" in text(response)
    assert log.entries(case.chain).last().event == "assign"


# What is kept of the case


def test_what_an_applicant_wrote_is_text_and_nothing_else(cast):
    case = in_hand(cast, subject="<script>alert(1)</script>", description="<b>甲</b>\n乙")
    html = text(page(cast.officer, case))
    assert "<script>alert" not in html
    assert "&lt;b&gt;甲&lt;/b&gt;<br>乙" in html


def test_the_log_tells_who_did_what_newest_first(cast):
    case = in_hand(cast)
    with on(THURSDAY, 10):
        acts.take(case, "record_search", by=cast.officer, on=THURSDAY, at=at(THURSDAY, 10),
                  places="档案室", terms="转专业", found="3份")  # fmt: skip
    html = text(page(cast.officer, case))
    table = html[html.index('<table class="log">') :]
    assert table.index("记录检索") < table.index("交办") < table.index("提交申请")
    assert "吴起草" in table
    assert "2026-03-05 10:00" in table


@pytest.mark.full
def test_facts_of_the_handling_are_all_on_the_page(cast):
    case = consulted(cast)
    case.record_search(by=cast.officer, on=MONDAY, at=at(MONDAY, 16), places="财务系统",
                       terms="食堂", found="合同2份")  # fmt: skip
    case.review_secrecy(by=cast.secrecy_reviewer, on=MONDAY, at=at(MONDAY, 16),
                        conclusion="may_release", basis="不涉密")  # fmt: skip
    html = text(page(cast.officer, case))
    for told in ("示例公司", "没有收到凭证", "财务系统", "合同2份", "严保密", "可以公开", "不涉密"):
        assert told in html


@pytest.mark.full
def test_a_challenge_and_the_reply_it_demands_are_on_the_page(cast):
    case = answered(cast)
    case.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    log_remedy(case, kind="review", filed_on=MONDAY, received_on=MONDAY, by=cast.registrar,
               on=MONDAY, at=at(MONDAY, 18), body="湖北省人民政府")  # fmt: skip
    html = text(page(cast.officer, case))
    # Ten working days from 2 March: 16 March.
    assert "湖北省人民政府" in html
    assert "2026-03-16" in html
    assert reverse("staff:remedy_add", args=[case.number]) not in html
    assert reverse("staff:remedy_add", args=[case.number]) in text(page(cast.registrar, case))


@pytest.mark.full
def test_parts_lead_to_the_whole_and_back(cast):
    case = in_hand(cast)
    acts.take(case, "split", by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), subjects=["人数"])
    part = case.parts.get()
    assert part.get_absolute_url() in text(page(cast.office_head, case))
    assert case.get_absolute_url() in text(page(cast.office_head, part))


@pytest.mark.full
def test_the_printed_sheet_says_who_printed_it_and_ends_the_log_with_its_hash(cast):
    case = in_hand(cast)
    html = text(page(cast.officer, case))
    last = log.entries(case.chain).last()
    assert "由吴起草打印。" in html
    assert f"办理记录共{last.sequence}条，末条校验值 {last.hash}" in html


@pytest.mark.full
def test_a_longer_log_costs_no_more_queries(cast):
    case = in_hand(cast)
    asked = []
    for _round in range(2):
        for _n in range(3):
            case.record_search(by=cast.officer, on=MONDAY, at=at(MONDAY, 16), places="档案室",
                               terms="转专业", found="无")  # fmt: skip
        client = desk(cast.officer)
        with on(THURSDAY, 10), CaptureQueriesContext(connection) as made:
            client.get(reverse("staff:case", args=[case.number]))
        asked.append(len(made))
    assert asked[0] == asked[1]
