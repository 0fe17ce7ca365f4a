"""Deadlines from the command line.

due, count and day read one JSON object a line and write one a line (docs/deadline-tool.md). A line
that cannot be answered gets an error of its own and the rest goes on; the exit status is then 1.
explain shows one limit day by day for people.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from math import isfinite
from typing import Any, BinaryIO, TextIO

from statute import protocol
from statute.calendar import load_calendar
from statute.clock import Clock, Facts, reply_clock
from statute.law import every_code, load_law

BOM = b"\xef\xbb\xbf"
ASKED: dict[str, Callable[..., dict[str, Any]]] = {
    "due": protocol.due,
    "count": protocol.count,
    "day": protocol.day,
}
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


def answers(
    questions: Iterable[bytes], ask: Callable[..., dict[str, Any]], language: str | None
) -> Iterator[dict[str, Any]]:
    """One answer, or one error, for each line that is not empty."""
    decode = json.JSONDecoder(
        object_pairs_hook=_each_key_once, parse_float=_finite, parse_constant=_finite
    ).decode
    for number, line in enumerate(questions, 1):
        if not line.strip():
            continue
        question: dict[str, Any] = {}
        try:
            question = _object(line, decode)
            yield ask(question, language=language)
        except protocol.BadQuestion as bad:
            error = getattr(bad.reason, language or "en")
            yield {"id": question.get("id"), "error": error, "line": number}


def _object(line: bytes, decode: Callable[[str], Any]) -> dict[str, Any]:
    try:
        question = decode(line.removeprefix(BOM).decode())
    except protocol.BadQuestion:
        raise
    except (ValueError, RecursionError) as fault:
        raise protocol.BadQuestion(f"不是JSON：{fault}", f"not JSON: {fault}") from fault
    if not isinstance(question, dict):
        raise protocol.BadQuestion("不是JSON对象", "not a JSON object")
    return question


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets the last of two keys silently win; here that would change a date."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _value in pairs]
    twice = next(name for name in names if names.count(name) > 1)
    raise protocol.BadQuestion(f"“{twice}”出现了两次", f'the key "{twice}" is given twice')


def _finite(number: str) -> float:
    """NaN and the infinities are not JSON, and could not be answered back."""
    found = float(number)
    if not isfinite(found):
        raise protocol.BadQuestion(f"{number}不是JSON的数", f"{number} is no number of JSON")
    return found


def stream(source: BinaryIO, sink: TextIO, command: str, language: str | None) -> int:
    """Answer each line as it comes; return 1 if any was an error."""
    write, flush, failed = sink.write, sink.flush, 0
    dumps = json.JSONEncoder(ensure_ascii=False).encode
    for answer in answers(source, ASKED[command], language):
        failed |= "error" in answer
        write(dumps(answer) + "\n")
        flush()
    return failed


def main(argv: Sequence[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    if args.command == "explain":
        return _explain(args)
    try:
        return stream(sys.stdin.buffer, _utf8(sys.stdout), args.command, args.language)
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
