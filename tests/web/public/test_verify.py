"""The page anybody may ask of a notice: what it tells, never tells, and withstands."""

import io
import re
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from casework import issuing, paper
from notices import codes, verification
from notices.models import Notice
from notices.verification import Match
from records import disk
from records.files import FileDamaged
from records.log import SYSTEM
from requests_app.models import Application
from tests.cast import MONDAY, at, in_hand
from tests.notices.stories import FACTS, issued
from tests.web.public.filling import filed, opened, text
from web.public import views_verify
from web.public.fingerprint import HashingHandler

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-03-05T09:00:00+08:00", tick=False)
    return time_machine


@pytest.fixture
def notice(cast) -> Notice:
    return issuing.acknowledge(in_hand(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


def file_of(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.pdf", content, "application/pdf")


def asked(**form):
    return Client().post("/verify/", form)


def told(answer) -> str:
    """The words of the page's main part, without those beside it that are always there."""
    main = text(answer).partition('<main id="main" class="wrap" tabindex="-1">')[2]
    main = main.partition("<aside")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


# What it tells


def test_the_square_opens_number_day_issuer_and_pages(notice):
    answer = Client().get(f"/verify/{notice.code}/")
    assert answer.status_code == 200
    found = told(answer)
    for said in ("是学校发出的文书", notice.number, "2026年3月2日", "示例大学", "共1页"):
        assert said in found
    assert codes.grouped(notice.code) in found


@pytest.mark.full
def test_a_code_that_is_typed_leads_to_the_same_page(notice):
    answer = asked(code=codes.grouped(notice.code).lower())
    assert answer.url == f"/verify/{notice.code}/"


def test_the_file_alone_finds_its_notice(notice):
    for form in ({}, {"code": notice.code}):
        found = told(asked(file=file_of(paper.issued_pdf(notice)), **form))
        assert "您的文件与发出时完全一致" in found
        assert notice.number in found


def test_a_changed_file_is_told_apart_and_what_to_do(notice):
    content = paper.issued_pdf(notice)
    found = told(asked(code=notice.code, file=file_of(content + b"\n")))
    assert "您的文件被改动过，或者不是这份文书" in found
    assert "核实之前不要据以办事" in found
    assert notice.number in found  # the notice itself is genuine all the same


def signed_again(content: bytes) -> bytes:
    """A second revision on the end, as programs add that sign or comment."""
    start = int(content.rpartition(b"startxref")[2].split()[0])
    return content + b"xref\n0 0\ntrailer\n<</Size 9/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        start, len(content),
    )  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("how", [signed_again, lambda content: content[:-1]])
def test_a_letter_cut_short_or_with_another_revision_is_not_ours(notice, how):
    found = told(asked(code=notice.code, file=file_of(how(paper.issued_pdf(notice)))))
    assert "您的文件被改动过，或者不是这份文书" in found
    assert asked(file=file_of(how(paper.issued_pdf(notice)))).status_code == 404


@pytest.mark.full
def test_a_changed_bit_anywhere_in_the_letter_is_seen_at_the_page_and_at_download(notice):
    content = paper.issued_pdf(notice)
    step = max(1, len(content) // 400)
    for place in (*range(0, len(content), step), len(content) - 1):
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        digest = sha256(altered).hexdigest()
        assert verification.compare(notice, digest) == Match.DIFFERENT, place
        assert verification.find_by_file(digest) is None
    stored = notice.pdf
    disk.remove(stored.path)
    disk.write(stored.path, altered, row_key=stored.row_key)
    with pytest.raises(FileDamaged):
        paper.issued_pdf(notice)
    assert not verification.is_intact(notice)


@pytest.mark.full
@pytest.mark.parametrize(
    "content", [b"MZ\x90", b"PK\x03\x04", b"%PDF-1.7\n" + b"\0" * 2_000_000, b"%PDF-", b"\xff" * 99]
)
def test_whatever_is_handed_in_is_only_counted_and_hashed(notice, content):
    answer = asked(file=file_of(content))
    assert answer.status_code == 404
    assert "与学校发出的任何文书都不一样" in told(answer)


def test_with_the_comparison_off_a_changed_file_would_pass(notice, monkeypatch):
    monkeypatch.setattr(verification, "compare", lambda notice, sha256: Match.AS_ISSUED)
    content = paper.issued_pdf(notice)
    assert "完全一致" in told(asked(code=notice.code, file=file_of(content + b"\n")))


@pytest.mark.full
def test_a_file_of_nobody_s_is_told_apart(notice):
    answer = asked(file=file_of(b"%PDF-1.4\nsomething else\n%%EOF"))
    assert answer.status_code == 404
    assert "与学校发出的任何文书都不一样" in told(answer)


@pytest.mark.full
def test_a_revoked_notice_says_by_which_and_when(cast, notice):
    facts = {"taken_back": notice.number, "reason": "日期有误。", "consequence": "另行出具。"}
    letter = issued(notice.application, cast, "notice_withdrawn", facts)
    found = told(Client().get(f"/verify/{notice.code}/"))
    assert "是学校发出的文书，已经撤销" in found
    assert f"由{letter.number}撤销，不再有效" in found
    again = issuing.acknowledge(
        notice.application, by=SYSTEM, on=date(2026, 3, 5), at=at(date(2026, 3, 5))
    )
    assert f"由{again.number}替代" in told(Client().get(f"/verify/{notice.code}/"))


# What is no notice


def test_unknown_malformed_and_draft_codes_get_one_and_the_same_answer(cast, notice):
    draft = paper.draft(
        "correction", notice.application, by=cast.officer, on=MONDAY, at=at(MONDAY),
        facts=FACTS["correction"],
    )  # fmt: skip
    code = codes.reserve(draft)
    pages, counts = [], []
    for typed in ("7KQM3TXP9WHD", "x", "' OR 1=1", "0" * 5000, code, "a/b", "撤销"):
        with CaptureQueriesContext(connection) as made:
            answer = Client().get(f"/verify/{typed}/")
        counts.append(len(made))
        assert answer.status_code == 404
        assert "没有这个核验码的文书" in told(answer)
        pages.append(told(answer))
    assert set(pages) == {pages[0]}
    assert len(set(counts[1:])) == 1  # the first makes the throttle's rows
    assert asked(code=code).status_code == asked(code="7KQM3TXP9WHD").status_code == 404
    assert told(asked(code=code)) == told(asked(code="7KQM3TXP9WHD"))


@pytest.mark.full
def test_nothing_filled_in_is_said_at_the_field(notice):
    answer = asked()
    assert answer.status_code == 422
    assert "请填写核验码，或者选择PDF文件" in told(answer)


@pytest.mark.full
def test_an_empty_file_is_refused(notice):
    answer = asked(file=file_of(b""), code="")
    assert answer.status_code == 422


# What it never tells

CANARY = {
    "subject": "金丝雀标题", "description": "金丝雀描述", "document_number": "金丝雀文号",
    "purpose": "金丝雀用途",
}  # fmt: skip
WHO = {
    "name": "金丝雀", "identity_number": "110105194912310021", "phone": "13911112222",
    "email": "canary@example.com", "address": "金丝雀路1号", "postcode": "445566",
}  # fmt: skip


def test_no_field_of_case_applicant_or_notice_is_in_any_answer(cast):
    case = in_hand(cast, applicant=WHO, **CANARY)
    facts = {"missing": "金丝雀事项", "days": 13}
    letter = issued(case, cast, "correction", facts)
    case = Application.objects.get(pk=case.pk)
    forbidden = [
        *CANARY.values(), *WHO.values(), "金丝雀", case.number, "补正告知书", "Correction notice",
        "吴起草", "郑审核", "教务处", letter.content_hash, letter.sha256,
        letter.snapshot["letter"]["title"],
    ]  # fmt: skip
    content = paper.issued_pdf(letter)
    clients = [Client(), Client()]
    clients[1].cookies["language"] = "en"
    for client in clients:
        answers = [
            client.get(f"/verify/{letter.code}/"),
            client.post("/verify/", {"code": letter.code, "file": file_of(content)}),
            client.post("/verify/", {"code": letter.code, "file": file_of(content[:-1])}),
            client.post("/verify/", {"file": file_of(content)}, follow=True),
            client.post("/verify/", {"code": letter.code}, follow=True),
        ]
        for answer in answers:
            assert answer.status_code == 200
            page = text(answer) + str(answer.headers)
            assert letter.number in page
            assert [word for word in forbidden if word in page] == []


def test_a_leak_would_be_found(notice):
    assert notice.number in text(Client().get(f"/verify/{notice.code}/"))


# What it withstands


@pytest.mark.full
def test_a_changed_byte_on_disk_is_under_examination_and_an_incident(notice, caplog):
    content = paper.issued_pdf(notice)
    path = disk.root() / notice.pdf.path
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    for answer in (
        Client().get(f"/verify/{notice.code}/"),
        asked(code=notice.code, file=file_of(content)),
    ):
        found = told(answer)
        assert "这份文书正在核查" in found
        assert notice.number not in found
        assert "完全一致" not in found
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", found).group()
    assert f"incident {number} in public:verify" in caplog.text
    assert "张示例" not in caplog.text


@pytest.mark.full
def test_it_is_slowed_down_and_another_address_is_not(notice, monkeypatch):
    assert views_verify.AN_HOUR_PER_ADDRESS == 60
    monkeypatch.setattr(views_verify, "AN_HOUR_PER_ADDRESS", 3)
    for _try in range(3):
        Client().get("/verify/7KQM3TXP9WHD/")
    refused = Client().get(f"/verify/{notice.code}/")
    assert refused.status_code == 429
    assert notice.number not in text(refused)
    assert "核验次数过多" in told(refused)
    assert asked(code=notice.code).status_code == 429
    assert Client().get("/verify/").status_code == 200  # the form itself is not counted
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(f"/verify/{notice.code}/")
    assert elsewhere.status_code == 200


@pytest.mark.full
def test_without_the_throttle_it_would_go_on(notice, monkeypatch):
    monkeypatch.setattr(views_verify, "AN_HOUR_PER_ADDRESS", 3)
    monkeypatch.setattr(views_verify, "_allowed", lambda request: True)
    seen = {Client().get("/verify/7KQM3TXP9WHD/").status_code for _try in range(5)}
    assert seen == {404}


@pytest.mark.full
def test_no_cache_and_no_search_engine_keeps_it(notice):
    for address in ("/verify/", f"/verify/{notice.code}/", "/verify/x/"):
        headers = Client().get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in headers["Cache-Control"]


@pytest.mark.full
def test_a_form_without_its_token_is_refused(notice):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/", {"code": notice.code}).status_code == 403
    assert strict.get("/verify/").status_code == 200
    token = strict.cookies["csrftoken"].value
    given = {"code": notice.code, "csrfmiddlewaretoken": token}
    assert strict.post("/verify/", given).status_code == 302


# The file is kept nowhere


class Endless(io.RawIOBase):
    """A form with one large file, made up as it is read."""

    HEAD = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n"
    )
    TAIL = b"\r\n--b--\r\n"

    def __init__(self, size: int) -> None:
        self.parts = [self.HEAD, None, self.TAIL]
        self.left, self.length = size, size + len(self.HEAD) + len(self.TAIL)

    def read(self, size: int = -1) -> bytes:
        if self.parts and self.parts[0] is None:
            piece = b"x" * min(size, self.left)
            self.left -= len(piece)
            if not self.left:
                self.parts.pop(0)
            return piece
        return self.parts.pop(0) if self.parts else b""


def sent(size: int):
    body = Endless(size)
    request = RequestFactory().post("/verify/")
    request.META |= {
        "CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(body.length),
    }  # fmt: skip
    request._stream, request._read_started = body, False
    return request


@pytest.mark.full
def test_a_file_leaves_its_length_and_its_hash_and_nothing_else():
    request = sent(5_000_000)
    request.upload_handlers = [HashingHandler(request)]
    passed = request.FILES["file"]
    assert passed.size == 5_000_000
    assert set(vars(passed)) == {"size", "hashed"}


@pytest.mark.full
def test_django_s_own_handlers_would_keep_it():
    kept = sent(5_000_000).FILES["file"]
    assert isinstance(kept, TemporaryUploadedFile)
    kept.close()


@pytest.mark.full
def test_a_file_beyond_the_limit_is_hashed_no_further_and_refused(institution, settings):
    settings.UPLOAD_MAX_BYTES = 1_048_576
    request = sent(3_000_000)
    request.upload_handlers = [HashingHandler(request)]
    assert request.FILES["file"].too_large
    answer = asked(file=file_of(b"x" * 1_048_577))
    assert answer.status_code == 422
    assert "文件超过 1 MB" in told(answer)


@pytest.mark.full
def test_the_applicant_finds_the_page_from_where_the_notice_is(notice):
    for address in ("/", "/track/"):
        assert 'href="/verify/"' in text(Client().get(address))


@pytest.mark.full
def test_on_the_applicant_s_own_page_a_revoked_notice_says_so_and_each_can_be_verified(cast):
    number, code = filed(Client())
    case = Application.objects.get(number=number)
    case.receive(by=cast.registrar, on=TODAY, at=at(TODAY, 9))
    case.assign(by=cast.registrar, on=TODAY, at=at(TODAY, 9), unit=cast.academic_affairs)
    first = case.notices.get()
    facts = {"taken_back": first.number, "reason": "日期有误。", "consequence": "另行出具。"}
    letter = paper.draft(
        "notice_withdrawn", case, by=cast.officer, on=TODAY, at=at(TODAY), facts=facts
    )  # fmt: skip
    paper.submit(letter, by=cast.officer, at=at(TODAY))
    paper.approve(letter, by=cast.office_head, on=TODAY, at=at(TODAY))
    page = text(opened(number, code).get("/track/case/"))
    assert f'href="/verify/{first.code}/"' in page
    assert f'由<span class="nw" lang="zh-CN">{letter.number}</span>撤销' in page
