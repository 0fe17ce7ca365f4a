"""A run of the figures kept, and two runs compared: which cases entered, left, moved, and why."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext as _

from office.models import User
from records import log
from records.log import Actor
from records.models import LogEntry
from records.refusals import Refusal
from reports import known
from reports import scope as scopes
from reports.figures import figures
from reports.models import FigureRun
from reports.scope import Scope
from requests_app.models import Application
from statute.annual import CARRIED_IN, CARRIED_OUT, RECEIVED, TOTAL

CHAIN = "figures"


@dataclass(frozen=True)
class Cell:
    """Where a case stands in the table: how it came in, how it went out, in which column."""

    came: str  # RECEIVED or CARRIED_IN
    went: str  # a result, or CARRIED_OUT
    column: str  # the kind of applicant

    def __str__(self) -> str:
        return f"{self.came} {self.went} {self.column}"


Cells = dict[int, Cell]


class RunDamaged(Exception):
    """A kept run is no longer what was kept."""


def cells_of(scope: Scope) -> Cells:
    """The cell of every case that the table of requests counts, by the case's key: one query.

    Asked as at a day, a case put right after it stands where it stood then, as in the table.
    """
    counted = scopes.cases(scope).filter(
        scopes.row(scope, RECEIVED) | scopes.row(scope, CARRIED_IN)
    )
    said = counted.annotate(
        came=Case(
            When(scopes.row(scope, RECEIVED), then=Value(RECEIVED)), default=Value(CARRIED_IN)
        ),
        went=Case(
            When(scopes.row(scope, TOTAL), then=F("first__result")),
            default=Value(CARRIED_OUT), output_field=CharField(),
        ),
    )  # fmt: skip
    rows = said.order_by("pk").values_list("pk", "came", "went", "applicant__kind")
    cells = {pk: Cell(*cell) for pk, *cell in rows}
    for change in known.changes(scope):
        cells.pop(change.key, None)
        if counted_then := known.rows_of(scope, change.then):
            came, went, *_total = counted_then
            cells[change.key] = Cell(came, went, change.then.applicant)
    return cells


def keep(scope: Scope, *, by: User | None, at: datetime, label: str = "") -> FigureRun:
    """Keep the figures of a scope as they are now, with each case's cell, and log it.

    `by` None is scheduled work. The caller has decided whether the person may.
    """
    with transaction.atomic():
        counted, cells = figures(scope), cells_of(scope)
        content = _canonical({str(pk): str(cell) for pk, cell in cells.items()})
        run = FigureRun.objects.create(
            first=scope.period.first, last=scope.period.last, law=scope.law or "",
            as_at=scope.as_at, label=label, made_at=at, made_by=by, totals=counted.as_json(),
            cells=zlib.compress(content, 9), cases=len(cells), sha256=_hash(content),
        )  # fmt: skip
        log.append(
            CHAIN, "figures_kept", actor=Actor.of(by) if by else log.SYSTEM, at=at,
            payload={"run": run.pk, "sha256": run.sha256, "cases": run.cases},
        )  # fmt: skip
    return run


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def kept_cells(run: FigureRun) -> Cells:
    """The cells as they were kept. Raises RunDamaged if they, or their hash, are no longer those.

    The log says what the hash was: a row changed together with its hash is found too.
    """
    try:
        content = run.content
    except zlib.error as error:
        raise RunDamaged(f"run {run.pk}") from error
    logged = log.entries(CHAIN).filter(event="figures_kept", payload__run=run.pk).first()
    if _hash(content) != run.sha256 or logged is None or logged.payload["sha256"] != run.sha256:
        raise RunDamaged(f"run {run.pk}")
    return {int(pk): Cell(*said.split(" ")) for pk, said in json.loads(content).items()}


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a kept run, or the figures of this moment."""

    scope: Scope
    at: datetime
    cells: Cells


def side_of(run: FigureRun) -> Side:
    return Side(run.scope, run.made_at, kept_cells(run))


def side_now(scope: Scope, *, at: datetime) -> Side:
    return Side(scope, at, cells_of(scope))


@dataclass(frozen=True)
class Change:
    """A case that stands elsewhere; None is: not in the table. `why`: what was logged between."""

    case: Application
    was: Cell | None
    becomes: Cell | None
    why: tuple[LogEntry, ...]

    @property
    def kind(self) -> str:
        if self.was is None:
            return "entered"
        return "left" if self.becomes is None else "moved"


@dataclass(frozen=True)
class Compared:
    """`pks` are the cases that differ, in the order of their keys; `changes` fetches some."""

    before: Side
    after: Side
    pks: tuple[int, ...]

    def number(self, kind: str) -> int:
        was, becomes = self.before.cells, self.after.cells
        inside = {
            "entered": lambda pk: pk not in was,
            "left": lambda pk: pk not in becomes,
            "moved": lambda pk: pk in was and pk in becomes,
        }[kind]
        return sum(inside(pk) for pk in self.pks)

    @property
    def same_day(self) -> bool:
        """Whether both sides are as at the same day, so that only changed facts differ."""
        return self.before.scope.known_until == self.after.scope.known_until

    def changes(self, pks: tuple[int, ...] | None = None) -> list[Change]:
        """The changes of some of the cases, all without `pks`: a query for cases, one for the log.

        A case without log entries between the two is one whose cell moved with the day.
        """
        wanted = self.pks if pks is None else pks
        cases = Application.objects.select_related("applicant").in_bulk(wanted)
        entries = _entries_between(wanted, self.before.at, self.after.at)
        return [
            Change(
                cases[pk], self.before.cells.get(pk), self.after.cells.get(pk),
                tuple(entries.get(cases[pk].chain, ())),
            )
            for pk in wanted if pk in cases
        ]  # fmt: skip


def _entries_between(
    pks: tuple[int, ...], after: datetime, until: datetime
) -> Mapping[str, list[LogEntry]]:
    found: dict[str, list[LogEntry]] = {}
    chains = [f"application:{pk}" for pk in pks]
    for entry in log.entries_of(chains).filter(at__gt=after, at__lte=until):
        found.setdefault(entry.chain, []).append(entry)
    return found


def compare(one: Side, other: Side) -> Compared:
    """The earlier against the later. Raises Refusal if they are of another period or law."""
    before, after = sorted((one, other), key=lambda side: side.at)
    same = (one.scope.period.first, one.scope.period.last, one.scope.law) == (
        other.scope.period.first, other.scope.period.last, other.scope.law,
    )  # fmt: skip
    if not same:
        raise Refusal(_("两次统计的期间或适用法规不同，不能逐件比较；请选期间和法规都相同的。"))
    every = before.cells.keys() | after.cells.keys()
    differ = sorted(pk for pk in every if before.cells.get(pk) != after.cells.get(pk))
    return Compared(before, after, tuple(differ))
