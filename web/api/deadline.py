"""`python -m statute` over HTTP: the same questions and answers, in the office's own calendar.

Public arithmetic without side effects: it reads no cookie and sets none. So any site may let its
visitors' browsers ask (CORS), and there is no session for a forged request to use.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from records import throttle
from statute.calendar import calendar_codes
from statute.json_lines import ASKED
from statute.law import every_code, load_law
from web.api.questions import (
    JSON,
    LINES,
    MOST_BYTES,
    MOST_EXPLAINED,
    MOST_LINES,
    MOST_LISTED,
    Refused,
    answered,
    body_of,
)  # fmt: skip
from web.calendars import calendars_in_force
from web.today import now

SCHEMAS = settings.BASE_DIR / "docs" / "schemas"
MINUTE = timedelta(minutes=1)
AN_HOUR = 3600
View = Callable[..., HttpResponse]


def _for_programs(*methods: str) -> Callable[[View], View]:
    """Errors in JSON and in the reader's language; asked from any site; nobody is signed in."""

    def decorate(view: View) -> View:
        @login_not_required
        # No cookie is read, so there is no authority a forged request could borrow.
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            language = _language(request)
            with override("zh-hans" if language == "zh" else "en"):
                response = _dispatch(view, methods, request, **kwargs)
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Content-Language"] = "zh-CN" if language == "zh" else "en"
            patch_vary_headers(response, ("Accept-Language",))
            return response

        return answer

    return decorate


def _dispatch(
    view: View, methods: tuple[str, ...], request: HttpRequest, **kwargs: Any
) -> HttpResponse:
    if not settings.DEADLINE_API_PER_MINUTE:
        return _error(404, _("这个接口没有开放"))
    if request.method == "OPTIONS":
        return _preflight(methods)
    if request.method not in methods:
        response = _error(405, _("请用%(methods)s") % {"methods": _("、").join(methods)})
        response.headers["Allow"] = ", ".join((*methods, "OPTIONS"))
        return response
    try:
        return view(request, **kwargs)
    except Refused as refusal:
        return _error(refusal.status, refusal.reason)


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    """What a browser asks before it lets another site's script ask."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(methods),
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": str(AN_HOUR),
        },
    )


def _language(request: HttpRequest) -> str | None:
    """zh or en, whichever the reader prefers; None leaves it to the question and its calendar."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code[:2] for code, _q in wanted if code[:2] in ("zh", "en")), None)


@_for_programs("POST")
def ask(request: HttpRequest, command: str) -> HttpResponse:
    """One JSON object, or one a line. Answers are not kept by caches: what is provisional moves."""
    if command not in ASKED:
        return _error(404, _("没有这个问题；有：%(known)s") % {"known": _("、").join(ASKED)})
    if wait := _wait(request):
        response = _error(429, _("问得太快，请过%(n)s秒再问") % {"n": wait})
        response.headers["Retry-After"] = str(wait)
        return response
    body = body_of(request)
    found = answered(body, command, language=_language(request), calendars=calendars_in_force())
    if body.by_line:
        return HttpResponse(b"".join(_encoded(each) + b"\n" for each in found), LINES[0])
    if not found:
        return _error(400, _("没有问题：请送来一个JSON对象"))
    answer = {key: value for key, value in found[0].items() if key != "line"}
    return _json(answer, status=400 if "error" in answer else 200)


def _wait(request: HttpRequest) -> int:
    """How many seconds this address has to wait; 0 if it may ask now."""
    bucket = f"deadline:address:{request.META.get('REMOTE_ADDR', '')}"
    at, limit = now(), settings.DEADLINE_API_PER_MINUTE
    if throttle.hit(bucket, at=at, limit=limit, per=MINUTE):
        return 0
    again = throttle.open_again_at(bucket, at=at, limit=limit, per=MINUTE)
    return max(1, -(-(again - at) // timedelta(seconds=1)))


@_for_programs("GET", "HEAD")
@conditional_page
def about(request: HttpRequest) -> HttpResponse:
    """What may be asked, of which laws and calendars, and how much at once."""
    find = calendars_in_force()
    description = {
        "about": _("依申请公开的期限：最后一日、工作日数、某日是否工作，理由逐日说明"),
        "page": _address("public:deadline"),
        "ask": {
            command: {
                "post": _address("api:ask", command),
                "question": _address("api:deadline_schema", f"{command}-question"),
                "answer": _address("api:deadline_schema", f"{command}-answer"),
            }
            for command in ASKED
        },
        "types": [JSON, LINES[0]],
        "most": {
            "requests_a_minute": settings.DEADLINE_API_PER_MINUTE, "lines": MOST_LINES,
            "bytes": MOST_BYTES, "listed_calendars": MOST_LISTED, "days_explained": MOST_EXPLAINED,
        },
        "laws": {code: load_law(code).title._asdict() for code in every_code()},
        "calendars": {
            code: find(code).title._asdict() | {"version": find(code).version}
            for code in calendar_codes()
        },
    }  # fmt: skip
    return _kept(_json(description))


def _address(name: str, *args: str) -> str:
    return settings.PUBLIC_ADDRESS + reverse(name, args=args)


@_for_programs("GET", "HEAD")
@conditional_page
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """A JSON Schema as it lies beside the tool."""
    known = {path.stem: path for path in SCHEMAS.glob("*.json")}
    if name not in known:
        return _error(
            404, _("没有这个模式；有：%(known)s") % {"known": _("、").join(sorted(known))}
        )
    return _kept(HttpResponse(known[name].read_bytes(), "application/schema+json"))


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    return response


def _error(status: int, reason: str) -> HttpResponse:
    return _json({"error": reason}, status=status)


def _json(content: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(_encoded(content), f"{JSON}; charset=utf-8", status)


def _encoded(content: Any) -> bytes:
    """Half a pair of surrogates in an id is given back escaped, as it came."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
