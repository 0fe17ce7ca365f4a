"""From a case and the facts of a draft to the letter: everything that will stand on the paper.

The letter is composed anew until it is issued. Its digest is what approvers approve; the number and
the date, which only issuing gives, are not part of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from notices import codes, plain, remedies_paragraph, revoked, seal
from notices.context import context_of
from notices.english import EnglishLetter
from notices.kind import Addressee, Kind
from notices.kinds_of_withdrawal import REVOKING_CODES
from notices.setting import setting
from notices.words import words_of
from office.models import Institution
from requests_app.models import Application, Attachment
from statute.law import Law

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "notices"


@dataclass(frozen=True)
class Letter:
    """What is printed. `number` and `on` are empty on a draft, which says so in its margin.

    `dates` are the reckoned days among its words, by what they are (see `notices.stated`);
    `provisional` names those of them that the letter itself says may still change. `code` is what
    it is verified by, at `address`; without a code nothing of that is printed.
    """

    kind: str
    law: str
    institution_version: int
    letterhead: str
    title: str
    salutation: str
    body: SafeString
    attachments: tuple[str, ...]
    reply_slip: bool
    closing: str
    number: str = ""
    on: date | None = None
    sealed: bool = False
    dates: Mapping[str, date] = field(default_factory=dict)
    provisional: tuple[str, ...] = ()
    code: str = ""
    address: str = ""
    enclosed: tuple[dict[str, Any], ...] = ()  # title, size and SHA-256 of what is handed over
    english: EnglishLetter | None = None  # the translation that goes out beside it

    @property
    def signature(self) -> str:
        return self.letterhead

    def digest(self, *, facts: dict[str, Any], draft_number: int) -> str:
        """The SHA-256 of what is approved: words, facts, and the template they were set with."""
        content = {
            "kind": self.kind,
            "law": self.law,
            "facts": facts,
            "draft": draft_number,
            "institution": self.institution_version,
            "template": template_version(),
            "letterhead": self.letterhead,
            "title": self.title,
            "salutation": self.salutation,
            "body": str(self.body),
            "closing": self.closing,
            "attachments": self.attachments,
        }
        if self.enclosed:
            content["enclosed"] = self.enclosed
        if self.english:
            content["english"] = self.english.content()
        plain = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()


@cache
def template_version() -> str:
    """Names the templates letters are set with: it changes whenever one of them does."""
    digest = hashlib.sha256()
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(TEMPLATES).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def compose(
    kind: Kind,
    application: Application,
    facts: dict[str, Any],
    *,
    institution: Institution,
    law: Law,
    wording: str = "",
    on: date,
) -> Letter:
    """Write the letter. `on` is the day it would go out; it moves only dates reckoned from it."""
    with override("zh-hans"):
        context = context_of(kind, application, facts, institution=institution, law=law, on=on)
        context["remedies"] = remedies_paragraph.paragraphs(
            kind, law, institution, facts.get("items", [])
        )
        words = words_of(law)
        enclosed = _enclosed(kind, application)
        context["wording"] = wording.strip()
        return Letter(
            kind=kind.code,
            law=law.code,
            institution_version=institution.version,
            letterhead=institution.name,
            title=kind.title.format(info=words.heading, us=words.us),
            salutation=_salutation(kind, application, facts),
            body=render_to_string("notices/body.html", context),
            attachments=tuple(each["title"] for each in enclosed),
            enclosed=enclosed,
            reply_slip=kind.code == "third_party_consultation",
            closing=kind.closing,
            dates=context.get("dates", {}),
            provisional=context.get("provisional_dates", ()),
        )


def _salutation(kind: Kind, application: Application, facts: dict[str, Any]) -> str:
    if kind.code in REVOKING_CODES and kind.addressee != Addressee.APPLICANT:
        return revoked.addressee(application, facts)
    if "consultation" in facts:
        return application.consultations.get(pk=facts["consultation"]).party_name
    if kind.addressee == Addressee.FILE:
        return application.notices.get(pk=facts["notice"]).snapshot["letter"]["salutation"]
    if kind.addressee == Addressee.APPLICANT:
        return application.applicant.name
    return facts["party_name"]


def _enclosed(kind: Kind, application: Application) -> tuple[dict[str, Any], ...]:
    """What is handed over with a reply that releases something."""
    if kind.code not in ("granted", "partly_granted"):
        return ()
    released = application.attachments.filter(kind=Attachment.Kind.RELEASED).select_related("file")
    return tuple(
        {"title": each.title, "size": each.file.size, "sha256": each.file.sha256}
        for each in released
    )


def middle(
    kind: Kind,
    application: Application,
    facts: dict[str, Any],
    *,
    institution: Institution,
    law: Law,
    on: date,
) -> list[str]:
    """The paragraphs staff may word themselves, as they stand without that."""
    with override("zh-hans"):
        context = context_of(kind, application, facts, institution=institution, law=law, on=on)
        return plain.paragraphs(render_to_string("notices/middle.html", context))


def dated(letter: Letter, *, number: str, on: date, code: str = "") -> Letter:
    """The letter as issued: numbered, dated and sealed, with the code by which it is verified."""
    address = codes.address_of(code) if code else ""
    return replace(letter, number=number, on=on, sealed=True, code=code, address=address)


def page(letter: Letter, mark: seal.Mark | None = None) -> str:
    """The whole document for the press, fonts by family name and nothing to be fetched.

    A letter that is sealed gets `mark`, or the drawing.
    """
    with override("zh-hans"):
        if letter.sealed and mark is None:
            mark = seal.drawn(letter.letterhead)
        context = {"letter": letter, "seal": mark} | setting(letter)
        return render_to_string("notices/letter.html", context)


def kept(letter: Letter) -> dict[str, Any]:
    """What a snapshot keeps of the letter, to be read without opening the PDF."""
    english = {"english": plain.paragraphs(letter.english.body)} if letter.english else {}
    return english | {
        "title": letter.title,
        "letterhead": letter.letterhead,
        "salutation": letter.salutation,
        "paragraphs": plain.paragraphs(letter.body),
        "closing": letter.closing,
        "attachments": list(letter.attachments),
        "enclosed": list(letter.enclosed),
        "law": letter.law,
        "institution_version": letter.institution_version,
        "template_version": template_version(),
        "dates": {label: day.isoformat() for label, day in letter.dates.items()},
        "provisional": list(letter.provisional),
    }


def preview(letter: Letter) -> SafeString:
    """The letter as part of a screen: the same words, styled by the page it is in."""
    with override("zh-hans"):
        return render_to_string("notices/preview.html", {"letter": letter})
