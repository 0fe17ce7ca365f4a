"""What pages show of a file that goes out: the check's findings, who let it through, a stop."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from casework import letting_through, making, outgoing, suspected
from notices.check_outgoing import RULES, Finding, words
from notices.models import OutgoingCheck
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from web.today import now


@dataclass(frozen=True)
class Said:
    """A finding in words."""

    what: str
    mend: str


@dataclass(frozen=True)
class FileRow:
    """One file with what is known of it."""

    attachment: Attachment

    @property
    def pk(self) -> int:
        return self.attachment.pk

    @property
    def title(self) -> str:
        return self.attachment.title

    @property
    def file(self):
        return self.attachment.file

    @cached_property
    def check(self) -> OutgoingCheck | None:
        """The check that holds: of these bytes, by the present rules."""
        found = outgoing.check_of(self.attachment)
        is_current = found and (found.rules, found.sha256) == (RULES, self.file.sha256)
        return found if is_current else None

    @property
    def seen(self) -> str:
        """Names the findings a page shows."""
        return outgoing.fingerprint(self.check) if self.check else ""

    @cached_property
    def stopped(self) -> bool:
        return suspected.is_stopped(self.file)

    @cached_property
    def blocking(self) -> list[Said]:
        return _said(outgoing.blocking(self.check)) if self.check else []

    @cached_property
    def asked(self) -> list[Said]:
        return _said(outgoing.asked(self.check)) if self.check else []

    @property
    def let_through(self) -> bool:
        return self.check is not None and self.check.overridden_by_id is not None

    @property
    def waits_in_vain(self) -> bool:
        """Whether it is to be checked by a worker and none runs."""
        return self.state == "unchecked" and making.worker_is_missing(at=now())

    @property
    def state(self) -> str:
        """One of stopped, quarantined, unchecked, blocked, asked, let_through, clean."""
        if self.stopped:
            return "stopped"
        if self.file.is_quarantined:
            return "quarantined"
        if self.check is None:
            return "unchecked"
        if self.blocking:
            return "blocked"
        if self.asked:
            return "let_through" if self.let_through else "asked"
        return "clean"


def _said(found: Iterable[Finding]) -> list[Said]:
    return [Said(words.what(finding), words.mend(finding)) for finding in found]


def rows(case: Application) -> list[FileRow]:
    """The files that go out with the reply, in order."""
    return [FileRow(attachment) for attachment in outgoing.released(case)]


def let_through_as_typed(request: HttpRequest, case: Application) -> None:
    """The reasons typed beside the files of a draft, each answered for by whoever saves it."""
    for row in rows(case):
        reason = request.POST.get(f"let-{row.pk}", "")
        if not reason.strip() or row.check is None:
            continue
        try:
            letting_through.let_through(
                row.check, by=request.user, at=now(), reason=reason,
                seen=request.POST.get(f"let-{row.pk}-seen", ""),
            )  # fmt: skip
        except Refusal as refusal:
            named = {"file": row.title, "why": refusal}
            messages.error(request, _("“%(file)s”没有放行：%(why)s") % named)
