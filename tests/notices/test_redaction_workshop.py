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


# How far the work is


def programme(monkeypatch, body: str) -> None:
    """Have the child run this instead of the workshop's own program."""
    really = subprocess.Popen

    def started(command, **how):
        return really([sys.executable, "-c", f"import os, signal, sys\n{body}"], **how)

    monkeypatch.setattr(workshop.subprocess, "Popen", started)


@pytest.mark.full
def test_pages_done_are_told_one_by_one_first_of_the_making_then_of_the_proof():
    content, told = papers.mixed_sizes(SECRET), []
    sizes = workshop.look(content, "pdf").sizes
    workshop.redact(
        content, "pdf", [papers.AROUND], sizes=sizes, told=lambda *done: told.append(done)
    )
    assert told == sorted(told)
    assert (True, len(sizes)) in told
    assert (False, len(sizes)) in told


@pytest.mark.full
def test_marks_of_pages_are_counted_and_are_no_part_of_the_answer(monkeypatch):
    programme(monkeypatch, "sys.stdin.buffer.read(); os.write(1, b'..'); os.write(1, b'.Bend..')")
    told = []
    assert workshop._said(b"job", 30, told.append) == b"Bend.."
    assert told[-1] == 3


@pytest.mark.full
def test_a_child_that_never_ends_its_answer_is_ended(monkeypatch):
    monkeypatch.setattr(workshop, "MOST_SAID", 100_000)
    programme(monkeypatch, "while True: os.write(1, b'B' * 65536)")
    assert workshop._said(b"job", 30, lambda pages: None).startswith(b"E")


@pytest.mark.full
def test_whoever_is_told_may_end_the_work_and_no_child_is_left(monkeypatch):
    children, really = [], workshop._started

    def started():
        children.append(really())
        return children[-1]

    monkeypatch.setattr(workshop, "_started", started)
    programme(monkeypatch, "os.write(1, b'.'); sys.stdin.buffer.read(); signal.pause()")

    def told(pages: int) -> None:
        if pages:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workshop._said(b"job", 30, told)
    assert children[0].poll() is not None


@pytest.mark.full
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_child_ended_with_the_machine_says_nothing_of_the_file(monkeypatch, name):
    programme(
        monkeypatch,
        f"signal.signal(signal.{name}, signal.SIG_DFL); os.kill(os.getpid(), signal.{name})",
    )
    with pytest.raises(workshop.Interrupted):
        workshop._said(b"job" * 100_000, 30, lambda pages: None)
