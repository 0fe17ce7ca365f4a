"""A draft as it would read while it is being typed: shown, and kept nowhere.

What is missing stands in the letter as a gap that says so; what cannot be read (a number, a day) is
named beside it, and where the letter cannot be written without it, no letter is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from casework import translating
from casework.drafting import check_dates
from casework.translating import Translation
from notices import english_texts, items, letter, withheld
from notices.english_texts import Kept
from notices.facts import FactsRefused, cleaned
from notices.kind import Field, Kind, Widget
from notices.letter import Letter
from notices.models import Notice
from office import institution
from records.refusals import Refusal
from requests_app.models import Application
from statute.answers import ANSWERS, PARTLY_GRANTED

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
    read = _read(kind, typed)
    facts, notes = read.facts, read.notes
    if not read.complete:
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
        texts = english_texts.moved(translation.texts, read.kept)
        translating.fill(unsaved, replace(translation, texts=texts))
        made = translating.with_english(made, unsaved, ours, on=on)
    except Refusal as refusal:
        return Preview(None, (*notes, *refusal.reasons))
    return Preview(made, (*notes, *translating.lacking(made)))


@dataclass
class _Read:
    """The facts with gaps where a text is missing, what is wrong, whether a letter can be made.

    `kept` are the items and parts that can be read, where not all can.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    complete: bool = True
    kept: Kept | None = None


def _read(kind: Kind, typed: Mapping[str, Any]) -> _Read:
    found = _Read()
    for declared in kind.fields:
        given = typed.get(declared.name)
        try:
            found.facts |= _alone(kind, declared, given)
        except FactsRefused as refused:
            found.notes += refused.reasons
            if declared.widget == Widget.ITEMS and isinstance(given, list):
                filled = _items(found, kind, declared, given)
            else:
                filled = _filled(declared, given)
            found.complete = found.complete and bool(filled)
            found.facts |= filled
    if not found.notes:
        known = {name: value for name, value in typed.items() if value not in ("", None)}
        try:
            cleaned(kind, known)
        except FactsRefused as refused:
            found.notes += refused.reasons
    return found


def _alone(kind: Kind, declared: Field, given: Any) -> dict[str, Any]:
    """One fact by the rules of its declaration, whatever the others are."""
    plain, sealed = cleaned(replace(kind, fields=(declared,), step=None), {declared.name: given})
    return plain | sealed


def _filled(declared: Field, given: Any) -> dict[str, Any]:
    """A text that is missing, as a gap; nothing if no letter can be written with what is given."""
    if declared.widget in TEXTS and not str(given or "").strip():
        return {declared.name: _gap(declared.label.zh)}
    return {}


def _items(
    found: _Read, kind: Kind, declared: Field, given: list[Mapping[str, Any]]
) -> dict[str, Any]:
    """The items that can be read, their gaps marked; the others are named in the notes already."""
    kept, places = [], {}
    for place, item in enumerate(given):
        filled, parts = _with_gaps(item)
        try:
            kept += _alone(kind, declared, [filled])[declared.name]
        except FactsRefused:
            continue
        places[place] = parts
    found.kept = places
    return {declared.name: kept} if kept else {}


def _with_gaps(item: Mapping[str, Any]) -> tuple[dict[str, Any], list[int] | None]:
    """The item with its gaps marked, and which of its parts can be read (None: it has none)."""
    filled = dict(item)
    if filled.get("answer") not in ANSWERS:
        return filled, None
    wanted = {
        "asked_for": True,
        "reasons": items.needs_reasons(filled),
        "how_obtained": items.needs_how(filled),
    }
    labels = {"asked_for": "申请人要求的信息", "reasons": "事实与理由", "how_obtained": "获取方式"}
    _mark(filled, {name: label for name, label in labels.items() if wanted[name]})
    if filled["answer"] != PARTLY_GRANTED:
        return filled, None
    parts = withheld.parts_of(filled)
    readable = [place for place, part in enumerate(parts) if part["ground"] in withheld.GROUNDS]
    labels = {"reasons": "事实与理由"} | ({"part": "不予公开的部分"} if len(readable) > 1 else {})
    filled["withheld"] = [_mark(dict(parts[place]), labels) for place in readable]
    return filled, readable


def _mark(given: dict[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """A gap wherever one of these is missing."""
    for name, label in labels.items():
        if not str(given.get(name) or "").strip():
            given[name] = _gap(label)
    return given


def _gap(label: str) -> str:
    return f"〔待填：{label}〕"
