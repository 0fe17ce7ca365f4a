"""May the files go out with the reply: looked into when added, answered for by name, gated."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import suspected
from notices.check_outgoing import RULES, Finding, findings_of, words
from notices.check_outgoing.finding import ASK, BLOCKS
from notices.items import releases
from notices.models import Notice, OutgoingCheck
from records import files
from records.instants import require_aware
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from requests_app.states import State


def released(application: Application) -> Iterable[Attachment]:
    """The files that go out with the reply, in order, each with its check."""
    found = application.attachments.filter(kind=Attachment.Kind.RELEASED)
    return found.select_related("file", "outgoing_check__overridden_by").order_by("pk")


def check(attachment: Attachment, *, at: datetime) -> OutgoingCheck:
    """Look into a file and keep what was found; who let other findings through did not these."""
    content = suspected.content_of(attachment.file)
    stored = attachment.file
    found = [f.as_row() for f in findings_of(content, attachment.title, stored.media_type)]
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
    """Scheduled work: files waiting to go out that were never checked, or by earlier rules."""
    waiting = Attachment.objects.filter(
        kind=Attachment.Kind.RELEASED, application__state=State.IN_HAND
    ).exclude(outgoing_check__rules=RULES)
    done = 0
    for attachment in waiting.select_related("file"):
        if not attachment.file.is_quarantined and not suspected.is_stopped(attachment.file):
            check(attachment, at=at)
            done += 1
    return done


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
        yield _("附件“%(file)s”还没有按现行规则检查，请打开附件的检查结果，重新检查。") % named
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
