import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from records.csv_file import csv_bytes
from records.refusals import Refusal
from reports import breakdowns, runs, sheets, timing
from reports import recount as recounting
from reports.breakdowns import BREAKDOWNS
from reports.figures import Figures, figures
from reports.models import FigureRun
from reports.red_list import broken_sums, red_list
from reports.scope import Scope
from requests_app.steps import STEPS
from statute import law
from statute.annual import ALL_COLUMNS, LINES, REMEDY_COLUMNS
from statute.periods import named

NOW = "now"


class Command(BaseCommand):
    help = (
        "The statutory tables of any period: applications and remedies, with their checks. Also"
        " what else a university counts, what is inconsistent, and two kept runs compared."
        " --recount instead holds every line they are counted from against the facts."
    )

    def add_arguments(self, parser):
        day = date.fromisoformat
        parser.add_argument("--law", choices=law.codes(), help="one law; without it, all")
        parser.add_argument("--from", dest="first", type=day, help="the first day")
        parser.add_argument("--to", dest="last", type=day, help="the last day")
        parser.add_argument(
            "--as-at", type=day, help="as known on this day; without it, at the end"
        )
        parser.add_argument("--format", choices=("json", "table", "csv", "xlsx"), default="table")
        parser.add_argument("--out", type=Path, help="the file to write; xlsx needs one")
        parser.add_argument(
            "--breakdowns", action="store_true", help="by channel, applicant, subject, answer…"
        )
        parser.add_argument("--red", action="store_true", help="what is inconsistent; exit code 1")
        parser.add_argument("--save", metavar="WHY", help="keep these figures, with the reason")
        parser.add_argument(
            "--compare", nargs=2, metavar="RUN", help="two kept runs by number, or one and “now”"
        )
        parser.add_argument(
            "--recount", action="store_true", help="show which lines would move; fails if any would"
        )
        parser.add_argument("--apply", action="store_true", help="with --recount: make them anew")

    def handle(self, *, compare, red, save, out, format, recount, apply, **options):
        if recount:
            self._recount(apply)
            return
        if compare:
            self._write(_compared(*compare).encode(), out)
            return
        scope = _scope(**options)
        if red:
            self._red(scope, out)
            return
        found = figures(scope)
        if save:
            run = runs.keep(scope, by=None, at=timezone.now(), label=save)
            self.stderr.write(f"kept as run {run.pk}, {run.cases} cases, {run.sha256}")
        self._write(_content(found, format, breakdowns_too=options["breakdowns"], out=out), out)
        if not found.balances:
            raise CommandError("the tables do not balance")

    def _red(self, scope, out):
        lines = list(_red(scope))
        self._write("\n".join(lines or ["nothing inconsistent"]).encode(), out)
        if lines:
            sys.exit(1)

    def _recount(self, apply: bool) -> None:
        moving = recounting.moved()
        for line in moving:
            self.stdout.write(str(line))
        said = f"{len(moving)} of the lines {'moved' if apply else 'would move'}"
        if moving and not apply:
            raise CommandError(f"{said}; --apply makes them anew from the facts")
        if moving:
            recounting.refill(connection)
        self.stdout.write(said)

    def _write(self, content: bytes, out: Path | None) -> None:
        if out is None:
            self.stdout.write(content.decode("utf-8-sig"))
        else:
            out.write_bytes(content)


def _scope(*, law, first, last, as_at, **_other) -> Scope:
    if first is None or last is None:
        raise CommandError("the following arguments are required: --from, --to")
    if last < first:
        raise CommandError("--to is before --from")
    return Scope(named(first, last), law, as_at)


def _content(found: Figures, format: str, *, breakdowns_too: bool, out: Path | None) -> bytes:
    scope = found.scope
    if format == "json":
        value = found.as_json()
        if breakdowns_too:
            value["breakdowns"] = _breakdowns(scope)
        return json.dumps(value, ensure_ascii=False, indent=1).encode()
    if format == "table":
        return "\n".join([_table(found), *(_lines(scope) if breakdowns_too else [])]).encode()
    tables = sheets.statutory(found)
    if breakdowns_too:
        tables += sheets.breakdown_sheets(scope)
    if format == "csv":
        return csv_bytes(sheets.as_rows(scope, tables))
    if out is None:
        raise CommandError("--format xlsx needs --out FILE")
    return sheets.workbook(scope, tables, made_on=timezone.localdate())


def _breakdowns(scope: Scope) -> dict[str, dict[str, int]]:
    found = {
        code: {group.code: number for group, number in breakdowns.count(scope, code).numbers}
        for code in BREAKDOWNS
    }
    found["replies"] = {code: len(cases) for code, cases in timing.judged(scope).items()}
    found["acts"] = {code: number for code, _label, number in timing.numbers_of_acts(scope)}
    return found


def _lines(scope: Scope) -> list[str]:
    lines = []
    for sheet in sheets.breakdown_sheets(scope):
        lines += ["", sheet.title]
        lines += [f"{row[1]!s:>14}  {row[0]}" for row in sheet.rows]
    return lines


def _red(scope: Scope):
    for one in broken_sums(scope, on=timezone.localdate()):
        yield f"✗ {one.text}  → {one.mend}"
    for found in red_list(scope):
        yield f"✗ {found.number}  {found.rule.title}  → {found.rule.mend}"
        yield from (f"    {_name(row)}" for row in found.first)


def _name(row) -> str:
    """A case by its number; a letter or a remedy after the number of its case."""
    application = getattr(row, "application", None)
    return row.number if application is None else f"{application.number} {row}"


def _compared(one: str, other: str) -> str:
    try:
        first = _run(one)
        after = runs.side_now(first.scope, at=timezone.now()) if other == NOW else None
        found = runs.compare(runs.side_of(first), after or runs.side_of(_run(other)))
    except (Refusal, runs.RunDamaged) as refusal:
        raise CommandError(str(refusal)) from refusal
    lines = [f"{kind} {found.number(kind)}" for kind in ("entered", "left", "moved")]
    for change in found.changes():
        was, becomes = change.was or "—", change.becomes or "—"
        why = "; ".join(f"{e.at:%Y-%m-%d} {_label(e.event)}" for e in change.why)
        lines.append(f"{change.case.number}  {was} → {becomes}  ({why or 'nothing logged'})")
    return "\n".join(lines)


def _run(pk: str) -> FigureRun:
    run = FigureRun.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None
    if run is None:
        raise CommandError(f"there is no run {pk}")
    return run


def _label(event: str) -> str:
    return str(STEPS[event].label) if event in STEPS else event


def _table(found: Figures) -> str:
    scope = found.scope
    lines = [f"{scope.period}  {scope.law or 'all laws'}  as at {scope.known_until}", ""]
    lines.append(" ".join(f"{name[:14]:>14}" for name in ALL_COLUMNS))
    for line in LINES:
        numbers = found.requests.get(line.code, ())
        lines.append(" ".join(f"{n:>14}" for n in numbers) + f"  {'　' * line.depth}{line}")
    lines += ["", " ".join(f"{name:>14}" for name in REMEDY_COLUMNS)]
    for kind, numbers in found.remedies.items():
        lines.append(" ".join(f"{n:>14}" for n in numbers.values()) + f"  {kind}")
    lines.append("")
    lines += [f"{'✓' if c.holds else '✗'} {c.rule} {c.detail}" for c in found.checks]
    return "\n".join(lines)
