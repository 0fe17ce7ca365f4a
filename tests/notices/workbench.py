"""The workshop of redaction without its child processes: the same work, done at the same desk."""

import json

import pytest

from notices.redaction import worker, workshop


@pytest.fixture
def workbench(monkeypatch):
    """Jobs are answered in this process; `test_redaction_workshop` has the children."""

    def said(job: bytes, seconds: int) -> bytes:
        head, _newline, data = job.partition(b"\n")
        return worker.answer(json.loads(head), data)

    monkeypatch.setattr(workshop, "_said", said)
