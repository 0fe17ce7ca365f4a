"""The one case this browser has opened with its code: for half an hour, and no other."""

from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from requests_app.models import Application
from web.public import aside
from web.today import now

OPEN_FOR = timedelta(minutes=30)
CLOSED = _("请用申请编号和查询码打开您的申请。打开后半小时内有效。")
KEPT = _("半小时已过，请重新打开您的申请。您刚才写的文字已经保存，打开后接着提交；文件请重新选择。")
_IN_SESSION = "opened"


def remember(request: HttpRequest, application: Application, *, at: datetime) -> None:
    """Open this case and close any other; only what was opened by its code is ever put here."""
    request.session[_IN_SESSION] = {
        "case": application.pk, "code": _stamp(application), "at": at.isoformat(),
    }  # fmt: skip


def close(request: HttpRequest) -> None:
    request.session.pop(_IN_SESSION, None)


def current(request: HttpRequest, *, at: datetime) -> Application | None:
    """The case opened less than half an hour ago, unless its code was replaced since."""
    kept = request.session.get(_IN_SESSION)
    if kept is None or at - datetime.fromisoformat(kept["at"]) >= OPEN_FOR:
        close(request)
        return None
    found = Application.objects.select_related("applicant").filter(pk=kept["case"]).first()
    if found is None or _stamp(found) != kept["code"]:
        close(request)
        return None
    return found


def of_the_opened_case(view: Any) -> Any:
    """A view given the opened case; without one the visitor is asked for number and code."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        application = current(request, at=now())
        if application is None:
            kept = request.method == "POST" and aside.put(request)
            messages.warning(request, KEPT if kept else CLOSED)
            return redirect("public:track")
        return view(request, application, *args, **kwargs)

    return login_not_required(inner)


def _stamp(application: Application) -> str:
    """Tells one code from its successor without being the code: the end of its salted hash."""
    return application.query_code_hash[-12:]
