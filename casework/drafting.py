"""Drafts: a letter with the step it proposes. The case does not move and its clock runs on."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework import case_fit, standing, translating, versions
from casework.translating import Translation
from notices import facts as fact_rules
from notices import letter, numbering, pdf
from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import DraftVersion, Notice
from office import institution
from office.models import User
from records import log
from records.instants import local
from records.refusals import Refusal
from requests_app.models import Application, Consultation
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of


def draft(
    kind: str,
    application: Application,
    *,
    by: User,
    on: date,
    at: datetime,
    facts: Mapping[str, Any],
    wording: str = "",
    consultation: Consultation | None = None,
    translation: Translation = translating.NONE,
) -> Notice:
    """Write a draft. Raises Refusal with everything that is missing or in the way."""
    declared = KINDS.get(kind)
    if declared is None or declared.is_automatic:
        raise Refusal(_("没有这种文书，或者它由系统自动出具。"))
    _refuse_drafting(by, application)
    plain, sealed = fact_rules.cleaned(declared, facts, application.statute_law)
    standing.refuse_if_any(standing.obstacles(declared, application))
    check_dates(declared, application, plain, on=on)
    with transaction.atomic():
        notice = Notice(
            application=application,
            handling=application.handling,
            consultation=consultation,
            kind=kind,
            drafted_by=by,
            drafters=[by.pk],
            drafted_at=at,
        )
        translating.fill(notice, translation)
        _fill(notice, plain, sealed, wording, on=on)
        notice.save()
        versions.keep(notice, by=by, on=on, at=at)
        log_notice(notice, "notice_drafted", by=by, at=at)
    return notice


def redraft(
    notice: Notice,
    *,
    by: User,
    at: datetime,
    facts: Mapping[str, Any],
    wording: str = "",
    translation: Translation | None = None,
    seen: int | None = None,
    restores: int | None = None,
) -> Notice:
    """Change a draft. Every approval given falls, and it has to be handed in again.

    `seen` is the number of the draft that was changed; raises ChangedMeanwhile if it is another.
    `restores` is the number of the earlier draft whose words these are. Without `translation` the
    English stays as it is.
    """
    _refuse_drafting(by, notice.application)
    on = local(at).date()
    law = notice.application.statute_law
    plain, sealed = fact_rules.cleaned(KINDS[notice.kind], facts, law)
    with transaction.atomic():
        locked_draft(notice, seen=seen)
        check_dates(KINDS[notice.kind], notice.application, plain, on=on)
        notice.draft_number += 1
        notice.drafters = sorted({*notice.drafters, by.pk})
        notice.submitted_at = None
        translating.fill(notice, translation)
        _fill(notice, plain, sealed, wording, on=on)
        notice.save()
        versions.keep(notice, by=by, on=on, at=at)
        numbering.release(notice)
        restored = {"restores": restores} if restores else {}
        log_notice(notice, "notice_redrafted", by=by, at=at, **restored)
    return notice


def restore(
    notice: Notice, version: DraftVersion, *, by: User, at: datetime, seen: int | None = None
) -> Notice:
    """Take an earlier draft up again as a new one; addresses stay as they are now."""
    sealed = json.loads(notice.sealed_facts) if notice.sealed_facts else {}
    english = Translation(bool(version.english_facts) or notice.english, version.english_facts)
    return redraft(
        notice, by=by, at=at, facts=version.facts | sealed, wording=version.wording,
        translation=english, seen=seen, restores=version.number,
    )  # fmt: skip


def submit(notice: Notice, *, by: User, at: datetime, seen: int | None = None) -> Notice:
    """Hand a draft in for approval."""
    _refuse_drafting(by, notice.application)
    with transaction.atomic():
        locked_draft(notice, seen=seen)
        if notice.submitted_at:
            raise Refusal(_("这份文书已经送审。"))
        standing.refuse_if_any(standing.lacking(notice))
        notice.submitted_at = at
        notice.save(update_fields=["submitted_at"])
        log_notice(notice, "notice_submitted", by=by, at=at)
    return notice


def discard(notice: Notice, *, by: User, at: datetime, reason: str) -> Notice:
    """Throw a draft away, with the reason; it stays readable and its number is free again."""
    _refuse_drafting(by, notice.application)
    if not reason.strip():
        raise Refusal(_("请写明作废的理由。"))
    with transaction.atomic():
        locked_draft(notice)
        notice.discarded_at = at
        notice.save(update_fields=["discarded_at"])
        numbering.release(notice)
        log_notice(notice, "notice_discarded", by=by, at=at, private={"reason": reason})
    return notice


def preview_html(notice: Notice, *, on: date | None = None) -> SafeString:
    """The letter for the screen: a draft as it stands, an issued one as it was kept."""
    if notice.is_issued:
        kept = {
            "letter": notice.snapshot["letter"],
            "number": notice.number,
            "on": notice.issued_on,
        }
        return render_to_string("notices/issued.html", kept | {"kind": notice.kind})
    return letter.preview(standing.compose(notice, on=on or local(notice.drafted_at).date()))


def draft_pdf(notice: Notice, *, on: date) -> bytes:
    """The draft as it will print, without number, date and seal, and marked 草稿."""
    return pdf.render(letter.page(standing.compose(notice, on=on))).pdf


def draft_english_pdf(notice: Notice, *, on: date) -> bytes:
    """The translation of a draft as it will print. Raises Refusal if none is wanted."""
    found = translating.printed(standing.compose(notice, on=on))
    if found is None:
        raise Refusal(_("这份文书没有附英文译文。"))
    return found.pdf


def standard_wording(notice: Notice, *, on: date | None = None) -> str:
    """The body in the standard words, one paragraph a line: where one's own wording starts from."""
    application = notice.application
    found = letter.middle(
        KINDS[notice.kind], application, notice.all_facts, institution=institution.current(),
        law=application.statute_law, on=on or local(notice.drafted_at).date(),
    )  # fmt: skip
    return "\n".join(found)


def locked_draft(notice: Notice, *, seen: int | None = None) -> Notice:
    """The same draft read anew, locked. Raises Refusal once it is issued or thrown away.

    `seen` is the number of the draft that was on the page; ChangedMeanwhile if it is another now.
    """
    locked(notice)
    if seen is not None and notice.is_draft and notice.draft_number != seen:
        raise ChangedMeanwhile(
            _("您打开的是第%(seen)s稿，现在已是第%(now)s稿，请看过最新的一稿再办。")
            % {"seen": seen, "now": notice.draft_number}
        )
    if notice.is_issued:
        raise Refusal(_("文书已经发出，不能再改；有错的，另发文书撤销。"))
    if not notice.is_draft:
        raise Refusal(_("这份草稿已经作废。"))
    return notice


def locked(notice: Notice) -> Notice:
    Notice.objects.select_for_update().get(pk=notice.pk)
    notice.refresh_from_db()
    return notice


def _fill(
    notice: Notice, plain: dict[str, Any], sealed: dict[str, str], wording: str, *, on: date
) -> None:
    notice.facts = plain
    notice.sealed_facts = json.dumps(sealed, ensure_ascii=False) if sealed else ""
    notice.wording = wording.strip()
    notice.template_version = letter.template_version()
    notice.institution_version = institution.current().version
    notice.content_hash = standing.digest(notice, on=on)


def check_dates(kind: Kind, application: Application, facts: dict[str, Any], *, on: date) -> None:
    """Refuse what does not fit the case on this day, or revokes or replaces what it cannot."""
    case_fit.check(kind, application, facts, on=on)


def _refuse_drafting(by: User, application: Application) -> None:
    if not standing.may_draft(by, application):
        raise NotPermitted(_("文书由承办本件的人员起草。"))


def log_notice(
    notice: Notice, event: str, *, by, at: datetime, private=None, **payload: Any
) -> None:
    log.append(
        notice.application.chain,
        event,
        actor=actor_of(by),
        at=at,
        payload={
            "notice": notice.pk,
            "kind": notice.kind,
            "draft": notice.draft_number,
            "content_hash": notice.content_hash,
        }
        | payload,
        private=private,
    )
