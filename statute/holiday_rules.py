"""Holidays fixed by rule, for places that announce no working year.

One file for each calendar, `statute/calendars/<code>.toml`: every rule names the day in both
languages and the law it comes from. Dates outside the years that were checked follow from the
same rules and are provisional: a one-off day may still be proclaimed.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from statute.recurring import OBSERVED, WHEN, When
from statute.text import Text

FOLDER = Path(__file__).parent / "calendars"


@dataclass(frozen=True)
class RuleHoliday:
    """Why a day is a holiday: its name and the law that makes it one."""

    name: Text
    source: str


@dataclass(frozen=True)
class Rule:
    """One holiday of every year in force, and where it goes when it meets the weekend."""

    name: Text
    source: str
    when: When
    observed: str = "as_is"
    from_year: int = 0
    until_year: int = 9999
    moved: Mapping[int, date] | None = None

    def holiday(self) -> RuleHoliday:
        return RuleHoliday(self.name, self.source)

    def in_year(self, year: int) -> date | None:
        """Its day in that year, unless it is not kept then."""
        if not self.from_year <= year <= self.until_year:
            return None
        return (self.moved or {}).get(year) or self.when.in_year(year)

    def substitute(self) -> RuleHoliday:
        """The weekday kept in place of a weekend."""
        return RuleHoliday(Text(f"{self.name.zh}补假", f"{self.name.en} (observed)"), self.source)


@dataclass(frozen=True)
class RuleCalendar:
    """A calendar of holidays fixed by rule.

    `rest_weekdays` counts from Monday, which is 0. `published` is the years whose dates were
    checked against the statute or an official list; `doubt` says what was not.
    """

    code: str
    title: Text
    language: str
    time_zone: str
    rest_weekdays: frozenset[int]
    published: range
    source: str
    doubt: Text | None
    rules: tuple[Rule, ...]
    once: tuple[tuple[date, RuleHoliday], ...]
    parts: tuple["RuleCalendar", ...]

    def holidays(self, year: int) -> dict[date, RuleHoliday]:
        """Every holiday of the year in order, those of the parts with it.

        A holiday on a weekend is named too, beside the weekday that makes up for it.
        """
        found: dict[date, RuleHoliday] = {}
        for part in self.parts:
            _join(found, part.holidays(year).items())
        # New Year's Day on a Saturday may be kept in the year before.
        own = (pair for near in (year, year + 1) for pair in self._of_rules(near))
        _join(found, (pair for pair in own if pair[0].year == year))
        return dict(sorted(found.items()))

    def _of_rules(self, year: int) -> Iterator[tuple[date, RuleHoliday]]:
        kept = [(day, rule) for rule in self.rules if (day := rule.in_year(year))]
        once = [(day, holiday) for day, holiday in self.once if day.year == year]
        taken = {day for day, _ in kept} | {day for day, _ in once}
        yield from ((day, rule.holiday()) for day, rule in kept)
        yield from once
        for day, rule in sorted(kept, key=lambda pair: pair[0]):
            instead = OBSERVED[rule.observed](day, taken)
            if instead is not None:
                taken.add(instead)
                yield instead, rule.substitute()


def _join(
    found: dict[date, RuleHoliday], more: Iterable[tuple[date, RuleHoliday]]
) -> dict[date, RuleHoliday]:
    """Two holidays on one day keep both names; the same name is said once."""
    for day, holiday in more:
        known = found.get(day)
        if known is None:
            found[day] = holiday
        elif holiday.name.en not in known.name.en:
            found[day] = RuleHoliday(
                Text(
                    f"{known.name.zh}、{holiday.name.zh}", f"{known.name.en} and {holiday.name.en}"
                ),
                known.source
                if holiday.source == known.source
                else f"{known.source}; {holiday.source}",
            )
    return found


def _when(on: Mapping[str, int]) -> When:
    kind = WHEN.get(frozenset(on))
    if kind is None:
        raise ValueError(f"no kind of rule has {', '.join(on)}")
    return kind(**on)


def _rule(entry: Mapping[str, Any], sources: Mapping[str, str]) -> Rule:
    observed = entry.get("observed", "as_is")
    if observed not in OBSERVED:
        raise ValueError(f"a holiday is not observed {observed}")
    return Rule(
        name=Text(*entry["name"]),
        source=sources[entry["source"]],
        when=_when(entry["on"]),
        observed=observed,
        from_year=entry.get("from_year", 0),
        until_year=entry.get("until_year", 9999),
        moved={int(year): day for year, day in entry.get("moved", {}).items()},
    )


def _once(entry: Mapping[str, Any], sources: Mapping[str, str]) -> tuple[date, RuleHoliday]:
    return entry["on"], RuleHoliday(Text(*entry["name"]), sources[entry["source"]])


def parse_rules(text: str) -> RuleCalendar:
    """A calendar from the text of its file."""
    data = tomllib.loads(text)
    sources = data.get("sources", {})
    first, last = data["published"]
    return RuleCalendar(
        code=data["code"],
        title=Text(*data["title"]),
        language=data["language"],
        time_zone=data["time_zone"],
        rest_weekdays=frozenset(data["rest_weekdays"]),
        published=range(first, last + 1),
        source=data["source"],
        doubt=Text(*data["doubt"]) if "doubt" in data else None,
        rules=tuple(_rule(entry, sources) for entry in data.get("rule", ())),
        once=tuple(_once(entry, sources) for entry in data.get("once", ())),
        parts=tuple(read_rules(code) for code in data.get("includes", ())),
    )


@cache
def rule_codes() -> tuple[str, ...]:
    """Codes of the calendars fixed by rule."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def read_rules(code: str) -> RuleCalendar:
    """The calendar of this code; ValueError when there is none."""
    if code not in rule_codes():
        raise ValueError(Text(f"没有名为{code}的日历", f"There is no calendar named {code}"))
    return parse_rules((FOLDER / f"{code}.toml").read_text("utf-8"))
