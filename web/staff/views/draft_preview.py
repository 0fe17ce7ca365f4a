"""The page of a draft as it will print: pictures beside the form, and of the draft as saved.

While somebody types, the form is posted here and answered with a piece of page. Nothing of it is
saved; of one person one preview is made at a time, and not more than a number a minute.
"""

import base64
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import paper, translating
from casework.previewing import preview
from notices import letter, pdf, pictures
from notices.kind import Kind
from notices.kinds import KINDS
from notices.letter import Letter
from records.files import FileDamaged
from records.inspection import MEDIA_TYPES
from records.refusals import Refusal
from requests_app.models import Application
from web.refusals import handed_out
from web.staff import notice_page
from web.staff.access import case_of
from web.staff.notice_forms import DraftForms
from web.today import now, today

logger = logging.getLogger(__name__)

A_MINUTE = 60  # seconds
MOST_A_MINUTE = 60
MOST_PAGES = 20  # painted of one paper; its PDF has them all
PATIENCE = 40  # seconds after which a preview that never ended no longer stands in the way
STRUCK_OUT = re.compile(r"items-(\d+)-DELETE")


@require_POST
def preview_new(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The page of a notice that is not saved yet."""
    case, declared = case_of(request, number), KINDS.get(kind)
    if declared is None or declared.is_automatic:
        raise Http404
    return _preview(request, case, declared)


@require_POST
def preview_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a draft as it is being changed."""
    found = notice_page.notice_of(request, pk)
    if not found.is_draft:
        raise Http404
    return _preview(request, found.application, KINDS[found.kind])


@require_safe
def notice_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages of a saved draft or of an issued notice in one picture, for who has no script."""
    found = notice_page.notice_of(request, pk)
    with _turn(request.user.pk) as mine:
        if not mine:
            return HttpResponse(status=429, headers={"Cache-Control": "no-store, private"})
        try:
            content = notice_page.pdf_of(found, on=today())
        except FileDamaged as fault:
            logger.exception("notice %s does not match what was issued", found.pk)
            raise Http404 from fault
        except Refusal:
            raise Http404 from None
        picture = pictures.png(pictures.strip(pictures.pages(content, most=MOST_PAGES)))
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def notice_english(request: HttpRequest, pk: int) -> HttpResponse:
    """The translation that was issued, its hash checked; of a draft as it would print."""
    found, on = notice_page.notice_of(request, pk), today()
    fetch = (
        partial(paper.issued_translation, found)
        if found.is_issued
        else partial(paper.draft_english_pdf, found, on=on)
    )
    return handed_out(
        request, fetch, name=f"{found.number or found.application.number}-English.pdf",
        media_type=MEDIA_TYPES["pdf"], back=reverse("staff:notice", args=[pk]),
    )  # fmt: skip


def _preview(request: HttpRequest, case: Application, kind: Kind) -> HttpResponse:
    notice_page.refuse_unless_drafting(request.user, case)
    with _turn(request.user.pk) as mine:
        if not mine:
            return HttpResponse(status=429, headers={"Cache-Control": "no-store, private"})
        context = _shown(request, case, kind, today())
    response = render(request, "staff/draft_pages.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _shown(request: HttpRequest, case: Application, kind: Kind, on: date) -> dict[str, Any]:
    forms = DraftForms(kind, case, request.POST)
    typed = forms.as_typed()
    struck = {int(n) for n in STRUCK_OUT.findall(" ".join(request.POST))}
    if "items" in typed:
        typed["items"] = [item for n, item in enumerate(typed["items"]) if n not in struck]
    found = preview(
        kind, case, typed, wording=forms.wording["wording"].value() or "",
        translation=forms.translation_as_typed(struck), on=on,
    )  # fmt: skip
    context: dict[str, Any] = {"notes": found.notes, "pages": [], "typing": True}
    if found.letter is None:
        return context
    try:
        context["pages"] = _pages(found.letter)
    except Refusal as refusal:
        context["notes"] = (*found.notes, *refusal.reasons)
    return context | {"letter": letter.preview(found.letter)}


def _pages(made: Letter) -> list[dict[str, str]]:
    chinese = pictures.pages(pdf.render(letter.page(made)).pdf, most=MOST_PAGES)
    translated = translating.printed(made)
    english = pictures.pages(translated.pdf, most=MOST_PAGES) if translated else []
    named = [
        *((picture, _("第%(n)s页") % {"n": n}) for n, picture in enumerate(chinese, start=1)),
        *((picture, _("译文第%(n)s页") % {"n": n}) for n, picture in enumerate(english, start=1)),
    ]
    return [
        {"name": name, "source": "data:image/png;base64," + _encoded(pictures.png(picture))}
        for picture, name in named
    ]


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


@contextmanager
def _turn(user: int) -> Iterator[bool]:
    """Whether this person may have a preview made now; their next has to wait until it is done."""
    running = f"preview:running:{user}"
    if not cache.add(running, 1, PATIENCE):
        yield False
        return
    try:
        yield _counted(user) <= MOST_A_MINUTE
    finally:
        cache.delete(running)


def _counted(user: int) -> int:
    """How many this minute has had with this one. Only who has the turn counts, so none is lost."""
    this_minute = f"preview:count:{user}:{now():%H:%M}"
    count = cache.get(this_minute, 0) + 1
    cache.set(this_minute, count, A_MINUTE)
    return count


urlpatterns = [
    path("notices/<int:pk>/english/", notice_english, name="notice_english"),
    path("cases/<str:number>/draft/<slug:kind>/preview/", preview_new, name="preview_new"),
    path("notices/<int:pk>/edit/preview/", preview_edit, name="preview_edit"),
    path("notices/<int:pk>/pages/", notice_pages, name="notice_pages"),
]
