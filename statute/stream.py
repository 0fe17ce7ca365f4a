"""A stream of lines answered in order: at once while they trickle, by every processor in a flood.

What can be read without waiting is taken as one batch. Nothing is waited for while an answer is
owed, so that a program may ask one line and read one before it asks the next.
"""

import json
import os
import select
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import BinaryIO, TextIO

from statute.json_lines import ASKED, answers

AT_ONCE = 1 << 16  # octets read at most for one batch
FLOOD = 200  # lines in two batches running from which more processes are worth their start

Answered = tuple[str, bool]


def batch(command: str, language: str | None, first: int, lines: list[bytes]) -> Answered:
    """The answers to lines numbered from `first`, and whether any was an error."""
    encode, failed, said = json.JSONEncoder(ensure_ascii=False).encode, False, []
    for answer in answers(lines, ASKED[command], language, first=first):
        failed = failed or "error" in answer
        said.append(encode(answer) + "\n")
    return "".join(said), failed


def batches(source: BinaryIO) -> Iterator[tuple[int, list[bytes]]]:
    """Whole lines as they can be read, with the number of the first."""
    number, rest = 1, b""
    while data := os.read(source.fileno(), AT_ONCE):
        *lines, rest = (rest + data).split(b"\n")
        if lines:
            yield number, lines
            number += len(lines)
    if rest:
        yield number, [rest]


class Stream:
    """Answers what comes from a source into a sink."""

    def __init__(
        self, source: BinaryIO, sink: TextIO, command: str, language: str | None, jobs: int
    ) -> None:
        self.source, self.sink = source, sink
        self.command, self.language, self.jobs = command, language, jobs
        self.failed = False
        self._pool: ProcessPoolExecutor | None = None
        self._owed: deque[Future[Answered]] = deque()

    def run(self) -> int:
        """Return 1 if any line was an error, else 0."""
        try:
            for first, lines in self._read():
                self._take(first, lines)
            self._give(0)
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)
        return int(self.failed)

    def _read(self) -> Iterator[tuple[int, list[bytes]]]:
        """The batches; before one is waited for, every answer owed is given."""
        coming = batches(self.source)
        flood = 0
        while True:
            if not select.select([self.source], [], [], 0)[0]:
                self._give(0)
            found = next(coming, None)
            if found is None:
                return
            flood = flood + 1 if len(found[1]) >= FLOOD else 0
            if flood == 2 and self.jobs > 1 and self._pool is None:
                self._pool = _processes(self.jobs)
            yield found

    def _take(self, first: int, lines: list[bytes]) -> None:
        if self._pool is None or len(lines) < FLOOD:
            self._give(0)
            self._write(batch(self.command, self.language, first, lines))
        else:
            asked = (self.command, self.language, first, lines)
            self._owed.append(self._pool.submit(batch, *asked))
            self._give(2 * self.jobs)

    def _give(self, most: int) -> None:
        """Write the oldest answers owed until no more than `most` are."""
        while len(self._owed) > most:
            self._write(self._owed.popleft().result())

    def _write(self, answered: Answered) -> None:
        said, failed = answered
        self.failed = self.failed or failed
        self.sink.write(said)
        self.sink.flush()


def _processes(jobs: int) -> ProcessPoolExecutor | None:
    """None where the system lets no process share a lock: one process answers as well, if later."""
    try:
        return ProcessPoolExecutor(jobs)
    except (ImportError, NotImplementedError, OSError):
        return None
