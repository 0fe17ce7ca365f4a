"""A collection from its preparation to its end: what the office does with it.

Whoever writes the report opens it, changes its questions, gives more time, closes and reopens it.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.models import Unit, User
from records import log
from records.log import Actor
from records.refusals import Refusal
from reports.collection_questions import (
    Question,
    carried_on,
    changed,
    refuse_unsound,
    shipped,
)
from reports.models import Ask, CollectionRound, QuestionSet, RoundState
from reports.who import may_write
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import Period

NOT_ALLOWED = gettext_lazy("年报数据由登记员或信息公开办公室负责人组织收集。")


def begin(
    period: Period, *, due_on: date, note: str, by: User, on: date, at: datetime
) -> CollectionRound:
    """Prepare a collection with last year's questions, or those that ship; nobody is asked yet."""
    _require(by)
    if due_on < on:
        raise Refusal(_("报送期限不能早于今天。"))
    try:
        with transaction.atomic():
            made = CollectionRound.objects.create(
                first=period.first, last=period.last, due_on=due_on, note=note.strip(),
                begun_at=at, begun_by=by,
            )  # fmt: skip
            units = list(Unit.objects.filter(closed_on=None))
            before = previous(made)
            asked = carried_on(questions_of(before), units) if before else shipped(units)
            _keep(made, asked, 1, by=by, at=at)
            Ask.objects.bulk_create([Ask(round=made, unit=unit) for unit in units])
            note_act(made, "collection_begun", by, at, due_on=due_on)
    except IntegrityError as error:
        raise Refusal(_("这一报告期已有数据收集，请打开它；要重新做的，先作废。")) from error
    return made


def previous(round_: CollectionRound) -> CollectionRound | None:
    """The collection on the period that ended the day before this one begins, if it was asked."""
    return CollectionRound.objects.filter(
        last=round_.period.previous_day, withdrawn_at=None, opened_at__isnull=False
    ).first()


def questions_of(round_: CollectionRound) -> list[Question]:
    """The newest version of its questions."""
    newest = round_.question_sets.last()
    return [Question.of_json(said) for said in newest.questions] if newest else []


def _keep(
    round_: CollectionRound, asked: Iterable[Question], version: int, *, by: User, at: datetime
) -> None:
    QuestionSet.objects.create(
        round=round_, version=version, questions=[question.as_json() for question in asked],
        saved_at=at, saved_by=by,
    )  # fmt: skip


def set_question(
    round_: CollectionRound, question: Question, *, edits: int, by: User, at: datetime
) -> None:
    """Add a question or change one: the set's next version. Once asked, its kind stays."""
    refuse_unsound(question)

    def act() -> dict[str, Any]:
        asked = questions_of(round_)
        was = next((known for known in asked if known.code == question.code), None)
        if was and round_.opened_at and was.kind != question.kind:
            raise Refusal(_("问题已经发出，不能改变种类；请另加一个问题。"))
        version = _next_version(round_)
        _keep(round_, changed(asked, question), version, by=by, at=at)
        return {"question": question.code, "version": version}

    _changing(round_, "collection_question_set", act, edits=edits, by=by, at=at)


def drop_question(
    round_: CollectionRound, code: str, *, edits: int, by: User, at: datetime
) -> None:
    """Take a question out, as long as nobody was asked."""

    def act() -> dict[str, Any]:
        if round_.opened_at:
            raise Refusal(_("问题已经发出，不能删去；可以改为选填。"))
        left = [known for known in questions_of(round_) if known.code != code]
        version = _next_version(round_)
        _keep(round_, left, version, by=by, at=at)
        return {"question": code, "version": version}

    _changing(round_, "collection_question_dropped", act, edits=edits, by=by, at=at)


def _next_version(round_: CollectionRound) -> int:
    return round_.question_sets.count() + 1


def choose_units(
    round_: CollectionRound, units: Iterable[Unit], *, why: str = "", edits: int, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Whom the collection asks. A unit left out after it was asked is excused, with a reason."""
    chosen = {unit.pk: unit for unit in units}

    def act() -> dict[str, Any]:
        if not chosen:
            raise Refusal(_("请至少选择一个单位。"))
        asks = {ask.unit_id: ask for ask in round_.asks.all()}
        out = [ask for pk, ask in asks.items() if pk not in chosen and not ask.excused_at]
        if round_.opened_at and out and not why.strip():
            raise Refusal(_("填报已经发出，减少单位须写明理由。"))
        back = [ask for pk, ask in asks.items() if pk in chosen and ask.excused_at]
        for ask in out:
            _leave_out(ask, why.strip(), at) if round_.opened_at else ask.delete()
        for ask in back:
            ask.excused_at, ask.excused_why = None, ""
            ask.save(update_fields=["excused_at", "excused_why"])
        Ask.objects.bulk_create(Ask(round=round_, unit=u) for pk, u in chosen.items()
                                if pk not in asks)  # fmt: skip
        return {"units": sorted(unit.code for unit in chosen.values())}

    private = {"why": why.strip()} if why.strip() else None
    _changing(round_, "collection_units_chosen", act, edits=edits, by=by, at=at, private=private)


def _leave_out(ask: Ask, why: str, at: datetime) -> None:
    ask.excused_at, ask.excused_why = at, why
    ask.save(update_fields=["excused_at", "excused_why"])


def reschedule(
    round_: CollectionRound, *, due_on: date, note: str, edits: int, by: User, at: datetime
) -> None:
    """Another date for all, or another note."""

    def act() -> dict[str, Any]:
        round_.due_on, round_.note = due_on, note.strip()
        return {"due_on": due_on}

    _changing(round_, "collection_rescheduled", act, edits=edits, by=by, at=at)


def open_(round_: CollectionRound, *, edits: int, by: User, on: date, at: datetime) -> None:
    """Ask the units. Raises Refusal with all that keeps it from being asked."""

    def act() -> dict[str, Any]:
        _refuse_to_open(round_, on)
        round_.opened_at, round_.opened_by = at, by
        return {"units": round_.asks.count(), "questions": len(questions_of(round_))}

    _changing(round_, "collection_opened", act, edits=edits, by=by, at=at)


def _refuse_to_open(round_: CollectionRound, on: date) -> None:
    if round_.opened_at:
        raise Refusal(_("填报已经发出。"))
    asked, units = questions_of(round_), [ask.unit for ask in round_.asks.select_related("unit")]
    reasons = []
    if round_.due_on < on:
        reasons.append(_("报送期限已过，请先改期限。"))
    if not units:
        reasons.append(_("还没有选择单位。"))
    unasked = [str(unit) for unit in units if not any(q.asks(unit) for q in asked)]
    if unasked:
        names = _("、").join(unasked)
        reasons.append(_("没有问题要问%(units)s，请去掉这些单位或加问题。") % {"units": names})
    codes = {unit.code for unit in units}
    for question in asked:
        if question.required and question.units is not None and not codes & set(question.units):
            words = {"label": question.label}
            reasons.append(_("“%(label)s”没有单位回答，请选单位，或改为选填。") % words)
    if reasons:
        raise Refusal(*reasons)


def close(round_: CollectionRound, *, edits: int, by: User, at: datetime) -> None:
    """End it: units answer no more, whoever is missing stays missing."""

    def act() -> dict[str, Any]:
        if not round_.is_open:
            raise Refusal(_("只有填报中的数据收集可以截止。"))
        round_.closed_at, round_.closed_by = at, by
        missing = round_.asks.asked().filter(confirmed_at=None)
        return {"missing": sorted(missing.values_list("unit__code", flat=True))}

    _changing(round_, "collection_closed", act, edits=edits, by=by, at=at)


def reopen(round_: CollectionRound, *, why: str, edits: int, by: User, at: datetime) -> None:
    def act() -> dict[str, Any]:
        if round_.state != RoundState.CLOSED:
            raise Refusal(_("只有已截止的数据收集可以重新开放。"))
        _need(why)
        round_.closed_at = round_.closed_by = None
        return {}

    _changing(
        round_, "collection_reopened", act, edits=edits, by=by, at=at, private={"why": why}
    )  # fmt: skip


def withdraw(round_: CollectionRound, *, why: str, edits: int, by: User, at: datetime) -> None:
    """Call it off: it counts for nothing, and another may be begun on the same period."""

    def act() -> dict[str, Any]:
        _need(why)
        round_.withdrawn_at, round_.withdrawn_by, round_.withdrawn_why = at, by, why.strip()
        return {}

    _changing(
        round_, "collection_withdrawn", act, edits=edits, by=by, at=at, private={"why": why}
    )  # fmt: skip


def _need(why: str) -> None:
    if not why.strip():
        raise Refusal(_("请写明理由。"))


def _changing(
    round_: CollectionRound, event: str, act: Callable[[], dict[str, Any]], *, edits: int,
    by: User, at: datetime, private: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """One act of the office on a collection: locked, checked, saved and logged together."""
    _require(by)
    with transaction.atomic():
        round_.refresh_from_db(from_queryset=CollectionRound.objects.select_for_update())
        if round_.withdrawn_at:
            raise Refusal(_("这次数据收集已经作废。"))
        if round_.edits != edits:
            raise ChangedMeanwhile(_("数据收集已被他人修改，请核对后再办。"))
        said = act()
        round_.edits += 1
        round_.save()
        note_act(round_, event, by, at, private, **said)


def _require(by: User) -> None:
    if not may_write(by):
        raise NotPermitted(NOT_ALLOWED)


def note_act(
    round_: CollectionRound, event: str, by: User, at: datetime,
    private: dict[str, Any] | None = None, **payload: Any,
) -> None:  # fmt: skip
    payload |= {"collection": round_.pk}
    log.append(round_.chain, event, actor=Actor.of(by), at=at, payload=payload, private=private)
