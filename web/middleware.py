"""What every answer carries besides its content: headers, the language, an incident number."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from web.display import chosen

logger = logging.getLogger("web.incident")

# Search engines may keep these and what lies under them; everything else is somebody's affair.
OPEN_TO_SEARCH = (
    "public:home",
    "public:catalogue",
    "public:item",
    "public:report",
    "public:guide",
    "public:deadline",
    "public:accessibility",
    "public:privacy",
    "api:deadline",
)
LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXYZ"  # none that is mistaken for another on the telephone

# These become a page of their own and are nobody's fault here.
ANSWERED_OTHERWISE = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)

Answer = Callable[[HttpRequest], HttpResponse]


def incident_number() -> str:
    """Eight letters and figures that tie what a visitor reads on an error page to the log."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


class PageHeaders:
    """Sets the headers Django does not, and numbers what goes wrong.

    Referrer-Policy, X-Content-Type-Options and Cross-Origin-Opener-Policy come from Django's
    SecurityMiddleware, the content security policy from django-csp.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.incident = incident_number()
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.resolver_match and not view_name(request).startswith(OPEN_TO_SEARCH):
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Log the incident by view and kind of error, without address, form or person."""
        if isinstance(exception, ANSWERED_OTHERWISE):
            return
        logger.error(
            "incident %s in %s: %s",
            request.incident,
            view_name(request),
            type(exception).__name__,
        )


class ChosenLanguage:
    """Chinese, unless the visitor pressed the other language's button."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request).language
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if language == "en" else "zh-CN")
        patch_vary_headers(response, ("Cookie",))
        return response
