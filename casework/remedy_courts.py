"""The courts that hear one lawsuit: first and second instance, retrial."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework.remedy_acts import locked, log_act
from office.models import User
from records.refusals import Refusal
from remedies.models import Instance, Level, Remedy


def first_of(remedy: Remedy) -> Instance:
    """The row of the first instance, made from the remedy's own facts if there is none yet.

    Inside a transaction that holds the remedy's row.
    """
    found, _made = remedy.instances.get_or_create(
        level=Level.FIRST,
        defaults={
            "court": remedy.body, "docket": remedy.docket, "lodged_on": remedy.filed_on,
            "received_on": remedy.received_on, "decided_on": remedy.decided_on,
            "result": remedy.result, "note": remedy.note,
        },
    )  # fmt: skip
    return found


def in_hand(remedy: Remedy) -> Instance | None:
    """The court that has the lawsuit now; None of what is no lawsuit or ended."""
    if not remedy.is_litigation:
        return None
    if remedy.is_pending:
        first_of(remedy)
    return remedy.instances.filter(decided_on=None).last()


def lodge_instance(
    remedy: Remedy,
    *,
    level: str,
    court: str,
    lodged_on: date,
    by: User,
    on: date,
    at: datetime,
    docket: str = "",
    ours: bool = False,
    received_on: date | None = None,
) -> Instance:
    """Log an appeal to the second instance or a retrial, once each.

    An appeal keeps the judgement from taking effect: the lawsuit is pending again. A retrial does
    not: what was decided stands until the retrial's own decision, which is kept with its court.
    """
    with transaction.atomic():
        remedy = locked(remedy, by=by)
        if remedy.is_litigation:
            first_of(remedy)
        _refuse(remedy, level, lodged_on, received_on, on)
        made = remedy.instances.create(
            level=level, court=court, docket=docket, ours=ours, lodged_on=lodged_on,
            received_on=received_on,
        )  # fmt: skip
        if level == Level.SECOND:
            Remedy.objects.filter(pk=remedy.pk).update(decided_on=None, result="", note="")
        log_act(
            remedy, "remedy_instance", by=by, at=at,
            payload={"level": str(level), "lodged_on": lodged_on, "ours": ours},
        )  # fmt: skip
    return made


def _refuse(
    remedy: Remedy, level: str, lodged_on: date, received_on: date | None, on: date
) -> None:
    """Raises Refusal with every reason."""
    if not remedy.is_litigation:
        raise Refusal(_("只有行政诉讼有二审、再审。"))
    reasons, before = [], remedy.instances.last()
    there = set(remedy.instances.values_list("level", flat=True))
    if level not in (Level.SECOND, Level.RETRIAL):
        reasons.append(_("请选择二审或者再审。"))
    if level in there:
        reasons.append(_("这一审级已经登记。"))
    elif level == Level.SECOND and Level.RETRIAL in there:
        reasons.append(_("已经再审的，不能再登记二审。"))
    if before.is_pending:
        reasons.append(_("上一审级还没有裁判，请先登记其结果。"))
    elif lodged_on < before.decided_on:
        reasons.append(_("提起日期不能早于上一审级的裁判日期。"))
    if lodged_on > on or (received_on and received_on > on):
        reasons.append(_("日期不能晚于今天。"))
    if received_on and received_on < lodged_on:
        reasons.append(_("收到日期不能早于提起日期。"))
    if reasons:
        raise Refusal(*reasons)
