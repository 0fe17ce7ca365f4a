"""The pages of staff that list notices, over years of them: seconds and queries of each page.

A scratch database on the configured server, never analysed, as one that has just been filled.
`--size N` is how many notices were issued before (20,000), five to a closed case.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from casework import paper
from notices.models import Notice, Reservation
from office.models import User
from records import keys
from records.models import StoredFile
from requests_app.models import Applicant, Application, Handling
from requests_app.states import State
from tests.cast import Cast, an_institution, at, in_hand
from tests.notices.stories import FACTS, issued
from tests.web.staff.people_at_desks import desk, on

WAITING = 30  # papers to be signed, each in an open case
A_CASE = 5  # notices
REVOKED = 100  # one in so many
FRIDAY, LAST_YEARS = date(2026, 3, 6), date(2016, 1, 4)
BATCH = 5_000


def measure(size: int | None) -> None:
    """Print seconds and queries of each page."""
    notices = size or 20_000
    setup_test_environment()
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        keys.make()
        an_institution()
        cast = Cast()
        print(f"lists: {notices} notices issued, {WAITING} to sign, {connection.vendor}")
        _fill(cast, notices)
        with on(FRIDAY, 10):
            for name, who, ask in _pages(cast):
                _report(name, who, ask)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _pages(cast: Cast) -> list[tuple[str, User, Callable]]:
    def get(view: str, **asked) -> Callable:
        return lambda client: client.get(reverse(view), asked)

    return [
        ("today, head of a unit", cast.department_head, get("staff:today")),
        ("today, head of the office", cast.office_head, get("staff:today")),
        ("queue, head of the office", cast.office_head, get("staff:queue")),
        ("to sign", cast.department_head, get("staff:approvals")),
        ("book, first page", cast.inspector, get("staff:book")),
        (
            "book, one year unserved",
            cast.inspector,
            get("staff:book", year=2020, stands="unserved"),
        ),
        ("book, revoked", cast.inspector, get("staff:book", stands="revoked")),
        ("book, for the printer", cast.inspector, get("staff:book", sheet=1)),
        ("book, as a file", cast.inspector, lambda client: client.post(reverse("staff:book"))),
        ("seal, letters of each version", cast.security_admin, get("staff:seal")),
    ]  # fmt: skip


def _report(name: str, who: User, ask: Callable[..., HttpResponse]) -> None:
    client = desk(who)
    ask(client)  # what a process reads once
    with CaptureQueriesContext(connection) as made:
        began = time.monotonic()
        answer = ask(client)
        size = len(b"".join(answer)) if answer.streaming else len(answer.content)
        seconds = time.monotonic() - began
    if answer.status_code != 200:
        raise AssertionError(f"{name}: {answer.status_code}")
    said = f"{seconds:7.2f} s  {len(made):4} queries  {size / 1024:7.0f} KB"
    slowest = max(float(query["time"]) for query in made)
    print(f"  {name:32} {said}  slowest query {slowest:.2f} s", flush=True)


def _fill(cast: Cast, notices: int) -> None:
    for _number in range(WAITING):
        draft = paper.draft(
            "refused", in_hand(cast), by=cast.officer, on=FRIDAY, at=at(FRIDAY),
            facts=FACTS["refused"],
        )  # fmt: skip
        paper.submit(draft, by=cast.officer, at=at(FRIDAY))
    with transaction.atomic():
        pattern = issued(in_hand(cast), cast, "refused")
    for first in range(0, notices, BATCH):
        with transaction.atomic():
            _more(pattern, range(first, min(first + BATCH, notices)))
    _revoke()


def _more(pattern: Notice, numbers: range) -> None:
    """So many notices like this one and their closed cases, over ten years and all served."""
    case = pattern.application
    cases = [
        Application(**_like(case, number=f"L-{number}", filing_key=None, state=State.ANSWERED,
                            alarm_on=None, due_on=None))
        for number in numbers[::A_CASE]
    ]  # fmt: skip
    Application.objects.bulk_create(cases)
    applicant, handling = case.applicant, case.handling
    Applicant.objects.bulk_create(
        [Applicant(**_like(applicant, application_id=c.pk, row_key=uuid4())) for c in cases]
    )
    closed = {"closed_on": FRIDAY, "result": "other", "closed_under": case.law}
    handlings = [Handling(**_like(handling, application_id=c.pk) | closed) for c in cases]
    Handling.objects.bulk_create(handlings)
    files = [
        StoredFile(**_like(pattern.pdf, row_key=uuid4(), path=f"none/{number}"))
        for number in numbers
    ]
    StoredFile.objects.bulk_create(files)
    made = [
        _notice(pattern, number, handlings[place // A_CASE], files[place])
        for place, number in enumerate(numbers)
    ]
    Notice.objects.bulk_create(made)
    Reservation.objects.bulk_create(
        Reservation(series="不", year=n.issued_on.year, sequence=number, notice=n,
                    reserved_at=n.issued_at)
        for number, n in zip(numbers, made, strict=True)
    )  # fmt: skip


def _notice(pattern: Notice, number: int, handling: Handling, pdf: StoredFile) -> Notice:
    day = LAST_YEARS + timedelta(days=number % 3_650)
    own = {
        "application_id": handling.application_id, "handling_id": handling.pk, "pdf_id": pdf.pk,
        "row_key": uuid4(), "number": f"L〔{day.year}〕{number}号", "code": f"L{number}",
        "issued_on": day, "issued_at": at(day), "drafted_at": at(day), "submitted_at": at(day),
        "served_on": day, "manner_of_service": "counter",
    }  # fmt: skip
    return Notice(**_like(pattern, **own))


def _revoke() -> None:
    """Some notices revoke the one before."""
    numbered = Notice.objects.filter(code__startswith="L").order_by("pk")
    pks = list(numbered.values_list("pk", flat=True))
    later = [Notice(pk=pk, withdraws_id=before) for before, pk in pairwise(pks)]
    Notice.objects.bulk_update(later[::REVOKED], ["withdraws_id"], batch_size=500)


def _like(row: Model, **changes) -> dict:
    """The columns of a row as arguments for another."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return kept | changes
