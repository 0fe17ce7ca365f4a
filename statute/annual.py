"""The statutory tables of the yearly report as values, and the identities that must hold.

Form: 国办公开办函〔2021〕30号 (part three: 25 rows by 7 columns; part four: 3 groups of 5).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from statute.answers import ANSWERS, FAMILIES, GROUP_NUMBERS, RESULT_CODES
from statute.text import Text

COLUMNS: dict[str, Text] = {
    "natural_person": Text("自然人", "Natural person"),
    "business": Text("商业企业", "Business enterprise"),
    "research": Text("科研机构", "Research institution"),
    "public_interest": Text("社会公益组织", "Public-interest organisation"),
    "legal_services": Text("法律服务机构", "Legal services body"),
    "other": Text("其他", "Other"),
}
ORGANISATIONS = Text("法人或其他组织", "Legal persons and other organisations")
TOTAL = "total"
TOTAL_COLUMN = Text("总计", "Total")
ALL_COLUMNS = (*COLUMNS, TOTAL)

RECEIVED = "received"
CARRIED_IN = "carried_in"
CARRIED_OUT = "carried_out"


@dataclass(frozen=True)
class Line:
    """A printed line. A heading has no numbers; `depth` is its indent, `parts` what it sums."""

    code: str
    number: str
    label: Text
    depth: int
    heading: bool = False
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.number}{self.label}"


def _lines() -> Iterator[Line]:
    yield Line(
        RECEIVED,
        "一、",
        Text("本年新收政府信息公开申请数量", "Applications newly received this year"),
        0,
    )
    yield Line(
        CARRIED_IN,
        "二、",
        Text("上年结转政府信息公开申请数量", "Applications carried over from last year"),
        0,
    )
    yield Line("results", "三、", Text("本年度办理结果", "Results this year"), 0, heading=True)
    seen: set[str] = set()
    for code in RESULT_CODES:
        answer = ANSWERS[code]
        if answer.number == GROUP_NUMBERS[answer.family]:
            yield Line(code, answer.number, _row_label(code), 1)
            continue
        if answer.family not in seen:
            seen.add(answer.family)
            group = GROUP_NUMBERS[answer.family]
            yield Line(answer.family + "_group", group, FAMILIES[answer.family], 1, heading=True)
        yield Line(code, answer.number, answer.label, 2)
    yield Line(TOTAL, "（七）", Text("总计", "Total"), 1, parts=RESULT_CODES)
    yield Line(
        CARRIED_OUT,
        "四、",
        Text("结转下年度继续办理", "Carried over to next year"),
        0,
    )


def _row_label(code: str) -> Text:
    if code != "partly_granted":
        return ANSWERS[code].label
    return Text(
        "部分公开（区分处理的，只计这一情形，不计其他情形）",
        "Granted in part (counted here only, whatever else applies)",
    )


LINES: tuple[Line, ...] = tuple(_lines())
ROWS: tuple[Line, ...] = tuple(line for line in LINES if not line.heading)
ROW_CODES: tuple[str, ...] = tuple(row.code for row in ROWS)
TABLE_NOTE = Text(
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "(In each column, item one plus item two equals item three plus item four)",
)

REMEDY_KINDS: dict[str, Text] = {
    "review": Text("行政复议", "Administrative review"),
    "litigation_direct": Text("行政诉讼（未经复议直接起诉）", "Litigation without review"),
    "litigation_after_review": Text("行政诉讼（复议后起诉）", "Litigation after review"),
}
OTHER_REMEDY_KINDS: dict[str, Text] = {
    "complaint": Text("举报", "Complaint"),
    "appeal": Text("申诉", "Appeal"),
}
REMEDY_RESULTS: dict[str, Text] = {
    "upheld": Text("结果维持", "Upheld"),
    "corrected": Text("结果纠正", "Corrected"),
    "other": Text("其他结果", "Other result"),
    "pending": Text("尚未审结", "Pending"),
}
REMEDY_COLUMNS: dict[str, Text] = {**REMEDY_RESULTS, TOTAL: TOTAL_COLUMN}

Table = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Check:
    """One identity: whether it holds, and where it does not."""

    rule: str
    holds: bool
    detail: Text


R1 = Text("一加二等于三（七）加四", "one plus two equals three (7) plus four")
R2 = Text("三（一）至（六）各行之和等于三（七）", "rows of three (1) to (6) add up to (7)")
R3 = Text("各申请人之和等于总计", "applicants add up to the total")
R5 = Text("上年的四等于本年的二", "last year's four equals this year's two")
R7 = Text("维持、纠正、其他、未审结之和等于总计", "the four results add up to the total")


def _check(rule: str, said: Text, breaches: list[Text]) -> Check:
    if not breaches:
        return Check(rule, True, said)
    return Check(
        rule,
        False,
        Text(
            f"{said}：" + "；".join(b.zh for b in breaches),
            f"{said.en}: " + "; ".join(b.en for b in breaches),
        ),
    )


def _column_name(index: int) -> Text:
    return TOTAL_COLUMN if index == len(COLUMNS) else list(COLUMNS.values())[index]


def _differ(where: Text, left: int, right: int) -> Iterator[Text]:
    if left != right:
        yield Text(f"{where}列{left}≠{right}", f"{where.en} {left} ≠ {right}")


def complete(rows: Table) -> None:
    """Refuse a table that lacks a row or a column, or has one too many."""
    if set(rows) != set(ROW_CODES):
        odd = sorted(set(rows) ^ set(ROW_CODES))
        raise ValueError(f"表格的行不对：{'、'.join(odd)}")
    for code, numbers in rows.items():
        if len(numbers) != len(ALL_COLUMNS):
            raise ValueError(f"{code}有{len(numbers)}列，应为{len(ALL_COLUMNS)}列")


def check_requests(rows: Table) -> list[Check]:
    """R1, R2 per column; R3 per row."""
    complete(rows)
    columns = range(len(ALL_COLUMNS))
    first = [
        text
        for i in columns
        for text in _differ(
            _column_name(i),
            rows[RECEIVED][i] + rows[CARRIED_IN][i],
            rows[TOTAL][i] + rows[CARRIED_OUT][i],
        )
    ]
    second = [
        text
        for i in columns
        for text in _differ(
            _column_name(i), sum(rows[code][i] for code in RESULT_CODES), rows[TOTAL][i]
        )
    ]
    third = [
        Text(
            f"{row}：{sum(rows[row.code][:-1])}≠{rows[row.code][-1]}",
            f"{row.label.en}: {sum(rows[row.code][:-1])} ≠ {rows[row.code][-1]}",
        )
        for row in ROWS
        if sum(rows[row.code][:-1]) != rows[row.code][-1]
    ]
    return [_check("R1", R1, first), _check("R2", R2, second), _check("R3", R3, third)]


def check_continuity(previous: Table, this: Table) -> Check:
    """R5: what last year carried out is what this year carried in, per column."""
    breaches = [
        text
        for i in range(len(ALL_COLUMNS))
        for text in _differ(_column_name(i), previous[CARRIED_OUT][i], this[CARRIED_IN][i])
    ]
    return _check("R5", R5, breaches)


def check_remedies(groups: Mapping[str, Mapping[str, int]]) -> Check:
    """In each kind of remedy the four results add up to the total."""
    names = {**REMEDY_KINDS, **OTHER_REMEDY_KINDS}
    breaches = [
        text
        for kind, numbers in groups.items()
        for text in _differ(
            names[kind], sum(numbers[result] for result in REMEDY_RESULTS), numbers[TOTAL]
        )
    ]
    return _check("R7", R7, breaches)
