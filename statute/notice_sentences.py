"""The sentences of a holiday notice, clause by clause: dates, rest, make-up days, how many days."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from statute.notice_dates import Dates
from statute.text import Text, day_text

INTRODUCES = re.compile(r"(?:通知|安排|公告)如下[。：]|特作如下调休[：，]|全文如下：(?=一、)")
SAYS_SOMETHING = re.compile(r"\d{1,2}[日号]|放假|上班|补休|连休|公休")
DAY_OR_WORK = re.compile(r"\d{1,2}[日号]|上班")
SHORT = {
    "清明": "清明节", "端午": "端午节", "中秋": "中秋节", "国庆": "国庆节", "五一": "劳动节",
    "新年": "元旦",
}  # fmt: skip
HEADING = re.compile(r"^([\u4e00-\u9fff“”、]{2,30}?)(?:放假)?：")
NAMED_ONLY = re.compile(r"^([\u4e00-\u9fff、]{1,20}?(?:节|旦|庆|年|日))(?=(?:\d{4}年)?\d{1,2}月)")

NOT_UNDERSTOOD = Text("没有读懂", "not understood")
_DUTIES = Text("值班、安全等要求，不写放假安排", "on duty and safety; it fixes no day")
_ENCOURAGES = Text("只是鼓励，不是放假", "it only encourages; it gives no day off")
_SCHOOLS = Text("学校开学另行通知，不改变工作日", "on when schools begin; working days stay")
_LABOUR = Text("未休假职工的补休与工资，不改变工作日", "on pay and days in lieu; working days stay")
_TITLES = Text("标题、文号或主送机关", "title, document number or addressee")

# What it looks like, whether it may name days all the same, and why it fixes none.
PASSED_OVER: tuple[tuple[re.Pattern[str], bool, Text], ...] = (
    (re.compile(r"^(?:鼓励|提倡|倡导)"), True, _ENCOURAGES),
    (re.compile(r"期间，.*(?:值班|安全)|要妥善安排好值班"), False, _DUTIES),
    (re.compile(r"^各地区、各部门要抓紧"), True, _DUTIES),
    (re.compile(r"推迟开学"), False, _SCHOOLS),
    (re.compile(r"^因.{2,12}不能休假的职工"), True, _LABOUR),
    (
        re.compile(r"^(?:国务院(?:办公厅)?)?关于.*通知|^[\u4e00-\u9fff]+〔\d{4}〕\d+号$"),
        True,
        _TITLES,
    ),
    (re.compile(r"^各省、自治区、直辖市.*：$|^（此件公开发布）$"), False, _TITLES),
)


@dataclass(frozen=True)
class Fault:
    """What contradicts itself, and the sentence it stands in."""

    said: Text
    sentence: str


@dataclass(frozen=True)
class Passage:
    """Words of the notice that fixed no day: why they do not, or that they were not understood."""

    text: str
    why: Text = NOT_UNDERSTOOD
    matters: bool = False  # it names a day, or rest, or work


def festival_heading(body: str) -> tuple[str, str]:
    """The festival a sentence begins with, and the rest of it; "" where it begins with none."""
    found = HEADING.match(body)
    if found:
        return _full_names(found[1]), body[found.end() :]
    named = NAMED_ONLY.match(body)
    return (_full_names(named[1]), body[named.end() :]) if named else ("", body)


def _full_names(names: str) -> str:
    return "、".join(SHORT.get(name, name) for name in names.split("、") if name)


Range = tuple[date, date]


@dataclass
class Found:
    """What one sentence fixes."""

    spans: list[Range] = field(default_factory=list)
    work: list[date] = field(default_factory=list)
    extended: list[tuple[str, date]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    understood: bool = False
    wrong: list[Text] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return self.understood

    def rest(self, first: date, last: date) -> None:
        """Add days of rest, joined to the span before when only a weekend lies between."""
        if last < first:
            self.wrong.append(
                Text(f"{last}早于{first}", f"{last} is before {first}")
            )  # fmt: skip
            return
        for n, (begins, ends) in enumerate(self.spans):
            if begins <= first and last <= ends:
                return
            if ends < first and all(day.weekday() >= 5 for day in _between(ends, first)):
                self.spans[n] = (begins, last)
                return
        self.spans.append((first, last))

    def faults(self) -> Iterator[Text]:
        yield from self.wrong
        total = sum((last - first).days + 1 for first, last in self.spans)
        for said in self.counts:
            if self.spans and said != total:
                yield Text(
                    f"写的是{said}天，按日期数是{total}天",
                    f"It says {said} days; by its dates there are {total}",
                )
        resting = {day for first, last in self.spans for day in _days(first, last)}
        for day in self.work:
            if day.weekday() < 5:
                yield Text(
                    f"{day_text(day).zh}本来就是工作日，通知却写上班",
                    f"{day_text(day).en} is a weekday already, yet the notice says it is worked",
                )
            if day in resting:
                yield Text(f"{day}既放假又上班", f"{day} is both a day off and a day worked")


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(n)


def _between(before: date, after: date) -> Iterator[date]:
    return _days(before + timedelta(1), after - timedelta(1))


@dataclass(frozen=True)
class Clause:
    """One clause with the rule that reads it; none reads it if `rule` is None."""

    words: str
    dates: Dates
    rule: "Callable[[re.Match[str], Dates, Found], None] | None"
    match: re.Match[str] | None

    def into(self, found: Found) -> None:
        if self.rule is None or self.match is None:
            found.unread.append(self.dates.plain(self.words))
            return
        found.understood = True
        self.rule(self.match, self.dates, found)


def clauses_of(dates: Dates) -> Iterator[Clause]:
    """The clauses of a sentence in their order; what no rule knows is a clause not understood."""
    for words in re.split("[，。；！]", dates.text):
        if not words:
            continue
        for pattern, rule in RULES:
            match = pattern.match(words)
            if match:
                yield Clause(words, dates, rule, match)
                break
        else:
            yield Clause(words, dates, None, None)


def _span(match: re.Match[str], dates: Dates, found: Found) -> None:
    ends = dates.of(match[1] + match[2])
    if len(ends) == 2:
        found.rest(ends[0], ends[1])
    if match[3]:
        found.counts.append(int(match[3]))


def _single_days(match: re.Match[str], dates: Dates, found: Found) -> None:
    for day in dates.of(match[1]):
        found.rest(day, day)
    if match[2]:
        found.counts.append(int(match[2]))


def _worked(match: re.Match[str], dates: Dates, found: Found) -> None:
    found.work += dates.of(match[1])


def _resumes(match: re.Match[str], dates: Dates, found: Found) -> None:
    """Work begins again: a make-up day only if it would be a weekend."""
    found.work += [day for day in dates.of(match[1]) if day.weekday() >= 5]


def _extends(match: re.Match[str], dates: Dates, found: Found) -> None:
    found.extended += [(_full_names(match[1]), day) for day in dates.of(match[2])]


def _counts(match: re.Match[str], dates: Dates, found: Found) -> None:
    found.counts.append(int(match[1]))


def _says_nothing_more(match: re.Match[str], dates: Dates, found: Found) -> None:
    """Words that go with what was said and add no day."""


_D = "[\ue000-\uf8ff]"
_OFF = "(?:全国)?(?:放假|调休|公休|补休|休息)+"
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Dates, Found], None]], ...] = (
    (re.compile(rf"^(?:其中|从|自)?({_D})(?:起)?至({_D}){_OFF}(?:(\d+)天)?$"), _span),
    (re.compile(rf"^(?:其中)?({_D}(?:、{_D})*){_OFF}(?:(\d+)天)?$"), _single_days),
    (re.compile(rf"^(?:其中)?({_D}(?:[、和]{_D})*)(?:照常|正常)?上班$"), _worked),
    (re.compile(rf"^({_D})起(?:照常|正常|恢复)?上班$"), _resumes),
    (re.compile(rf"^(?:将)?延长(?:\d{{4}}年)?(.{{2,12}}?)假期至({_D})$"), _extends),
    (re.compile(r"^共(\d+)天$"), _counts),
    (re.compile(r"^(?:与周[末六日]连休|不调休)$"), _says_nothing_more),
)
