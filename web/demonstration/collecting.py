"""The units' data for the report: collected for two years, and being collected now."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reports import collection_answers as answering
from reports import collection_rounds as rounds
from reports.collection_answers import Given, Said
from reports.collection_questions import Question
from reports.models import Ask, CollectionRound, HowSaid
from statute.periods import Period, school_year, school_year_of
from web.demonstration.script import calendar, instant, read
from web.demonstration.stage import Stage

MORNING, NOON, AFTERNOON = 9 * 60, 12 * 60, 16 * 60
OPENED_DAYS, DUE_DAYS = 10, 8  # working days before and after the day of the demonstration


def collect(stage: Stage, *, on: date) -> None:
    """The years whose day has come; and the running one, with some units still silent."""
    said = read("collecting.toml")
    for year in said["round"]:
        if year["closed_on"] <= on:
            _whole(stage, year, said)
    days = calendar()
    opened_on, due_on = days.previous(on, OPENED_DAYS), days.add(on, DUE_DAYS)
    period = school_year_of(on)
    if not CollectionRound.objects.filter(first=period.first).exists():
        found = _opened(stage, period, opened_on, due_on, said["running_note"])
        _some(stage, found, on, said)


def _opened(stage: Stage, period: Period, on: date, due: date, note: str) -> CollectionRound:
    by, at = stage.registrar(), instant(on, MORNING)
    found = rounds.begin(period, due_on=due, note=note, by=by, on=on, at=at)
    _make_optional_what_nobody_answers(found, by, at)
    rounds.open_(found, edits=found.edits, by=by, on=on, at=at)
    return found


def _make_optional_what_nobody_answers(found: CollectionRound, by, at) -> None:
    """The university has no unit for publicity or construction."""
    for question in rounds.questions_of(found):
        if question.units == ():
            rounds.drop_question(found, question.code, edits=found.edits, by=by, at=at)


def _whole(stage: Stage, year: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    period = school_year(year["year"])
    found = _opened(stage, period, year["opened_on"], year["due_on"], said["note"])
    on = date.fromordinal(year["due_on"].toordinal() - said["answers_on"])
    for place, ask in enumerate(_asks(found)):
        if ask.unit.code not in year["silent"]:
            _answer(stage, ask, place, on, said, hand_in=True)
    found.refresh_from_db()
    rounds.close(
        found, edits=found.edits, by=stage.registrar(), at=instant(year["closed_on"], AFTERNOON)
    )  # fmt: skip


def _some(stage: Stage, found: CollectionRound, on: date, said: Mapping[str, Any]) -> None:
    """Four are in, one by telephone; one waits for its head, one is sent back, one has a draft."""
    yesterday = calendar().previous(on, 1)
    asks = list(_asks(found))
    for place, ask in enumerate(asks[:4]):
        _answer(stage, ask, place, yesterday, said, hand_in=True)
    answering.send_back(
        asks[3], why="网站条数与栏目统计不符，请核对。", by=stage.registrar(),
        at=instant(yesterday, AFTERNOON),
    )  # fmt: skip
    _by_phone(stage, asks[4], yesterday, said)
    officer = stage.staff.of("officer", asks[5].unit)
    _write(asks[5], officer, _given(asks[5], 5, said), instant(yesterday, NOON), hand_in=True)
    officer = stage.staff.of("officer", asks[6].unit)
    _write(asks[6], officer, {"web_items": Given("41")}, instant(yesterday, NOON))
    answering.extend(
        asks[7], to=calendar().add(found.due_on, 5), why="办公地点搬迁，材料尚未清点。",
        by=stage.registrar(), at=instant(yesterday, AFTERNOON),
    )  # fmt: skip


def _asks(found: CollectionRound) -> Iterable[Ask]:
    return found.asks.select_related("unit", "round").order_by("unit__code")


def _answer(
    stage: Stage, ask: Ask, place: int, on: date, said: Mapping[str, Any], *, hand_in: bool
) -> None:
    head = stage.staff.of("department_head", ask.unit)
    _write(ask, head, _given(ask, place, said), instant(on, NOON), hand_in=hand_in)


def _by_phone(stage: Stage, ask: Ask, on: date, said: Mapping[str, Any]) -> None:
    answering.write(
        ask, _given(ask, 4, said), edits=ask.edits, by=stage.registrar(),
        at=instant(on, AFTERNOON), said=Said("本单位联络员", on, HowSaid.PHONE), hand_in=True,
    )  # fmt: skip


def _write(ask: Ask, by, given: Mapping[str, Given], at, *, hand_in: bool = False) -> None:
    answering.write(ask, given, edits=ask.edits, by=by, at=at, hand_in=hand_in)


def _given(ask: Ask, place: int, said: Mapping[str, Any]) -> dict[str, Given]:
    """This unit's answers; where they are last year's, somebody looked at them."""
    before = answering.last_year(ask)
    found = {}
    for question in answering.of_unit(ask):
        value = _value(question, place, ask.round.first.year, said)
        last = before.get(question.code)
        found[question.code] = Given(value, same=bool(last and last.value == value))
    return found


def _value(question: Question, place: int, year: int, said: Mapping[str, Any]) -> str:
    if question.code in said["numbers"]:
        base, by_place, by_year = said["numbers"][question.code]
        whole = base + by_place * place + by_year * (year - 2024)
        whole = max(whole, base // 4)
        return f"{whole}.00" if question.kind == "money" else str(whole)
    if question.code in said["dates"]:
        return f"{year}-{said['dates'][question.code]}"
    return said["words"].get(question.code, "")
