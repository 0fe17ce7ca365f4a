"""Files that go out, on the pages: findings beside the file, whose word it is, a stop for all."""

import re
from contextlib import ExitStack
from threading import BoundedSemaphore

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import filing, letting_through, outgoing, paper, released, suspected
from notices.check_outgoing import NotYet
from notices.check_outgoing.child import look_into
from notices.models import Notice, SuspectedSecret
from records import files
from records.models import WorkRun
from requests_app.models import Attachment
from tests.cast import at
from tests.notices.desk import FRIDAY, drafted, reviewed_again
from tests.notices.outgoing import pdf_made as made
from tests.web.public.filling import opened
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_pages import form_of
from web.public import views_package

COVERED = made.saved(made.new(made.line("Zhang San") + made.box(60, 690, 200, 30)))
NUMBERED = made.saved(made.new(made.line("Tel 13800000000")))
CLEAN = made.saved(made.new())


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """A process for each file is for `test_check_outgoing`."""
    monkeypatch.setattr(outgoing, "findings_of", lambda *file, waits: look_into(*file))


@pytest.fixture(autouse=True)
def _all_places_free(monkeypatch):
    """A server ends every answer; a test that looks at its headers only does not."""
    monkeypatch.setattr(views_package, "_zips", BoundedSemaphore(3))


def upload(content: bytes, name: str = "附件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def with_file(cast, content: bytes) -> tuple[Notice, Attachment]:
    notice = drafted(cast, "granted")
    given = released.add(
        notice.application, upload(content), by=cast.officer, on=FRIDAY, at=at(FRIDAY, 9)
    )
    notice.refresh_from_db()
    return notice, given


def issued(cast, content: bytes = CLEAN) -> tuple[Notice, Attachment]:
    notice, given = with_file(cast, content)
    reviewed_again(cast, notice)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for role in [s.role for s in paper.stages(notice) if s.code != "secrecy"]:
        paper.approve(notice, by=getattr(cast, role), on=FRIDAY, at=at(FRIDAY, 11))
    return notice, given


def test_what_was_found_stands_beside_the_file_with_how_to_mend_it(cast):
    notice = drafted(cast, "granted")
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(FRIDAY, 10):
        sent = form_of("granted", seen=1) | {"upload": upload(COVERED), "submit": "1"}
        html = text(desk(cast.officer).post(address, sent, follow=True))
    assert "须改正后重新上传" in html
    assert "看不见却能复制出来的文字（被方块或图片盖住）：第1页" in html
    assert "附件“附件.pdf”：看不见却能复制出来的文字" in html
    notice.refresh_from_db()
    assert notice.submitted_at is None


@pytest.mark.full
def test_a_reason_typed_beside_the_file_lets_it_through_and_the_signer_sees_whose_it_is(cast):
    notice, given = with_file(cast, NUMBERED)
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(FRIDAY, 10):
        browser = desk(cast.officer)
        html, seen = text(browser.get(address)), outgoing.fingerprint(given.outgoing_check)
        assert f'name="let-{given.pk}"' in html
        assert f'name="let-{given.pk}-seen" value="{seen}"' in html
        sent = form_of("granted", seen=notice.draft_number)
        sent |= {f"let-{given.pk}": "公开的办公电话", f"let-{given.pk}-seen": seen, "submit": "1"}
        browser.post(address, sent)
        notice.refresh_from_db()
        assert notice.submitted_at is not None
        card = text(desk(cast.department_head).get(reverse("staff:approve", args=[notice.pk])))
    assert "吴起草于" in card
    assert "公开的办公电话" in card
    assert "手机号码：第1页（1…0）" in card


@pytest.mark.full
def test_the_page_of_a_file_lets_it_through_for_those_who_may(cast):
    _notice, given = with_file(cast, NUMBERED)
    number = given.application.number
    address = reverse("staff:file_let_through", args=[number, given.pk])
    with on(FRIDAY, 10):
        assert desk(cast.registrar).post(address, {"reason": "x"}).status_code == 403
        assert desk(cast.outsider).post(address, {"reason": "x"}).status_code == 404
        said = text(desk(cast.leader).post(address, {"reason": ""}, follow=True))
        assert "请写明放行的理由" in said
        assert "署名放行" in said
        reason = {"reason": "已公开的号码"}
        stale = text(desk(cast.leader).post(address, reason | {"seen": "other"}, follow=True))
        assert "结果不同，请看过再放行" in stale
        given.outgoing_check.refresh_from_db()
        assert given.outgoing_check.overridden_by is None
        seen = outgoing.fingerprint(given.outgoing_check)
        assert f'name="seen" value="{seen}"' in stale
        desk(cast.leader).post(address, reason | {"seen": seen})
    given.outgoing_check.refresh_from_db()
    assert given.outgoing_check.overridden_by == cast.leader


@pytest.mark.full
def test_a_check_is_done_again_by_those_who_draft(cast):
    _notice, given = with_file(cast, CLEAN)
    outgoing.check_of(given).delete()
    address = reverse("staff:file_check", args=[given.application.number, given.pk])
    with on(FRIDAY, 10):
        assert desk(cast.inspector).post(address).status_code == 403
        html = text(desk(cast.officer).post(address, follow=True))
    assert "已重新检查" in html
    assert "检查过，没有发现问题" in html


# 疑似涉密


def routes(notice: Notice, given: Attachment, own: Attachment) -> dict[str, tuple[str, str]]:
    """Every address that serves a stored file of the case: by name, whose it is and where."""
    number = notice.application.number
    return {
        "staff:attachment": ("staff", reverse("staff:attachment", args=[number, given.pk])),
        "staff:attachment, the applicant's": (
            "staff", reverse("staff:attachment", args=[number, own.pk]),
        ),
        "staff:notice_pdf": ("staff", reverse("staff:notice_pdf", args=[notice.pk])),
        "staff:package_zip": ("staff", reverse("staff:package_zip", args=[notice.pk])),
        "staff:package_pdf": ("staff", reverse("staff:package_pdf", args=[notice.pk])),
        "public:released": ("public", reverse("public:released", args=[given.pk])),
        "public:notice": ("public", reverse("public:notice", args=[notice.pk])),
        "public:package_zip": ("public", reverse("public:package_zip")),
        "public:package_pdf": ("public", reverse("public:package_pdf")),
    }  # fmt: skip


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.fixture
def everything(cast):
    """An answered case with a file given, one the applicant sent, and who asks for them."""
    notice, given = issued(cast)
    case = notice.application
    own = filing.attach(
        case, SimpleUploadedFile("身份.png", made.png()), kind=Attachment.Kind.APPLICATION,
        on=FRIDAY, at=at(FRIDAY),
    )  # fmt: skip
    files.clear(own.file, at=at(FRIDAY))
    with on(FRIDAY, 12):
        code = filing.reissue_code(case, by=cast.office_head, reason="本人到场", at=at(FRIDAY, 12))
        applicant = opened(case.number, code)
    return notice, given, own, applicant


def served(cast, everything, *, people) -> dict[tuple[str, str], bool]:
    """For each address and person, whether bytes of a file came."""
    notice, given, own, applicant = everything
    found = {}
    with on(FRIDAY, 12, 5):
        for name, (whose, address) in routes(notice, given, own).items():
            browsers = {"applicant": applicant}
            if whose == "staff":
                browsers = {each: desk(getattr(cast, each)) for each in people}
            for who, browser in browsers.items():
                found[name, who] = browser.get(address).headers.get(
                    "Content-Disposition", ""
                ).startswith("attachment")  # fmt: skip
    return found


def test_before_anything_is_stopped_every_address_serves_its_file(cast, everything):
    """The negative control of the matrix below."""
    assert all(served(cast, everything, people=["officer"]).values())


def test_once_stopped_no_address_serves_it_to_anybody(cast, everything):
    notice, given, own, _applicant = everything
    case = notice.application
    for stored in (given.file, own.file, notice.pdf):
        suspected.stop(case, stored, by=cast.officer, at=at(FRIDAY, 12))
    found = served(cast, everything, people=[n for n in cast.everyone() if n != "system_admin"])
    packages = {key for key, came in found.items() if came}
    assert packages <= {key for key in found if "package" in key[0]}


@pytest.mark.full
def test_a_package_has_nothing_of_what_is_stopped(cast, everything):
    notice, given, _own, applicant = everything
    suspected.stop(notice.application, given.file, by=cast.officer, at=at(FRIDAY, 12))
    with on(FRIDAY, 12, 5):
        for whose, address in routes(notice, given, given).values():
            if "all." in address or "package" in address:
                browser = applicant if whose == "public" else desk(cast.officer)
                answer = browser.get(address)
                assert answer.headers["Content-Disposition"].startswith("attachment")
                assert CLEAN not in body(answer)
        page = text(applicant.get(reverse("public:case")))
    assert '附件.pdf <span class="soft">暂停提供' in page


def test_whoever_sees_the_case_stops_a_file_by_one_button_and_one_role_lifts_it(cast):
    notice, given = with_file(cast, CLEAN)
    number = notice.application.number
    page, stop, lift = (
        reverse(f"staff:{name}", args=[number, given.pk])
        for name in ("file", "file_stop", "file_lift")
    )
    with on(FRIDAY, 10):
        assert desk(cast.outsider).post(stop).status_code == 404
        assert desk(cast.inspector).get(stop).status_code == 405
        html = text(desk(cast.inspector).post(stop, follow=True))
        assert "已停止使用这份文件，并通知了保密审查员" in html
        assert "下载文件" not in html
        assert desk(cast.officer).post(lift, {"reason": "不涉密"}).status_code == 403
        assert "不涉密，解除" not in text(desk(cast.officer).get(page))
        assert "附件.pdf" in text(desk(cast.secrecy_reviewer).get(reverse("staff:stopped")))
        assert desk(cast.officer).get(reverse("staff:stopped")).status_code == 403
        html = text(desk(cast.secrecy_reviewer).post(lift, {"reason": "经核不涉密"}, follow=True))
    assert "经核不涉密" in html
    assert not SuspectedSecret.objects.standing().exists()


@pytest.mark.full
def test_the_case_page_offers_it_at_every_file(cast):
    notice, given = with_file(cast, CLEAN)
    with on(FRIDAY, 10):
        html = text(desk(cast.inspector).get(notice.application.get_absolute_url()))
    assert reverse("staff:file", args=[notice.application.number, given.pk]) in html


# What the applicant gets


@pytest.mark.full
def test_the_applicant_gets_everything_at_once(cast, everything):
    notice, _given, _own, applicant = everything
    with on(FRIDAY, 12, 5):
        page = text(applicant.get(reverse("public:case")))
        assert "全部下载（ZIP）" in page
        assert "不带电子签名" in page
        answer = applicant.get(reverse("public:package_zip"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    content = body(answer)
    assert content.startswith(b"PK")
    assert paper.issued_pdf(notice) in content
    assert CLEAN in content


def begun_and_not_read(applicant, count: int) -> list:
    """So many downloads of the ZIP of which nothing was read yet."""
    with on(FRIDAY, 12, 5):
        return [applicant.get(reverse("public:package_zip")) for _download in range(count)]


@pytest.mark.full
def test_slow_readers_take_a_few_places_only_and_give_them_back(cast, everything):
    _notice, _given, _own, applicant = everything
    answers = begun_and_not_read(applicant, 5)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 302, 302]
    with on(FRIDAY, 12, 5):
        assert "现在下载的人较多" in text(applicant.get(reverse("public:case")))
    assert body(answers[1]).startswith(b"PK")  # read to its end
    again = begun_and_not_read(applicant, 2)
    assert [answer.status_code for answer in again] == [200, 302]


def test_a_download_broken_off_gives_its_place_back_once():
    places = BoundedSemaphore(1)
    with ExitStack() as place:
        views_package._take(places, place)
        stream = views_package._Stream(iter([b"a", b"b"]), place.pop_all())
    pieces = iter(stream)
    assert next(pieces) == b"a"
    with pytest.raises(views_package.Busy), ExitStack() as place:
        views_package._take(places, place)
    stream.close()
    stream.close()
    assert places.acquire(blocking=False)


@pytest.mark.full
def test_without_places_slow_readers_could_take_every_thread(cast, everything, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(views_package, "_take", lambda places, place: None)
    answers = begun_and_not_read(everything[-1], 9)
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.full
def test_one_is_merged_at_a_time_and_a_failure_gives_the_place_back(cast, everything, monkeypatch):
    applicant = everything[-1]
    with on(FRIDAY, 12, 5):
        assert applicant.get(reverse("public:package_pdf")).status_code == 200
        with views_package._merges:
            assert applicant.get(reverse("public:package_pdf")).status_code == 302
        with monkeypatch.context() as patch:
            patch.setattr(views_package.merged, "MOST_BYTES", 1)
            assert applicant.get(reverse("public:package_pdf")).status_code == 302
        assert applicant.get(reverse("public:package_pdf")).status_code == 200


@pytest.mark.full
def test_a_file_being_checked_says_so_and_whom_to_ask_where_no_worker_runs(cast, monkeypatch):
    def slow(*_file, waits=None):
        raise NotYet

    monkeypatch.setattr(outgoing, "findings_of", slow)
    notice, given = with_file(cast, CLEAN)
    page = reverse("staff:file", args=[notice.application.number, given.pk])
    with on(FRIDAY, 10):
        html = text(desk(cast.officer).get(page))
        assert "检查中" in html
        assert "后台程序没有在运行" in html
        WorkRun.objects.create(name="x", due_at=at(FRIDAY, 11), finished_at=at(FRIDAY, 10))
        assert "后台程序没有在运行" not in text(desk(cast.officer).get(page))
        check = reverse("staff:file_check", args=[notice.application.number, given.pk])
        assert "由后台程序接着检查" in text(desk(cast.officer).post(check, follow=True))


@pytest.mark.full
def test_before_the_answer_there_is_no_package(cast):
    notice, _given = with_file(cast, CLEAN)
    code = filing.reissue_code(
        notice.application, by=cast.office_head, reason="本人到场", at=at(FRIDAY, 9)
    )
    with on(FRIDAY, 9, 5):
        applicant = opened(notice.application.number, code)
        assert "全部下载" not in text(applicant.get(reverse("public:case")))
        assert applicant.get(reverse("public:package_zip")).status_code == 404
        assert applicant.get(reverse("public:package_pdf")).status_code == 404


@pytest.mark.full
def test_staff_see_the_package_of_a_draft_before_it_goes(cast):
    notice, _given = with_file(cast, CLEAN)
    with on(FRIDAY, 10):
        html = text(desk(cast.officer).get(reverse("staff:notice_edit", args=[notice.pk])))
        address = reverse("staff:package_pdf", args=[notice.pk])
        assert address in html
        assert body(desk(cast.officer).get(address)).startswith(b"%PDF")
        assert desk(cast.outsider).get(address).status_code == 404


def test_an_answer_for_a_file_is_kept_out_of_the_log_of_the_server(cast, caplog):
    _notice, given = with_file(cast, NUMBERED)
    letting_through.let_through(
        given.outgoing_check, by=cast.officer, at=at(FRIDAY), reason="公开的电话"
    )
    assert not re.search("13800000000|公开的电话|附件", caplog.text)
