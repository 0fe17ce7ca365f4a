"""What the units said, consolidated for the report: each value with who said it, and who did not.

Only what a unit's head confirmed, or the office entered for the unit, counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from office.models import Unit
from records.instants import local
from reports.collection_answers import newest
from reports.collection_questions import Consolidated, Kind, Question
from reports.collection_rounds import previous, questions_of
from reports.models import Answer, Ask, AskState, CollectionRound
from statute.periods import Period
from statute.text import Text

BIG_SHARE = Decimal("0.5")  # of last year's value
BIG_STEP = 5  # below this a change is no jump, whatever its share

Value = int | Decimal | str


@dataclass(frozen=True)
class SaidBy:
    """One unit's answer: who saved it, whose word it is, and when it was confirmed."""

    unit: Unit
    person: str
    on: date
    version: int
    value: Value
    comment: str = ""
    for_unit: str = ""  # who told the office that entered it
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class Collected:
    """One question over all units. `value` is None where nothing counts, or single ones differ."""

    question: Question
    value: Value | None
    said_by: tuple[SaidBy, ...]
    missing: tuple[Unit, ...]
    before: Value | None = None  # last year's total
    like: Value | None = None  # last year's total of the units that have answered this year

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def label(self) -> Text:
        return self.question.said

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def contradicts(self) -> bool:
        """Several units answered differently what one answer stands for."""
        single = self.question.consolidated == Consolidated.SINGLE
        return single and len({said.value for said in self.said_by}) > 1

    @property
    def change(self) -> Value | None:
        """Against what the same units said last year, where both are numbers."""
        return difference(self.value, self.like)

    @property
    def jumps(self) -> bool:
        return is_jump(self.value, self.like)


@dataclass(frozen=True)
class Cell:
    """One unit's answer on the page, confirmed or not; `before` is last year's."""

    ask: Ask
    kind: str
    answer: Answer | None
    value: Value | None
    before: Value | None

    @property
    def counts(self) -> bool:
        return self.ask.state == AskState.CONFIRMED and self.value is not None

    @property
    def change(self) -> Value | None:
        return difference(self.value, self.before)

    @property
    def jumps(self) -> bool:
        return is_jump(self.value, self.before)


@dataclass(frozen=True)
class Line:
    """A question with the answers of all units asked, and what they come to."""

    number: int
    collected: Collected
    cells: tuple[Cell, ...]


def values(period: Period) -> dict[str, Collected]:
    """Question -> what was collected for a period; empty where nothing was asked."""
    round_ = CollectionRound.objects.filter(
        first=period.first, last=period.last, withdrawn_at=None, opened_at__isnull=False
    ).first()
    if round_ is None:
        return {}
    return {line.collected.code: line.collected for line in lines(round_)}


def lines(round_: CollectionRound) -> list[Line]:
    """The whole collection, question by question, in a fixed number of queries."""
    asks = list(round_.asks.asked().select_related("unit", "round", "handed_in_by"))
    now = newest(Answer.objects.filter(ask__in=asks).select_related("saved_by"))
    before, units_before = _last_year(round_)
    found = []
    for number, question in enumerate(questions_of(round_), 1):
        cells = tuple(_cell(ask, question, now, before) for ask in asks if question.asks(ask.unit))
        total = _total(question, units_before.get(question.code, {}).values())
        found.append(Line(number, _collected(question, cells, total), cells))
    return found


def _cell(
    ask: Ask, question: Question, now: Mapping[tuple[int, str], Answer],
    before: Mapping[tuple[int, str], str],
) -> Cell:  # fmt: skip
    answer = now.get((ask.pk, question.code))
    value = typed(question.kind, answer.value) if answer and answer.value else None
    said = before.get((ask.unit_id, question.code))
    return Cell(ask, question.kind, answer, value, typed(question.kind, said) if said else None)


def _last_year(
    round_: CollectionRound,
) -> tuple[dict[tuple[int, str], str], dict[str, dict[int, str]]]:
    """(unit, question) -> value, and question -> unit -> value, as confirmed the year before."""
    last = previous(round_)
    if last is None:
        return {}, {}
    kinds = {question.code: question.kind for question in questions_of(last)}
    now = {question.code: question.kind for question in questions_of(round_)}
    answers = Answer.objects.filter(
        ask__in=last.asks.asked(), ask__confirmed_at__isnull=False
    ).select_related("ask")
    by_unit: dict[tuple[int, str], str] = {}
    by_question: dict[str, dict[int, str]] = {}
    for (_ask, code), answer in newest(answers).items():
        if answer.value and kinds.get(code) == now.get(code):
            by_unit[answer.ask.unit_id, code] = answer.value
            by_question.setdefault(code, {})[answer.ask.unit_id] = answer.value
    return by_unit, by_question


def typed(kind: str, value: str) -> Value:
    """A kept answer as a number where it is one."""
    if kind == Kind.NUMBER:
        return int(value)
    return Decimal(value) if kind == Kind.MONEY else value


def _total(question: Question, kept: Iterable[str]) -> Value | None:
    return consolidated(question, [typed(question.kind, value) for value in kept])


def _collected(question: Question, cells: tuple[Cell, ...], before: Value | None) -> Collected:
    said = tuple(_said(cell) for cell in cells if cell.counts)
    missing = tuple(cell.ask.unit for cell in cells if not cell.counts)
    value = consolidated(question, [one.value for one in said], [one.unit.name for one in said])
    like = consolidated(
        question, [cell.before for cell in cells if cell.counts and cell.before is not None]
    )
    return Collected(question, value, said, missing if question.required else (), before, like)


def _said(cell: Cell) -> SaidBy:
    answer, ask = cell.answer, cell.ask
    person = answer.saved_by.full_name if answer.saved_by else ""
    on = answer.said_on or local(answer.saved_at).date()
    return SaidBy(
        ask.unit, person, on, answer.version, cell.value, answer.comment, answer.said_by,
        ask.confirmed_at,
    )  # fmt: skip


def consolidated(
    question: Question, said: list[Value], units: list[str] | None = None
) -> Value | None:
    """What several answers come to; None for none, and for single ones that differ."""
    if not said:
        return None
    if question.consolidated == Consolidated.SUM:
        return sum(said)
    if question.consolidated == Consolidated.SINGLE:
        return said[0] if len(set(said)) == 1 else None
    if question.consolidated == Consolidated.LIST and units:
        return "\n".join(f"{unit}：{one}" for unit, one in zip(units, said, strict=True))
    return "\n".join(str(one) for one in said)


def difference(value: Value | None, before: Value | None) -> Value | None:
    if isinstance(value, int | Decimal) and isinstance(before, int | Decimal):
        return value - before
    return None


def is_jump(value: Value | None, before: Value | None) -> bool:
    """A number that rose or fell by half of last year's or more: to be looked at, no mistake."""
    step = difference(value, before)
    if step is None:
        return False
    return abs(step) >= BIG_STEP and abs(step) >= BIG_SHARE * before
