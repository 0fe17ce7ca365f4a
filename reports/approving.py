"""A report on its way through the signatures of its form: sent, signed, sent back.

What is signed is the hash of every word, every number and the form. Another word voids it when it
is written; another number, when somebody looks: `publication.publish` looks last.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import signing
from casework.signing import Capacity
from notices.chains import STAGE_NEEDS
from office.models import User
from office.roles import May
from records import approval
from records.approval import Stage
from records.log import Actor
from records.models import Approval
from records.refusals import Refusal
from reports import who
from reports.draft import SUBMISSION, lock, log_act, take_back
from reports.models import AnnualReport
from reports.prepared import prepare
from requests_app.steps import ChangedMeanwhile, NotPermitted


@dataclass(frozen=True)
class Signature:
    """One stage of the chain and the signature that holds, if it was given."""

    stage: Stage
    given: Approval | None
    is_next: bool


@dataclass(frozen=True)
class Waiting:
    """A report that waits for one person's signature, and the right in which they give it."""

    report: AnnualReport
    stage: Stage
    capacity: Capacity


def subject(report: AnnualReport) -> str:
    return f"report:{report.pk}"


def submit(report: AnnualReport, *, edits: int, by: User, on: date, at: datetime) -> None:
    """Send the report to those who sign it. Raises Refusal with all that still blocks it."""
    who.require(who.may_write(by))
    with transaction.atomic():
        lock(report)
        if report.edits != edits:
            raise ChangedMeanwhile(_("报告已被他人修改，请核对后再送审。"))
        prepared = prepare(report, on=on)
        if prepared.blocks:
            raise Refusal(*prepared.blocks)
        report.submitted_at, report.submitted_by = at, by
        report.submitted_hash = prepared.digest
        report.save(update_fields=SUBMISSION)
        unresolved = report.comments.open().count()
        log_act(report, "report_submitted", by, at, content=prepared.digest,
                open_comments=unresolved)  # fmt: skip


def recall(report: AnnualReport, *, by: User, at: datetime) -> None:
    """Take it back before everybody has signed."""
    who.require(who.may_write(by))
    with transaction.atomic():
        lock(report)
        _refuse_not_submitted(report)
        take_back(report)
        report.save(update_fields=SUBMISSION)
        log_act(report, "report_recalled", by, at)


def approve(
    report: AnnualReport, *, seen: str, by: User, on: date, at: datetime, comment: str = ""
) -> None:
    """Sign what the page showed: `seen` is its hash. Raises Refusal if it is something else now."""
    with transaction.atomic():
        lock(report)
        _refuse_not_submitted(report)
        digest = prepare(report, on=on).digest
        if digest != report.submitted_hash:
            raise Refusal(
                _("送审以后数字或者公开目录有变动，审批已经失效。请退回编制人，核对后重新送审。")
            )
        if digest != seen:
            raise ChangedMeanwhile(_("报告在您打开以后有改动，请看过现在的内容再签署。"))
        stage, right = _turn(report, by, on=on)
        approval.approve(
            subject(report), stage=stage.code, by=Actor.of(by), at=at, content_hash=digest,
            comment=comment, not_by=who.drafters(report), instead_of=_absent(right),
        )  # fmt: skip
        log_act(report, "report_approved", by, at, stage=stage.code, content=digest)


def send_back(report: AnnualReport, *, comment: str, by: User, on: date, at: datetime) -> None:
    """Return it to those who write it, with the reason; all signatures given are void."""
    with transaction.atomic():
        lock(report)
        _refuse_not_submitted(report)
        stage, right = _turn(report, by, on=on)
        approval.send_back(
            subject(report), stage=stage.code, by=Actor.of(by), at=at,
            content_hash=report.submitted_hash, comment=comment, instead_of=_absent(right),
        )  # fmt: skip
        take_back(report)
        report.save(update_fields=SUBMISSION)
        log_act(report, "report_sent_back", by, at, {"reason": comment}, stage=stage.code)


def signatures(report: AnnualReport, content: str) -> list[Signature]:
    """The chain with the signatures that hold for exactly this content."""
    given = {one.stage: one for one in approval.standing(subject(report), content)}
    stages = report.of_form.approval.stages
    coming = next((stage for stage in stages if stage.code not in given), None)
    return [
        Signature(stage, given.get(stage.code), report.is_submitted and stage == coming)
        for stage in stages
    ]


def missing(report: AnnualReport, content: str) -> list[Stage]:
    """The stages that have not signed exactly this content."""
    return [one.stage for one in signatures(report, content) if one.given is None]


def capacity(
    person: User, stage: Stage, report: AnnualReport, *, on: date, given: Collection[Approval]
) -> Capacity | None:
    """How this person may sign: in their own right, or for somebody away whose deputy they are.

    Never what they wrote themselves, and never two stages of one report.
    """
    signed = {pk for one in given for pk in (one.by_id, one.instead_of_id)}
    if person.pk in who.drafters(report) or person.pk in signed:
        return None
    needed = STAGE_NEEDS[stage.role]
    if person.may(needed):
        return Capacity()
    if signing.oversees(person):
        return None
    for absent in signing.absences(on, deputy=person).get(person.pk, ()):
        if absent.may(needed) and absent.pk not in who.drafters(report) | signed:
            return Capacity(absent)
    return None


def inbox(person: User, *, on: date) -> list[Waiting]:
    """The reports that wait for this person's signature: one or two in a year.

    Without its form nobody can say whose turn it is: `formless` has those.
    """
    found = []
    for report in AnnualReport.objects.submitted():
        if not report.has_form:
            continue
        given = approval.standing(subject(report), report.submitted_hash)
        stage = approval.next_stage(report.of_form.approval, subject(report), report.submitted_hash)
        if stage and (right := capacity(person, stage, report, on=on, given=given)):
            found.append(Waiting(report, stage, right))
    return found


def formless(person: User) -> list[AnnualReport]:
    """The drafts that nobody can write or sign until their form is put back."""
    if not person.may(May.REPORT):
        return []
    drafts = AnnualReport.objects.drafts().defer("snapshot")
    return [report for report in drafts if not report.has_form]


def remarks(report: AnnualReport) -> list[Approval]:
    """Everything that was signed or sent back, the latest first."""
    return list(Approval.objects.filter(subject=subject(report)).order_by("-id"))


def _turn(report: AnnualReport, by: User, *, on: date) -> tuple[Stage, Capacity]:
    """Whose turn it is, if it is this person's. Raises NotPermitted with who it is instead."""
    given = approval.standing(subject(report), report.submitted_hash)
    chain = report.of_form.approval
    stage = approval.next_stage(chain, subject(report), report.submitted_hash)
    if stage is None:
        raise Refusal(_("报告已经全部签署。"))
    right = capacity(by, stage, report, on=on, given=given)
    if right is None:
        raise NotPermitted(_why_not(by, stage, report, given))
    return stage, right


def _why_not(by: User, stage: Stage, report: AnnualReport, given: Collection[Approval]) -> str:
    if by.pk in who.drafters(report):
        return _("起草人不能审批自己起草的文书。")
    if by.pk in {one.by_id for one in given}:
        return _("您已在本报告的另一个环节签署；两个环节不能由同一人签署。")
    return _("现在应由%(who)s。") % {"who": stage.label}


def _absent(right: Capacity) -> Actor | None:
    return Actor.of(right.instead_of) if right.instead_of else None


def _refuse_not_submitted(report: AnnualReport) -> None:
    if not report.is_submitted:
        raise Refusal(_("报告没有送审，或者送审以后又有改动，须重新送审。"))
