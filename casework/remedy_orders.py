"""A new decision that a review or a court ordered, and the handling that carries it out.

The handling is begun by the step `reopen` and by nothing else; this ties it to what ordered it.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework.remedy_acts import locked, log_act
from office.models import User
from records.refusals import Refusal
from remedies.models import Order, Remedy
from requests_app.models import Application, Handling


def order_anew(
    remedy: Remedy,
    *,
    ordered_on: date,
    by: User,
    on: date,
    at: datetime,
    term: int | None = None,
    unit: str = "",
    counted_from: date | None = None,
    what: str = "",
) -> Order:
    """Log that a new decision was ordered, with the term the decision sets, if it sets one."""
    with transaction.atomic():
        remedy = locked(remedy, by=by)
        made = Order(
            remedy=remedy, ordered_on=ordered_on, term=term, unit=unit, what=what,
            counted_from=counted_from,
        )  # fmt: skip
        _refuse(made, on)
        made.save()
        log_act(
            remedy, "remedy_ordered", by=by, at=at, private={"what": what},
            payload={"ordered_on": ordered_on, "term": term, "unit": str(unit),
                     "counted_from": counted_from},
        )  # fmt: skip
        link(remedy.application, by=by, at=at)
    return made


def link(application: Application, *, by: User, at: datetime) -> None:
    """Tie what was ordered to the handling that carries it out, the oldest order first.

    Called within the transaction of whatever may have made one of the two.
    """
    orders = Order.objects.select_for_update(of=("self",)).filter(
        remedy__application=application, remedy__annulled_at=None, handling=None
    )
    for order in orders.select_related("remedy").order_by("ordered_on", "pk"):
        handling = _carries_out(order)
        if handling is not None:
            Order.objects.filter(pk=order.pk).update(handling=handling)
            log_act(
                order.remedy, "remedy_handled_anew", by=by, at=at,
                payload={"handling": handling.sequence, "opened_on": handling.opened_on},
            )  # fmt: skip


def _carries_out(order: Order) -> Handling | None:
    cause = Handling.Cause.COURT if order.remedy.is_litigation else Handling.Cause.REVIEW
    later = Handling.objects.filter(
        application=order.remedy.application_id, sequence__gt=1, cause=cause, order=None,
        opened_on__gte=order.ordered_on,
    )  # fmt: skip
    return later.first()


def order_faults(order: Order, *, on: date) -> list[str]:
    """Every reason why an order cannot be as it is filled in."""
    reasons, term = [], (order.term, order.unit, order.counted_from)
    if not order.remedy.filed_on <= order.ordered_on <= on:
        reasons.append(_("日期须在提起之日与今天之间。"))
    if any(term) and not all(term):
        reasons.append(_("期限、单位和起算日要么都填，要么都不填。"))
    if order.term is not None and order.term < 1:
        reasons.append(_("期限须大于零。"))
    return reasons


def _refuse(order: Order, on: date) -> None:
    """Raises Refusal with every reason."""
    reasons = order_faults(order, on=on)
    if Order.objects.filter(remedy=order.remedy).exists():
        reasons.append(_("责令重新作出已经登记。"))
    if order.remedy.is_pending:
        reasons.append(_("尚未审结；请先登记结果。"))
    if reasons:
        raise Refusal(*reasons)
