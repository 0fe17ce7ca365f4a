"""Answering by name for what the outgoing check asks about: who, when, and why it may go."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import outgoing, standing
from notices.models import OutgoingCheck
from office.models import User
from office.roles import May
from records import log
from records.instants import require_aware
from requests_app.models import Application
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of

SIGNS = (
    May.APPROVE_UNIT, May.APPROVE_OFFICE, May.APPROVE_SECRECY, May.APPROVE_FINANCE,
    May.APPROVE_LEADER,
)  # fmt: skip
LONGEST_REASON = 1000


def may_answer(user: User, application: Application) -> bool:
    """Those who draft this case's letters, and those who sign letters."""
    return standing.may_draft(user, application) or any(user.may(thing) for thing in SIGNS)


def let_through(
    check: OutgoingCheck, *, by: User, at: datetime, reason: str, seen: str | None = None
) -> OutgoingCheck:
    """Let a file go in spite of what was asked. What blocks is not let through by anybody.

    `seen` names the findings the page showed. Raises NotPermitted, ChangedMeanwhile if others were
    found since, or Refusal without a reason, with nothing to answer for, or once it is out.
    """
    attachment = check.attachment
    if not may_answer(by, attachment.application):
        raise NotPermitted(_("放行由承办本件或者审批的人员办理。"))
    asked = outgoing.asked(check)
    standing.refuse_if_any(_reasons_against(check, reason, bool(asked)))
    with transaction.atomic():
        _refuse_other_findings(check, outgoing.fingerprint(check) if seen is None else seen)
        check.overridden_by, check.overridden_at = by, require_aware(at)
        check.override_reason = reason.strip()
        check.save(update_fields=["overridden_by", "overridden_at", "override_reason"])
        log.append(
            attachment.application.chain, "released_file_let_through", actor=actor_of(by), at=at,
            payload={
                "attachment": attachment.pk, "sha256": check.sha256,
                "findings": sorted({finding.code for finding in asked}),
            },
            private={"title": attachment.title, "reason": check.override_reason},
        )  # fmt: skip
    return check


def _refuse_other_findings(check: OutgoingCheck, seen: str) -> None:
    now = OutgoingCheck.objects.select_for_update().filter(pk=check.pk).first()
    if now is None or outgoing.fingerprint(now) != seen:
        raise ChangedMeanwhile(_("文件已经重新检查，结果不同，请看过再放行。"))


def _reasons_against(check: OutgoingCheck, reason: str, asked: bool) -> list[str]:
    found = []
    if outgoing.is_out(check.attachment):
        found.append(_("答复已经发出，附件的检查结果不能再改。"))
    if not reason.strip():
        found.append(_("请写明放行的理由。"))
    if len(reason) > LONGEST_REASON:
        found.append(_("理由不超过%(n)s字。") % {"n": LONGEST_REASON})
    if not asked:
        found.append(_("这份文件没有需要放行的事项。"))
    return found
