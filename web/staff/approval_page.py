"""What approvers and drafters see of a paper's signatures: the thread, the review, what is next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import signatures
from casework.inbox import Waiting
from casework.on_paper import day_of
from casework.rows import rows_of
from casework.signatures import StageView
from notices.chains import STAGES
from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from records import log
from records.approval import Stage
from records.models import Approval
from records.models.approval import Verdict
from requests_app.models import Application, SecrecyReview
from statute.clock import Clock
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
    drafts = _drafts_by_hash(notice)
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
    return last_times([notice], user).get(notice.pk, "")


def last_times(notices: Iterable[Notice], user: User) -> dict[int, str]:
    """The same for many, by the notice's key, in as many queries as for one."""
    by_key = {notice.subject_key: notice for notice in notices}
    last = {}
    for given in Approval.objects.filter(subject__in=by_key, by_id=user.pk).order_by("pk"):
        if given.content_hash != by_key[given.subject].content_hash:
            last[given.subject] = given
    drafts = _drafts_of([by_key[key] for key in last]) if last else {}
    return {
        by_key[key].pk: _did(given, drafts.get((by_key[key].pk, given.content_hash)), by_key[key])
        for key, given in last.items()
    }


def _did(given: Approval, draft: int | None, notice: Notice) -> str:
    words = {
        "day": dates.full(day_of(given)), "n": draft or "？", "now": notice.draft_number,
        "did": given.get_verdict_display(),
    }  # fmt: skip
    return _("您%(day)s对第%(n)s稿的意见是“%(did)s”，现在是第%(now)s稿。") % words


@dataclass(frozen=True)
class Folded:
    """A paper as one line of many: no letter, only what it is, whose, and what comes of signing."""

    notice: Notice
    kind: Kind
    clock: Clock | None
    instead_of: User | None
    follows: str
    last_time: str
    letter: None = None


def folded(waiting: Sequence[Waiting], user: User, *, on: date) -> list[Folded]:
    """The papers as lines, in as many queries for many as for one."""
    cases = [one.notice.application for one in waiting]
    clocks = {row.case.pk: row.clock for row in rows_of(cases, on=on)} if cases else {}
    times = last_times([one.notice for one in waiting], user) if cases else {}
    return [
        Folded(
            one.notice, KINDS[one.notice.kind], clocks[one.notice.application_id],
            one.capacity.instead_of, what_follows(one.left), times.get(one.notice.pk, ""),
        )
        for one in waiting
    ]  # fmt: skip


def what_follows(left: Sequence[Stage | StageView]) -> str:
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


def _drafts_by_hash(notice: Notice) -> dict[str, int]:
    return {hashed: draft for (_pk, hashed), draft in _drafts_of([notice]).items()}


def _drafts_of(notices: Iterable[Notice]) -> dict[tuple[int, str], int]:
    """The number of each draft there was of these notices, by the notice and the draft's hash."""
    by_pk = {notice.pk: notice for notice in notices}
    chains = {notice.application.chain for notice in by_pk.values()}
    entries = log.entries_of(chains).filter(event__startswith="notice_")
    return {
        (entry.payload["notice"], entry.payload["content_hash"]): entry.payload["draft"]
        for entry in entries
        if "content_hash" in entry.payload and entry.payload["notice"] in by_pk
    }


def _entries(notice: Notice):
    entries = log.entries(notice.application.chain).filter(event__startswith="notice_")
    return entries.filter(payload__notice=notice.pk)
