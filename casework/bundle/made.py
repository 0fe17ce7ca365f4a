"""Making the bundle: pages gathered, counted, listed and bound; originals and hashes beside."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.bundle import sheets
from casework.bundle.papers import LeftOut, Paper, papers
from casework.bundle.sheets import Line
from casework.package import safe_name
from notices.assembly import Piece, bound, contents, pages_of
from office.models import User
from office.roles import May
from records import log
from records.instants import local
from records.models import LogEntry
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

SCHEMA = "gongkai-bundle-1"


@dataclass(frozen=True)
class Bundle:
    """The bound PDF, and a ZIP with it, every original, the log, the manifest and its hashes."""

    pdf: bytes
    archive: bytes
    manifest: dict[str, Any]


@dataclass(frozen=True)
class _Entry:
    """Something listed in the contents; what is not ours has its original in `paper`."""

    title: str
    pdf: bytes | None
    paper: Paper | None = None
    on: Any = None


def make(case: Application, *, by: User, at: datetime, event_label: Callable[[str], Any]) -> Bundle:
    """Bind the case. Raises NotPermitted, FileDamaged if anything is not what was stored.

    `event_label` names the log's events. That a bundle was made, with its hash, is logged.
    """
    if not by.may(May.REMEDY):
        raise NotPermitted(_("卷宗由负责复议和诉讼的人员制作。"))
    with override("zh-hans"):
        found = list(papers(case))
        left_out = [one for one in found if isinstance(one, LeftOut)]
        entries = list(_entries(case, [p for p in found if isinstance(p, Paper)], event_label))
        pdf, lines = _bind(case, entries, left_out, by=by, at=at)
        manifest = _manifest(case, entries, lines, left_out, pdf, by=by, at=at)
        archive = _archive(case, entries, manifest, pdf)
    with transaction.atomic():
        log.append(
            case.chain, "bundle_made", actor=actor_of(by), at=at,
            payload={"sha256": manifest["bundle"]["sha256"], "pages": manifest["bundle"]["pages"]},
        )  # fmt: skip
    return Bundle(pdf, archive, manifest)


def _entries(
    case: Application, found: list[Paper], event_label: Callable[[str], Any]
) -> Iterator[_Entry]:
    yield _Entry(_("申请表"), sheets.application(case), on=case.arrived_on)
    for paper in found:
        yield _Entry(paper.title, paper.pdf, paper, paper.on)
        if paper.notice is not None:
            title = _("审批与送达记录（%(number)s）") % {"number": paper.notice.number}
            yield _Entry(title, sheets.of_notice(paper.notice), on=paper.on)
    facts = sheets.facts(case)
    if facts is not None:
        yield _Entry(_("办理记录"), facts)
    yield _Entry(_("办理日志"), sheets.history(case, event_label))


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
    pieces = [Piece(_("封面和目录"), cover)]
    pieces += [Piece(entry.title, entry.pdf) for entry in entries if entry.pdf]
    title = _("%(number)s卷宗") % {"number": case.number}
    return bound(pieces, title=title, mark=case.number), lines


def _lines(entries: list[_Entry], *, after: int) -> tuple[list[Line], int]:
    lines, page = [], after
    for number, entry in enumerate(entries, start=1):
        count = pages_of(entry.pdf) if entry.pdf else 0
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
                "size": len(entry.paper.content) if entry.paper else None,
                "sha256": line.sha256 or None, "note": line.note,
            }
            for line, entry in zip(lines, entries, strict=True)
        ],
        "left_out": [{"title": one.title, "why": one.why} for one in left_out],
    }  # fmt: skip


def _archive(
    case: Application, entries: list[_Entry], manifest: dict[str, Any], pdf: bytes
) -> bytes:
    """Originals as they are, with what proves them: nothing in it depends on the hour."""
    parts = {"bundle.pdf": pdf, "manifest.json": _json(manifest).encode()}
    parts["log.jsonl"] = "".join(_json_line(e) for e in log.entries(case.chain)).encode()
    for line, entry in zip(manifest["contents"], entries, strict=True):
        if entry.paper:
            parts[line["file"]] = entry.paper.content
    sums = "".join(f"{_sha256(content)}  {name}\n" for name, content in parts.items())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*parts.items(), ("SHA256SUMS", sums.encode())):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
    return file.getvalue()


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
