"""From a file of the case to one that may be given out: upload, boxes, search, and the result.

The original is kept as a paper of the case, which the applicant never gets. The result exists only
once another process has proved it (`making`): until then, and if anything fails, there is no file,
no row and no page of it anywhere.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from casework import standing, suspected
from notices import withheld
from notices.models import Redaction
from notices.redaction import boxes as box_rules
from notices.redaction import workshop
from notices.redaction.workshop import Looked
from notices.words import short_article
from office.models import User
from records import files, log
from records.inspection import MEDIA_TYPES
from records.instants import local
from records.models import StoredFile
from records.models.files import FileKind
from records.refusals import Refusal
from remedies import hold
from requests_app.models import Application, Attachment
from requests_app.states import State
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of
from statute.law import Law

FORMATS = ("pdf", "jpg", "jpeg", "png")
FORBIDDEN = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
MARK = "（区分处理）"
# A state secret is on no paper in this system, so there is none to black out.
GROUNDS = tuple(ground for ground in withheld.GROUNDS if ground != "refused_state_secret")

Boxes = Sequence[Mapping[str, Any]]


def begin(
    application: Application, upload: UploadedFile, *, by: User, on: date, at: datetime
) -> Redaction:
    """Keep an original and begin to black parts of it out. Raises Refusal."""
    refuse_others(application, by)
    ending = (upload.name or "").rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise Refusal(
            _("只能遮盖PDF、JPG、PNG。DOCX、XLSX请先在办公软件中打印为PDF再上传；"
              "也可以自己删净后，在答复的附件处上传。")
        )  # fmt: skip
    with files.all_or_nothing():
        stored = files.store(upload, name=upload.name, kind=FileKind.UPLOAD, at=at)
        _looked(stored.pk, stored.sha256)
        source = application.attachments.create(
            kind=Attachment.Kind.EVIDENCE, file=stored, title=upload.name[:200], added_on=on,
            added_by=by,
        )  # fmt: skip
        begun = _row(source, [], by=by, at=at)
        _log(begun, "redaction_begun", by=by, at=at)
    return begun


def again(redaction: Redaction, *, by: User, at: datetime) -> Redaction:
    """Begin another file from the same original and boxes; the one made stays as it is."""
    refuse_others(redaction.source.application, by)
    with transaction.atomic():
        begun = _row(redaction.source, redaction.boxes, by=by, at=at)
        _log(begun, "redaction_begun", by=by, at=at)
    return begun


def looked(redaction: Redaction) -> Looked:
    """The pages of the original and their sizes in mm. Raises Refusal if it cannot be read."""
    return _looked(redaction.source.file_id, redaction.source_sha256)


def picture(redaction: Redaction, *, page: int, width: int) -> bytes:
    """One page of the original as PNG, painted in a process of its own."""
    stored = redaction.source.file
    return workshop.picture(
        suspected.content_to_work_on(stored), kind_of(stored), page=page, width=width
    )


def strip(redaction: Redaction, *, first: int) -> bytes:
    """Some pages of the original below each other, small."""
    stored = redaction.source.file
    return workshop.strip(suspected.content_to_work_on(stored), kind_of(stored), first=first)


def picture_of_result(redaction: Redaction, *, page: int, width: int) -> bytes:
    """One page of the file made from it."""
    stored = redaction.attachment.file
    return workshop.picture(
        suspected.content_to_work_on(stored), kind_of(stored), page=page, width=width
    )


def strip_of_result(redaction: Redaction, *, first: int) -> bytes:
    """Some pages of the file made from it, small."""
    stored = redaction.attachment.file
    return workshop.strip(suspected.content_to_work_on(stored), kind_of(stored), first=first)


def keep(
    redaction: Redaction, boxes: Boxes, *, by: User, at: datetime, seen: str
) -> list[dict[str, Any]]:
    """Save the boxes and return those that stood before.

    `seen` names the boxes the page showed; raises ChangedMeanwhile if others stand there now, and
    Refusal with every fault of the boxes given.
    """
    refuse_others(redaction.source.application, by)
    sound, wrong = box_rules.cleaned(boxes, sizes=looked(redaction).sizes, grounds=GROUNDS)
    standing.refuse_if_any(wrong)
    with transaction.atomic():
        lock(redaction, seen=seen)
        before, redaction.boxes = redaction.boxes, sound
        redaction.made_by, redaction.made_at = by, at
        redaction.save(update_fields=["boxes", "made_by", "made_at"])
    return before


def found(redaction: Redaction, wanted: str | None, *, ground: str) -> tuple[Boxes, list[int]]:
    """A box for every occurrence of a text, or of identity and phone numbers, not yet covered.

    With them the pages that hold no text, on which nothing can be found. What was looked for is
    kept nowhere.
    """
    stored = redaction.source.file
    areas, silent = workshop.find(suspected.content_to_work_on(stored), kind_of(stored), wanted)
    new = [
        {"page": a.page, "x": a.x, "y": a.y, "width": a.width, "height": a.height,
         "ground": ground, "why": ""}
        for a in areas
        if not any(_covers(box, a) for box in redaction.boxes)
    ]  # fmt: skip
    return new, silent


def blacked_out(redaction: Redaction, *, told: workshop.Told) -> bytes:
    """The file, made and proved. Raises Refusal; `told` hears how far it is."""
    source = redaction.source.file
    if source.sha256 != redaction.source_sha256:
        raise Refusal(_("原件已经变动，请重新上传原件。"))
    try:
        content = suspected.content_to_work_on(source)
    except files.FileDamaged as fault:
        raise Refusal(_("原件与存入时不一致，没有生成任何文件。请告知系统管理员。")) from fault
    areas = box_rules.areas(redaction.boxes, labels(redaction.source.application.statute_law))
    sizes = looked(redaction).sizes
    return workshop.redact(content, kind_of(source), areas, sizes=sizes, told=told)


def attach(redaction: Redaction, attachment: Attachment, *, by: User, at: datetime) -> None:
    """Note the file that was made from the boxes; inside the transaction that stored it."""
    redaction.attachment, redaction.made_by, redaction.made_at = attachment, by, at
    redaction.save(update_fields=["attachment", "made_by", "made_at"])
    _log(
        redaction, "redaction_made", by=by, at=at,
        attachment=attachment.pk, sha256=attachment.file.sha256, boxes=len(redaction.boxes),
        grounds=sorted({box["ground"] for box in redaction.boxes}),
    )  # fmt: skip


def discard(redaction: Redaction, *, by: User, at: datetime) -> None:
    """Give up boxes no file was made from; the original goes too, unless another needs it."""
    source = redaction.source
    refuse_others(source.application, by)
    begun_on = local(source.file.stored_at).date()
    with transaction.atomic():
        lock(redaction)
        hold.refuse_destruction(source.application, made_on=begun_on)
        _log(redaction, "redaction_discarded", by=by, at=at)
        redaction.delete()
        if not source.redactions.exists():
            stored = source.file
            source.delete()
            files.destroy(stored)


def labels(law: Law) -> dict[str, str]:
    """What is printed into a box on each ground: the article, such as 第十五条."""
    return {ground: short_article(law, withheld.as_answer(ground)) for ground in GROUNDS}


def default_title(redaction: Redaction) -> str:
    title = redaction.source.title
    return f"{title.rpartition('.')[0] or title}{MARK}.pdf"


def kind_of(stored: StoredFile) -> str:
    return "pdf" if stored.media_type == MEDIA_TYPES["pdf"] else "picture"


@lru_cache(maxsize=256)
def _looked(stored: int, sha256: str) -> Looked:
    """By its hash the same file always: only sizes are remembered, nothing of the content."""
    file = StoredFile.objects.get(pk=stored, sha256=sha256)
    return workshop.look(suspected.content_to_work_on(file), kind_of(file))


def sound_title(title: str, redaction: Redaction) -> str:
    title = title.strip() or default_title(redaction)
    if not title.lower().endswith(".pdf"):
        title += ".pdf"
    if len(title) > 200 or FORBIDDEN.search(title):
        raise Refusal(_("文件名过长，或者含有不允许的符号。"))
    return title


def _covers(box: Mapping[str, Any], area: Any) -> bool:
    slack = 0.2  # mm
    return (
        box["page"] == area.page
        and box["x"] <= area.x + slack
        and box["y"] <= area.y + slack
        and box["x"] + box["width"] >= area.x + area.width - slack
        and box["y"] + box["height"] >= area.y + area.height - slack
    )


def _row(source: Attachment, boxes: Boxes, *, by: User, at: datetime) -> Redaction:
    return Redaction.objects.create(
        source=source, source_sha256=source.file.sha256, boxes=list(boxes), made_by=by, made_at=at
    )


def lock(redaction: Redaction, *, seen: str | None = None, is_making: bool = False) -> None:
    """Lock the row and read it anew.

    Raises Refusal once its file is made or while it is being made (but to whoever makes it), and
    ChangedMeanwhile if other boxes stand there than were seen.
    """
    if not Redaction.objects.select_for_update().filter(pk=redaction.pk).exists():
        raise Refusal(_("这份遮盖已经放弃。"))
    redaction.refresh_from_db()
    if redaction.attachment_id is not None:
        raise Refusal(_("遮盖件已经生成，不能再改；请移除那个附件，或者另做一份。"))
    if not is_making and redaction.makings.under_way().exists():
        raise Refusal(_("遮盖件正在生成，遮盖不能改；要改，请先取消生成。"))
    refuse_changed(redaction, seen)


def refuse_changed(redaction: Redaction, seen: str | None) -> None:
    """Raises ChangedMeanwhile if other boxes stand there than were seen."""
    if seen is not None and box_rules.fingerprint(redaction.boxes) != seen:
        raise ChangedMeanwhile(_("别人已经改了这份文件的遮盖，请看过最新的再办。"))


def refuse_others(application: Application, by: User) -> None:
    """Raises NotPermitted to who does not draft in this case, Refusal once it is not in hand."""
    if not standing.may_draft(by, application):
        raise NotPermitted(_("附件由承办本件的人员管理。"))
    if application.state != State.IN_HAND:
        raise Refusal(_("本件不在办理中，不能再改附件。"))


def _log(redaction: Redaction, event: str, *, by: User, at: datetime, **payload: Any) -> None:
    log.append(
        redaction.source.application.chain, event, actor=actor_of(by), at=at,
        payload={"redaction": redaction.pk, "source": redaction.source_sha256} | payload,
    )  # fmt: skip
