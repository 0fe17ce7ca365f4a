"""Following a case: number and code by POST, slowed down, one answer for everything wrong."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from casework import filing
from records.refusals import Refusal
from web.public import aside, filed, opened
from web.public.forms import Track
from web.today import now

TOO_MANY = 429


@sensitive_post_parameters("code")
@login_not_required
def track(request: HttpRequest) -> HttpResponse:
    form = Track(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _open(request, form)
            except filing.TooManyTries as refusal:
                form.add_error(None, str(refusal))
                status = TOO_MANY
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    here = opened.current(request, at=now())
    return render(request, "public/track.html", {"form": form, "opened": here}, status=status)


def _open(request: HttpRequest, form: Track) -> HttpResponse:
    at = now()
    application = filing.look_up(
        form.cleaned_data["number"],
        form.cleaned_data["code"],
        address=request.META.get("REMOTE_ADDR", ""),
        at=at,
    )
    filed.forget(request)
    request.session.cycle_key()
    opened.remember(request, application, at=at)
    return redirect(aside.page_of(request, application) or "public:case")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the case in this browser, as one does on a computer others use."""
    opened.close(request)
    filed.forget(request)
    messages.success(request, _("已关闭。再看时请重新输入申请编号和查询码。"))
    return redirect("public:track")
