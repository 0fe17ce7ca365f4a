"""From the page of a letter to its PDF, by a warm child process that is replaced every so often.

The child sees no network, no file but our fonts, no secret of ours, and stops after thirty seconds
or a gigabyte. The same page gives the same bytes.
"""

import atexit
import logging
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from notices import printable
from notices.pdf_worker import read_message, write_message
from notices.printed import Printed, unpacked
from records.refusals import Refusal

TIMEOUT = 30  # seconds for one letter
MEMORY = 1024**3  # bytes of address space: a page that needs more is not a letter
SPENT = 0.75  # of that memory; a letter of some pages takes a tenth of it
LETTERS_PER_PROCESS = 200  # a new process costs half a second; memory grows without end
PASSED_ON = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")

log = logging.getLogger(__name__)


class MissingGlyph(Refusal):
    """A character that no font of ours has, or that none can print; `characters` says which."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        named = "、".join(map(printable.named, characters))
        super().__init__(
            _("字库中没有%(characters)s，文书不能排印。请安装含有该字的字体后再发出。")
            % {"characters": named}
        )


class NotRendered(Refusal):
    """The page could not be set: too long, too much, or the press stopped."""


class Press:
    """One child process at a time, restarted when it is used up, slow or dead."""

    def __init__(
        self,
        *,
        timeout: float = TIMEOUT,
        memory: int = MEMORY,
        letters: int = LETTERS_PER_PROCESS,
    ) -> None:
        self.timeout, self.memory, self.letters = timeout, memory, letters
        self._lock = threading.Lock()
        self._child: subprocess.Popen | None = None
        self._set = 0
        self._owner = 0

    def print(self, html: str) -> Printed:
        """The document. Raises MissingGlyph or NotRendered."""
        html = printable.composed(html)
        if barred := printable.unprintable(html):
            raise MissingGlyph(barred)
        with self._lock:
            answer = self._with_memory_left(html.encode())
        kind, content = answer[:1], answer[1:]
        if kind == b"P":
            return unpacked(content)
        if kind == b"G":
            raise MissingGlyph(content.decode())
        log.error("a letter was not set: %s", content.decode())
        raise NotRendered(_("文书没有排成，请缩短正文后再试；仍不成的，请联系系统管理员。"))

    @property
    def child(self) -> int | None:
        """The process that sets pages now, if one runs."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """Stop the child, if it is ours: a forked process leaves its parent's alone."""
        child, self._child, self._set = self._child, None, 0
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()

    def _with_memory_left(self, job: bytes) -> bytes:
        """The answer of a child that has room. One short of it loads no font and misses all.

        So a letter is refused only by a process that set none before.
        """
        answer = self._answer(job)
        if answer[:1] != b"P" and self._set > 1:
            self.close()
            answer = self._answer(job)
        if self._is_spent():
            self.close()
        return answer

    def _answer(self, job: bytes) -> bytes:
        """Ask the child; once more if it died, as one does whose machine is short of memory."""
        for _try in range(2):
            overdue = threading.Event()
            answer = self._asked(job, overdue)
            if answer:
                return answer
            self.close()
            if overdue.is_set():
                return b"Etoo slow"
        return b"Estopped"

    def _asked(self, job: bytes, overdue: threading.Event) -> bytes | None:
        child = self._ready()
        timer = threading.Timer(self.timeout, lambda: (overdue.set(), child.kill()))
        timer.start()
        try:
            write_message(child.stdin, job)
            return read_message(child.stdout)
        except (BrokenPipeError, ConnectionResetError):
            return None
        finally:
            timer.cancel()

    def _is_spent(self) -> bool:
        """Whether the child uses most of its address space: the next letter may need the rest.

        Never on macOS, where nothing is limited and nothing told.
        """
        told = Path(f"/proc/{self.child}/statm")
        if not told.exists():
            return False
        return int(told.read_text().split()[0]) * resource.getpagesize() > self.memory * SPENT

    def _ready(self) -> subprocess.Popen:
        used_up = self._set >= self.letters
        if (
            self._child is None
            or self._owner != os.getpid()
            or used_up
            or self._child.poll() is not None
        ):
            self.close()
            self._child, self._owner = _started(self.memory), os.getpid()
        self._set += 1
        return self._child


def _started(memory: int) -> subprocess.Popen:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 -- our own module, no argument from outside
        [sys.executable, "-m", "notices.pdf_worker", str(settings.VAR), str(memory)],
        cwd=Path(settings.BASE_DIR),
        env=environment | {"PYTHONHASHSEED": "0", "PYTHONPATH": str(settings.BASE_DIR)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


_press = Press()
atexit.register(_press.close)


def render(html: str) -> Printed:
    """A page made by our templates, set. Raises MissingGlyph or NotRendered."""
    return _press.print(html)
