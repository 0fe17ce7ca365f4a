"""People and their roles, managed by the security administrator; everyone's own password."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from casework import people as verbs
from office.models import RoleGrant, User
from office.roles import May
from records.refusals import Refusal
from web.refusals import carried_out, tell
from web.staff import reauthentication
from web.staff.access import require
from web.staff.settings_forms import GrantForm, PersonForm
from web.today import now


def people(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, and the roles they hold now."""
    require(request.user, May.MANAGE_PEOPLE)
    held = Prefetch(
        "role_grants",
        RoleGrant.objects.filter(ended_at=None).select_related("unit").order_by("pk"),
        to_attr="held",
    )
    everyone = User.objects.prefetch_related(held).order_by("-is_active", "full_name")
    return render(request, "staff/people.html", {"people": everyone})


@never_cache
def person_new(request: HttpRequest) -> HttpResponse:
    """Open an account; the initial password is on the answering page and nowhere else."""
    require(request.user, May.MANAGE_PEOPLE)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not reauthentication.fault(request):
        try:
            user, password = verbs.add_person(**form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("username", str(refusal))
        else:
            context = {"person": user, "password": password}
            return render(request, "staff/people_password.html", context)
    return render(request, "staff/people_new.html", {"form": form})


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles now and before, granting and ending them, closing the account."""
    require(request.user, May.MANAGE_PEOPLE)
    found = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not reauthentication.fault(request):
        role, unit = form.cleaned_data["role"], form.cleaned_data["unit"]
        try:
            verbs.grant(found, role, unit, by=request.user, at=now())
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("角色已授予。"))
            return redirect("staff:person", pk)
    return _page(request, found, form)


def _page(request: HttpRequest, found: User, form: GrantForm) -> HttpResponse:
    grants = found.role_grants.select_related("unit", "granted_by").order_by("-pk")
    context = {"person": found, "form": form, "grants": grants, "self": found == request.user}
    return render(request, "staff/people_person.html", context)


@require_POST
def grant_end(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, May.MANAGE_PEOPLE)
    row = get_object_or_404(RoleGrant, pk=pk)
    done = _("角色已终止。")
    return _done(request, row.user, done, lambda at: verbs.end_grant(row, by=request.user, at=at))


@require_POST
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, May.MANAGE_PEOPLE)
    found, by = get_object_or_404(User, pk=pk), request.user
    done = _("账号已停用，已登录的会话随即结束。")
    return _done(request, found, done, lambda at: verbs.deactivate(found, by=by, at=at))


@require_POST
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, May.MANAGE_PEOPLE)
    found, by = get_object_or_404(User, pk=pk), request.user
    return _done(
        request, found, _("账号已恢复。"), lambda at: verbs.reactivate(found, by=by, at=at)
    )


@never_cache
@require_POST
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a forgotten password by one shown once."""
    require(request.user, May.MANAGE_PEOPLE)
    found = get_object_or_404(User, pk=pk)
    if reauthentication.fault(request):
        return _page(request, found, GrantForm())
    try:
        password = verbs.give_new_password(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:person", pk)
    context = {"person": found, "password": password}
    return render(request, "staff/people_password.html", context)


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        labels = (_("现在的密码"), _("新密码"), _("再输一次新密码"))
        for name, label in zip(self.fields, labels, strict=True):
            self.fields[name].label = label
        self.fields["new_password1"].help_text = _("至少12个字符，不要用常见的密码或自己的姓名。")


@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        verbs.change_password(request.user, form.cleaned_data["new_password1"], at=now())
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码已修改。"))
        return redirect("staff:today")
    return render(request, "staff/password.html", {"form": form})


def _done(request: HttpRequest, found: User, done: str, take: Callable[..., None]) -> HttpResponse:
    if reauthentication.fault(request):
        return _page(request, found, GrantForm())
    carried_out(request, lambda: take(now()), done=done)
    return redirect("staff:person", found.pk)


urlpatterns = [
    path("people/", people, name="people"),
    path("people/new/", person_new, name="person_new"),
    path("people/<int:pk>/", person, name="person"),
    path("people/<int:pk>/deactivate/", person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/password/", person_password, name="person_password"),
    path("people/roles/<int:pk>/end/", grant_end, name="grant_end"),
    path("password/", password, name="password"),
]
