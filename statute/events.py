"""The events of a question as the facts of one application. Their order in the list says nothing:
what has a day is taken by its day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from statute.asked import MOST, BadQuestion, Reader, unknown_keys
from statute.counting import Extension
from statute.facts import (
    CO_MAKING_BODY,
    CONSULTATIONS,
    CORRECTION,
    PAYMENT,
    STATED,
    STOP_LABELS,
    THIRD_PARTY,
    Consultation,
    Facts,
    Suspension,
)
from statute.fold import suspends
from statute.law import Law

Event = Mapping[str, Any]
GROUNDS = tuple(kind for kind in STOP_LABELS if kind not in (CORRECTION, PAYMENT, STATED))


@dataclass
class _Told:
    """The facts as they gather; `dates` are arguments of Facts."""

    reader: Reader
    law: Law
    received_on: date
    dates: dict[str, Any] = field(default_factory=dict)
    suspensions: list[Suspension] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)

    def facts(self) -> Facts:
        restarts = self.law.correction.restarts.value
        if "corrected_on" in self.dates and not restarts and not self.asked_for_correction:
            raise BadQuestion(
                f"按{self.law.short}，补正不重新计算期限；请同时写明correction_asked",
                f"under {self.law.short.en} a correction starts nothing again; "
                "tell correction_asked too",
            )
        if len(self.extensions) > 1 and any(e.until and not e.on for e in self.extensions):
            raise BadQuestion(
                "几次延期中有延长至某日的，请写明各在哪一日告知（on）",
                "of several extensions one is until a day: say on which day each was told",
            )
        return Facts(
            self.received_on,
            suspensions=tuple(self.suspensions),
            consultations=tuple(self.consultations),
            further_extensions=tuple(self.extensions),
            **self.dates,
        )

    @property
    def asked_for_correction(self) -> bool:
        return "correction_asked_on" in self.dates

    def once(self, name: str, day: date) -> None:
        if name in self.dates:
            raise BadQuestion(f"{name}只能有一个", f"{name} is told twice")
        if day < self.received_on:
            raise BadQuestion(
                f"{name}（{day}）早于收到申请（{self.received_on}）",
                f"{name} is {day}, before receipt on {self.received_on}",
            )
        self.dates[name] = day


def facts_of(question: Event, reader: Reader, law: Law) -> Facts:
    """Raises BadQuestion for an event of an unknown kind, or one that is not whole."""
    told = _Told(reader, law, reader.day(question, "received"))
    events = question.get("events")
    if events is None or events == []:
        return Facts(told.received_on)
    if not isinstance(events, list):
        raise BadQuestion("events须是数组", "events must be a list")
    for event in events:
        if not isinstance(event, Mapping):
            raise BadQuestion("每个事件须是对象", "each event must be an object")
        kind = event.get("kind")
        known = KINDS.get(kind) if isinstance(kind, str) else None
        if known is None:
            raise BadQuestion(
                f"没有名为{kind!r}的事件（有：{'、'.join(KINDS)}）",
                f"there is no event of kind {kind!r} (there are: {', '.join(KINDS)})",
            )
        keys, take = known
        unknown_keys(event, keys, f"事件{kind}", f"event {kind}")
        take(event, told)
    return told.facts()


def last_event(facts: Facts) -> date:
    """The latest day told of: until then an open end is explained day by day."""
    days = [facts.received_on, facts.corrected_on, facts.ended_on, facts.correction_asked_on]
    days += [facts.payment_asked_on, facts.paid_on]
    for suspension in facts.suspensions:
        days += [suspension.since, suspension.until]
    for asked in facts.consultations:
        days += [asked.asked_on, asked.received_on, asked.answered_on]
    return max((day for day in days if day is not None), default=date.min)


def _corrected(event: Event, told: _Told) -> None:
    """Of several corrections the last one counts: the limit starts again each time."""
    on = told.reader.day(event, "on")
    if on < told.received_on:
        raise BadQuestion(
            f"补正（{on}）早于收到申请（{told.received_on}）",
            f"corrected on {on}, before receipt on {told.received_on}",
        )
    before = told.dates.get("corrected_on")
    told.dates["corrected_on"] = on if before is None else max(before, on)


def _suspended(event: Event, told: _Told) -> None:
    since = told.reader.day(event, "since")
    until = told.reader.day_if_any(event, "until")
    ground = event.get("ground", STATED)
    if ground != STATED and ground not in GROUNDS:
        raise BadQuestion(
            f"ground须是{'、'.join(GROUNDS)}之一", f"ground must be one of {', '.join(GROUNDS)}"
        )
    if since < told.received_on:
        raise BadQuestion(
            f"中止（{since}）早于收到申请（{told.received_on}）",
            f"suspended since {since}, before receipt on {told.received_on}",
        )
    if not suspends(told.law, ground):
        label = STOP_LABELS[ground]
        raise BadQuestion(
            f"按{told.law.short}，{label}的时间不从期限中扣除",
            f"under {told.law.short.en} time is not left out while {label.en}",
        )
    told.suspensions.append(Suspension(since, until, ground))


def _extended(event: Event, told: _Told) -> None:
    by, until = event.get("by"), told.reader.day_if_any(event, "until")
    on = told.reader.day_if_any(event, "on")
    if (by is None) is (until is None):
        raise BadQuestion("延期须有by或者until，只能有一个", "extended: give either by or until")
    if by is not None and (type(by) is not int or not 1 <= by <= MOST):
        raise BadQuestion("延期的by须是正整数", "extended: by must be a whole number from 1")
    if on is not None and on < told.received_on:
        raise BadQuestion(
            f"延期（{on}）早于收到申请（{told.received_on}）",
            f"extended on {on}, before receipt on {told.received_on}",
        )
    told.extensions.append(Extension(by or 0, until, on))


def _consulted(event: Event, told: _Told) -> None:
    who = event.get("who", THIRD_PARTY)
    if who not in CONSULTATIONS:
        raise BadQuestion(
            f"who须是{THIRD_PARTY}或者{CO_MAKING_BODY}",
            f"who must be {THIRD_PARTY} or {CO_MAKING_BODY}",
        )
    asked = told.reader.day(event, "on")
    if asked < told.received_on:
        raise BadQuestion(
            f"征求意见（{asked}）早于收到申请（{told.received_on}）",
            f"consulted on {asked}, before receipt on {told.received_on}",
        )
    received = told.reader.day_if_any(event, "received")
    answered = told.reader.day_if_any(event, "answered")
    told.consultations.append(Consultation(asked, received, answered, who))


def _correction_asked(event: Event, told: _Told) -> None:
    told.once("correction_asked_on", told.reader.day(event, "on"))
    _served(event, told, "correction_served_on")
    days = event.get("days")
    if days is not None:
        if type(days) is not int or not 1 <= days <= MOST:
            raise BadQuestion("补正的days须是正整数", "days must be a whole number from 1")
        told.dates["correction_days"] = days


def _fee_asked(event: Event, told: _Told) -> None:
    told.once("payment_asked_on", told.reader.day(event, "on"))
    _served(event, told, "payment_served_on")


def _served(event: Event, told: _Told, name: str) -> None:
    served = told.reader.day_if_any(event, "served")
    if served is not None:
        told.dates[name] = served


def _agreed(event: Event, told: _Told) -> None:
    if not told.law.agreed_delay.value:
        raise BadQuestion(
            f"{told.law.short}没有约定延迟答复的规定",
            f"{told.law.short.en} know no later date agreed with the applicant",
        )
    told.once("agreed_due_on", told.reader.day(event, "until"))


def _day_of(name: str) -> Callable[[Event, _Told], None]:
    return lambda event, told: told.once(name, told.reader.day(event, "on"))


KINDS: dict[str, tuple[frozenset[str], Callable[[Event, _Told], None]]] = {
    "corrected": (frozenset({"kind", "on", "note"}), _corrected),
    "suspended": (frozenset({"kind", "since", "until", "ground", "note"}), _suspended),
    "extended": (frozenset({"kind", "by", "until", "on", "note"}), _extended),
    "correction_asked": (
        frozenset({"kind", "on", "served", "days", "note"}),
        _correction_asked,
    ),
    "consulted": (frozenset({"kind", "who", "on", "received", "answered", "note"}), _consulted),
    "fee_asked": (frozenset({"kind", "on", "served", "note"}), _fee_asked),
    "paid": (frozenset({"kind", "on", "note"}), _day_of("paid_on")),
    "agreed": (frozenset({"kind", "until", "note"}), _agreed),
    "answered": (frozenset({"kind", "on", "note"}), _day_of("answered_on")),
    "withdrawn": (frozenset({"kind", "on", "note"}), _day_of("withdrawn_on")),
    "served": (frozenset({"kind", "on", "note"}), _day_of("served_on")),
    "review_received": (frozenset({"kind", "on", "note"}), _day_of("review_received_on")),
    "review_decided": (frozenset({"kind", "on", "note"}), _day_of("review_decided_on")),
    "suit_received": (frozenset({"kind", "on", "note"}), _day_of("suit_received_on")),
}
