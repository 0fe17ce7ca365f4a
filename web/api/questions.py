"""The body of a request as questions, and how much one request may ask."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from statute.asked import BadQuestion, Calendars
from statute.json_lines import ASKED, answers

JSON = "application/json"
LINES = ("application/x-ndjson", "application/jsonl")
MOST_BYTES = 256 * 1024
MOST_LINES = 1_000
# What costs most: a calendar listed in the question has to be built, an explanation is long.
MOST_LISTED = 20
MOST_EXPLAINED = 5_000


class Refused(Exception):
    """A body that is not read: the HTTP status, and what to do instead."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(reason)


class Body(NamedTuple):
    questions: list[bytes]
    by_line: bool


def body_of(request: HttpRequest) -> Body:
    """One question, or one a line. Raises Refused for another type or too much."""
    charset = request.content_params.get("charset", "utf-8").lower()
    if request.content_type not in (JSON, *LINES) or charset not in ("utf-8", "utf8"):
        raise Refused(
            415, _("请用%(types)s，UTF-8编码") % {"types": _("、").join((JSON, LINES[0]))}
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES or len(request.body) > MOST_BYTES:
        raise Refused(413, _("一次最多%(n)s字节") % {"n": MOST_BYTES})
    if request.content_type == JSON:
        return Body([request.body], by_line=False)
    lines = request.body.split(b"\n")
    if sum(map(bool, map(bytes.strip, lines))) > MOST_LINES:
        raise Refused(413, _("一次最多%(n)s行") % {"n": MOST_LINES})
    return Body(lines, by_line=True)


def answered(
    body: Body, command: str, *, language: str | None, calendars: Calendars
) -> list[dict[str, Any]]:
    """An answer or an error for each question, as `python -m statute` gives them."""
    ask = _Measured(command, calendars)
    return list(answers(body.questions, ask, language))


class _Measured:
    """A command of the tool that refuses what would cost too much in one request."""

    def __init__(self, command: str, calendars: Calendars) -> None:
        self.ask, self.calendars = ASKED[command], calendars
        self.listed = self.explained = 0

    def __call__(self, question: dict[str, Any], *, language: str | None) -> dict[str, Any]:
        self.listed += isinstance(question.get("calendar"), dict)
        if self.listed > MOST_LISTED:
            raise BadQuestion(
                f"一次最多列出{MOST_LISTED}个日历",
                f"at most {MOST_LISTED} listed calendars at once",
            )
        if question.get("explain") and self.explained > MOST_EXPLAINED:
            raise BadQuestion(
                f"一次最多逐日说明{MOST_EXPLAINED}天",
                f"at most {MOST_EXPLAINED} days are explained at once",
            )
        answer = self.ask(question, language=language, calendars=self.calendars)
        self.explained += len(answer.get("explanation", ()))
        return answer
