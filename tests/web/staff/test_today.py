"""What must be done today: the right verb to the right person, overdue first, nothing lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import feeds, filing, paper
from casework.remedies import log_remedy
from casework.reminders import remind
from records.models import OutgoingMail
from tests.cast import (
    ASKED,
    MONDAY,
    NATURAL_PERSON,
    SUPPLIED,
    answered,
    at,
    awaiting_correction,
    filed,
    in_hand,
    registered,
)
from tests.web.staff.people_at_desks import desk, on, text

TODAY = "/staff/"


def agenda(user, day: date):
    with on(day, 9):
        response = desk(user).get(TODAY)
    assert response.status_code == 200
    return response.context["agenda"]


def lines(user, day: date) -> list[tuple[str, str]]:
    """(verb, number of the case) of what must be done today, in order."""
    found = agenda(user, day)
    return [(line.verb, line.case.number) for line in [*found.overdue, *found.now]]


def urls(user, day: date) -> dict[str, str]:
    found = agenda(user, day)
    return {line.verb: line.url for line in [*found.overdue, *found.now, *found.soon]}


def by_post(cast, **asked):
    return filing.register_paper(
        application=ASKED | {"channel": "post", "signed_for": False} | asked,
        applicant=NATURAL_PERSON, arrived_on=MONDAY, by=cast.registrar, on=MONDAY, at=at(MONDAY),
    ).application  # fmt: skip


def drafted(cast, case, day: date):
    item = SUPPLIED | {"ground": "supplied"}
    return paper.draft(
        "granted", case, by=cast.officer, on=day, at=at(day, 10), facts={"items": [item]}
    )


def test_what_came_in_is_registered_by_the_registrar_and_the_office_head_alone(cast):
    case = filed(MONDAY)
    for name, user in cast.everyone().items():
        expected = [("登记来件", case.number)] if name in ("registrar", "office_head") else []
        assert lines(user, MONDAY) == expected, name


def test_an_ordinary_letter_is_confirmed_before_it_is_registered(cast):
    case = by_post(cast)
    assert lines(cast.registrar, MONDAY) == [("与申请人确认收到日期", case.number)]
    address = reverse("staff:step", args=[case.number, "confirm_receipt"])
    assert urls(cast.registrar, MONDAY) == {"与申请人确认收到日期": address}


def test_what_no_unit_has_is_given_to_one(cast):
    case = registered(cast)
    assert lines(cast.registrar, MONDAY) == [("交办", case.number)]
    assert lines(cast.inspector, MONDAY) == []


def test_a_case_stands_where_its_urgency_belongs_as_its_days_pass(cast):
    # 20 working days from 2 March: due on Monday 30 March; 3 working days before is the 25th.
    case = in_hand(cast)
    found = agenda(cast.officer, date(2026, 3, 24))
    assert (found.total, found.soon) == (0, [])
    assert [row.case for row in found.waiting] == [case]
    soon = agenda(cast.officer, date(2026, 3, 25)).soon
    assert [(line.verb, line.case) for line in soon] == [("起草答复", case)]
    assert [line.case for line in agenda(cast.officer, date(2026, 3, 30)).now] == [case]
    assert [line.case for line in agenda(cast.officer, date(2026, 3, 31)).overdue] == [case]


def test_the_office_urges_the_unit_and_others_only_look(cast):
    case = in_hand(cast)
    due = date(2026, 3, 30)
    assert lines(cast.office_head, due) == [("催教务处交答复稿", case.number)]
    assert lines(cast.department_head, due) == [("起草答复", case.number)]
    assert lines(cast.leader, due) == [("查看", case.number)]


def test_overdue_stands_before_due_today_and_that_before_the_rest(cast):
    fresh = registered(cast, date(2026, 3, 30))
    due = in_hand(cast, MONDAY)
    late = in_hand(cast, date(2026, 2, 9))
    assert [number for _verb, number in lines(cast.registrar, date(2026, 3, 30))] == [
        late.number, due.number, fresh.number,
    ]  # fmt: skip


def test_a_draft_waits_for_its_writer_until_it_is_handed_in(cast):
    case = in_hand(cast)
    notice = drafted(cast, case, MONDAY)
    assert lines(cast.officer, MONDAY) == [("改好并送审予以公开答复书", case.number)]
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 11))
    assert lines(cast.officer, MONDAY) == []


def test_a_signature_waits_for_the_one_person_whose_turn_it_is(cast):
    case = in_hand(cast)
    notice = drafted(cast, case, MONDAY)
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 11))
    signer = [("审批予以公开答复书", case.number)]
    others = {n: u for n, u in cast.everyone().items() if n != "department_head"}
    assert lines(cast.department_head, MONDAY) == signer
    assert [name for name, user in others.items() if lines(user, MONDAY)] == []
    paper.approve(notice, by=cast.department_head, on=MONDAY, at=at(MONDAY, 12))
    assert lines(cast.department_head, MONDAY) == []
    assert lines(cast.office_head, MONDAY) == signer
    paper.approve(notice, by=cast.office_head, on=MONDAY, at=at(MONDAY, 13))
    assert lines(cast.secrecy_reviewer, MONDAY) == [("保密审查：予以公开答复书", case.number)]


@pytest.mark.full
def test_the_office_urges_whoever_has_to_sign_what_is_due(cast):
    case = in_hand(cast)
    notice = drafted(cast, case, MONDAY)
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 11))
    assert lines(cast.registrar, date(2026, 3, 30)) == [("催承办单位负责人审核", case.number)]


def test_a_letter_sent_back_is_its_writers_again(cast):
    case = in_hand(cast)
    notice = drafted(cast, case, MONDAY)
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 11))
    paper.send_back(notice, by=cast.department_head, at=at(MONDAY, 12), comment="请写明年度")
    assert lines(cast.officer, MONDAY) == [("改好并送审予以公开答复书", case.number)]


@pytest.mark.full
def test_a_letter_nobody_received_yet_is_served(cast):
    case = in_hand(cast, delivery="post")
    missing = {"missing": "请说明年度。", "days": 10}
    notice = paper.draft(
        "correction", case, by=cast.officer, on=MONDAY, at=at(MONDAY, 10), facts=missing
    )
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 11))
    paper.approve(notice, by=cast.office_head, on=MONDAY, at=at(MONDAY, 12))
    assert lines(cast.registrar, MONDAY) == [("送达补正告知书并登记", case.number)]
    assert lines(cast.officer, MONDAY) == []
    paper.serve(
        notice, manner="post", on=MONDAY, by=cast.registrar, at=at(MONDAY, 15),
        proof=paper.Proof(reference="1"),
    )  # fmt: skip
    assert lines(cast.registrar, MONDAY) == []


@pytest.mark.full
def test_abandonment_is_offered_the_day_after_the_applicants_time(cast):
    case = awaiting_correction(cast)  # ten working days from 2 March: until Monday the 16th
    assert lines(cast.office_head, date(2026, 3, 16)) == []
    assert lines(cast.office_head, date(2026, 3, 17)) == [("决定是否视为放弃", case.number)]
    assert lines(cast.registrar, date(2026, 3, 17)) == []


@pytest.mark.full
def test_a_letter_to_a_third_party_without_proof_is_a_task(cast):
    case = in_hand(cast)
    case.consult(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), kind="third_party",
        party_name="示例公司", concerning="价格",
    )  # fmt: skip
    task = [("查征求意见书是否送达", case.number)]
    assert lines(cast.officer, MONDAY) == task
    assert lines(cast.registrar, MONDAY) == task
    assert lines(cast.leader, MONDAY) == []
    asked = case.consultations.get()
    case.record_party_receipt(
        by=cast.officer, on=MONDAY, at=at(MONDAY, 16), consultation=asked.pk, proof="EMS"
    )
    assert lines(cast.officer, MONDAY) == []


@pytest.mark.full
def test_what_is_owed_in_a_year_not_announced_says_that_its_day_is_provisional(cast):
    closed_on = date(2026, 12, 18)
    case = answered(cast)
    case.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    log_remedy(
        case, kind="review", filed_on=closed_on, received_on=date(2026, 12, 21), by=cast.registrar,
        on=date(2026, 12, 21), at=at(date(2026, 12, 21), 18),
    )  # fmt: skip
    secret = feeds.make(
        cast.registrar, scope="person", language="zh-hans", name="", at=at(MONDAY)
    )[1]  # fmt: skip
    with on(date(2027, 1, 4)):
        client = desk(cast.registrar)
        assert "暂定" in text(client.get(TODAY))
        assert "暂定" in text(client.get(reverse("staff:case", args=[case.number])))
        assert "，暂定" in text(client.get(f"/feeds/{secret}/today.atom"))


@pytest.mark.full
def test_a_reply_owed_to_a_review_is_listed_though_the_case_is_closed(cast):
    case = answered(cast)
    case.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    log_remedy(
        case, kind="review", filed_on=MONDAY, received_on=MONDAY, by=cast.registrar, on=MONDAY,
        at=at(MONDAY, 18),
    )  # fmt: skip
    # Ten working days from 2 March: Monday the 16th; within three of them from the 11th.
    task = ("提交行政复议答复书和证据", case.number)
    assert lines(cast.registrar, date(2026, 3, 10)) == []
    assert lines(cast.registrar, date(2026, 3, 11)) == [task]
    assert agenda(cast.registrar, date(2026, 3, 17)).overdue[0].verb == task[0]
    assert lines(cast.officer, date(2026, 3, 17)) == []


def test_the_last_five_figures_add_up_to_the_first(cast):
    in_hand(cast, date(2026, 2, 9))
    in_hand(cast, MONDAY)
    in_hand(cast, date(2026, 3, 4))
    in_hand(cast, date(2026, 3, 30))
    awaiting_correction(cast, date(2026, 3, 27))
    counts = agenda(cast.registrar, date(2026, 3, 30)).counts
    assert counts == {"open": 5, "overdue": 1, "today": 1, "soon": 1, "later": 1, "not_running": 1}
    assert sum(counts.values()) == 2 * counts["open"]


def test_next_years_calendar_is_asked_for_from_the_first_of_october(cast):
    with on(date(2026, 9, 30)):
        assert "放假安排还没有录入" not in text(desk(cast.office_head).get(TODAY))
    with on(date(2026, 10, 1)):
        html = text(desk(cast.office_head).get(TODAY))
    assert html.count("2027年的放假安排还没有录入") == 1
    assert reverse("staff:calendar_enter") in html


def test_an_empty_day_says_so_and_names_what_comes_next(cast):
    with on(MONDAY):
        assert "今天没有必须办的事。" in text(desk(cast.registrar).get(TODAY))
    case = in_hand(cast)
    with on(date(2026, 3, 25)):
        html = text(desk(cast.officer).get(TODAY))
    assert f"下一件{case.number}，" in html
    assert "2026年3月30日" in html


def test_a_line_names_no_person_who_applied(cast):
    filed(MONDAY)
    in_hand(cast)
    with on(MONDAY):
        assert "张示例" not in text(desk(cast.registrar).get(TODAY))


@pytest.mark.full
def test_the_page_costs_no_more_queries_for_more_cases(cast):
    client = desk(cast.office_head)
    asked = []
    for _round in range(2):
        for _n in range(5):
            registered(cast, MONDAY)
            awaiting_correction(cast, MONDAY)
            in_hand(cast, date(2026, 1, 5))
        with on(MONDAY), CaptureQueriesContext(connection) as made:
            client.get(TODAY)
        asked.append(len(made))
    assert asked[0] == asked[1]


@pytest.mark.full
def test_a_reminder_says_what_the_page_says(cast):
    late, due = in_hand(cast, date(2026, 2, 9)), in_hand(cast)
    waiting, fresh = registered(cast, date(2026, 3, 30)), filed(date(2026, 3, 30))
    drafted(cast, late, date(2026, 3, 30))
    day = date(2026, 3, 30)
    remind(at=at(day, 9))
    mail = {m.recipient.partition("@")[0]: m.body for m in OutgoingMail.objects.all()}
    for name, cases in {
        "registrar": {late, due, waiting, fresh}, "department_head": {late, due},
    }.items():  # fmt: skip
        person = getattr(cast, name)
        on_the_page = {f"{number}　{verb}" for verb, number in lines(person, day)}
        assert {line.partition("　")[0] for line in on_the_page} == {case.number for case in cases}
        chinese = mail[person.username].partition("As of")[0]
        in_the_mail = {line.partition("（")[0] for line in chinese.splitlines() if "　" in line}
        assert in_the_mail == on_the_page


@pytest.mark.full
def test_what_is_owed_later_is_listed_apart_by_its_date(cast):
    case = answered(cast)
    case.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    log_remedy(
        case, kind="review", filed_on=MONDAY, received_on=MONDAY, by=cast.registrar, on=MONDAY,
        at=at(MONDAY, 18),
    )  # fmt: skip
    found = agenda(cast.registrar, MONDAY)
    assert [line.due_on for line in found.later] == [date(2026, 3, 16)]
    assert (found.total, found.soon) == (0, [])


@pytest.mark.full
def test_the_last_days_to_ask_for_a_correction_are_shown(cast):
    case = in_hand(cast)  # seven working days from 2 March: Wednesday the 11th
    on_the_day = [("决定是否告知补正", case.number)]
    assert lines(cast.officer, date(2026, 3, 10)) == []
    assert [line.verb for line in agenda(cast.officer, date(2026, 3, 10)).soon] == [
        "决定是否告知补正"
    ]
    assert lines(cast.officer, date(2026, 3, 11)) == on_the_day
    [line] = agenda(cast.officer, date(2026, 3, 11)).now
    assert line.why == "2026年3月11日前可以告知，一次为限（第三十条）"
    assert lines(cast.officer, date(2026, 3, 12)) == []


def test_the_leader_is_asked_to_press_for_what_is_over(cast):
    case = in_hand(cast)
    assert lines(cast.leader, date(2026, 3, 31)) == [("督促教务处答复", case.number)]


@pytest.mark.full
def test_a_silent_third_party_is_recorded_once_its_time_is_over(cast):
    case = in_hand(cast)
    case.consult(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), kind="third_party",
        party_name="示例公司", concerning="价格",
    )  # fmt: skip
    asked = case.consultations.get()
    case.record_party_receipt(
        by=cast.officer, on=MONDAY, at=at(MONDAY, 16), consultation=asked.pk, proof="EMS"
    )
    # Fifteen working days from 2 March: Monday the 23rd.
    assert lines(cast.officer, date(2026, 3, 23)) == []
    assert lines(cast.officer, date(2026, 3, 24)) == [("登记第三方逾期未提出意见", case.number)]


@pytest.mark.full
def test_where_the_law_sets_no_days_the_office_has_its_own_aim(cast):
    in_hand(cast, law="cn-university")
    [line] = agenda(cast.officer, date(2026, 3, 11)).now
    assert line.why == "宜在2026年3月11日前告知（内部目标）"
