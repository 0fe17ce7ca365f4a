"""The limits that calendars show, with the number by which a program knows that one has moved.

What is due is computed from facts at every fetch; a row keeps only what was told last, so that a
change, and a limit that is over, is told as a revision of the same entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from casework import feeds, remedy_tasks
from casework.day import Day, day_of
from casework.models import FeedAddress, FeedEntry
from casework.task_kinds import Act
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from remedies.duties import Duty
from remedies.ordered import Term
from requests_app import clock as clocks
from requests_app.models import Application
from requests_app.querysets import ApplicationQuerySet
from statute.calendar import WorkingCalendar
from statute.limits import OFFICE
from statute.text import Text

KEPT = timedelta(days=60)  # how long an entry that is over is told as cancelled


@dataclass(frozen=True)
class Dated:
    """A limit that runs: the date by which alarms go, what it is and whose it is."""

    case: Application
    limit: str
    label: Text
    owner: str
    due_on: date
    provisional: bool
    article: Text


@dataclass(frozen=True)
class Entry:
    """What a calendar is told; `dated` is None once the limit is over."""

    row: FeedEntry
    case: Application
    dated: Dated | None


def entries(address: FeedAddress, *, on: date, at: datetime) -> list[Entry]:
    """The entries of one address, those that ended within the last weeks as over."""
    cases = feeds.cases_of(address)
    day = day_of(cases, on=on)
    found = {(dated.case.pk, dated.limit): dated for dated in dated_limits(day, cases, on=on)}
    rows = _brought_up_to_date(found, cases, at=at)
    by_pk = {row.case.pk: row.case for row in day.rows}
    shown = [
        Entry(row, by_pk.get(row.application_id, row.application), found.get(_key(row)))
        for row in rows
    ]
    if address.scope == feeds.Scope.OFFICE:
        return shown
    concerned = _concerned(address.person, day)
    return [entry for entry in shown if concerned(entry.case)]


def _concerned(person: User, day: Day):
    """Whether a case is this person's: their unit's, sent out by them, or waiting for them."""
    units, mine = person.unit_ids(), {t.case.pk for t in day.of(person) if t.act != Act.LOOK}
    assigns = person.may(May.ASSIGN)
    return lambda case: assigns or case.unit_in_charge_id in units or case.pk in mine


def dated_limits(day: Day, cases: ApplicationQuerySet, *, on: date) -> Iterator[Dated]:
    """Every limit that runs in these cases and is not met: reply, correction, third party, fee,
    what is owed to reviews and courts, and what they ordered."""
    calendar = working_calendar()
    for row in day.rows:
        if row.clock is not None:
            yield from _of_case(row.case, calendar, on)
    for remedy, duty in remedy_tasks.owed_in(cases, calendar=calendar):
        limit = remedy_tasks.limit_of(remedy, duty)
        yield _dated(remedy.application, limit, duty)
    for order, term in remedy_tasks.ordered_in(cases, calendar=calendar):
        if term is not None:
            yield _dated(order.remedy.application, f"ordered:{order.pk}", term)


def _dated(case: Application, limit: str, found: Duty | Term) -> Dated:
    return Dated(
        case, limit, found.label, OFFICE, found.earliest_on, found.provisional, found.article
    )


def _of_case(case: Application, calendar: WorkingCalendar, on: date) -> Iterator[Dated]:
    again = case.handling.sequence if case.handling and case.handling.sequence > 1 else 0
    seen: dict[str, int] = {}
    for limit in clocks.limits_of(case, calendar=calendar, on=on):
        number = seen[limit.code] = seen.get(limit.code, 0) + 1
        due = case.alarm_on if limit.code == "reply" else limit.earliest_on
        if due is None or limit.met_on is not None or (limit.lapses and on > due):
            continue
        name = limit.code if number == 1 else f"{limit.code}:{number}"
        yield Dated(
            case, f"{name}@{again}" if again else name, limit.label, limit.owner, due,
            limit.provisional, limit.article,
        )  # fmt: skip


def _key(row: FeedEntry) -> tuple[int, str]:
    return row.application_id, row.limit


def _brought_up_to_date(
    found: dict[tuple[int, str], Dated], cases: ApplicationQuerySet, *, at: datetime
) -> list[FeedEntry]:
    """The rows of these cases, after those that changed were counted up. Two at once do no harm:
    a row is changed only from the number that was read."""
    rows = FeedEntry.objects.filter(
        Q(is_over=False) | Q(changed_at__gte=at - KEPT) | Q(application__in=cases.open()),
        application__in=cases,
    )
    with transaction.atomic():
        known = {_key(row): row for row in rows}
        for key, row in known.items():
            _change(row, found.get(key), at)
        FeedEntry.objects.bulk_create(
            [_new(dated, at) for key, dated in found.items() if key not in known],
            ignore_conflicts=True,
        )
    return [
        row
        for row in rows.all().select_related("application")
        if not row.is_over or row.changed_at >= at - KEPT
    ]


def _new(dated: Dated, at: datetime) -> FeedEntry:
    return FeedEntry(
        application=dated.case, limit=dated.limit, due_on=dated.due_on, changed_at=at,
        provisional=dated.provisional,
    )  # fmt: skip


def _change(row: FeedEntry, dated: Dated | None, at: datetime) -> None:
    told = (row.due_on, row.provisional, row.is_over)
    now = (dated.due_on, dated.provisional, False) if dated else (row.due_on, row.provisional, True)
    if told != now:
        FeedEntry.objects.filter(pk=row.pk, sequence=row.sequence).update(
            due_on=now[0], provisional=now[1], is_over=now[2], sequence=row.sequence + 1,
            changed_at=at,
        )  # fmt: skip
