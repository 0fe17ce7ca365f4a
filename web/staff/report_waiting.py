"""What of yearly reports waits for whoever asks: to sign, to write, to answer."""

from dataclasses import dataclass

from django.http import HttpRequest

from reports import approving, comments
from reports.approving import Waiting
from reports.models import AnnualReport, PartAuthor, PartComment
from reports.parts import Part
from web.today import today


@dataclass(frozen=True)
class ToWrite:
    assigned: PartAuthor
    part: Part


@dataclass(frozen=True)
class ReportsWaiting:
    to_sign: list[Waiting]
    to_write: list[ToWrite]
    to_answer: list[PartComment]
    formless: list[AnnualReport]

    def __bool__(self) -> bool:
        return bool(self.to_sign or self.to_write or self.to_answer or self.formless)


def to_sign(request: HttpRequest) -> list[Waiting]:
    """Found once for a page and its navigation."""
    found: list[Waiting] | None = getattr(request, "_reports_to_sign", None)
    if found is None:
        found = request._reports_to_sign = approving.inbox(request.user, on=today())
    return found


def reports_waiting(request: HttpRequest) -> ReportsWaiting:
    mine = PartAuthor.objects.filter(author=request.user, report__submitted_at=None)
    mine = mine.filter(report__published_at=None).select_related("report")
    return ReportsWaiting(
        to_sign(request),
        [ToWrite(one, one.report.of_form.part(one.part)) for one in mine if one.report.has_form],
        comments.waiting_for(request.user),
        approving.formless(request.user),
    )
