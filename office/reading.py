"""From a notice's own text, or from what an office exported, to a row to be entered."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

from office.calendars import working_calendar
from office.models import CalendarNotice
from statute.notice_text import ReadNotice, read_notice
from statute.text import Text

FORMAT = "gongkai-calendar-notice"


class NotOurs(ValueError):
    """A file that does not hold what `exported` writes; `said` tells a person why."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(str(said))


def read(text: str, *, year: int | None = None) -> ReadNotice:
    """Read a notice; an extension runs from the day an earlier notice of the year gave."""
    found = read_notice(text, year=year)
    known = working_calendar().notices
    return found.extended_from(s for n in known if n.year == found.year for s in n.rest)


def row_of(found: ReadNotice, *, text: str, came_as: str = "text", url: str = "",
           published_on: date | None = None) -> CalendarNotice:  # fmt: skip
    """The row for a notice that was read, not saved. Published when signed unless said."""
    return CalendarNotice(
        year=found.year,
        document=found.document,
        url=url,
        published_on=published_on or found.dated_on,
        rest=[[r.festival, r.first.isoformat(), r.last.isoformat()] for r in found.rest],
        work=[w.on.isoformat() for w in found.work],
        work_for=[w.festival for w in found.work],
        came_as=came_as,
        text=text,
        sha256=digest(text),
    )


def digest(text: str) -> str:
    """SHA-256 of the text as it is kept, in hexadecimal; empty for no text."""
    return sha256(text.encode()).hexdigest() if text else ""


def exported(row: CalendarNotice) -> dict[str, Any]:
    """A notice as a file that another office can take in."""
    names = row.work_for or [""] * len(row.work)
    return {
        "format": FORMAT,
        "year": row.year, "kind": row.kind, "document": row.document, "url": row.url,
        "published_on": row.published_on.isoformat(),
        "rest": [{"name": n, "first": first, "last": last} for n, first, last in row.rest],
        "work": [{"on": on, "name": name} for on, name in zip(row.work, names, strict=True)],
        "basis": row.basis, "reason": row.reason, "text": row.text, "sha256": row.sha256,
    }  # fmt: skip


def imported(content: str) -> CalendarNotice:
    """The row that an exported file holds, not saved. Raises NotOurs with the first fault."""
    try:
        given = json.loads(content)
    except ValueError as fault:
        raise NotOurs(Text("不是JSON文件", "It is not a JSON file")) from fault
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise NotOurs(
            Text("不是从工作日历导出的文件", "It is not a file exported from a working calendar")
        )
    try:
        row = _row(given)
    except (KeyError, TypeError, ValueError) as fault:
        said = Text(f"文件内容不完整：{fault}", f"The file is not complete: {fault}")
        raise NotOurs(said) from fault
    if row.text and row.sha256 != digest(row.text):
        raise NotOurs(
            Text("原文与校验值不符，文件可能被改动过", "The text does not fit its checksum")
        )
    return row


def _row(given: dict[str, Any]) -> CalendarNotice:
    return CalendarNotice(
        year=int(given["year"]),
        kind=CalendarNotice.Kind(given["kind"]).value,
        document=str(given["document"]),
        url=str(given["url"]),
        published_on=date.fromisoformat(given["published_on"]),
        rest=[[str(r["name"]), _iso(r["first"]), _iso(r["last"])] for r in given["rest"]],
        work=[_iso(w["on"]) for w in given["work"]],
        work_for=[str(w["name"]) for w in given["work"]],
        basis=str(given["basis"]),
        reason=str(given["reason"]),
        came_as="file",
        text=str(given["text"]),
        sha256=str(given["sha256"]),
    )


def _iso(day: str) -> str:
    return date.fromisoformat(day).isoformat()
