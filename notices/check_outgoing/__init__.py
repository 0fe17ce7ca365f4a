"""May this file leave the house? What it holds that its reader does not see, and whose numbers."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

from notices.check_outgoing.finding import BLOCKS, Finding

RULES = "2026-3"  # names the rules: files checked under others are checked again
TIMEOUT = 180  # seconds for one file, however busy the machine
PROCESSOR = 60  # seconds of work on it
MEMORY = 1536 * 1024**2  # bytes of address space
HERE = Path(__file__).resolve().parents[2]
FROM_OUTSIDE = (-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)  # ends a child and its parent
PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")

log = logging.getLogger(__name__)

__all__ = ["RULES", "Finding", "NotYet", "findings_of"]


class NotYet(Exception):
    """Nothing is known yet: it takes longer than whoever asks can wait, or the machine stops."""


def findings_of(
    content: bytes,
    name: str,
    media_type: str,
    *,
    waits: float | None = None,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
) -> list[Finding]:
    """What is wrong with a file that is to be released; the worse first.

    Raises NotYet after `waits` seconds, if given, and when the machine stops.

    The file is looked into by a process of its own. If that fails, is slow or asks for too much
    memory, the file cannot be checked, and what cannot be checked does not leave.
    """
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 -- our own module
            [sys.executable, "-m", "notices.check_outgoing.child", name, media_type, str(memory),
             str(PROCESSOR)],
            cwd=HERE, env=environment | {"PYTHONPATH": str(HERE), "PYTHONIOENCODING": "utf-8"},
            input=content, capture_output=True, timeout=waits or timeout, check=True,
        )  # fmt: skip
        return [Finding.from_row(row) for row in json.loads(done.stdout)]
    except subprocess.TimeoutExpired as error:
        if waits:
            raise NotYet from error
        return [Finding("too_much", BLOCKS)]
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        ended = getattr(error, "returncode", 0)
        if ended in FROM_OUTSIDE:
            raise NotYet from error
        if ended == -signal.SIGXCPU:
            return [Finding("too_much", BLOCKS)]
        log.error("a file could not be looked into: %s", type(error).__name__)
        return [Finding("unreadable", BLOCKS)]
