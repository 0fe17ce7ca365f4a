"""Reading a holiday notice of the State Council's General Office from its own sentences.

Nothing is dropped in silence: each sentence was understood, is known not to fix a day, or is
handed back as unread. What contradicts itself (a weekday, a number of days) is a fault for a
person to look at; it is never put right here. The forms are those of the notices for 2010-2026.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from statute.notice_dates import Dates, signature
from statute.notice_sentences import (
    DAY_OR_WORK,
    INTRODUCES,
    PASSED_OVER,
    SAYS_SOMETHING,
    Fault,
    Found,
    Passage,
    clauses_of,
    festival_heading,
)
from statute.notices_of_the_year import Span, YearNotice, festival
from statute.pasted_text import ITEM, paragraphs, sentences
from statute.text import Text

TITLE = re.compile(r"(?:国务院(?:办公厅)?|[\u4e00-\u9fff]{2,20})?关于[^。：]{2,60}?的?通知")
NUMBER = re.compile(
    r"^[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号|国(?:办发明电|发明电|办发|发)〔\d{4}〕\d+号"
)
YEAR = re.compile(r"(?:关于|调整|延长|现将)(\d{4})年|(\d{4})年(?:部分)?节假日")
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
OCCASION = re.compile(r"关于(?:\d{4}年)?([\u4e00-\u9fff]\S{1,40}?)(?:调休放假|放假)")
PREAMBLE = Text("引言，不写放假安排", "introduction; it fixes no day")
NO_YEAR = Text("没有读出是哪一年的安排", "The year it is for could not be read")


@dataclass(frozen=True)
class ReadSpan:
    """Days of rest from the first to the last, and the sentence that says so."""

    festival: str
    first: date
    last: date
    sentence: str


@dataclass(frozen=True)
class ReadWork:
    """A day worked to make up for a festival, and the sentence that says so."""

    festival: str
    on: date
    sentence: str


@dataclass(frozen=True)
class Extension:
    """A festival's rest, fixed by an earlier notice, now lasts until a later day."""

    festival: str
    until: date
    sentence: str


@dataclass(frozen=True)
class ReadNotice:
    """What was read out of a notice, and what was not."""

    year: int | None
    title: str
    number: str
    dated_on: date | None  # as signed; it may be published a few days later
    rest: tuple[ReadSpan, ...]
    work: tuple[ReadWork, ...]
    extensions: tuple[Extension, ...] = ()
    faults: tuple[Fault, ...] = ()
    passed_over: tuple[Passage, ...] = ()
    unread: tuple[Passage, ...] = ()
    sentences: tuple[str, ...] = ()  # all of them, in their order

    @property
    def document(self) -> str:
        return self.title + (f"（{self.number}）" if self.number else "")

    @property
    def is_whole(self) -> bool:
        """Nothing contradicts itself, and nothing that names a day was left unread."""
        return not self.faults and not any(passage.matters for passage in self.unread)

    def extended_from(self, known: Iterable[Span]) -> "ReadNotice":
        """The same with each extension as a span: from the first day an earlier notice gave it.

        An extension whose festival no earlier notice names stays, and becomes a fault.
        """
        earlier = list(known)
        spans, left, faults = list(self.rest), [], list(self.faults)
        for wanted in self.extensions:
            first = min((f for name, f, _ in earlier if wanted.festival in name.zh), default=None)
            if first is not None and first <= wanted.until:
                spans.append(ReadSpan(wanted.festival, first, wanted.until, wanted.sentence))
                continue
            left.append(wanted)
            faults.append(Fault(_never_announced(wanted.festival), wanted.sentence))
        return replace(self, rest=tuple(spans), extensions=tuple(left), faults=tuple(faults))

    def as_year_notice(self, *, url: str, published_on: date | None) -> YearNotice:
        """The notice as a calendar takes it. Raises ValueError if it contradicts itself."""
        if self.year is None:
            raise ValueError(NO_YEAR)
        return YearNotice(
            year=self.year,
            document=self.document,
            url=url,
            published_on=published_on,
            rest=tuple((festival(r.festival), r.first, r.last) for r in self.rest),
            work=tuple(w.on for w in self.work),
            work_for=tuple(festival(w.festival) for w in self.work),
        )


def _never_announced(name: str) -> Text:
    return Text(
        f"以前的通知没有写过{name}从哪天起放假，请补上首日",
        f"No earlier notice says from when {festival(name).en} is; enter its first day",
    )


@dataclass
class _Reading:
    """What has been gathered so far, sentence by sentence."""

    year: int | None
    festival: str
    rest: list[ReadSpan] = field(default_factory=list)
    work: list[ReadWork] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed_over: list[Passage] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    dated_on: date | None = None


def read_notice(text: str, *, year: int | None = None) -> ReadNotice:
    """Read a notice as pasted, markup and broken lines included. `year` if the text has none."""
    written = paragraphs(text)
    flat = "".join(written)
    title, number = _first(TITLE, [flat]), _first(NUMBER, [*written, flat])
    found_year = _year_of(title, flat) or year
    reading = _Reading(found_year, _occasion(title))
    if found_year is None:
        reading.faults.append(Fault(NO_YEAR, title))
    for sentence in _after_introduction(written, reading):
        _read(sentence, reading)
    return ReadNotice(
        found_year, title, number, reading.dated_on, tuple(reading.rest), tuple(reading.work),
        tuple(reading.extensions), tuple(reading.faults), tuple(reading.passed_over),
        tuple(reading.unread), tuple(reading.sentences),
    )  # fmt: skip


def _first(pattern: re.Pattern[str], places: Iterable[str]) -> str:
    return next((found[0] for found in map(pattern.search, places) if found), "")


def _year_of(title: str, flat: str) -> int | None:
    found = YEAR.search(title) or YEAR.search(flat) or re.search(r"(\d{4})年(?=\d+月\d+日)()", flat)
    return int(found[1] or found[2]) if found else None


def _occasion(title: str) -> str:
    """The one festival a notice is about, if its title names one."""
    named = [name for name in FESTIVALS if name in title]
    if named:
        return "、".join(named)
    found = OCCASION.search(title)
    return found[1] if found else ""


def _after_introduction(written: list[str], reading: _Reading) -> Iterator[str]:
    """The sentences that come after "…通知如下"; those before it are passed over."""
    pending = any(INTRODUCES.search(paragraph) for paragraph in written)
    for paragraph in written:
        for sentence in sentences(paragraph):
            if not pending:
                yield sentence
                continue
            found = INTRODUCES.search(sentence)
            pending = found is None
            head = sentence[: found.end()] if found else sentence
            reading.passed_over.append(Passage(head, PREAMBLE))
            reading.sentences.append(head)
            if found and sentence[found.end() :]:
                yield sentence[found.end() :]


def _read(sentence: str, reading: _Reading) -> None:
    reading.sentences.append(sentence)
    signed = signature(sentence)
    if signed is not None:
        reading.dated_on = signed
        return
    body = ITEM.sub("", sentence)
    name, body = festival_heading(body)
    reading.festival = name or reading.festival
    known = _passed_over(body)
    if known is not None:
        reading.passed_over.append(Passage(sentence, known))
        return
    _read_days(body, sentence, reading)


def _passed_over(body: str) -> Text | None:
    for pattern, names_days, why in PASSED_OVER:
        if pattern.search(body) and (names_days or not DAY_OR_WORK.search(body)):
            return why
    return None


def _read_days(body: str, sentence: str, reading: _Reading) -> None:
    dates = Dates(body, year=reading.year, festival=reading.festival)
    reading.faults += [Fault(said, sentence) for said in dates.faults]
    found = Found()
    for clause in clauses_of(dates):
        clause.into(found)
    reading.faults += [Fault(said, sentence) for said in found.faults()]
    if found.unread and not found.anything:
        reading.unread.append(Passage(sentence, matters=bool(SAYS_SOMETHING.search(body))))
    else:
        reading.unread += [
            Passage(left, matters=bool(SAYS_SOMETHING.search(left))) for left in found.unread
        ]
    _gather(found, sentence, reading)


def _gather(found: Found, sentence: str, reading: _Reading) -> None:
    if (found.spans or found.work) and not reading.festival:
        said = Text("没有写明是哪个节日", "It does not say for which holiday")
        reading.faults.append(Fault(said, sentence))
    name = reading.festival or "放假"
    for first, last in found.spans:
        if not any(span.first <= first and last <= span.last for span in reading.rest):
            reading.rest.append(ReadSpan(name, first, last, sentence))
    reading.work += [ReadWork(name, on, sentence) for on in found.work]
    reading.extensions += [Extension(which, until, sentence) for which, until in found.extended]
