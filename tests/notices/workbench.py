"""The workshop of redaction without its child processes: the same work, done at the same desk."""

import json
from collections.abc import Callable
from itertools import count

import pytest

from notices.redaction import worker, workshop


@pytest.fixture
def workbench(monkeypatch):
    """Jobs are answered in this process; `test_redaction_workshop` has the children."""

    def said(job: bytes, seconds: int, told: Callable[[int], None]) -> bytes:
        head, _newline, data = job.partition(b"\n")
        done = count(1)
        return worker.answer(json.loads(head), data, lambda: told(next(done)))

    monkeypatch.setattr(workshop, "_said", said)
