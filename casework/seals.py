"""The seal's image is put in and retired by whoever keeps it, who neither drafts nor approves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from casework.people import OFFICE_CHAIN
from notices import seal_image
from notices.models import Notice, SealImage
from office import institution
from office.models import Institution, User
from office.roles import May
from records import files, log
from records.models.files import FileKind
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

SMALLEST, LARGEST = 38, 58  # millimetres across
# Whoever may do any of these has a hand in the letters.
WITH_LETTERS = frozenset(
    {
        May.DRAFT, May.HANDLE, May.APPROVE_UNIT, May.APPROVE_OFFICE, May.APPROVE_SECRECY,
        May.APPROVE_FINANCE, May.APPROVE_LEADER,
    }
)  # fmt: skip


def why_not_keeping(user: User) -> str:
    """Why this person may not touch the seal; empty if they may."""
    if not user.may(May.KEEP_SEAL):
        return _("印章图样由安全管理员保管。")
    if any(user.may(thing) for thing in WITH_LETTERS):
        return _("起草、审批文书的人不能同时保管印章图样。")
    return ""


def put_in(
    content: bytes,
    *,
    file_name: str,
    name: str,
    millimetres: int,
    reason: str,
    by: User,
    at: datetime,
) -> SealImage:
    """Keep a new version of the image; letters issued from now on bear it, and no other.

    Raises Refusal with everything that is wrong with the image and with what is said of it.
    """
    _refuse_unless_keeping(by)
    faults = []
    if not name.strip():
        faults.append(_("请写明印章名称。"))
    if not SMALLEST <= millimetres <= LARGEST:
        words = {"least": SMALLEST, "most": LARGEST}
        faults.append(_("印章直径须为%(least)s至%(most)s毫米。") % words)
    try:
        png = seal_image.cleaned(content, file_name)
    except Refusal as refusal:
        raise Refusal(*faults, *refusal.reasons) from refusal
    if faults:
        raise Refusal(*faults)
    with transaction.atomic():
        _lock()
        SealImage.objects.filter(retired_at=None).update(retired_at=at)
        newest = SealImage.objects.aggregate(newest=Max("version"))["newest"] or 0
        found = SealImage.objects.create(
            version=newest + 1, name=name.strip(), millimetres=millimetres, reason=reason.strip(),
            image=files.store(png, name="seal.png", kind=FileKind.SEAL, at=at),
            added_by=by, added_at=at,
        )  # fmt: skip
        _log("seal_put_in", found, by=by, at=at, name=found.name, millimetres=millimetres)
    return found


def retire(found: SealImage, *, reason: str, by: User, at: datetime) -> None:
    """Take the image out of use; until another is put in, letters bear the drawing."""
    _refuse_unless_keeping(by)
    if not reason.strip():
        raise Refusal(_("请写明停用的理由。"))
    with transaction.atomic():
        _lock()
        found.refresh_from_db()
        if found.retired_at:
            raise Refusal(_("这一版印章已经停用。"))
        found.retired_at = at
        found.save(update_fields=["retired_at"])
        _log("seal_retired", found, by=by, at=at, private={"reason": reason.strip()})


def letters_sealed_with(version: int):
    """The notices that bear this version of the seal (0: the drawing), the newest first."""
    issued = Notice.objects.issued().filter(snapshot__seal__version=version)
    return issued.order_by("-issued_at", "-pk")


def _refuse_unless_keeping(by: User) -> None:
    if why_not := why_not_keeping(by):
        raise NotPermitted(why_not)


def _lock() -> None:
    """One change at a time: two at once would be two versions in use."""
    Institution.objects.select_for_update().get(pk=institution.current().pk)


def _log(
    event: str, found: SealImage, *, by: User, at: datetime, private: dict | None = None, **payload
) -> None:
    log.append(
        OFFICE_CHAIN, event, actor=actor_of(by), at=at, private=private,
        payload={"version": found.version, "sha256": found.image.sha256} | payload,
    )  # fmt: skip
