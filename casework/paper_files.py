"""The stored files of a letter: its PDF and translation, what proves service, signed forms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from notices.models import Notice, ServiceRecord
from records.models import Approval, StoredFile


@dataclass(frozen=True)
class PaperFile:
    """One of them, and what it is."""

    notice: Notice
    file: StoredFile
    what: str


def files_of(notice: Notice) -> list[PaperFile]:
    """Every stored file of a notice, each once. Of a draft these are the forms signed on paper."""
    found = {paper.file.pk: paper for paper in _of(notice)}
    return list(found.values())


def _of(notice: Notice) -> Iterator[PaperFile]:
    if notice.pdf:
        yield PaperFile(notice, notice.pdf, _("发出的文书"))
    if notice.english_pdf:
        yield PaperFile(notice, notice.english_pdf, _("英文译文"))
    for record in notice.services.exclude(proof_file=None).select_related("proof_file"):
        yield PaperFile(notice, record.proof_file, _("送达凭证"))
    forms = Approval.objects.filter(subject=notice.subject_key, scan__isnull=False)
    for approval in forms.select_related("scan"):
        yield PaperFile(notice, approval.scan, _("审签单扫描件"))


def by_file(wanted: Iterable[int]) -> dict[int, PaperFile]:
    """Those of the stored files wanted that belong to a letter, by their key."""
    keys = set(wanted)
    proved = ServiceRecord.objects.filter(proof_file__in=keys).values("notice")
    signed = Approval.objects.filter(scan__in=keys).values_list("subject", flat=True)
    printed = Q(pdf__in=keys) | Q(english_pdf__in=keys) | Q(pk__in=proved)
    letters = Notice.objects.filter(
        printed | Q(pk__in=Notice.objects.of_subjects(signed).values("pk"))
    )
    found = {}
    for letter in letters.select_related("application", "pdf", "english_pdf"):
        found |= {each.file.pk: each for each in files_of(letter) if each.file.pk in keys}
    return found
