"""Deadlines from the command line.

due, count and day read one JSON object a line and write one a line (docs/deadline-tool.md). A line
that cannot be answered gets an error of its own and the rest goes on; the exit status is then 1.
explain shows one limit day by day for people.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import TextIO

from statute.calendar import load_calendar
from statute.clock import Clock, Facts, reply_clock
from statute.law import every_code, load_law
from statute.stream import Stream

HELP = {
    "due": "due dates, with every other limit and the reason for every day",
    "count": "how many working days lie between two days",
    "day": "whether a day is worked, and why",
}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m statute", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, said in HELP.items():
        command = commands.add_parser(name, help=said)
        command.add_argument(
            "--jobs",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="processes for a long stream (as many as there are processors)",
        )
        command.add_argument("--language", choices=("zh", "en"), help="of reasons and errors")
    explain = commands.add_parser(
        "explain", help="the due date of a reply and the reason for every day"
    )
    explain.add_argument("--law", choices=every_code(), default=every_code()[0])
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


def _explain(args: argparse.Namespace) -> int:
    facts, law = Facts(args.received, corrected_on=args.corrected), load_law(args.law)
    calendar = load_calendar(law.calendar.value)
    clock = reply_clock(facts, law=law, calendar=calendar, on=args.received)
    print("\n".join(lines(clock, args.language)))
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    if args.command == "explain":
        return _explain(args)
    sink = _utf8(sys.stdout)
    try:
        return Stream(sys.stdin.buffer, sink, args.command, args.language, args.jobs).run()
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the answers has enough of them
        return 1


def _utf8(sink: TextIO) -> TextIO:
    """JSON is UTF-8 whatever the terminal is set to; half a surrogate goes back escaped."""
    return open(
        sink.fileno(),
        "w",
        encoding="utf-8",
        errors="backslashreplace",
        newline="\n",
        closefd=False,
    )


if __name__ == "__main__":
    raise SystemExit(main())
