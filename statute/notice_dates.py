"""Dates as a holiday notice writes them, months and years left out, weekdays in brackets."""

import re
from datetime import date

from statute.text import Text, day_text

DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号](?:（([^（）]*)）)?")
WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日])")
_NUMERAL = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
_SIGNED = re.compile(r"^(?:国务院(?:办公厅)?)?(\d{4})年(\d{1,2})月(\d{1,2})日$")
_SIGNED_IN_WORDS = re.compile(
    r"^(?:国务院(?:办公厅)?)?([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月"
    r"([一二三四五六七八九十]{1,3})日$"
)


def signature(sentence: str) -> date | None:
    """The day a notice was signed, if that is all the sentence says."""
    found = _SIGNED.match(sentence)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    words = _SIGNED_IN_WORDS.match(sentence)
    if words is None:
        return None
    year = int("".join(str(_NUMERAL[c]) for c in words[1]))
    return _day(year, _counted(words[2]), _counted(words[3]))


def _counted(words: str) -> int:
    """One to thirty-one as it is written: 七, 十二, 二十, 三十一."""
    tens, ten, ones = words.rpartition("十")
    return (_NUMERAL[tens] if tens else 1 if ten else 0) * 10 + (_NUMERAL[ones] if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Dates:
    """The dates of a sentence, each replaced by one private character, with what they mean.

    A month or a year left out is the one before it in the same sentence; a year left out is the
    notice's. December in an item on New Year's Day is of the year before.
    """

    FIRST = 0xE000

    def __init__(self, body: str, *, year: int | None, festival: str) -> None:
        self.year, self.new_year = year, "元旦" in festival
        self.days: list[date | None] = []
        self.written: list[str] = []
        self.faults: list[Text] = []
        self._last: tuple[int | None, int | None] = (year, None)
        self.text = DATE.sub(self._put, body)

    def _put(self, found: re.Match[str]) -> str:
        year, month = self._year_and_month(found[1], found[2])
        self._last = (year, month)
        day = _day(year, month, int(found[3])) if year and month else None
        if day is None:
            self.faults.append(
                Text(f"“{found[0]}”不是日期", f"“{found[0]}” is not a date")
            )  # fmt: skip
        elif found[4]:
            self._check_weekday(day, found[4])
        self.days.append(day)
        self.written.append(found[0])
        return chr(self.FIRST + len(self.days) - 1)

    def _year_and_month(self, year: str | None, month: str | None) -> tuple[int | None, int | None]:
        if month is None:
            return self._last
        if year:
            return int(year), int(month)
        before = self.new_year and int(month) >= 11 and self.year is not None
        return (self.year - 1 if before and self.year else self.year), int(month)

    def _check_weekday(self, day: date, note: str) -> None:
        found = WEEKDAY.search(note)
        if found and WEEKDAYS[day.weekday()] != found[1]:
            true = WEEKDAYS[day.weekday()]
            self.faults.append(
                Text(
                    f"{day_text(day).zh}是星期{true}，通知里写的是星期{found[1]}",
                    f"{day_text(day).en} is a {day:%A}; the notice says “{found[0]}”",
                )
            )

    def of(self, marks: str) -> list[date]:
        """The days that these private characters stand for, those that are no date left out."""
        found = (self.days[ord(c) - self.FIRST] for c in marks if ord(c) >= self.FIRST)
        return [day for day in found if day is not None]

    def plain(self, marked: str) -> str:
        """The words again as they were written."""
        return "".join(
            self.written[ord(c) - self.FIRST] if self.FIRST <= ord(c) < 0xF900 else c
            for c in marked
        )
