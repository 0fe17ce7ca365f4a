"""Ordinary cases, drawn by lot: the register of earlier years, and this year's replies."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from casework.register import COLUMNS
from casework.remedies_register import COLUMNS as REMEDY_COLUMNS
from web.demonstration.script import calendar, read

BEGINS = date(2024, 9, 1)  # the first school year
MOVED_IN = date(2026, 1, 4)  # the working day on which the office began to use the system
LAWS = {"u": "cn-university", "r": "cn-regulation"}
REPLY_DAYS = {"cn-university": (6, 14), "cn-regulation": (8, 19)}
CHALLENGED_UNTIL = "2025-05-01"  # so that all of it was decided before the office moved in
FIRST_NUMBER = 31  # the register of 2024 begins in the middle of its year
LATE = 40  # one case in so many is answered late
CHANNELS = ("online",) * 14 + ("counter",) * 2 + ("post",) * 2 + ("email", "fax")
QUIET = {1: 4, 2: 3, 7: 4, 8: 4}  # cases in the months of the vacations


def register(seed: int, *, small: bool) -> list[dict[str, str]]:
    """The register brought along: two thirds of a school year, then a half, all closed."""
    lot = Random(f"register {seed}")  # noqa: S311 -- made-up data, not a secret
    days = _days(lot, BEGINS, date(2025, 12, 10), a_month=9, few=24 if small else 0)
    results = _results(lot, len(days))
    rows, numbers = [], {2024: FIRST_NUMBER, 2025: 1}
    for received, result in zip(days, results, strict=True):
        rows.append(_row(lot, received, result, numbers[received.year]))
        numbers[received.year] += 1
    return rows


def remedies(rows: list[dict[str, str]], seed: int) -> list[dict[str, str]]:
    """What was challenged of the register: a few refusals, all decided."""
    lot = Random(f"remedies {seed}")  # noqa: S311 -- made-up data, not a secret
    refused = [
        row
        for row in rows
        if row["result"].startswith("refused") and row["closed_on"] < CHALLENGED_UNTIL
    ]
    reviewed = [row for row in refused if row["law"] == LAWS["r"]][:3]
    appealed = [row for row in refused if row["law"] == LAWS["u"]][:3]
    found = []
    for row, kind in [(r, "review") for r in reviewed] + [(r, "appeal") for r in appealed]:
        filed = date.fromisoformat(row["closed_on"]) + timedelta(days=lot.randint(12, 50))
        decided = filed + timedelta(days=lot.randint(35, 58))
        result = lot.choice(("upheld", "upheld", "corrected", "other"))
        found.append(_challenge(row, kind, filed, decided, result))
    if reviewed:
        filed = date.fromisoformat(found[0]["decided_on"]) + timedelta(days=10)
        decided = filed + timedelta(days=120)
        found.append(_challenge(reviewed[0], "litigation_after_review", filed, decided, "upheld"))
    return found


def write(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def stories(seed: int, *, on: date, small: bool) -> list[dict[str, Any]]:
    """This year's ordinary cases as stories: each is answered, most in time."""
    lot = Random(f"stories {seed}")  # noqa: S311 -- made-up data, not a secret
    last = calendar().previous(on, 25)
    days = _days(lot, MOVED_IN, last, a_month=5, few=4 if small else 0) if last > MOVED_IN else []
    return [_story(lot, filed, number) for number, filed in enumerate(days)]


def _days(lot: Random, first: date, last: date, *, a_month: int, few: int) -> list[date]:
    found, month = [], first.replace(day=1)
    while month <= last:
        cases = QUIET.get(month.month, a_month)
        drawn = [month + timedelta(days=lot.randint(0, 27)) for _ in range(cases)]
        found += [day for day in drawn if first <= day <= last]
        month = (month + timedelta(days=32)).replace(day=1)
    if few:
        found = lot.sample(found, min(few, len(found)))
    return sorted(found)


def _results(lot: Random, count: int) -> list[str]:
    """Every row of the table at least once where there is room, the rest by their shares."""
    shares = read("topics.toml")["shares"]
    drawn = list(shares)[:count]
    drawn += lot.choices(list(shares), weights=list(shares.values()), k=count - len(drawn))
    lot.shuffle(drawn)
    return drawn


def _row(lot: Random, received: date, result: str, number: int) -> dict[str, str]:
    subject, _document, unit, law = lot.choice(read("topics.toml")["topics"])
    people = read("applicants.toml")
    kind, name = "natural_person", lot.choice(list(people["persons"].values()))
    if lot.random() < 0.03:
        kind, name, _head = lot.choice(list(people["organisations"].values()))
    corrected, counted = _corrected(lot, result, received)
    days = _days_taken(lot, LAWS[law]) if not result.startswith("other_") else lot.randint(18, 24)
    closed = min(calendar().add(counted, days), date(2025, 12, 31))
    values = (
        f"{received.year}-{number}", LAWS[law], lot.choice(CHANNELS), kind, name, subject,
        received.isoformat(), corrected.isoformat() if corrected else "", closed.isoformat(),
        result, unit,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _corrected(lot: Random, result: str, received: date) -> tuple[date | None, date]:
    if result != "unavailable_still_unclear" and lot.random() > 0.07:
        return None, received
    corrected = calendar().add(received, lot.randint(5, 12))
    return corrected, corrected


def _days_taken(lot: Random, law: str) -> int:
    shortest, longest = REPLY_DAYS[law]
    late = lot.randrange(LATE) == 0
    return longest + lot.randint(2, 6) if late else lot.randint(shortest, longest)


def _challenge(row, kind: str, filed: date, decided: date, result: str) -> dict[str, str]:
    values = (row["number"], kind, filed.isoformat(), decided.isoformat(), result)
    return dict(zip(REMEDY_COLUMNS, values, strict=True))


def _story(lot: Random, filed: date, number: int) -> dict[str, Any]:
    said = read("topics.toml")
    replies = list(said["replies"].values())
    reply = lot.choices(replies, weights=[reply["weight"] for reply in replies])[0]
    subject, document, unit, law = reply.get("topic") or lot.choice(said["topics"])
    channel, delivery = _ways(lot)
    story = {
        "key": f"ordinary-{number}",
        "filed": filed if channel == "online" else calendar().next_working(filed),
        "applicant": _somebody(lot),
        "law": LAWS[law],
        "subject": subject,
        "description": f"请提供{subject}的有关材料，没有现成汇总的，请提供原件复印件。",
        "channel": channel,
        "delivery": delivery,
        "unit": unit,
    }
    if channel == "post":
        story["signed"] = lot.random() < 0.7
    unit_name = read("people.toml")["units"][unit][0]
    words = {"subject": subject, "document": document, "unit": unit_name, "code": unit}
    return story | {"acts": _reply(lot, reply, words, LAWS[law])}


def _ways(lot: Random) -> tuple[str, str]:
    channel = lot.choice(CHANNELS)
    paper = {"counter": "counter", "post": "post"}
    return channel, paper.get(channel, lot.choice(("online", "online", "online", "email")))


def _somebody(lot: Random) -> str:
    people = read("applicants.toml")
    return lot.choice(list(people["organisations" if lot.random() < 0.03 else "persons"]))


def _reply(lot: Random, reply, words: dict[str, str], law: str) -> list[dict[str, Any]]:
    day = _days_taken(lot, law)
    kind = reply["kind"]
    acts = []
    if "search" in reply:
        acts.append({"on": 3, "do": "search"} | _filled(reply["search"], words))
    acts.append(
        {
            "on": day, "drafted": max(4, day - lot.randint(1, 4)), "do": "notice", "kind": kind,
            "secrecy": kind == "partly_granted" or reply["item"].get("ground") == "supplied",
            "items": [_filled(reply["item"], words)], "facts": reply.get("facts", {}),
        }
    )  # fmt: skip
    return acts


def _filled(texts: dict[str, str], words: dict[str, str]) -> dict[str, str]:
    return {name: text.format(**words) for name, text in texts.items()}
