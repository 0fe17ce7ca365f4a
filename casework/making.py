"""From boxes to a proved file, beside the request: asked for on a page, made when its turn comes.

A long file is the worker's, a short one is made at once by the same functions. Whoever makes it
holds it for a minute at a time: one that was stopped on the way is taken up again, and one that was
called off or taken up by another is left at the next page.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from casework import outgoing, redacting, released, suspected
from notices.models import Making, MakingQuerySet, Redaction
from notices.redaction.workshop import Interrupted
from office.models import User
from records import files, work
from records.instants import local, require_aware
from records.models.files import FileKind
from records.refusals import Refusal
from requests_app.models import Application, Attachment

# Three seconds as measured with pages of text, and never more than ten: nobody needs to come back
# for it, and a thread of the site is not kept longer than by an upload.
SHORT = 8  # pages
LEASE = timedelta(minutes=1)
TELL_EVERY = 1.0  # seconds between two notes of how far it is
MOST_ATTEMPTS = 3  # of workers that were stopped on the way, lest a file that stops them go round


class Left(Exception):
    """The work is ours no longer: called off, taken up by another, or this worker is to stop."""


def ask(redaction: Redaction, *, title: str, by: User, at: datetime, seen: str) -> Making:
    """Have the file made from the boxes the page showed. Raises Refusal, ChangedMeanwhile.

    From now on the boxes stand still until it has ended.
    """
    redacting.refuse_others(redaction.source.application, by)
    title = redacting.sound_title(title, redaction)
    pages = len(redacting.looked(redaction).sizes)
    with transaction.atomic():
        redacting.lock(redaction, seen=seen)
        if not redaction.boxes:
            raise Refusal(_("还没有遮盖任何内容。不需要遮盖的文件，请直接作为附件上传。"))
        return Making.objects.create(
            redaction=redaction, title=title, seen=seen, pages=pages, asked_by=by,
            asked_at=require_aware(at), language=get_language(),
        )  # fmt: skip


def is_short(asked: Making) -> bool:
    """Whether it is made at once, while whoever asked waits for the answer."""
    return asked.pages <= SHORT


def call_off(asked: Making, *, by: User, at: datetime) -> None:
    """Have it not made after all; whoever asked reads by whom. Raises Refusal once it has ended."""
    redacting.refuse_others(asked.redaction.source.application, by)
    with override(asked.language):
        why = _("%(who)s取消了生成。") % {"who": by.full_name}
    ended = {"ended_at": at, "refused": why, "read_at": at if by.pk == asked.asked_by_id else None}
    if not Making.objects.under_way().filter(pk=asked.pk).update(**ended):
        raise Refusal(_("已经结束，不能再取消。"))


def latest(redaction: Redaction) -> Making | None:
    """The last wish for this file."""
    return redaction.makings.select_related("asked_by").last()


def wanted_in(application: Application, *, by: User) -> list[Making]:
    """What is being made in this case, and what ended without this person having looked."""
    found = Making.objects.filter(redaction__source__application=application)
    unread = found.unread().filter(asked_by=by)
    return list((found.under_way() | unread).select_related("redaction__source"))


def read(asked: Making, *, by: User, at: datetime) -> None:
    """Whoever asked has looked at how it ended."""
    Making.objects.unread().filter(pk=asked.pk, asked_by=by).update(read_at=at)


def ahead_of(asked: Making) -> int:
    """How many others were asked for before and are not made yet."""
    return asked_before(asked.asked_at)


def asked_before(at: datetime) -> int:
    """How many were asked for before then and are not made yet."""
    return Making.objects.under_way().filter(asked_at__lt=at).count()


def worker_is_missing(*, at: datetime) -> bool:
    """Whether nothing gets made as no worker runs; one at work on a long file shows by its hold."""
    return not (work.has_run_lately(at=at) or Making.objects.held(at).exists())


def make_waiting(*, at: datetime) -> int:
    """Scheduled work: the file asked for first of those in nobody's hands; return how many.

    One a round, so that mail and letters get their turn. A refusal is for whoever asked, who finds
    it in their list; it is no failure of the work.
    """
    asked = Making.objects.free(at).select_related("asked_by").first()
    if asked is None:
        return 0
    try:
        return int(run(asked, at=at) is not None)
    except Refusal:
        return 0


def run(asked: Making, *, at: datetime) -> Attachment | None:
    """Make the file, prove it, and put it with what goes out; None if it was left to others.

    Raises Refusal, kept for whoever asked; then nothing is made. Any other failure ends it too.
    """
    hold = _Hold.taken(asked, at=at)
    if hold is None:
        return None
    with override(asked.language):
        try:
            _refuse_after_many(asked)
            attachment = _made(hold)
        except (Left, Interrupted):
            hold.let_go()
            return None
        except Refusal as refusal:
            hold.end(refused=refusal.reasons)
            raise
        except Exception:
            hold.end(
                refused=[_("系统出错，没有生成任何文件。请再试；仍不成的，请联系系统管理员。")]
            )
            raise
    outgoing.check_at_once(attachment, at=hold.now())
    return attachment


@dataclass
class _Hold:
    """A making in our hands, for so long as we say that it goes on."""

    asked: Making
    lease: str
    at: datetime
    started: float = field(default_factory=time.monotonic)
    told: tuple[bool, int, float] = (False, 0, 0.0)

    @classmethod
    def taken(cls, asked: Making, *, at: datetime) -> "_Hold | None":
        """Take it, unless another has; the hold runs out by itself."""
        hold = cls(asked, uuid.uuid4().hex, require_aware(at))
        free = Making.objects.free(at).filter(pk=asked.pk)
        taken = free.update(
            lease=hold.lease, leased_until=at + LEASE, attempts=F("attempts") + 1,
            pages_done=0, is_proving=False,
        )  # fmt: skip
        asked.refresh_from_db()
        return hold if taken else None

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.started)

    def tell(self, proving: bool, pages: int) -> None:
        """Note how far it is, and see that it is still ours. Raises Left."""
        if work.stopping.is_set():
            raise Left
        *known, last = self.told
        if known == [proving, pages] and time.monotonic() - last < TELL_EVERY:
            return
        self.told = (proving, pages, time.monotonic())
        goes_on = self._ours().update(
            pages_done=min(pages, self.asked.pages), is_proving=proving,
            leased_until=self.now() + LEASE,
        )  # fmt: skip
        if not goes_on:
            raise Left

    def end(self, *, refused: Sequence[str] = ()) -> bool:
        """It is over: with a file, or with the reasons why there is none. False if not ours."""
        ended = self._ours().update(ended_at=self.now(), refused="\n".join(refused))
        self.asked.refresh_from_db()
        return bool(ended)

    def let_go(self) -> None:
        """Leave it to the next who comes; the attempt does not count."""
        self._ours().update(lease="", leased_until=None, attempts=F("attempts") - 1)

    def _ours(self) -> MakingQuerySet:
        return Making.objects.under_way().filter(pk=self.asked.pk, lease=self.lease)


def _refuse_after_many(asked: Making) -> None:
    if asked.attempts > MOST_ATTEMPTS:
        raise Refusal(
            ngettext(
                "开始了%(n)s次都没有做完，没有生成任何文件。请拆成几个文件再试，并告知系统管理员。",
                "开始了%(n)s次都没有做完，没有生成任何文件。请拆成几个文件再试，并告知系统管理员。",
                MOST_ATTEMPTS,
            )
            % {"n": MOST_ATTEMPTS}
        )


def _made(hold: _Hold) -> Attachment:
    """Made and proved while nothing is locked; all it rests on is looked at again when kept."""
    redaction, by = _afresh(hold.asked)
    application = redaction.source.application
    redacting.refuse_others(application, by)
    redacting.refuse_changed(redaction, hold.asked.seen)
    content = redacting.blacked_out(redaction, told=hold.tell)
    at = hold.now()
    with redacting.all_or_nothing() as kept:
        application = Application.objects.select_for_update().get(pk=application.pk)
        redaction, by = _afresh(hold.asked)
        redacting.refuse_others(application, by)
        suspected.refuse_stopped(redaction.source.file)
        redacting.lock(redaction, seen=hold.asked.seen, is_making=True)
        if not hold.end():
            raise Left
        title = hold.asked.title
        stored = files.store_document(content, name=title, kind=FileKind.RELEASED, at=at)
        kept.append(stored)
        attachment = released.take_in(
            application, stored, title=title, by=by, on=local(at).date(), at=at
        )
        redacting.attach(redaction, attachment, by=by, at=at)
    return attachment


def _afresh(asked: Making) -> tuple[Redaction, User]:
    """The boxes and the person as they are now."""
    related = ("source__file", "source__application")
    redaction = Redaction.objects.select_related(*related).get(pk=asked.redaction_id)
    return redaction, User.objects.get(pk=asked.asked_by_id)
