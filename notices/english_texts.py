"""Which texts of a draft need their English: those that staff typed and that the letter prints."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notices import items
from notices.kind import Addressee, Kind, Widget
from requests_app.models import Application
from requests_app.states import IdentityKind

HAN = re.compile(r"[\u3400-\u9fff]")
AS_THEY_ARE = frozenset({"party_name", "earlier_number"})  # names and numbers are not translated
LONGEST = 8000


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
    tidy = {
        key: "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()
        for key, text in texts.items()
    }
    return {key: text[:LONGEST] for key, text in tidy.items() if text}


def _text(key: str, label: str, chinese: str, *, must: bool = True) -> Needed:
    return Needed(key, label, chinese, must and bool(HAN.search(chinese)))


def _said(found: list[Needed]) -> list[Needed]:
    return [one for one in found if one.chinese.strip()]


def _of_items(answers: list[Mapping[str, str]]) -> Iterator[Needed]:
    labels = {
        "asked_for": _("申请人要求的信息"),
        "reasons": _("事实与理由"),
        "how_obtained": _("获取的方式、途径和时间"),
    }
    several = len(answers) > 1
    for position, item in enumerate(answers):
        unheld = item["answer"] == "unavailable_not_held"
        for name, label in labels.items():
            if (name == "asked_for" and not several) or (name == "how_obtained" and unheld):
                continue  # not printed
            named = _("第%(n)s项：%(what)s") % {"n": position + 1, "what": label}
            yield _text(f"items.{position}.{name}", named if several else label, item[name])


def _of_searches(application: Application) -> Iterator[Needed]:
    labels = {"places": _("查了哪里"), "terms": _("检索词"), "found": _("检索结果")}
    for row in application.searches.all():
        for name, label in labels.items():
            yield _text(f"search.{row.pk}.{name}", label, getattr(row, name))
