"""Which texts of a draft need their English: those that staff typed and that the letter prints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notices import items, withheld
from notices.kind import Addressee, Kind, Widget
from notices.printable import visible
from requests_app.models import Application
from requests_app.states import IdentityKind
from statute.answers import PARTLY_GRANTED

HAN = re.compile(r"[\u3400-\u9fff]")
# Names and numbers are not translated.
AS_THEY_ARE = frozenset({"party_name", "earlier_number", "taken_back", "replaces"})
LONGEST = 8000
OF_ITEM = re.compile(r"items\.(\d+)\.(.+)")
OF_PART = re.compile(r"withheld\.(\d+)\.(.+)")

# The places of the items that stay, in order, each with those of its parts withheld (None: all).
Kept = Mapping[int, Sequence[int] | None]


@dataclass(frozen=True)
class Needed:
    """One text: its key among the English facts, what it is called, and the Chinese it renders."""

    key: str
    label: str
    chinese: str
    required: bool


def needed(
    kind: Kind, application: Application, facts: Mapping[str, Any], wording: str = ""
) -> list[Needed]:
    """In the order of the letter. What the applicant wrote is quoted as filed unless translated.

    A text without a Chinese character needs no English. Own wording stands in place of the facts.
    """
    found = [_text("subject", _("申请人要求的信息（申请原文）"), application.subject, must=False)]
    if wording.strip():
        return _said([*found, _text("wording", _("自拟正文"), wording)])
    found += _of_items(facts.get("items", []))
    found += _of_consultation(application, facts.get("consultation"))
    for field in kind.fields:
        if field.widget in (Widget.TEXT, Widget.TEXTAREA) and not field.sealed:
            label = field.label.en if (get_language() or "").startswith("en") else field.label.zh
            if field.name not in AS_THEY_ARE:
                found.append(_text(field.name, label, str(facts.get(field.name) or "")))
    if any(item["ground"] == items.NOT_EXISTING for item in facts.get("items", [])):
        found += _of_searches(application)
    return _said(found)


def prefilled(application: Application, kind: Kind) -> bool:
    """Whether the addressee is likely to want English: an applicant who showed a passport."""
    foreign = application.applicant.identity_kind == IdentityKind.PASSPORT
    return foreign and kind.addressee == Addressee.APPLICANT


def cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    """What may be kept: printable, no longer than a text may be, empty ones left out."""
    tidy = {key: visible(text) for key, text in texts.items()}
    return {key: text[:LONGEST] for key, text in tidy.items() if text}


def moved(texts: Mapping[str, str], kept: Kept | None) -> dict[str, str]:
    """The texts of the items and parts that stay, under their new places; others as they are."""
    if kept is None:
        return dict(texts)
    found = {_moved(key, kept): text for key, text in texts.items()}
    return {key: text for key, text in found.items() if key}


def _moved(key: str, kept: Kept) -> str:
    """The new key of a text; empty where its item or its part is gone."""
    of_item = OF_ITEM.fullmatch(key)
    if not of_item:
        return key
    item, name = int(of_item[1]), of_item[2]
    if item not in kept:
        return ""
    of_part, parts = OF_PART.fullmatch(name), kept[item]
    if of_part and parts is not None:
        if int(of_part[1]) not in parts:
            return ""
        name = f"withheld.{parts.index(int(of_part[1]))}.{of_part[2]}"
    return f"items.{list(kept).index(item)}.{name}"


def _text(key: str, label: str, chinese: str, *, must: bool = True) -> Needed:
    return Needed(key, label, chinese, must and bool(HAN.search(chinese)))


def _said(found: list[Needed]) -> list[Needed]:
    return [one for one in found if one.chinese.strip()]


def _of_items(answers: list[Mapping[str, Any]]) -> Iterator[Needed]:
    several = len(answers) > 1
    for position, item in enumerate(answers):
        for name, label, text in _of_item(item, several=several):
            named = _("第%(n)s项：%(what)s") % {"n": position + 1, "what": label}
            yield _text(f"items.{position}.{name}", named if several else label, text)


def _of_item(item: Mapping[str, Any], *, several: bool) -> Iterator[tuple[str, str, str]]:
    """What is printed of an item: its name, what it is called, its text."""
    in_part, unheld = item["answer"] == PARTLY_GRANTED, item["answer"] == "unavailable_not_held"
    if several:
        yield "asked_for", _("申请人要求的信息"), item["asked_for"]
    if in_part:
        yield from _of_parts(withheld.parts_of(item))
    else:
        yield "reasons", _("事实与理由"), item["reasons"]
    if not unheld:
        yield "how_obtained", _("获取的方式、途径和时间"), item["how_obtained"]


def _of_parts(parts: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    labels = {"part": _("不予公开的部分"), "reasons": _("这一部分的事实与理由")}
    for number, part in enumerate(parts):
        for name, label in labels.items():
            named = _("第%(n)s处：%(what)s") % {"n": number + 1, "what": label}
            text = str(part.get(name) or "")
            yield f"withheld.{number}.{name}", named if len(parts) > 1 else label, text


def _of_consultation(application: Application, chosen: Any) -> Iterator[Needed]:
    """What the party was asked about and why it objects, as it was recorded."""
    labels = {"concerning": _("征求意见的信息"), "opinion_reason": _("第三方的理由")}
    if not str(chosen or "").isdecimal():
        return
    for row in application.consultations.filter(pk=chosen):
        for name, label in labels.items():
            yield _text(f"consultation.{row.pk}.{name}", label, getattr(row, name))


def _of_searches(application: Application) -> Iterator[Needed]:
    labels = {"places": _("查了哪里"), "terms": _("检索词"), "found": _("检索结果")}
    for row in application.searches.all():
        for name, label in labels.items():
            yield _text(f"search.{row.pk}.{name}", label, getattr(row, name))
