"""A holiday notice on its way in: from text, a file or clicked days to the form to be confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from office import reading
from office.calendars import as_notice, working_calendar
from office.models import CalendarNotice
from records.refusals import Refusal
from statute.calendar import WorkingCalendar, festival
from statute.notice_days import days_offered, notice_from_days
from statute.notice_sentences import Passage
from statute.notice_text import ReadNotice
from web.staff.calendar_forms import (
    FESTIVALS,
    HEADINGS,
    LARGEST_FILE,
    LONGEST_TEXT,
    YEARS,
    RestFormSet,
    YearNoticeForm,
    rest_of,
    with_plain_lines,
)
from web.templatetags.words import said


@dataclass(frozen=True)
class Entry:
    """The two forms of one notice, and what was read if it came as text."""

    form: YearNoticeForm
    rest: Any
    found: ReadNotice | None = None

    @property
    def is_valid(self) -> bool:
        return self.form.is_valid() and self.rest.is_valid()


def blank(year: int) -> Entry:
    rest = RestFormSet(prefix="rest", initial=[{"name": name} for name in FESTIVALS])
    return Entry(YearNoticeForm(initial={"year": year, "came_as": "days"}), rest)


def posted(given: QueryDict) -> Entry:
    data = given.copy()
    data.setdefault("kind", CalendarNotice.Kind.STATE_COUNCIL)
    data.setdefault("came_as", CalendarNotice.CameAs.DAYS)
    initial = [{"name": name} for name in FESTIVALS]
    return Entry(YearNoticeForm(data), RestFormSet(data, prefix="rest", initial=initial))


def of_row(row: CalendarNotice, found: ReadNotice | None = None) -> Entry:
    """The forms filled in as if the row had been typed."""
    names = row.work_for or [""] * len(row.work)
    data = QueryDict(mutable=True)
    for name in ("year", *HEADINGS):
        data[name] = getattr(row, name) or ""
    data["work"] = "\n".join(
        f"{on} {name}".strip() for on, name in zip(row.work, names, strict=True)
    )
    data["rest-TOTAL_FORMS"], data["rest-INITIAL_FORMS"] = len(row.rest) + 1, 0
    for n, span in enumerate(row.rest):
        for part, value in zip(("name", "first", "last"), span, strict=True):
            data[f"rest-{n}-{part}"] = value
    entry = posted(data)
    return Entry(entry.form, entry.rest, found)


def from_text(text: str, *, came_as: str, data: QueryDict) -> Entry:
    """Read the notice. What the person has filled in beside it stays. Raises Refusal if empty."""
    text = with_plain_lines(text)
    if not text:
        raise Refusal(_("请把通知原文粘贴进来。"))
    if len(text) > LONGEST_TEXT:
        raise Refusal(_("文字太长（超过十万字），请只粘贴通知本身。"))
    year = data.get("year", "")
    found = reading.read(text, year=int(year) if year.isdecimal() and len(year) == 4 else None)
    row = reading.row_of(found, text=text, came_as=came_as)
    for name in ("url", "published_on", "kind", "basis", "reason"):
        if data.get(name):
            setattr(row, name, data[name])
    return of_row(row, found)


def from_file(upload: UploadedFile | None, *, data: QueryDict) -> Entry:
    """Take in a .txt, .html or exported .json. Raises Refusal with what is wrong with it."""
    if upload is None:
        raise Refusal(_("请先选择文件。"))
    if upload.size > LARGEST_FILE:
        raise Refusal(_("文件太大（超过512 KB）。通知的文字一般只有几KB。"))
    text = _decoded(upload.read())
    ending = upload.name.rpartition(".")[2].lower()
    if ending == "json":
        try:
            return of_row(reading.imported(text))
        except reading.NotOurs as fault:
            raise Refusal(said(fault.said)) from fault
    if ending not in ("txt", "html", "htm"):
        raise Refusal(
            _("只接受.txt、.html和从本系统导出的.json文件；别的格式请打开后复制文字粘贴。")
        )
    return from_text(text, came_as="file", data=data)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal(_("文件不是文字（应为UTF-8或GB18030编码的文本）。"))


def from_days(data: QueryDict) -> Entry:
    """Put the notice together from the days that were clicked. Raises Refusal for a bad year."""
    year = wanted_year(data)
    resting = {day for day in days_offered(year) if day.isoformat() in set(data.getlist("off"))}
    clicked = notice_from_days(resting, year=year, known=working_calendar())
    kept = {name: data[name] for name in HEADINGS if data.get(name)}
    row = CalendarNotice(
        year=year,
        rest=[[name, first.isoformat(), last.isoformat()] for name, first, last in clicked.rest],
        work=[on.isoformat() for on, _name in clicked.work],
        work_for=[name for _on, name in clicked.work],
        **kept,
    )
    return of_row(row)


def wanted_year(data: QueryDict) -> int:
    given = data.get("year", "")
    if not (given.isdecimal() and YEARS[0] <= int(given) <= YEARS[1]):
        raise Refusal(_("年份须在2010至2059之间。"))
    return int(given)


def shown_for_clicking(entry: Entry, year: int) -> WorkingCalendar:
    """The calendar whose days are offered: with what is filled in so far, where that will do."""
    known = working_calendar()
    if entry.is_valid:
        row = entry.form.row(rest_of(entry.rest))
        if row.year == year and (row.rest or row.work):
            try:
                return known.with_notice(as_notice(row))
            except ValueError:
                return known  # it contradicts itself: the confirm page says how
    return known


class DaysRead(NamedTuple):
    """Days as read: rest from the first to the last, or one day worked."""

    festival: str
    first: date
    last: date
    works: bool


@dataclass(frozen=True)
class Understood:
    """A sentence of the notice and what was understood by it, or why nothing was."""

    sentence: str
    days: list[DaysRead]
    faults: list[str]
    why: str  # it is known to fix no day
    unread: list[Passage]

    @property
    def is_of_no_consequence(self) -> bool:
        return not (self.days or self.faults or any(passage.matters for passage in self.unread))


def understood(found: ReadNotice) -> list[Understood]:
    """Every sentence in the order it stands."""
    return [
        Understood(
            sentence,
            [*_days_read(found, sentence)],
            [said(f.said) for f in found.faults if f.sentence == sentence],
            next((said(p.why) for p in found.passed_over if p.text == sentence), ""),
            [p for p in found.unread if p.text in sentence],
        )
        for sentence in dict.fromkeys(found.sentences)
    ]


def _days_read(found: ReadNotice, sentence: str) -> Iterator[DaysRead]:
    for span in found.rest:
        if span.sentence == sentence:
            yield DaysRead(said(festival(span.festival)), span.first, span.last, works=False)
    for made in found.work:
        if made.sentence == sentence:
            yield DaysRead(said(festival(made.festival)), made.on, made.on, works=True)
