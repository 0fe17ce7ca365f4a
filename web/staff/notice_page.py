"""What the pages of one notice show: where it stands, who signed, what is missing, what it does."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework import paper, returned, signing, standing
from casework.precedents import Precedents, contrary_to
from casework.signing import Capacity
from casework.trial import foresee_kind
from notices.basis import doubts
from notices.chains import SECRECY_STAGE
from notices.elements import Element
from notices.items import GROUNDS, REFUSALS
from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import Notice, ServiceRecord
from notices.withheld import GROUNDS as WITHHELD_ON
from notices.withheld import parts_of
from office.models import User
from records import log
from records.models import LogEntry
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from requests_app.who import HANDLER, SERVER
from statute.answers import ANSWERS, RESULT_CODES
from statute.clock import Clock
from statute.law import Fact, Law, LawAnswer
from web.pieces import Fact as Row
from web.staff import approval_page, outgoing_page
from web.staff.consequences import changes_by, told_by_itself
from web.staff.foresight import Foresight, shown
from web.templatetags.words import said


def notice_of(request: HttpRequest, pk: int) -> Notice:
    """The notice, if this person may see its case; otherwise it is as if it were not there."""
    notices = visible_notices(request.user)
    related = ("application__applicant", "handling", "drafted_by", "issued_by", "pdf")
    return get_object_or_404(notices.select_related(*related), pk=pk)


def visible_notices(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(application__in=Application.objects.visible_to(user))


@dataclass(frozen=True)
class Served:
    """One service with what came of it: `returned_on` is the day it came back, if it did."""

    record: ServiceRecord
    returned_on: date | None
    why: str


def services_of(notice: Notice) -> list[Served]:
    """Every time the notice was served, oldest first."""
    records = notice.services.select_related("mail", "proof_file", "recorded_by")
    days = [(record, returned.came_back_on(record)) for record in records]
    return [Served(record, day, returned.why(record) if day else "") for record, day in days]


def pdf_of(notice: Notice, *, on: date) -> bytes:
    """As it was issued; a draft as it would print. Raises FileDamaged, Refusal."""
    return paper.issued_pdf(notice) if notice.is_issued else paper.draft_pdf(notice, on=on)


def refuse_unless_drafting(user: User, case: Application) -> None:
    if not standing.may_draft(user, case):
        raise PermissionDenied(_("文书由承办本件的人员起草。"))


def refuse_unless_signing(user: User, notice: Notice, *, on: date) -> Capacity:
    """In which right the next signature is theirs; PermissionDenied with the reason if not."""
    stage = standing.next_stage(notice)
    if stage is None:
        words = {"who": _("已全部审批")}
        raise PermissionDenied(_("现在应由%(who)s。") % words)
    right = signing.capacity(user, stage, notice, on=on)
    if right is None:
        raise PermissionDenied(signing.why_not(user, stage, notice))
    return right


def may_serve(user: User, notice: Notice) -> bool:
    return (SERVER | HANDLER).allows(user, notice.application)


def issued_words(notice: Notice) -> str:
    """What to tell whoever has just sent it out."""
    if notice.served_on:
        return _("已盖章发出%(number)s，并已网上送达。") % {"number": notice.number}
    return _("已盖章发出%(number)s，请登记送达。") % {"number": notice.number}


@dataclass(frozen=True)
class Card:
    """One notice as its approver sees it. `last` says that this signature sends it out."""

    notice: Notice
    kind: Kind
    clock: Clock | None
    facts: list[Row]
    warnings: list[str]
    changes: list[str]
    foreseen: Foresight | None
    itself: str
    last: bool
    secrecy: bool
    letter: SafeString | None
    files: list[outgoing_page.FileRow]
    precedents: Precedents
    instead_of: User | None
    follows: str
    last_time: str


def card_of(notice: Notice, *, by: User, on: date, right: Capacity | None = None) -> Card:
    """The paper as `by` reads it, who signs in this right."""
    case, kind = notice.application, KINDS[notice.kind]
    left = [stage for stage in paper.stages(notice) if not stage.done]
    return Card(
        notice=notice,
        kind=kind,
        clock=case.clock(on=on) if case.received_on else None,
        facts=_card_facts(notice, kind),
        warnings=_warnings(notice),
        changes=changes_by(kind, case, notice.facts, on=on),
        foreseen=foreseen_by(notice, on=on),
        itself=told_by_itself(kind),
        last=len(left) == 1,
        secrecy=bool(left) and left[0].code == SECRECY_STAGE.code,
        letter=paper.preview_html(notice, on=on),
        files=outgoing_page.rows(case) if kind.encloses_files else [],
        precedents=contrary_to(notice, by=by),
        instead_of=right.instead_of if right else None,
        follows=approval_page.what_follows(left),
        last_time=approval_page.last_time(notice, by),
    )


def foreseen_by(notice: Notice, *, on: date) -> Foresight | None:
    """What issuing a draft would move; nothing for one that is issued."""
    if not notice.is_draft:
        return None
    found = foresee_kind(notice.kind, notice.application, notice.all_facts, on=on)
    return found and shown(found)


def _card_facts(notice: Notice, kind: Kind) -> list[Row]:
    case = notice.application
    rows = [Row(_("编号"), _("，").join((case.number, case.applicant.name)))]
    rows += [Row(_("答复"), answer_in_words(item)) for item in notice.facts.get("items", [])]
    for field in kind.fields:
        if field.name in notice.facts and field.name not in ("items", "on_the_spot"):
            rows.append(Row(field.label, notice.facts[field.name]))
    if notice.facts.get("on_the_spot") == "yes":
        rows.append(Row(_("程序"), _("当场答复")))
    return [*rows, *approval_page.secrecy_rows(notice), Row(_("经过"), _path(notice))]


def answer_in_words(item: dict[str, str]) -> str:
    """The decision on one item, its ground and the reasons given."""
    if item["answer"] not in ANSWERS:
        return item["answer"]
    label = said(ANSWERS[item["answer"]].label)
    ground = GROUNDS.get(item["answer"], {}).get(item["ground"])
    parts = [label, said(ground) if ground else "", item["reasons"]]
    withheld = [
        (part["part"], said(WITHHELD_ON.get(part["ground"], part["ground"])), part["reasons"])
        for part in parts_of(item)
    ]
    if withheld:
        parts = [label]
    told = _("，").join(part for part in parts if part)
    return _("；").join([told, *(_("，").join(filter(None, each)) for each in withheld)])


def _path(notice: Notice) -> str:
    names = User.objects.filter(pk__in=notice.drafters).values_list("full_name", flat=True)
    done = [_("起草：%(who)s") % {"who": _("、").join(names)}]
    for stage in paper.stages(notice):
        if stage.approval:
            words = {"who": approval_page.signed_by(stage.approval), "what": stage.label}
            done.append(_("%(what)s：%(who)s同意") % words)
        elif stage.done:
            done.append(_("%(what)s通过") % {"what": stage.label})
    return _("，").join(done)


def _warnings(notice: Notice) -> list[str]:
    found = paper.missing(notice)
    if notice.wording.strip():
        found.append(_("正文由起草人自拟，不是标准正文。"))
    returned = approval_page.returns_of(notice).last()
    if returned:
        words = {"who": returned.by_name, "why": returned.comment}
        found.append(_("%(who)s曾退回修改：%(why)s") % words)
    return found


def elements_of(notice: Notice) -> list[Element]:
    """What the letter must say; nothing where it cannot be written yet, which is told apart."""
    try:
        return standing.checks(notice)
    except Refusal:
        return []


def history_of(notice: Notice) -> list[LogEntry]:
    """What happened to this notice, from the log of its case."""
    entries = log.entries(notice.application.chain).filter(event__startswith="notice_")
    return [entry for entry in entries if entry.payload.get("notice") == notice.pk]


def last_change(notice: Notice) -> LogEntry | None:
    return next(reversed(history_of(notice)), None)


def released_files(case: Application):
    return case.attachments.filter(kind=Attachment.Kind.RELEASED).select_related("file")


class Rule(NamedTuple):
    """An article a kind rests on, what it says where a letter quotes it, and what is doubtful."""

    label: Any
    article: str
    finding: str
    doubt: Any


def rules_for(kind: Kind, law: Law) -> list[Rule]:
    """What a letter of this kind may cite, in the law's words where a letter quotes them."""
    codes = set(kind.answers) - {"other"}
    if "partly_granted" in codes:
        codes |= set(REFUSALS)
    found = [law.answers[code] for code in RESULT_CODES if code in codes]
    facts = [law.facts[rule] for rule in kind.rests_on if rule in law.facts]
    return [Rule(a.label, cited(law, a), a.finding, a.doubt) for a in found] + [
        Rule(kind.label, cited(law, rule), "", rule.doubt) for rule in facts
    ]


def cited(law: Law, rule: Fact[Any] | LawAnswer) -> str:
    """The article with its law's name; what no article says is left to the doubt beside it."""
    if rule.article.zh.startswith("—"):
        return said(rule.article).lstrip("— ")
    named = rule.article.zh.startswith("《")
    return said(rule.article) if named else f"{said(law.title)} {said(rule.article)}"


def draft_context(notice: Notice | None, case: Application, kind: Kind, on: date) -> dict[str, Any]:
    """What the page of a draft shows beside its form."""
    law = case.statute_law
    rules = rules_for(kind, law)
    context = {
        "notice": notice, "case": case, "kind": kind, "on": on, "law": law,
        "clock": case.clock(on=on) if case.received_on else None,
        "rules": rules[:10], "doubts": doubts(kind, law),
        "changes": changes_by(kind, case, notice.facts if notice else {}, on=on),
        "foreseen": foreseen_by(notice, on=on) if notice else None,
        "itself": told_by_itself(kind),
        "releasing": kind.encloses_files, "released": outgoing_page.rows(case),
        "searches": list(case.searches.all()),
    }  # fmt: skip
    if notice is None:
        return context
    return context | {
        "letter": paper.preview_html(notice, on=on),
        "missing": paper.missing(notice),
        "elements": [] if notice.is_issued else elements_of(notice),
        "returned": approval_page.to_be_met(notice),
    }
