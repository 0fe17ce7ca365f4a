"""Where a draft stands: what it still lacks, whose signature comes next, what may be drafted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework import case_fit, outgoing, segregation, translating
from casework.signatures import StageView, chain_of, may_sign, next_stage, secrecy_fault, stages
from notices import items, letter
from notices.elements import Element, elements
from notices.kind import Kind
from notices.kinds import KINDS
from notices.letter import Letter
from notices.models import Notice
from office import institution
from office.models import Institution, User
from office.roles import May
from records.instants import local
from records.refusals import Refusal
from requests_app.clock import in_page_language
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import STEPS, NotPermitted
from requests_app.who import HANDLER

__all__ = [
    "Choice",
    "StageView",
    "chain_of",
    "checks",
    "compose",
    "digest",
    "kind_of",
    "kinds_open_to",
    "lacking",
    "may_draft",
    "may_sign",
    "missing",
    "next_stage",
    "obstacles",
    "refuse_if_any",
    "secrecy_fault",
    "stages",
]


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
    found += [*segregation.faults(notice), *outgoing.faults(notice)]
    found += case_fit.objections_against(notice.application, notice.facts)
    if notice.english:
        found += translating.lacking(compose(notice, on=local(notice.drafted_at).date()))
    return found + _unsaid(notice)


def checks(notice: Notice) -> list[Element]:
    """What this letter must say, by whose rule, and whether it does. Raises Refusal."""
    application, used = notice.application, _institution_of(notice)
    return elements(
        kind_of(notice), application.statute_law,
        compose(notice, on=local(notice.drafted_at).date()),
        application=application, facts=notice.all_facts, institution=used,
        wording=notice.wording,
    )  # fmt: skip


def _unsaid(notice: Notice) -> list[str]:
    """What the letter leaves out, each with the rule that asks for it."""
    try:
        found = checks(notice)
    except Refusal as refusal:
        return list(refusal.reasons)
    return [
        _("正文须写明%(label)s：%(why)s。")
        % {"label": in_page_language(one.label), "why": in_page_language(one.why)}
        for one in found
        if one.present is False
    ]


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
    yield from case_fit.obstacles(kind, application)
    if drafted is None:
        drafted = _kinds_drafted(application, but=but)
    same = {code for code, other in KINDS.items() if kind.step and other.step == kind.step}
    if drafted & {kind.code, *same}:
        yield _("已有一份同类文书正在起草或审批，请先办完或作废。")


def _kinds_drafted(application: Application, *, but: Notice | None = None) -> frozenset[str]:
    others = application.notices.drafts().exclude(pk=but.pk if but else None)
    return frozenset(others.values_list("kind", flat=True))


def refuse_if_any(reasons) -> None:
    found = tuple(reasons)
    if found:
        raise Refusal(*found)
