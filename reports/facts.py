"""A year's facts from a file, for a year whose cases are not in the system.

The figures are given as the year's tables, what is not named being 0, and must balance like any
others. Nothing is read from the database.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalogue.items import matters
from records.refusals import Refusal
from reports.compose import Issuer, Written
from reports.figures import REMEDY_KINDS
from reports.parts import UNIVERSITY, forms
from reports.statements import Listed
from reports.year import Timeliness, Year, empty_remedies, empty_requests
from requests_app.states import Channel
from statute.annual import COLUMNS, REMEDY_RESULTS, ROW_CODES, TOTAL
from statute.answers import RESULT_CODES
from statute.periods import PERIODS, Period, span

TABLES = {"form", "institution", "period", "requests", "remedies", "catalogue", "facts", "texts"}
NUMBERS = {"channels", "replies", "replies_in_time", "extensions", "corrections",
           "fee_cases", "fees"}  # fmt: skip


@dataclass(frozen=True)
class YearOfFacts:
    year: Year
    issuer: Issuer
    written: Written
    matters: tuple[Listed, ...]


def read_facts(path: Path) -> YearOfFacts:
    """Read and check a file of facts. Raises Refusal with everything that is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal(f"{path.name}：{error}") from error
    _refuse_unknown(set(data), TABLES, path.name)
    code = data.get("form", UNIVERSITY)
    _refuse_unknown({code}, set(forms()), "form")
    form, texts = forms()[code], data.get("texts", {})
    _refuse_unknown(set(texts), set(form.codes), "texts")
    institution = data["institution"]
    year = _year(_period(data["period"]), data.get("requests", {}), data.get("remedies", {}))
    return YearOfFacts(
        year=year,
        issuer=Issuer(institution["name"], institution["office"], institution["phone"]),
        written=Written(texts, data.get("facts", {}), form=form),
        matters=_matters(data.get("catalogue", {})),
    )


def _refuse_unknown(found: set[str], allowed: set[str], where: str) -> None:
    if odd := sorted(found - allowed):
        raise Refusal(f"{where}：{'、'.join(odd)}？")


def _period(given: Mapping[str, date]) -> Period:
    period = span(given["first"], given["last"])
    for year in (of(period.first.year) for of in PERIODS.values()):
        if (year.first, year.last) == (period.first, period.last):
            return year
    return period


def _year(period: Period, requests: Mapping[str, Any], remedies: Mapping[str, Any]) -> Year:
    _refuse_unknown(set(requests), set(ROW_CODES) - {TOTAL} | NUMBERS, "requests")
    _refuse_unknown(set(remedies), set(REMEDY_KINDS), "remedies")
    channels = requests.get("channels", {})
    _refuse_unknown(set(channels), set(Channel.values), "channels")
    year = Year(
        period=period,
        requests=_requests(requests),
        remedies=_remedies(remedies),
        channels=channels,
        timeliness=Timeliness(requests.get("replies", 0), requests.get("replies_in_time", 0)),
        extensions=requests.get("extensions", 0),
        corrections=requests.get("corrections", 0),
        fee_cases=requests.get("fee_cases", 0),
        fees=Decimal(str(requests.get("fees", 0))),
    )
    if broken := [str(check.detail) for check in year.checks if not check.holds]:
        raise Refusal(*broken)
    return year


def _requests(given: Mapping[str, Any]) -> dict[str, list[int]]:
    """Rows given as {column: number}; totals are added up here."""
    table = empty_requests()
    for code in set(ROW_CODES) - {TOTAL}:
        cells = given.get(code, {})
        _refuse_unknown(set(cells), set(COLUMNS), code)
        numbers = [cells.get(column, 0) for column in COLUMNS]
        table[code] = [*numbers, sum(numbers)]
    table[TOTAL] = [sum(column) for column in zip(*(table[code] for code in RESULT_CODES),
                                                  strict=True)]  # fmt: skip
    return table


def _remedies(given: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    table = empty_remedies()
    for kind, results in given.items():
        _refuse_unknown(set(results), set(REMEDY_RESULTS), kind)
        table[kind] |= results
        table[kind][TOTAL] = sum(results.values())
    return table


def _matters(links: Mapping[str, str]) -> tuple[Listed, ...]:
    _refuse_unknown(set(links), {str(matter.number) for matter in matters()}, "catalogue")
    return tuple(
        Listed(m.number, m.heading.title, m.title, links.get(str(m.number), "")) for m in matters()
    )
