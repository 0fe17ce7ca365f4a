"""The register taken in whole, or refused with every fault and its line."""

import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from casework import register
from casework.csv_rows import NotImported
from casework.register import COLUMNS, import_register
from records import log
from requests_app.models import Application, Handling
from statute.answers import RESULT_CODES
from tests.cast import at, filed
from tests.sizes import some_quick

TODAY = date(2026, 11, 24)
HEADER = ",".join(COLUMNS)
CLOSED = (
    "2024-7,cn-regulation,post,business,示例科技有限公司,某项目招标文件,"
    "2024-03-01,,2024-03-20,granted,教务处"
)
OPEN = ",cn-university,online,natural_person,张示例,学位论文抽检结果,2026-11-02,,,,jwc"


@pytest.fixture
def csv_file(tmp_path):
    def write(*lines: str, encoding: str = "utf-8") -> object:
        path = tmp_path / "register.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding=encoding)
        return path

    return write


def take(path, **options) -> int:
    return import_register(path, on=TODAY, at=at(TODAY), **options)


def faults(path) -> list[tuple[int, str]]:
    with pytest.raises(NotImported) as refused:
        take(path)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_a_closed_case_stands_as_if_it_had_been_handled_here(cast, csv_file):
    assert take(csv_file(CLOSED)) == 1
    case = Application.objects.get(number="2024-7")
    assert (case.state, case.imported, case.unit_in_charge) == (
        "answered", True, cast.academic_affairs,
    )  # fmt: skip
    assert (case.handling.closed_on, case.handling.result) == (date(2024, 3, 20), "granted")
    assert case.is_closed
    assert [entry.event for entry in log.entries(case.chain)] == ["imported"]
    assert case.notices.count() == 0


def test_an_open_case_is_numbered_indexed_and_can_be_handled_on(cast, csv_file):
    take(csv_file(OPEN))
    case = Application.objects.get()
    # Received Mon 2 Nov 2026; 3-6 is 4, 9-13 is 9, 16-20 is 14, Mon 23 is the fifteenth.
    assert (case.number, case.due_on, case.alarm_on) == (
        "2026-1", date(2026, 11, 23), date(2026, 11, 23),
    )  # fmt: skip
    case.record_search(
        by=cast.officer, on=TODAY, at=at(TODAY), places="档案馆", terms="抽检", found="无"
    )
    assert log.verify(case.chain) == []


def test_numbers_given_later_come_after_those_of_the_file(cast, csv_file):
    take(csv_file(OPEN, CLOSED.replace("2024-7", "2026-40")))
    assert set(Application.objects.values_list("number", flat=True)) == {"2026-40", "2026-41"}
    assert filed(TODAY).number == "2026-42"


def test_a_byte_order_mark_is_accepted(cast, csv_file):
    assert take(csv_file(CLOSED, encoding="utf-8-sig")) == 1


def test_every_fault_of_every_row_is_told_with_its_line_and_nothing_is_taken(cast, csv_file):
    path = csv_file(
        CLOSED,
        '2024-8,cn-nowhere,pigeon,robot,,"两行\n标题",2024-13-01,,,granted,月球办',
        CLOSED.replace("2024-03-20", "2024-02-20"),
    )
    assert faults(path) == [
        (3, "received_on"), (3, "law"), (3, "channel"), (3, "applicant_kind"),
        (3, "applicant_name"), (3, "unit"), (3, "closed_on"),
        (5, "received_on"), (5, "number"),
    ]  # fmt: skip
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        (CLOSED.replace("2024-03-20,granted", ",granted"), "closed_on"),
        (CLOSED.replace(",granted,", ",,"), "closed_on"),
        (CLOSED.replace(",granted,", ",generous,"), "result"),
        (CLOSED.replace("2024-03-20", "2026-12-01"), "closed_on"),
        (CLOSED.replace("2024-03-01", "2019-05-14"), "law"),
        (CLOSED.replace("2024-03-01", "01/03/2024"), "received_on"),
    ],
)
def test_a_broken_row_is_refused(cast, csv_file, broken, column):
    assert (2, column) in faults(csv_file(broken))


def test_a_number_that_exists_is_refused(cast, csv_file):
    take(csv_file(CLOSED))
    assert faults(csv_file(CLOSED)) == [(2, "number")]


def test_what_a_spreadsheet_would_run_as_a_formula_is_kept_as_text(cast, csv_file):
    take(csv_file(CLOSED.replace("某项目招标文件", '"=HYPERLINK(""http://example.com"",""x"")"')))
    assert Application.objects.get().subject == '=HYPERLINK("http://example.com","x")'


def test_another_header_is_refused(cast, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("编号,法规\n1,2\n", encoding="utf-8")
    assert faults(path) == [(1, "")]


def test_a_file_in_another_encoding_is_refused_by_name(cast, csv_file):
    assert faults(csv_file(CLOSED, encoding="gbk")) == [(1, "")]


def test_a_row_with_a_column_missing_is_refused_with_its_line(cast, csv_file):
    assert faults(csv_file(CLOSED, "2024-9,cn-regulation")) == [(3, "")]


def test_a_dry_run_keeps_nothing(cast, csv_file):
    assert take(csv_file(CLOSED, OPEN), dry_run=True) == 2
    assert Application.objects.count() == 0
    assert filed(TODAY).number == "2026-1"


@pytest.mark.parametrize("code", some_quick(RESULT_CODES, 5))
def test_every_result_of_the_table_can_be_brought_in(cast, csv_file, code):
    take(csv_file(CLOSED.replace("granted", code)))
    assert Handling.objects.get().result == code


def test_the_command_lists_the_faults_and_fails(cast, csv_file, capsys):
    with pytest.raises(CommandError, match="1 faults"):
        call_command("import_register", csv_file(CLOSED.replace("post", "pigeon")))
    assert "第2行 channel" in capsys.readouterr().err


def test_of_many_faults_the_command_shows_a_hundred_sums_them_up_and_writes_all_to_a_file(
    cast, csv_file, capsys, tmp_path
):
    path = csv_file(*[CLOSED.replace("2024-7,", ",").replace("post", "pigeon")] * 150)
    everything = tmp_path / "faults.csv"
    with pytest.raises(CommandError, match="150 faults"):
        call_command("import_register", path, faults=everything)
    shown = capsys.readouterr().err.splitlines()
    assert (len(shown), shown[-1]) == (101, "the first 100 of 150: channel 150")
    assert len(everything.read_text("utf-8-sig").splitlines()) == 151


def test_the_command_tells_the_faults_in_either_language(cast, csv_file, capsys):
    with pytest.raises(CommandError):
        call_command("import_register", csv_file(CLOSED.replace("post", "pigeon")), language="en")
    assert "Line 2, channel: “pigeon” is not allowed here" in capsys.readouterr().err


def test_a_number_given_away_between_check_and_import_is_named_and_nothing_is_taken(cast, csv_file):
    """The control is the database's own: without `check_numbers` after it, the fault is its."""
    other = CLOSED.replace("2024-7", "2026-1")
    content = csv_file(CLOSED, other).read_bytes()
    rows = register.read(content, on=TODAY)
    assert filed(TODAY).number == "2026-1"
    with pytest.raises(NotImported) as refused:
        register.take_in(rows, content, on=TODAY, at=at(TODAY), by=cast.registrar)
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(3, "number")]
    assert Application.objects.count() == 1


@pytest.mark.full
def test_ten_thousand_rows_load_in_under_thirty_seconds_of_the_processor(cast, csv_file):
    rows = [CLOSED.replace("2024-7", f"2024-{n}") for n in range(1, 8001)] + [OPEN] * 2000
    path = csv_file(*rows)
    began = time.process_time()
    assert take(path) == 10_000
    assert time.process_time() - began < 30


def test_the_index_of_an_imported_case_is_what_its_clock_says(cast, csv_file):
    corrected = OPEN.replace("2026-11-02,,", "2026-11-02,2026-11-09,")
    take(csv_file(OPEN, corrected))
    for case in Application.objects.all():
        indexed = (case.due_on, case.alarm_on, case.due_provisional)
        case.index_due_dates(on=TODAY)
        assert indexed == (case.due_on, case.alarm_on, case.due_provisional)
