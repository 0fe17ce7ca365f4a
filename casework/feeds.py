"""Secret addresses for calendar programs: made, revoked, and known again by their hash alone."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from casework.models import FeedAddress
from casework.people import OFFICE_CHAIN
from office.models import User
from office.roles import May
from records import log
from records.encryption import keyed_hash
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.querysets import ApplicationQuerySet
from requests_app.who import actor_of

MOST_ADDRESSES = 10
NOTED_EVERY = timedelta(hours=1)  # the last use is kept to the hour: no write at every fetch
Scope = FeedAddress.Scope


def may_make(person: User, scope: str) -> bool:
    """Everybody may have their own; the office's is for those who send its cases to units."""
    return scope == Scope.PERSON or (person.may(May.SEE_ALL) and person.may(May.ASSIGN))


def make(
    person: User, *, scope: str, language: str, name: str, at: datetime
) -> tuple[FeedAddress, str]:
    """A new address and its secret, which is known only now (160 bits). Raises Refusal."""
    if not may_make(person, scope):
        raise Refusal(_("全部在办的期限只供登记员和信息公开办公室负责人订阅。"))
    secret = secrets.token_hex(20)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if person.feed_addresses.filter(revoked_at=None).count() >= MOST_ADDRESSES:
            words = {"n": MOST_ADDRESSES}
            raise Refusal(_("每人最多%(n)s个订阅地址，请先停用不再使用的。") % words)
        address = FeedAddress.objects.create(
            person=person, scope=scope, language=language, name=name, created_at=at,
            secret_hash=_hash(secret),
        )  # fmt: skip
        _log("feed_made", address, by=person, at=at)
    return address, secret


def revoke(address: FeedAddress, *, by: User, at: datetime) -> None:
    """From now on the address leads nowhere. Raises Refusal if it already did."""
    with transaction.atomic():
        found = FeedAddress.objects.select_for_update().get(pk=address.pk)
        if found.revoked_at:
            raise Refusal(_("这个地址已经停用。"))
        found.revoked_at, found.revoked_by = at, by
        found.save(update_fields=["revoked_at", "revoked_by"])
        _log("feed_revoked", found, by=by, at=at)


def address_of(secret: str) -> FeedAddress | None:
    """The address, if it stands and its owner may still have it. One query, whatever is wrong."""
    found = FeedAddress.objects.select_related("person").filter(secret_hash=_hash(secret)).first()
    if found is None or found.revoked_at or not found.person.is_active:
        return None
    return found if may_make(found.person, found.scope) else None


def cases_of(address: FeedAddress) -> ApplicationQuerySet:
    """What the owner may see at this moment: the one rule of every page."""
    return Application.objects.visible_to(address.person)


def note_use(address: FeedAddress, *, at: datetime) -> None:
    """Keep when an address was last read, to the hour."""
    if address.last_used_at is None or at - address.last_used_at >= NOTED_EVERY:
        FeedAddress.objects.filter(pk=address.pk).update(last_used_at=at)


def _hash(secret: str) -> str:
    return keyed_hash(secret, purpose="feed")


def _log(event: str, address: FeedAddress, *, by: User, at: datetime) -> None:
    said = {"user": address.person_id, "address": address.pk, "scope": str(address.scope)}
    log.append(OFFICE_CHAIN, event, actor=actor_of(by), at=at, payload=said)
