"""Under which heading of the list of matters a case falls: for the figures, it decides nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Category
from office.models import User
from office.roles import May
from records import log
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of

WHO = (May.REGISTER, May.HANDLE)


def may_categorise(by: User) -> bool:
    """Those who take cases in and those who handle them; of which cases, visibility says."""
    return any(by.may(thing) for thing in WHO)


def categorise(
    application: Application, category: Category | None, *, was: int | None, by: User, at: datetime
) -> None:
    """Keep the heading, or take it away; `was` is the key of the one the form showed.

    Raises NotPermitted, or ChangedMeanwhile if somebody chose another since.
    """
    if not may_categorise(by):
        raise NotPermitted(_("公开类别由登记员和承办人选择。"))
    with transaction.atomic():
        seen = Application.objects.visible_to(by).select_for_update()
        locked = seen.filter(pk=application.pk).first()
        if locked is None:
            raise NotPermitted(_("公开类别由登记员和承办人选择。"))
        if locked.category_id != was:
            raise ChangedMeanwhile(_("公开类别刚才已由他人改过，请核对后再选。"))
        becomes = category.pk if category else None
        if becomes == was:
            raise Refusal(_("公开类别没有改变。"))
        Application.objects.filter(pk=locked.pk).update(category=category)
        log.append(
            locked.chain, "categorised", actor=actor_of(by), at=at,
            payload={"was": _number(was), "becomes": category.number if category else None},
        )  # fmt: skip
    application.category = category


def _number(pk: int | None) -> int | None:
    return None if pk is None else Category.objects.get(pk=pk).number
