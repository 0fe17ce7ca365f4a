"""The English translation that goes out beside a notice, for reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from casework import suspected
from notices import english, english_texts, pdf
from notices.kinds import KINDS
from notices.letter import Letter
from notices.models import Notice
from notices.printed import Printed
from office.models import Institution
from records import files
from records.refusals import Refusal


@dataclass(frozen=True)
class Translation:
    """Whether a translation goes out with a draft, and the English of the texts staff typed."""

    wanted: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)


NONE = Translation()


def lacking(letter: Letter) -> list[str]:
    """What the translation of a letter still lacks, a sentence for each."""
    return list(letter.english.missing) if letter.english else []


def fill(notice: Notice, translation: Translation | None) -> None:
    """Put the translation into a draft; None leaves the one it has."""
    if translation is None:
        return
    notice.english = translation.wanted and english.offered(KINDS[notice.kind])
    notice.english_facts = english_texts.cleaned(translation.texts)


def with_english(made: Letter, notice: Notice, institution: Institution, *, on: date) -> Letter:
    """The letter with its translation, where one is wanted."""
    if not notice.english:
        return made
    application = notice.application
    translated = english.compose(
        KINDS[notice.kind], application, notice.all_facts, notice.english_facts,
        institution=institution, law=application.statute_law, wording=notice.wording,
        attachments=made.attachments, salutation=made.salutation, on=on,
    )  # fmt: skip
    return replace(made, english=translated)


def printed(composed: Letter) -> Printed | None:
    """The translation as it goes out; None where none is wanted."""
    if composed.english is None:
        return None
    page = english.page(composed.english, number=composed.number, on=composed.on)
    return pdf.render(page)


def keep(notice: Notice, translated: Printed | None, *, number: str, at: datetime) -> None:
    """Keep the bytes of the translation with the notice that is being issued."""
    if translated is None:
        return
    name = f"{number}-English.pdf"
    stored = files.store_document(translated.pdf, name=name, at=at)
    notice.english_pdf, notice.english_sha256 = stored, stored.sha256


def issued_translation(notice: Notice) -> bytes:
    """The bytes that were issued; their hash is checked at every reading."""
    if notice.english_pdf is None:
        raise Refusal(_("这份文书没有附英文译文。"))
    content = suspected.content_of(notice.english_pdf)
    if notice.english_pdf.sha256 != notice.english_sha256:
        raise files.FileDamaged(f"notice {notice.pk}: not the translation that was issued")
    return content
