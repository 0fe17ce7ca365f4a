"""Questions as lines of JSON, one answer or error for each: for the command and the endpoint."""

import json
from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from typing import Any

from statute import protocol

BOM = b"\xef\xbb\xbf"
Ask = Callable[..., dict[str, Any]]
ASKED: dict[str, Ask] = {
    "due": protocol.due,
    "count": protocol.count,
    "day": protocol.day,
}


def answers(
    questions: Iterable[bytes], ask: Ask, language: str | None, *, first: int = 1
) -> Iterator[dict[str, Any]]:
    """One answer, or one error with its number, for each line that is not empty."""
    decode = json.JSONDecoder(
        object_pairs_hook=_each_key_once, parse_float=_finite, parse_constant=_finite
    ).decode
    for number, line in enumerate(questions, first):
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
