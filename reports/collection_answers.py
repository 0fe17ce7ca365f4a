"""Answering for a unit: drafted by its people, confirmed by its head, or entered by the office.

What was answered last year is shown and never counts until somebody confirms or changes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.models import User
from records.instants import local
from records.refusals import Refusal
from reports.collection_questions import LONGEST, Question, canonical
from reports.collection_rounds import note_act, previous, questions_of
from reports.models import Answer, Ask, AskState, CollectionRound, HowSaid
from reports.models.collection import heads
from reports.who import may_write
from requests_app.steps import ChangedMeanwhile, NotPermitted

NOT_YOURS = gettext_lazy("填报由本单位人员办理；信息公开办公室可以代为录入。")


@dataclass(frozen=True)
class Given:
    """What was typed for one question; `same`: last year's answer was looked at and holds."""

    value: str = ""
    comment: str = ""
    same: bool = False


@dataclass(frozen=True)
class Said:
    """Who told the office what it enters for a unit, when and how."""

    by: str
    on: date
    how: HowSaid


def of_unit(ask: Ask) -> list[Question]:
    """What this unit is asked."""
    return [question for question in questions_of(ask.round) if question.asks(ask.unit)]


def newest(answers: Iterable[Answer]) -> dict[tuple[int, str], Answer]:
    """(ask, question) -> the version that counts."""
    found: dict[tuple[int, str], Answer] = {}
    for answer in answers:
        known = found.get((answer.ask_id, answer.code))
        if known is None or answer.version > known.version:
            found[answer.ask_id, answer.code] = answer
    return found


def answers_to(ask: Ask) -> dict[str, Answer]:
    """Question -> the newest answer."""
    found = newest(ask.answers.select_related("saved_by"))
    return {code: answer for (_ask, code), answer in found.items()}


def last_year(ask: Ask) -> dict[str, Answer]:
    """Question -> what the unit answered and confirmed the year before."""
    before = previous(ask.round)
    if before is None:
        return {}
    found = Answer.objects.filter(
        ask__round=before, ask__unit=ask.unit_id, ask__confirmed_at__isnull=False
    )
    return {code: answer for (_ask, code), answer in newest(found).items() if answer.value}


def is_of(user: User, ask: Ask) -> bool:
    return ask.unit_id in user.unit_ids()


def may_answer(user: User, ask: Ask) -> bool:
    """Whether this person may write now; the reasons are `write`'s."""
    if not ask.round.is_open or ask.state in (AskState.CONFIRMED, AskState.EXCUSED):
        return False
    if ask.state == AskState.HANDED_IN and not may_write(user):
        return heads(user, ask.unit_id)
    return is_of(user, ask) or may_write(user)


def write(
    ask: Ask, given: Mapping[str, Given], *, edits: int, by: User, at: datetime,
    said: Said | None = None, hand_in: bool = False,
) -> None:  # fmt: skip
    """Keep what was typed as new versions; with `hand_in` also send it on. All or nothing.

    The unit's head hands in and confirms at once. The office enters for a unit only with `said`,
    and what it hands in is confirmed by that. Raises Refusal with every reason.
    """
    with transaction.atomic():
        _lock(ask)
        _refuse_writing(ask, by, said, at)
        if ask.edits != edits:
            raise ChangedMeanwhile(_("填报已被他人修改。您填写的内容还在下面，请核对后再保存。"))
        asked, known, before = of_unit(ask), answers_to(ask), last_year(ask)
        new = _new_answers(ask, asked, given, known, before, by=by, at=at, said=said)
        Answer.objects.bulk_create(new)
        ask.edits += 1
        if hand_in:
            known |= {answer.code: answer for answer in new}
            _refuse_gaps(asked, known, before)
            _send_on(ask, by, at, said)
        ask.save()
        _log(ask, _event(ask, hand_in), by, at, said, answers={a.code: a.version for a in new})


def _send_on(ask: Ask, by: User, at: datetime, said: Said | None) -> None:
    """To the unit's head; from the head, or from the office for the unit, to the report."""
    if not ask.handed_in_at:
        ask.handed_in_at, ask.handed_in_by = at, by
    if said or heads(by, ask.unit_id):
        ask.confirmed_at, ask.confirmed_by = at, by


def _event(ask: Ask, hand_in: bool) -> str:
    if not hand_in:
        return "collection_answered"
    return "collection_confirmed" if ask.confirmed_at else "collection_handed_in"


def send_back(ask: Ask, *, why: str, by: User, at: datetime) -> None:
    """To be put right: by the office at any time, by the unit's head before confirming."""
    with transaction.atomic():
        _lock(ask)
        if not (may_write(by) or (heads(by, ask.unit_id) and ask.state == AskState.HANDED_IN)):
            raise NotPermitted(_("填报由信息公开办公室退回；确认之前也可由本单位负责人退回。"))
        _refuse_ended(ask)
        if ask.state not in (AskState.HANDED_IN, AskState.CONFIRMED):
            raise Refusal(_("还没有提交的填报不用退回。"))
        _need(why)
        ask.handed_in_at = ask.handed_in_by = ask.confirmed_at = ask.confirmed_by = None
        ask.sent_back_at, ask.sent_back_by, ask.sent_back_why = at, by, why.strip()
        ask.edits += 1
        ask.save()
        _log(ask, "collection_sent_back", by, at, private={"why": why.strip()})


def extend(ask: Ask, *, to: date, why: str, by: User, at: datetime) -> None:
    """More time for one unit, with the reason."""
    with transaction.atomic():
        _lock(ask)
        if not may_write(by):
            raise NotPermitted(_("延期由信息公开办公室决定。"))
        _refuse_ended(ask)
        _need(why)
        if to <= ask.due_on:
            raise Refusal(_("新的期限须晚于%(day)s。") % {"day": ask.due_on.isoformat()})
        ask.extended_to, ask.extended_why, ask.edits = to, why.strip(), ask.edits + 1
        ask.save()
        _log(ask, "collection_extended", by, at, private={"why": why.strip()}, to=to)


def _lock(ask: Ask) -> None:
    """Locks the collection, so that none is closed under a unit's hands, and then the ask."""
    CollectionRound.objects.select_for_update(no_key=True).get(pk=ask.round_id)
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update())


def _refuse_writing(ask: Ask, by: User, said: Said | None, at: datetime) -> None:
    own = is_of(by, ask)
    if not own and not may_write(by):
        raise NotPermitted(NOT_YOURS)
    _refuse_ended(ask)
    if ask.state == AskState.CONFIRMED:
        raise Refusal(_("填报已经报送；要改的，请信息公开办公室退回。"))
    if own and ask.state == AskState.HANDED_IN and not heads(by, ask.unit_id) and not said:
        raise Refusal(_("填报已提交本单位负责人；要改的，请负责人退回。"))
    if not own and said is None:
        raise Refusal(_("代为录入的，请写明由谁、何时、以什么方式提供。"))
    if said and said.on > local(at).date():
        raise Refusal(_("提供日期不能晚于今天。"))


def _refuse_ended(ask: Ask) -> None:
    if ask.excused_at:
        raise Refusal(_("本次数据收集不再要求这个单位填报。"))
    if not ask.round.is_open:
        raise Refusal(_("数据收集不在填报中，不能再改；请联系信息公开办公室。"))


def _need(why: str) -> None:
    if not why.strip():
        raise Refusal(_("请写明理由。"))


def _new_answers(
    ask: Ask, asked: Iterable[Question], given: Mapping[str, Given],
    known: Mapping[str, Answer], before: Mapping[str, Answer], *, by: User, at: datetime,
    said: Said | None,
) -> list[Answer]:  # fmt: skip
    """A version for each question whose answer is new. Raises Refusal with all that is unsound."""
    new, reasons = [], []
    spoken = {"said_by": said.by, "said_on": said.on, "said_how": said.how} if said else {}
    for question in asked:
        if question.code not in given:
            continue
        try:
            value, comment, same = _settled(question, given[question.code], before)
        except Refusal as refusal:
            reasons += [f"{question.label}{_('：')}{reason}" for reason in refusal.reasons]
            continue
        was = known.get(question.code)
        if _is_new(value, comment, same, was, before.get(question.code)):
            new.append(Answer(
                ask=ask, code=question.code, version=was.version + 1 if was else 1,
                edit=ask.edits + 1, value=value, comment=comment, same=same, saved_at=at,
                saved_by=by, **spoken,
            ))  # fmt: skip
    if reasons:
        raise Refusal(*reasons)
    return new


def _settled(
    question: Question, given: Given, before: Mapping[str, Answer]
) -> tuple[str, str, bool]:
    value, comment = canonical(question.kind, given.value), given.comment.strip()
    if len(comment) > LONGEST:
        raise Refusal(_("备注最多%(n)s字。") % {"n": LONGEST})
    last = before.get(question.code)
    if given.same and (last is None or value != last.value):
        raise Refusal(_("答复与上年不同，请去掉“与上年相同”的勾。"))
    return value, comment, given.same


def _is_new(value: str, comment: str, same: bool, was: Answer | None, last: Answer | None) -> bool:
    if was is not None:
        return (value, comment, same) != (was.value, was.comment, was.same)
    if last is not None and value == last.value and not same:
        return False  # last year's, shown and not confirmed
    return bool(value or comment)


def _refuse_gaps(
    asked: Iterable[Question], known: Mapping[str, Answer], before: Mapping[str, Answer]
) -> None:
    reasons = []
    for number, question in enumerate(asked, 1):
        answer = known.get(question.code)
        if not question.required or (answer and answer.value):
            continue
        words = {"n": number, "label": question.label}
        if answer is None and question.code in before:
            said = _("第%(n)s题“%(label)s”还是上年的答复：核对后勾选“与上年相同”，或者修改。")
        else:
            said = _("第%(n)s题“%(label)s”还没有回答。")
        reasons.append(said % words)
    if reasons:
        raise Refusal(*reasons)


def _log(
    ask: Ask, event: str, by: User, at: datetime, said: Said | None = None,
    private: dict[str, Any] | None = None, **payload: Any,
) -> None:  # fmt: skip
    if said:
        payload |= {"said_on": said.on, "said_how": str(said.how)}
        private = (private or {}) | {"said_by": said.by}
    note_act(ask.round, event, by, at, private, unit=ask.unit.code, **payload)
