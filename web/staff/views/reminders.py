"""How I am reminded: quiet hours and deputy, calendars to subscribe to; and the office's rules."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from casework import feeds, reminder_settings, signing
from casework.models import FeedAddress, ReminderChoice, ReminderRules
from office.models import User
from office.roles import May
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.refusals import tell
from web.staff.access import require
from web.staff.reminder_forms import ChoiceForm, FeedForm, RulesForm
from web.today import now


def reminders(request: HttpRequest) -> HttpResponse:
    """My hours, my deputy, my addresses."""
    form = _choice_form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reminder_settings.choose(request.user, form.cleaned_data, at=now())
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("提醒设定已保存。"))
            return redirect("staff:reminders")
    return _page(request, form, FeedForm(request.user, initial=_feed_initial()))


@never_cache
@require_POST
def feed_make(request: HttpRequest) -> HttpResponse:
    """A new address, on the answering page and nowhere else."""
    form = FeedForm(request.user, request.POST)
    if form.is_valid():
        try:
            made, secret = feeds.make(request.user, **form.cleaned_data, at=now())
        except Refusal as refusal:
            tell(form, refusal)
        else:
            calendar, today = (
                settings.PUBLIC_ADDRESS + reverse(f"feeds:{name}", args=[secret])
                for name in ("calendar", "today")
            )
            context = {"made": made, "calendar": calendar, "today": today}
            return render(request, "staff/feed_made.html", context)
    return _page(request, _choice_form(request), form)


@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    address = get_object_or_404(FeedAddress, pk=pk, person=request.user)
    try:
        feeds.revoke(address, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("地址已停用，从现在起读不到任何内容。"))
    return redirect("staff:reminders")


def reminder_rules(request: HttpRequest) -> HttpResponse:
    """The office's rules; every change is a version of its own."""
    require(request.user, May.CONFIGURE)
    form = RulesForm(request.POST or None, instance=ReminderRules.current())
    if request.method == "POST" and form.is_valid():
        try:
            reminder_settings.change_rules(form.cleaned_data, by=request.user, at=now())
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        messages.success(request, _("提醒规则已启用。"))
        return redirect("staff:reminder_rules")
    versions = ReminderRules.objects.select_related("changed_by")[:10]
    return render(request, "staff/reminder_rules.html", {"form": form, "versions": versions})


def _page(request: HttpRequest, form: ChoiceForm, feed_form: FeedForm) -> HttpResponse:
    standing = request.user.feed_addresses.filter(revoked_at=None)
    context = {
        "form": form, "feed_form": feed_form, "addresses": standing,
        "deputy_limits": _deputy_limits(request.user),
        "may_settle": request.user.may(May.CONFIGURE),
        "failed": bool(form.errors or feed_form.errors),
    }  # fmt: skip
    return render(request, "staff/reminders.html", context)


def _deputy_limits(user: User) -> list[str]:
    """What the deputy as saved cannot sign, and why."""
    row = ReminderChoice.objects.filter(person=user).select_related("deputy").first()
    return signing.limits_of(row.deputy, user) if row and row.deputy else []


def _choice_form(request: HttpRequest, data=None) -> ChoiceForm:
    row = ReminderChoice.objects.filter(person=request.user).first()
    return ChoiceForm(
        request.user, ReminderRules.current(), data, instance=row or ReminderChoice()
    )  # fmt: skip


def _feed_initial() -> dict[str, str]:
    return {"language": "en" if (get_language() or "").startswith("en") else "zh-hans"}


urlpatterns = [
    path("reminders/", reminders, name="reminders"),
    path("reminders/rules/", reminder_rules, name="reminder_rules"),
    path("reminders/addresses/", feed_make, name="feed_make"),
    path("reminders/addresses/<int:pk>/revoke/", feed_revoke, name="feed_revoke"),
]
