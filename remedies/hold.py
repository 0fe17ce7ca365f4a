"""The legal hold: while a challenge runs, what there was when it reached us is kept.

It runs until the last court that hears it has decided and what was ordered has been done. What is
made later for a new decision may still be thrown away. Work on an open case goes on: a file taken
out of a draft is kept with the challenge (`kept`), what cannot be kept elsewhere stays where it is
(`refuse_destruction`). A draft that is discarded stays readable in any case.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from office.models import User
from records.files import StoredFile
from records.instants import local
from records.refusals import Refusal
from remedies.models import Document, DocumentKind, Remedy
from requests_app.models import Application


@dataclass(frozen=True)
class Hold:
    """One reason why a case's papers are kept: those of `since` and before."""

    remedy: Remedy
    since: date
    reason: str


def holds_on(application: Application) -> list[Hold]:
    """Every challenge that runs against the case, in one query; empty if there is no hold."""
    running = (
        Q(decided_on=None)
        | Q(instances__decided_on=None, instances__isnull=False)
        | Q(order__isnull=False, order__handling__closed_on=None)
    )
    # Annulled rows are left out: `application.remedies` is made by the standing manager.
    found = application.remedies.filter(running).distinct()
    return [Hold(row, local(row.logged_at).date(), _reason(row)) for row in found]


def on_hold(application: Application) -> list[str]:
    """Why nothing of the case may be destroyed now; empty if it may."""
    return [hold.reason for hold in holds_on(application)]


def refuse_destruction(application: Application, *, made_on: date) -> None:
    """Raise Refusal, with every reason, if what was made that day is kept for a challenge."""
    reasons = [hold.reason for hold in holds_on(application) if made_on <= hold.since]
    if reasons:
        raise Refusal(*reasons, _("结案并办完责令的事项之后才可以移除。"))


def kept(
    application: Application, stored: StoredFile, *, title: str, by: User, at: datetime
) -> Document | None:
    """Keep a file that is taken out of the case with the challenge that holds it.

    None if no hold covers it: then it may be destroyed. Call it in the transaction of the removal,
    once nothing else points to the file.
    """
    made_on = local(stored.stored_at).date()
    for hold in holds_on(application):
        if made_on <= hold.since:
            return hold.remedy.documents.create(
                kind=DocumentKind.OTHER, title=title, file=stored, added_by=by, added_at=at
            )
    return None


def _reason(remedy: Remedy) -> str:
    words = {"kind": remedy.get_kind_display(), "day": remedy.filed_on.isoformat()}
    if remedy.is_pending:
        return _("%(day)s提起的%(kind)s尚未审结，当时已有的材料须保全。") % words
    if remedy.instances.filter(decided_on=None).exists():
        return _("%(day)s提起的%(kind)s正在再审，当时已有的材料须保全。") % words
    return _("%(day)s提起的%(kind)s责令重新作出的决定尚未作出，当时已有的材料须保全。") % words
