"""Everything a text of a report may name in braces, each with its value and where it comes from.

A number written as `{received}` is the cell's number wherever the report is read, so the text
cannot contradict the tables; a published text keeps the name beside the value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.year import Year, empty_remedies, empty_requests
from requests_app.states import Channel
from statute import annual
from statute.annual import COLUMNS, ROWS, TOTAL
from statute.answers import FAMILIES, RESULT_CODES, family
from statute.periods import calendar_year
from statute.text import Text

CHANNELS = {
    Channel.ONLINE: "网上提交", Channel.COUNTER: "当面提交", Channel.POST: "邮寄",
    Channel.FAX: "传真", Channel.EMAIL: "电子邮件", Channel.ORAL: "口头提出",
}  # fmt: skip
CHANNELS_EN = {
    Channel.ONLINE: "online", Channel.COUNTER: "in person", Channel.POST: "by post",
    Channel.FAX: "by fax", Channel.EMAIL: "by e-mail", Channel.ORAL: "orally",
}  # fmt: skip
REMEDIES = annual.OTHER_REMEDY_KINDS | annual.REMEDY_KINDS
CLOSED = "closed"  # the row `total` as texts name it

GROUPS: dict[str, str | Promise] = {
    "requests": _("申请：收到和处理"),
    "channels": _("申请：按渠道"),
    "time": _("按期答复、延期、补正和收费"),
    "remedies": _("举报、申诉、复议、诉讼"),
    "catalogue": _("公开目录"),
    "units": _("各单位报送"),
    "facts": _("本报告自己填写的数据"),
    "report": _("报告期和机构"),
    "applicants": _("申请：按申请人"),
}


@dataclass(frozen=True)
class Cell:
    """`query` is what of the figures' page opens the cases it counts; `said_by` who reported it."""

    name: str
    label: Text
    value: Any
    group: str
    query: str = ""
    said_by: str = ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int)

    @property
    def said(self) -> str:
        return str(self.value)

    @property
    def reference(self) -> str:
        return f"{{{self.name}}}"


@dataclass(frozen=True)
class Given:
    """A number some unit reported: what it is, and who said it."""

    value: Any
    label: str
    said_by: str


Cells = Mapping[str, Cell]


def of_year(year: Year) -> dict[str, Cell]:
    """A cell for every number of the year's tables."""
    made = [*_rows(year), *_families(year), *_channels(year), *_time(year), *_remedies(year)]
    return {cell.name: cell for cell in made}


def of_facts(facts: Mapping[str, Any]) -> dict[str, Cell]:
    """What people put into the report themselves."""
    return {name: Cell(name, Text(name, name), value, "facts") for name, value in facts.items()}


def of_units(given: Mapping[str, Given]) -> dict[str, Cell]:
    """What the units reported."""
    return {
        name: Cell(name, Text(said.label, said.label), said.value, "units", said_by=said.said_by)
        for name, said in given.items()
    }


def of_catalogue(listed: int, linked: int) -> dict[str, Cell]:
    return {
        "catalogue_items": Cell(
            "catalogue_items", Text("清单事项", "Items on the list"), listed, "catalogue"
        ),
        "catalogue_linked": Cell(
            "catalogue_linked", Text("已填链接的事项", "Items with a link"), linked, "catalogue"
        ),
    }


def values(cells: Cells) -> dict[str, Any]:
    return {name: cell.value for name, cell in cells.items()}


def labels(cells: Cells) -> dict[str, str]:
    """The cells that are numbers of something, by what they count: those a text is marked with."""
    return {name: cell.label.zh for name, cell in cells.items() if cell.group != "report"}


def grouped(cells: Cells) -> list[tuple[str | Promise, list[Cell]]]:
    """For choosing one: group by group, in the order of `GROUPS`."""
    return [
        (label, found)
        for group, label in GROUPS.items()
        if (found := [cell for cell in cells.values() if cell.group == group])
    ]


def _joined(*labels: Text) -> Text:
    first, *rest = labels
    zh = "、".join(label.zh for label in rest)
    en = ", ".join(label.en for label in rest)
    return Text(f"{first.zh}（{zh}）", f"{first.en} ({en})")


def _rows(year: Year) -> Iterator[Cell]:
    for row in ROWS:
        name = CLOSED if row.code == TOTAL else row.code
        label = Text("办结总计", "Closed in total") if row.code == TOTAL else row.label
        numbers = year.requests[row.code]
        yield Cell(name, label, numbers[-1], "requests", f"row={row.code}")
        for (column, applicant), number in zip(COLUMNS.items(), numbers, strict=False):
            yield Cell(
                f"{name}_{column}", _joined(label, applicant), number, "applicants",
                f"row={row.code}&column={column}",
            )  # fmt: skip


def _families(year: Year) -> Iterator[Cell]:
    """Refused, unavailable, not processed and other, each in all its rows."""
    for name, label in FAMILIES.items():
        rows = [code for code in RESULT_CODES if family(code) == name]
        if rows != [name]:
            total = sum(year.total(code) for code in rows)
            all_of_it = _joined(label, annual.TOTAL_COLUMN)
            yield Cell(f"{name}_total", all_of_it, total, "requests")


def _channels(year: Year) -> Iterator[Cell]:
    for channel in Channel:
        label = Text(f"新收：{CHANNELS[channel]}", f"Received {CHANNELS_EN[channel]}")
        number = year.channels.get(channel.value, 0)
        yield Cell(f"channel_{channel.value}", label, number, "channels")


def _time(year: Year) -> Iterator[Cell]:
    timeliness = year.timeliness
    for name, label, value in (
        ("replies", Text("作出答复", "Replies given"), timeliness.replies),
        ("on_time", Text("按期答复", "Replies given in time"), timeliness.in_time),
        ("on_time_rate", Text("按期答复率", "Share given in time"), timeliness.rate),
        ("extensions", Text("延长答复期限", "Extensions"), year.extensions),
        ("corrections", Text("告知补正", "Corrections asked for"), year.corrections),
        ("fee_cases", Text("收费通知", "Fee demands"), year.fee_cases),
        ("fees", Text("收取的费用（元）", "Fees collected (yuan)"), f"{year.fees:.2f}"),
    ):
        yield Cell(name, label, value, "time")


def _remedies(year: Year) -> Iterator[Cell]:
    for kind, label in REMEDIES.items():
        for column, result in annual.REMEDY_COLUMNS.items():
            yield Cell(
                f"{kind}_{column}", _joined(label, result), year.remedies[kind][column],
                "remedies", f"kind={kind}&column={column}",
            )  # fmt: skip


OF_REPORT = ("first", "last", "institution", "office", "phone", "parts")


@lru_cache
def system_names() -> frozenset[str]:
    """The names the system itself fills in: nobody may put in another value under one of them."""
    nothing = Year(calendar_year(2000), empty_requests(), empty_remedies())
    return frozenset({*of_year(nothing), *of_catalogue(0, 0), *OF_REPORT})


@lru_cache
def queries() -> dict[str, str]:
    """What opens the cases of a cell, by the cell's name; cells without cases are left out."""
    nothing = Year(calendar_year(2000), empty_requests(), empty_remedies())
    return {name: cell.query for name, cell in of_year(nothing).items() if cell.query}
