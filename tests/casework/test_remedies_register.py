"""The remedies taken in whole, or refused with every fault and its line."""

import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from casework import register
from casework.csv_rows import NotImported
from casework.remedies_register import COLUMNS, import_remedies
from records import log
from remedies.models import Kind, Remedy, Result
from requests_app.models import Application
from tests.cast import at
from tests.sizes import some_quick

TODAY = date(2026, 11, 24)
HEADER = ",".join(COLUMNS)
CASE = (
    "2024-7,cn-regulation,post,business,示例科技有限公司,某项目招标文件,"
    "2024-03-01,,2024-03-20,refused_third_party,教务处"
)
DECIDED = "2024-7,review,2024-04-10,2024-06-07,upheld"
PENDING = "2024-7,litigation_after_review,2024-06-20,,"


@pytest.fixture
def case(cast, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("\n".join([",".join(register.COLUMNS), CASE]) + "\n", encoding="utf-8")
    register.import_register(path, on=TODAY, at=at(TODAY))
    return Application.objects.get(number="2024-7")


@pytest.fixture
def csv_file(tmp_path):
    def write(*lines: str) -> object:
        path = tmp_path / "remedies.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return path

    return write


def take(path, **options) -> int:
    return import_remedies(path, on=TODAY, at=at(TODAY), **options)


def faults(path) -> list[tuple[int, str]]:
    with pytest.raises(NotImported) as refused:
        take(path)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_decided_and_pending_remedies_stand_with_their_case_and_in_its_log(case, csv_file):
    assert take(csv_file(DECIDED, PENDING)) == 2
    review, suit = case.remedies.all()
    assert (review.kind, review.decided_on, review.result) == (
        "review", date(2024, 6, 7), "upheld",
    )  # fmt: skip
    assert (suit.kind, suit.is_pending) == ("litigation_after_review", True)
    assert [entry.event for entry in log.entries(case.chain)] == [
        "imported", "remedy_imported", "remedy_imported",
    ]  # fmt: skip
    assert log.verify(case.chain) == []


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("result", some_quick(Result.values, 1))
def test_every_kind_and_result_can_be_brought_in(case, csv_file, kind, result):
    take(csv_file(f"2024-7,{kind},2024-04-10,2024-06-07,{result}"))
    assert Remedy.objects.get().result == result


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        (DECIDED.replace("2024-7", "2024-8"), "application"),
        (DECIDED.replace("review", "prayer"), "kind"),
        (DECIDED.replace("upheld", "lovely"), "result"),
        (DECIDED.replace("2024-06-07,upheld", "2024-06-07,"), "decided_on"),
        (DECIDED.replace("2024-06-07", ""), "decided_on"),
        (DECIDED.replace("2024-06-07", "2024-04-09"), "decided_on"),
        (DECIDED.replace("2024-06-07", "2026-11-25"), "decided_on"),
        (DECIDED.replace("2024-04-10", "2024-02-29"), "filed_on"),
        (DECIDED.replace("2024-04-10", "10.4.2024"), "filed_on"),
        (PENDING.replace("2024-06-20", ""), "filed_on"),
    ],
)
def test_a_broken_row_is_refused(case, csv_file, broken, column):
    assert (2, column) in faults(csv_file(broken))


def test_every_fault_of_every_row_is_told_and_nothing_is_taken(case, csv_file):
    path = csv_file(DECIDED, "1999-1,prayer,,,upheld", PENDING.replace("2024-06-20", "2026-12-01"))
    assert faults(path) == [
        (3, "kind"), (3, "filed_on"), (3, "decided_on"), (3, "application"), (4, "filed_on"),
    ]  # fmt: skip
    assert Remedy.objects.count() == 0


def test_a_dry_run_keeps_nothing(case, csv_file):
    assert take(csv_file(DECIDED), dry_run=True) == 1
    assert Remedy.objects.count() == 0


def test_the_command_says_how_many_and_fails_with_the_lines(case, csv_file, capsys):
    call_command("import_remedies", csv_file(DECIDED))
    assert "1 remedies imported" in capsys.readouterr().out
    with pytest.raises(CommandError, match="1 faults"):
        call_command("import_remedies", csv_file(DECIDED.replace("review", "prayer")))
    assert "第2行 kind" in capsys.readouterr().err


@pytest.mark.full
def test_ten_thousand_rows_load_in_under_thirty_seconds(case, csv_file):
    path = csv_file(*[DECIDED, PENDING] * 5000)
    began = time.perf_counter()
    assert take(path) == 10_000
    assert time.perf_counter() - began < 30
