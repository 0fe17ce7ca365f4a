"""What every act on a logged remedy shares: who may, the lock, the log. A challenge moves no case.

The acts: `remedies` (logged, replied to, decided), `remedy_courts`, `remedy_course` (stages,
people, papers, costs), `remedy_orders` (handled anew), `remedy_rightings`.
"""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from office.models import User
from office.roles import May
from records import log
from records.refusals import Refusal
from remedies.models import Remedy
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of


def require(by: User) -> None:
    """Raises NotPermitted."""
    if not by.may(May.REMEDY):
        raise NotPermitted(_("登记监督救济由登记员或信息公开办公室负责人办理。"))


def locked(remedy: Remedy, *, by: User, edits: int | None = None) -> Remedy:
    """The remedy as it now is, its row locked. Raises NotPermitted, ChangedMeanwhile, Refusal."""
    require(by)
    found = Remedy.entries.select_for_update().get(pk=remedy.pk)
    if found.is_annulled:
        raise Refusal(_("这条登记已经作废。"))
    if edits is not None and edits != found.edits:
        raise ChangedMeanwhile(_("这条登记刚才已由他人改动，请核对最新情况后再办。"))
    return found


def log_act(
    remedy: Remedy, event: str, *, by: User, at: datetime, payload: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Log an act in the chain of the case and count the change. What is empty is not logged."""
    Remedy.entries.filter(pk=remedy.pk).update(edits=F("edits") + 1)
    log.append(
        remedy.application.chain, event, actor=actor_of(by), at=at,
        payload={"remedy": remedy.pk} | (payload or {}),
        private={name: said for name, said in (private or {}).items() if said},
    )  # fmt: skip
