"""The office settles its own facts: a year's holiday notice, the institution, what law leaves open.

Each change is a new row. The due dates it moves are recomputed in the same transaction, logged in
the chain of each case, and told to those who work on it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.moving import Move, digest, what_moves
from casework.reminders import refresh_due_dates
from casework.telling import in_both_languages
from casework.told import SHORTENED
from notices import chain_rules
from office import institution
from office.calendars import as_notice, working_calendar
from office.models import CalendarNotice, Institution, User
from office.roles import May, Role
from records import log, outbox
from records.instants import local
from records.refusals import Refusal
from requests_app.clock import in_page_language
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of
from statute.calendar import WorkingCalendar
from statute.law import LawError, load_law
from statute.text import Text

OFFICE_CHAIN = "office"
NOT_COPIED = ("id", "version", "changed_at", "changed_by")


def calendar_with(row: CalendarNotice) -> WorkingCalendar:
    """The calendar as it would be with this notice.

    Raises Refusal if the notice contradicts itself, or, being the first of its year, leaves out a
    day the law makes rest (《全国年节及纪念日放假办法》 art. 2): it would be worked. An addition
    (art. 4) comes after the State Council's notice of the year, or it would pass for it.
    """
    try:
        notice = as_notice(row)
    except ValueError as fault:
        raise Refusal(_in_words(fault)) from fault
    known = working_calendar()
    if not (notice.rest or notice.work):
        raise Refusal(_("请至少写出一个假期。"))
    if row.year not in known.published_years:
        if row.kind != CalendarNotice.Kind.STATE_COUNCIL:
            raise Refusal(
                _("请先录入国务院关于%(year)s年的通知，再录入增加的假日。") % {"year": row.year}
            )
        named = set(notice.rest_days())
        left_out = {
            day: name for day, name in known.statutory.of(row.year).items() if day not in named
        }
        if left_out:
            words = _("、").join(
                f"{day.isoformat()}{_('（')}{in_page_language(name)}{_('）')}"
                for day, name in left_out.items()
            )
            raise Refusal(_("放假日期漏了法定节日：%(days)s。") % {"days": words})
    return known.with_notice(notice)


def _in_words(fault: ValueError) -> str:
    said = fault.args[0]
    return in_page_language(said) if isinstance(said, Text) else str(said)


def enter_calendar_notice(
    row: CalendarNotice,
    *,
    by: User,
    at: datetime,
    seen: str,
    remark: str = "",
    shortened: Collection[str] = (),
) -> list[Move]:
    """Keep a year's notice, and return the cases it moved.

    `seen` is the digest of the list of moves that the person was shown; if it would be another
    list by now, ChangedMeanwhile is raised. `shortened` are the numbers of the cases in which the
    applicant is to be told that an earlier date holds than the one told before; elsewhere the
    date told stands beside the computed one.
    """
    refuse_unless_configuring(by)
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.current().pk)
        calendar = calendar_with(row)
        moves = what_moves(on=local(at).date(), calendar=calendar)
        _refuse_unseen(moves, seen)
        _refuse_unsaid(moves, shortened, remark)
        row.entered_at, row.entered_by, row.remark = at, by, remark
        row.version, row.moves_sha256 = calendar.version, seen
        row.save()
        log.append(
            OFFICE_CHAIN, "calendar_entered", actor=actor_of(by), at=at,
            payload={
                "year": row.year, "document": row.document, "notice": row.pk, "kind": row.kind,
                "calendar": row.version, "sha256": row.sha256, "moves": len(moves),
                "moves_sha256": seen, "shortened": sorted(shortened),
            },
            private={"remark": remark} if remark else None,
        )  # fmt: skip
        _settle(moves, because=f"calendar:{row.pk}", by=by, at=at)
        _shorten(moves, shortened, because=f"calendar:{row.pk}", by=by, at=at, reason=remark)
    return moves


def _refuse_unseen(moves: Sequence[Move], seen: str) -> None:
    """What a person signs is the list they were shown."""
    if digest(moves) != seen:
        raise ChangedMeanwhile(_("您看过之后，受影响的办件有了变化，请再看一次下面的清单。"))


def _refuse_unsaid(moves: Sequence[Move], shortened: Collection[str], remark: str) -> None:
    """Only a date that was told and is later than the new one can be shortened, with a reason."""
    may_be = {move.application.number for move in moves if move.before_told}
    if not set(shortened) <= may_be:
        raise ChangedMeanwhile(_("所勾选的办件不在清单中，请再看一次。"))
    if shortened and not remark.strip():
        raise Refusal(_("提前已经告知申请人的期限，请写明理由。"))


def _shorten(
    moves: Sequence[Move],
    shortened: Collection[str],
    *,
    because: str,
    by: User,
    at: datetime,
    reason: str,
) -> None:
    for move in moves:
        if move.told and move.application.number in shortened:
            log.append(
                move.application.chain, SHORTENED, actor=actor_of(by), at=at,
                payload={
                    "told": _iso(move.told.on), "letter": move.told.notice.number,
                    "becomes": _iso(move.becomes), "because": because,
                },
                private={"reason": reason},
            )  # fmt: skip


def institution_with(changes: Mapping[str, Any]) -> Institution:
    """The next version of the institution, not saved.

    Raises Refusal for a setting that is not open, or a chain of approval that cannot be.
    """
    now = institution.current()
    copied = {
        field.name: getattr(now, field.name)
        for field in Institution._meta.concrete_fields
        if field.name not in NOT_COPIED
    }
    row = Institution(**copied | dict(changes), version=now.version + 1)
    faults = chain_rules.all_faults(row.approval_chains)
    for code, choices in row.law_settings.items():
        try:
            load_law(code).configured(choices)
        except LawError as fault:
            faults.append(_in_words(fault))
    if faults:
        raise Refusal(*faults)
    return row


def changed_fields(row: Institution) -> list[str]:
    """What a new version says differently from the one in use."""
    now = institution.current()
    names = [f.name for f in Institution._meta.concrete_fields if f.name not in NOT_COPIED]
    return [name for name in names if getattr(row, name) != getattr(now, name)]


def change_institution(
    changes: Mapping[str, Any], *, by: User, at: datetime, version: int, seen: str = ""
) -> list[Move]:
    """Put a new version into use, and return the cases it moved.

    `version` is the one seen, `seen` the digest of the list of moves that was shown, which a change
    that moves no case does without. Raises ChangedMeanwhile where either is another by now.
    """
    refuse_unless_configuring(by)
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.current().pk)
        if institution.current().version != version:
            raise ChangedMeanwhile(_("机构信息刚才已由他人修改，请核对最新一版后再改。"))
        row = institution_with(changes)
        names = changed_fields(row)
        if not names:
            raise Refusal(_("没有改动。"))
        moves = what_moves(on=local(at).date(), settled=row)
        if moves:
            _refuse_unseen(moves, seen)
        row.changed_at, row.changed_by = at, by
        row.save(force_insert=True)
        log.append(
            OFFICE_CHAIN, "institution_changed", actor=actor_of(by), at=at,
            payload={
                "version": row.version, "fields": names, "law_settings": row.law_settings,
                "approval_chains": row.approval_chains,
                "moves": len(moves), "moves_sha256": digest(moves),
            },
        )  # fmt: skip
        _settle(moves, because=f"institution:{row.version}", by=by, at=at)
    return moves


def refuse_unless_configuring(by: User) -> None:
    if not by.may(May.CONFIGURE):
        raise NotPermitted(_("机构设定由信息公开办公室负责人或系统管理员修改。"))


def _settle(moves: Sequence[Move], *, because: str, by: User, at: datetime) -> None:
    refresh_due_dates(at=at)
    for move in moves:
        log.append(
            move.application.chain, "due_date_moved", actor=actor_of(by), at=at,
            payload={"was": _iso(move.was), "becomes": _iso(move.becomes), "because": because}
            | ({"told": _iso(move.told.on)} if move.told and move.before_told else {}),
        )  # fmt: skip
    for person, count in _whom_to_tell(moves):
        outbox.send_later(
            to=person.email, key=f"{because}:{person.pk}", at=at,
            **in_both_languages(
                gettext_noop("信息公开：%(n)s件办件的答复期限有变"),
                gettext_noop("因工作日历或机构设定更新，您有%(n)s件办件的答复期限有变。请登录系统查看。"),
                n=count,
            ),
        )  # fmt: skip


def _whom_to_tell(moves: Iterable[Move]) -> Iterable[tuple[User, int]]:
    """Everyone whose unit has one of the cases, and the office head, each once."""
    units = [move.application.unit_in_charge_id for move in moves]
    for person in User.objects.filter(is_active=True).exclude(email=""):
        mine = [unit for unit in units if unit in person.unit_ids()]
        count = len(units) if Role.OFFICE_HEAD in person.roles() else len(mine)
        if count:
            yield person, count


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()
