"""The register an office brings with it: read row by row, refused with every fault, or taken whole.

Imported cases make no notice and write no mail; they are closed through the same facts as the
steps leave, and each begins its log with the import.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework.csv_rows import Checker
from casework.filing import SERIES
from casework.table_rows import content_of, log_once, read_rows
from office import institution
from office.calendars import working_calendar
from office.models import Unit, User
from records import log, numbers
from requests_app.models import Applicant, Application, Assignment, Correction, Handling, LawChoice
from requests_app.states import ApplicantKind, Channel, IdentityKind, State
from requests_app.who import actor_of
from statute import clock as engine
from statute.answers import RESULT_CODES
from statute.calendar import WorkingCalendar
from statute.law import Law

COLUMNS = (
    "number", "law", "channel", "applicant_kind", "applicant_name", "subject", "received_on",
    "corrected_on", "closed_on", "result", "unit",
)  # fmt: skip
SHEET = "register"  # in a workbook
EXAMPLE = "示例"  # the number of the template's example row
WIDTHS = {"subject": 48, "applicant_name": 24, "result": 30, "kind": 26}  # in a workbook
LAWS = ("cn-university", "cn-regulation")
OUR_NUMBER = re.compile(r"(\d{4})-([1-9]\d*)")
STATE_OF_EFFECT = {
    "answered": State.ANSWERED,
    "not_processed": State.NOT_PROCESSED,
    "abandoned": State.ABANDONED,
    "withdrawn": State.WITHDRAWN,
}
BATCH = 500


@dataclass
class Row:
    """One case of the register, as read."""

    line: int
    number: str
    law: str
    channel: str
    applicant_kind: str
    applicant_name: str
    subject: str
    received_on: date | None
    corrected_on: date | None
    closed_on: date | None
    result: str
    unit: str


def import_register(
    source: Path | bytes,
    *,
    on: date,
    at: datetime,
    dry_run: bool = False,
    by: User | log.Actor = log.SYSTEM,
) -> int:
    """Take the whole register in, in one transaction; return the number of cases.

    Raises NotImported with every fault of every row, and takes nothing. With `dry_run` everything
    is checked and nothing kept.
    """
    content = content_of(source)
    rows = read(content, on=on)
    if not dry_run:
        take_in(rows, content, on=on, at=at, by=by)
    return len(rows)


def read(content: bytes, *, on: date) -> list[Row]:
    """The rows of a register, each found right. Raises NotImported with every fault there is."""
    checker = _Checker(on)
    rows = [checker.read(*row) for row in read_rows(content, COLUMNS, checker, sheet=SHEET)]
    checker.check_numbers(rows)
    checker.settle()
    return rows


def take_in(
    rows: list[Row], content: bytes, *, on: date, at: datetime, by: User | log.Actor
) -> None:
    """Make the cases of rows that were read from this file, all or none.

    Raises NotImported if the file was taken in before, or one of its numbers is taken by now.
    """
    actor = actor_of(by)
    try:
        with transaction.atomic():
            log_once("register_imported", content, rows=len(rows), by=actor, at=at)
            _take_in(rows, at=at, on=on, by=actor)
    except IntegrityError:
        checker = _Checker(on)
        checker.check_numbers(rows)
        checker.settle()
        raise


class _Checker(Checker):
    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.units = _units()
        self.laws: dict[str, Law] = {code: institution.law(code) for code in LAWS}

    def read(self, line: int, cells: dict[str, str]) -> Row:
        dates = {
            column: self.day(line, column, cells[column])
            for column in ("received_on", "corrected_on", "closed_on")
        }
        row = Row(line=line, **cells | dates)
        self.check_words(row)
        self.check_dates(row, cells)
        return row

    def check_words(self, row: Row) -> None:
        allowed = {
            "law": LAWS,
            "channel": Channel.values,
            "applicant_kind": ApplicantKind.values,
        }
        for column, values in allowed.items():
            self.one_of(row.line, column, getattr(row, column), values)
        if row.number == EXAMPLE:
            self.fault(row.line, "number", _("这是模板的示例行，请删除。"))
        longest = {"applicant_name": 200, "subject": 200, "number": 20}
        for column, length in longest.items():
            text = getattr(row, column)
            if not text and column != "number":
                self.fault(row.line, column, _("不能为空。"))
            if len(text) > length or "\0" in text:
                self.fault(row.line, column, _("最多%s个字，且不能有控制字符。") % length)
        if row.result and row.result not in RESULT_CODES:
            self.fault(row.line, "result", _("没有“%s”这个结果代码。") % row.result)
        if row.unit and row.unit not in self.units:
            self.fault(row.line, "unit", _("没有名为“%s”的单位，请先建立。") % row.unit)

    def check_dates(self, row: Row, cells: dict[str, str]) -> None:
        if not cells["received_on"]:
            self.fault(row.line, "received_on", _("不能为空。"))
        if bool(cells["closed_on"]) != bool(row.result):
            self.fault(row.line, "closed_on", _("办结日期和结果要么都填，要么都不填。"))
        order = [row.received_on, row.corrected_on, row.closed_on]
        known = [day for day in order if day]
        if known != sorted(known):
            self.fault(row.line, "received_on", _("日期须依次为收到、补正、办结。"))
        law = self.laws.get(row.law)
        if law and row.received_on and not law.in_force_on(row.received_on):
            words = {"law": law.short, "since": law.in_force_from.isoformat()}
            self.fault(row.line, "law", _("%(law)s自%(since)s起施行，收到日期在此之前。") % words)

    def check_numbers(self, rows: list[Row]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            if row.number in seen:
                reason = _("编号“%(number)s”与第%(line)s行重复。")
                words = {"number": row.number, "line": seen[row.number]}
                self.fault(row.line, "number", reason % words)
            elif row.number:
                seen[row.number] = row.line
        for batch in _batches(list(seen)):
            taken = Application.objects.filter(number__in=batch).values_list("number", flat=True)
            for number in taken:
                self.fault(seen[number], "number", _("编号“%s”已经存在。") % number)


def _batches(items: list) -> Iterator[list]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _units() -> dict[str, Unit]:
    """Every unit by its name and by its code."""
    return {name: unit for unit in Unit.objects.all() for name in (unit.code, unit.name)}


def _take_in(rows: list[Row], *, at: datetime, on: date, by: log.Actor) -> None:
    _number(rows)
    units, calendar = _units(), working_calendar()
    laws = {code: institution.law(code) for code in LAWS}
    for batch in _batches(rows):
        cases = [_application(row, laws[row.law], units, calendar, at=at, on=on) for row in batch]
        Application.objects.bulk_create(cases)
        pairs = list(zip(batch, cases, strict=True))
        Applicant.objects.bulk_create(_applicant(row, case) for row, case in pairs)
        LawChoice.objects.bulk_create(_law_choice(row, case) for row, case in pairs)
        Handling.objects.bulk_create(_handling(row, case) for row, case in pairs)
        corrected = ((row, case) for row, case in pairs if row.corrected_on)
        Correction.objects.bulk_create(
            _correction(row, laws[row.law], case) for row, case in corrected
        )
        placed = ((row, case) for row, case in pairs if case.unit_in_charge_id)
        Assignment.objects.bulk_create(_assignment(row, case) for row, case in placed)
        said = [(case.chain, _said(row)) for row, case in pairs]
        log.append_all(said, "imported", actor=by, at=at)


def _number(rows: Iterable[Row]) -> None:
    """Number what has none, after every number of ours that the file brings."""
    highest: dict[int, int] = {}
    for row in rows:
        if ours := OUR_NUMBER.fullmatch(row.number):
            year, number = int(ours[1]), int(ours[2])
            highest[year] = max(number, highest.get(year, 0))
    for year, number in sorted(highest.items()):
        numbers.skip_to(SERIES, year, number)
    for year in sorted({row.received_on.year for row in rows if not row.number}):
        blank = [row for row in rows if not row.number and row.received_on.year == year]
        for row, number in zip(blank, numbers.next_numbers(SERIES, year, len(blank)), strict=True):
            row.number = f"{year}-{number}"


def _application(
    row: Row, law: Law, units: dict[str, Unit], calendar: WorkingCalendar, *, at: datetime, on: date
) -> Application:
    state = State.IN_HAND
    if row.result:
        state = STATE_OF_EFFECT[law.answers[row.result].effect]
    made = Application(
        number=row.number, state=state, law=row.law, channel=row.channel,
        subject=row.subject, description=row.subject, arrived_on=row.received_on,
        received_on=row.received_on, submitted_at=at, imported=True,
        unit_in_charge=units.get(row.unit),
    )  # fmt: skip
    if not row.result:
        clock = engine.reply_clock(_facts(row, law), law=law, calendar=calendar, on=on)
        made.due_on, made.alarm_on = clock.due_on, clock.earliest_on
        made.due_provisional = clock.provisional
    return made


def _facts(row: Row, law: Law) -> engine.Facts:
    """What the clock of an open row goes by; see `requests_app.clock.facts_of`."""
    return engine.Facts(
        received_on=row.received_on, correction_asked_on=row.corrected_on,
        correction_days=law.correction.applicant_period.value if row.corrected_on else None,
        corrected_on=row.corrected_on,
    )  # fmt: skip


def _applicant(row: Row, case: Application) -> Applicant:
    return Applicant(
        application=case, kind=row.applicant_kind, name=row.applicant_name,
        identity_kind=IdentityKind.OTHER,
    )  # fmt: skip


def _law_choice(row: Row, case: Application) -> LawChoice:
    return LawChoice(
        application=case, law=row.law, chosen_on=row.received_on, reason=_("登记簿导入")
    )


def _handling(row: Row, case: Application) -> Handling:
    return Handling(
        application=case, opened_on=row.received_on, closed_on=row.closed_on, result=row.result,
        closed_under=row.law if row.result else "",
    )  # fmt: skip


def _correction(row: Row, law: Law, case: Application) -> Correction:
    """The register knows the day of the correction alone: it stands for the day it was asked."""
    said = _("登记簿导入，未记录具体内容")
    period = law.correction.applicant_period.value
    return Correction(
        application=case, asked_on=row.corrected_on, missing=said, days=period,
        corrected_on=row.corrected_on, answer=said,
    )  # fmt: skip


def _assignment(row: Row, case: Application) -> Assignment:
    return Assignment(application=case, unit=case.unit_in_charge, since=row.received_on)


def _said(row: Row) -> dict[str, object]:
    return {
        "number": row.number, "law": row.law, "channel": row.channel,
        "received_on": row.received_on, "corrected_on": row.corrected_on,
        "closed_on": row.closed_on, "result": row.result,
    }  # fmt: skip
