"""An applicant with number and code: one case, for half an hour, and what may be done with it."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from casework import acts, filing, issuing, outgoing, package, paper, released, settling
from casework.moving import digest, what_moves
from notices.models import Notice
from office.models import CalendarNotice, Institution
from records.log import SYSTEM
from records.models import LogEntry
from remedies.models import Remedy
from requests_app.models import Application, Attachment
from tests.cast import ASKED, NATURAL_PERSON, at
from tests.notices import stories
from tests.web.public.filling import filed, opened, text

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def clock(cast, time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)
    return time_machine


class Case:
    """A case filed on the Monday, and a browser that has opened it."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.number, self.code = filed(Client())
        self.client = opened(self.number, self.code)

    @property
    def row(self) -> Application:
        return Application.objects.get(number=self.number)

    def registered(self) -> "Case":
        acts.take(self.row, "receive", by=self.cast.registrar, on=MONDAY, at=at(MONDAY, 10))
        return self

    def in_hand(self) -> "Case":
        self.registered()
        acts.take(
            self.row, "assign", by=self.cast.registrar, on=MONDAY, at=at(MONDAY, 11),
            unit=self.cast.academic_affairs,
        )  # fmt: skip
        return self

    def asked_to_correct(self) -> "Case":
        self.in_hand()
        self.row.request_correction(
            by=self.cast.office_head, on=MONDAY, at=at(MONDAY, 15),
            missing="请说明所需信息的年度。", days=10,
        )  # fmt: skip
        return self

    def page(self) -> str:
        return text(self.client.get("/track/case/"))


@pytest.fixture
def case(cast) -> Case:
    return Case(cast)


# The day that a letter told


def told_the_tenth(cast, clock) -> Case:
    """Filed on Monday 14 September 2026, fifteen working days: see tests/casework/test_told.py."""
    clock.move_to("2026-09-14T09:00:00+08:00", tick=False)
    case = Case(cast)
    issuing.acknowledge(case.row, by=SYSTEM, on=date(2026, 9, 14), at=at(date(2026, 9, 14), 10))
    assert case.row.due_on == date(2026, 10, 10)
    return case


def sunday_worked(cast, **more) -> None:
    """Sunday 27 September is worked: the fifteenth day is 9 October."""
    row = CalendarNotice(
        year=2026, document="关于调整的通知", published_on=date(2026, 9, 15), rest=[],
        work=["2026-09-27"], work_for=["中秋节"],
    )  # fmt: skip
    moves = what_moves(on=date(2026, 9, 14), calendar=settling.calendar_with(row))
    settling.enter_calendar_notice(
        row, by=cast.office_head, at=at(date(2026, 9, 14), 15), seen=digest(moves), **more
    )


BOTH_DAYS = (
    "告知您的最后一日是2026年10月10日（星期六）；现在按放假安排算出的是2026年10月9日（星期五）"
)


def plain(case: Case) -> str:
    return re.sub(r"<[^>]+>", "", case.page())


@pytest.mark.full
def test_a_later_day_told_in_a_letter_stands_beside_the_one_reckoned_now(cast, clock):
    case = told_the_tenth(cast, clock)
    assert "告知您的最后一日" not in plain(case)
    sunday_worked(cast)
    assert BOTH_DAYS in plain(case)
    assert case.row.notices.get().number in plain(case)


@pytest.mark.full
def test_once_a_person_took_it_back_one_day_is_left(cast, clock):
    case = told_the_tenth(cast, clock)
    sunday_worked(cast, shortened=[case.number], remark="已电话告知")
    assert "告知您的最后一日" not in plain(case)
    assert "2026年10月9日" in plain(case)


# The door


def test_number_and_code_open_the_case(case):
    assert f"申请编号{case.number}" in case.page()


def test_the_code_is_taken_however_it_is_typed(case):
    code = f" {case.code.lower().replace('-', ' ')} "
    assert Client().post("/track/", {"number": case.number, "code": code}).status_code == 302


@pytest.mark.parametrize("wrong", ["number", "code"])
def test_a_wrong_number_and_a_wrong_code_get_one_and_the_same_answer(case, wrong):
    pair = {"number": case.number, "code": case.code}
    answer = Client().post("/track/", pair | {wrong: "2026-999"})
    assert answer.status_code == 422
    assert "编号或查询码不对" in text(answer)
    assert answer.request["QUERY_STRING"] == ""


def test_a_page_that_was_given_a_code_is_kept_by_no_cache_and_no_search_engine(case):
    answer = Client().post("/track/", {"number": "2026-999", "code": case.code})
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]


def test_guessing_is_slowed_down_with_another_way_offered(case, clock):
    guess = {"number": case.number, "code": "0000-0000-0000-0000"}
    answers = [Client().post("/track/", guess).status_code for _ in range(11)]
    assert answers[:10] == [422] * 10
    assert answers[10] == 429
    right = {"number": case.number, "code": case.code}
    refused = Client().post("/track/", right)
    assert refused.status_code == 429
    assert "打电话" in text(refused)
    clock.move_to("2026-03-02T10:01:00+08:00")
    assert Client().post("/track/", right).status_code == 302


def test_the_case_closes_after_half_an_hour_however_busy(case, clock):
    for minute in (10, 20, 29):
        clock.move_to(f"2026-03-02T09:{minute}:00+08:00")
        assert case.client.get("/track/case/").status_code == 200
    clock.move_to("2026-03-02T09:31:00+08:00")
    assert case.client.get("/track/case/").url == "/track/"


@pytest.mark.full
def test_a_visitor_closes_the_case_themselves(case):
    case.client.post("/track/leave/")
    assert case.client.get("/track/case/").url == "/track/"


@pytest.mark.full
def test_a_new_code_closes_what_the_old_one_opened(case):
    filing.reissue_code(case.row, by=case.cast.registrar, reason="当面核对", at=at(MONDAY))
    assert case.client.get("/track/case/").url == "/track/"


@pytest.mark.parametrize(
    "address",
    [
        "case/",
        "case/correct/",
        "case/reasons/",
        "case/withdraw/",
        "case/complain/",
        "case/notice/1/",
    ],
)
def test_without_number_and_code_there_is_nothing_to_see(case, address):
    assert Client().get(f"/track/{address}").url == "/track/"


def test_the_session_of_one_case_opens_no_paper_of_another(case, cast):
    other = Case(cast)
    mine, theirs = (Notice.objects.get(application=c.row) for c in (case, other))
    assert case.client.get(f"/track/case/notice/{mine.pk}/").status_code == 200
    assert case.client.get(f"/track/case/notice/{theirs.pk}/").status_code == 404


@pytest.mark.full
def test_opening_another_case_closes_the_first(case, cast):
    other = Case(cast)
    case.client.post("/track/", {"number": other.number, "code": other.code})
    assert other.number in case.page()
    assert f"申请编号{case.number}" not in case.page()


# What is told


def test_a_case_in_hand_says_whose_turn_it_is_by_when_and_why(case, clock):
    case.in_hand()
    clock.move_to("2026-03-04T09:00:00+08:00")
    case.client = opened(case.number, case.code)
    html = case.page()
    assert "正在办理，现在轮到学校" in html
    assert "2026年3月23日" in html  # working days: 3–6 March 1–4, 9–13 5–9, 16–20 10–14, 23 15
    assert "已经用了2个工作日" in html
    assert "还剩13个" in html
    assert "逐日列表" in html


@pytest.mark.full
def test_a_case_past_its_limit_says_so_and_what_may_be_done(case, clock):
    case.in_hand()
    clock.move_to("2026-03-24T09:00:00+08:00")
    case.client = opened(case.number, case.code)
    html = case.page()
    assert "学校已经超过答复期限" in html
    assert "湖北省教育厅" in html


def test_third_parties_are_not_named_to_the_applicant(case):
    case.in_hand()
    _consult(case)
    html = case.page()
    assert "正在征求有关方面的意见" in html
    assert "示例建设公司" not in html


@pytest.mark.full
def test_a_fee_is_shown_with_its_amount_and_how_to_pay(case):
    Institution.objects.update(law_settings={"cn-university": {"fees": "cost"}})
    case.in_hand()
    case.row.demand_payment(
        by=case.cast.office_head, on=MONDAY, at=at(MONDAY, 16), amount_yuan="120.00",
        basis="复制120页，每页1元。", days=20,
    )  # fmt: skip
    html = case.page()
    assert "请您缴费，现在轮到您" in html
    assert "120.00" in html
    assert "本网站不收款" in html


def test_an_answered_case_shows_result_and_remedy(case, cast):
    case.in_hand()
    refused = {
        "asked_for": "转专业人数", "answer": "refused_third_party", "ground": "refused_third_party",
        "reasons": "涉及个人隐私。", "how_obtained": "",
    }  # fmt: skip
    case.row.answer(by=cast.leader, on=MONDAY, at=at(MONDAY, 16), items=[refused])
    assert "正在送达" in case.page()
    case.row.close(by=SYSTEM, on=MONDAY, at=at(MONDAY, 17))
    html = case.page()
    assert "已经答复：保护第三方合法权益" in html
    assert "举报或者申诉" in html


# Papers


def test_a_notice_comes_as_a_file_and_never_from_a_cache(case):
    notice = Notice.objects.get()
    answer = case.client.get(f"/track/case/notice/{notice.pk}/")
    assert answer.content == paper.issued_pdf(notice)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_paper_whose_bytes_changed_is_not_handed_out(case):
    notice = Notice.objects.get()
    Notice.objects.filter(pk=notice.pk).update(sha256="0" * 64)
    answer = case.client.get(f"/track/case/notice/{notice.pk}/", follow=True)
    assert "这份文件暂时打不开" in text(answer)
    assert b"%PDF" not in answer.content


def prepared(case, cast) -> tuple[Attachment, bytes]:
    """A file made ready to go out, in a case that nobody has answered."""
    case.in_hand()
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    upload = SimpleUploadedFile("统计表.png", drawn.getvalue(), "image/png")
    by = {"by": cast.officer, "on": MONDAY, "at": at(MONDAY, 12)}
    return released.add(case.row, upload, **by), drawn.getvalue()


def shows(case, file: Attachment) -> bool:
    answer = case.client.get(f"/track/case/file/{file.pk}/")
    return "统计表.png" in case.page() or answer.status_code == 200


def test_what_is_given_can_be_fetched_once_the_answer_is_made(case, cast):
    given, content = prepared(case, cast)
    case.row.review_secrecy(
        by=cast.secrecy_reviewer, on=MONDAY, at=at(MONDAY, 13), conclusion="may_release", basis="无"
    )
    notice = paper.draft(
        "granted", case.row, by=cast.officer, on=MONDAY, at=at(MONDAY, 14),
        facts=stories.FACTS["granted"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 14))
    assert not shows(case, given)
    for person in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(notice, by=person, on=MONDAY, at=at(MONDAY, 15))
    assert "统计表.png" in case.page()
    assert case.client.get(f"/track/case/file/{given.pk}/").content == content


@pytest.mark.parametrize("ending", ["withdrawn", "declined"])
def test_what_was_only_made_ready_is_nobody_s_however_the_case_ends(case, cast, ending):
    """Whoever withdraws an application must not be handed what nobody approved."""
    given, _content = prepared(case, cast)
    if ending == "withdrawn":
        case.client.post("/track/case/withdraw/", {"reason": "已经找到", "sure": "on"})
    else:
        item = {"asked_for": "人数", "answer": "not_processed_petition", "ground": "",
                "reasons": "属于信访。"}  # fmt: skip
        case.row.decline(by=cast.leader, on=MONDAY, at=at(MONDAY, 16), items=[item])
    assert case.row.closed_on == MONDAY
    assert not shows(case, given)
    assert case.client.get("/track/case/package.zip").status_code == 404


def test_without_that_look_a_withdrawal_hands_out_what_nobody_approved(case, cast, monkeypatch):
    given, _content = prepared(case, cast)
    monkeypatch.setattr(package, "files_given", lambda case: list(outgoing.released(case)))
    monkeypatch.setattr(package, "_approved", lambda case: None)
    case.client.post("/track/case/withdraw/", {"reason": "已经找到", "sure": "on"})
    assert shows(case, given)


# Acts


def test_a_correction_is_answered_in_words_and_files(case, clock):
    case.asked_to_correct()
    assert "请说明所需信息的年度。" in case.page()
    page = text(case.client.get("/track/case/correct/"))
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    answer = {"version": version, "answer": "2023年至2025年。"}
    assert case.client.post("/track/case/correct/", answer).url == "/track/case/"
    assert case.row.correction.answer == "2023年至2025年。"
    assert case.row.state == "in_hand"
    assert "收到您的补正" in case.page()


@pytest.mark.full
def test_the_files_an_applicant_sent_are_named_to_them(case):
    case.asked_to_correct()
    assert "您上传的材料" not in case.page()
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    sent = SimpleUploadedFile("补充说明.png", drawn.getvalue(), "image/png")
    answer = {"version": case.row.version, "answer": "2023年至2025年。", "files": [sent]}
    assert case.client.post("/track/case/correct/", answer).url == "/track/case/"
    assert "补充说明.png" in case.page()


@pytest.mark.full
def test_a_correction_with_a_refused_file_keeps_the_words_and_waits(case):
    case.asked_to_correct()
    bad = SimpleUploadedFile("说明.exe", b"MZ")
    sent = {"version": case.row.version, "answer": "2023年至2025年。", "files": [bad]}
    html = text(case.client.post("/track/case/correct/", sent))
    assert "“说明.exe”" in html
    assert "2023年至2025年。" in html
    assert case.row.state == "awaiting_correction"


@pytest.mark.full
def test_a_correction_of_what_changed_meanwhile_is_refused_with_the_words_kept(case):
    case.asked_to_correct()
    stale = {"version": case.row.version - 1, "answer": "2023年至2025年。"}
    html = text(case.client.post("/track/case/correct/", stale))
    assert "<title>错误：" in html
    assert "2023年至2025年。" in html
    assert case.row.state == "awaiting_correction"


@pytest.mark.full
def test_a_correction_nobody_asked_for_is_not_offered(case):
    assert "补正您的申请" not in case.page()
    assert case.client.get("/track/case/correct/").url == "/track/case/"


def test_withdrawing_asks_first_and_then_is_done(case):
    case.registered()
    asked = case.client.post("/track/case/withdraw/", {"reason": "已经找到"})
    assert "请确认撤回" in text(asked)
    assert case.row.state == "in_hand"
    case.client.post("/track/case/withdraw/", {"reason": "已经找到", "sure": "on"})
    assert case.row.state == "withdrawn"
    html = case.page()
    assert "您已经撤回这件申请" in html
    assert 'href="/track/case/withdraw/"' not in html


@pytest.mark.full
def test_a_case_taken_back_before_it_was_received_says_so_and_no_wrong_day(cast):
    taken = filing.register_paper(
        application=ASKED | {"channel": "post", "signed_for": False}, applicant=NATURAL_PERSON,
        arrived_on=MONDAY, by=cast.registrar, on=MONDAY, at=at(MONDAY),
    )  # fmt: skip
    client = opened(taken.application.number, taken.query_code)
    client.post("/track/case/withdraw/", {"sure": "on"})
    html = text(client.get("/track/case/"))
    assert "您撤回了申请" in html
    assert html.count("2026年3月2日") == 1  # the day it arrived; nobody knows another


@pytest.mark.full
def test_a_case_handled_anew_tells_how_it_ended_first_and_why_it_goes_on(case, cast):
    case.in_hand()
    item = {
        "asked_for": "转专业人数", "answer": "refused_third_party", "ground": "refused_third_party",
        "reasons": "涉及个人隐私。", "how_obtained": "",
    }  # fmt: skip
    case.row.answer(by=cast.leader, on=MONDAY, at=at(MONDAY, 16), items=[item])
    case.row.close(by=SYSTEM, on=MONDAY, at=at(MONDAY, 17))
    assert "重新办理" not in case.page()
    row = case.row
    acts.take(row, "reopen", by=cast.office_head, on=MONDAY, at=at(MONDAY, 18),
              cause="review", reason="复议机关责令重新答复。")  # fmt: skip
    html = case.page()
    assert "正在重新办理，现在轮到学校" in html
    ended, again = html.index("<b>办结</b>"), html.index("<b>依行政复议决定重新办理</b>")
    assert ended < again


@pytest.mark.full
def test_a_complaint_is_logged_once_however_often_it_is_sent(case):
    for _ in range(2):
        case.client.post("/track/case/complain/", {"grounds": "十天没有动静。"})
    remedy = Remedy.objects.get()
    assert (remedy.kind, remedy.filed_on, remedy.logged_by) == ("complaint", MONDAY, None)
    assert LogEntry.objects.filter(event="remedy_logged").count() == 1
    assert "已收到投诉" in case.page()


@pytest.mark.full
def test_complaining_without_an_end_is_slowed_down(case):
    said = [
        text(case.client.post("/track/case/complain/", {"grounds": f"第{n}次"}, follow=True))
        for n in range(6)
    ]
    assert "今天已经投诉多次" in said[5]
    assert "今天已经投诉多次" not in said[4]
    assert Remedy.objects.count() == 5


def test_every_act_needs_its_token(case):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = case.client.cookies
    assert strict.post("/track/case/withdraw/", {"sure": "on"}).status_code == 403
    assert case.row.state == "filed"


@pytest.mark.full
def test_a_case_with_a_long_story_asks_the_database_no_more_than_one_with_a_short_one(case):
    case.in_hand()
    case.client.post("/track/case/complain/", {"grounds": "没有动静。"})
    _consult(case)
    with CaptureQueriesContext(connection) as short:
        case.page()
    for n in range(4):
        case.client.post("/track/case/complain/", {"grounds": f"第{n}次没有动静。"})
        _consult(case)
    with CaptureQueriesContext(connection) as long:
        assert case.page().count("已收到投诉") == 5
    assert len(long) == len(short)
    assert len(short) < 40


def _consult(case: Case) -> None:
    case.row.consult(
        by=case.cast.office_head, on=MONDAY, at=at(MONDAY, 16), kind="third_party",
        party_name="示例建设公司", concerning="合同单价",
    )  # fmt: skip


@pytest.mark.full
def test_a_case_registered_from_paper_is_followed_in_the_same_way(cast):
    taken = filing.register_paper(
        application=ASKED | {"channel": "post", "signed_for": False}, applicant=NATURAL_PERSON,
        arrived_on=MONDAY, by=cast.registrar, on=MONDAY, at=at(MONDAY),
    )  # fmt: skip
    client = opened(taken.application.number, taken.query_code)
    html = text(client.get("/track/case/"))
    assert "等待确认收到日期" in html
    refused = client.post("/track/case/complain/", {"grounds": "没有人联系我。"})
    assert "出现问题" in text(refused)


@pytest.mark.full
def test_words_sent_after_the_half_hour_wait_for_the_case_to_be_opened_again(case, clock):
    case.asked_to_correct()
    clock.move_to("2026-03-02T09:45:00+08:00")
    sent = {"version": case.row.version, "number": case.number, "answer": "2023年至2025年。"}
    answer = case.client.post("/track/case/correct/", sent, follow=True)
    assert "您刚才写的文字已经保存" in text(answer)
    assert "2023年至2025年。" not in text(answer)
    assert case.row.state == "awaiting_correction"
    back = case.client.post("/track/", {"number": case.number, "code": case.code})
    assert back.url == "/track/case/correct/"
    assert "2023年至2025年。" in text(case.client.get(back.url))


@pytest.mark.full
def test_words_put_aside_are_not_shown_in_another_case(case, cast, clock):
    other = Case(cast)
    clock.move_to("2026-03-02T09:45:00+08:00")
    case.client.post("/track/case/complain/", {"number": case.number, "grounds": "十天没有动静。"})
    opened_other = case.client.post("/track/", {"number": other.number, "code": other.code})
    assert opened_other.url == "/track/case/"
    assert "十天没有动静。" not in text(case.client.get("/track/case/complain/"))


# Reasons asked for (art. 35)

WHY = "/track/case/reasons/"


def asked_why(case: Case, *, delivery: str = "online") -> Case:
    case.in_hand()
    Application.objects.update(delivery=delivery)
    facts = {"grounds": "2月以来提出申请26件", "days": 10}
    stories.issued(case.row, case.cast, "reasons_request", facts, on=MONDAY)
    return case


def answer_to(case: Case, **more) -> dict:
    return {"version": case.row.version, "number": case.number, "answer": "用于课题研究。"} | more


@pytest.mark.full
def test_a_demand_still_in_the_post_sets_no_day(case):
    asked_why(case, delivery="post")
    html = re.sub(r"<[^>]+>", "", case.page())
    assert "请自收到学校的说明理由告知书之日起10个工作日内说明。逾期不说明" in html
    assert "请不晚于这一天说明" not in html


@pytest.mark.full
def test_reasons_are_given_on_the_page_in_words_and_files(case):
    asked_why(case)
    html = case.page()
    assert "2月以来提出申请26件" in html
    # Ten working days after Monday 2 March: 3-6 is 4, 9-13 is 9, Monday 16 is 10.
    assert "请不晚于这一天说明：2026年3月16日" in re.sub(r"<[^>]+>", "", html)
    assert "请不晚于这一天说明：2026年3月16日" in re.sub(r"<[^>]+>", "", text(case.client.get(WHY)))
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    sent = SimpleUploadedFile("课题任务书.png", drawn.getvalue(), "image/png")
    due = case.row.due_on
    assert case.client.post(WHY, answer_to(case, files=[sent])).url == "/track/case/"
    told = case.row.handling.reasons_request
    assert (told.answer, told.answered_on) == ("用于课题研究。", MONDAY)
    assert case.row.due_on == due
    assert case.row.attachments.get().kind == Attachment.Kind.REASONS
    entry = LogEntry.objects.filter(chain=case.row.chain, event="receive_reasons").get()
    assert entry.actor_kind == "applicant"
    assert "课题" not in str(entry.payload)
    html = case.page()
    assert "已收到您说明的理由" in html
    assert "课题任务书.png" in html
    assert WHY not in html


@pytest.mark.full
def test_reasons_refused_for_a_file_or_a_stale_page_keep_the_words(case):
    asked_why(case)
    for more, said in (
        ({"files": [SimpleUploadedFile("说明.exe", b"MZ")]}, "“说明.exe”"),
        ({"version": case.row.version - 1}, "已由他人办理"),
    ):
        answer = case.client.post(WHY, answer_to(case, **more))
        assert answer.status_code == 422
        assert said in text(answer)
        assert "用于课题研究。" in text(answer)
        assert case.row.handling.reasons_request.answer == ""
        assert not case.row.attachments.exists()


@pytest.mark.full
def test_reasons_without_words_are_asked_for_again(case):
    asked_why(case)
    assert "请写明理由" in text(case.client.post(WHY, answer_to(case, answer=" ")))
    assert case.row.handling.reasons_request.answered_on is None


@pytest.mark.full
def test_reasons_sent_after_the_half_hour_wait_for_the_case_to_be_opened_again(case, clock):
    asked_why(case)
    clock.move_to("2026-03-02T09:45:00+08:00")
    assert "您刚才写的文字已经保存" in text(case.client.post(WHY, answer_to(case), follow=True))
    back = case.client.post("/track/", {"number": case.number, "code": case.code})
    assert back.url == WHY
    assert "用于课题研究。" in text(case.client.get(WHY))


@pytest.mark.full
def test_reasons_come_late_too_and_are_told_what_that_means(case, clock):
    asked_why(case)
    clock.move_to("2026-03-17T09:00:00+08:00", tick=False)
    case.client.post("/track/", {"number": case.number, "code": case.code})
    assert "说明理由的期限已满：" in text(case.client.get(WHY))
    assert case.client.post(WHY, answer_to(case)).url == "/track/case/"
    assert case.row.handling.reasons_request.answered_on == date(2026, 3, 17)


@pytest.mark.full
def test_reasons_nobody_asked_for_or_asks_for_no_more_are_not_offered(case, cast):
    case.in_hand()
    assert case.client.get(WHY).url == "/track/case/"
    letter = stories.issued(case.row, cast, "reasons_request")
    assert WHY in case.page()
    facts = {"taken_back": letter.number, "reason": "误计。", "consequence": "不必说明理由。"}
    stories.issued(case.row, cast, "notice_withdrawn", facts)
    assert WHY not in case.page()
    assert case.client.post(WHY, answer_to(case)).url == "/track/case/"
    assert case.row.handling.reasons_request.answer == ""
