"""May the files go out with the reply: looked into when added, answered for by name, gated."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from casework import suspected
from notices.check_outgoing import RULES, Finding, NotYet, findings_of, words
from notices.check_outgoing.finding import ASK, BLOCKS
from notices.items import releases
from notices.models import Notice, OutgoingCheck
from records import files
from records.instants import require_aware
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from requests_app.states import State

# Seconds a page waits. As measured, a spreadsheet of a million cells takes 5, the largest that is
# accepted 9, 300 pages of close print 15: what takes longer is the worker's.
AT_ONCE = 5
A_ROUND = 60  # seconds after which the worker sees to other work before the next file


def released(application: Application) -> Iterable[Attachment]:
    """The files that go out with the reply, in order, each with its check."""
    found = application.attachments.filter(kind=Attachment.Kind.RELEASED)
    return found.select_related("file", "outgoing_check__overridden_by").order_by("pk")


def check_at_once(attachment: Attachment, *, at: datetime) -> OutgoingCheck | None:
    """Look into a file while somebody waits. None if it takes longer: the worker goes on with it.

    Until then nothing found before holds any more, and the file does not go out.
    """
    try:
        return check(attachment, at=at, waits=AT_ONCE)
    except NotYet:
        OutgoingCheck.objects.filter(attachment=attachment).update(rules="")
        return None


def check(attachment: Attachment, *, at: datetime, waits: float | None = None) -> OutgoingCheck:
    """Look into a file and keep what was found; who let other findings through did not these.

    Raises NotYet after so many seconds, if given, and when the machine stops.
    """
    content = suspected.content_of(attachment.file)
    stored = attachment.file
    looked = findings_of(content, attachment.title, stored.media_type, waits=waits)
    found = [finding.as_row() for finding in looked]
    kept = {
        "sha256": hashlib.sha256(content).hexdigest(), "rules": RULES, "findings": found,
        "checked_at": require_aware(at),
    }  # fmt: skip
    with transaction.atomic():
        before = OutgoingCheck.objects.select_for_update().filter(attachment=attachment).first()
        if before is None or (before.sha256, before.findings) != (kept["sha256"], found):
            kept |= {"overridden_by": None, "overridden_at": None, "override_reason": ""}
        made, _new = OutgoingCheck.objects.update_or_create(attachment=attachment, defaults=kept)
    attachment.outgoing_check = made
    return made


def check_outdated(*, at: datetime) -> int:
    """Scheduled work: files waiting to go out that were never checked, or by earlier rules.

    Those just added come first. Raises Refusal with those that cannot be read, after the others.
    """
    started, done, damaged = time.monotonic(), 0, []
    for attachment in unchecked().select_related("file"):
        if time.monotonic() - started > A_ROUND:
            break
        if attachment.file.is_quarantined or suspected.is_stopped(attachment.file):
            continue
        try:
            check(attachment, at=at)
            done += 1
        except files.FileDamaged as fault:
            damaged.append(str(fault))
        except NotYet:  # the machine stops: the next worker begins with this one
            break
    if damaged:
        raise Refusal(*damaged)
    return done


def unchecked() -> QuerySet[Attachment]:
    """The files that cannot go out before they were looked into; those never looked into first."""
    waiting = Attachment.objects.filter(
        kind=Attachment.Kind.RELEASED, application__state=State.IN_HAND
    ).exclude(outgoing_check__rules=RULES)
    return waiting.order_by(F("outgoing_check__checked_at").asc(nulls_first=True), "pk")


def never_checked(before: datetime) -> int:
    """How many files that could be looked into have waited for it since before then."""
    waiting = unchecked().filter(outgoing_check=None, file__stored_at__lt=before)
    found = [each.file for each in waiting.select_related("file")]
    return sum(not file.is_quarantined and not suspected.is_stopped(file) for file in found)


def is_out(attachment: Attachment) -> bool:
    """Whether the reply it belongs to went out, or nothing more can be changed about it."""
    return attachment.application.state != State.IN_HAND


def fingerprint(check: OutgoingCheck) -> str:
    """Names what a check found, so that a page can say what it showed."""
    plain = json.dumps([check.sha256, check.rules, check.findings], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def findings(check: OutgoingCheck) -> list[Finding]:
    return [Finding.from_row(row) for row in check.findings]


def blocking(check: OutgoingCheck) -> list[Finding]:
    return [finding for finding in findings(check) if finding.severity == BLOCKS]


def asked(check: OutgoingCheck) -> list[Finding]:
    return [finding for finding in findings(check) if finding.severity == ASK]


def faults(notice: Notice) -> list[str]:
    """Why the files of a draft may not go out, sentence by sentence."""
    if not releases(notice.facts.get("items", [])):
        return []
    return [fault for each in released(notice.application) for fault in faults_of(each)]


def faults_of(attachment: Attachment) -> Iterator[str]:
    named = {"file": attachment.title}
    check = check_of(attachment)
    if suspected.is_stopped(attachment.file):
        yield _("附件“%(file)s”疑似涉密，已停止使用，由保密审查员处理。") % named
    elif attachment.file.is_quarantined:
        yield _("附件“%(file)s”正在作病毒检查，完成后才能送审。") % named
    elif check is None or check.rules != RULES:
        yield _("附件“%(file)s”还没有按现行规则检查完，检查完才能送审；请稍后刷新本页。") % named
    elif check.sha256 != attachment.file.sha256:
        yield _("附件“%(file)s”与检查时的内容不一致，请移除后重新上传。") % named
    else:
        for finding in blocking(check):
            yield _("附件“%(file)s”：%(what)s") % (named | {"what": words.sentence(finding)})
        if asked(check) and check.overridden_by_id is None:
            what = _("；").join(words.what(finding) for finding in asked(check))
            yield _("附件“%(file)s”须有人写明理由放行，或者改过后重新上传：%(what)s。") % (
                named | {"what": what}
            )


def check_of(attachment: Attachment) -> OutgoingCheck | None:
    return getattr(attachment, "outgoing_check", None)


def refuse_changed_bytes(notice: Notice) -> None:
    """Read every file that is to go out; raises Refusal if one is not what was checked."""
    if not releases(notice.facts.get("items", [])):
        return
    reasons = []
    for attachment in released(notice.application):
        check = check_of(attachment)
        try:
            content = suspected.content_of(attachment.file)
        except files.FileDamaged:
            content = b""
        if check is None or hashlib.sha256(content).hexdigest() != check.sha256:
            reasons.append(
                _(
                    "附件“%(file)s”与检查、审批时的内容不一致，已停止发出。请移除后重新上传，并告知系统管理员。"
                )
                % {"file": attachment.title}
            )
    if reasons:
        raise Refusal(*reasons)
