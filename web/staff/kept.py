"""A draft sent after the sign-in ran out: its words are carried through the sign-in, not lost.

The page that answers holds what was typed; after signing in, one press opens the form with it
again. Nothing is saved by that. So is a draft answered whose form is older than the sign-in.
"""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from web.staff.sign_in_form import SignInForm

VIEWS = ("staff:draft", "staff:notice_edit")
NOT_WORDS = frozenset(
    {"csrfmiddlewaretoken", "submit", "add_item", "own_words", "resumed", "kept", "next"}
)

Pairs = list[tuple[str, str]]


class KeepDraftWords:
    """Answers the draft of somebody who is signed in no more with the page that keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.user.is_authenticated or not is_draft(request):
            return None
        return sign_in_first(request)


def is_draft(request: HttpRequest) -> bool:
    """Whether the form of a draft was sent."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name in VIEWS


def from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form came from a page of this site."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The sign-in with the words in it; to who is signed in, the way back to the form."""
    pairs = _pairs(request)
    if request.user.is_authenticated:
        return back_to_form(request, request.path, pairs)
    context = {
        "form": SignInForm(request), "next": request.path, "kept": json.dumps(pairs),
        "expired": True,
    }  # fmt: skip
    return render(request, "staff/sign_in.html", context, status=403)


def kept_words(request: HttpRequest, where: str) -> Pairs:
    """What the sign-in carried along for this address; nothing if it is no form of a draft."""
    try:
        match = resolve(where)
        found = json.loads(request.POST.get("kept", "") or "[]")
        pairs = [(str(name), str(value)) for name, value in found]
    except (Resolver404, ValueError, TypeError):
        return []
    return pairs if match.view_name in VIEWS else []


def back_to_form(request: HttpRequest, where: str, pairs: Pairs) -> HttpResponse:
    """One press from here the form is open again with the words in it."""
    return render(request, "staff/words_kept.html", {"where": where, "pairs": pairs})


def _pairs(request: HttpRequest) -> Pairs:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_WORDS
        for value in values
    ]
