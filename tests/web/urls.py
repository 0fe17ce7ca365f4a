"""Addresses for the tests of what all pages share: the real names, and pages that go wrong."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from web.display import display

PAGE = """{% extends base %}{% block title %}一页{% endblock %}{% block content %}<h1>一页</h1>
{% error_summary form %}<form method="post">{% csrf_token %}</form>{% endblock %}"""


class OneField(forms.Form):
    name = forms.CharField()


def _page(request: HttpRequest, base: str) -> HttpResponse:
    form = OneField({}) if "bad" in request.GET else OneField()
    context = RequestContext(request, {"base": base, "form": form})
    return HttpResponse(Template(PAGE).render(context))


@login_not_required
def public_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "public/base.html")


def staff_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "staff/base.html")


@login_not_required
def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("起草人不能批准自己起草的文书。")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


PUBLIC = [
    "home",
    "catalogue",
    "apply",
    "track",
    "verify",
    "reports",
    "guide",
    "accessibility",
    "privacy",
    "deadline",
]
STAFF = [
    "today", "queue", "approvals", "book", "register", "figures", "report", "collection",
    "calendar", "sign_out", "institution", "people", "password", "whole_register", "remedies",
    "remedy_feedback", "catalogue",
]  # fmt: skip

handler400 = "web.errors.bad_request"
handler403 = "web.errors.permission_denied"
handler404 = "web.errors.page_not_found"
handler500 = "web.errors.server_error"

urlpatterns = [
    path("display/", display, name="display"),
    path("denied/", denied),
    path("broken/", broken),
    path(
        "staff/",
        include(
            (
                [
                    path("" if name == "today" else f"{name}/", staff_page, name=name)
                    for name in STAFF
                ]
                + [path("sign_in/", login_not_required(staff_page), name="sign_in")],
                "staff",
            )
        ),
    ),
    path(
        "",
        include(
            (
                [
                    path("" if name == "home" else f"{name}/", public_page, name=name)
                    for name in PUBLIC
                ]
                + [path("track/<int:step>/", lambda request, step: public_page(request))],
                "public",
            )
        ),
    ),
]
