"""A draft as it would be published now: composed from the live figures and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from office import institution
from reports.cells import Cell, Given
from reports.checks import Finding, findings
from reports.compose import Issuer, Written, cells_of, compose, matters_published
from reports.document import NONE, Document
from reports.frozen import hash_of
from reports.models import AnnualReport
from reports.parts import Form
from reports.year import Year, year_of


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
    given: Mapping[str, Given] = NONE,
    instead: Mapping[str, str] = NONE,
) -> Prepared:
    """The report as it stands.

    `given` are the numbers the units reported, by the name a text may call them. `instead` are
    texts not saved yet, to be looked at in place of those kept.
    """
    year = year_of(report.scope)
    issuer = Issuer.of(institution.current())
    written = Written(report.texts() | dict(instead), report.facts, given, report.of_form)
    matters = matters_published()
    cells = cells_of(year, issuer, written, matters)
    found = findings(report, year=year, cells=cells, written=written, matters=matters, on=on)
    document = compose(year, issuer=issuer, written=written, matters=matters)
    return Prepared(document, year, found, cells, written.form)
