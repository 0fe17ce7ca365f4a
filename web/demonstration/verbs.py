"""What each act of a script does: the same verbs that the pages call, with the same refusals."""

from collections.abc import Callable
from typing import Any

from casework import acts, certifying, filing, outgoing, paper, released
from casework import remedies as remedy_verbs
from notices.kind import Addressee
from notices.kinds import KINDS
from records.log import APPLICANT, SYSTEM
from requests_app.models import Application
from web.demonstration.applicants import applicant
from web.demonstration.script import Act
from web.demonstration.stage import Stage, document, pictures

ASKED = (
    "subject", "description", "document_number", "purpose", "form", "delivery", "law", "signed_for",
)  # fmt: skip
DAY_TO_COME = {"later_date": "due_on", "assistance": "reply_by"}
EARLIER_PAPER = {"taken_back", "replaces"}  # the script has the kind, the letter the number
AT_HAND = ("counter", "oral")
PURPOSE = "了解与本人有关的学校管理事项。"


def file(stage: Stage, act: Act) -> None:
    """Online by the applicant, or on paper taken down by the registrar."""
    story, when = act.facts, stage.when(act)
    said: dict[str, Any] = {name: story[name] for name in ASKED if name in story}
    said["law"] = story.get("law", "cn-university")
    if said["law"] == "cn-university":
        said.setdefault("purpose", PURPOSE)
    uploads = pictures(story.get("uploads", ()))
    who = applicant(story["applicant"])
    if story.get("channel", "online") == "online":
        filed = filing.file_online(
            application=said, applicant=who, uploads=uploads, filing_key=stage.filing_key(act),
            at=when["at"],
        )  # fmt: skip
    else:
        filed = _on_paper(stage, act, said, who, uploads)
    application = stage.opened(act, filed)
    if application.received_on:
        paper.acknowledge(application, by=SYSTEM, **when)


def _on_paper(stage: Stage, act: Act, said, who, uploads) -> filing.Filed:
    story = act.facts
    if story["channel"] == "post":
        said["signed_for"] = story["signed"]
    unsure = story["channel"] not in AT_HAND and not story.get("signed")
    confirmed = act.day if unsure and story.get("confirmed", True) else None
    return filing.register_paper(
        application=said | {"channel": story["channel"]}, applicant=who, uploads=uploads,
        arrived_on=act.day, confirmed_on=confirmed, by=stage.registrar(), **stage.when(act),
    )  # fmt: skip


def receive(stage: Stage, act: Act) -> None:
    _take(stage, act, "receive", by=stage.registrar())


def assign(stage: Stage, act: Act) -> None:
    unit = stage.staff.units[act.facts["unit"]]
    officer = stage.staff.of("officer", unit)
    reason = act.facts.get("reason", "请按期办理。")
    _take(stage, act, "assign", by=stage.registrar(), unit=unit, officer=officer, reason=reason)


def give_back(stage: Stage, act: Act) -> None:
    officer = stage.officer(stage.application(act))
    _take(stage, act, "return_assignment", by=officer, reason=act.facts["reason"])


def search(stage: Stage, act: Act) -> None:
    found = {name: act.facts[name] for name in ("places", "terms", "found")}
    _take(stage, act, "record_search", by=stage.officer(stage.application(act)), **found)


def review_secrecy(stage: Stage, act: Act) -> None:
    case = stage.application(act)
    partly = case.notices.drafts().filter(kind="partly_granted").exists()
    _take(
        stage, act, "review_secrecy", by=stage.staff.of("secrecy_reviewer"),
        conclusion="in_part" if partly else "may_release",
        basis="经审查，拟提供的内容不涉及国家秘密、工作秘密。",
        paper_reference=f"保密审查表〔{act.day.year}〕{case.number}",
    )  # fmt: skip


def release(stage: Stage, act: Act) -> None:
    """Put a file by that goes out with the reply."""
    application = stage.application(act)
    by, upload = stage.officer(application), document(act.facts["title"])
    released.acknowledge(application, by=by, at=stage.at(act))
    added = released.add(application, upload, by=by, **stage.when(act))
    if outgoing.check_of(added) is None:  # the machine is busy, and no worker runs yet
        outgoing.check(added, at=stage.at(act))


def draft(stage: Stage, act: Act) -> None:
    application, kind = stage.application(act), act.facts["kind"]
    facts = dict(act.facts.get("facts", {}))
    if "items" in act.facts:
        facts["items"] = [{"asked_for": application.subject} | item for item in act.facts["items"]]
    if "earlier" in act.facts:
        reply = stage.notice(act, case=act.facts["earlier"], kind="granted")
        facts |= {"earlier_number": reply.number, "earlier_on": reply.issued_on}
    if kind == "third_party_override":
        facts["consultation"] = application.consultations.get(opinion="objects").pk
    if "to_come" in act.facts:
        facts[DAY_TO_COME[kind]] = act.facts["to_come"]
    for name in EARLIER_PAPER & act.facts.keys():
        facts[name] = stage.notice(act, kind=act.facts[name]).number
    by = stage.officer(application)
    notice = paper.draft(kind, application, by=by, facts=facts, **stage.when(act))
    stage.cases[act.case].notices[kind] = notice.pk


def submit(stage: Stage, act: Act) -> None:
    notice = stage.notice(act)
    paper.submit(notice, by=stage.officer(notice.application), at=stage.at(act))


def sign(stage: Stage, act: Act) -> None:
    """Everybody's signature in turn, up to the stage named by `until`; the last one issues."""
    notice = stage.notice(act)
    while not notice.is_issued:
        coming = paper.next_stage(notice)
        if coming.code == act.facts.get("until"):
            return
        by = stage.signer(coming.role, notice.application)
        notice = paper.approve(notice, by=by, **stage.when(act))


def send_back(stage: Stage, act: Act) -> None:
    notice = stage.notice(act)
    by = stage.signer(paper.next_stage(notice).role, notice.application)
    paper.send_back(notice, by=by, at=stage.at(act), comment=act.facts["comment"])


def discard(stage: Stage, act: Act) -> None:
    notice = stage.notice(act)
    by = stage.officer(notice.application)
    paper.discard(notice, by=by, at=stage.at(act), reason=act.facts["reason"])


def serve(stage: Stage, act: Act) -> None:
    """By the way the applicant chose; a letter to others goes by post."""
    notice = stage.notice(act)
    if notice.served_on:
        return
    away = KINDS[notice.kind].addressee != Addressee.APPLICANT
    manner = "post" if away else notice.application.delivery
    proofs = {
        "post": paper.Proof(reference=f"挂号{1000000 + notice.pk}（演示）"),
        "counter": paper.Proof(signed_by="本人（演示）", words="送达回证存卷"),
    }
    proof = proofs.get(manner, paper.Proof())
    paper.serve(notice, manner=manner, by=stage.registrar(), proof=proof, **stage.when(act))


def correct(stage: Stage, act: Act) -> None:
    uploads = pictures(act.facts.get("uploads", ()))
    case = stage.application(act)
    acts.correct(case, answer=act.facts["answer"], uploads=uploads, **stage.when(act))


def withdraw(stage: Stage, act: Act) -> None:
    case = stage.application(act)
    acts.withdraw(case, reason=act.facts["reason"], by=APPLICANT, **stage.when(act))


def party_receipt(stage: Stage, act: Act) -> None:
    _take(
        stage, act, "record_party_receipt", by=stage.registrar(),
        consultation=_asked(stage, act), proof=act.facts["proof"],
    )  # fmt: skip


def opinion(stage: Stage, act: Act) -> None:
    _take(
        stage, act, "receive_opinion", by=stage.registrar(), consultation=_asked(stage, act),
        opinion=act.facts["opinion"], opinion_reason=act.facts.get("reason", ""),
    )  # fmt: skip


def _asked(stage: Stage, act: Act) -> int:
    return stage.application(act).consultations.open().get().pk


def pay(stage: Stage, act: Act) -> None:
    _take(stage, act, "receive_payment", by=stage.staff.of("finance"))


def reasons(stage: Stage, act: Act) -> None:
    _take(stage, act, "receive_reasons", by=stage.registrar(), answer=act.facts["answer"])


def certificate(stage: Stage, act: Act) -> None:
    certifying.certify(stage.notice(act), by=stage.registrar(), **stage.when(act))


def choose_law(stage: Stage, act: Act) -> None:
    said = {name: act.facts[name] for name in ("law", "reason")}
    _take(stage, act, "choose_law", by=stage.office_head(), **said)


def revive(stage: Stage, act: Act) -> None:
    said = {name: act.facts[name] for name in ("reason", "answer")}
    _take(stage, act, "revive", by=stage.office_head(), **said)


def reopen(stage: Stage, act: Act) -> None:
    said = {name: act.facts[name] for name in ("cause", "reason")}
    _take(stage, act, "reopen", by=stage.office_head(), **said)


def split(stage: Stage, act: Act) -> None:
    _take(stage, act, "split", by=stage.office_head(), subjects=act.facts["subjects"])


def set_right(stage: Stage, act: Act) -> None:
    _take(
        stage, act, "set_right", by=stage.office_head(), approved_by=stage.staff.of("leader"),
        state=stage.application(act).state, received_on=act.facts["received"],
        reason=act.facts["reason"],
    )  # fmt: skip


def remedy(stage: Stage, act: Act) -> None:
    kind, details = act.facts["kind"], {}
    details |= {name: act.facts.get(name, "") for name in ("body", "docket", "grounds")}
    details["received_on"] = act.facts["received"]
    if "after" in act.facts:
        details["follows"] = stage.remedy(act, act.facts["after"])
    logged = remedy_verbs.log_remedy(
        stage.application(act), kind=kind, filed_on=act.facts["filed_on"], by=stage.registrar(),
        **details, **stage.when(act),
    )  # fmt: skip
    stage.cases[act.case].remedies[kind] = logged.pk


def reply_to_remedy(stage: Stage, act: Act) -> None:
    remedy_verbs.reply_to_remedy(
        stage.remedy(act), replied_on=act.day, by=stage.office_head(), **stage.when(act)
    )


def decide(stage: Stage, act: Act) -> None:
    remedy_verbs.decide_remedy(
        stage.remedy(act), result=act.facts["result"], decided_on=act.day, by=stage.office_head(),
        note=act.facts["note"], **stage.when(act),
    )  # fmt: skip


def _take(stage: Stage, act: Act, step: str, *, by, **facts) -> Application:
    application = stage.application(act)
    acts.take(application, step, by=by, **stage.when(act), **facts)
    return application


VERBS: dict[str, Callable[[Stage, Act], Any]] = {
    verb.__name__: verb
    for verb in (
        file, receive, assign, search, review_secrecy, release, draft, submit, sign, send_back,
        discard, serve, correct, withdraw, party_receipt, opinion, pay, reasons, certificate,
        choose_law, revive, reopen, split, set_right, remedy, reply_to_remedy, decide,
    )
} | {"return": give_back}  # fmt: skip
