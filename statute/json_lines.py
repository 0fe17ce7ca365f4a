"""Questions as lines of JSON, one answer or error for each: for the command and the endpoint."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from statute import protocol

BOM = b"\xef\xbb\xbf"
Ask = Callable[..., dict[str, Any]]
ASKED: dict[str, Ask] = {
    "due": protocol.due,
    "count": protocol.count,
    "day": protocol.day,
}


def answers(questions: Iterable[bytes], ask: Ask, language: str | None) -> Iterator[dict[str, Any]]:
    """One answer, or one error, for each line that is not empty."""
    decode = json.JSONDecoder().decode
    for number, line in enumerate(questions, 1):
        if not line.strip():
            continue
        question: Any = None
        try:
            question = decode(line.removeprefix(BOM).decode())
            if not isinstance(question, dict):
                raise protocol.BadQuestion("不是JSON对象", "not a JSON object")
            yield ask(question, language=language)
        except protocol.BadQuestion as bad:
            asked = question.get("id") if isinstance(question, dict) else None
            yield {"id": asked, "error": getattr(bad.reason, language or "en"), "line": number}
        except (ValueError, RecursionError) as fault:
            yield {"id": None, "error": f"not JSON: {fault}", "line": number}
