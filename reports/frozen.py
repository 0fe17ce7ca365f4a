"""A published report: what was published, checked at every reading, and what changed since."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records import files
from records.files import FileDamaged
from reports.document import Document
from reports.models import AnnualReport
from reports.year import year_of
from statute.annual import (
    ALL_COLUMNS,
    COLUMNS,
    LINES,
    OTHER_REMEDY_KINDS,
    REMEDY_COLUMNS,
    REMEDY_KINDS,
    TOTAL,
    TOTAL_COLUMN,
)
from statute.text import Text

REQUEST_COLUMNS = COLUMNS | {TOTAL: TOTAL_COLUMN}
ALL_REMEDIES = REMEDY_KINDS | OTHER_REMEDY_KINDS
OTHER_NUMBERS = {
    "channels": Text("按渠道收到的件数", "Received, by channel"),
    "replies": Text("作出答复", "Replies given"),
    "replies_in_time": Text("按期答复", "Replies given in time"),
    "extensions": Text("延长答复期限", "Extensions"),
    "corrections": Text("告知补正", "Corrections asked for"),
    "fee_cases": Text("收费通知", "Fee demands"),
    "fees": Text("收取的费用", "Fees collected"),
}


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """The one way a snapshot is written, whatever order its database gives it back in."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def hash_of(snapshot: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def published_document(report: AnnualReport) -> Document:
    """The document as it was published. Raises FileDamaged if it is no longer that."""
    if hash_of(report.snapshot) != report.snapshot_sha256:
        raise FileDamaged(f"report {report.pk}: its snapshot is not the one that was published")
    return Document.of_json(report.snapshot["document"])


def published_pdf(report: AnnualReport) -> bytes:
    """The bytes as they were published. Raises FileDamaged if they are no longer those."""
    content = files.read(report.pdf)
    if report.pdf.sha256 != report.pdf_sha256:
        raise FileDamaged(f"report {report.pk}: not the bytes that were published")
    return content


@dataclass(frozen=True)
class Difference:
    """A number that was published, and what the cases, or a later version, say now."""

    table: str
    row: str
    column: str
    published: Any
    live: Any

    @property
    def label(self) -> Text:
        if self.table == "requests":
            line = next(line for line in LINES if line.code == self.row)
            return joined(Text(str(line), line.label.en), REQUEST_COLUMNS[self.column])
        if self.table == "remedies":
            return joined(ALL_REMEDIES[self.row], REMEDY_COLUMNS[self.column])
        return OTHER_NUMBERS.get(self.row, Text(self.row, self.row))


def joined(row: Text, column: Text) -> Text:
    return Text(f"{row.zh}（{column.zh}）", f"{row.en} ({column.en})")


def differences(report: AnnualReport) -> list[Difference]:
    """Every number of a published report that the cases would give differently today."""
    return compared(report.snapshot["numbers"], year_of(report.scope).numbers())


def compared(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Every number of `was` that `now` has differently; one that `now` lacks is None there."""
    found = []
    for row, numbers in was["requests"].items():
        pairs = zip(ALL_COLUMNS, numbers, now["requests"][row], strict=True)
        found += [Difference("requests", row, *pair) for pair in pairs if pair[1] != pair[2]]
    for kind, results in was["remedies"].items():
        live = now["remedies"][kind]
        found += [
            Difference("remedies", kind, column, number, live[column])
            for column, number in results.items()
            if number != live[column]
        ]
    rest = [name for name in was if name not in ("requests", "remedies")]
    found += [Difference("", name, "", was[name], now.get(name)) for name in rest
              if was[name] != now.get(name)]  # fmt: skip
    return found
