"""What a question says, read and checked: its days, its calendar, its law or rule."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from statute.calendar import GivenCalendar, WorkingCalendar, load_calendar
from statute.counting import AS_IS, DAY_AFTER, NEXT_WORKING_DAY, SAME_DAY, UNITS, Rule
from statute.day_table import YEARS, AddedTo, OutsideCalendar
from statute.law import Law, LawError, load_law, ruled_law
from statute.text import Text

CALENDAR_KEYS = frozenset({"base", "rest_weekdays", "holidays", "working_weekends", "years"})
RULE_KEYS = frozenset({"unit", "amount", "receipt", "first_day", "end"})
LANGUAGES = ("zh", "en")
Calendars = Callable[[str], WorkingCalendar]
MOST = 100_000  # days or months: longer than any calendar reaches


class BadQuestion(ValueError):
    """A question that cannot be answered; `reason` says what to mend, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.reason = Text(zh, en)
        super().__init__(en)


def unknown_keys(given: Mapping[str, Any], known: frozenset[str], zh: str, en: str) -> None:
    """Refuse a key nobody reads: a misspelt one would silently change the answer."""
    if given.keys() <= known:
        return
    name = next(key for key in given if key not in known)
    raise BadQuestion(
        f"{zh}中没有名为“{name}”的一项（可有：{'、'.join(sorted(known))}）",
        f'{en} has no key "{name}" (there are: {", ".join(sorted(known))})',
    )


class Reader:
    """Reads days: a date, or an instant with its offset, which is a date in a time zone."""

    def __init__(self, time_zone: Any, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        if not isinstance(time_zone, str | None):
            raise _no_zone(time_zone)
        self.zone = _zone(time_zone) if time_zone is not None else None

    def day(self, given: Mapping[str, Any], name: str) -> date:
        """The day under this name. Raises BadQuestion if it is missing or no day."""
        found = self.day_if_any(given, name)
        if found is None:
            raise BadQuestion(f"缺少{name}", f"{name} is missing")
        return found

    def day_if_any(self, given: Mapping[str, Any], name: str) -> date | None:
        value = given.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise _no_day(name, value)
        found = day_of(value, name) if len(value) == 10 else self._local(value, name)
        if found.year not in YEARS:
            raise BadQuestion(*OutsideCalendar(found).reason)
        return found

    def _local(self, value: str, name: str) -> date:
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            raise _no_day(name, value) from None
        if instant.tzinfo is None:
            raise BadQuestion(
                f"{name}的时刻{value}没有时差，如+08:00",
                f"{name}: the instant {value} has no offset, such as +08:00",
            )
        zone = self.zone or (_zone(self.calendar.time_zone) if self.calendar.time_zone else None)
        if zone is None:
            raise BadQuestion(
                f"{name}是一个时刻，须写明time_zone，如Asia/Shanghai",
                f"{name} is an instant: say in which time_zone, such as Asia/Shanghai",
            )
        try:
            return instant.astimezone(zone).date()
        except OverflowError:
            raise _no_day(name, value) from None

    def truth(self, given: Mapping[str, Any], name: str) -> bool:
        value = given.get(name, False)
        if not isinstance(value, bool):
            raise BadQuestion(f"{name}须是true或者false", f"{name} must be true or false")
        return value

    def language(self, wanted: Any, otherwise: str | None) -> str:
        if wanted is None:
            return otherwise or self.calendar.language
        if wanted not in LANGUAGES:
            raise BadQuestion("language须是zh或者en", "language must be zh or en")
        return str(wanted)


def _no_day(name: str, value: Any) -> BadQuestion:
    return BadQuestion(
        f"{name}不是日期：{value!r}（应如2026-03-02）",
        f"{name} is no date: {value!r} (such as 2026-03-02)",
    )


@lru_cache(maxsize=4096)
def day_of(value: str, name: str) -> date:
    """A date as YYYY-MM-DD. Raises BadQuestion."""
    try:
        if value[4] != "-" or value[7] != "-":
            raise _no_day(name, value)
        return date.fromisoformat(value)
    except (ValueError, IndexError) as fault:
        raise _no_day(name, value) from fault


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _no_zone(name) from None


def _no_zone(name: Any) -> BadQuestion:
    return BadQuestion(f"没有名为{name!r}的时区", f"there is no time zone called {name!r}")


def calendar_of(
    given: Any, *, default: str = "", calendars: Calendars = load_calendar
) -> WorkingCalendar:
    """A calendar by its name, or as it is listed. Raises BadQuestion.

    `calendars` finds one by its name and raises ValueError for a name it does not know: by default
    those shipped; an office that keeps its own gives those.
    """
    if given is None and default:
        given = default
    if isinstance(given, str):
        try:
            return calendars(given)
        except ValueError as unknown:
            raise _told(unknown) from None
    if isinstance(given, Mapping):
        unknown_keys(given, CALENDAR_KEYS, "calendar", "calendar")
        if "base" in given:
            return _added_to(given, calendars)
        return _listed(
            _numbers(given.get("rest_weekdays", [5, 6]), "rest_weekdays", range(7)),
            _texts(given.get("holidays", []), "holidays"),
            _texts(given.get("working_weekends", []), "working_weekends"),
            None
            if given.get("years") is None
            else _numbers(given["years"], "years", range(1, 10_000)),
        )
    raise BadQuestion(
        '须写明calendar：名称如"cn"，或者列出的日子',
        'calendar is missing: a name such as "cn", or the days as an object',
    )


def _added_to(given: Mapping[str, Any], calendars: Calendars) -> WorkingCalendar:
    """A calendar by name with days of one's own."""
    if not isinstance(given["base"], str):
        raise BadQuestion("calendar.base须是名称", "calendar.base must be a name")
    if given.keys() & {"rest_weekdays", "years"}:
        raise BadQuestion(
            "写明base的，rest_weekdays和years随它", "rest_weekdays and years are those of the base"
        )
    return _kept_addition(
        calendar_of(given["base"], calendars=calendars),
        _texts(given.get("holidays", []), "holidays"),
        _texts(given.get("working_weekends", []), "working_weekends"),
    )


@lru_cache(maxsize=64)
def _kept_addition(
    base: WorkingCalendar, holidays: tuple[str, ...], working_weekends: tuple[str, ...]
) -> WorkingCalendar:
    try:
        return AddedTo(
            base,
            [day_of(text, "holidays") for text in holidays],
            [day_of(text, "working_weekends") for text in working_weekends],
        )
    except BadQuestion:
        raise
    except ValueError as fault:
        raise _told(fault) from None


def _numbers(given: Any, name: str, allowed: range) -> tuple[int, ...]:
    if isinstance(given, list) and all(type(n) is int and n in allowed for n in given):
        return tuple(given)
    raise BadQuestion(
        f"{name}须是{allowed.start}至{allowed.stop - 1}之间整数的数组",
        f"{name} must be a list of whole numbers from {allowed.start} to {allowed.stop - 1}",
    )


def _texts(given: Any, name: str) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(text, str) for text in given):
        return tuple(given)
    raise BadQuestion(f"{name}须是日期的数组", f"{name} must be a list of dates")


@lru_cache(maxsize=256)
def _listed(
    rest_weekdays: tuple[int, ...],
    holidays: tuple[str, ...],
    working_weekends: tuple[str, ...],
    years: tuple[int, ...] | None,
) -> WorkingCalendar:
    try:
        return GivenCalendar(
            (day_of(text, "holidays") for text in holidays),
            (day_of(text, "working_weekends") for text in working_weekends),
            rest_weekdays=rest_weekdays,
            years=years,
        )
    except BadQuestion:
        raise
    except ValueError as fault:
        raise _told(fault) from None


def _told(fault: ValueError) -> BadQuestion:
    said = fault.args[0]
    return BadQuestion(*(said if isinstance(said, Text) else (str(said), str(said))))


def law_of(question: Mapping[str, Any]) -> Law:
    """The law a question names, as it settles it; or the rule it gives. Raises BadQuestion."""
    law, rule = question.get("law"), question.get("rule")
    if (law is None) is (rule is None):
        raise BadQuestion("law和rule须有且只有一个", "give either law or rule, and one only")
    if rule is not None:
        if "settings" in question:
            raise BadQuestion("settings只用于law", "settings go with a law, not with a rule")
        return ruled_law(_rule(rule))
    settings = question.get("settings", {})
    if not isinstance(law, str):
        raise BadQuestion("law须是法规的代码", "law must be the code of a law")
    if not isinstance(settings, Mapping):
        raise BadQuestion("settings须是对象", "settings must be an object")
    try:
        found = load_law(law)
        return found.configured(settings) if settings else found
    except LawError as fault:
        raise _told(fault) from None


def _rule(given: Any) -> Rule:
    if not isinstance(given, Mapping):
        raise BadQuestion("rule须是对象", "rule must be an object")
    unknown_keys(given, RULE_KEYS, "rule", "rule")
    amount = given.get("amount")
    if type(amount) is not int or not 1 <= amount <= MOST:
        raise BadQuestion("rule.amount须是正整数", "rule.amount must be a whole number from 1")
    return _kept_rule(
        _one_of(given.get("unit"), UNITS, "rule.unit"),
        amount,
        _one_of(given.get("receipt", AS_IS), (AS_IS, NEXT_WORKING_DAY), "rule.receipt"),
        _one_of(given.get("first_day", DAY_AFTER), (DAY_AFTER, SAME_DAY), "rule.first_day"),
        _one_of(given.get("end", AS_IS), (AS_IS, NEXT_WORKING_DAY), "rule.end"),
    )


@lru_cache(maxsize=1024)
def _kept_rule(unit: str, amount: int, receipt: str, first_day: str, end: str) -> Rule:
    return Rule(unit, amount, receipt, first_day, end)


def _one_of(value: Any, allowed: Iterable[str], name: str) -> str:
    if isinstance(value, str) and value in allowed:
        return value
    raise BadQuestion(
        f"{name}须是{'、'.join(allowed)}之一", f"{name} must be one of {', '.join(allowed)}"
    )
