"""The register taken along and brought in again: the same, whatever stands in it."""

import csv
import io
import tracemalloc
from contextlib import contextmanager
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from casework import register_export
from casework.csv_rows import NotImported
from casework.register import COLUMNS, import_register
from casework.register_export import FORMATS
from casework.remedies_register import import_remedies
from records import csv_file
from records.csv_file import csv_bytes
from records.log import SYSTEM
from records.models import LogEntry
from remedies.models import Kind, Remedy, Result
from requests_app.models import Application, Correction
from requests_app.states import ApplicantKind, Channel
from statute.answers import RESULT_CODES
from tests.cast import at, awaiting_correction, filed, in_hand

TODAY = date(2026, 11, 24)
ODD = (
    "=1+1", "'=1+1", "'quoted'", "-3", "@SUM(A1)", "+86 13800000000", "007", "a_x000D_b",
    "two\nlines", "two\r\nlines", "tab\there", 'say "yes", please', "😀🇨🇳", "𠮷野家",
    "https://example.com/?a=1", "1e5", "TRUE", "2024-7", "e\u0301 \u202eright-to-left", "_x005F_",
)  # fmt: skip


def every_code() -> list[list[str]]:
    """Lines with every result, law, channel, kind and odd text among them; some still open."""
    lines = []
    for place in range(3 * len(RESULT_CODES)):
        code = "" if place % 7 == 6 else RESULT_CODES[place % len(RESULT_CODES)]
        came = date(2024, 1, 2) + timedelta(place)
        lines.append([
            f"2024-{place + 1}" if place % 3 else f"旧字〔2024〕{place}",
            ("cn-regulation", "cn-university")[place % 2],
            Channel.values[place % len(Channel.values)],
            ApplicantKind.values[place % len(ApplicantKind.values)],
            ODD[place % len(ODD)],
            ODD[(place * 7 + 3) % len(ODD)],
            came.isoformat(),
            (came + timedelta(3)).isoformat() if place % 4 == 1 else "",
            (came + timedelta(12)).isoformat() if code else "",
            code,
            "教务处" if place % 5 else "",
        ])  # fmt: skip
    return lines


def remedies_of(lines: list[list[str]]) -> list[list[str]]:
    ends = ["", *Result.values]
    return [
        [line[0], Kind.values[place % len(Kind.values)], "2025-03-03",
         "2025-05-06" if ends[place % 4] else "", ends[place % 4]]
        for place, line in enumerate(lines)
    ]  # fmt: skip


def exported(form: str) -> bytes:
    pieces = register_export.cases_as(
        form, Application.objects.all(), masks_names=False, by=SYSTEM, at=at(TODAY)
    )
    return b"".join(pieces)


def remedies_exported(form: str) -> bytes:
    pieces = register_export.remedies_as(form, Remedy.objects.all(), by=SYSTEM, at=at(TODAY))
    return b"".join(pieces)


def rows_in(content: bytes) -> list[list[str]]:
    """The rows as a reader other than ours has them: the CSV's own apostrophes are still there."""
    if content.startswith(b"PK"):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [[_shown(cell) for cell in row] for row in sheet.iter_rows(max_col=len(COLUMNS))]
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [[csv_file.restored(cell) for cell in row] for row in csv.reader(text)]


def _shown(cell) -> str:
    assert cell.data_type != "f", cell.coordinate
    return cell.value.date().isoformat() if cell.is_date else cell.value or ""


@contextmanager
def undone():
    """What is done within is gone afterwards: the database is as empty as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    assert not Application.objects.exists()


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_exported_and_imported_into_an_empty_database_is_exported_the_same(cast, form):
    lines = every_code()
    with undone():
        import_register(csv_bytes([COLUMNS, *lines]), on=TODAY, at=at(TODAY))
        import_remedies(csv_bytes([REMEDY_COLUMNS, *remedies_of(lines)]), on=TODAY, at=at(TODAY))
        first = exported(form), remedies_exported(form)
    import_register(first[0], on=TODAY, at=at(TODAY, 15))
    import_remedies(first[1], on=TODAY, at=at(TODAY, 15))
    assert (exported(form), remedies_exported(form)) == first
    assert sorted(each.applicant.name for each in cases()) == sorted(line[4] for line in lines)
    assert [each.subject for each in cases()] == [line[5] for line in lines]


REMEDY_COLUMNS = ("application", "kind", "filed_on", "decided_on", "result")


def cases():
    return Application.objects.select_related("applicant").order_by("received_on")


def test_both_formats_hold_the_rows_that_came_in(cast):
    lines = every_code()
    import_register(csv_bytes([COLUMNS, *lines]), on=TODAY, at=at(TODAY))
    assert rows_in(exported("csv")) == [list(COLUMNS), *lines]


def test_without_the_guard_a_spreadsheet_would_be_handed_a_formula(cast, monkeypatch):
    """The control of the guard: with it no cell of the CSV begins as a formula."""
    import_register(csv_bytes([COLUMNS, *every_code()]), on=TODAY, at=at(TODAY))
    assert not formulas(exported("csv"))
    monkeypatch.setattr(csv_file, "safe", lambda value: value)
    assert formulas(exported("csv"))


def formulas(content: bytes) -> list[str]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [cell for row in csv.reader(text) for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_a_case_handled_here_is_a_line_an_import_takes(cast):
    with undone():
        closed = in_hand(cast, date(2026, 3, 2))
        closed.withdraw(by=cast.registrar, on=date(2026, 3, 4), at=at(date(2026, 3, 4)))
        awaiting_correction(cast, date(2026, 3, 3))
        content = exported("csv")
    assert rows_in(content)[1][6:] == ["2026-03-02", "", "2026-03-04", "other", "教务处"]
    assert import_register(content, on=TODAY, at=at(TODAY)) == 2
    assert exported("csv") == content


def test_a_correction_after_the_first_closing_belongs_to_a_later_handling(cast):
    """Closed 4 March, reopened, corrected 9 March: the first line has no correction in it."""
    case = in_hand(cast, date(2026, 3, 2))
    case.withdraw(by=cast.registrar, on=date(2026, 3, 4), at=at(date(2026, 3, 4)))
    Correction.objects.create(
        application=case, asked_on=date(2026, 3, 6), missing="年度", days=10,
        corrected_on=date(2026, 3, 9), answer="2025年",
    )  # fmt: skip
    assert rows_in(exported("csv"))[1][7:9] == ["", "2026-03-04"]


def test_a_case_never_legally_received_is_in_no_line(cast):
    case = in_hand(cast)
    unreceived = filed()
    Application.objects.filter(pk=unreceived.pk).update(received_on=None)
    assert [row[0] for row in rows_in(exported("csv"))[1:]] == [case.number]


def test_names_are_masked_for_whoever_may_not_see_them_in_full(cast):
    in_hand(cast, applicant={"name": "欧阳示例"})
    found = register_export.rows_of(Application.objects.all(), masks_names=True)
    assert list(found)[1][COLUMNS.index("applicant_name")] == "欧**例"


def test_an_export_is_logged_with_how_much_and_whose_names(cast):
    in_hand(cast)
    register_export.cases_as(
        "csv", Application.objects.all(), masks_names=True, by=cast.inspector, at=at(TODAY)
    )
    entry = LogEntry.objects.get(event="register_exported")
    assert entry.payload == {"cases": 1, "format": "csv", "names_masked": True}
    assert entry.actor_name == "何监督"


def test_the_same_file_is_not_taken_in_twice_though_its_rows_have_no_number(cast):
    line = ["", *every_code()[0][1:]]
    content = csv_bytes([COLUMNS, line])
    import_register(content, on=TODAY, at=at(TODAY))
    with pytest.raises(NotImported, match="已经导入过"):
        import_register(content, on=TODAY, at=at(TODAY, 15))
    assert Application.objects.count() == 1
    import_register(content + b"\r\n", on=TODAY, at=at(TODAY, 16))  # the control: another file
    assert Application.objects.count() == 2


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_what_was_asked_for_to_a_new_file_of_the_owner_alone(
    cast, tmp_path, form
):
    import_register(csv_bytes([COLUMNS, *every_code()]), on=TODAY, at=at(TODAY))
    file = tmp_path / f"out.{form}"
    narrowed = {"first": date(2024, 1, 3), "last": date(2024, 1, 6), "law": "cn-regulation"}
    call_command("export_register", file, format=form, **narrowed)
    assert [row[6] for row in rows_in(file.read_bytes())[1:]] == ["2024-01-04", "2024-01-06"]
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="there already"):
        call_command("export_register", file, format=form)
    assert LogEntry.objects.filter(event="register_exported").count() == 1


def test_the_remedies_command_narrows_by_the_day_of_filing_and_the_law(cast, tmp_path):
    lines = every_code()
    import_register(csv_bytes([COLUMNS, *lines]), on=TODAY, at=at(TODAY))
    import_remedies(csv_bytes([REMEDY_COLUMNS, *remedies_of(lines)]), on=TODAY, at=at(TODAY))
    file = tmp_path / "out.csv"
    call_command("export_remedies", file, format="csv", law="cn-university")
    of_the_university = [line[0] for line in lines if line[1] == "cn-university"]
    assert [row[0] for row in rows_in(file.read_bytes())[1:]] == of_the_university
    later = tmp_path / "later.csv"
    call_command("export_remedies", later, format="csv", first=date(2025, 3, 4))
    assert len(rows_in(later.read_bytes())) == 1


def test_the_command_refuses_a_period_that_ends_before_it_begins(cast, tmp_path):
    with pytest.raises(CommandError, match="before"):
        call_command(
            "export_register", tmp_path / "x", format="csv",
            first=date(2024, 2, 1), last=date(2024, 1, 1),
        )  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("form", FORMATS)
def test_ten_thousand_rows_go_out_within_a_little_memory_and_come_in_the_same(cast, form):
    """Measured: traced memory of the export, past the file itself, does not grow with the rows."""
    lines = every_code()
    many = [["", *lines[place % len(lines)][1:]] for place in range(10_000)]
    with undone():
        import_register(csv_bytes([COLUMNS, *many]), on=TODAY, at=at(TODAY))
        few = peak(form, Application.objects.filter(received_on__lt=date(2024, 1, 8)))
        whole = peak(form, Application.objects.all())
        content = exported(form)
    assert whole < few + 4 * 1024**2 + len(content)
    import_register(content, on=TODAY, at=at(TODAY))
    assert exported(form) == content


def peak(form: str, cases) -> int:
    """The most memory, in bytes, held while the pieces are made and let go."""
    tracemalloc.start()
    for _piece in register_export.cases_as(form, cases, masks_names=False, by=SYSTEM, at=at(TODAY)):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
