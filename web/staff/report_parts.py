"""What the pages of a report's parts show: states, earlier versions, last year's sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise

from notices.differences import Row, compared
from office.models import User
from office.roles import May
from reports import cells
from reports.alike import Sentence, likeness, sentences
from reports.checks import Finding, previous
from reports.document import named
from reports.models import AnnualReport, PartComment, PartText
from reports.parts import Part
from reports.prepared import Prepared


@dataclass(frozen=True)
class PartLine:
    """One part in the overview: who writes it, how far it is, what is said of it."""

    part: Part
    author: User | None
    newest: PartText | None
    findings: list[Finding]
    open_comments: int

    @property
    def is_missing(self) -> bool:
        return self.part.must_be_written and not self.is_written

    @property
    def is_written(self) -> bool:
        return bool(self.newest and self.newest.text.strip())


@dataclass(frozen=True)
class Comparison:
    """Two versions of a part, the earlier first; as `staff/draft_compared.html` shows them."""

    before: PartText
    after: PartText
    rows: tuple[Row, ...]
    changes: tuple[()] = ()
    restyled: bool = False

    @property
    def changed_rows(self) -> list[Row]:
        return [row for row in self.rows if row.kind != "same"]

    @property
    def is_same(self) -> bool:
        return not self.changed_rows


@dataclass(frozen=True)
class LastYear:
    """The same part of the report before, and how much of it is in this one."""

    report: AnnualReport
    text: str
    percent: int
    sentences: list[Sentence]


def lines_of(report: AnnualReport, prepared: Prepared) -> list[PartLine]:
    """Every part of the form, in a few queries for all of them."""
    newest = {row.part: row for row in _newest(report)}
    authors = {row.part: row.author for row in report.authors.select_related("author")}
    comments: dict[str, int] = {}
    for said in report.comments.open():
        comments[said.part] = comments.get(said.part, 0) + 1
    return [
        PartLine(
            part=part,
            author=authors.get(part.code),
            newest=newest.get(part.code),
            findings=prepared.of_part(part.code),
            open_comments=comments.get(part.code, 0),
        )
        for part in report.of_form.written
    ]


def _newest(report: AnnualReport) -> Sequence[PartText]:
    return list(report.part_texts.select_related("written_by").order_by("part", "number"))


def compare(before: PartText, after: PartText) -> Comparison:
    return Comparison(before, after, tuple(compared(_lines(before), _lines(after))))


def _lines(version: PartText) -> list[str]:
    return [line for line in version.text.splitlines() if line.strip()]


def last_year(report: AnnualReport, part: str, text: str) -> LastYear | None:
    """None where no report on the year before was published, or it said nothing here."""
    before = previous(report)
    said = before.texts().get(part, "") if before else ""
    if before is None or not said.strip():
        return None
    percent = round(100 * likeness(said, text))
    return LastYear(before, said, percent, sentences(text, said))


def choices(
    prepared: Prepared, text: str, *, to: User
) -> list[tuple[str | Promise, list[cells.Cell]]]:
    """Every number a text may name; by applicant only those that are not 0, there are so many.

    Who may not see the figures has those that the text names already, without who reported them.
    """
    if to.may(May.REPORT):
        return cells.grouped({
            name: cell for name, cell in prepared.cells.items()
            if cell.group != "applicants" or cell.value
        })  # fmt: skip
    names = set(named(text))
    return cells.grouped({
        name: replace(cell, said_by="") for name, cell in prepared.cells.items() if name in names
    })  # fmt: skip


def comments_of(report: AnnualReport, part: str) -> list[PartComment]:
    """The open ones first, then those dealt with."""
    said = report.comments.filter(part=part).select_related("made_by", "to_act", "resolved_by")
    return sorted(said, key=lambda one: (one.resolved_at is not None, one.pk))
