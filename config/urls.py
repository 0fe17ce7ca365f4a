"""Every address of the site: the public's at the root, the office's under /staff/, feeds."""

from django.urls import include, path

from web import health
from web.display import display

handler400 = "web.errors.bad_request"
handler403 = "web.errors.permission_denied"
handler404 = "web.errors.page_not_found"
handler500 = "web.errors.server_error"

urlpatterns = [
    path("healthz/", health.alive, name="healthz"),
    path("readyz/", health.ready, name="readyz"),
    path("display/", display, name="display"),
    path("feeds/", include("web.feeds.urls")),
    path("staff/", include("web.staff.urls")),
    path("api/", include("web.api.urls")),
    path("", include("web.public.urls")),
]
