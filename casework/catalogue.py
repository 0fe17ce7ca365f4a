"""The office fills in the list of what it publishes: where, by which unit, since when."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Item
from office.models import User
from office.roles import May
from records import log
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

CHAIN = "catalogue"


def fill_in(
    item: Item,
    *,
    link: str,
    unit: str,
    cycle: str,
    updated_on: date | None,
    by: User,
    on: date,
    at: datetime,
) -> Item:
    """Keep where a matter is published. An empty link means that it is not, and shows as 未填."""
    if not by.may(May.CONFIGURE):
        raise NotPermitted(_("公开目录由信息公开办公室负责人或系统管理员填写。"))
    if updated_on and updated_on > on:
        raise Refusal(_("更新日期不能晚于今天。"))
    item.link, item.unit, item.cycle, item.updated_on = link, unit, cycle, updated_on
    try:
        item.full_clean()
    except ValidationError as fault:
        raise Refusal(*fault.messages) from fault
    with transaction.atomic():
        item.save(update_fields=["link", "unit", "cycle", "updated_on"])
        log.append(
            CHAIN, "catalogue_filled", actor=actor_of(by), at=at,
            payload={"item": item.number, "link": link, "unit": unit, "updated_on": updated_on},
        )  # fmt: skip
    return item
