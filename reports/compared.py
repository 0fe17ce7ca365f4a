"""The same period in several years, side by side: number, change, and per cent where it says much.

A year that is still running is held against the same days of the years before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reports import timing
from reports.figures import REMEDY_KINDS, figures
from reports.scope import Scope
from statute import annual
from statute.annual import CARRIED_IN, CARRIED_OUT, RECEIVED, TOTAL
from statute.answers import FAMILIES, RESULT_CODES, family
from statute.periods import earlier, years_earlier
from statute.text import Text

MOST_YEARS = 5
SMALL = 10  # a per cent of fewer says nothing
REMEDY_NAMES = annual.REMEDY_KINDS | annual.OTHER_REMEDY_KINDS


@dataclass(frozen=True)
class Step:
    """A number, and what became of it since the column before; None where there is none."""

    number: int | Decimal | None
    change: int | Decimal | None = None
    percent: Decimal | None = None
    small: bool = False  # too few to give a per cent of


@dataclass(frozen=True)
class Line:
    """`code` says what is counted: a row of the table, family:…, remedy:…, or days:…"""

    label: Text
    steps: tuple[Step, ...]
    code: str
    depth: int = 0


@dataclass(frozen=True)
class Years:
    """The earliest scope first."""

    scopes: tuple[Scope, ...]
    lines: tuple[Line, ...]


def years_of(scope: Scope, years: int) -> tuple[Scope, ...]:
    """The scope and those of the years before it, as many in all, the earliest first.

    Raises ValueError for fewer than two or more than five.
    """
    if not 2 <= years <= MOST_YEARS:
        raise ValueError(years)
    return tuple(_back(scope, ago) for ago in range(years - 1, -1, -1))


def _back(scope: Scope, years: int) -> Scope:
    if not years:
        return scope
    as_at = years_earlier(scope.as_at, years) if scope.as_at else None
    return replace(scope, period=earlier(scope.period, years), as_at=as_at)


def compared(scope: Scope, years: int) -> Years:
    scopes = years_of(scope, years)
    columns = [_numbers(one) for one in scopes]
    lines = []
    for label, code, depth in _labels():
        numbers = [column[code] for column in columns]
        lines.append(Line(label, tuple(_steps(numbers)), code, depth))
    return Years(scopes, tuple(lines))


def _labels() -> Iterator[tuple[Text, str, int]]:
    yield Text("本期新收", "Received"), RECEIVED, 0
    yield Text("上期结转", "Carried in"), CARRIED_IN, 0
    yield Text("办结", "Closed"), TOTAL, 0
    for name in FAMILIES:
        yield FAMILIES[name], f"family:{name}", 1
    yield Text("结转下期", "Carried out"), CARRIED_OUT, 0
    yield Text("答复所用工作日（平均）", "Working days to reply (mean)"), "days:mean", 0
    yield Text("答复所用工作日（中位数）", "Working days to reply (median)"), "days:median", 0
    for kind in REMEDY_KINDS:
        yield REMEDY_NAMES[kind], f"remedy:{kind}", 0


def _numbers(scope: Scope) -> dict[str, int | Decimal | None]:
    """By the code of the line."""
    counted, taken = figures(scope), timing.days(scope)
    rows = {code: counted.total(code) for code in (RECEIVED, CARRIED_IN, TOTAL, CARRIED_OUT)}
    families = dict.fromkeys((f"family:{name}" for name in FAMILIES), 0)
    for code in RESULT_CODES:
        families[f"family:{family(code)}"] += counted.total(code)
    remedies = {f"remedy:{kind}": row[TOTAL] for kind, row in counted.remedies.items()}
    return {**rows, **families, **remedies, "days:mean": taken.mean, "days:median": taken.median}


def _steps(numbers: list[int | Decimal | None]) -> Iterator[Step]:
    before = None
    for place, number in enumerate(numbers):
        if not place or number is None or before is None:
            yield Step(number)
        else:
            yield _step(number, before)
        before = number


def _step(number: int | Decimal, before: int | Decimal) -> Step:
    change = number - before
    if isinstance(before, Decimal):
        return Step(number, change)
    if before < SMALL:
        return Step(number, change, small=True)
    return Step(number, change, round(Decimal(100 * change) / before, 1))
