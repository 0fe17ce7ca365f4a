"""One version of a report, as every output reads it: the snapshot and what identifies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from reports.document import Document
from reports.frozen import hash_of, published_document
from reports.models import AnnualReport
from statute import annual
from statute.periods import Period


class Status(StrEnum):
    """A draft says so on every page. What comes of a file of facts was published elsewhere."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FROM_FACTS = "from_facts"


@dataclass(frozen=True)
class Edition:
    """`snapshot` has `document` and `numbers`; `reason` is that of a correction."""

    snapshot: Mapping[str, Any]
    status: Status
    slug: str
    first: date
    last: date
    version: int = 1
    reason: str = ""
    published_on: date | None = None

    @classmethod
    def published(cls, report: AnnualReport) -> "Edition":
        """Raises FileDamaged if the snapshot is not the one that was published."""
        published_document(report)
        return cls(
            report.snapshot, Status.PUBLISHED, report.slug, report.first, report.last,
            report.version, report.reason, report.published_on,
        )  # fmt: skip

    @classmethod
    def draft(
        cls, document: Document, numbers: Mapping[str, Any], *, slug: str, period: Period
    ) -> "Edition":
        snapshot = {"document": document.as_json(), "numbers": numbers}
        return cls(snapshot, Status.DRAFT, slug, period.first, period.last)

    @classmethod
    def from_facts(
        cls, document: Document, numbers: Mapping[str, Any], *, slug: str, period: Period
    ) -> "Edition":
        snapshot = {"document": document.as_json(), "numbers": numbers}
        return cls(snapshot, Status.FROM_FACTS, slug, period.first, period.last)

    @cached_property
    def document(self) -> Document:
        return Document.of_json(self.snapshot["document"])

    @property
    def numbers(self) -> Mapping[str, Any]:
        return self.snapshot["numbers"]

    @property
    def form(self) -> str:
        return self.document.form

    @cached_property
    def sha256(self) -> str:
        """Of the snapshot in its canonical form, which is given out as snapshot.json."""
        return hash_of(self.snapshot)

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @cached_property
    def checks(self) -> list[annual.Check]:
        """R1, R2, R3 and R7, reckoned again from the numbers that were published."""
        requests = annual.check_requests(self.numbers["requests"])
        return [*requests, annual.check_remedies(self.numbers["remedies"])]
