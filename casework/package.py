"""Everything handed over with a reply, at once: a ZIP with a manifest, and one merged PDF.

Both are built when asked for. Every file is read and compared with its hash before the first byte
leaves, so that a package is whole or is not given.
"""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from casework import issuing, outgoing, suspected
from notices.kind import Addressee
from notices.kinds import KINDS
from notices.models import Notice
from records.files import FileDamaged
from records.inspection import MEDIA_TYPES
from records.refusals import FileRefused, Refusal
from requests_app.models import Application, Attachment

MOST_BYTES = 500 * 1024 * 1024
LONGEST_NAME = 150  # bytes of UTF-8, number and ending not counted
RELEASING = ("granted", "partly_granted")
MANIFEST, LIST = "manifest.json", "清单.csv"
COLUMNS = ("序号", "文件", "大小（字节）", "SHA-256")
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
ENDINGS = {kind: ending for ending, kind in reversed(MEDIA_TYPES.items())}


@dataclass(frozen=True)
class Piece:
    """One file of a package. `is_reply`: a paper of ours, which comes first."""

    name: str
    title: str
    size: int
    sha256: str
    media_type: str
    read: Callable[[], bytes]
    is_reply: bool = False


@dataclass(frozen=True)
class Package:
    """What is handed over, in order, and the titles of what is stopped and therefore left out."""

    number: str
    on: date
    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return sum(piece.size for piece in self.pieces)


def of_case(application: Application) -> Package:
    """What the applicant was given: the replies in force, then the files, as issued.

    Raises Refusal if every reply was revoked.
    """
    issued = replies_of(application)
    if not issued:
        raise Refusal(_("答复已经撤销，没有可以提供的全部文件。"))
    replies = [
        (
            f"{notice.number}.pdf",
            notice.pdf.size,
            notice.sha256,
            partial(issuing.issued_pdf, notice),
        )
        for notice in issued
        if not suspected.is_stopped(notice.pdf)
    ]
    on = max(notice.issued_on for notice in issued)
    files = [(each, partial(content_as_issued, each)) for each in files_given(application)]
    return _package(application, replies, files, on)


def preview(notice: Notice, draft: bytes, *, on: date) -> Package:
    """The same as it would be for a draft, its PDF standing in for the reply."""
    name = f"{KINDS[notice.kind].label.zh}（草稿）.pdf"
    reply = (name, len(draft), sha256(draft).hexdigest(), lambda: draft)
    prepared = outgoing.released(notice.application)
    files = [(each, partial(suspected.content_of, each.file)) for each in prepared]
    return _package(notice.application, [reply], files, on)


def replies_of(application: Application) -> list[Notice]:
    """The replies to the applicant that are in force; one that was revoked gives nothing."""
    found = application.notices.in_force().select_related("pdf").order_by("issued_on", "pk")
    return [
        notice for notice in found
        if KINDS[notice.kind].is_reply and KINDS[notice.kind].addressee == Addressee.APPLICANT
    ]  # fmt: skip


def content_as_issued(attachment: Attachment) -> bytes:
    """A file given with a reply. Raises FileDamaged if its bytes are not those approved."""
    content = suspected.content_of(attachment.file)
    approved = _approved(attachment.application)
    if approved is not None and sha256(content).hexdigest() not in approved:
        raise FileDamaged(f"attachment {attachment.pk}: not the bytes that were approved")
    return content


def files_given(application: Application) -> list[Attachment]:
    """The files that went out with a reply. What was only made ready to is nobody's.

    Known by name or bytes: one that was exchanged is among them, and then refused.
    """
    released, listed = list(outgoing.released(application)), _listed(application)
    if listed is None:
        return released if any(n.kind in RELEASING for n in replies_of(application)) else []
    known = {each[key] for each in listed for key in ("title", "sha256")}
    return [each for each in released if known & {each.title, each.file.sha256}]


def _approved(application: Application) -> set[str] | None:
    """The hashes named by the replies in force; None where they are older than such lists."""
    listed = _listed(application)
    return None if listed is None else {each["sha256"] for each in listed}


def _listed(application: Application) -> list[dict[str, str]] | None:
    letters = [notice.snapshot.get("letter", {}) for notice in replies_of(application)]
    if letters and not any("enclosed" in letter for letter in letters):
        return None
    return [each for letter in letters for each in letter.get("enclosed", [])]


def _package(
    application: Application,
    replies: list,
    files: Iterable[tuple[Attachment, Callable[[], bytes]]],
    on: date,
) -> Package:
    pieces, left_out = [], []
    for name, size, digest, read in replies:
        number = len(pieces) + 1
        pieces.append(
            Piece(safe_name(number, name, MEDIA_TYPES["pdf"]), name, size, digest,
                  MEDIA_TYPES["pdf"], read, is_reply=True)
        )  # fmt: skip
    for attachment, read in files:
        stored = attachment.file
        if suspected.is_stopped(stored):
            left_out.append(attachment.title)
            continue
        name = safe_name(len(pieces) + 1, attachment.title, stored.media_type)
        pieces.append(
            Piece(name, attachment.title, stored.size, stored.sha256, stored.media_type,
                  read)
        )  # fmt: skip
    return Package(application.number, on, tuple(pieces), tuple(left_out))


def safe_name(number: int, title: str, media_type: str) -> str:
    """A name every system can write: numbered, no path in it, its ending that of its type."""
    plain = unicodedata.normalize("NFC", title)
    plain = "".join("_" if unicodedata.category(c) in ("Cf", "Cc", "Cs") else c for c in plain)
    plain = UNSAFE.sub("_", plain)
    ending = ENDINGS[media_type]
    stem, dot, old = plain.rpartition(".")
    if dot and MEDIA_TYPES.get(old.lower()) == media_type:
        plain, ending = stem, old.lower()
    while len(plain.encode()) > LONGEST_NAME:
        plain = plain[:-1]
    return f"{number:02}-{plain.strip(' .') or '_'}.{ending}"


def refuse_unfit(package: Package) -> None:
    """Read everything once. Raises Refusal if it is too much, stopped, or not as it was stored."""
    if package.size > MOST_BYTES:
        raise Refusal(_("全部文件超过%(n)sMB，请逐个下载。") % {"n": MOST_BYTES // 1024**2})
    for piece in package.pieces:
        if sha256(piece.read()).hexdigest() != piece.sha256:
            raise FileDamaged(f"{package.number}: a file is not the one it is listed as")


def zipped(package: Package) -> Iterator[bytes]:
    """The ZIP, piece by piece: the reply first, the files in order, the manifest last.

    Call `refuse_unfit` before; what changes between then and now breaks the stream off.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for piece in package.pieces:
            content = piece.read()
            if sha256(content).hexdigest() != piece.sha256:
                raise FileDamaged(f"{package.number}: a file changed while it was packed")
            archive.writestr(_entry(piece.name, package.on), content)
            yield sink.taken()
        archive.writestr(_entry(LIST, package.on), listed(package))
        archive.writestr(_entry(MANIFEST, package.on), manifest(package))
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A stream that cannot be wound back: what is written is taken away at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        whole, self._pieces = b"".join(self._pieces), []
        return whole


def _entry(name: str, on: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(str(PurePosixPath(name)), (on.year, on.month, on.day, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry


def listed(package: Package) -> bytes:
    """The list for a person: names begin with a number, so no cell of it is taken for a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for number, piece in enumerate(package.pieces, start=1):
        rows.writerow((number, piece.name, piece.size, piece.sha256))
    for title in package.left_out:
        rows.writerow(("", f"（暂停提供）{title}", "", ""))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def manifest(package: Package) -> bytes:
    """The list for a machine."""
    rows = [
        {"name": p.name, "title": p.title, "size": p.size, "sha256": p.sha256,
         "media_type": p.media_type, "reply": p.is_reply}
        for p in package.pieces
    ]  # fmt: skip
    said = {"application": package.number, "on": package.on.isoformat(), "files": rows,
            "withheld_for_now": list(package.left_out)}  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"


__all__ = [
    "FileRefused", "Package", "Piece", "content_as_issued", "files_given", "of_case", "preview",
    "refuse_unfit", "replies_of", "safe_name", "zipped",
]  # fmt: skip
