"""What the system states in the report under the Regulations: tables two, three and four, fees.

Form: 国办公开办函〔2021〕30号. Its table two counts rules, decisions and charges, which no case
holds: the office fills them in for the year (`reports.table_two`), under the names below.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from reports.cells import system_names
from reports.document import Block, Row, paragraph, table
from reports.statements import UNFILLED, bound, remedies_table, requests_table
from reports.year import Year
from statute.annual import CARRIED_IN, RECEIVED, REMEDY_KINDS, TOTAL
from statute.text import Text


class CellOfTableTwo(NamedTuple):
    """One cell to fill in: the fact's name and what it is."""

    name: str
    label: Text


class RowOfTableTwo(NamedTuple):
    label: Text
    cells: tuple[str, ...]


class GroupOfTableTwo(NamedTuple):
    """One of the four small tables: the item of art. 20, its columns and rows."""

    item: Text
    columns: tuple[Text, ...]
    rows: tuple[RowOfTableTwo, ...]


TABLE_TWO = (
    GroupOfTableTwo(
        Text("第二十条第（一）项", "Article 20(1)"),
        (Text("本年制发件数", "made this year"), Text("本年废止件数", "repealed this year"),
         Text("现行有效件数", "in force")),
        (RowOfTableTwo(Text("规章", "Rules"), ("rules_made", "rules_repealed", "rules_in_force")),
         RowOfTableTwo(Text("行政规范性文件", "Normative documents"),
                       ("norms_made", "norms_repealed", "norms_in_force"))),
    ),
    GroupOfTableTwo(
        Text("第二十条第（五）项", "Article 20(5)"),
        (Text("本年处理决定数量", "decisions this year"),),
        (RowOfTableTwo(Text("行政许可", "Administrative permits"), ("permits",)),),
    ),
    GroupOfTableTwo(
        Text("第二十条第（六）项", "Article 20(6)"),
        (Text("本年处理决定数量", "decisions this year"),),
        (RowOfTableTwo(Text("行政处罚", "Administrative penalties"), ("penalties",)),
         RowOfTableTwo(Text("行政强制", "Administrative coercion"), ("coercion",))),
    ),
    GroupOfTableTwo(
        Text("第二十条第（八）项", "Article 20(8)"),
        (Text("本年收费金额（单位：万元）", "charged this year (10,000 yuan)"),),
        (RowOfTableTwo(Text("行政事业性收费", "Administrative fees"), ("charges",)),),
    ),
)  # fmt: skip


def cells_of_table_two() -> Iterator[CellOfTableTwo]:
    for group in TABLE_TWO:
        for row in group.rows:
            for column, name in zip(group.columns, row.cells, strict=True):
                zh = f"{row.label.zh}（{column.zh}）"
                yield CellOfTableTwo(name, Text(zh, f"{row.label.en} ({column.en})"))


def names_of_table_two() -> frozenset[str]:
    return frozenset(cell.name for cell in cells_of_table_two())


def taken(names: Iterable[str]) -> list[str]:
    """A sentence for each of the names that nobody may give: it is a cell's already."""
    counted = _("{%(name)s}是系统统计的数据，不能另填。")
    filled_in = _("{%(name)s}是主动公开情况表的数据，请在该表填写。")
    of_table = names_of_table_two()
    return [
        (filled_in if name in of_table else counted) % {"name": name}
        for name in sorted(set(names) & (system_names() | of_table))
    ]


def table_two(values: Mapping[str, Any]) -> list[Block]:
    """What was published of its own accord; a cell nobody has filled in says so."""
    return [
        table(
            f"主动公开政府信息情况：{group.item.zh}",
            ("信息内容", *(column.zh for column in group.columns)),
            [Row((row.label.zh, *(str(values.get(name, UNFILLED)) for name in row.cells)))
             for row in group.rows],
        )
        for group in TABLE_TWO
    ]  # fmt: skip


def table_three(year: Year) -> list[Block]:
    """What was received and how it was handled; said in a sentence, then in the table."""
    if not year.total(RECEIVED) and not year.total(CARRIED_IN):
        said = [paragraph("本年度未收到政府信息公开申请。")]
    else:
        before = "，上年结转{carried_in}件" if year.total(CARRIED_IN) else ""
        closed = "办结{closed}件" if year.total(TOTAL) else "没有办结的申请"
        said = bound(
            year, f"本年度新收政府信息公开申请{{received}}件{before}；{closed}，"
            "结转下年度继续办理{carried_out}件。",
        )  # fmt: skip
    return [*said, requests_table(year, "政府信息公开")]


def table_four(year: Year) -> list[Block]:
    """Reviews and lawsuits; a kind is a row here, where the form has the kinds side by side."""
    if any(year.remedies[kind][TOTAL] for kind in REMEDY_KINDS):
        said = bound(
            year, "本年度政府信息公开行政复议{review_total}件；行政诉讼未经复议直接起诉"
            "{litigation_direct_total}件，复议后起诉{litigation_after_review_total}件。",
        )  # fmt: skip
    else:
        said = [paragraph("本年度没有因政府信息公开工作被申请行政复议、提起行政诉讼的情况。")]
    return [*said, remedies_table(year, REMEDY_KINDS, "政府信息公开行政复议、行政诉讼情况")]


def processing_fees(year: Year) -> list[Block]:
    """Processing fees belong to the other matters (国办函〔2020〕109号)."""
    if not year.fee_cases and not year.fees:
        return [paragraph("本年度没有收取信息处理费。")]
    return bound(year, "本年度发出收费通知{fee_cases}件，收取信息处理费{fees}元。")
