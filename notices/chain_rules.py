"""What an institution may change in the chain of a kind (审批链), and what the chain then is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from notices import chains, items
from notices.kind import Kind
from notices.kinds import KINDS
from records.approval import Chain, Stage
from requests_app.clock import in_page_language
from statute.law import laws
from statute.text import Text

Settled = Mapping[str, Sequence[str]]  # the codes of the stages, by kind; a kind left out: default

# Who sends a paper out takes its step, so one of these comes last.
LAST = (chains.OFFICE_STAGE, chains.LEADER_STAGE)


def chain_for(kind: Kind, settled: Settled, facts: Mapping[str, Any]) -> Chain:
    """The signatures a notice of this kind needs with these facts.

    On the day of receipt the office head's is enough. Whatever releases something passes the
    secrecy review, even if nobody thought of it when the chain was settled.
    """
    releasing = items.releases(facts.get("items", []))
    if kind.is_reply and facts.get("on_the_spot") == "yes":
        return chains.ON_THE_SPOT_RELEASE if releasing else chains.ON_THE_SPOT
    chain = settled_chain(kind, settled)
    if releasing and chains.SECRECY_STAGE not in chain.stages:
        return Chain((*chain.stages[:-1], chains.SECRECY_STAGE, chain.stages[-1]))
    return chain


def settled_chain(kind: Kind, settled: Settled) -> Chain:
    """The kind's chain as the institution settled it; its default where it settled nothing."""
    codes = settled.get(kind.code)
    return Chain(tuple(chains.STAGES[code] for code in codes)) if codes else kind.approval


def required(kind: Kind) -> dict[Stage, str]:
    """The stages that cannot be taken out of a kind's chain, each with the reason."""
    found: dict[Stage, str] = {}
    if kind.is_reply:
        found[chains.OFFICE_STAGE] = _("答复由信息公开工作机构统一作出，须经其负责人审核。")
    elif kind.step:
        found[chains.OFFICE_STAGE] = _("这种文书一经发出即改变办件，须由信息公开办公室负责人决定。")
    if chains.SECRECY_STAGE in kind.approval.stages:
        words = {"articles": _("；").join(_cited("secrecy.review"))}
        found[chains.SECRECY_STAGE] = _("提供信息之前须经保密审查（%(articles)s）。") % words
    if chains.FINANCE_STAGE in kind.approval.stages:
        found[chains.FINANCE_STAGE] = _("收费须经财务审核。")
    return found


def _cited(fact: str) -> Iterator[str]:
    """Where each law a case may be handled under says so."""
    for law in laws():
        article = law.facts[fact].article
        yield in_page_language(
            Text(f"《{law.title.zh}》{article.zh}", f"{law.title.en}, {article.en}")
        )


def faults_of(kind: Kind, codes: Sequence[str]) -> list[str]:
    """What is wrong with this order of stages for this kind, every fault at once."""
    if kind.is_automatic:
        return [_("由系统自动出具的文书没有审批环节。")]
    unknown = [code for code in codes if code not in chains.STAGES]
    if unknown:
        return [_("没有这个审批环节：%(codes)s。") % {"codes": _("、").join(unknown)}]
    if not codes:
        return [_("除自动出具的文书外，至少要有一个人签署。")]
    found = []
    if len(set(codes)) < len(codes):
        found.append(_("同一环节只能出现一次，两个环节不能同序。"))
    for stage, reason in required(kind).items():
        if stage.code not in codes:
            found.append(_("不能去掉“%(stage)s”：%(why)s") % {"stage": stage.label, "why": reason})
    if chains.STAGES[codes[-1]] not in LAST:
        names = _("或者").join(f"“{stage.label}”" for stage in LAST)
        found.append(_("最后一个环节须是%(names)s：最后签署的人发出文书。") % {"names": names})
    return found


def all_faults(settled: Settled) -> list[str]:
    """What is wrong with the chains of an institution, kind by kind."""
    found = []
    for code, codes in settled.items():
        kind = KINDS.get(code)
        if kind is None:
            found.append(_("没有这种文书：%(code)s。") % {"code": code})
        else:
            found += faults_of(kind, codes)
    return found


def with_chain(settled: Settled, kind: Kind, codes: Collection[str]) -> dict[str, list[str]]:
    """The settings with this kind's chain; one that is the default is not written down."""
    changed = {code: list(stages) for code, stages in settled.items() if code != kind.code}
    if list(codes) != [stage.code for stage in kind.approval.stages]:
        changed[kind.code] = list(codes)
    return changed
