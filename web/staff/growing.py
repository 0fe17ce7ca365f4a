"""More room in the form of a reply: another item, another part, the parts blacked out."""

from typing import Any

from django.http import HttpRequest

from casework import segregation
from requests_app.models import Application
from statute.answers import PARTLY_GRANTED
from web.staff.notice_forms import DraftForms

BUTTONS = frozenset({"add_item", "add_part", "fill_parts"})


def growing(request: HttpRequest) -> bool:
    """Whether a button was pressed that only asks for more room."""
    return not BUTTONS.isdisjoint(request.POST)


def grown(request: HttpRequest, forms: DraftForms, case: Application, vow: bool) -> DraftForms:
    """The same forms with more room; nothing is saved and nothing typed is lost."""
    typed = forms.as_typed()
    if "fill_parts" in request.POST:
        _fill(typed.get("items", []), case)
    return DraftForms(
        forms.kind, case, facts=typed, wording=forms.wording["wording"].value() or "", vow=vow,
        more=int("add_item" in request.POST), more_parts=int("add_part" in request.POST),
        translation=forms.translation_as_typed(),
    )  # fmt: skip


def _fill(items: list[dict[str, Any]], case: Application) -> None:
    """Put what the redactions hide into the first item granted in part, ground by ground."""
    item = next((item for item in items if item["answer"] == PARTLY_GRANTED), None)
    if item is None:
        return
    written = {part["ground"] for part in item["withheld"]}
    item["withheld"] += [p for p in segregation.parts_of(case) if p["ground"] not in written]
