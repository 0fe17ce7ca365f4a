"""The clock as a filter: one JSON object asked, one answered. No Django, no state.

Described for its users in docs/deadline-tool.md, with a worked answer for each doubtful case; the
shapes are in docs/schemas. What cannot be answered raises BadQuestion with what to mend.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from statute.asked import BadQuestion, Calendars, Reader, calendar_of, law_of, unknown_keys
from statute.calendar import WorkingCalendar, load_calendar
from statute.counting import WORKING_DAY
from statute.day_table import DayKind, OutsideCalendar
from statute.days import MOVED, Day, days_of
from statute.events import facts_of, last_event
from statute.facts import ClockRefusal, Facts
from statute.fold import Run, suspends
from statute.law import Law
from statute.limits import other_limits
from statute.reply import ReplyDates, reply_dates
from statute.sentences import OPENINGS
from statute.text import Text, day_text

__all__ = ["BadQuestion", "count", "day", "due"]

Answer = dict[str, Any]

DUE_KEYS = frozenset(
    {"id", "law", "rule", "settings", "calendar", "received", "time_zone", "events", "explain",
     "language", "note"}
)  # fmt: skip
COUNT_KEYS = frozenset({"id", "calendar", "from", "to", "bounds", "note"})
DAY_KEYS = frozenset({"id", "calendar", "on", "time_zone", "language", "note"})
GIVEN = Text("延长或者约定至此日", "the day it was extended to, or agreed on")
BOUNDS = ("[]", "[)", "(]", "()")


def due(
    question: Mapping[str, Any],
    *,
    language: str | None = None,
    calendars: Calendars = load_calendar,
) -> Answer:
    """The due date, every other limit that runs, and on request the reason for every day.

    `language` (zh, en) is that of the reasons; the question's own comes first, else the calendar's.
    `calendars` finds a calendar by its name.
    """
    try:
        return _due(question, language, calendars)
    except ClockRefusal as refusal:
        raise BadQuestion(*refusal.reason) from refusal
    except OutsideCalendar as outside:
        raise BadQuestion(*outside.reason) from outside
    except OverflowError as overflow:
        raise BadQuestion("日期超出范围", "a date is out of range") from overflow


def _due(question: Mapping[str, Any], language: str | None, calendars: Calendars) -> Answer:
    unknown_keys(question, DUE_KEYS, "问题", "the question")
    law = law_of(question)
    usual = law.calendar.value if law.code else ""
    calendar = calendar_of(question.get("calendar"), default=usual, calendars=calendars)
    reader = Reader(question.get("time_zone"), calendar)
    facts = facts_of(question, reader, law)
    explain = reader.truth(question, "explain")
    on = last_event(facts) if explain or facts.consultations else reader.day(question, "received")
    dates = reply_dates(facts, law=law, calendar=calendar, on=on)
    _refuse(dates, law, facts)
    limits = {"reply": _iso(dates.due_on)}
    if law.code:
        limits |= _named_limits(facts, law, calendar, on)
    answer: Answer = {
        "id": question.get("id"),
        "due": limits["reply"],
        "provisional": dates.provisional,
        "limits": limits,
    }
    if dates.provisional:
        answer["earliest"] = _iso(dates.earliest_on)
    said = reader.language(question.get("language"), language)
    warnings = [getattr(text, said) for text in _warnings(dates, law, facts)]
    if warnings:
        answer["warnings"] = warnings
    if explain:
        answer["explanation"] = list(_explained(dates, calendar, on, said))
    return answer


def _named_limits(
    facts: Facts, law: Law, calendar: WorkingCalendar, on: date
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for limit in other_limits(facts, law=law, calendar=calendar, on=on):
        name, n = limit.code, 2
        while name in found:
            name, n = f"{limit.code}_{n}", n + 1
        found[name] = _iso(limit.due_on)
    return found


def _refuse(dates: ReplyDates, law: Law, facts: Facts) -> None:
    """An extension the law refuses is an error, not a date as if it had not been asked for."""
    most = law.extension.times.value
    if most and len(facts.extensions) > most:
        raise BadQuestion(
            f"{law.short}只允许延期{most}次", f"{law.short.en}: only {most} extension is allowed"
        )
    for run in dates.runs:
        if run.refused:
            raise BadQuestion(*run.refused[0])
    agreed, due_on = facts.agreed_due_on, dates.runs[-1].due_on
    if agreed is not None and due_on is not None and agreed < due_on:
        raise BadQuestion(
            f"约定的日期{agreed}早于期限{due_on}",
            f"the day agreed, {agreed}, is before the limit of {due_on}",
        )


def _warnings(dates: ReplyDates, law: Law, facts: Facts) -> list[Text]:
    found = [text for run in dates.runs for text in run.idle]
    for asked in facts.consultations:
        if not suspends(law, asked.kind):
            said = asked.said
            found.append(
                Text(
                    f"按{law.short}，{said}的时间照常计算",
                    f"under {law.short.en} days are counted as ever while {said.en}",
                )
            )
    if facts.received_on is not None and not law.in_force_on(facts.received_on):
        received = day_text(facts.received_on)
        found.append(
            Text(
                f"{law.short}在{received}没有施行",
                f"{law.short.en} were not in force on {received.en}",
            )
        )
    return found


def _explained(
    dates: ReplyDates, calendar: WorkingCalendar, on: date, language: str
) -> list[dict[str, Any]]:
    """One item for each start that a restart overtook, then every day of the last run."""
    found = [
        _item(run.started_on, run.cause, None, _overtaken(run), language) for run in dates.runs[:-1]
    ]
    run = dates.runs[-1]
    for each in days_of(run, dates.due_on, calendar=calendar, on=max(on, run.started_on)):
        what, why = _what(each, run, calendar)
        found.append(_item(each.date, what, each.number, why, language))
    return found


def _overtaken(run: Run) -> Text:
    began = OPENINGS[run.cause]
    day, until = day_text(run.started_on), day_text(run.ended_on or run.started_on)
    return Text(
        f"{began.zh.format(day=day.zh)}，到{until.zh}重新计算时为止",
        f"{began.en.format(day=day.en)}; it ran until it started again on {until.en}",
    )


def _item(on: date, what: str, n: int | None, why: Text, language: str) -> dict[str, Any]:
    return {"on": on.isoformat(), "what": what, "n": n, "why": getattr(why, language)}


def _what(day: Day, run: Run, calendar: WorkingCalendar) -> tuple[str, Text]:
    """What a day is in the count, in one word, and why."""
    if day.reason is MOVED:
        return "moved", day.reason
    if "due" in day.marks and not day.counted:
        return "given", GIVEN
    if "suspended" in day.marks:
        return "suspended", day.reason
    if day.counted:
        source = calendar.source_for(day.date) if run.rule.unit == WORKING_DAY else ""
        return "counted", _sourced(day.reason, source)
    if "received" in day.marks:
        return run.cause, day.reason
    if day.kind is DayKind.HOLIDAY:
        return "holiday", _sourced(day.reason, calendar.source_for(day.date))
    if day.kind is DayKind.WEEKEND:
        return "weekend", day.reason
    return "not_counted", day.reason


def _sourced(why: Text, source: str) -> Text:
    """A festival or a make-up day with the notice or the statute that sets it."""
    if not source:
        return why
    return Text(f"{why}（{source}）", f"{why.en} ({source})")


def count(
    question: Mapping[str, Any],
    *,
    language: str | None = None,
    calendars: Calendars = load_calendar,
) -> Answer:
    """How many working days lie between two days; `bounds` says which of the two belong."""
    unknown_keys(question, COUNT_KEYS, "问题", "the question")
    calendar = calendar_of(question.get("calendar"), calendars=calendars)
    reader = Reader(None, calendar)
    first, last = reader.day(question, "from"), reader.day(question, "to")
    bounds = question.get("bounds", "[]")
    if bounds not in BOUNDS:
        raise BadQuestion(
            f"bounds须是{'、'.join(BOUNDS)}之一", f"bounds must be one of {' '.join(BOUNDS)}"
        )
    if last < first:
        raise BadQuestion(f"{last}早于{first}", f"to ({last}) is before from ({first})")
    number = calendar.count(first, last) + (bounds[0] == "[" and calendar.is_working(first))
    number -= bounds[1] == ")" and calendar.is_working(last)
    answer: Answer = {"working_days": max(0, number)}
    after = date.fromordinal(first.toordinal() - (bounds[0] == "["))
    until = date.fromordinal(last.toordinal() - (bounds[1] == ")"))
    if not calendar.certain_between(after, until):
        answer["provisional"] = True
    return _with_id(question, answer)


def day(
    question: Mapping[str, Any],
    *,
    language: str | None = None,
    calendars: Calendars = load_calendar,
) -> Answer:
    """Whether a day is worked, and why."""
    unknown_keys(question, DAY_KEYS, "问题", "the question")
    calendar = calendar_of(question.get("calendar"), calendars=calendars)
    reader = Reader(question.get("time_zone"), calendar)
    on = reader.day(question, "on")
    said = reader.language(question.get("language"), language)
    answer: Answer = {"working": calendar.is_working(on)}
    answer["why"] = getattr(_sourced(calendar.why(on), calendar.source_for(on)), said)
    if not calendar.is_certain(on):
        answer["provisional"] = True
    return _with_id(question, answer)


def _with_id(question: Mapping[str, Any], answer: Answer) -> Answer:
    return {"id": question["id"], **answer} if "id" in question else answer


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
