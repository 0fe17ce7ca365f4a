"""The report of a year: what people wrote, what the system states, part by part of its form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.models import Item
from office.models import Institution
from reports import cells as named
from reports import regulation, statements
from reports.cells import Cell, Given
from reports.document import Block, Document, prose, section, unfilled
from reports.parts import PREFACE, UNIVERSITY, Form, form
from reports.statements import Listed
from reports.year import Year
from statute.periods import Period
from statute.text import Text, day_text


@dataclass(frozen=True)
class Issuer:
    """Who reports, and whom to ask about it."""

    institution: str
    office: str
    phone: str

    @classmethod
    def of(cls, row: Institution) -> "Issuer":
        return cls(row.name, f"{row.name}{row.office_name}", row.phone)


@dataclass(frozen=True)
class Written:
    """What people put into a report of a form: texts by part, and facts the texts may name.

    `given` are the numbers the units reported, by the name a text calls them.
    """

    texts: Mapping[str, str]
    facts: Mapping[str, Any]
    given: Mapping[str, Given] = field(default_factory=dict)
    form: Form = field(default_factory=lambda: form(UNIVERSITY))

    def text(self, code: str, default: str = "") -> str:
        return self.texts.get(code, "").strip() or default


def matters_published() -> list[Listed]:
    """The list as the office has filled it in."""
    return [
        Listed(item.number, item.category.title, item.title, item.link)
        for item in Item.objects.select_related("category")
    ]


def cells_of(
    year: Year, issuer: Issuer, written: Written, matters: Iterable[Listed]
) -> dict[str, Cell]:
    """What `{name}` in a text may stand for, so that no text contradicts the tables.

    What the system counts comes first: nobody's fact takes the name of a cell, and no unit's
    answer that of a cell of table two, filled in or not.
    """
    every, of_table = list(matters), regulation.names_of_table_two()
    given = {name: said for name, said in written.given.items() if name not in of_table}
    linked = sum(bool(matter.link) for matter in every)
    return (
        named.of_facts(written.facts)
        | named.of_units(given)
        | named.of_year(year)
        | named.of_catalogue(len(every), linked)
        | _of_report(year.period, issuer, written.form)
    )


def _of_report(period: Period, issuer: Issuer, of: Form) -> dict[str, Cell]:
    said = {
        "first": (Text("首日", "First day"), day_text(period.first).zh),
        "last": (Text("末日", "Last day"), day_text(period.last).zh),
        "institution": (Text("机构名称", "Institution"), issuer.institution),
        "office": (Text("工作机构", "Office"), issuer.office),
        "phone": (Text("电话", "Telephone"), issuer.phone),
        "parts": (Text("各部分的标题", "Titles of the parts"),
                  "、".join(part.title for part in of.parts)),
    }  # fmt: skip
    return {name: Cell(name, label, value, "report") for name, (label, value) in said.items()}


def title_of(period: Period, institution: str, of: Form) -> str:
    first, last = period.first.year, period.last.year
    years = f"{first}-{last}学年度" if statements.is_school_year(period) else f"{last}年度"
    return of.title.format(institution=institution, years=years, first_year=first, last_year=last)


def compose(year: Year, *, issuer: Issuer, written: Written, matters: Iterable[Listed]) -> Document:
    """The whole report. What is not yet written is left out; `reports.checks` says what is."""
    every = list(matters)
    cells = cells_of(year, issuer, written, every)
    values, labels = named.values(cells), named.labels(cells)
    stated = _stating(year, issuer, values, every)
    sections = []
    for part in written.form.parts:
        said = [block for name in part.generated for block in stated[name]()]
        own = prose(written.text(part.code, part.default), values, labels)
        sections.append(section(part, said + own))
    preface = prose(written.text(PREFACE, written.form.preface), values)
    return Document(
        title=title_of(year.period, issuer.institution, written.form),
        institution=issuer.institution,
        period=f"{values['first']}至{values['last']}",
        preface=tuple(block.text for block in preface),
        sections=tuple(sections),
        form=written.form.code,
    )


def _stating(
    year: Year, issuer: Issuer, values: Mapping[str, Any], matters: list[Listed]
) -> dict[str, Callable[[], list[Block]]]:
    """What can be generated, by the name a form calls it."""
    return {
        "requests": lambda: statements.requests(year),
        "remedies": lambda: statements.remedies(year),
        "catalogue": lambda: statements.catalogue(matters, issuer.institution),
        "table_two": lambda: regulation.table_two(values),
        "table_three": lambda: regulation.table_three(year),
        "table_four": lambda: regulation.table_four(year),
        "processing_fees": lambda: regulation.processing_fees(year),
    }


def unknown_names(written: Written, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Names in braces that stand for nothing, by the part they are in."""
    found = {code: unfilled(written.text(code), values) for code in written.form.codes}
    return {code: sorted(set(names)) for code, names in found.items() if names}
