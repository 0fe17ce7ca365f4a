"""The English translation of a notice, for reference: its words, its page, what it still lacks.

The fixed words are ours (`english_words`, `templates/notices/en/`), the free texts are those staff
put beside their Chinese ones. The Chinese text prevails, and every page of the translation says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from notices.context import Told, context_of
from notices.english_citations import NoEnglish, citation
from notices.english_remedies import remedies_in_english
from notices.english_texts import Needed, needed
from notices.english_words import BY_LAW, CLOSINGS, TITLES, finding
from notices.kind import Kind
from notices.words import VARIANTS
from office.models import Institution
from requests_app.models import Application
from statute.law import Law

UNWRITTEN = "[not translated]"
HAN = re.compile(r"[\u3400-\u9fff]")
NAMES = {
    "name": gettext_lazy("英文名称"),
    "office_name": gettext_lazy("工作机构英文名称"),
    "address": gettext_lazy("英文地址"),
    "supervisor": gettext_lazy("主管部门英文名称"),
    "discipline_office": gettext_lazy("校内监督机构英文名称"),
    "review_authority": gettext_lazy("行政复议机关英文名称"),
    "court": gettext_lazy("管辖法院英文名称"),
}


@dataclass(frozen=True)
class EnglishLetter:
    """What the translation says; `missing` are the sentences on what it still lacks."""

    letterhead: str
    title: str
    salutation: str
    body: SafeString
    closing: str
    attachments: tuple[str, ...]
    texts: Mapping[str, str]
    missing: tuple[str, ...]

    def content(self) -> dict[str, Any]:
        """What approvers approve of it, with the template version the letter's digest names."""
        return {
            "letterhead": self.letterhead,
            "title": self.title,
            "body": str(self.body),
            "closing": self.closing,
            "attachments": self.attachments,
            "texts": dict(self.texts),
        }


def offered(kind: Kind) -> bool:
    """Whether this kind has English: a title, a closing and the words of its body."""
    if kind.is_automatic or kind.code not in TITLES or kind.closing not in CLOSINGS:
        return False
    try:
        get_template(_middle(kind))
    except TemplateDoesNotExist:
        return False
    return True


def compose(
    kind: Kind,
    application: Application,
    facts: dict[str, Any],
    texts: Mapping[str, str],
    *,
    institution: Institution,
    law: Law,
    wording: str = "",
    attachments: tuple[str, ...] = (),
    salutation: str,
    on: date,
) -> EnglishLetter:
    """Write the translation. What has no English stands as a gap in it and is listed as missing."""
    words, places = BY_LAW[law.code], Places(institution)
    wanted = needed(kind, application, facts, wording)
    english = Texts(wanted, texts)
    lacking: list[str] = []
    with override("zh-hans"):
        context = context_of(kind, application, facts, institution=institution, law=law, on=on)
    told = [_told(one, law, english, lacking, n) for n, one in enumerate(context["told"])]
    context |= {
        "middle": _middle(kind),
        "us": words.us,
        "Us": words.us[0].upper() + words.us[1:],
        "info": words.info,
        "english": english,
        "places": places,
        "told": told,
        "searches": [english.search(row) for row in context["searches"]],
        "cite": {name: _cited(text, lacking) for name, text in context["cite"].items()},
        "asked": [
            row | {"basis": _cited(row["basis"], lacking)} for row in context.get("asked", [])
        ],
        "law_title": _cited(f"《{law.title.zh}》", lacking),
        "basis": _cited(context["answer"].basis, lacking) if "answer" in context else "",
        "wording": english.of("wording") if wording.strip() else "",
        "remedies": remedies_in_english(kind, law, places, facts.get("items", [])),
    }
    with override("en"):
        body = render_to_string("notices/en/body.html", context)
    letterhead = places.name
    return EnglishLetter(
        letterhead=letterhead,
        title=TITLES[kind.code].format(Info=words.info.title()),
        salutation=salutation,
        body=body,
        closing=CLOSINGS[kind.closing],
        attachments=attachments,
        texts={one.key: texts[one.key] for one in wanted if texts.get(one.key)},
        missing=tuple(dict.fromkeys([*english.missing, *places.missing, *lacking])),
    )


def page(translation: EnglishLetter, *, number: str, on: date | None) -> str:
    """The whole document for the press; it has no number of its own and no seal."""
    with override("en"):
        context = {"letter": translation, "number": number, "on": on}
        return render_to_string("notices/en/letter.html", context)


def _middle(kind: Kind) -> str:
    return f"notices/en/bodies/{'reply' if kind.is_reply else kind.code}.html"


class Texts:
    """The English of the free texts, by their names in the templates; notes what is not there."""

    def __init__(self, wanted: list[Needed], texts: Mapping[str, str]) -> None:
        self._wanted = {one.key: one for one in wanted}
        self._texts = texts

    @cached_property
    def missing(self) -> list[str]:
        return [
            _("没有填写“%(label)s”的英文。") % {"label": one.label}
            for one in self._wanted.values()
            if one.required and not self._texts.get(one.key)
        ]

    def of(self, key: str) -> str:
        """The English, or the text itself where it needs none; a gap where it is missing."""
        one = self._wanted.get(key)
        if self._texts.get(key) and one is not None:
            return self._texts[key]
        if one is None:
            return ""
        return one.chinese if not one.required else UNWRITTEN

    def __getitem__(self, name: str) -> str:  # {{ english.reason }} in a template
        return self.of(name)

    def search(self, row: Any) -> dict[str, Any]:
        said = {name: self.of(f"search.{row.pk}.{name}") for name in ("places", "terms", "found")}
        return said | {"on": row.on}


class Places:
    """The institution in English; where a name is missing, its Chinese one stands and is noted."""

    def __init__(self, institution: Institution) -> None:
        self._institution = institution
        self.missing: list[str] = []

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        chinese = getattr(self._institution, name)
        if name not in NAMES or not HAN.search(chinese):
            return chinese
        english = getattr(self._institution, f"{name}_en")
        if not english:
            self.missing.append(_("机构信息没有填写%(name)s。") % {"name": NAMES[name]})
        return english or chinese


@dataclass(frozen=True)
class ToldInEnglish:
    """One item of a reply in English; see `notices.context.Told`."""

    asked_for: str
    answer: str
    ground: str
    reasons: str
    how_obtained: str
    basis: str
    finding: str
    withheld_basis: str
    withheld_finding: str


def _told(one: Told, law: Law, english: Texts, lacking: list[str], position: int) -> ToldInEnglish:
    key = one.ground if (law.code, one.ground) in VARIANTS else one.answer
    said = {"finding": "", "withheld_finding": ""}
    try:
        if one.finding and one.answer != "partly_granted":
            said["finding"] = finding(law.code, key)
        if one.withheld_finding:
            said["withheld_finding"] = finding(law.code, one.ground, of_a_part=True)
    except KeyError:
        lacking.append(_("这种答复没有英文译文。"))
    of_item = {
        name: english.of(f"items.{position}.{name}")
        for name in ("asked_for", "reasons", "how_obtained")
    }
    return ToldInEnglish(
        answer=one.answer,
        ground=one.ground,
        basis=_cited(one.basis, lacking),
        withheld_basis=_cited(one.withheld_basis, lacking),
        **of_item,
        **said,
    )


def _cited(chinese: str, lacking: list[str]) -> str:
    if not chinese:
        return ""
    try:
        return citation(chinese)
    except NoEnglish as unknown:
        lacking.append(_("%(name)s没有英文名称，不能译出。") % {"name": unknown})
        return chinese
