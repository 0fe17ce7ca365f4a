"""The course of one remedy as dated points, from its facts and its stages, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remedies.models import Instance, Level, Order, Remedy, Stage, What


@dataclass(frozen=True)
class Point:
    """One thing on one day. `stage` is the row to strike, where it is one; `struck` says why.

    `before` is the body or court; what may name people stands in `note` and `struck`.
    """

    on: date
    label: str | Promise
    note: str = ""
    stage: Stage | None = None
    struck: str = ""
    before: str = ""


def timeline(remedy: Remedy) -> list[Point]:
    """Everything known to have happened, the earliest first; what fell on one day in its course."""
    found = [*_of_remedy(remedy), *_stages(remedy), *_courts(remedy), *_order(remedy)]
    return sorted(found, key=lambda point: point.on)


def _of_remedy(remedy: Remedy) -> Iterator[Point]:
    court = remedy.is_litigation
    yield Point(remedy.filed_on, _("提起"), before=remedy.body)
    if remedy.received_on:
        yield Point(remedy.received_on, _("本校收到副本"))
    if remedy.replied_on:
        label = _("本校答辩") if court else _("本校答复")
        yield Point(remedy.replied_on, label, remedy.reply_proof)
    if remedy.evidence_on and remedy.evidence_on != remedy.replied_on:
        yield Point(remedy.evidence_on, _("本校提交证据"))
    if remedy.decided_on and not any(row.decided_on for row in remedy.instances.all()):
        yield Point(remedy.decided_on, remedy.get_result_display(), remedy.note)


def _stages(remedy: Remedy) -> Iterator[Point]:
    rows = remedy.stages.all()
    struck = {row.strikes_id: row.note for row in rows if row.strikes_id}
    for row in rows:
        if row.what != What.STRUCK:
            label = row.get_what_display()
            yield Point(row.on, label, row.note, row, struck.get(row.pk, ""))


def _courts(remedy: Remedy) -> Iterator[Point]:
    for row in remedy.instances.all():
        if row.level != Level.FIRST:
            yield Point(row.lodged_on, _lodged(row), before=row.court)
        if row.level != Level.FIRST and row.received_on:
            yield Point(row.received_on, _("本校收到副本"))
        if row.replied_on:
            yield Point(row.replied_on, _("本校答辩"), row.reply_proof)
        if row.decided_on:
            said = _judged(row)
            yield Point(row.decided_on, said, row.note)


def _lodged(row: Instance) -> str | Promise:
    if row.level == Level.RETRIAL:
        return _("本校申请再审") if row.ours else _("对方申请再审")
    return _("本校上诉") if row.ours else _("对方上诉")


def _judged(row: Instance) -> str:
    return _("%(level)s：%(result)s") % {
        "level": row.get_level_display(), "result": row.get_result_display()
    }  # fmt: skip


def _order(remedy: Remedy) -> Iterator[Point]:
    order = Order.objects.filter(remedy=remedy).select_related("handling").first()
    if order is None:
        return
    yield Point(order.ordered_on, _("责令重新作出"), order.what)
    if order.handling:
        yield Point(order.handling.opened_on, _("开始重新办理"))
        if order.handling.closed_on:
            yield Point(order.handling.closed_on, _("重新作出决定"))
