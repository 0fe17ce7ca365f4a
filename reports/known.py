"""What was held of a case on a day, where it was put right since.

Everything goes by the day of the act. What came later has later days and needs no undoing; but a
day of receipt set right, a closing taken back and another law chosen leave no old day behind. The
old day of receipt and the old law are rows of their own (`Righting`, `LawChoice`); an old closing
is in the log, which cannot be changed. A fact put in late with an early day, as a register brought
along is, counts from its own day: there is nothing to undo.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from records import log
from records.models import LogEntry
from reports.models.lines import CaseLine
from reports.scope import Scope
from requests_app.models import Correction, FeeDemand, LawChoice, Righting
from requests_app.states import FINAL_STATES
from statute.year_fold import CaseFacts, Ending, rows_between

CLOSING = ("close", "decline", "deem_abandoned", "withdraw")
BATCH = 500


@dataclass(frozen=True)
class Change:
    """One case: as it is held now, and as it was held on the day asked about."""

    key: int  # of the application
    channel: str
    now: CaseFacts
    then: CaseFacts


def changes(scope: Scope) -> list[Change]:
    """The cases put right since the day the scope is asked as at; none if it is not."""
    return changes_since(scope.as_at) if scope.as_at else []


def rows_of(scope: Scope, case: CaseFacts) -> tuple[str, ...]:
    """The rows of the scope's table that count a case with these facts."""
    if case.counted_law not in scope.laws:
        return ()
    return rows_between(case, scope.before, scope.end)


def changes_since(day: date) -> list[Change]:
    """The cases whose counted facts were put right after the day, each with what they were."""
    keys = sorted(_put_right_after(day))
    found = []
    for start in range(0, len(keys), BATCH):
        found += _changes(keys[start : start + BATCH], day)
    return [change for change in found if change.now != change.then]


def _put_right_after(day: date) -> set[int]:
    """Those with a righting, another law, or a correction or payment that revived them."""
    return {
        *Righting.objects.filter(on__gt=day).values_list("application_id", flat=True),
        *LawChoice.objects.filter(
            chosen_on__gt=day, application__line__came_on__lte=day
        ).values_list("application_id", flat=True),
        *Correction.objects.filter(
            corrected_on__gt=day, application__line__came_on__lte=day
        ).values_list("application_id", flat=True),
        *FeeDemand.objects.filter(
            paid_on__gt=day, handling__application__line__came_on__lte=day
        ).values_list("handling__application_id", flat=True),
    }


def _changes(keys: list[int], day: date) -> Iterator[Change]:
    righted = _by_case(
        Righting.objects.filter(application__in=keys, on__gt=day, what="received_on")
    )
    chosen = _by_case(LawChoice.objects.filter(application__in=keys))
    entries = _entries(keys)
    for line in CaseLine.objects.filter(pk__in=keys).select_related("application"):
        key, number = line.pk, line.application.number
        ending = None
        if line.closed_on is not None:
            ending = Ending(line.closed_on, line.result, line.closed_under)
        now = _facts(number, line.kind, line.case_law, line.came_on, ending)
        received = line.came_on
        if righted.get(key):
            received = _day(righted[key][0].was)
        laws = chosen.get(key, [])
        if any(_takes_back(entry) and _on(entry) > day for entry in entries.get(key, ())):
            ending = _ending(entries[key], laws, day)
        then = _facts(number, line.kind, _law_on(laws, day, line.case_law), received, ending)
        yield Change(key, line.channel, now, then)


def _facts(
    number: str, kind: str, law: str, received_on: date | None, ending: Ending | None
) -> CaseFacts:
    return CaseFacts(number, kind, law, received_on, (ending,) if ending else ())


def _by_case(rows: Iterable) -> dict[int, list]:
    ordered = sorted(rows, key=lambda row: (row.application_id, row.pk))
    return {
        key: list(members) for key, members in groupby(ordered, key=lambda row: row.application_id)
    }


def _entries(keys: list[int]) -> dict[int, list[LogEntry]]:
    chains = {f"application:{key}": key for key in keys}
    rows = log.entries_of(chains)
    return {
        chains[chain]: [entry for entry in members if entry.event == "imported" or _on(entry)]
        for chain, members in groupby(rows, key=lambda entry: entry.chain)
    }


def _on(entry: LogEntry) -> date | None:
    """The day of the act, where the entry is of a step."""
    return _day(entry.payload.get("on"))


def _takes_back(entry: LogEntry) -> bool:
    """Whether the step undid a closing."""
    if entry.event == "set_right":
        return entry.payload["to"] not in FINAL_STATES
    return entry.event == "revive"


def _ending(entries: list[LogEntry], laws: list[LawChoice], day: date) -> Ending | None:
    """How the first handling had ended by the end of the day, by what the log says."""
    ending, handling = None, 1
    for entry in entries:
        said = entry.payload
        if entry.event == "imported":
            if said["result"]:
                ending = Ending(_day(said["closed_on"]), said["result"], said["law"])
            continue
        on = _on(entry)
        if on > day:
            continue
        if entry.event in ("reopen", "withdraw_reply"):
            handling = said.get("handling", handling + 1)
        elif handling == 1 and entry.event in CLOSING:
            ending = Ending(on, said.get("result", "other"), _law_on(laws, on, ""))
        elif handling == 1 and _takes_back(entry):
            ending = None
    return ending


def _law_on(laws: list[LawChoice], day: date, otherwise: str) -> str:
    chosen = [choice.law for choice in laws if choice.chosen_on <= day]
    return chosen[-1] if chosen else otherwise


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and text != "None" else None
