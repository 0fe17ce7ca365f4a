"""The yearly reports that were published, every version of them, as they were published."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from reports.frozen import published_document, published_pdf
from reports.models import AnnualReport
from web.files import file_response


@login_not_required
def reports(request: HttpRequest) -> HttpResponse:
    return render(request, "public/reports.html", {"reports": AnnualReport.objects.published()})


@login_not_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; a corrected one says why, the one it corrects says that it was."""
    found = get_object_or_404(AnnualReport.objects.published(), pk=pk)
    same = AnnualReport.objects.published().filter(first=found.first, last=found.last)
    context = {
        "report": found, "document": published_document(found),
        "later": same.filter(version__gt=found.version).first(),
        "earlier": same.filter(version__lt=found.version).first(),
    }  # fmt: skip
    return render(request, "public/report.html", context)


@login_not_required
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(AnnualReport.objects.published(), pk=pk)
    content = published_pdf(found)
    return file_response(content, name=f"{found.slug}.pdf", media_type="application/pdf")
