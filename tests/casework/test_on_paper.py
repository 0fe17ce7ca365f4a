"""Signatures on the printed form: of this very draft, by those whose role it is, never unseen."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from casework import approval_form, on_paper, paper
from casework.on_paper import Signed
from notices.chains import STAGES
from notices.models import Notice
from office.models import RoleGrant, User
from office.roles import Role
from records import disk, files, log
from records.models import Approval
from records.models.approval import Verdict
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from tests.casework.test_deputies import away
from tests.cast import MONDAY, at
from tests.notices import stories
from tests.notices.desk import FRIDAY, drafted, submitted

NEXT_TUESDAY = date(2026, 3, 10)
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def scan(name: str = "审签单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def three(cast, day: date = FRIDAY) -> list[Signed]:
    """The whole chain of a refusal, signed on one sheet."""
    return [
        Signed("unit", cast.department_head, day),
        Signed("office", cast.office_head, day),
        Signed("leader", cast.leader, NEXT_TUESDAY, comment="同意，请注意措辞。"),
    ]


def record(notice, signed, *, by, code=None, on=NEXT_TUESDAY, upload=None):
    code = approval_form.code_of(notice) if code is None else code
    return on_paper.record(
        notice, signed, scan=upload or scan(), code=code, by=by, on=on, at=at(on, 15)
    )


def said_of(notice, signed, *, by, **options) -> str:
    with pytest.raises(Refusal) as refused:
        record(notice, signed, by=by, **options)
    assert not Approval.objects.filter(scan__isnull=False).exists()
    return str(refused.value)


def test_a_sheet_with_every_signature_sends_the_paper_out(cast):
    notice = record(submitted(cast, "refused"), three(cast), by=cast.registrar)
    assert notice.is_issued
    given = paper.stages(notice)[2].approval
    assert (given.by_name, given.signed_on, given.recorded_by_name) == (
        "陈校长", NEXT_TUESDAY, "周登记",
    )  # fmt: skip
    assert given.comment == "同意，请注意措辞。"
    assert given.scan.is_quarantined
    assert files.read(given.scan) == PDF
    kept = notice.snapshot["approvals"][2]
    assert (kept["signed_on"], kept["recorded_by"]) == ("2026-03-10", "周登记")
    step = log.entries(notice.application.chain).get(event="answer")
    assert (step.actor_name, step.payload["on_behalf_of"]) == ("周登记", cast.leader.pk)


def test_the_log_says_who_put_it_in_and_never_that_they_approved(cast):
    notice = record(submitted(cast, "refused"), three(cast)[:1], by=cast.registrar)
    entries = log.entries(notice.application.chain)
    assert not entries.filter(event="notice_approved").exists()
    entry = entries.get(event="notice_signed_on_paper")
    assert entry.actor_name == "周登记"
    assert entry.payload["signer"] == cast.department_head.pk
    assert entry.payload["signed_on"] == "2026-03-06"


@pytest.mark.full
def test_paper_and_screen_take_turns(cast):
    notice = submitted(cast, "refused")
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    record(notice, three(cast)[1:2], by=cast.registrar)
    paper.approve(notice, by=cast.leader, on=NEXT_TUESDAY, at=at(NEXT_TUESDAY, 16))
    assert notice.is_issued


@pytest.mark.full
def test_a_stage_signed_in_the_system_is_not_put_in_again(cast):
    notice = submitted(cast, "refused")
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "已经签署的环节不能再登记" in said_of(notice, three(cast), by=cast.registrar)
    assert [stage.code for stage in on_paper.stages_open(notice)] == ["office", "leader"]


@pytest.mark.full
def test_a_form_of_an_earlier_draft_is_refused(cast):
    notice = submitted(cast, "refused")
    printed = approval_form.code_of(notice)
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 12), facts=stories.FACTS["refused"])
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    assert approval_form.code_of(notice) != printed
    assert "不符" in said_of(notice, three(cast), by=cast.registrar, code=printed)
    typed = approval_form.code_of(notice).lower().replace("-", " ")
    assert record(notice, three(cast), by=cast.registrar, code=typed).is_issued


def test_a_draft_whose_letter_has_changed_is_refused_whatever_its_code(cast):
    notice = submitted(cast, "refused")
    type(notice).objects.filter(pk=notice.pk).update(wording="另写。")
    assert "与送审时不一致" in said_of(notice, three(cast), by=cast.registrar)


def test_days_that_cannot_be_are_all_named(cast):
    notice = submitted(cast, "refused")  # handed in on Friday 6 March
    early, late = date(2026, 3, 5), date(2026, 3, 11)
    signed = [
        Signed("unit", cast.department_head, early), Signed("office", cast.office_head, late),
    ]  # fmt: skip
    said = said_of(notice, signed, by=cast.registrar)
    assert "不能早于送审" in said
    assert "不能晚于今天" in said
    backwards = [
        Signed("unit", cast.department_head, NEXT_TUESDAY),
        Signed("office", cast.office_head, FRIDAY),
    ]
    assert "前一环节" in said_of(notice, backwards, by=cast.registrar)


def test_the_drafter_does_not_put_signatures_in_nor_does_the_signer(cast):
    notice = drafted(cast, "refused", by=cast.office_head)
    paper.submit(notice, by=cast.office_head, at=at(FRIDAY, 10))
    with pytest.raises(NotPermitted, match="起草人"):
        record(notice, three(cast)[:1], by=cast.office_head)
    other = submitted(cast, "extension")
    own = [Signed("office", cast.office_head, FRIDAY)]
    assert "不能由自己登记" in said_of(other, own, by=cast.office_head)


@pytest.mark.full
@pytest.mark.parametrize("name", ["officer", "leader", "finance", "secrecy_reviewer", "inspector"])
def test_only_the_office_puts_signatures_in(cast, name):
    notice = drafted(cast, "refused", by=cast.office_head)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    with pytest.raises(NotPermitted):
        record(notice, three(cast)[:1], by=getattr(cast, name))


def test_the_signer_must_hold_the_role_and_have_held_it_that_day(cast):
    notice = submitted(cast, "refused")
    wrong = [Signed("unit", cast.leader, FRIDAY)]
    assert "没有这个角色" in said_of(notice, wrong, by=cast.registrar)
    RoleGrant.objects.filter(user=cast.department_head).update(granted_at=at(NEXT_TUESDAY))
    early = [Signed("unit", User.objects.get(pk=cast.department_head.pk), FRIDAY)]
    assert "还没有签" in said_of(notice, early, by=cast.registrar)


@pytest.mark.full
def test_one_person_does_not_sign_two_stages_of_one_sheet(cast):
    RoleGrant.objects.create(user=cast.office_head, role=Role.LEADER, granted_at=at(MONDAY))
    notice = submitted(cast, "refused")
    signed = [*three(cast)[:2], Signed("leader", cast.office_head, NEXT_TUESDAY)]
    assert "已签过另一环节" in said_of(notice, signed, by=cast.registrar)


@pytest.mark.full
def test_a_deputy_on_paper_counts_by_the_day_of_the_signature(cast):
    away(cast.department_head, cast.finance, until=FRIDAY)
    notice = submitted(cast, "refused")
    late = [Signed("unit", cast.finance, NEXT_TUESDAY)]
    assert "不能签" in said_of(notice, late, by=cast.registrar)
    record(notice, [Signed("unit", cast.finance, FRIDAY)], by=cast.registrar)
    given = paper.stages(notice)[0].approval
    assert (given.by_name, given.instead_of_name) == ("钱财务", "冯处长")


@pytest.mark.full
def test_sent_back_on_paper_it_is_a_draft_again(cast):
    notice = submitted(cast, "refused")
    no = Signed("office", cast.office_head, FRIDAY, Verdict.RETURNED, "事实不清")
    record(notice, [three(cast)[0], no], by=cast.registrar)
    assert notice.submitted_at is None
    assert [stage.approval for stage in paper.stages(notice)] == [None, None, None]
    assert log.entries(notice.application.chain).filter(event="notice_returned_on_paper").exists()


@pytest.mark.full
def test_a_return_says_why_and_ends_the_sheet(cast):
    notice = submitted(cast, "refused")
    no = Signed("unit", cast.department_head, FRIDAY, Verdict.RETURNED)
    said = said_of(notice, [no, *three(cast)[1:]], by=cast.registrar)
    assert "理由" in said
    assert "其后的环节不能登记" in said


@pytest.mark.full
def test_the_secrecy_review_is_not_on_the_sheet(cast):
    notice = submitted(cast, "granted")  # reviewed already
    assert [s.code for s in on_paper.stages_open(notice)] == ["unit", "office", "leader"]
    notice.handling.secrecy_reviews.all().delete()
    assert [s.code for s in on_paper.stages_open(notice)] == ["unit", "office"]
    assert "按审批环节的顺序" in said_of(notice, three(cast), by=cast.registrar)


@pytest.mark.full
@pytest.mark.parametrize("name", ["审签单.docx", "审签单.exe", "审签单.xlsx"])
def test_a_scan_is_a_pdf_or_a_picture(cast, name):
    said = said_of(submitted(cast, "refused"), three(cast), by=cast.registrar, upload=scan(name))
    assert "PDF、JPG、PNG" in said


def test_what_is_not_handed_in_is_neither_printed_nor_signed(cast):
    notice = drafted(cast, "refused")
    assert "尚未送审" in said_of(notice, three(cast), by=cast.registrar)
    with pytest.raises(Refusal, match="尚未送审"):
        approval_form.form_pdf(notice, on=FRIDAY)


@pytest.mark.full
def test_the_form_bears_the_code_the_boxes_and_the_whole_letter(cast):
    notice = submitted(cast, "granted")
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    page = approval_form.form_page(notice, on=FRIDAY)
    for words in (
        approval_form.code_of(notice), notice.application.number, "第1稿", "冯处长", "系统内签署",
        "信息公开办公室负责人审核", "主管校领导批准", "严保密", "申请行政复议", "张示例：",
    ):  # fmt: skip
        assert words in page, words
    assert "<script" not in page


@pytest.mark.full
def test_the_form_is_printed_by_the_press(cast):
    content = approval_form.form_pdf(submitted(cast, "refused"), on=FRIDAY)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "信息公开文书审签单" in text


@pytest.mark.full
@pytest.mark.parametrize("stage", ["unit", "office", "leader"])
def test_who_may_have_signed_is_found_in_as_many_queries_for_thirty_people_as_for_three(
    cast, stage
):
    notice, counts = submitted(cast, "granted"), []
    for more in (3, 27):
        for number in range(more):
            clerk = User.objects.create_user(f"{stage}{more}-{number}", full_name="众人")
            signs = number % 2 == 0
            role = Role(STAGES[stage].role) if signs else Role.REGISTRAR
            unit = cast.academic_affairs if role == Role.DEPARTMENT_HEAD else None
            RoleGrant.objects.create(user=clerk, role=role, unit=unit, granted_at=at(MONDAY))
        with CaptureQueriesContext(connection) as made:
            found = on_paper.signers_of(STAGES[stage], Notice.objects.get(pk=notice.pk))
        counts.append(len(made))
    assert len(found) == 1 + 2 + 14  # the cast's, and every second of each
    assert counts[1] <= counts[0]


@pytest.mark.full
def test_what_is_refused_leaves_no_scan_behind(cast, monkeypatch):
    """After the scan is stored something fails; the control keeps rows and bytes apart."""
    notice, before = submitted(cast, "refused"), disk.names()
    twice = [Signed("unit", cast.department_head, FRIDAY), Signed("office", cast.leader, FRIDAY)]
    said_of(notice, twice, by=cast.registrar)
    assert disk.names() == before
    monkeypatch.setattr(files, "all_or_nothing", transaction.atomic)
    said_of(notice, twice, by=cast.registrar)
    assert len(disk.names() - before) == 1


@pytest.mark.full
def test_the_form_shows_each_part_withheld_with_its_ground_and_reasons(cast):
    stories.allow_everything()
    case = stories.ready(cast, "partly_granted")
    facts = {"items": [stories.in_part(stories.PRIVATE, stories.DRAFTS)]}
    notice = paper.draft(
        "partly_granted", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts
    )
    rows = [text for label, text in approval_form.rows_of(notice) if label == "不予公开的部分"]
    assert rows == [
        "学生姓名、学号；个人隐私；其中学生姓名、学号涉及个人隐私，本人不同意公开。",
        "第3页讨论记录；属于四类过程性信息；该页是学校研究资助名额过程中形成的讨论记录。",
    ]
