"""A published table whole: its register is imported, and the figures are the table, cell by cell.

The same after the register was exported and imported again into an empty database.
"""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from casework.csv_rows import MOST_ROWS
from casework.register import COLUMNS, import_register
from casework.remedies_register import COLUMNS as REMEDY_COLUMNS
from casework.remedies_register import import_remedies
from records.csv_file import csv_bytes
from requests_app.models import Application
from statute.annual import ALL_COLUMNS, ROW_CODES, check_requests
from tests.cast import at
from tests.reports.published_tables import PUBLISHED, register_lines, remedy_lines
from tests.sizes import some_quick

LAW = "cn-regulation"
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("size", PUBLISHED)
def test_the_tables_are_whole_use_every_row_and_keep_the_identities(size):
    table = PUBLISHED[size]["requests"]
    assert (len(table), {len(numbers) for numbers in table.values()}) == (25, {7})
    assert table["received"][-1] == int(size)
    assert [row for row, numbers in table.items() if numbers[-1] == 0] == []
    assert all(check.holds for check in check_requests(table))  # R1, R2, R3


def figures() -> dict:
    out = io.StringIO()
    call_command(
        "figures", law=LAW, first=date(2023, 1, 1), last=date(2023, 12, 31), format="json",
        stdout=out,
    )  # fmt: skip
    return json.loads(out.getvalue())


def check_figures(published: dict) -> None:
    found = figures()
    assert found["requests"]["columns"] == list(ALL_COLUMNS)
    assert list(found["requests"]["rows"]) == list(ROW_CODES)
    assert found["requests"]["rows"] == published["requests"]
    for kind, numbers in published["remedies"].items():
        assert list(found["remedies"][kind].values()) == [*numbers, sum(numbers)]
    assert all(check["holds"] for check in found["checks"])


def bring_in(register: bytes, remedies: bytes) -> None:
    import_register(register, on=TODAY, at=at(TODAY))
    import_remedies(remedies, on=TODAY, at=at(TODAY))


@pytest.mark.parametrize("size", some_quick(PUBLISHED, 1))
def test_a_published_table_comes_out_of_its_register_and_again_after_a_round_trip(
    cast, tmp_path, size
):
    published = PUBLISHED[size]
    lines = register_lines(published["requests"], law=LAW)
    assert len(lines) <= MOST_ROWS
    remedies = [REMEDY_COLUMNS, *remedy_lines(published["remedies"], lines)]
    with transaction.atomic():
        bring_in(csv_bytes([COLUMNS, *lines]), csv_bytes(remedies))
        check_figures(published)
        for form in ("csv", "xlsx"):
            call_command("export_register", tmp_path / f"register.{form}", format=form)
            call_command("export_remedies", tmp_path / f"remedies.{form}", format=form)
        transaction.set_rollback(True)
    for form in ("xlsx", "csv"):
        with transaction.atomic():
            assert not Application.objects.exists()
            files = [tmp_path / f"{table}.{form}" for table in ("register", "remedies")]
            bring_in(*[file.read_bytes() for file in files])
            check_figures(published)
            transaction.set_rollback(True)


def test_one_line_changed_is_another_table(cast):
    """The control: the comparison fails if one case of the register ends otherwise."""
    published = PUBLISHED["100"]
    lines = register_lines(published["requests"], law=LAW)
    place = next(n for n, line in enumerate(lines) if line[9] == "granted" and "2023" in line[8])
    lines[place][9] = "other"
    import_register(csv_bytes([COLUMNS, *lines]), on=TODAY, at=at(TODAY))
    found = figures()["requests"]["rows"]
    wrong = [row for row in ROW_CODES if found[row] != published["requests"][row]]
    assert wrong == ["granted", "other"]
