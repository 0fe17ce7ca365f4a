"""疑似涉密 at a letter, at what proves its service, at forms signed on paper; the list."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import paper, suspected
from casework.paper_files import files_of
from notices.models import Notice, SuspectedSecret
from records import files, log
from tests.casework.test_on_paper import record, three
from tests.cast import at
from tests.notices.desk import submitted
from tests.records.hostile import PNG
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_signatures import TUESDAY


@pytest.fixture
def notice(cast) -> Notice:
    """A letter that was signed on paper and posted, with its receipt."""
    found = record(submitted(cast, "refused", delivery="post"), three(cast), by=cast.registrar)
    receipt = SimpleUploadedFile("收据.png", PNG, "image/png")
    paper.serve(
        found, manner="post", on=TUESDAY, by=cast.registrar, at=at(TUESDAY, 16),
        proof=paper.Proof(reference="EMS1CN", file=receipt),
    )  # fmt: skip
    for each in files_of(found):
        if each.file.is_quarantined:
            files.clear(each.file, at=at(TUESDAY, 16))
    return found


def page(notice, file, name="paper_file") -> str:
    return reverse(f"staff:{name}", args=[notice.pk, file.pk])


def routes(notice) -> dict[str, str]:
    """The address that serves each of its files, by what the file is."""
    proof, approval = notice.services.get(), paper.stages(notice)[0].approval
    return {
        "发出的文书": reverse("staff:notice_pdf", args=[notice.pk]),
        "送达凭证": reverse("staff:service_proof", args=[notice.pk, proof.pk]),
        "审签单扫描件": reverse("staff:approval_scan", args=[notice.pk, approval.pk]),
    }


def serves(client, address: str) -> bool:
    return client.get(address).headers.get("Content-Disposition", "").startswith("attachment")


@pytest.mark.full
@pytest.mark.parametrize("what", ["发出的文书", "送达凭证", "审签单扫描件"])
def test_each_file_of_a_letter_is_stopped_by_its_button_for_everybody(
    cast, notice, what, monkeypatch
):
    (file,) = [each.file for each in files_of(notice) if each.what == what]
    address = routes(notice)[what]
    with on(TUESDAY, 17):
        reader = desk(cast.inspector)
        assert serves(reader, address)
        whole = text(reader.get(reverse("staff:notice", args=[notice.pk])))
        assert page(notice, file) in whole
        assert "立即停止使用" in text(reader.get(page(notice, file)))
        done = text(reader.post(page(notice, file, "paper_file_stop"), follow=True))
        assert "已停止使用这份文件，并通知了保密审查员" in done
        people = [desk(person) for name, person in cast.everyone().items() if name != "outsider"]
        assert not any(serves(each, address) for each in people)
        entry = log.entries(notice.application.chain).last()
        assert (entry.event, entry.payload["file"]) == ("file_stopped", file.pk)
        monkeypatch.setattr(suspected, "refuse_stopped", lambda stored: None)
        assert serves(reader, address)  # the control: it is the one door that keeps it back


@pytest.mark.full
def test_a_stopped_letter_is_not_read_on_its_page_either(cast, notice):
    address = reverse("staff:notice", args=[notice.pk])
    drafts, pages = (
        reverse(f"staff:{name}", args=[notice.pk]) for name in ("draft_versions", "notice_pages")
    )
    with on(TUESDAY, 17):
        reader = desk(cast.officer)
        article = '<article class="paper"'
        assert article in text(reader.get(address))
        assert reader.get(drafts).status_code == 200
        reader.post(page(notice, notice.pdf, "paper_file_stop"))
        html = text(reader.get(address))
        assert "内容不再显示" in html
        assert article not in html
        assert "下载发出的PDF" not in html
        assert reader.get(drafts).status_code == 302
        assert reader.get(pages).status_code == 404


@pytest.mark.full
def test_it_is_lifted_there_by_the_reviewer_alone(cast, notice):
    lift = page(notice, notice.pdf, "paper_file_lift")
    with on(TUESDAY, 17):
        desk(cast.officer).post(page(notice, notice.pdf, "paper_file_stop"))
        assert desk(cast.officer).post(lift, {"reason": "不涉密"}).status_code == 403
        assert "不涉密，解除" not in text(desk(cast.officer).get(page(notice, notice.pdf)))
        reviewer = desk(cast.secrecy_reviewer)
        assert "请写明解除的理由" in text(reviewer.post(lift, {"reason": ""}, follow=True))
        html = text(reviewer.post(lift, {"reason": "经核不涉密"}, follow=True))
        assert "经核不涉密" in html
        assert serves(desk(cast.officer), routes(notice)["发出的文书"])
        assert reviewer.post(lift, {"reason": "再"}).status_code == 302


@pytest.mark.full
def test_only_who_sees_the_case_and_only_a_file_of_that_letter(cast, notice):
    stranger = record(submitted(cast, "refused"), three(cast), by=cast.registrar)
    with on(TUESDAY, 17):
        for name in ("paper_file", "paper_file_stop", "paper_file_lift"):
            outside = desk(cast.outsider)
            send = outside.get if name == "paper_file" else outside.post
            assert send(page(notice, notice.pdf, name)).status_code == 404
        officer = desk(cast.officer)
        assert officer.get(page(notice, notice.pdf, "paper_file_stop")).status_code == 405
        assert officer.post(page(notice, stranger.pdf, "paper_file_stop")).status_code == 404
    assert not SuspectedSecret.objects.exists()


@pytest.mark.full
def test_what_is_stopped_is_listed_where_the_reviewer_and_the_office_look(cast, notice):
    listed, today = reverse("staff:stopped"), reverse("staff:today")
    with on(TUESDAY, 17):
        assert "没有停止使用的文件" in text(desk(cast.office_head).get(listed))
        assert listed not in text(desk(cast.office_head).get(today))
        assert listed in text(desk(cast.secrecy_reviewer).get(today))  # in the navigation
        for each in files_of(notice):
            suspected.stop(notice.application, each.file, by=cast.officer, at=at(TUESDAY, 16))
        for who in (cast.secrecy_reviewer, cast.office_head, cast.registrar):
            assert "有3份文件疑似涉密，已停止使用" in text(desk(who).get(today))
            html = text(desk(who).get(listed))
            assert all(page(notice, each.file) in html for each in files_of(notice))
            assert f"发出的文书 {notice.number}" in html
        assert desk(cast.officer).get(listed).status_code == 403
        assert "份文件疑似涉密" not in text(desk(cast.officer).get(today))
