"""The pages of signatures on paper: printing the form, putting it in, reading the scan."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from casework import approval_form, paper
from notices.models import Notice
from records import files
from records.models import Approval
from tests.casework.test_on_paper import PDF, scan
from tests.cast import PASSWORD, at
from tests.notices.desk import submitted
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_doors import SEES, answers, expected

TUESDAY = date(2026, 3, 10)


def address(notice, name="on_paper") -> str:
    return reverse(f"staff:{name}", args=[notice.pk])


def sheet(notice, cast, *stages: str, **changes):
    """What a browser sends for a sheet with these stages signed."""
    signers = {
        "unit": cast.department_head, "office": cast.office_head, "leader": cast.leader,
    }  # fmt: skip
    sent = {"code": approval_form.code_of(notice), "scan": scan(), "foreseen": ""}
    for code in signers:
        sent[f"{code}-verdict"] = "approved"
    for code in stages:
        sent |= {f"{code}-signer": signers[code].pk, f"{code}-signed_on": "2026-03-09"}
    return sent | changes


def test_the_whole_sheet_is_put_in_and_the_paper_goes_out(cast):
    notice = submitted(cast, "refused")
    with on(TUESDAY, 10):
        page = text(desk(cast.registrar).get(address(notice)))
        assert "涉密信息不得上传" in page
        assert "冯处长" in page
        sent = sheet(notice, cast, "unit", "office", "leader", **{"leader-comment": "照办"})
        done = text(desk(cast.registrar).post(address(notice), sent, follow=True))
    notice.refresh_from_db()
    assert notice.is_issued
    assert f"已盖章发出{notice.number}" in done
    assert "纸面签署，周登记于" in done
    assert "照办" in done


def test_signatures_are_put_in_with_a_fresh_password_alone(cast):
    notice = submitted(cast, "refused")
    with on(TUESDAY, 10):
        clerk = desk(cast.registrar)
    with on(TUESDAY, 10, 6):
        sent = sheet(notice, cast, "unit", **{"unit-comment": "照抄"})
        html = text(clerk.post(address(notice), sent))
        assert "再输入一次您的密码" in html
        assert "照抄" in html
        assert not Approval.objects.exists()
        again = sheet(notice, cast, "unit", password_again=PASSWORD)
        assert clerk.post(address(notice), again).status_code == 302
    assert Approval.objects.count() == 1


@pytest.mark.full
def test_part_of_a_sheet_leaves_the_rest_waiting(cast):
    notice = submitted(cast, "refused")
    with on(TUESDAY, 10):
        desk(cast.registrar).post(address(notice), sheet(notice, cast, "unit"))
        assert "主管校领导批准" in text(desk(cast.registrar).get(address(notice)))
    assert [stage.done for stage in paper.stages(notice)] == [True, False, False]


def test_faults_are_said_and_nothing_typed_is_lost(cast):
    notice = submitted(cast, "refused")
    sent = sheet(notice, cast, "unit", code="0000-0000", **{"unit-comment": "原样抄录"})
    with on(TUESDAY, 10):
        html = text(desk(cast.registrar).post(address(notice), sent))
    assert "<title>错误：" in html
    assert "不符" in html
    assert "原样抄录" in html
    assert 'value="2026-03-09"' in html
    assert not Approval.objects.exists()


@pytest.mark.full
@pytest.mark.parametrize("missing", ["scan", "code", "unit-signer"])
def test_a_sheet_has_a_scan_a_code_and_a_signer(cast, missing):
    notice = submitted(cast, "refused")
    sent = sheet(notice, cast, "unit")
    del sent[missing]
    with on(TUESDAY, 10):
        answer = desk(cast.registrar).post(address(notice), sent)
    assert answer.status_code == 200
    assert not Approval.objects.exists()


@pytest.mark.full
def test_an_earlier_form_is_refused_on_the_page(cast):
    notice = submitted(cast, "refused")
    sent = sheet(notice, cast, "unit")
    paper.redraft(notice, by=cast.officer, at=at(TUESDAY, 9), facts=notice.all_facts)
    paper.submit(notice, by=cast.officer, at=at(TUESDAY, 9, 5))
    with on(TUESDAY, 10):
        html = text(desk(cast.registrar).post(address(notice), sent))
    assert "签的不是这一稿" in html


@pytest.mark.full
def test_the_form_is_downloaded_as_pdf(cast):
    notice = submitted(cast, "refused")
    with on(TUESDAY, 10):
        answer = desk(cast.leader).get(address(notice, "approval_form"))
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    assert all(approval_form.code_of(notice) in page.extract_text() for page in pages)


def test_the_doors_of_the_form_and_of_putting_in(cast):
    notice = submitted(cast, "refused")
    with on(TUESDAY):
        assert answers(cast, address(notice)) == expected({"registrar", "office_head"})
        Notice.objects.update(drafters=[cast.officer.pk, cast.office_head.pk])
        assert answers(cast, address(notice)) == expected({"registrar"})


@pytest.mark.full
def test_the_scan_is_read_by_who_sees_the_case_once_it_is_examined(cast):
    notice = submitted(cast, "refused")
    with on(TUESDAY, 10):
        desk(cast.registrar).post(address(notice), sheet(notice, cast, "unit"))
    given = Approval.objects.get()
    where = reverse("staff:approval_scan", args=[notice.pk, given.pk])
    page = text(desk(cast.leader).get(where, follow=True))
    assert "正在检查" in page
    files.clear(given.scan, at=at(TUESDAY, 11))
    assert desk(cast.leader).get(where).content == PDF
    seen = answers(cast, where)
    assert {who for who, status in seen.items() if status == 200} == SEES
    assert {status for who, status in seen.items() if who not in SEES} == {404}
    elsewhere = reverse("staff:approval_scan", args=[submitted(cast, "extension").pk, given.pk])
    assert desk(cast.leader).get(elsewhere).status_code == 404


@pytest.mark.full
def test_an_upload_that_is_not_what_it_says_is_refused(cast):
    notice = submitted(cast, "refused")
    fake = SimpleUploadedFile("审签单.pdf", b"MZ", "application/pdf")
    with on(TUESDAY, 10):
        html = text(
            desk(cast.registrar).post(address(notice), sheet(notice, cast, "unit", scan=fake))
        )
    assert "内容与其类型不符" in html
    assert not Approval.objects.exists()
