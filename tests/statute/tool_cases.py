"""Questions to ask the tool: drawn at random from a seed, or every one of a kind."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

UNITS = ("working_day", "calendar_day", "calendar_month")
ROLLS = ("as_is", "next_working_day")
FIRST, LAST = date(2010, 1, 1).toordinal(), date(2026, 12, 31).toordinal()


def rule(draw: Random) -> dict:
    unit = draw.choice(UNITS)
    found = {"unit": unit, "amount": draw.randint(1, 6 if unit == "calendar_month" else 45)}
    if draw.random() < 0.5:
        found["receipt"] = draw.choice(ROLLS)
    if draw.random() < 0.5:
        found["first_day"] = draw.choice(("day_after", "same_day"))
    if draw.random() < 0.5:
        found["end"] = draw.choice(ROLLS)
    return found


def calendar(draw: Random, received: date) -> dict:
    """A small calendar around the receipt: odd weeks, loose holidays, weekends worked."""
    days = [received + timedelta(days=draw.randint(-20, 150)) for _ in range(draw.randint(0, 14))]
    rest = sorted(draw.sample(range(7), draw.randint(0, 4)))
    half = draw.randint(0, len(days))
    worked = sorted({day.isoformat() for day in days[half:]})
    found = {
        "rest_weekdays": rest,
        "holidays": sorted({day.isoformat() for day in days[:half]} - set(worked)),
        "working_weekends": worked,
    }
    if draw.random() < 0.5:
        first = received.year - draw.randint(-1, 2)
        found["years"] = list(range(first, first + draw.randint(1, 4)))
    return found


def instant(draw: Random, day: date) -> str:
    offset = draw.choice(("Z", "+08:00", "-05:00", "+05:30", "+14:00", "-11:00"))
    return f"{day}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}:00{offset}"


def events(draw: Random, received: date, unit: str) -> list[dict]:
    def later(most: int) -> date:
        return received + timedelta(days=draw.randint(-1 if draw.random() < 0.02 else 0, most))

    found: list[dict] = []
    for _ in range(draw.choice((0, 0, 0, 1, 1, 2))):
        found.append({"kind": "corrected", "on": str(later(60))})
    for _ in range(draw.choice((0, 0, 1, 1, 2, 3, 4))):
        since = later(80)
        found.append({"kind": "suspended", "since": str(since)})
        if draw.random() < 0.93:
            found[-1]["until"] = str(since + timedelta(days=draw.randint(0, 40)))
    if draw.random() < 0.35:
        by = draw.randint(1, 3 if unit == "calendar_month" else 25)
        found.append({"kind": "extended", "by": by})
        if draw.random() < 0.2:
            found[-1] = {"kind": "extended", "until": str(later(150))}
        elif draw.random() < 0.4:
            found[-1]["on"] = str(later(60))
    draw.shuffle(found)
    return found


def question(seed: int) -> dict:
    """Any question at all of which the protocol says what the answer is."""
    draw = Random(seed)
    received = date.fromordinal(draw.randint(FIRST, LAST))
    asked: dict = {"id": seed}
    if draw.random() < 0.3:
        asked["law"] = draw.choice(("cn-regulation", "cn-university"))
        unit = "working_day"
    else:
        asked["rule"] = rule(draw)
        unit = asked["rule"]["unit"]
    asked["calendar"] = "cn" if draw.random() < 0.5 else calendar(draw, received)
    asked["events"] = events(draw, received, unit)
    asked["received"] = str(received)
    if draw.random() < 0.2:
        asked["received"] = instant(draw, received)
        asked["time_zone"] = draw.choice(("Asia/Shanghai", "America/New_York", "Pacific/Apia"))
    return asked


PAUSES = (
    [],
    [(3, 9)],
    [(0, 12), (5, 20)],
    [(2, 4), (4, 30), (45, 46)],
)


def every_start(first: date, last: date, amounts: tuple[int, ...]) -> Iterator[dict]:
    """Every day of receipt, every amount, and each pattern of pauses in turn."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        received = date.fromordinal(ordinal)
        for place, amount in enumerate(amounts):
            pauses = PAUSES[(ordinal + place) % len(PAUSES)]
            yield {
                "id": f"{received}+{amount}",
                "rule": {"unit": "working_day", "amount": amount},
                "calendar": "cn",
                "received": str(received),
                "events": [
                    {
                        "kind": "suspended",
                        "since": str(received + timedelta(days=since)),
                        "until": str(received + timedelta(days=until)),
                    }
                    for since, until in pauses
                ],
            }


def edges() -> Iterator[dict]:
    """What a draw seldom meets: firsts of months, each day to tell an extension, a year's end."""
    for month in range(1, 13):
        rule = {"unit": "calendar_month", "amount": 1 + month % 2, "first_day": "same_day"}
        for day in ("01", "02", "28"):
            yield {"rule": rule, "calendar": "cn", "received": f"2026-{month:02}-{day}"}
    working = {"unit": "working_day", "amount": 10}
    for n in range(25):
        told = str(date(2026, 3, 2) + timedelta(days=n))
        extended = {"kind": "extended", "by": 5, "on": told}
        yield {"rule": working, "calendar": "cn", "received": "2026-03-02", "events": [extended]}
    for n in range(1, 25):
        rule = {"unit": "calendar_day", "amount": n}
        for calendar in ("cn", {"years": [2025, 2026]}, {"years": [2027]}, {}):
            yield {"rule": rule, "calendar": calendar, "received": "2026-12-10"}
