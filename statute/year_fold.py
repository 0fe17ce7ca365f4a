"""The year as a fold over dated facts: which rows of which period one case belongs to.

国办公开办函〔2021〕30号, parts three and four. Pure: the facts of a case in, rows out. A case is in
a row because of its days alone, never because of what it is now; hence what came in plus what was
there equals what left plus what is still there, whatever the facts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from statute.annual import (
    ALL_COLUMNS,
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    OTHER_REMEDY_KINDS,
    RECEIVED,
    REMEDY_COLUMNS,
    REMEDY_KINDS,
    REMEDY_RESULTS,
    ROW_CODES,
    TOTAL,
    Check,
    Table,
)
from statute.answers import RESULT_CODES
from statute.periods import Period
from statute.text import Text

PENDING = "pending"
KINDS = (*REMEDY_KINDS, *OTHER_REMEDY_KINDS)


@dataclass(frozen=True)
class Ending:
    """How a handling ended: the day, the row of the table, the law it ended under."""

    on: date | None
    result: str
    law: str = ""


@dataclass(frozen=True)
class CaseFacts:
    """What the table counts of one case. `endings` are those of its first handling: one at most."""

    number: str
    applicant: str
    law: str
    received_on: date | None
    endings: tuple[Ending, ...] = ()

    @property
    def ending(self) -> Ending | None:
        return self.endings[0] if self.endings else None

    @property
    def counted_law(self) -> str:
        """The law it was closed under; while it is open, the one it has."""
        return (self.ending and self.ending.law) or self.law

    @property
    def left_on(self) -> date | None:
        """The day it left the office: never before it came."""
        if self.ending is None or self.ending.on is None or self.received_on is None:
            return None
        return max(self.ending.on, self.received_on)


@dataclass(frozen=True)
class RemedyFacts:
    """What the table counts of one complaint, appeal, review or lawsuit against a case."""

    number: str
    kind: str
    law: str
    filed_on: date
    decided_on: date | None = None
    result: str = ""


def rows_of(case: CaseFacts, period: Period) -> tuple[str, ...]:
    """The rows that count this case in this period; none if it was not there at all."""
    return rows_between(case, period.previous_day, period.last)


def rows_between(case: CaseFacts, before: date, end: date) -> tuple[str, ...]:
    """As `rows_of`, from the end of the day `before` to the end of the day `end`."""
    came, left = case.received_on, case.left_on
    if came is None or came > end or (left is not None and left <= before):
        return ()
    first = RECEIVED if came > before else CARRIED_IN
    if left is None or left > end:
        return first, CARRIED_OUT
    return first, case.endings[0].result, TOTAL


def column_of(remedy: RemedyFacts, period: Period) -> str | None:
    """The column that counts this remedy in this period, if any does."""
    if remedy.filed_on > period.last:
        return None
    if remedy.decided_on is None or remedy.decided_on > period.last:
        return PENDING
    return remedy.result if remedy.decided_on >= period.first else None


def request_table(
    cases: Iterable[CaseFacts], period: Period, law: str | None = None
) -> dict[str, list[int]]:
    """Table III of a period under one law, or under all. Raises KeyError for a fact it has not."""
    table = {code: [0] * len(ALL_COLUMNS) for code in ROW_CODES}
    for case in cases:
        if law is None or law == case.counted_law:
            for row in rows_of(case, period):
                table[row][PLACES[case.applicant]] += 1
                table[row][-1] += 1
    return table


PLACES = {code: place for place, code in enumerate(COLUMNS)}


def remedy_table(
    remedies: Iterable[RemedyFacts], period: Period, law: str | None = None
) -> dict[str, dict[str, int]]:
    """Table IV of a period, with the two kinds it has no columns for."""
    table = {kind: dict.fromkeys(REMEDY_COLUMNS, 0) for kind in KINDS}
    for remedy in remedies:
        column = column_of(remedy, period)
        if column and (law is None or law == remedy.law):
            table[remedy.kind][column] += 1
            table[remedy.kind][TOTAL] += 1
    return table


def check_conservation(tables: Sequence[Table]) -> Check:
    """Over periods one after another: all that came in has left, or is there at the end."""
    first, last = tables[0], tables[-1]
    came = first[CARRIED_IN][-1] + sum(table[RECEIVED][-1] for table in tables)
    gone = sum(table[TOTAL][-1] for table in tables) + last[CARRIED_OUT][-1]
    said = Text(
        "历年收到的申请都已办结或者仍在办理",
        "all that was received has been closed or is still open",
    )
    if came == gone:
        return Check("conservation", True, said)
    detail = Text(f"{said}：{came}≠{gone}", f"{said.en}: {came} ≠ {gone}")
    return Check("conservation", False, detail)


# What is wrong with the facts of one case


def case_faults(case: CaseFacts) -> list[Check]:
    """Everything in the facts of a case that cannot be so, each with the case's number."""
    said = [*_unknown(case), *_endings(case)]
    return [_fault(case.number, rule, text) for rule, text in said]


def _unknown(case: CaseFacts) -> Iterator[tuple[str, Text]]:
    if case.applicant not in COLUMNS:
        yield (
            "applicant",
            Text("没有申请人类别，不能计入任何一列", "no kind of applicant, no column"),
        )
    for ending in case.endings:
        if ending.result and ending.result not in RESULT_CODES:
            text = Text(f"没有“{ending.result}”这一行", f"there is no row {ending.result}")
            yield "result", text


def _endings(case: CaseFacts) -> Iterator[tuple[str, Text]]:
    if len(case.endings) > 1:
        yield "once", Text("有两个办理结果", "it has two results")
    for ending in case.endings:
        if ending.on is None:
            yield "closing", Text("有结果而没有办结日期", "a result without a day of closing")
        elif not ending.result:
            yield "closing", Text("有办结日期而没有结果", "a day of closing without a result")
        elif case.received_on is None:
            yield "receipt", Text("已办结而没有收到日期", "closed without a day of receipt")
        elif ending.on < case.received_on:
            yield (
                "order",
                Text(
                    f"办结（{ending.on}）早于收到（{case.received_on}）",
                    f"closed ({ending.on}) before it was received ({case.received_on})",
                ),
            )


def remedy_faults(remedy: RemedyFacts) -> list[Check]:
    """Everything in the facts of a remedy that cannot be so, each with the case's number."""
    said = []
    if remedy.kind not in KINDS:
        said.append(("kind", Text(f"没有“{remedy.kind}”这一类", f"no kind {remedy.kind}")))
    if bool(remedy.result) != (remedy.decided_on is not None):
        text = Text("审结日期和结果缺一项", "a decision lacks its day or its result")
        said.append(("closing", text))
    if remedy.result and (remedy.result not in REMEDY_RESULTS or remedy.result == PENDING):
        text = Text(f"没有“{remedy.result}”这种结果", f"no result {remedy.result}")
        said.append(("result", text))
    if remedy.decided_on is not None and remedy.decided_on < remedy.filed_on:
        text = Text("审结早于提起", "decided before it was lodged")
        said.append(("order", text))
    return [_fault(remedy.number, rule, text) for rule, text in said]


def _fault(number: str, rule: str, said: Text) -> Check:
    return Check(rule, False, Text(f"{number}：{said}", f"{number}: {said.en}"))
