"""The State Council's yearly notices: which days rest and which weekend days are worked."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from statute.text import Text

FOLDER = Path(__file__).parent / "calendars"
DAY = timedelta(days=1)

Span = tuple[Text, date, date]


@dataclass(frozen=True)
class YearNotice:
    """One notice. A later notice for the same year changes only the days it names."""

    year: int
    document: str
    url: str
    published_on: date | None
    rest: tuple[Span, ...]
    work: tuple[date, ...]
    note: Text | str = ""
    work_for: tuple[Text, ...] = ()
    verified: bool = False
    doubt: Text | None = None

    def __post_init__(self) -> None:
        for name, first, last in self.rest:
            if last < first:
                raise ValueError(
                    Text(f"{name}：{last}早于{first}", f"{name}: {last} is before {first}")
                )
        for day in self.days_named():
            if abs(day.year - self.year) > 1:
                raise ValueError(
                    Text(
                        f"{day}不在{self.year}年及其前后各一年之内",
                        f"{day} is more than a year away from {self.year}",
                    )
                )
        both = set(self.work) & set(self.rest_days())
        if both:
            raise ValueError(
                Text(f"{min(both)}既放假又上班", f"{min(both)} is both a day off and a day worked")
            )
        if self.work_for and len(self.work_for) != len(self.work):
            raise ValueError(
                Text("每个上班日须对应一个节日", "Each day worked belongs to one holiday")
            )

    def rest_days(self) -> Iterator[date]:
        for _, first, last in self.rest:
            for ordinal in range(first.toordinal(), last.toordinal() + 1):
                yield date.fromordinal(ordinal)

    def days_named(self) -> Iterator[date]:
        yield from self.rest_days()
        yield from self.work

    def festival_of_work(self, day: date) -> Text | None:
        return next((f for f, on in zip(self.work_for, self.work, strict=False) if on == day), None)


@dataclass(frozen=True)
class StatutoryDays:
    """Rest days the law itself fixes; all that is known of a year without a notice.

    `tail` is the month and day from which the next year's notice may still move a year's end.
    """

    source: str = ""
    tail: tuple[int, int] = (12, 26)
    fixed: tuple[tuple[Text, int, int], ...] = ()
    moving: Mapping[int, tuple[tuple[Text, date], ...]] = field(default_factory=dict)

    def of(self, year: int) -> dict[date, Text]:
        days = {date(year, month, day): name for name, month, day in self.fixed}
        for name, on in self.moving.get(year, ()):
            known = days.get(on)
            days[on] = Text(f"{known}、{name}", f"{known.en} and {name.en}") if known else name
        return days


def _named(names: Mapping[str, str], zh: str) -> Text:
    return Text(zh, names[zh])


def _pair(value: list[str] | None) -> Text | None:
    return Text(*value) if value else None


def read_notices(data: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[YearNotice]:
    """The notices of one year's file, in the order they were published."""
    for entry in data["notice"]:
        number = f"（{entry['number']}）" if entry["number"] else ""
        yield YearNotice(
            year=data["year"],
            document=entry["title"] + number,
            url=entry["url"],
            published_on=entry.get("published_on"),
            rest=tuple((_named(names, r["name"]), r["first"], r["last"]) for r in entry["rest"]),
            work=tuple(w["on"] for w in entry["work"]),
            work_for=tuple(_named(names, w["name"]) for w in entry["work"]),
            note=_pair(entry.get("note")) or "",
            verified=entry["verified"],
            doubt=_pair(entry.get("doubt")),
        )


@cache
def festival(zh: str, code: str = "cn") -> Text:
    """A festival by its Chinese name, with the English one where we know it."""
    statutory = tomllib.loads((FOLDER / code / "statutory.toml").read_text("utf-8"))
    return Text(zh, statutory["names"].get(zh, zh))


@cache
def read_folder(code: str) -> tuple[tuple[YearNotice, ...], StatutoryDays]:
    """Every notice and the statutory days of the calendar called `code`."""
    folder = FOLDER / code
    statutory = tomllib.loads((folder / "statutory.toml").read_text("utf-8"))
    names = statutory["names"]
    notices = tuple(
        notice
        for path in sorted(folder.glob("[0-9]*.toml"))
        for notice in read_notices(tomllib.loads(path.read_text("utf-8")), names)
    )
    return notices, StatutoryDays(
        source=statutory["source"],
        tail=(statutory["tail"][0], statutory["tail"][1]),
        fixed=tuple(
            (_named(names, zh), month, day)
            for zh, days in statutory["fixed"].items()
            for month, day in days
        ),
        moving={
            int(year): tuple((_named(names, zh), on) for zh, days in table.items() for on in days)
            for year, table in statutory["moving"].items()
        },
    )


@cache
def notice_folders() -> tuple[str, ...]:
    """Codes of the calendars that are fixed by yearly notices."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/statutory.toml")))
