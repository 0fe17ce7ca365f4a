"""Where a draft stands: what it still lacks, whose signature comes next, what may be drafted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework import translating
from notices import items, letter
from notices.chains import SECRECY_STAGE, STAGE_NEEDS, UNIT_STAGE
from notices.kind import Kind
from notices.kinds import KINDS
from notices.letter import Letter
from notices.models import Notice
from notices.outdated import outdated
from notices.rich_text import words
from notices.words import basis_and_finding
from office import institution
from office.models import Institution, User
from office.roles import May, Role
from records import approval
from records.approval import Chain, Stage
from records.instants import local
from records.models import Approval
from records.refusals import Refusal
from requests_app.clock import has
from requests_app.models import Application, SecrecyReview
from requests_app.states import State
from requests_app.steps import STEPS, NotPermitted
from requests_app.who import HANDLER

_ABANDONED_BY = {
    "not_corrected": (State.AWAITING_CORRECTION, "other_not_corrected"),
    "fee_unpaid": (State.AWAITING_PAYMENT, "other_fee_unpaid"),
}


@dataclass(frozen=True)
class StageView:
    """One signature of the chain, given or not. A secrecy review done is `done` by its fact."""

    code: str
    label: str
    role: str
    approval: Approval | None
    is_next: bool
    done: bool


@dataclass(frozen=True)
class Choice:
    """A kind of notice as the case stands; `reasons` say why it cannot be drafted now."""

    kind: Kind
    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.reasons

    @property
    def code(self) -> str:
        return self.kind.code


def kind_of(notice: Notice) -> Kind:
    return KINDS[notice.kind]


def compose(notice: Notice, *, on: date) -> Letter:
    """The letter of a draft as it would read if it went out on that day."""
    made = letter.compose(
        kind_of(notice),
        notice.application,
        notice.all_facts,
        institution=_institution_of(notice),
        law=notice.application.statute_law,
        wording=notice.wording,
        on=on,
    )
    return translating.with_english(made, notice, _institution_of(notice), on=on)


def digest(notice: Notice, *, on: date) -> str:
    return compose(notice, on=on).digest(facts=notice.all_facts, draft_number=notice.draft_number)


def _institution_of(notice: Notice) -> Institution:
    return Institution.objects.get(version=notice.institution_version)


def chain_of(notice: Notice) -> Chain:
    """The kind's chain. A case that no unit has is the office's own: no unit head signs."""
    application = notice.application
    chain = kind_of(notice).chain(application.statute_law, notice.facts)
    if application.unit_in_charge_id is not None:
        return chain
    return Chain(tuple(stage for stage in chain.stages if stage is not UNIT_STAGE))


def stages(notice: Notice) -> list[StageView]:
    given = {a.stage: a for a in approval.standing(notice.subject_key, notice.content_hash)}
    coming = next_stage(notice) if notice.submitted_at and notice.is_draft else None
    return [
        StageView(
            code=stage.code,
            label=str(stage.label),
            role=stage.role,
            approval=given.get(stage.code),
            is_next=stage == coming,
            done=_done(stage, notice, set(given)),
        )
        for stage in chain_of(notice).stages
    ]


def next_stage(notice: Notice) -> Stage | None:
    given = {a.stage for a in approval.standing(notice.subject_key, notice.content_hash)}
    left = (stage for stage in chain_of(notice).stages if not _done(stage, notice, given))
    return next(left, None)


def _done(stage: Stage, notice: Notice, given: set[str]) -> bool:
    if stage == SECRECY_STAGE:
        return secrecy_fault(notice) is None
    return stage.code in given


def may_sign(user: User, stage: Stage, notice: Notice) -> bool:
    """Whether this person gives this signature; never on what they drafted themselves."""
    if user.pk in notice.drafters or not user.may(STAGE_NEEDS[stage.role]):
        return False
    if stage.role != Role.DEPARTMENT_HEAD:
        return True
    unit = notice.application.unit_in_charge_id
    return any(g.role == Role.DEPARTMENT_HEAD and g.unit_id == unit for g in user.grants())


def may_draft(user: User, application: Application) -> bool:
    return user.may(May.DRAFT) and HANDLER.allows(user, application)


def missing(notice: Notice) -> list[str]:
    """What must be there before this letter may be approved, each with the reason."""
    fault = secrecy_fault(notice)
    return [*lacking(notice), *([fault] if fault else [])]


def lacking(notice: Notice) -> list[str]:
    """What is missing apart from the secrecy review, which has a place of its own in the chain."""
    found = list(obstacles(kind_of(notice), notice.application, but=notice))
    if institution.current().version != notice.institution_version:
        found.append(_("机构信息已经更新，请打开草稿重新保存，使救济途径和联系方式为最新。"))
    answers = notice.facts.get("items", [])
    not_found = any(item["ground"] == items.NOT_EXISTING for item in answers)
    if not_found and not notice.application.searches.exists():
        found.append(_("没有检索记录：答复信息不存在，须先记录查了哪里、用什么词、结果如何。"))
    if notice.english:
        day = local(notice.drafted_at).date()
        found += translating.lacking(compose(notice, on=day))
    return [*found, *_wording_faults(notice)]


def _wording_faults(notice: Notice) -> list[str]:
    """Staff's own wording may not drop the article it rests on."""
    if not notice.wording.strip():
        return []
    law, found = notice.application.statute_law, []
    wording = words(notice.wording)
    for item in notice.facts.get("items", []):
        basis, _finding = basis_and_finding(law, item, you="您")
        article = basis.removeprefix("根据").removesuffix("的规定")
        if article not in wording:
            found.append(_("正文须写明法律依据：%(article)s。") % {"article": article})
    return list(dict.fromkeys(found))


def secrecy_fault(notice: Notice) -> str | None:
    """Why nothing may be released yet; None where nothing is, or the review allows it."""
    answers = notice.facts.get("items", [])
    if not answers or not items.releases(answers):
        return None
    review = notice.handling.secrecy_reviews.order_by("-pk").first()
    if review is None:
        return _("尚未作保密审查：提供信息之前须由保密审查员记录审查结论。")
    if review.reviewer_id in notice.drafters:
        return _("保密审查员不能是本文书的起草人。")
    if review.conclusion == SecrecyReview.Conclusion.MAY_NOT:
        return _("保密审查结论为不得公开，不能提供。")
    if (
        review.conclusion == SecrecyReview.Conclusion.IN_PART
        and items.result_of(answers) == "granted"
    ):
        return _("保密审查结论为部分可以公开，请改用部分公开答复书。")
    return None


def kinds_open_to(application: Application, by: User) -> list[Choice]:
    """Every kind staff may draft, with the reasons where one cannot be drafted now."""
    barred = () if may_draft(by, application) else (_("文书由承办人或信息公开办公室起草。"),)
    drafted = _kinds_drafted(application)
    return [
        Choice(kind, (*barred, *obstacles(kind, application, drafted=drafted)))
        for kind in KINDS.values()
        if not kind.is_automatic
    ]


def obstacles(
    kind: Kind,
    application: Application,
    *,
    but: Notice | None = None,
    drafted: frozenset[str] | None = None,
) -> Iterator[str]:
    """Why a notice of this kind has no place in the case as it stands.

    `drafted` are the kinds with a draft in the case, for a caller who asks about many kinds.
    """
    if kind.step and State(application.state) not in kind.follows:
        for refusal in STEPS[kind.step].blockers(application, None):
            if not isinstance(refusal, NotPermitted):
                yield from refusal.reasons
    elif kind.follows and State(application.state) not in kind.follows:
        yield _("申请人没有撤回申请。")
    yield from _own_obstacles(kind, application)
    if drafted is None:
        drafted = _kinds_drafted(application, but=but)
    same = {code for code, other in KINDS.items() if kind.step and other.step == kind.step}
    if drafted & {kind.code, *same}:
        yield _("已有一份同类文书正在起草或审批，请先办完或作废。")


def _kinds_drafted(application: Application, *, but: Notice | None = None) -> frozenset[str]:
    others = application.notices.drafts().exclude(pk=but.pk if but else None)
    return frozenset(others.values_list("kind", flat=True))


def _own_obstacles(kind: Kind, application: Application) -> Iterator[str]:
    if kind.code == "consultation_note" and not application.consultations.exists():
        yield _("本件没有征求意见。")
    if kind.code == "still_unclear":
        corrected = has(application, "correction") and application.correction.corrected_on
        if not corrected:
            yield _("申请人没有补正过，须先告知补正。")
    if kind.code == "rectification" and not outdated(application):
        yield _("发给申请人的文书所写的日期和依据都与现在一致，没有要更正的。")
    if kind.code in _ABANDONED_BY:
        state, result = _ABANDONED_BY[kind.code]
        handling = application.handling
        if application.state not in (state, State.ABANDONED) or (
            application.state == State.ABANDONED and handling.result != result
        ):
            yield _("本件不是这种情形。")


def refuse_if_any(reasons) -> None:
    found = tuple(reasons)
    if found:
        raise Refusal(*found)
