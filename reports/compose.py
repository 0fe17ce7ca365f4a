"""The report of a year: what people wrote, what the system states, and the list, in eight parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.models import Item
from office.models import Institution
from reports import statements
from reports.document import Document, prose, section, unfilled
from reports.parts import (
    CATALOGUE,
    DEFAULT_PREFACE,
    PARTS,
    PREFACE,
    REMEDIES,
    REQUESTS,
    WRITTEN,
)
from reports.statements import Listed
from reports.year import Year
from statute.annual import CARRIED_OUT, RECEIVED, TOTAL
from statute.periods import Period
from statute.text import day_text


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
    """What people put into a report: the text of its parts, and facts its texts may name."""

    texts: Mapping[str, str]
    facts: Mapping[str, Any]

    def text(self, code: str, default: str = "") -> str:
        return self.texts.get(code, "").strip() or default


def matters_published() -> list[Listed]:
    """The list as the office has filled it in."""
    return [
        Listed(item.number, item.category.title, item.title, item.link)
        for item in Item.objects.select_related("category")
    ]


def values_of(year: Year, issuer: Issuer, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What `{name}` in a text may stand for, so that no text contradicts the tables."""
    return {
        "first": day_text(year.period.first).zh, "last": day_text(year.period.last).zh,
        "institution": issuer.institution, "office": issuer.office, "phone": issuer.phone,
        "parts": "、".join(part.title for part in PARTS), "received": year.total(RECEIVED),
        "closed": year.total(TOTAL), "carried_out": year.total(CARRIED_OUT),
    } | dict(facts)  # fmt: skip


def title_of(period: Period, institution: str) -> str:
    first, last = period.first.year, period.last.year
    years = f"{first}-{last}学年度" if statements.is_school_year(period) else f"{last}年度"
    return f"{institution}{years}信息公开工作报告"


def compose(year: Year, *, issuer: Issuer, written: Written, matters: Iterable[Listed]) -> Document:
    """The whole report. What is not yet written is left out; `reports.checks` says what is."""
    values = values_of(year, issuer, written.facts)
    stated = {
        REQUESTS: statements.requests(year),
        REMEDIES: statements.remedies(year),
        CATALOGUE: statements.catalogue(matters, issuer.institution),
    }
    sections = [
        section(
            part, stated.get(part.code, []) + prose(written.text(part.code, part.default), values)
        )
        for part in PARTS
    ]
    preface = prose(written.text(PREFACE, DEFAULT_PREFACE), values)
    return Document(
        title=title_of(year.period, issuer.institution),
        institution=issuer.institution,
        period=f"{values['first']}至{values['last']}",
        preface=tuple(block.text for block in preface),
        sections=tuple(sections),
    )


def unknown_names(written: Written, values: Mapping[str, Any]) -> list[str]:
    """Names in braces that stand for nothing."""
    texts = (written.text(code) for code in WRITTEN)
    return sorted({name for text in texts for name in unfilled(text, values)})
