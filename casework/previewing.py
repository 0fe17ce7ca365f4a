"""A draft as it would read while it is being typed: shown, and kept nowhere.

What is missing stands in the letter as a gap that says so; what cannot be read (a number, a day) is
named beside it, and where the letter cannot be written without it, no letter is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework import translating
from casework.drafting import check_dates
from casework.translating import Translation
from notices import items, letter
from notices.facts import FactsRefused, cleaned
from notices.kind import Field, Kind, Widget
from notices.letter import Letter
from notices.models import Notice
from office import institution
from records.refusals import Refusal
from requests_app.models import Application
from statute.answers import ANSWERS

TEXTS = (Widget.TEXT, Widget.TEXTAREA)


@dataclass(frozen=True)
class Preview:
    """The letter as far as it can be written, and what is to be put right in it."""

    letter: Letter | None
    notes: tuple[str, ...]


def preview(
    kind: Kind,
    application: Application,
    typed: Mapping[str, Any],
    *,
    wording: str = "",
    translation: Translation = translating.NONE,
    on: date,
) -> Preview:
    """Compose the letter from what is in the form now. Nothing is saved."""
    facts, notes, complete = _read(kind, typed)
    if not complete:
        return Preview(None, tuple(notes))
    ours, law = institution.current(), application.statute_law
    unsaved = Notice(
        application=application, kind=kind.code, facts=facts, wording=wording.strip(),
        institution_version=ours.version,
    )  # fmt: skip
    try:
        check_dates(kind, application, facts, on=on)
    except Refusal as refusal:
        notes += refusal.reasons
    try:
        made = letter.compose(
            kind, application, facts, institution=ours, law=law, wording=wording, on=on
        )
        translating.fill(unsaved, translation)
        made = translating.with_english(made, unsaved, ours, on=on)
    except Refusal as refusal:
        return Preview(None, (*notes, *refusal.reasons))
    return Preview(made, (*notes, *translating.lacking(made)))


def _read(kind: Kind, typed: Mapping[str, Any]) -> tuple[dict[str, Any], list[str], bool]:
    """The facts with gaps where a text is missing, what is wrong, whether a letter can be made."""
    facts: dict[str, Any] = {}
    notes: list[str] = []
    complete = True
    for field in kind.fields:
        given = typed.get(field.name)
        try:
            facts |= _alone(kind, field, given)
        except FactsRefused as refused:
            notes += refused.reasons
            filled = _filled(kind, field, given)
            complete = complete and bool(filled)
            facts |= filled
    if not notes:
        try:
            cleaned(kind, {name: value for name, value in typed.items() if value not in ("", None)})
        except FactsRefused as refused:
            notes += refused.reasons
    return facts, notes, complete


def _alone(kind: Kind, field: Field, given: Any) -> dict[str, Any]:
    """One fact by the rules of its declaration, whatever the others are."""
    plain, sealed = cleaned(replace(kind, fields=(field,), step=None), {field.name: given})
    return plain | sealed


def _filled(kind: Kind, field: Field, given: Any) -> dict[str, Any]:
    """The fact with its gaps marked; nothing if no letter can be written with it."""
    if field.widget in TEXTS and not str(given or "").strip():
        return {field.name: _gap(field.label.zh)}
    if field.widget != Widget.ITEMS or not isinstance(given, list):
        return {}
    kept = []
    for item in map(_with_gaps, given):
        try:
            kept += _alone(kind, field, [item])[field.name]
        except FactsRefused:
            continue  # named in the notes already
    return {field.name: kept} if kept else {}


def _with_gaps(item: Mapping[str, Any]) -> dict[str, Any]:
    filled = dict(item)
    if filled.get("answer") not in ANSWERS:
        return filled
    wanted = {
        "asked_for": True,
        "reasons": items.needs_reasons(filled),
        "how_obtained": items.needs_how(filled),
    }
    labels = {"asked_for": "申请人要求的信息", "reasons": "事实与理由", "how_obtained": "获取方式"}
    for name, label in labels.items():
        if wanted[name] and not str(filled.get(name) or "").strip():
            filled[name] = _gap(label)
    return filled


def _gap(label: str) -> str:
    return f"〔待填：{label}〕"
