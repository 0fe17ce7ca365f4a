"""The bundle for a court: everything in order, every page counted, every hash right."""

import hashlib
import io
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from casework import bundle, filing, paper, suspected
from casework.bundle import made as making
from casework.bundle import sheets
from notices.models import Notice
from records import disk, files, log
from records.chain import entry_hash
from records.models import LogEntry
from records.refusals import Refusal
from requests_app.models import Attachment
from requests_app.steps import NotPermitted
from tests.casework.test_on_paper import record, three
from tests.casework.test_paper_service import replied
from tests.casework.test_translating import a_draft, signed_by_all
from tests.cast import Cast, at
from tests.notices import paper as printed
from tests.notices import stories
from tests.notices.desk import FRIDAY, submitted
from tests.notices.outgoing.pdf_made import deep
from tests.records.hostile import JPEG, office

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "bundle.json"


def label(event: str) -> str:
    return f"事项{event}"


@pytest.fixture
def notice(cast) -> Notice:
    notice = replied(cast, delivery="post")
    record = paper.serve(
        notice, manner="post", on=FRIDAY, by=cast.registrar, at=at(FRIDAY, 17),
        proof=paper.Proof(reference="EMS1CN", file=SimpleUploadedFile("收据.jpg", JPEG)),
    )  # fmt: skip
    files.clear(record.proof_file, at=at(FRIDAY, 17))
    paper.acknowledge(notice.application, by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 18))
    notice.refresh_from_db()
    return notice


def made(cast: Cast, notice: Notice) -> bundle.Bundle:
    return bundle.make(
        notice.application, by=cast.office_head, at=at(FRIDAY, 19), event_label=label
    )


def archive_of(found: bundle.Bundle) -> bytes:
    return b"".join(found.zipped())


def test_the_contents_name_the_pages_on_which_things_really_are(cast, notice):
    found = made(cast, notice)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(found.pdf)).pages]
    assert len(pages) == found.manifest["bundle"]["pages"]
    squeezed = ["".join(page.split()) for page in pages]
    for position, page in enumerate(squeezed, start=1):
        assert page.endswith(f"{position}/{len(pages)}")
    for line in found.manifest["contents"]:
        if line["title"].startswith("不予公开"):
            assert notice.number in squeezed[line["first_page"] - 1]
        elif line["title"].startswith("审批与送达"):
            sheet = squeezed[line["first_page"] - 1]
            signed = ("EMS1CN", "冯处长", "郑审核", "陈校长", "信息公开办公室负责人审核")
            assert "收" in line["title"] or all(word in sheet for word in signed)
        elif line["title"] == "办理日志":
            assert "事项notice_issued" in "".join(squeezed[line["first_page"] - 1 :])
    ranges = [(one["first_page"], one["last_page"]) for one in found.manifest["contents"]]
    assert all(last + 1 == first for (_f, last), (first, _l) in pairwise(ranges))


@pytest.mark.full
def test_the_translation_is_bound_after_its_notice_and_before_its_sheet(cast):
    letter = signed_by_all(cast, a_draft(cast))
    found = made(cast, letter)
    titles = [one["title"] for one in found.manifest["contents"]]
    english = next(n for n, title in enumerate(titles) if title == f"英文译文（{letter.number}）")
    assert letter.number in titles[english - 1]
    assert titles[english + 1].startswith("审批与送达记录")
    line = found.manifest["contents"][english]
    assert line["sha256"] == letter.english_sha256
    bound = PdfReader(io.BytesIO(found.pdf)).pages[line["first_page"] - 1].extract_text()
    assert "Translation of notice" in bound
    with zipfile.ZipFile(io.BytesIO(archive_of(found))) as archive:
        assert archive.read(line["file"]) == paper.issued_translation(letter)


@pytest.mark.full
@pytest.mark.parametrize("stopped", ["pdf", "english_pdf"])
def test_a_notice_and_its_translation_are_left_out_together(cast, stopped):
    letter = signed_by_all(cast, a_draft(cast))
    stored = getattr(letter, stopped)
    suspected.stop(letter.application, stored, by=cast.officer, at=at(FRIDAY, 12))
    manifest = made(cast, letter).manifest
    titles = [one["title"] for one in manifest["left_out"]]
    assert len(titles) == 2
    assert titles[-1] == f"英文译文（{letter.number}）"
    assert not any(one["title"] in titles for one in manifest["contents"])


@pytest.mark.full
@pytest.mark.full
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("still_unclear", ("2026年3月2日告知补正，期限10个工作日：年度。", "收到补正：近几年。")),
        ("later_date", ("要求说明理由，期限10个工作日：2月以来提出申请26件。", "用于课题研究。")),
        ("fee_unpaid", ("通知缴费100.00元，期限20个工作日：按件。", "没有缴费。")),
    ],
)
def test_what_was_asked_and_answered_on_the_way_is_told(cast, kind, said):
    stories.allow_everything()
    sheet = sheets.facts(stories.ready(cast, kind))
    text = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(sheet)).pages
    )
    for words in said:
        assert words in text


def test_every_bookmark_leads_to_its_paper(cast, notice):
    found = made(cast, notice)
    reader = PdfReader(io.BytesIO(found.pdf))
    marks = {mark.title: reader.get_destination_page_number(mark) + 1 for mark in reader.outline}
    expected = {one["title"]: one["first_page"] for one in found.manifest["contents"]}
    assert marks == {"封面和目录": 1} | expected


@pytest.mark.full
def test_the_archive_holds_the_originals_and_their_hashes(cast, notice):
    found = made(cast, notice)
    with zipfile.ZipFile(io.BytesIO(archive_of(found))) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    sums = contents.pop("SHA256SUMS").decode()
    listed = dict(reversed(line.split("  ", 1)) for line in sums.splitlines())
    assert listed == {name: hashlib.sha256(kept).hexdigest() for name, kept in contents.items()}
    assert paper.issued_pdf(notice) in contents.values()
    manifest = json.loads(contents["manifest.json"])
    assert manifest == found.manifest
    for one in manifest["contents"]:
        if one["file"]:
            assert hashlib.sha256(contents[one["file"]]).hexdigest() == one["sha256"]


@pytest.mark.full
def test_the_log_in_the_archive_can_be_reckoned_again(cast, notice):
    found = made(cast, notice)
    with zipfile.ZipFile(io.BytesIO(archive_of(found))) as archive:
        lines = [json.loads(line) for line in archive.read("log.jsonl").decode().splitlines()]
    assert lines[-1]["hash"] == found.manifest["log_head"]
    for line, entry in zip(lines, log.entries(notice.application.chain), strict=False):
        assert entry_hash(LogEntry(chain=entry.chain, **line | {"at": entry.at})) == line["hash"]


@pytest.mark.full
def test_the_manifest_is_as_its_schema_says(cast, notice):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    manifest = made(cast, notice).manifest
    Draft202012Validator(schema).validate(manifest)
    assert list(Draft202012Validator(schema).iter_errors(manifest | {"case": 1}))


@pytest.mark.full
def test_no_identity_number_is_in_it_anywhere(cast, notice):
    found = made(cast, notice)
    text = printed.text(found.pdf)
    assert "42080019900101123X" not in re.sub(r"\s", "", text)
    assert "4****************X" in text
    assert b"42080019900101123X" not in archive_of(found)
    assert "张示例" in text


@pytest.mark.full
def test_making_one_is_logged_and_asks_for_the_right(cast, notice):
    found = made(cast, notice)
    entry = log.entries(notice.application.chain).get(event="bundle_made")
    assert entry.payload["sha256"] == found.manifest["bundle"]["sha256"]
    with pytest.raises(NotPermitted):
        bundle.make(notice.application, by=cast.officer, at=at(FRIDAY, 19), event_label=label)


def test_a_changed_byte_stops_it(cast, notice):
    path = disk.root() / notice.pdf.path
    spoiled = bytearray(path.read_bytes())
    spoiled[-1] ^= 1
    path.write_bytes(bytes(spoiled))
    with pytest.raises(files.FileDamaged):
        made(cast, notice)


@pytest.mark.full
def test_more_than_fits_is_refused_with_the_limit_before_anything_is_bound(
    cast, notice, monkeypatch
):
    sizes = [notice.pdf.size, len(JPEG)]
    monkeypatch.setattr(making, "MOST_BYTES", sum(sizes))
    bound = []
    monkeypatch.setattr(making, "bound", lambda *given, **more: bound.append(given))
    with pytest.raises(Refusal, match="请逐个下载"):
        made(cast, notice)  # the acknowledgement is one too many
    assert not bound


@pytest.mark.full
def test_originals_are_read_as_they_are_sent_and_one_that_changed_breaks_the_archive_off(
    cast, notice
):
    pieces = made(cast, notice).zipped()
    assert next(pieces).startswith(b"PK")
    disk.remove(notice.pdf.path)
    with pytest.raises(files.FileDamaged):
        list(pieces)


@pytest.mark.full
def test_what_cannot_be_pages_is_in_the_archive_and_listed(cast, notice):
    case = notice.application
    stored = files.store(office("docx", []), name="名单.docx", kind="upload", at=at(FRIDAY))
    files.clear(stored, at=at(FRIDAY))
    case.attachments.create(kind="evidence", file=stored, title="名单.docx", added_on=FRIDAY)
    found = made(cast, notice)
    line = next(one for one in found.manifest["contents"] if "名单" in one["title"])
    assert line["first_page"] is None
    assert "不能装订成页" in line["note"]
    assert line["file"].endswith(".docx")


@pytest.mark.full
def test_what_is_still_being_examined_is_left_out_and_named(cast, notice):
    case = notice.application
    stored = files.store(JPEG, name="照片.jpg", at=at(FRIDAY))
    case.attachments.create(kind="application", file=stored, title="照片.jpg", added_on=FRIDAY)
    assert made(cast, notice).manifest["left_out"] == [
        {"title": "申请材料：照片.jpg", "why": "文件还没有检查完"}
    ]


def on_paper_signed(cast: Cast) -> Notice:
    """A refusal signed by everybody on one sheet, and its scan, which has been examined."""
    upload = SimpleUploadedFile("审签单.jpg", JPEG, "image/jpeg")
    signed = record(submitted(cast, "refused"), three(cast), by=cast.registrar, upload=upload)
    files.clear(paper.stages(signed)[0].approval.scan, at=at(FRIDAY, 17))
    signed.refresh_from_db()
    return signed


@pytest.mark.full
def test_what_was_only_made_ready_is_left_out_and_named(cast, notice):
    """A court is not shown as given what nobody approved."""
    stored = files.store(JPEG, name="旧稿.jpg", kind="released", at=at(FRIDAY, 9))
    notice.application.attachments.create(
        kind=Attachment.Kind.RELEASED, file=stored, title="旧稿.jpg", added_on=FRIDAY
    )
    found = made(cast, notice)
    assert "没有随答复提供" in str(found.manifest["left_out"])
    names = zipfile.ZipFile(io.BytesIO(archive_of(found))).namelist()
    assert not [name for name in names if "旧稿" in name]


@pytest.mark.full
def test_a_form_signed_on_paper_is_bound_once_with_its_hash(cast):
    signed = on_paper_signed(cast)
    found = made(cast, signed)
    titles = [one["title"] for one in found.manifest["contents"]]
    place = titles.index(f"审签单扫描件（{signed.number}）")
    assert titles.count(titles[place]) == 1
    assert titles[place - 1].startswith("审批与送达记录")
    line = found.manifest["contents"][place]
    assert (line["date"], line["sha256"]) == ("2026-03-06", hashlib.sha256(JPEG).hexdigest())
    with zipfile.ZipFile(io.BytesIO(archive_of(found))) as archive:
        assert archive.read(line["file"]) == JPEG
    cover = "".join(page.extract_text() for page in PdfReader(io.BytesIO(found.pdf)).pages[:3])
    assert "审签单扫描件" in "".join(cover.split())


@pytest.mark.full
def test_the_form_of_a_letter_suspected_of_a_secret_is_left_out_with_it(cast):
    signed = on_paper_signed(cast)
    suspected.stop(signed.application, signed.pdf, by=cast.officer, at=at(FRIDAY, 18))
    left = [one["title"] for one in made(cast, signed).manifest["left_out"]]
    assert f"审签单扫描件（{signed.number}）" in left


@pytest.mark.full
def test_a_form_that_was_not_examined_yet_is_named_and_left_out(cast):
    signed = record(submitted(cast, "refused"), three(cast), by=cast.registrar)
    (left,) = made(cast, signed).manifest["left_out"]
    assert (left["title"], left["why"]) == (f"审签单扫描件（{signed.number}）", "文件还没有检查完")


@pytest.mark.full
def test_a_file_that_leads_on_too_deep_is_listed_and_kept_in_the_archive_alone(cast):
    letter = signed_by_all(cast, a_draft(cast))
    content = deep(3000)
    upload = SimpleUploadedFile("申请.pdf", content, "application/pdf")
    own = filing.attach(
        letter.application, upload, kind=Attachment.Kind.APPLICATION, on=FRIDAY, at=at(FRIDAY)
    )
    files.clear(own.file, at=at(FRIDAY))
    found = made(cast, letter)
    (line,) = [one for one in found.manifest["contents"] if one["title"].endswith("申请.pdf")]
    assert line["first_page"] is None
    with zipfile.ZipFile(io.BytesIO(archive_of(found))) as archive:
        assert archive.read(line["file"]) == content
