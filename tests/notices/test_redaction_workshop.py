"""The child processes of redaction: what they may do, and what becomes of a job that fails."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from notices.redaction import workshop
from notices.redaction.workshop import NotRedacted
from tests.notices import redaction_papers as papers
from tests.notices.redaction_papers import SECRET

SIZE = (papers.SIZE[0] * papers.IN_MM, papers.SIZE[1] * papers.IN_MM)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(NotRedacted) as refusal:
        act(*args, **kwargs)
    return str(refusal.value)


def test_a_file_is_looked_at_painted_searched_and_blacked_out():
    content = papers.attached(SECRET)
    looked = workshop.look(content, "pdf")
    assert looked.attached == 1
    assert looked.sizes[0] == pytest.approx(SIZE)
    image = Image.open(io.BytesIO(workshop.picture(content, "pdf", page=1, width=400)))
    assert (image.format, image.width) == ("PNG", 400)
    areas, silent = workshop.find(content, "pdf", SECRET)
    assert (len(areas), silent) == (1, [])
    made = workshop.redact(content, "pdf", areas, sizes=looked.sizes)
    assert made.startswith(b"%PDF-1.7\n")
    assert SECRET.encode() not in made


@pytest.mark.parametrize(("content", "why"), [
    (b"%PDF-1.7\nnothing\n%%EOF\n", "已损坏"),
    (b"", "已损坏"),
])  # fmt: skip
def test_what_is_wrong_with_a_file_is_said(content, why):
    assert why in refused(workshop.look, content, "pdf")


@pytest.mark.full
def test_a_child_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(workshop, "PATIENCE", 0.001)
    assert "没有生成任何文件" in refused(workshop.look, papers.plain(SECRET), "pdf")


@pytest.mark.full
def test_a_child_does_not_get_more_memory_than_it_may_have(monkeypatch):
    monkeypatch.setattr(workshop, "MEMORY", 64 * 1024**2)
    made = refused(
        workshop.redact, papers.huge(SECRET), "pdf", [papers.AROUND], sizes=[(841.0, 1188.9)]
    )
    assert "没有生成任何文件" in made


@pytest.mark.full
@pytest.mark.parametrize("confined", [True, False])
def test_a_child_cannot_write_a_file(tmp_path, confined):
    target = tmp_path / "left.pdf"
    program = (
        "from notices.redaction.worker import confine\n"
        f"{'confine(2**30, 9)' if confined else ''}\n"
        f"open({str(target)!r}, 'wb').write(b'secret')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert (target.exists() and target.read_bytes() == b"secret") is not confined


@pytest.mark.full
def test_the_log_of_a_failure_says_nothing_of_the_file(monkeypatch, caplog):
    monkeypatch.setattr(workshop, "_said", lambda job, seconds, told: b"EUnicodeError")
    refused(workshop.look, papers.plain(SECRET), "pdf")
    assert caplog.messages == ["a file was not blacked out: look: UnicodeError"]
