"""The door of the office. Attempts are counted, per account and address; nobody is locked out."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from office.models import User
from records import throttle
from web.staff import kept, reauthentication
from web.staff.sign_in_form import SignInForm
from web.today import now

MINUTES = 15
TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS = 5, 30


@never_cache
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("staff:today")
    refused, form = "", SignInForm(request)
    if request.method == "POST":
        if not _may_try(request):
            refused = _("尝试次数过多，请%(n)s分钟后再试。") % {"n": MINUTES}
        else:
            form = SignInForm(request, data=request.POST)
            if form.is_valid():
                throttle.forget(_account(request))
                login(request, form.get_user())
                reauthentication.mark(request, at=now())
                where = _where_to(request)
                words = kept.kept_words(request, where)
                return kept.back_to_form(request, where, words) if words else redirect(where)
    people = _demonstration_people() if settings.DEMONSTRATION else []
    context = {
        "form": form, "refused": refused, "failed": bool(refused), "people": people,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "kept": request.POST.get("kept", ""),
    }  # fmt: skip
    return render(request, "staff/sign_in.html", context, status=429 if refused else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("staff:sign_in")


def _may_try(request: HttpRequest) -> bool:
    at, per = now(), timedelta(minutes=MINUTES)
    address = f"sign-in:address:{request.META.get('REMOTE_ADDR', '')}"
    allowed = [
        throttle.hit(_account(request), at=at, limit=TRIES_PER_ACCOUNT, per=per),
        throttle.hit(address, at=at, limit=TRIES_PER_ADDRESS, per=per),
    ]
    return all(allowed)


def _account(request: HttpRequest) -> str:
    return f"sign-in:account:{request.POST.get('username', '')[:150].casefold()}"


def _where_to(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return "staff:today"


def _demonstration_people() -> list[User]:
    people = User.objects.filter(is_active=True, role_grants__ended_at=None)
    return list(people.exclude(role_grants=None).distinct().order_by("pk"))
