"""What approvers and drafters see of a paper's signatures: the thread, the review, what is next."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import signatures
from casework.on_paper import day_of
from casework.signatures import StageView
from notices.chains import STAGES
from notices.models import Notice
from office.models import User
from records import log
from records.models import Approval
from records.models.approval import Verdict
from requests_app.models import Application, SecrecyReview
from web import dates
from web.pieces import Fact as Row


class Remark(NamedTuple):
    """One signature or return, with the draft it was of; `holds` says that it still counts."""

    given: Approval
    stage: str
    draft: int | None
    returned: bool
    holds: bool


def thread_of(notice: Notice) -> list[Remark]:
    """Everything that was signed and sent back, in order, with the words that went with it."""
    drafts = dict(_drafts_by_hash(notice))
    holding = {given.pk for given in signatures.given_to(notice)}
    found = Approval.objects.filter(subject=notice.subject_key).select_related("scan")
    return [
        Remark(
            given,
            stage_label(given.stage),
            drafts.get(given.content_hash),
            given.verdict == Verdict.RETURNED,
            given.pk in holding,
        )
        for given in found.order_by("pk")
    ]


def stage_label(code: str) -> str:
    stage = STAGES.get(code)
    return str(stage.label) if stage else code


def to_be_met(notice: Notice) -> list[Approval]:
    """The return whose comments the drafter has yet to meet: the last, until the next hand-in."""
    if notice.submitted_at is not None:
        return []
    handed_in = _entries(notice).filter(event="notice_submitted").order_by("-sequence").first()
    returned = returns_of(notice).last()
    if returned is None or handed_in is None or returned.at < handed_in.at:
        return []
    return [returned]


def secrecy_rows(notice: Notice) -> list[Row]:
    """The review a release rests on; nothing where nothing is released or nobody reviewed yet."""
    review = signatures.secrecy_review_of(notice)
    return [] if review is None else [*review_rows(review)]


def review_rows(review: SecrecyReview) -> Iterator[Row]:
    words = {"who": review.reviewer.full_name, "day": dates.full(review.reviewed_on)}
    yield Row(_("保密审查结论"), review.get_conclusion_display())
    yield Row(_("审查依据"), review.basis)
    yield Row(_("审查人"), _("%(who)s，%(day)s") % words)
    yield Row(_("审查表编号"), review.paper_reference or _("没有使用纸质审查表"))


def last_time(notice: Notice, user: User) -> str:
    """What this person did with an earlier draft; empty if they have not had one before them."""
    earlier = Approval.objects.filter(subject=notice.subject_key, by_id=user.pk)
    last = earlier.exclude(content_hash=notice.content_hash).last()
    if last is None:
        return ""
    draft = dict(_drafts_by_hash(notice)).get(last.content_hash)
    words = {
        "day": dates.full(day_of(last)), "n": draft or "？", "now": notice.draft_number,
        "did": last.get_verdict_display(),
    }  # fmt: skip
    return _("您%(day)s对第%(n)s稿的意见是“%(did)s”，现在是第%(now)s稿。") % words


def what_follows(left: Sequence[StageView]) -> str:
    """What the next signature leads to, of those left: another, or the paper going out."""
    if len(left) > 1:
        return _("您签署后转%(next)s。") % {"next": left[1].label}
    return _("您签署后即编号、盖章、发出。") if left else ""


def signed_by(given: Approval) -> str:
    """The name of who signed, with who was away if a deputy did."""
    if not given.instead_of_name:
        return given.by_name
    words = {"who": given.by_name, "for": given.instead_of_name}
    return _("%(who)s（代%(for)s）") % words


def returns_of(notice: Notice) -> QuerySet[Approval]:
    """The times it was sent back, with the reasons."""
    return Approval.objects.filter(subject=notice.subject_key, verdict=Verdict.RETURNED)


def signed_for(user: User) -> list[tuple[Approval, Notice]]:
    """What deputies signed in this person's place, the newest first, as far as they may see it."""
    given = Approval.objects.filter(instead_of_id=user.pk).order_by("-pk")[:20]
    pks = [int(one.subject.rpartition(":")[2]) for one in given]
    visible = Application.objects.visible_to(user)
    notices = Notice.objects.filter(pk__in=pks, application__in=visible)
    by_key = {found.subject_key: found for found in notices.select_related("application")}
    return [(one, by_key[one.subject]) for one in given if one.subject in by_key]


def _drafts_by_hash(notice: Notice) -> Iterator[tuple[str, int]]:
    for entry in _entries(notice):
        if "content_hash" in entry.payload:
            yield entry.payload["content_hash"], entry.payload["draft"]


def _entries(notice: Notice):
    entries = log.entries(notice.application.chain).filter(event__startswith="notice_")
    return entries.filter(payload__notice=notice.pk)
