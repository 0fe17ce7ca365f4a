"""Everything handed over at once: a ZIP that lists itself, a PDF that binds what has pages."""

import csv
import io
import json
import subprocess
import zipfile
from hashlib import sha256

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import merged, outgoing, package, paper, released, suspected
from notices import conformance
from notices.check_outgoing.child import look_into
from notices.conformance import tables, tags
from notices.models import Notice
from records.files import FileDamaged
from records.inspection import MEDIA_TYPES
from records.models import StoredFile
from records.refusals import FileRefused, Refusal
from tests.casework.test_outgoing import overwrite
from tests.casework.test_withdrawing import fresh, revoked
from tests.cast import at
from tests.notices import paper as printed
from tests.notices.desk import FRIDAY, drafted, refusal_of, reviewed_again
from tests.notices.outgoing import office_made, pdf_made
from tests.notices.stories import FACTS

PDF, PNG, XLSX = MEDIA_TYPES["pdf"], MEDIA_TYPES["png"], MEDIA_TYPES["xlsx"]
TAGS = (*tags.RULES, *tables.RULES)
GIVEN = {
    "会议纪要.pdf": pdf_made.saved(
        pdf_made.new(pdf_made.line("Minutes one"), pdf_made.line("Minutes two"))
    ),
    "照片.jpg": pdf_made.jpeg(),
    "=图.png": pdf_made.png(),
    "人数.xlsx": office_made.xlsx(),
}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """A process for each file is for `test_check_outgoing`."""
    monkeypatch.setattr(outgoing, "findings_of", lambda *file, waits: look_into(*file))


@pytest.fixture
def reply(cast) -> Notice:
    """A reply that went out with four files."""
    notice = drafted(cast, "granted")
    for name, content in GIVEN.items():
        upload = SimpleUploadedFile(name, content)
        released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 9))
    reviewed_again(cast, notice)
    notice.refresh_from_db()
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for role in [s.role for s in paper.stages(notice) if s.code != "secrecy"]:
        paper.approve(notice, by=getattr(cast, role), on=FRIDAY, at=at(FRIDAY, 11))
    notice.application.refresh_from_db()
    return notice


def zipped(whole: package.Package) -> bytes:
    package.refuse_unfit(whole)
    return b"".join(package.zipped(whole))


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_zip_holds_the_reply_first_the_files_in_order_and_a_true_list(reply, tmp_path):
    content = zipped(package.of_case(reply.application))
    archive = opened(content)
    assert archive.testzip() is None
    assert archive.namelist() == [
        f"01-{reply.number}.pdf", "02-会议纪要.pdf", "03-照片.jpg", "04-=图.png", "05-人数.xlsx",
        "清单.csv", "manifest.json",
    ]  # fmt: skip
    assert archive.read(archive.namelist()[0]) == paper.issued_pdf(reply)
    listed = json.loads(archive.read("manifest.json"))
    for row in listed["files"]:
        held = archive.read(row["name"])
        assert (row["size"], row["sha256"]) == (len(held), sha256(held).hexdigest())
    assert [row["reply"] for row in listed["files"]] == [True, False, False, False, False]
    rows = list(csv.reader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == [row["sha256"] for row in listed["files"]]
    assert not any(cell.startswith(tuple("=+-@")) for row in rows for cell in row)
    (tmp_path / "a.zip").write_bytes(content)
    done = subprocess.run(
        ["python3", "-m", "zipfile", "-t", tmp_path / "a.zip"], capture_output=True, check=True
    )
    assert b"Done testing" in done.stdout


@pytest.mark.full
def test_the_same_package_is_the_same_bytes(reply):
    whole = package.of_case(reply.application)
    assert zipped(whole) == zipped(whole)


def test_one_changed_byte_means_no_package_at_all(reply):
    stored = reply.application.attachments.first().file
    content = GIVEN["会议纪要.pdf"]
    overwrite(stored, content[:100] + bytes([content[100] ^ 1]) + content[101:])
    with pytest.raises(FileDamaged):
        package.refuse_unfit(package.of_case(reply.application))


@pytest.mark.full
def test_a_file_exchanged_with_its_row_is_not_the_one_that_was_approved(reply):
    """Bytes and stored hash agree; the hash that was signed with the reply does not."""
    attachment = reply.application.attachments.first()
    other = pdf_made.saved(pdf_made.new(pdf_made.line("Other")))
    overwrite(attachment.file, other)
    StoredFile.objects.filter(pk=attachment.file_id).update(sha256=sha256(other).hexdigest())
    attachment.file.refresh_from_db()
    assert suspected.content_of(attachment.file) == other  # the negative control
    with pytest.raises(FileDamaged):
        package.content_as_issued(attachment)


@pytest.mark.full
def test_what_is_stopped_is_left_out_and_named(cast, reply):
    stored = reply.application.attachments.get(title="人数.xlsx").file
    suspected.stop(reply.application, stored, by=cast.officer, at=at(FRIDAY, 12))
    whole = package.of_case(reply.application)
    archive = opened(zipped(whole))
    assert "05-人数.xlsx" not in archive.namelist()
    assert json.loads(archive.read("manifest.json"))["withheld_for_now"] == ["人数.xlsx"]
    assert "（暂停提供）人数.xlsx" in archive.read("清单.csv").decode()
    assert "人数.xlsx暂停提供" in printed.text(merged.merged(whole))
    with pytest.raises(FileRefused):
        package.content_as_issued(reply.application.attachments.get(title="人数.xlsx"))


@pytest.mark.full
def test_the_merged_pdf_is_reply_contents_and_every_file_with_pages(reply, tmp_path):
    whole = package.of_case(reply.application)
    content = merged.merged(whole)
    said = printed.text(content)
    letter = len(printed.sizes(paper.issued_pdf(reply)))
    assert len(printed.sizes(content)) == letter + 1 + 2 + 1 + 1
    assert said.index("附件目录") < said.index("Minutesone") < said.index("Minutestwo")
    for line in (
        f"1.会议纪要.pdf第{letter + 2}页",
        f"2.照片.jpg第{letter + 4}页",
        "4.人数.xlsx另附文件",
    ):
        assert line in said
    assert "不带电子签名" in said
    (tmp_path / "a.pdf").write_bytes(content)
    subprocess.run(["qpdf", "--check", tmp_path / "a.pdf"], capture_output=True, check=True)
    assert paper.issued_pdf(reply) not in content
    assert not [fault for fault in conformance.faults(content) if fault.rule in TAGS]
    assert _painted(content) == _painted(
        paper.issued_pdf(reply)
    )  # with the seal, without its field


def _painted(content: bytes) -> bytes:
    """The first page in grey, ten dots a centimetre, its annotations drawn."""
    document = pypdfium2.PdfDocument(content)
    picture = document[0].render(scale=0.4).to_pil().convert("L")
    document.close()
    return picture.quantize(4).tobytes()


@pytest.mark.full
def test_a_package_beyond_its_bounds_is_refused_with_what_to_do(reply, monkeypatch):
    whole = package.of_case(reply.application)
    monkeypatch.setattr(merged, "MOST_PAGES", 2)
    with pytest.raises(Refusal, match="请下载压缩包"):
        merged.merged(whole)
    monkeypatch.setattr(merged, "MOST_BYTES", 10)
    with pytest.raises(Refusal, match="请下载压缩包"):
        merged.merged(whole)
    monkeypatch.setattr(package, "MOST_BYTES", 10)
    with pytest.raises(Refusal, match="逐个下载"):
        package.refuse_unfit(whole)


@pytest.mark.full
def test_a_draft_is_previewed_as_it_will_be_packed(cast):
    notice = drafted(cast, "granted")
    draft = paper.draft_pdf(notice, on=FRIDAY)
    whole = package.preview(notice, draft, on=FRIDAY)
    assert opened(zipped(whole)).read(whole.pieces[0].name) == draft
    assert "草稿" in whole.pieces[0].name


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_every_title_becomes_a_name_every_system_can_write(title):
    name = package.safe_name(7, title, PDF)
    assert name.startswith("07-")
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\:*?"<>|\0\n\r\u202e')
    assert len(name.encode()) < 200


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a.pdf", "01-a.pdf"), ("../../etc/passwd", "01-_.._etc_passwd.pdf"), ("CON", "01-CON.pdf"),
        ("表.xlsx", "01-表.xlsx.pdf"), ("", "01-_.pdf"), (" .. ", "01-_.pdf"),
        ("统计\u202efdp.exe", "01-统计_fdp.exe.pdf"),
    ],
)  # fmt: skip
def test_a_name_has_no_path_in_it_and_ends_as_its_type_does(title, name):
    assert package.safe_name(1, title, PDF) == name


@pytest.mark.full
def test_once_its_reply_is_revoked_a_file_is_given_no_more(cast, reply):
    """Also after another reply, which gives nothing."""
    assert len(package.files_given(reply.application)) == len(GIVEN)
    revoked(cast, reply, "reply_withdrawn", on=FRIDAY)
    case = fresh(reply)
    assert package.files_given(case) == []
    assert "已经撤销" in refusal_of(package.of_case, case)
    refused = paper.draft(
        "refused", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 12), facts=FACTS["refused"]
    )
    paper.submit(refused, by=cast.officer, at=at(FRIDAY, 12))
    for person in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(refused, by=person, on=FRIDAY, at=at(FRIDAY, 13))
    case = fresh(reply)
    assert case.closed_on == FRIDAY
    assert case.attachments.filter(kind="released").count() == len(GIVEN)
    assert package.files_given(case) == []
    assert [piece.title for piece in package.of_case(case).pieces] == [f"{refused.number}.pdf"]
