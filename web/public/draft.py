"""An application being filled in: kept sealed in the visitor's session until it is filed."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from records import encryption, files
from records.files import StoredFile

KEPT_FOR_LATER = timedelta(hours=24)

_SEAL = "web.public.draft"
_IN_SESSION = "draft"


class Draft:
    """Answers by step, the files taken in, and the key that makes filing it twice one case.

    `typed` are pages put aside unjudged; they fill the form again and never become answers.
    """

    def __init__(self, session: SessionBase, content: Mapping[str, Any]) -> None:
        self._session = session
        self.key = UUID(content["key"])
        self.answers: dict[str, dict[str, Any]] = content["answers"]
        self.typed: dict[str, dict[str, Any]] = content["typed"]
        self.file_ids: list[int] = content["files"]

    def answered(self, step: str) -> bool:
        return step in self.answers

    def all_answers(self) -> dict[str, Any]:
        return {name: value for answers in self.answers.values() for name, value in answers.items()}

    def get(self, name: str) -> Any:
        return self.all_answers().get(name, "")

    def keep(self, step: str, answers: Mapping[str, Any]) -> None:
        self.answers[step] = dict(answers)
        self.typed.pop(step, None)
        self.save()

    def keep_typed(self, step: str, typed: Mapping[str, Any]) -> None:
        """Keep a page that may not be right yet."""
        self.typed[step] = dict(typed)
        self.save()

    def files(self) -> list[StoredFile]:
        return list(StoredFile.objects.filter(pk__in=self.file_ids).order_by("pk"))

    def add_file(self, stored: StoredFile) -> None:
        self.file_ids.append(stored.pk)
        self.save()

    def remove_file(self, pk: int) -> None:
        if pk not in self.file_ids:
            return
        self.file_ids.remove(pk)
        self.save()
        for stored in StoredFile.objects.filter(pk=pk):
            files.destroy(stored)

    def save(self) -> None:
        content = {
            "key": str(self.key),
            "answers": self.answers,
            "typed": self.typed,
            "files": self.file_ids,
        }
        text = json.dumps(content, ensure_ascii=False)
        self._session[_IN_SESSION] = str(encryption.seal(text, context=_SEAL))

    def discard(self) -> None:
        """Forget everything typed, and the files."""
        self._session.pop(_IN_SESSION, None)
        with transaction.atomic():
            for stored in self.files():
                files.destroy(stored)


def current(request: HttpRequest) -> Draft | None:
    content = _content(request.session)
    if content is None:
        request.session.pop(_IN_SESSION, None)
        return None
    return Draft(request.session, content)


def files_in(session: Mapping[str, Any]) -> list[int]:
    """The files that wait in a session to be filed."""
    content = _content(session)
    return content["files"] if content else []


def _content(session: Mapping[str, Any]) -> dict[str, Any] | None:
    sealed = session.get(_IN_SESSION)
    if sealed is None:
        return None
    try:
        return json.loads(encryption.unseal(sealed, context=_SEAL))
    except encryption.Undecipherable:
        return None


def begin(request: HttpRequest) -> Draft:
    empty = {"key": str(uuid4()), "answers": {}, "typed": {}, "files": []}
    draft = Draft(request.session, empty)
    draft.save()
    return draft


def keep_for_later(request: HttpRequest, *, at: datetime) -> datetime:
    """Let the session outlive the usual half hour; say until when."""
    request.session.set_expiry(int(KEPT_FOR_LATER.total_seconds()))
    return at + KEPT_FOR_LATER
