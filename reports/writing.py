"""Writing a report part by part: each with its author and versions, none lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from office.models import User
from records.refusals import Refusal
from reports import who
from reports.cells import system_names
from reports.draft import changed, lock, log_act
from reports.models import AnnualReport, PartAuthor, PartText
from reports.regulation import taken
from reports.typed import bound
from requests_app.steps import ChangedMeanwhile


def newest(report: AnnualReport, part: str) -> PartText | None:
    """The text of a part that counts."""
    kept = report.part_texts.filter(part=part).select_related("written_by")
    return kept.order_by("-number").first()


def write_part(
    report: AnnualReport, part: str, text: str, *, seen: int, by: User, at: datetime
) -> PartText | None:
    """Keep new text for one part; `seen` is the version it was written upon, 0 for none.

    Returns None where nothing changed. Raises ChangedMeanwhile if somebody else has written the
    part since; other parts may have changed as they like.
    """
    with transaction.atomic():
        _may_change(report, part, by)
        was = newest(report, part)
        _refuse_stale(was, seen)
        if text.strip() == (was.text.strip() if was else ""):
            return None
        kept = keep(report, part, text, by=by, at=at)
        log_act(report, "report_part_written", by, at, part=part, number=kept.number)
        changed(report, by=by, at=at)
    return kept


def restore(
    report: AnnualReport, part: str, number: int, *, seen: int, by: User, at: datetime
) -> PartText:
    """Take an earlier version up again: it becomes the newest, and none is lost."""
    with transaction.atomic():
        _may_change(report, part, by)
        _refuse_stale(newest(report, part), seen)
        old = report.part_texts.get(part=part, number=number)
        kept = keep(report, part, old.text, by=by, at=at, restored_from=number)
        words = {"part": part, "number": kept.number, "restored": number}
        log_act(report, "report_part_restored", by, at, **words)
        changed(report, by=by, at=at)
    return kept


def bind(
    report: AnnualReport, part: str, *, start: int, typed: str, name: str, seen: int, by: User,
    at: datetime,
) -> PartText | None:  # fmt: skip
    """Put a cell's name in the place of a number somebody typed."""
    was = newest(report, part)
    text = bound(was.text, start=start, typed=typed, name=name) if was else None
    if text is None or name not in system_names():
        raise Refusal(_("正文里已经没有这个数字，请看现在的正文。"))
    return write_part(report, part, text, seen=seen, by=by, at=at)


def write_facts(
    report: AnnualReport, facts: Mapping[str, Any], *, edits: int, by: User, at: datetime
) -> None:
    """Keep what texts may name besides the figures. Raises Refusal for a name that is counted."""
    who.require(who.may_write(by))
    refuse_counted(facts)
    with transaction.atomic():
        lock(report)
        if report.edits != edits:
            raise ChangedMeanwhile(_("报告已被他人修改，请核对后再保存。"))
        if report.facts == dict(facts):
            return
        names = sorted(set(report.facts) ^ set(facts) | _other(report.facts, facts))
        report.facts = dict(facts)
        log_act(report, "report_facts_written", by, at, names=names)
        changed(report, by=by, at=at)


def _other(was: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    return {name for name in was if name in now and was[name] != now[name]}


def refuse_counted(facts: Mapping[str, Any]) -> None:
    """What the system counts, or table two holds, is nobody's to put in."""
    if reasons := taken(facts):
        raise Refusal(*reasons)


def assign(report: AnnualReport, part: str, author: User | None, *, by: User, at: datetime) -> None:
    """Give a part to a person, or to nobody in particular."""
    who.require(who.may_write(by))
    report.of_form.part(part)
    if author is not None and not who.may_be_author(author):
        raise Refusal(_("%(who)s不能编写年度报告，请另选执笔人。") % {"who": author.full_name})
    with transaction.atomic():
        lock(report)
        was = report.authors.filter(part=part).first()
        if (was.author_id if was else None) == (author.pk if author else None):
            return
        report.authors.filter(part=part).delete()
        if author is not None:
            PartAuthor.objects.create(
                report=report, part=part, author=author, assigned_at=at, assigned_by=by
            )
        log_act(report, "report_part_assigned", by, at, part=part,
                author=author.pk if author else None)  # fmt: skip


def keep(
    report: AnnualReport, part: str, text: str, *, by: User, at: datetime,
    restored_from: int | None = None,
) -> PartText:  # fmt: skip
    """Another version of a part; for use under the report's lock."""
    last = report.part_texts.filter(part=part).aggregate(last=Max("number"))["last"] or 0
    return report.part_texts.create(
        part=part, number=last + 1, text=text, restored_from=restored_from, written_at=at,
        written_by=by,
    )  # fmt: skip


def _may_change(report: AnnualReport, part: str, by: User) -> None:
    lock(report)
    who.require_part(by, report, part)
    report.of_form.part(part)


def _refuse_stale(was: PartText | None, seen: int) -> None:
    if (was.number if was else 0) != seen:
        raise ChangedMeanwhile(_("这一部分已被他人修改，您写的还在下面，请核对后再保存。"))
