"""The signatures of a notice: its chain, those that hold, whose turn it is, who may give which."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from notices import chain_rules, items
from notices.chains import ONE_PERSON_MAY, SECRECY_STAGE, STAGE_NEEDS, UNIT_STAGE
from notices.kinds import KINDS
from notices.models import Notice
from office.models import Institution, User
from office.roles import Role
from records import approval, log
from records.approval import Chain, Stage
from records.models import Approval
from requests_app.models import Application, Attachment, SecrecyReview


@dataclass(frozen=True)
class StageView:
    """One signature of the chain, given or not. A secrecy review done is `done` by its fact."""

    code: str
    label: str
    role: str
    approval: Approval | None
    is_next: bool
    done: bool


def chain_of(notice: Notice) -> Chain:
    """The kind's chain, as the institution had settled it when the draft was saved.

    A case that no unit has is the office's own: no unit head signs.
    """
    chain = chain_rules.chain_for(KINDS[notice.kind], _settled_chains(notice), notice.facts)
    if notice.application.unit_in_charge_id is not None:
        return chain
    return Chain(tuple(stage for stage in chain.stages if stage != UNIT_STAGE))


def _settled_chains(notice: Notice) -> dict[str, list[str]]:
    """Those of the version the draft keeps; a version never changes, so it is read once."""
    kept: tuple[int, dict[str, list[str]]] | None = notice.__dict__.get("_settled_chains")
    if kept is None or kept[0] != notice.institution_version:
        versions = Institution.objects.filter(version=notice.institution_version)
        chains = versions.values_list("approval_chains", flat=True).first() or {}
        kept = notice.__dict__["_settled_chains"] = (notice.institution_version, chains)
    return kept[1]


def with_signatures(papers: QuerySet[Notice]) -> list[tuple[Notice, list[Approval]]]:
    """Each paper with the signatures that hold, in as many queries for many papers as for one.

    What its chain and its secrecy review depend on is fetched along with it.
    """
    found = list(papers.prefetch_related("handling__secrecy_reviews__reviewer"))
    wanted = {paper.institution_version for paper in found}
    versions = Institution.objects.filter(version__in=wanted)
    chains = dict(versions.values_list("version", "approval_chains"))
    for paper in found:
        settled = chains.get(paper.institution_version, {})
        paper.__dict__["_settled_chains"] = (paper.institution_version, settled)
    releasing = [paper.application for paper in found if is_releasing(paper)]
    added = _added_since(releasing) if releasing else set()
    for paper in found:
        paper.__dict__["_added_since_review"] = paper.application_id in added
    given = approval.standing_of({paper.subject_key: paper.content_hash for paper in found})
    return [(paper, given[paper.subject_key]) for paper in found]


def given_to(notice: Notice) -> list[Approval]:
    """The signatures that hold: of this very draft, and not followed by a return."""
    return approval.standing(notice.subject_key, notice.content_hash)


def stages(notice: Notice, *, given: Collection[Approval] | None = None) -> list[StageView]:
    """The chain with what was signed; `given` are the signatures that hold, if they are known."""
    standing_now = given_to(notice) if given is None else given
    by_stage = {a.stage: a for a in standing_now}
    waits = notice.submitted_at and notice.is_draft
    coming = next_stage(notice, given=standing_now) if waits else None
    return [
        StageView(
            code=stage.code,
            label=str(stage.label),
            role=stage.role,
            approval=by_stage.get(stage.code),
            is_next=stage == coming,
            done=_done(stage, notice, standing_now),
        )
        for stage in chain_of(notice).stages
    ]


def next_stage(notice: Notice, *, given: Collection[Approval] | None = None) -> Stage | None:
    """The stage whose turn it is; `given` are the signatures that hold, if they are known."""
    given = given_to(notice) if given is None else given
    left = (stage for stage in chain_of(notice).stages if not _done(stage, notice, given))
    return next(left, None)


def _done(stage: Stage, notice: Notice, given: Collection[Approval]) -> bool:
    if stage == SECRECY_STAGE:
        return secrecy_fault(notice, given=given) is None
    return any(a.stage == stage.code for a in given)


def may_sign(
    user: User, stage: Stage, notice: Notice, *, given: Collection[Approval] | None = None
) -> bool:
    """Whether this signature is this person's by a role of their own.

    Never on what they drafted themselves, and nobody signs one paper twice.
    """
    if user.pk in notice.drafters or not user.may(STAGE_NEEDS[stage.role]):
        return False
    if stage.role == Role.DEPARTMENT_HEAD:
        unit = notice.application.unit_in_charge_id
        heads = (g.unit_id for g in user.grants() if g.role == Role.DEPARTMENT_HEAD)
        if unit not in heads:
            return False
    return not signs_twice(user.pk, stage, notice, given=given)


def signs_twice(
    person: int, stage: Stage, notice: Notice, *, given: Collection[Approval] | None = None
) -> bool:
    """Whether this person has another stage of the same paper already, themselves or by a deputy.

    Only the office head's signature and the secrecy review may be one person's, as in an office of
    two people; without it a chain of four signatures could be one person's.
    """
    given = given_to(notice) if given is None else given
    others = {a.stage for a in given if person in (a.by_id, a.instead_of_id)} - {stage.code}
    review = secrecy_review_of(notice)
    if review is not None and review.reviewer_id == person and stage != SECRECY_STAGE:
        others.add(SECRECY_STAGE.code)
    return any({stage.code, other} != ONE_PERSON_MAY for other in others)


def is_releasing(notice: Notice) -> bool:
    answers = notice.facts.get("items", [])
    return bool(answers) and items.releases(answers)


def secrecy_review_of(notice: Notice) -> SecrecyReview | None:
    """The review a release rests on, the newest; None where nothing is released."""
    if not is_releasing(notice):
        return None
    reviews = notice.handling.secrecy_reviews.all()  # a few, and often fetched along
    return max(reviews, key=lambda review: review.pk, default=None)


def secrecy_fault(notice: Notice, *, given: Collection[Approval] | None = None) -> str | None:
    """Why nothing may be released yet; None where nothing is, or the review allows it."""
    if not is_releasing(notice):
        return None
    review = secrecy_review_of(notice)
    if review is None:
        return _("尚未作保密审查：提供信息之前须由保密审查员记录审查结论。")
    if review.reviewer_id in notice.drafters:
        return _("保密审查员不能是本文书的起草人。")
    if signs_twice(review.reviewer_id, SECRECY_STAGE, notice, given=given):
        return _("保密审查员已在本文书的另一个环节签署，须由另一位保密审查员审查。")
    if added_since_review(notice):
        return _("保密审查之后又增加了要提供的附件，须由保密审查员重新审查。")
    if review.conclusion == SecrecyReview.Conclusion.MAY_NOT:
        return _("保密审查结论为不得公开，不能提供。")
    if (
        review.conclusion == SecrecyReview.Conclusion.IN_PART
        and items.result_of(notice.facts["items"]) == "granted"
    ):
        return _("保密审查结论为部分可以公开，请改用部分公开答复书。")
    return None


def added_since_review(notice: Notice) -> bool:
    """Whether a file was put with what goes out after the newest review: nobody reviewed that."""
    known: bool | None = notice.__dict__.get("_added_since_review")
    if known is not None:  # as fetched `with_signatures`; forgotten when the notice is read anew
        return known
    return notice.application_id in _added_since([notice.application])


def _added_since(cases: Collection[Application]) -> set[int]:
    """The cases with such a file, in two queries for any number of them.

    The log knows the order; a review and a file bear no hour of their own.
    """
    after: dict[str, set[int]] = {case.chain: set() for case in cases}
    entries = log.entries_of(after).filter(event__in=("review_secrecy", "released_file_added"))
    for entry in entries:
        if entry.event == "review_secrecy":
            after[entry.chain].clear()
        else:
            after[entry.chain].add(entry.payload["attachment"])
    kept = Attachment.objects.filter(
        kind=Attachment.Kind.RELEASED, pk__in=set().union(*after.values())
    )
    return set(kept.values_list("application_id", flat=True))
