"""What the page of one case shows, gathered once."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework import paper
from notices import chains
from notices.kinds import KINDS
from office import institution
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from records import log
from records.models import LogEntry
from remedies.duties import duty_of
from requests_app import clock as clocks
from requests_app.models import Application
from requests_app.states import State
from statute.clock import Clock, approve_by
from statute.text import Text
from web.staff.next_step import next_step
from web.staff.rows import fetch_facts
from web.staff.spent import bars, in_words, spent_by
from web.staff.words import event_label

REPLIES = [code for code, kind in KINDS.items() if kind.answers]


class Check(NamedTuple):
    """One thing the law wants done with this case, done or still to do, with its day."""

    label: Any
    done: bool
    on: date | None = None
    by: bool = False


def fetch_whole(case: Application) -> None:
    """Fetch the rows the page shows, with the people they name."""
    fetch_facts([case])
    prefetch_related_objects(
        [case], "searches__by", "rightings__by", "rightings__approved_by", "attachments__file",
        "handlings__secrecy_reviews__reviewer",
    )  # fmt: skip


def case_page(case: Application, user: User, *, on: date, at: datetime) -> dict[str, Any]:
    clock = case.clock(on=on) if case.received_on else None
    spent = spent_by(case, clock, on=on)
    return {
        "case": case, "on": on, "at": at, "clock": clock, "turn": case.turn(),
        "next": next_step(case, user, on=on), "checks": _checks(case, clock),
        "limits": case.limits(on=on) if case.received_on else (),
        "clocks": _other_clocks(case, on),
        "spent": spent, "spent_words": in_words(spent), "bars": bars(spent),
        "notices": _notices(case), "log": _log(case), "remedies": _remedies(case),
        "may_reveal": user.may(May.REVEAL), "may_remedy": user.may(May.REMEDY),
        "may_register": user.may(May.REGISTER), "may_set_right": user.may(May.SET_RIGHT),
        "decision": case.standing_decision(), "law": institution.law(case.law),
    }  # fmt: skip


def _checks(case: Application, clock: Clock | None) -> list[Check]:
    """What a case handled by the law has, in order; nothing for one that ended without a reply."""
    if case.is_closed and case.state not in (State.ANSWERED, State.NOT_PROCESSED):
        return []
    acknowledged = case.notices.issued().filter(kind="acknowledgement").first()
    handling, search = case.handling, case.searches.last()
    found = [
        Check(_("登记"), handling is not None, handling and handling.opened_on),
        Check(_("收件回执"), acknowledged is not None, acknowledged and acknowledged.issued_on),
        Check(_("检索记录"), search is not None, search and search.on),
    ]
    return found + list(_signatures(case, clock)) + _outcome(case, clock)


def _signatures(case: Application, clock: Clock | None) -> Iterator[Check]:
    """The draft and each signature of the reply, by when each must be there: counted back from the
    limit, which waiting for approval never stops.
    """
    if case.state != State.IN_HAND or clock is None or clock.due_on is None:
        return
    reply = case.notices.drafts().filter(kind__in=REPLIES).last()
    signed = paper.stages(reply) if reply else []
    chain = [(view.label, view.done) for view in signed]
    chain = chain or [(stage.label, False) for stage in chains.REPLY.stages]
    plan = approve_by(clock.due_on, [1] * len(chain), working_calendar())
    handed_in = bool(reply and reply.submitted_at)
    yield Check(_("答复稿送审"), handed_in, None if handed_in else plan.draft_by, not handed_in)
    for (label, done), day in zip(chain, plan.stages, strict=True):
        yield Check(label, done, None if done else day, not done)


def _outcome(case: Application, clock: Clock | None) -> list[Check]:
    reply = case.notices.issued().filter(kind__in=REPLIES).last()
    due = clock.due_on if clock else None
    return [
        Check(_("答复发出"), reply is not None, reply.issued_on if reply else due, reply is None),
        Check(_("答复送达"), bool(case.closed_on), case.closed_on or due, not case.closed_on),
    ]


def _other_clocks(case: Application, on: date) -> list[tuple[Text, Clock]]:
    """The clock under each law the case was ever under, if there was more than one."""
    if not case.received_on:
        return []
    shown = clocks.clocks_of(case, on=on)
    if len(shown) < 2:
        return []
    return [(institution.law(code).short, clock) for code, clock in shown.items()]


def _notices(case: Application) -> list[tuple[Any, Any]]:
    notices = case.notices.filter(discarded_at=None).select_related("drafted_by", "pdf")
    return [(notice, KINDS[notice.kind].label) for notice in notices]


def _remedies(case: Application) -> list[tuple[Any, Any]]:
    calendar = working_calendar()
    return [(row, duty_of(row, calendar=calendar)) for row in case.remedies.all()]


def _log(case: Application) -> list[tuple[LogEntry, str | Promise, dict[str, Any]]]:
    """The newest first, each with its words and what is kept apart from the chain."""
    entries = log.entries(case.chain).select_related("private")
    return [
        (entry, event_label(entry.event), _kept_apart(entry)) for entry in reversed(list(entries))
    ]


def _kept_apart(entry: LogEntry) -> dict[str, Any]:
    """As `log.private_of`, from a row fetched with its entry."""
    kept = getattr(entry, "private", None)
    return json.loads(kept.content) if kept else {}
