"""A unit proposes for its own items of the directory; the office confirms, or says why not."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import catalogue
from catalogue.models import Item, Proposal
from office.models import User
from records import log
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

WAITING, CONFIRMED, RETURNED = Proposal.Verdict


def waiting() -> QuerySet[Proposal]:
    """What the office has to decide, the oldest first."""
    found = Proposal.objects.filter(verdict=WAITING, item__retired_at=None)
    return found.select_related("item__unit", "by").order_by("at", "pk")


def may_propose(user: User, item: Item) -> bool:
    return item.unit_id is not None and item.unit_id in user.unit_ids()


def propose(
    item: Item,
    *,
    link: str = "",
    changed_on: date | None = None,
    updated_on: date | None = None,
    note: str = "",
    by: User,
    on: date,
    at: datetime,
) -> Proposal:
    """Put a link or a date before the office. Raises NotPermitted, or Refusal with all reasons."""
    if not may_propose(by, item):
        raise NotPermitted(_("只能为本单位负责的事项提出更新。"))
    found = Proposal(
        item=item, link=link, changed_on=changed_on, updated_on=updated_on, note=note, by=by, at=at
    )
    reasons = []
    if not (link or changed_on or updated_on):
        reasons.append(_("请填写网址、变更日期或者更新日期中的至少一项。"))
    if any(day and day > on for day in (changed_on, updated_on)):
        reasons.append(_("日期不能晚于今天。"))
    try:
        found.full_clean(exclude=["decided_by"], validate_constraints=False)
    except ValidationError as fault:
        reasons += fault.messages
    if reasons:
        raise Refusal(*reasons)
    with transaction.atomic():
        found.save()
        _log(found, "catalogue_proposed", by=by, at=at)
    return found


def confirm(proposal: Proposal, *, by: User, on: date, at: datetime) -> None:
    """Take it over into the directory."""
    catalogue.require_filler(by)
    with transaction.atomic():
        found = _undecided(proposal)
        _decide(found, CONFIRMED, by=by, at=at)
        given = {"link": found.link, "changed_on": found.changed_on,
                 "updated_on": found.updated_on}  # fmt: skip
        facts = {name: value for name, value in given.items() if value}
        catalogue.confirmed(catalogue.locked(found.item), facts, by=by, on=on, at=at)


def send_back(proposal: Proposal, *, reason: str, by: User, at: datetime) -> None:
    """Not taken over, with the reason its unit reads."""
    catalogue.require_filler(by)
    if not reason.strip():
        raise Refusal(_("请写明退回的理由，提出的单位会看到。"))
    with transaction.atomic():
        found = _undecided(proposal)
        _decide(found, RETURNED, by=by, at=at, reason=reason.strip())
        _log(found, "catalogue_proposal_returned", by=by, at=at)


def _undecided(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if found.verdict != WAITING:
        raise Refusal(_("这条建议已经处理过了。"))
    return found


def _decide(found: Proposal, verdict: str, *, by: User, at: datetime, reason: str = "") -> None:
    found.verdict, found.decided_by, found.decided_at = verdict, by, at
    found.reason = reason
    found.save(update_fields=["verdict", "decided_by", "decided_at", "reason"])


def _log(found: Proposal, event: str, *, by: User, at: datetime) -> None:
    payload = {
        "item": found.item.number, "code": found.item.code, "proposal": found.pk,
        "link": found.link, "changed_on": found.changed_on, "updated_on": found.updated_on,
        "reason": found.reason,
    }  # fmt: skip
    log.append(catalogue.CHAIN, event, actor=actor_of(by), at=at, payload=payload)
