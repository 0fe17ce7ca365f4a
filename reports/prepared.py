"""A draft as it would be published now: composed from the live figures and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from office import institution
from reports import collection, table_two
from reports.cells import Cell, Given
from reports.checks import Finding, findings
from reports.compose import Issuer, Written, cells_of, compose, matters_published
from reports.document import NONE, Document
from reports.frozen import hash_of
from reports.models import AnnualReport
from reports.parts import Form
from reports.year import Year, year_of
from statute.periods import Period


@dataclass(frozen=True)
class Prepared:
    document: Document
    year: Year
    findings: list[Finding]
    cells: dict[str, Cell]
    form: Form

    @property
    def blocks(self) -> list[str]:
        return [found.text for found in self.findings if found.blocks and not found.holds]

    @property
    def warnings(self) -> list[str]:
        return [found.text for found in self.findings if not found.blocks and not found.holds]

    @property
    def held(self) -> list[str]:
        return [found.text for found in self.findings if found.holds]

    def of_part(self, code: str) -> list[Finding]:
        return [found for found in self.findings if found.part == code and not found.holds]

    @property
    def snapshot(self) -> dict[str, Any]:
        return {"document": self.document.as_json(), "numbers": self.year.numbers()}

    @property
    def digest(self) -> str:
        """What an approval is of: every word and number, and the form they were put into."""
        return hash_of(self.snapshot | {"form": self.form.version})


def prepare(
    report: AnnualReport,
    *,
    on: date,
    given: Mapping[str, Given] | None = None,
    instead: Mapping[str, str] = NONE,
) -> Prepared:
    """The report as it stands.

    `given` are the numbers the units reported, by the name a text may call them; without it, what
    was collected. `instead` are texts not saved yet, to be looked at in place of those kept.
    """
    year = year_of(report.scope)
    issuer = Issuer.of(institution.current())
    if given is None:
        given = collected(report.period)
    written = Written(report.texts() | dict(instead), _facts(report), given, report.of_form)
    matters = matters_published()
    cells = cells_of(year, issuer, written, matters)
    found = findings(report, year=year, cells=cells, written=written, matters=matters, on=on)
    document = compose(year, issuer=issuer, written=written, matters=matters)
    return Prepared(document, year, found, cells, written.form)


def _facts(report: AnnualReport) -> dict[str, Any]:
    """What people put in: in the report itself, and in the year's table two."""
    return report.facts | table_two.facts(report.period)


def collected(period: Period) -> dict[str, Given]:
    """What the units reported, each with who said it."""
    return {
        code: Given(found.value, str(found.label), "；".join(_said(said) for said in found.said_by))
        for code, found in collection.values(period).items()
        if found.value is not None
    }


def _said(said: collection.SaidBy) -> str:
    return f"{said.unit.name} {said.person} {said.on:%Y-%m-%d}"
