"""The book of issued notices, to read, print and take along; and the register of numbers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from casework import book as issued_book
from notices import number_book
from office.roles import May
from records.csv_file import csv_pieces
from web.files import stream_response
from web.staff import reauthentication
from web.staff.access import require
from web.staff.book_filter import BookFilter
from web.today import now, today

PER_PAGE = 50
MOST_PRINTED = 5000  # lines on one sheet: some hundred pages of paper
NUMBERS_PER_PAGE = 200


def book(request: HttpRequest) -> HttpResponse:
    """Every issued notice; by a POST as a file, with `sheet=1` unpaged for the printer."""
    require(request.user, May.SEE_ALL)
    chosen = BookFilter(request.GET, queryset=issued_book.issued(request.user))
    if request.method == "POST" and not reauthentication.fault(request):
        return _as_csv(request, chosen)
    sheet = request.GET.get("sheet") == "1"
    order = issued_book.in_order if sheet else issued_book.newest_first
    per_page = MOST_PRINTED if sheet else PER_PAGE
    page = Paginator(order(chosen.qs), per_page).get_page(request.GET.get("page"))
    lines = list(issued_book.lines(page.object_list))
    context = {
        "filter": chosen, "page": page, "lines": lines, "said": chosen.in_words(), "sheet": sheet,
        "at": now(),
    }  # fmt: skip
    return render(request, "staff/book.html", context)


def _as_csv(request: HttpRequest, chosen: BookFilter) -> HttpResponse:
    issued_book.log_export(chosen.qs, by=request.user, at=now())
    pieces = csv_pieces(issued_book.table(chosen.qs))
    return stream_response(pieces, name=f"notices-{today()}.csv", media_type="text/csv")


def numbers(request: HttpRequest) -> HttpResponse:
    """Each series and year, who holds each number, and the proof that none is missing."""
    require(request.user, May.SEE_ALL)
    runs = number_book.runs()
    asked = (request.GET.get("series", ""), request.GET.get("year", ""))
    run = next((each for each in runs if (each.series, str(each.year)) == asked), None)
    context = {
        "runs": runs, "run": run, "faults": number_book.faults(), "unused": number_book.unused(),
    }  # fmt: skip
    if run is not None:
        found = number_book.numbers_of(run.series, run.year)
        context["page"] = Paginator(found, NUMBERS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/numbers.html", context)


urlpatterns = [
    path("book/", book, name="book"),
    path("book/numbers/", numbers, name="numbers"),
]
