"""The workshop of redaction without its child processes: the same work, done at the same desk."""

import json
from collections.abc import Callable
from threading import Lock

import pytest

from notices.redaction import worker, workshop

_one_at_a_time = Lock()  # pdfium stands no two threads


@pytest.fixture
def workbench(monkeypatch):
    """Jobs are answered in this process; `test_redaction_workshop` has the children."""

    def said(job: bytes, seconds: int, told: Callable[[int], None]) -> bytes:
        head, _newline, data = job.partition(b"\n")
        done: list[None] = []
        with _one_at_a_time:
            answer = worker.answer(json.loads(head), data, lambda: done.append(None))
        for page in range(1, len(done) + 1):
            told(page)
        return answer

    monkeypatch.setattr(workshop, "_said", said)
