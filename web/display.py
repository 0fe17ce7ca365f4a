"""Language, large type and dark colours: chosen by a button, kept in a cookie."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

# What each button may set; the cookie bears the button's name.
CHOICES = {
    "language": tuple(code for code, _ in settings.LANGUAGES),
    "type": ("plain", "large"),
    "theme": ("auto", "light", "dark"),
}
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Display:
    """How this visitor wants pages to look."""

    language: str = settings.LANGUAGE_CODE
    type: str = "plain"
    theme: str = "auto"

    @property
    def lang(self) -> str:
        """The value of the page's `lang` attribute."""
        return "en" if self.language == "en" else "zh-CN"

    @property
    def large(self) -> bool:
        return self.type == "large"

    @property
    def dark(self) -> bool:
        return self.theme == "dark"

    @property
    def dark_media(self) -> str:
        """The media the dark style sheet is linked for."""
        return {"dark": "all", "light": "not all"}.get(
            self.theme, "screen and (prefers-color-scheme: dark)"
        )


def chosen(request: HttpRequest) -> Display:
    """What the visitor's cookies say; a value that is no choice of ours counts as none."""
    return Display(
        **{
            name: request.COOKIES[name]
            for name, values in CHOICES.items()
            if request.COOKIES.get(name) in values
        }
    )


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep one choice in its cookie and return to the page it was made on."""
    pressed = [name for name in CHOICES if request.POST.get(name) in CHOICES[name]]
    if not pressed:
        return HttpResponseBadRequest()
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "public:home"
    response = redirect(back)
    for name in pressed:
        response.set_cookie(
            name,
            request.POST[name],
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
