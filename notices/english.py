"""The English translation of a notice, for reference: its words, its page, what it still lacks.

The fixed words are ours (`english_words`, `templates/notices/en/`), the free texts are those staff
put beside their Chinese ones. The Chinese text prevails, and every page of the translation says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from notices.context import context_of
from notices.english_remedies import remedies_in_english
from notices.english_sources import Citations, Places, Texts
from notices.english_texts import needed
from notices.english_told import Telling
from notices.english_words import BY_LAW, CLOSINGS, TITLES, EnglishWords, title_of
from notices.kind import Kind
from office.models import Institution
from requests_app.models import Application, Consultation
from statute.law import Law


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
    with override("zh-hans"):
        chinese = context_of(kind, application, facts, institution=institution, law=law, on=on)
    cited = Citations(chinese["cite"], own_rules=institution.own_rules, us=words.us)
    telling = Telling(law, english, cited)
    context = chinese | _of_the_law(chinese, law, words, cited)
    context |= _of_others(chinese, english, words) | _of_the_case(chinese, english, telling)
    context |= {
        "places": places,
        "wording": english.of("wording") if wording.strip() else "",
        "remedies": remedies_in_english(kind, law, places, facts.get("items", [])),
    }
    with override("en"):
        body = render_to_string("notices/en/body.html", context | {"middle": _middle(kind)})
    return EnglishLetter(
        letterhead=places.name,
        title=title_of(kind.code, words),
        salutation=salutation,
        body=body,
        closing=CLOSINGS[kind.closing],
        attachments=attachments,
        texts={one.key: texts[one.key] for one in wanted if texts.get(one.key)},
        missing=_missing(english, places, cited, telling),
    )


def page(translation: EnglishLetter, *, number: str, on: date | None) -> str:
    """The whole document for the press; it has no number of its own and no seal."""
    with override("en"):
        context = {"letter": translation, "number": number, "on": on}
        return render_to_string("notices/en/letter.html", context)


def _missing(*sources: Texts | Places | Citations | Telling) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for source in sources for one in source.missing))


def _of_the_law(
    chinese: Mapping[str, Any], law: Law, words: EnglishWords, cited: Citations
) -> dict[str, Any]:
    """The words of the law, and what the letter cites."""
    return {
        "us": words.us,
        "Us": words.us[0].upper() + words.us[1:],
        "info": words.info,
        "scope": words.scope,
        "cite": cited,
        "basis": cited.of(chinese["answer"].basis if "answer" in chinese else ""),
        "fee_basis": cited.of(chinese.get("fee_basis", "")),
        "law_title": cited.of(f"《{law.title.zh}》"),
    }


def _of_the_case(chinese: Mapping[str, Any], english: Texts, telling: Telling) -> dict[str, Any]:
    """What staff wrote: its items, what was searched, the texts."""
    return {
        "english": english,
        "told": [telling.item(one, n) for n, one in enumerate(chinese["told"])],
        "searches": [english.search(row) for row in chinese["searches"]],
    }


def _of_others(context: Mapping[str, Any], english: Texts, words: EnglishWords) -> dict[str, Any]:
    """What the letter says of other notices and of the party it writes to."""
    found: dict[str, Any] = {}
    if context.get("revoked"):
        found["revoked_title"] = title_of(context["revoked"].kind, words)
    if "rectified" in context:
        found["rectified"] = [
            row | {"title": title_of(row["one"].notice.kind, words)} for row in context["rectified"]
        ]
    if isinstance(context.get("asked"), Consultation):
        found["asked"] = english.consultation(context["asked"])
    return found


def _middle(kind: Kind) -> str:
    return f"notices/en/bodies/{'reply' if kind.is_reply else kind.code}.html"
