"""Closed by default: a view is behind the sign-in, or it is in this list and says so itself."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, path

# Whoever adds a name here lets everybody in.
OPEN_TO_ALL = {
    "display", "healthz", "readyz", "staff:sign_in",
    "public:home", "public:guide", "public:privacy", "public:accessibility", "public:deadline",
    "public:catalogue", "public:catalogue_item", "public:catalogue_json", "public:catalogue_csv",
    "public:reports", "public:report", "public:report_file",
    "public:apply", "public:apply_check", "public:apply_done", "public:receipt",
    "public:track", "public:case", "public:leave", "public:correct", "public:reasons",
    "public:withdraw", "public:notice", "public:notice_english", "public:released",
    "public:complain",
    "public:verify", "public:verified", "public:package_zip", "public:package_pdf",
    "api:deadline", "api:ask", "api:deadline_schema",
    "feeds:calendar", "feeds:today",  # the address is the key
}  # fmt: skip


def views(patterns, namespace: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from views(pattern.url_patterns, namespace + inner)


def open_views(patterns) -> set[str]:
    return {name for name, view in views(patterns) if not getattr(view, "login_required", True)}


def test_every_view_has_a_name():
    names = [name for name, _ in views(get_resolver().url_patterns)]
    assert "None" not in {name.rpartition(":")[2] for name in names}
    assert len(set(names)) > 20


def test_only_the_views_listed_here_are_open_to_all():
    assert open_views(get_resolver().url_patterns) <= OPEN_TO_ALL


def test_nothing_of_the_staff_is_open_but_the_sign_in():
    names = open_views(get_resolver().url_patterns)
    assert {name for name in names if name.startswith("staff:")} <= {"staff:sign_in"}


def test_the_middleware_that_closes_the_rest_is_on_and_after_the_one_it_needs():
    order = settings.MIDDLEWARE
    closing = order.index("django.contrib.auth.middleware.LoginRequiredMiddleware")
    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < closing


def test_a_view_that_opened_itself_would_be_found():
    def closed(request):
        return HttpResponse()

    @login_not_required
    def opened(request):
        return HttpResponse()

    made = [path("closed/", closed, name="closed"), path("opened/", opened, name="opened")]
    assert open_views(made) == {"opened"}
