"""The remedies an office brings with it, or takes along: in whole, or every fault by its line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.csv_rows import Checker
from casework.register import EXAMPLE
from casework.table_rows import content_of, log_once, read_rows
from office.models import User
from records import log
from remedies.models import Kind, Remedy, Result
from requests_app.models import Application
from requests_app.who import actor_of

COLUMNS = ("application", "kind", "filed_on", "decided_on", "result")
SHEET = "remedies"  # in a workbook
BATCH = 500


@dataclass
class Row:
    """One complaint, appeal, review or lawsuit, as read."""

    line: int
    application: str
    kind: str
    filed_on: date | None
    decided_on: date | None
    result: str


def import_remedies(
    source: Path | bytes,
    *,
    on: date,
    at: datetime,
    dry_run: bool = False,
    by: User | log.Actor = log.SYSTEM,
) -> int:
    """Take all the remedies in, in one transaction; return how many there are.

    Raises NotImported with every fault of every row, and takes nothing. With `dry_run` everything
    is checked and nothing kept.
    """
    content = content_of(source)
    rows = read(content, on=on)
    if not dry_run:
        take_in(rows, content, on=on, at=at, by=by)
    return len(rows)


def read(content: bytes, *, on: date) -> list[Row]:
    """The remedies, each found right. Raises NotImported with every fault there is."""
    checker = _Checker(on)
    rows = [checker.read(*row) for row in read_rows(content, COLUMNS, checker, sheet=SHEET)]
    checker.check_cases(rows, _cases(row.application for row in rows))
    checker.settle()
    return rows


def take_in(
    rows: list[Row], content: bytes, *, on: date, at: datetime, by: User | log.Actor
) -> None:
    """Log the remedies that were read from this file with their cases, all or none.

    Raises NotImported if the file was taken in before.
    """
    with transaction.atomic():
        log_once("remedies_imported", content, rows=len(rows), by=actor_of(by), at=at)
        _take_in(rows, _cases(row.application for row in rows), at=at, by=actor_of(by))


def rows_of(remedies: QuerySet[Remedy]) -> Iterator[list[Any]]:
    """The remedies as the rows `import_remedies` takes, the heading first, by day of filing.

    Those against a case that was never legally received are in no table, and not here.
    """
    yield list(COLUMNS)
    found = remedies.filter(application__received_on__isnull=False).order_by("filed_on", "pk")
    values = found.values_list("application__number", *COLUMNS[1:])
    yield from map(list, values.iterator(chunk_size=BATCH))


class _Checker(Checker):
    def read(self, line: int, cells: dict[str, str]) -> Row:
        days = {column: self.day(line, column, cells[column]) for column in COLUMNS[2:4]}
        row = Row(line=line, **cells | days)
        self.one_of(line, "kind", row.kind, Kind.values)
        if row.result:
            self.one_of(line, "result", row.result, Result.values)
        if not cells["filed_on"]:
            self.fault(line, "filed_on", _("不能为空。"))
        if bool(cells["decided_on"]) != bool(row.result):
            self.fault(line, "decided_on", _("审结日期和结果要么都填，要么都不填。"))
        if row.filed_on and row.decided_on and row.decided_on < row.filed_on:
            self.fault(line, "decided_on", _("审结日期不能早于提起日期。"))
        return row

    def check_cases(self, rows: list[Row], cases: dict[str, Application]) -> None:
        for row in rows:
            case = cases.get(row.application)
            if row.application == EXAMPLE:
                self.fault(row.line, "application", _("这是模板的示例行，请删除。"))
            elif case is None:
                self.fault(row.line, "application", _("没有编号为“%s”的申请。") % row.application)
            elif row.filed_on and (case.received_on is None or row.filed_on < case.received_on):
                self.fault(row.line, "filed_on", _("提起日期不能早于收到申请之日。"))


def _cases(numbers: Iterable[str]) -> dict[str, Application]:
    wanted, found = sorted(set(numbers)), {}
    for start in range(0, len(wanted), BATCH):
        batch = Application.objects.filter(number__in=wanted[start : start + BATCH])
        found |= {case.number: case for case in batch}
    return found


def _take_in(
    rows: list[Row], cases: dict[str, Application], *, at: datetime, by: log.Actor
) -> None:
    made = [_remedy(row, cases[row.application], at) for row in rows]
    for start in range(0, len(made), BATCH):
        Remedy.objects.bulk_create(made[start : start + BATCH])
    log.append_all(
        [(remedy.application.chain, _said(remedy)) for remedy in made],
        "remedy_imported", actor=by, at=at,
    )  # fmt: skip


def _remedy(row: Row, case: Application, at: datetime) -> Remedy:
    return Remedy(
        application=case, kind=row.kind, filed_on=row.filed_on, decided_on=row.decided_on,
        result=row.result, logged_at=at,
    )  # fmt: skip


def _said(remedy: Remedy) -> dict[str, object]:
    return {
        "remedy": remedy.pk, "kind": remedy.kind, "filed_on": remedy.filed_on,
        "decided_on": remedy.decided_on, "result": remedy.result,
    }  # fmt: skip
