"""`manage.py figures`: its published form stays; what it can do besides."""

import json
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.models import FigureRun
from statute.annual import ROW_CODES
from tests.reports.histories import Story, put

YEAR = ("--from", "2024-09-01", "--to", "2025-08-31")

STORIES = [
    Story("natural_person", "cn-university", date(2024, 10, 8), True, date(2024, 10, 25),
          "granted", "cn-university"),
    Story("business", "cn-university", date(2025, 6, 10)),
]  # fmt: skip


@pytest.fixture
def cases(institution):
    return put(STORIES)


def said(capsys, *arguments: str) -> str:
    call_command("figures", *arguments)
    return capsys.readouterr().out


def test_the_json_has_these_keys_in_this_order_and_no_others(cases, capsys):
    value = json.loads(said(capsys, *YEAR, "--format", "json"))
    assert list(value) == ["law", "from", "to", "as_at", "requests", "remedies", "checks"]
    assert value["law"] is None
    assert list(value["requests"]["rows"]) == list(ROW_CODES)
    assert value["requests"]["rows"]["received"] == [1, 1, 0, 0, 0, 0, 2]


def test_breakdowns_come_beside_it_when_asked_for(cases, capsys):
    value = json.loads(said(capsys, *YEAR, "--format", "json", "--breakdowns"))
    assert value["breakdowns"]["channel"]["online"] == 2
    assert value["breakdowns"]["category"]["none"] == 2
    assert value["breakdowns"]["replies"] == {"in_time": 1, "late": 0, "unclear": 0}
    assert "从收到到答复的工作日" in said(capsys, *YEAR, "--breakdowns")


def test_csv_goes_to_the_screen_or_a_file(cases, capsys, tmp_path):
    assert "一、本年新收政府信息公开申请数量,1,1,0,0,0,0,2" in said(
        capsys, *YEAR, "--format", "csv"
    )
    out = tmp_path / "year.csv"
    assert said(capsys, *YEAR, "--format", "csv", "--out", str(out)) == ""
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_holds_numbers_as_numbers_and_no_formulas(cases, tmp_path):
    out = tmp_path / "year.xlsx"
    call_command("figures", *YEAR, "--format", "xlsx", "--breakdowns", "--out", str(out))
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[:3] == ["表三", "表四", "按申请渠道"]
    sheet = book["表三"]
    assert [cell.value for cell in sheet[5]] == [
        "一、本年新收政府信息公开申请数量", 1, 1, 0, 0, 0, 0, 2,
    ]  # fmt: skip
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    with pytest.raises(CommandError, match="--out"):
        call_command("figures", *YEAR, "--format", "xlsx")


def test_the_red_list_ends_with_code_1_and_says_what_to_do(cases, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("figures", *YEAR, "--red")
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert "已办结而没有决定" in out
    assert cases[0].number in out


def test_nothing_inconsistent_is_said_so(institution, capsys):
    assert said(capsys, *YEAR, "--red") == "nothing inconsistent\n"


def test_figures_are_kept_and_compared_with_now(cases, capsys):
    call_command("figures", *YEAR, "--save", "before the correction")
    assert "kept as run" in capsys.readouterr().err
    run = FigureRun.objects.get()
    assert (run.label, run.cases, run.made_by) == ("before the correction", 2, None)
    put([Story("other", "cn-university", date(2025, 7, 1))])
    out = said(capsys, "--compare", str(run.pk), "now")
    assert out.startswith("entered 1\nleft 0\nmoved 0\n")
    assert "— → received carried_out other  (nothing logged)" in out


@pytest.mark.parametrize("asked", [("7", "now"), ("x", "now"), ("now", "1")])
@pytest.mark.django_db
def test_a_run_that_is_not_there_is_named(asked):
    with pytest.raises(CommandError, match=f"there is no run {asked[0]}"):
        call_command("figures", "--compare", *asked)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (("--from", "2024-09-01"), "--to"),
        (("--from", "2025-01-01", "--to", "2024-01-01"), "before"),
    ],
)
@pytest.mark.django_db
def test_a_period_needs_both_ends_in_order(asked, fault):
    with pytest.raises(CommandError, match=fault):
        call_command("figures", *asked)
