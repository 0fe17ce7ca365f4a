"""Published reports read from files: each must keep the schema; two of one report do not count.

Nothing is summed that cannot be relied on: a file with a wrong shape, a draft, or a second copy of
a report is named, with everything else that is wrong, before any sum is made.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reports.outputs.schema import breaches
from statute import annual
from statute.annual import ALL_COLUMNS, REMEDY_COLUMNS, ROW_CODES

MOST_BYTES = 20 * 1024 * 1024  # of one file; a report has about a fiftieth of a megabyte
SHOWN = 20  # breaches of one file that are told


class Unusable(Exception):
    """Files that cannot be summed; `faults` has a line for each thing wrong."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Source:
    """One report. `requests` are rows of seven numbers, `remedies` kinds of five."""

    file: str
    institution: str
    first: date
    last: date
    version: int
    sha256: str
    requests: dict[str, list[int]]
    remedies: dict[str, dict[str, int]]

    @property
    def period(self) -> str:
        return f"{self.first}..{self.last}"

    @property
    def checks(self) -> list[annual.Check]:
        """R1 to R3 of the table of applications, R7 of that of remedies."""
        return [*annual.check_requests(self.requests), annual.check_remedies(self.remedies)]


def read(paths: Iterable[Path], *, newest: bool = False) -> list[Source]:
    """The reports in the files, in the order given. Raises Unusable with all that is wrong.

    `newest`: of several versions of one report the newest counts; without it they are refused.
    """
    faults: list[str] = []
    found: list[Source] = []
    for path in paths:
        try:
            found.append(_source(path))
        except Unusable as unusable:
            faults += unusable.faults
    same = defaultdict(list)
    for source in found:
        same[source.institution, source.first, source.last].append(source)
    for copies in same.values():
        faults += _doubled(copies, newest=newest)
    if faults:
        raise Unusable(faults)
    kept = {id(max(copies, key=lambda source: source.version)) for copies in same.values()}
    return [source for source in found if id(source) in kept]


def _doubled(copies: list[Source], *, newest: bool) -> Iterator[str]:
    versions = {source.version for source in copies}
    if len(copies) == 1 or (newest and len(versions) == len(copies)):
        return
    named = "、".join(f"{source.file} (version {source.version})" for source in copies)
    same = "the same version twice" if len(versions) < len(copies) else "--newest takes the newest"
    yield f"{copies[0].institution} {copies[0].period}: {named}: {same}"


def _source(path: Path) -> Source:
    name = str(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable([f"{name}: larger than {MOST_BYTES} bytes"])
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Unusable([f"{name}: no JSON file that can be read: {error}"]) from error
    found = breaches(data)
    if len(found) > SHOWN:
        found = [*found[:SHOWN], f"and {len(found) - SHOWN} more"]
    if found:
        raise Unusable([f"{name}: {breach}" for breach in found])
    return _checked(name, data)


def _checked(name: str, data: dict[str, Any]) -> Source:
    """What the schema cannot say: whole tables, a period that is one, no draft."""
    faults = []
    requests = _rows(data["tables"]["requests"], ALL_COLUMNS, faults, f"{name}: requests")
    remedies = _rows(data["tables"]["remedies"], REMEDY_COLUMNS, faults, f"{name}: remedies")
    if requests and set(requests) != set(ROW_CODES):
        faults.append(f"{name}: requests lacks {sorted(set(ROW_CODES) - set(requests))}")
    if data["status"] == "draft":
        faults.append(f"{name}: a draft, not published")
    try:
        first, last = (date.fromisoformat(data["period"][end]) for end in ("first", "last"))
        if last <= first:
            faults.append(f"{name}: its period ends before it begins")
    except ValueError as error:
        faults.append(f"{name}: its period: {error}")
    if faults:
        raise Unusable(faults)
    return Source(
        name, data["institution"].strip(), first, last, data["version"], data["sha256"], requests,
        {kind: dict(zip(REMEDY_COLUMNS, values, strict=True)) for kind, values in remedies.items()},
    )  # fmt: skip


def _rows(
    table: dict[str, Any], columns: Iterable[str], faults: list[str], where: str
) -> dict[str, list[int]]:
    """The rows by their codes, each in our order of columns, whatever order the file has."""
    order = [column["code"] for column in table["columns"]]
    codes = [row["code"] for row in table["rows"]]
    twice = [code for listed in (order, codes) for code, n in Counter(listed).items() if n > 1]
    if twice:
        faults.append(f"{where} has {'、'.join(twice)} twice")
        return {}
    return {
        row["code"]: [row["values"][order.index(column)] for column in columns]
        for row in table["rows"]
    }
