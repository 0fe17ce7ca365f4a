"""Where files of unknown make are opened: each job in a child process of its own.

Nothing is written to disk on the way, neither here nor there: a job that fails leaves nothing.
"""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.redaction.areas import PAGE_DONE, Area, Size
from records.refusals import Refusal

MEMORY = 1536 * 1024**2  # bytes of address space
SECONDS = 30  # of work for one page, one look, one search
SECONDS_A_PAGE = 2  # more for each page of a whole file
PATIENCE = 3  # times as long by the clock, where others use the machine too
AT_ONCE = 2  # children: each may fill its memory
MOST_SAID = 160 * 1024**2  # bytes of an answer: the largest file made, and its last page
TICK = 1.0  # seconds in which whoever waits is told that the work goes on
PIECE = 64 * 1024
FROM_OUTSIDE = (-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)  # what ends a child and its parent
WIDEST_PICTURE = 1600  # pixels
PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")

SENTENCES = {
    "encrypted": gettext_lazy("文件设有密码，不能遮盖。请解除密码后再上传。"),
    "damaged": gettext_lazy("文件已损坏，或者不能完整读出，不能遮盖。请打印为PDF后再上传。"),
    "xfa": gettext_lazy("这是只能在专用软件中打开的动态表单。请打印为PDF后再上传。"),
    "too_many_pages": gettext_lazy("文件超过300页，请拆成几个文件。"),
    "too_large": gettext_lazy("页面过大，遮盖后的文件超过100 MB。请拆成几个文件。"),
}

log = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(AT_ONCE)


# How far the work is: whether the file is being proved, and how many of its pages are done. What
# it raises ends the work.
Told = Callable[[bool, int], None]


class NotRedacted(Refusal):
    """The file cannot be blacked out, or a proof failed. No file was made."""


class Interrupted(Exception):
    """The child was ended from outside, as when the machine stops: it says nothing of the file."""


class Looked(NamedTuple):
    """The pages of a file, each with its size in mm, and how many files are attached to it."""

    sizes: tuple[Size, ...]
    attached: int


def look(data: bytes, kind: str) -> Looked:
    """Open a file and measure it. Raises NotRedacted if it cannot be blacked out."""
    found = json.loads(_ask({"act": "look", "kind": kind}, data))
    return Looked(tuple((a, d) for a, d in found["sizes"]), found["attached"])


def picture(data: bytes, kind: str, *, page: int, width: int) -> bytes:
    """One page as PNG. Raises NotRedacted."""
    job = {"act": "picture", "kind": kind, "page": page, "width": min(width, WIDEST_PICTURE)}
    return _ask(job, data)


def strip(data: bytes, kind: str, *, first: int) -> bytes:
    """Some pages below each other as PNG, from the first given on. Raises NotRedacted."""
    return _ask({"act": "strip", "kind": kind, "page": first}, data)


def find(data: bytes, kind: str, wanted: str | None) -> tuple[list[Area], list[int]]:
    """Where a text stands, or without one the numbers; and pages without text."""
    found = json.loads(_ask({"act": "find", "kind": kind, "wanted": wanted}, data))
    return [Area(*area) for area in found["areas"]], found["silent"]


def redact(
    data: bytes,
    kind: str,
    areas: Iterable[Area],
    *,
    sizes: Sequence[Size],
    told: Told = lambda proving, pages: None,
) -> bytes:
    """The blacked-out file, proved by another process than made it. Raises NotRedacted.

    Raises Interrupted if it was ended from outside. `told` is called at least every few seconds.
    """
    areas = list(areas)
    pages = len(sizes)
    job = {"act": "redact", "kind": kind, "areas": areas}
    made = _ask(job, data, pages=pages, told=partial(told, False))
    job = {"act": "verify", "sizes": sizes, "areas": areas}
    proved = _ask(job, made, pages=pages, told=partial(told, True))
    if json.loads(proved) != len(sizes):
        raise _failed("verify", "count")
    return made


def _ask(
    job: dict[str, Any],
    data: bytes,
    *,
    pages: int = 0,
    told: Callable[[int], None] = lambda pages: None,
) -> bytes:
    seconds = SECONDS + SECONDS_A_PAGE * pages
    head = json.dumps(job | {"memory": MEMORY, "seconds": seconds}).encode()
    while not _places.acquire(timeout=TICK):
        told(0)
    try:
        said = _said(head + b"\n" + data, seconds, told)
    finally:
        _places.release()
    kind, content = said[:1], said[1:]
    if kind in (b"J", b"B"):
        return content
    if kind == b"U":
        raise NotRedacted(str(SENTENCES[content.decode()]))
    raise _failed(job["act"], content.decode(errors="replace") or "stopped")


def _failed(act: str, why: str) -> NotRedacted:
    """What the person is told; what failed, which says nothing of the content, is logged."""
    log.error("a file was not blacked out: %s: %s", act, why)
    return NotRedacted(
        _("文件没有处理成功，没有生成任何文件。请打印为PDF后再试；仍不成的，请联系系统管理员。")
    )


def _said(job: bytes, seconds: int, told: Callable[[int], None]) -> bytes:
    """What a child answers. Whatever is raised here, the child is ended."""
    until = time.monotonic() + seconds * PATIENCE
    with _started() as child:
        feeding = threading.Thread(target=_feed, args=(child, job), daemon=True)
        feeding.start()
        try:
            said = _heard(child, until, told)
            child.wait(timeout=max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            return b"Etoo slow, or too long an answer"
        finally:
            child.kill()
            feeding.join()
    if child.returncode in FROM_OUTSIDE:
        raise Interrupted
    return said if child.returncode == 0 else b"Estopped"


def _feed(child: subprocess.Popen, job: bytes) -> None:
    """Hand the job over; a child that ended before it read all of it is seen by its answer."""
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.write(job)


def _heard(child: subprocess.Popen, until: float, told: Callable[[int], None]) -> bytes:
    """The answer, without the marks before it; they are counted and never otherwise read."""
    said, pages = bytearray(), 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while time.monotonic() < until and len(said) <= MOST_SAID:
            if waiting.select(TICK):
                piece = os.read(child.stdout.fileno(), PIECE)
                if not piece:
                    return bytes(said)
                rest = piece if said else piece.lstrip(PAGE_DONE)
                pages += len(piece) - len(rest)
                said += rest
            told(pages)
    raise subprocess.TimeoutExpired(child.args, TICK)


def _started() -> subprocess.Popen:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    alone = {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "notices.redaction.worker"],
        cwd=Path(settings.BASE_DIR),
        env=environment | alone,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the parent, which ends it in order
    )
