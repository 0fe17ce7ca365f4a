"""Registers made from published tables: what yields the table, and neighbours it must not count.

The tables of `data/published_tables.json` are invented, in the proportions of published ones:
mostly natural persons, mostly granted or not held, every row in use.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from requests_app.states import Channel
from statute.annual import CARRIED_IN, CARRIED_OUT, COLUMNS
from statute.answers import RESULT_CODES

PUBLISHED = json.loads((Path(__file__).parent / "data" / "published_tables.json").read_text())
YEAR = 2023
REMEDY_RESULTS = ("upheld", "corrected", "other", "")  # in the order of the table; "" is pending
NAMES = {
    "natural_person": "张示例", "business": "示例建设有限公司", "research": "示例研究院",
    "public_interest": "示例环保促进会", "legal_services": "示例律师事务所",
    "other": "示例小区业主委员会",
}  # fmt: skip
SUBJECTS = (
    "某地块征收补偿方案",
    "学位论文抽检结果",
    "某项目招标文件",
    "=食堂承包合同",
    "“三公”经费\n明细",
)
Day = date | None


def register_lines(table: Mapping[str, Sequence[int]], *, law: str) -> list[list[str]]:
    """The lines of a register in which the year 2023 counts exactly this table (25 rows by 7).

    Those carried in were received in the weeks before the year, those carried out are still open
    or were closed after it. Some cases lie wholly in other years.
    """
    drawn = random.Random(YEAR)
    cases = [
        (kind, *days)
        for place, kind in enumerate(COLUMNS)
        for days in _column({row: numbers[place] for row, numbers in table.items()}, drawn)
    ]
    cases += _neighbours(len(cases) // 20 + 2)
    cases.sort(key=lambda case: case[1])
    return [_line(place, law, *case) for place, case in enumerate(cases, start=1)]


def _column(numbers: Mapping[str, int], drawn: random.Random) -> Iterator[tuple[date, Day, str]]:
    """One kind of applicant: when each case was received and closed, and with what result."""
    ends = [code for code in RESULT_CODES for _ in range(numbers[code])]
    ends += [""] * numbers[CARRIED_OUT]
    drawn.shuffle(ends)
    for place, end in enumerate(ends):
        was_there = place < numbers[CARRIED_IN]
        if end:
            yield (*_closed_in_the_year(drawn, was_there), end)
        else:
            yield _left_open(drawn, was_there)


def _closed_in_the_year(drawn: random.Random, was_there: bool) -> tuple[date, date]:
    if was_there:
        received = date(YEAR - 1, 11, 21) + timedelta(drawn.randrange(41))  # to 31 December
        return received, date(YEAR, 1, 1) + timedelta(drawn.randrange(40))
    received = date(YEAR, 1, 1) + timedelta(drawn.randrange(365))
    return received, min(received + timedelta(drawn.randrange(30)), date(YEAR, 12, 31))


def _left_open(drawn: random.Random, was_there: bool) -> tuple[date, Day, str]:
    received = date(YEAR - was_there, 12, 1) + timedelta(drawn.randrange(31))
    if drawn.random() < 0.5:
        return received, None, ""
    return received, date(YEAR + 1, 1, 1) + timedelta(drawn.randrange(40)), "partly_granted"


def _neighbours(number: int) -> list[tuple[str, date, Day, str]]:
    """Cases that are in other years' tables only."""
    before = ("natural_person", date(YEAR - 1, 6, 1), date(YEAR - 1, 12, 31), "granted")
    after = ("business", date(YEAR + 1, 1, 1), date(YEAR + 1, 1, 15), "other")
    return [before, after] * number


def _line(place: int, law: str, kind: str, received: date, closed: Day, result: str) -> list[str]:
    corrected = result == "unavailable_still_unclear" and closed
    return [
        f"{received.year}-{place}", law, Channel.values[place % len(Channel.values)], kind,
        NAMES[kind], SUBJECTS[place % len(SUBJECTS)], received.isoformat(),
        closed.isoformat() if corrected else "", closed.isoformat() if closed else "", result,
        "教务处" if place % 3 else "",
    ]  # fmt: skip


def remedy_lines(
    table: Mapping[str, Sequence[int]], lines: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Remedies against these cases that the year counts so: upheld, corrected, other, pending.

    Half of the pending ones are decided in the year that follows.
    """
    numbers = [line[0] for line in lines if line[6] < f"{YEAR}-06-01"]
    made = []
    for kind, counts in table.items():
        results = [r for r, n in zip(REMEDY_RESULTS, counts, strict=True) for _ in range(n)]
        for place, result in enumerate(results):
            decided = f"{YEAR}-12-31" if result else f"{YEAR + 1}-02-01" if place % 2 else ""
            against = numbers[len(made) % len(numbers)]
            end = result or ("corrected" if decided else "")
            made.append([against, kind, f"{YEAR}-07-03", decided, end])
    return made
