"""What belongs into the bundle of a case, in order, and what is left out and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from casework import package, suspected
from casework.paper import issued_pdf, issued_translation
from notices.assembly import CannotBeAssembled, pages_of, refuse_to_draw
from notices.kinds import KINDS
from notices.models import Notice, ServiceRecord
from notices.picture_page import picture_as_page
from records import approval
from records.files import StoredFile
from requests_app.models import Application, Attachment

PDF = "application/pdf"
PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True)
class Paper:
    """One thing in the bundle, read anew each time: many together would not fit into memory.

    `as_pdf` gives what is bound in, of so many `pages`; it is None where only the original can be.
    `notice` is the one whose approvals and service are told on a page of ours that follows it.
    """

    code: str
    title: str
    on: date | None
    read: Callable[[], bytes]
    size: int
    media_type: str
    sha256: str
    as_pdf: Callable[[], bytes] | None = None
    pages: int = 0
    note: str = ""
    notice: Notice | None = None


@dataclass(frozen=True)
class LeftOut:
    title: str
    why: str


def papers(case: Application) -> Iterator[Paper | LeftOut]:
    """What the applicant sent, every notice with the forms signed on paper and its proofs of
    service, what was released.
    """
    kinds = Attachment.Kind
    yield from _attachments(case, kinds.APPLICATION, kinds.CORRECTION, kinds.REASONS)
    issued = case.notices.issued().order_by("issued_on", "pk")
    for notice in issued.select_related("pdf", "english_pdf"):
        yield from _notice(notice)
        yield from _forms(notice)
        for record in notice.services.exclude(proof_file=None).select_related("proof_file"):
            yield from _proof(notice, record)
    yield from _attachments(case, Attachment.Kind.RELEASED, Attachment.Kind.EVIDENCE)


def _notice(notice: Notice) -> Iterator[Paper | LeftOut]:
    """The notice and, where one went out with it, its translation, then its sheet."""
    title, stopped = f"{KINDS[notice.kind].label.zh}（{notice.number}）", _("疑似涉密，已停止使用")
    translated = _("英文译文（%(number)s）") % {"number": notice.number}
    english = notice.english_pdf
    bound = english is not None and not suspected.is_stopped(english)
    if suspected.is_stopped(notice.pdf):
        yield LeftOut(title, stopped)
    else:
        yield _ours(
            notice, partial(issued_pdf, notice), code="notice", title=title,
            sha256=notice.sha256, notice=None if bound else notice,
        )  # fmt: skip
    if bound:
        yield _ours(
            notice, partial(issued_translation, notice), code="translation", title=translated,
            sha256=notice.english_sha256, notice=notice,
        )  # fmt: skip
    elif english is not None:
        yield LeftOut(translated, stopped)


def _ours(issued: Notice, read: Callable[[], bytes], **more: Any) -> Paper:
    content = read()
    return Paper(
        on=issued.issued_on, read=read, size=len(content), media_type=PDF, as_pdf=read,
        pages=pages_of(content), **more,
    )  # fmt: skip


def _forms(notice: Notice) -> Iterator[Paper | LeftOut]:
    """The scans of the approval forms signed on paper, once each: one may bear several names."""
    content_hash = notice.snapshot.get("content_hash", notice.content_hash)
    given = approval.standing(notice.subject_key, content_hash)
    scans = {each.scan_id: each for each in reversed(given) if each.scan_id is not None}
    title = _("审签单扫描件（%(number)s）") % {"number": notice.number}
    for each in reversed(scans.values()):
        yield _stored(each.scan, code="approval_form", title=title, on=each.signed_on)


def _proof(notice: Notice, record: ServiceRecord) -> Iterator[Paper | LeftOut]:
    title = _("送达凭证（%(number)s）") % {"number": notice.number}
    yield _stored(record.proof_file, code="proof", title=title, on=record.counted_on)


def _attachments(case: Application, *kinds: str) -> Iterator[Paper | LeftOut]:
    rows = case.attachments.filter(kind__in=kinds).select_related("file")
    given = package.files_given(case) if Attachment.Kind.RELEASED in kinds else []
    for kind in kinds:
        for row in rows.filter(kind=kind).order_by("pk"):
            title = f"{row.get_kind_display()}：{row.title}"
            if row.kind == Attachment.Kind.EVIDENCE and row.redactions.exists():
                yield LeftOut(title, _("遮盖前的原件，不随卷宗提供"))
            elif row.kind == Attachment.Kind.RELEASED and row not in given:
                yield LeftOut(title, _("准备过，没有随答复提供"))
            else:
                yield _stored(row.file, code=row.kind, title=title, on=row.added_on)


def _stored(stored: StoredFile, *, code: str, title: str, on: date) -> Paper | LeftOut:
    if stored.is_quarantined:
        return LeftOut(title, _("文件还没有检查完"))
    if suspected.is_stopped(stored):
        return LeftOut(title, _("疑似涉密，已停止使用"))
    read = partial(suspected.content_of, stored)
    as_pdf, pages, note = _as_pages(read, stored.media_type)
    return Paper(
        code, title, on, read, stored.size, stored.media_type, stored.sha256, as_pdf, pages, note
    )


def _as_pages(
    read: Callable[[], bytes], media_type: str
) -> tuple[Callable[[], bytes] | None, int, str]:
    """What is bound in and how long it is; if nothing, why: the original is beside it in any case.

    Read once in any case: what is damaged stops the bundle before anything of it is made.
    """
    content = read()
    try:
        if media_type == PDF:
            refuse_to_draw(content)
            return read, pages_of(content), ""
        if media_type in PICTURES:
            picture_as_page(content)
            return partial(_picture, read), 1, ""
    except CannotBeAssembled as refusal:
        return None, 0, str(refusal)
    return None, 0, _("这种文件不能装订成页，原件在压缩包中")


def _picture(read: Callable[[], bytes]) -> bytes:
    return picture_as_page(read())
