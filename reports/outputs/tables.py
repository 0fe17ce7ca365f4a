"""The tables of an edition, each with a code, as JSON, CSV and XLSX give them out.

The statutory ones come from the numbers, whole even where the text says that there was nothing;
others come from the document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.document import Block
from reports.frozen import OTHER_NUMBERS
from reports.outputs.edition import Edition
from reports.statements import CHANNELS
from requests_app.states import Channel
from statute import annual
from statute.annual import COLUMNS, LINES, ORGANISATIONS, REMEDY_COLUMNS, TOTAL, TOTAL_COLUMN
from statute.text import Text

REQUESTS, REMEDIES, FIGURES, CATALOGUE = "requests", "remedies", "figures", "catalogue"
APPLICANTS = Text("申请人情况", "Applicants")
CHANNEL_NAMES = {
    Channel.ONLINE: "Online", Channel.COUNTER: "At the counter", Channel.POST: "By post",
    Channel.FAX: "By fax", Channel.EMAIL: "By e-mail", Channel.ORAL: "Orally",
}  # fmt: skip
LISTED = {
    "序号": Text("序号", "Number"), "类别": Text("类别", "Heading"),
    "公开事项": Text("公开事项", "Matter"), "网址链接": Text("网址链接", "Link"),
}  # fmt: skip
LISTED_CODES = {"序号": "number", "类别": "heading", "公开事项": "title", "网址链接": "link"}
ALSO_IN_THE_TEXT = ("渠道", "项目", "种类")  # first columns of tables that the numbers give


@dataclass(frozen=True)
class Column:
    """`above` are the headings over it, the outermost first."""

    code: str
    label: Text
    above: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Line:
    """`cells` has one value for each column; none where it is a heading."""

    code: str
    label: Text
    cells: tuple[Any, ...] = ()
    number: str = ""
    depth: int = 0
    total: bool = False
    link: str = ""

    @property
    def heading(self) -> bool:
        return not self.cells

    @property
    def printed(self) -> str:
        return f"{self.number}{self.label.zh}"


@dataclass(frozen=True)
class Table:
    """`stub` heads the labels of the lines; a table without has no labels, only cells."""

    code: str
    title: Text
    stub: Text | None
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""


def tables(edition: Edition) -> list[Table]:
    """Requests, remedies, what else was counted, the list, and what else the text has."""
    numbers = edition.numbers
    found = [requests(numbers[REQUESTS]), remedies(numbers[REMEDIES])]
    rest = {name: numbers[name] for name in sorted(numbers) if name not in (REQUESTS, REMEDIES)}
    found += [counted(name, value) for name, value in rest.items() if isinstance(value, Mapping)]
    single = {name: value for name, value in rest.items() if not isinstance(value, Mapping | list)}
    return [*found, _figures(single), *_of_the_text(edition)]


def requests(rows: Mapping[str, list[int]]) -> Table:
    """Part three of 30号格式: 25 rows by 7 columns."""
    columns = [
        Column(code, label, (APPLICANTS,) if n == 0 else (APPLICANTS, ORGANISATIONS))
        for n, (code, label) in enumerate(COLUMNS.items())
    ]
    columns.append(Column(TOTAL, TOTAL_COLUMN, (APPLICANTS,)))
    lines = tuple(
        Line(line.code, line.label, tuple(rows.get(line.code, ())), line.number, line.depth,
             total=line.code == TOTAL)
        for line in LINES
    )  # fmt: skip
    title = Text("收到和处理信息公开申请情况", "Applications received and dealt with")
    return Table(REQUESTS, title, Text("项目", "Item"), tuple(columns), lines, annual.TABLE_NOTE.zh)


def remedies(kinds: Mapping[str, Mapping[str, int]]) -> Table:
    names = annual.OTHER_REMEDY_KINDS | annual.REMEDY_KINDS
    columns = tuple(Column(code, label) for code, label in REMEDY_COLUMNS.items())
    lines = tuple(
        Line(kind, label, tuple(kinds[kind][column] for column in REMEDY_COLUMNS))
        for kind, label in names.items()
        if kind in kinds
    )
    title = Text("受到举报、申诉、行政复议、行政诉讼情况", "Remedies sought")
    return Table(REMEDIES, title, Text("种类", "Kind"), columns, lines)


def counted(name: str, numbers: Mapping[str, Any]) -> Table:
    """Something counted by its kinds, such as applications by channel."""
    known = {code: Text(CHANNELS[code], CHANNEL_NAMES[code]) for code in Channel}
    order = [*(code for code in known if code in numbers), *sorted(set(numbers) - set(known))]
    lines = tuple(Line(str(code), known.get(code, Text(code, code)), (numbers[code],))
                  for code in order)  # fmt: skip
    column = Column("count", Text("件数", "Number"))
    return Table(name, _named(name), Text("类别", "Kind"), (column,), lines)


def _figures(numbers: Mapping[str, Any]) -> Table:
    order = [*(name for name in OTHER_NUMBERS if name in numbers),
             *(name for name in numbers if name not in OTHER_NUMBERS)]  # fmt: skip
    lines = tuple(Line(name, _named(name), (numbers[name],)) for name in order)
    column = Column("value", Text("数值", "Value"))
    title = Text("答复、延期、补正和收费", "Replies, extensions, corrections and fees")
    return Table(FIGURES, title, Text("项目", "Item"), (column,), lines)


def _named(name: str) -> Text:
    return OTHER_NUMBERS.get(name, Text(name, name))


def _of_the_text(edition: Edition) -> Iterator[Table]:
    """The list of part eight, and tables that are not among the numbers."""
    for section in edition.document.sections:
        others = 0
        for block in section.blocks:
            if block.kind != "table" or block.columns[0] in ALSO_IN_THE_TEXT:
                continue
            others += 1
            listed = section.code == CATALOGUE and others == 1
            yield _of_block(CATALOGUE if listed else f"{section.code}-{others}", block)


def _of_block(code: str, block: Block) -> Table:
    columns = tuple(
        Column(LISTED_CODES.get(label, f"column_{n}"), LISTED.get(label, Text(label, label)))
        for n, label in enumerate(block.columns, 1)
    )
    lines = tuple(
        Line(str(n), Text(row.cells[0], row.cells[0]), row.cells, total=row.total, link=row.link)
        for n, row in enumerate(block.rows, 1)
        if len(row.cells) == len(columns)
    )
    english = "The list of part eight, with links" if code == CATALOGUE else block.text
    return Table(code, Text(block.text, english), None, columns, lines)
