"""The acts that wait for somebody, each in the words of the list, the message and the feed."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from notices.chains import SECRECY_STAGE
from notices.kinds import KINDS
from notices.models import Notice
from requests_app.clock import in_page_language

if TYPE_CHECKING:
    from casework.task_sources import Errand
    from casework.tasks import Task


class Act(StrEnum):
    """What somebody can do about a case."""

    REGISTER = "register"
    CONFIRM_RECEIPT = "confirm_receipt"
    ASSIGN = "assign"
    ASK_CORRECTION = "ask_correction"  # the last days in which correction may be asked for
    PROVE_RECEIPT = "prove_receipt"  # of a letter to a third party
    NOTE_SILENCE = "note_silence"  # the third party's time is over
    REVISE = "revise"
    SIGN = "sign"
    SERVE = "serve"
    RETURNED = "returned"  # a notice or its message came back
    SEE_REDACTED = "see_redacted"  # a blacked-out file this person asked for was made meanwhile
    REDACT_AGAIN = "redact_again"  # and this one was not
    ABANDON = "abandon"
    REPLY_TO_REMEDY = "reply_to_remedy"
    HANDLE_ANEW = "handle_anew"  # a review or a court ordered a new decision
    TELL_SHORTENED = "tell_shortened"  # a date that was told and taken back
    # What somebody can do about a case that is due and has no act of theirs waiting.
    HAND_IN = "hand_in"
    HANDLE = "handle"
    URGE_UNIT = "urge_unit"
    URGE_SIGNER = "urge_signer"
    URGE_PARTY = "urge_party"
    OVERSEE = "oversee"
    LOOK = "look"
    ERRAND = "errand"  # concerns no case: `casework.task_sources` says what


def title_of(notice: Notice) -> str:
    """The notice's kind, in the page's language."""
    return in_page_language(KINDS[notice.kind].label)


def verb_of(task: "Task | Errand") -> str:
    """What is to be done, as an imperative in the page's language; it names no person."""
    if task.act == Act.ERRAND:
        return task.verb
    if task.act in (Act.REVISE, Act.SIGN, Act.SERVE, Act.RETURNED):
        return _letter(task) % {"notice": title_of(task.about)}
    if task.act == Act.URGE_SIGNER:
        return _("催%(stage)s") % {"stage": task.about.label}
    if task.act in (Act.URGE_UNIT, Act.OVERSEE):
        return _of_a_unit(task)
    if task.act == Act.REPLY_TO_REMEDY:
        text = in_page_language(task.about.label)
        return text[:1].upper() + text[1:]
    return _plain()[task.act]


def _letter(task: "Task") -> str:
    if task.act == Act.REVISE:
        return _("改好并送审%(notice)s")
    if task.act == Act.RETURNED:
        return _("处置被退回的%(notice)s")
    if task.act == Act.SERVE:
        return _("送达%(notice)s并登记")
    return _("保密审查：%(notice)s") if task.stage == SECRECY_STAGE else _("审批%(notice)s")


def _of_a_unit(task: "Task") -> str:
    unit = task.case.unit_in_charge
    if unit is None:
        return _("督促信息公开办公室办理")
    words = _("催%(unit)s交答复稿") if task.act == Act.URGE_UNIT else _("督促%(unit)s答复")
    return words % {"unit": unit}


def _plain() -> dict[Act, str]:
    return {
        Act.REGISTER: _("登记来件"),
        Act.CONFIRM_RECEIPT: _("与申请人确认收到日期"),
        Act.ASSIGN: _("交办"),
        Act.ASK_CORRECTION: _("决定是否告知补正"),
        Act.PROVE_RECEIPT: _("查征求意见书是否送达"),
        Act.NOTE_SILENCE: _("登记第三方逾期未提出意见"),
        Act.SEE_REDACTED: _("核对生成的遮盖件"),
        Act.REDACT_AGAIN: _("处理没有生成的遮盖件"),
        Act.ABANDON: _("决定是否视为放弃"),
        Act.HANDLE_ANEW: _("依复议决定或判决重新办理"),
        Act.TELL_SHORTENED: _("把提前的期限告诉申请人"),
        Act.HAND_IN: _("起草答复"),
        Act.HANDLE: _("办理"),
        Act.URGE_PARTY: _("催第三方意见"),
        Act.LOOK: _("查看"),
    }
