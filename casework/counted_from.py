"""From when and for how long each limit of a case is counted: its own short why."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from requests_app.clock import facts_of
from requests_app.models import Application
from statute.clock import Facts, Limit
from statute.counting import CALENDAR_DAY, CALENDAR_MONTH, WORKING_DAY, amount_text
from statute.law import Law
from statute.law_parts import Fact
from statute.text import Text, day_text

NOT_SAID = Text("", "")


class _Told(NamedTuple):
    """What a limit is told from; `turn` tells one consultation from the next."""

    facts: Facts
    law: Law
    begun: Text
    kind: str
    turn: int


def limits_with_reasons(application: Application, *, on: date) -> Iterator[tuple[Limit, Text]]:
    """Every limit of the case with the day it is counted from and the amount counted."""
    if application.received_on is None:
        return
    facts, law = facts_of(application), application.statute_law
    again = application.handling is not None and application.handling.sequence > 1
    begun = Text("重新办理", "handled anew") if again else Text("收到申请", "application received")
    turns: Counter[str] = Counter()
    for limit in application.limits(on=on):
        tell = _TELLERS.get(limit.code)
        told = _Told(facts, law, begun, limit.code, turns[limit.code])
        yield limit, tell(told) if tell else NOT_SAID
        turns[limit.code] += 1


def _after(day: date | None, event: Text, days: int, unit: str) -> Text:
    if day is None:
        return NOT_SAID
    said, amount = day_text(day), amount_text(days, unit)
    return Text(
        f"{said}{event}，自次日起{amount}", f"{amount.en} from the day after {said.en}: {event.en}"
    )


def _reply(told: _Told) -> Text:
    facts, law = told.facts, told.law
    again = _restart(facts, law)
    start = again or facts.received_on
    event = Text("期限重新计算", "the limit started again") if again else told.begun
    found = _after(start, event, law.reply_limit.value, law.rule.unit)
    if facts.extended_by:
        more = amount_text(facts.extended_by, law.rule.unit)
        found = Text(f"{found}，延长{more}", f"{found.en}, extended by {more.en}")
    if facts.agreed_due_on:
        later = day_text(facts.agreed_due_on)
        found = Text(f"{found}，约定延迟至{later}", f"{found.en}; a later date agreed: {later.en}")
    return found


def _restart(facts: Facts, law: Law) -> date | None:
    again = [
        facts.corrected_on if law.correction.restarts.value else None,
        facts.paid_on if law.payment.restarts.value else None,
    ]
    return max(filter(None, again), default=None)


def _correction_notice(told: _Told) -> Text:
    days = told.law.correction.notice_within.value
    return _after(told.facts.received_on, told.begun, days, told.law.rule.unit)


def _correction(told: _Told) -> Text:
    facts, law = told.facts, told.law
    days = facts.correction_days
    days = law.correction.applicant_period.value if days is None else days
    asked = facts.correction_served_on or facts.correction_asked_on
    return _after(asked, Text("告知补正", "correction asked for"), days, law.rule.unit)


def _opinion(told: _Told) -> Text:
    asked = [c for c in told.facts.consultations if c.kind == told.kind][told.turn]
    rule = told.law.consulting(asked.kind)
    if asked.received_on is not None:
        event = Text("对方收到征求意见书", "letter received by the other side")
        return _after(asked.received_on, event, rule.days.value, WORKING_DAY)
    event = Text("发出征求意见书（没有收到凭证）", "letter sent, no proof of its receipt")
    post = rule.posting_days.value
    found = _after(asked.asked_on, event, rule.days.value + post, WORKING_DAY)
    return Text(f"{found}，其中投递{post}日", f"{found.en}, {post} of them for the post")


def _payment(told: _Told) -> Text:
    asked = told.facts.payment_served_on or told.facts.payment_asked_on
    event = Text("通知缴费", "payment demanded")
    return _after(asked, event, told.law.payment.days.value, told.law.rule.unit)


SERVED = Text("答复送达", "reply served")
REVIEWED = Text("收到复议决定", "review decided")


def _review(told: _Told) -> Text:
    days = told.law.remedy_limits.review_days
    return _calendar(told.facts.served_on, SERVED, _value(days), CALENDAR_DAY)


def _suit(told: _Told) -> Text:
    months = told.law.remedy_limits.suit_months
    return _calendar(told.facts.served_on, SERVED, _value(months), CALENDAR_MONTH)


def _suit_after_review(told: _Told) -> Text:
    days = told.law.remedy_limits.suit_after_review_days
    return _calendar(told.facts.review_decided_on, REVIEWED, _value(days), CALENDAR_DAY)


def _value(fact: Fact[int] | None) -> int | None:
    return None if fact is None else fact.value


def _calendar(day: date | None, event: Text, amount: int | None, unit: str) -> Text:
    """Counted in days or months of the calendar; a last day of rest moves on."""
    if amount is None:
        return NOT_SAID
    found = _after(day, event, amount, unit)
    return Text(
        f"{found}；最后一日休息的顺延",
        f"{found.en}; a last day of rest moves to the next working day",
    )


_TELLERS: dict[str, Callable[[_Told], Text]] = {
    "reply": _reply,
    "correction_notice": _correction_notice,
    "correction": _correction,
    "third_party": _opinion,
    "co_making_body": _opinion,
    "payment": _payment,
    "review": _review,
    "suit": _suit,
    "suit_after_review": _suit_after_review,
}
