"""Pages for what cannot be answered: plain words, a way on, an incident number, never a trace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from web.staff import kept


def _page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    inside = request.path.startswith("/staff/") and request.user.is_authenticated
    context = {"base": "staff/base.html" if inside else "public/base.html", "reason": reason}
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Rendered without the request: its host may be the very thing that is wrong."""
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`PermissionDenied` carries the reason as its first argument."""
    return _page(request, 403, reason=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever broke may be what they need."""
    page = loader.get_template("500.html").render({"incident": request.incident})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was missing or old; the words of a draft of ours are kept on the page."""
    if kept.is_draft(request) and kept.from_our_page(request):
        return kept.sign_in_first(request)
    return HttpResponse(loader.get_template("403_csrf.html").render(), status=403)
