"""The files a report is given out in: name, type, what makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from reports import paper
from reports.frozen import published_document, published_pdf
from reports.models import AnnualReport
from reports.outputs.as_csv import csv
from reports.outputs.as_docx import docx
from reports.outputs.as_json import json_bytes, snapshot_bytes
from reports.outputs.as_xlsx import xlsx
from reports.outputs.edition import Edition
from reports.outputs.tables import Table, tables

OFFICE = "application/vnd.openxmlformats-officedocument"
HTML, JSON, CSV = "text/html; charset=utf-8", "application/json", "text/csv; charset=utf-8"
DOCX = f"{OFFICE}.wordprocessingml.document"
XLSX = f"{OFFICE}.spreadsheetml.sheet"
KEPT = 64  # files made once and given out often


@dataclass(frozen=True)
class File:
    """`label` says to a person what is in it."""

    name: str
    media_type: str
    label: object
    make: Callable[[Edition], bytes]

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2]


def _html(edition: Edition) -> bytes:
    return paper.page(edition.document, draft=edition.is_draft, sha256=edition.sha256).encode()


def _pdf(edition: Edition) -> bytes:
    return paper.printed(edition.document, draft=edition.is_draft, sha256=edition.sha256)


WHOLE = (
    File("report.html", HTML, _("单独的网页，用于存档和转载"), _html),
    File("report.pdf", "application/pdf", _("排印稿"), _pdf),
    File("report.docx", DOCX, _("可以继续编辑的文稿"), docx),
    File("report.xlsx", XLSX, _("统计表"), xlsx),
    File("report.json", JSON, _("机器可读的数据"), json_bytes),
    File("snapshot.json", JSON, _("公布时的数据快照，其SHA-256见下"), snapshot_bytes),
)


def files(edition: Edition) -> list[File]:
    """What an edition is given out in: whole, and each of its tables as CSV."""
    made = [table for table in tables(edition) if table.lines]
    return [*WHOLE, *(_csv_file(table) for table in made)]


def _csv_file(table: Table) -> File:
    return File(f"{table.code}.csv", CSV, table.title, lambda _edition: csv(table))


def file_of(edition: Edition, name: str) -> File | None:
    return next((file for file in files(edition) if file.name == name), None)


def published(report: AnnualReport, name: str) -> bytes:
    """A file of a published report. Raises FileDamaged if the report is not what was published."""
    published_document(report)
    if name == "report.pdf":
        return published_pdf(report)
    return _made(report.pk, report.published_at, report.snapshot_sha256, name)


@lru_cache(maxsize=KEPT)
def _made(pk: int, published_at: datetime, sha256: str, name: str) -> bytes:
    """Made once: what is frozen does not change."""
    edition = Edition.published(AnnualReport.objects.get(pk=pk))
    return file_of(edition, name).make(edition)
