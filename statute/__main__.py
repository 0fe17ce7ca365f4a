"""`python -m statute explain --law cn-regulation --received 2026-02-10`: a limit, day by day."""

import argparse
from collections.abc import Sequence
from datetime import date

from statute.calendar import load_calendar
from statute.clock import Clock, Facts, reply_clock
from statute.law import codes, load_law


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m statute", description=__doc__)
    explain = parser.add_subparsers(dest="command", required=True).add_parser(
        "explain", help="the due date of a reply and the reason for every day"
    )
    explain.add_argument("--law", choices=codes(), default=codes()[0])
    explain.add_argument("--received", type=date.fromisoformat, required=True)
    explain.add_argument("--corrected", type=date.fromisoformat)
    explain.add_argument("--language", choices=("zh", "en"), default="zh")
    return parser


def lines(clock: Clock, language: str) -> list[str]:
    """The sentence, then one line a day."""
    said = [getattr(clock.sentence, language)]
    said += [getattr(article, language) for article in clock.articles]
    said += [
        f"{day.date} {day.number if day.number else '-':>3} {getattr(day.reason, language)}"
        for day in clock.days
    ]
    return said


def main(argv: Sequence[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    facts = Facts(args.received, corrected_on=args.corrected)
    clock = reply_clock(
        facts, law=load_law(args.law), calendar=load_calendar("cn"), on=args.received
    )
    print("\n".join(lines(clock, args.language)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
