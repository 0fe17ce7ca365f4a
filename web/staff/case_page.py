"""What the page of one case shows, gathered once."""

import json
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise

from casework.categorising import may_categorise
from casework.checklist import checklist
from casework.counted_from import limits_with_reasons
from casework.time_spent import time_spent
from notices.kinds import KINDS
from office import institution
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from records import log
from records.models import LogEntry
from remedies.hold import on_hold
from requests_app import clock as clocks
from requests_app.models import Application
from statute.clock import Clock
from statute.text import Text
from web.staff.category_form import CategoryForm
from web.staff.next_step import next_step
from web.staff.remedy_page import owed, reads_in_full
from web.staff.rows import fetch_facts
from web.staff.spent import bars, in_words, sum_in_words
from web.staff.words import event_label, moves_in_words
from web.templatetags.words import read_by


def fetch_whole(case: Application) -> None:
    """Fetch the rows the page shows, with the people they name."""
    fetch_facts([case])
    prefetch_related_objects(
        [case], "searches__by", "rightings__by", "rightings__approved_by", "attachments__file",
        "handlings__secrecy_reviews__reviewer", "category",
    )  # fmt: skip


def case_page(case: Application, user: User, *, on: date, at: datetime) -> dict[str, Any]:
    clock = case.clock(on=on) if case.received_on else None
    spent = time_spent(case, on=on)
    return {
        "case": case, "on": on, "at": at, "clock": clock, "turn": case.turn(),
        "next": next_step(case, user, on=on), "needs": checklist(case, on=on),
        "limits": list(limits_with_reasons(case, on=on)),
        "clocks": _other_clocks(case, on),
        "spent": spent, "spent_words": in_words(spent), "spent_sum": sum_in_words(spent),
        "bars": bars(spent.spells),
        "notices": _notices(case), "log": _log(case, user), "remedies": _remedies(case),
        "held": on_hold(case),
        "may_reveal": user.may(May.REVEAL), "may_remedy": user.may(May.REMEDY),
        "may_register": user.may(May.REGISTER), "may_set_right": user.may(May.SET_RIGHT),
        "category": CategoryForm(case=case) if may_categorise(user) else None,
        "decision": case.standing_decision(), "law": institution.law(case.law),
    }  # fmt: skip


def _other_clocks(case: Application, on: date) -> list[tuple[Text, Clock]]:
    """The clock under each law the case was ever under, if there was more than one."""
    if not case.received_on:
        return []
    shown = clocks.clocks_of(case, on=on)
    if len(shown) < 2:
        return []
    return [(institution.law(code).short, clock) for code, clock in shown.items()]


def _notices(case: Application) -> list[tuple[Any, Any]]:
    notices = case.notices.filter(discarded_at=None).select_related(
        "drafted_by", "pdf", "withdrawn_by", "replaced_by"
    )
    return [(notice, KINDS[notice.kind].label) for notice in notices]


def _remedies(case: Application) -> list[tuple[Any, Any]]:
    calendar = working_calendar()
    rows = case.remedies.prefetch_related("instances")
    return [(row, owed(row, calendar=calendar)) for row in rows]


class Logged(NamedTuple):
    """An entry with its words, what is kept apart from the chain, and what its act moved."""

    entry: LogEntry
    label: str | Promise
    private: dict[str, Any]
    moved: list[str]


def _log(case: Application, user: User) -> list[Logged]:
    """The newest first; of challenges the words only for those who read them in full."""
    entries = log.entries(case.chain).select_related("private")
    full = reads_in_full(user)
    return [
        Logged(e, event_label(e.event), _words(e, full), list(moves_in_words(e.payload)))
        for e in reversed(list(entries))
    ]


def _words(entry: LogEntry, full: bool) -> dict[str, Any]:
    kept = _kept_apart(entry)
    withheld = not full and entry.event.startswith("remedy_")
    return {name: read_by(said, not withheld) for name, said in kept.items()}


def _kept_apart(entry: LogEntry) -> dict[str, Any]:
    """As `log.private_of`, from a row fetched with its entry."""
    kept = getattr(entry, "private", None)
    return json.loads(kept.content) if kept else {}
