"""The yearly reports that were published: every version, in every form, as it was published."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from reports.frozen import published_document
from reports.models import AnnualReport
from reports.outputs.changes import changes
from reports.outputs.edition import Edition
from reports.outputs.files import File, file_of, files, published
from web.files import file_response

KEPT_BY_OTHERS = 3600  # seconds: what is published is frozen, but a correction may follow
SLUG = re.compile(r"([1-9]\d{3})(?:-([1-9]\d{3}))?(?:-v([1-9]\d{0,3}))?", re.ASCII)


class ReportSlug:
    """2024-2025, 2024-2025-v2, 2025: where a report has its address (`AnnualReport.slug`)."""

    regex = r"[0-9]{4}[-v0-9]*"

    def to_python(self, value: str) -> str:
        """Raises ValueError where no report can have its address: a year 0 has no days to seek."""
        if not SLUG.fullmatch(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Download:
    """A file of a report, as the page offers it; its size in bytes."""

    file: File
    address: str
    size: int


@login_not_required
def reports(request: HttpRequest) -> HttpResponse:
    """Every published report, the newest version of each first, corrections under it."""
    listed = AnnualReport.objects.published().defer("snapshot").select_related("pdf")
    by_period: dict[tuple, list[AnnualReport]] = {}
    for found in listed:
        by_period.setdefault((found.first, found.last), []).append(found)
    return render(request, "public/reports.html", {"periods": list(by_period.values())})


@login_not_required
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report; a corrected one says why, the one it corrects says that it was."""
    found = _published(slug)
    versions = list(_versions(found))
    earlier = next((each for each in versions if each.version < found.version), None)
    context = {
        "report": found, "document": published_document(found),
        "versions": versions, "newest": versions[0], "earlier": earlier,
        "next": next((each for each in reversed(versions) if each.version > found.version), None),
        "changes": changes(Edition.published(earlier), Edition.published(found)) if earlier else [],
        "downloads": _downloads(found),
    }  # fmt: skip
    return render(request, "public/report.html", context)


@login_not_required
def report_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of a published report: the same bytes as long as it is published."""
    found = _published(slug)
    file = file_of(Edition.published(found), name)
    if file is None:
        raise Http404
    content = published(found, name)
    etag, modified = quote_etag(sha256(content).hexdigest()), int(found.published_at.timestamp())
    response = file_response(content, name=f"{found.slug}-{name}", media_type=file.media_type)
    response = get_conditional_response(request, etag, modified, response)
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    response["Cache-Control"] = f"public, max-age={KEPT_BY_OTHERS}"
    newest = _versions(found).first()
    if newest != found:
        address = reverse("public:report_file", args=[newest.slug, name])
        response["Link"] = f'<{address}>; rel="latest-version"'
    return response


@login_not_required
def report_by_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Where reports had their address before they had one by their year."""
    found = get_object_or_404(AnnualReport.objects.published(), pk=pk)
    return redirect("public:report", found.slug, permanent=True)


def _published(slug: str) -> AnnualReport:
    """The report at this address. Several periods of one year: the one that ends last."""
    first, last, version = SLUG.fullmatch(slug).groups()
    at_this_address = AnnualReport.objects.published().filter(
        first__year=first, last__year=last or first, version=version or 1
    )
    found = at_this_address.select_related("pdf").order_by("-last", "first").first()
    if found is None or found.slug != slug:
        raise Http404
    return found


def _versions(found: AnnualReport) -> QuerySet[AnnualReport]:
    """Every published version of the same report, the newest first."""
    return AnnualReport.objects.published().filter(first=found.first, last=found.last)


def _downloads(found: AnnualReport) -> list[Download]:
    return [
        Download(
            file, reverse("public:report_file", args=[found.slug, file.name]),
            len(published(found, file.name)),
        )
        for file in files(Edition.published(found))
    ]  # fmt: skip
