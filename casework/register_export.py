"""The register taken along: the rows `casework.register` takes in, as CSV or XLSX.

A line tells of a case's first handling, which is what the year's table counts: received, corrected,
closed, with what result. It is no backup: letters, files, extensions, later handlings are not here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from casework import register, remedies_register
from casework.settling import OFFICE_CHAIN
from office.models import User
from records import log
from records.csv_file import csv_pieces
from records.encryption import masked
from records.xlsx_file import xlsx_bytes
from remedies.models import Remedy
from requests_app.models import Application
from requests_app.who import actor_of

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
PIECE = 2000


def received(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Those in the register: legally received. `first` is their first handling, `counted_law` the
    law they were closed under, or have if they are open.
    """
    first = FilteredRelation("handlings", condition=Q(handlings__sequence=1))
    closed_under = NullIf(F("first__closed_under"), Value(""))
    found = cases.filter(received_on__isnull=False).annotate(first=first)
    return found.annotate(counted_law=Coalesce(closed_under, F("law")))


def under(law: str, cases: QuerySet[Application]) -> QuerySet[Application]:
    """Those of the register that count under one law."""
    return cases.filter(pk__in=received(cases).filter(counted_law=law).order_by().values("pk"))


def rows_of(cases: QuerySet[Application], *, masks_names: bool) -> Iterator[list[Any]]:
    """The cases as the rows an import takes, the heading first, by day of receipt.

    A correction that came after the first closing belongs to a later handling.
    """
    yield list(register.COLUMNS)
    found = received(Application.objects.filter(pk__in=cases.order_by().values("pk")))
    values = found.order_by("received_on", "pk").values_list(
        "number", "counted_law", "channel", "applicant__kind", "applicant__name", "subject",
        "received_on", "correction__corrected_on", "first__closed_on", "first__result",
        "unit_in_charge__name",
    )  # fmt: skip
    for row in values.iterator(chunk_size=PIECE):
        line = dict(zip(register.COLUMNS, row, strict=True))
        if masks_names:
            line["applicant_name"] = masked(line["applicant_name"])
        if line["closed_on"] and line["corrected_on"] and line["corrected_on"] > line["closed_on"]:
            line["corrected_on"] = None
        yield list(line.values())


def cases_as(
    form: str,
    cases: QuerySet[Application],
    *,
    masks_names: bool,
    by: User | log.Actor,
    at: datetime,
) -> Iterable[bytes]:
    """The file, in pieces; that it leaves the house is logged, with how much and whose names."""
    said = {
        "cases": cases.filter(received_on__isnull=False).count(),
        "format": form,
        "names_masked": masks_names,
    }
    _log("register_exported", said, by=by, at=at)
    return _file(form, register.SHEET, rows_of(cases, masks_names=masks_names), at=at)


def remedies_as(
    form: str, remedies: QuerySet[Remedy], *, by: User | log.Actor, at: datetime
) -> Iterable[bytes]:
    """The same for complaints, appeals, reviews and lawsuits."""
    _log("remedies_exported", {"remedies": remedies.count(), "format": form}, by=by, at=at)
    return _file(form, remedies_register.SHEET, remedies_register.rows_of(remedies), at=at)


def _log(event: str, said: dict[str, Any], *, by: User | log.Actor, at: datetime) -> None:
    with transaction.atomic():
        log.append(OFFICE_CHAIN, event, actor=actor_of(by), at=at, payload=said)


def _file(form: str, sheet: str, rows: Iterator[list[Any]], *, at: datetime) -> Iterable[bytes]:
    if form == XLSX:
        return [xlsx_bytes(sheet, rows, at=at, widths=register.WIDTHS)]
    return csv_pieces(rows)
