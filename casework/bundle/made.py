"""Making the bundle: pages gathered, counted, listed and bound; originals and hashes beside."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.bundle import sheets
from casework.bundle.papers import LeftOut, Paper, papers
from casework.bundle.sheets import Line
from casework.package import Sink, safe_name
from notices.assembly import Piece, bound, contents, pages_of
from office.models import User
from office.roles import May
from records import log
from records.instants import local
from records.models import LogEntry
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

SCHEMA = "gongkai-bundle-1"
MOST_BYTES = 300 * 1024 * 1024  # of all originals: what is bound of them is held in memory


@dataclass(frozen=True)
class _Entry:
    """Something listed in the contents: a paper of the case, or pages of ours about it."""

    title: str
    on: Any = None
    paper: Paper | None = None
    own: bytes = b""

    @property
    def as_pdf(self) -> Callable[[], bytes] | None:
        return self.paper.as_pdf if self.paper else lambda: self.own

    @cached_property
    def pages(self) -> int:
        return self.paper.pages if self.paper else pages_of(self.own)


@dataclass(frozen=True)
class Bundle:
    """The bound PDF; `zipped` has it with every original, the log, the manifest and its hashes."""

    pdf: bytes
    manifest: dict[str, Any]
    originals: dict[str, Paper]
    log: bytes

    def zipped(self) -> Iterator[bytes]:
        """The ZIP, piece by piece; nothing in it depends on the hour.

        Every original was read when the bundle was made; one that changes between then and now
        breaks the stream off.
        """
        own = {"bundle.pdf": self.pdf, "manifest.json": _json(self.manifest).encode(),
               "log.jsonl": self.log}  # fmt: skip
        sums = {name: _sha256(content) for name, content in own.items()}
        sums |= {name: paper.sha256 for name, paper in self.originals.items()}
        own["SHA256SUMS"] = "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items()).encode()
        sink = Sink()
        with zipfile.ZipFile(sink, "w") as archive:
            for name, content in own.items():
                _add(archive, name, content)
                yield sink.taken()
            for name, paper in self.originals.items():
                _add(archive, name, paper.read())
                yield sink.taken()
        yield sink.taken()


def make(case: Application, *, by: User, at: datetime, event_label: Callable[[str], Any]) -> Bundle:
    """Bind the case. Raises NotPermitted, Refusal if it is too much, FileDamaged if anything is not
    what was stored.

    `event_label` names the log's events. That a bundle was made, with its hash, is logged.
    """
    if not by.may(May.REMEDY):
        raise NotPermitted(_("卷宗由负责复议和诉讼的人员制作。"))
    with override("zh-hans"):
        found = list(_no_more_than(MOST_BYTES, papers(case)))
        left_out = [one for one in found if isinstance(one, LeftOut)]
        entries = list(_entries(case, [p for p in found if isinstance(p, Paper)], event_label))
        pdf, lines = _bind(case, entries, left_out, by=by, at=at)
        manifest = _manifest(case, entries, lines, left_out, pdf, by=by, at=at)
        lines_of_log = "".join(_json_line(entry) for entry in log.entries(case.chain)).encode()
    with transaction.atomic():
        log.append(
            case.chain, "bundle_made", actor=actor_of(by), at=at,
            payload={"sha256": manifest["bundle"]["sha256"], "pages": manifest["bundle"]["pages"]},
        )  # fmt: skip
    originals = {
        line["file"]: entry.paper
        for line, entry in zip(manifest["contents"], entries, strict=True)
        if entry.paper
    }
    return Bundle(pdf, manifest, originals, lines_of_log)


def _no_more_than(most: int, found: Iterable[Paper | LeftOut]) -> Iterator[Paper | LeftOut]:
    """The papers as they come. Raises Refusal once the originals are more bytes than that."""
    size = 0
    for paper in found:
        size += paper.size if isinstance(paper, Paper) else 0
        if size > most:
            words = {"n": most // 1024**2}
            raise Refusal(_("全部原件超过%(n)sMB，不能制成一份卷宗，请逐个下载。") % words)
        yield paper


def _entries(
    case: Application, found: list[Paper], event_label: Callable[[str], Any]
) -> Iterator[_Entry]:
    yield _Entry(_("申请表"), case.arrived_on, own=sheets.application(case))
    for paper in found:
        yield _Entry(paper.title, paper.on, paper)
        if paper.notice is not None:
            title = _("审批与送达记录（%(number)s）") % {"number": paper.notice.number}
            yield _Entry(title, paper.on, own=sheets.of_notice(paper.notice))
    facts = sheets.facts(case)
    if facts is not None:
        yield _Entry(_("办理记录"), own=facts)
    yield _Entry(_("办理日志"), own=sheets.history(case, event_label))


def _bind(
    case: Application, entries: list[_Entry], left_out: list[LeftOut], *, by: User, at: datetime
) -> tuple[bytes, list[Line]]:
    """The cover names the pages of all that follows, and takes pages itself."""
    words = {"at": at, "by": by.full_name}

    def made_for(own: int) -> bytes:
        lines, total = _lines(entries, after=own)
        return sheets.cover(case, lines, left_out, pages=total, **words)

    cover = contents(made_for)
    lines, _total = _lines(entries, after=pages_of(cover))
    pieces = [Piece(_("封面和目录"), lambda: cover)]
    pieces += [Piece(entry.title, entry.as_pdf) for entry in entries if entry.as_pdf]
    title = _("%(number)s卷宗") % {"number": case.number}
    return bound(pieces, title=title, mark=case.number), lines


def _lines(entries: list[_Entry], *, after: int) -> tuple[list[Line], int]:
    lines, page = [], after
    for number, entry in enumerate(entries, start=1):
        count = entry.pages
        first, last = (page + 1, page + count) if count else (None, None)
        page += count
        sha256 = entry.paper.sha256 if entry.paper else ""
        note = entry.paper.note if entry.paper else ""
        lines.append(Line(number, entry.title, entry.on, first, last, sha256, note))
    return lines, page


def _manifest(
    case: Application, entries: list[_Entry], lines: list[Line], left_out: list[LeftOut],
    pdf: bytes, *, by: User, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """What is in the bundle, for machines; docs/schemas/bundle.json describes it."""
    return {
        "schema": SCHEMA,
        "case": case.number,
        "made_at": local(at).isoformat(),
        "made_by": by.full_name,
        "log_head": sheets.head_of(case),
        "bundle": {"file": "bundle.pdf", "sha256": _sha256(pdf), "pages": pages_of(pdf)},
        "contents": [
            {
                "number": line.number, "title": line.title,
                "date": line.on.isoformat() if line.on else None,
                "first_page": line.first, "last_page": line.last,
                "file": _file(line, entry.paper) if entry.paper else None,
                "media_type": entry.paper.media_type if entry.paper else None,
                "size": entry.paper.size if entry.paper else None,
                "sha256": line.sha256 or None, "note": line.note,
            }
            for line, entry in zip(lines, entries, strict=True)
        ],
        "left_out": [{"title": one.title, "why": one.why} for one in left_out],
    }  # fmt: skip


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    always = (1980, 1, 1, 0, 0, 0)
    archive.writestr(zipfile.ZipInfo(name, always), content, zipfile.ZIP_DEFLATED)


def _json_line(entry: LogEntry) -> str:
    """One entry as the chain has it: enough to compute its hash again; nothing kept apart."""
    line = {
        "sequence": entry.sequence, "event": entry.event, "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id, "actor_name": entry.actor_name, "at": entry.at.isoformat(),
        "utc_offset": entry.utc_offset, "payload": entry.payload,
        "private_commitment": entry.private_commitment, "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }  # fmt: skip
    return json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"


def _file(line: Line, paper: Paper) -> str:
    return "originals/" + safe_name(line.number, paper.title, paper.media_type)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
