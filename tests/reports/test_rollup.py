"""Several institutions' published reports as one table, each sum traceable, each fault named."""

import csv
import io
import json
import time

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reports.outputs.as_json import as_json
from reports.outputs.edition import Status
from reports.rollup.sources import Unusable, read
from reports.rollup.summed import Rollup
from reports.rollup.written import csv as as_csv
from reports.rollup.written import xlsx
from statute.annual import ALL_COLUMNS, ROW_CODES
from tests.reports.editions import edition


@pytest.fixture
def given(tmp_path):
    """Writes a report of that institution into a file and gives its path."""

    def write(institution, change=None, *, name="", starting=2024, version=1,
              status=Status.PUBLISHED):  # fmt: skip
        data = as_json(edition(institution, starting, version=version, status=status))
        if change:
            change(data)
        path = tmp_path / f"{name or institution}.json"
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def number(table, row, place, value):
    def change(data):
        rows = data["tables"][table]["rows"]
        next(each for each in rows if each["code"] == row)["values"][place] = value

    return change


def run(*paths, **options):
    """(exit status, what was written, what was said of it)."""
    out = io.StringIO()
    try:
        call_command("rollup", *map(str, paths), stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def test_every_cell_is_the_sum_of_that_cell(given):
    rollup = Rollup(tuple(read([given("甲大学"), given("乙大学"), given("丙大学")])))
    assert rollup.requests["received"] == [3609, 288, 12, 21, 36, 15, 3981]
    assert rollup.remedies["review"] == {
        "upheld": 3, "corrected": 0, "other": 0, "pending": 3, "total": 6
    }  # fmt: skip
    assert rollup.violations == []
    cells = list(rollup.cells())
    assert len(cells) == len(ROW_CODES) * len(ALL_COLUMNS) + 5 * 5
    assert ("requests", "received", "natural_person", [1203, 1203, 1203]) in cells


def test_in_order_the_exit_status_is_0(given):
    status, written, said = run(given("甲大学"), given("乙大学"), format="json")
    assert (status, said) == (0, "")
    data = json.loads(written)
    assert [source["institution"] for source in data["sources"]] == ["甲大学", "乙大学"]
    assert data["sums"]["requests"]["received"][-1] == 2654
    assert data["by_source"][1]["requests"]["received"][-1] == 1327
    status, written, _said = run(given("甲大学"))
    assert "✓ R1 一加二等于三（七）加四" in written


def test_a_broken_identity_is_named_with_its_file_and_cell_and_the_status_is_1(given):
    sound, broken = given("甲大学"), given("乙大学", number("requests", "granted", 1, 97))
    status, written, said = run(sound, broken, format="json")
    assert status == 1
    assert f"{broken}: R3 " in said
    assert "予以公开：1328≠1327" in said
    assert f"{broken}: R2 " in said
    assert "商业企业列97≠96" in said
    assert "sum: R2 " in said
    assert str(sound) not in said
    assert json.loads(written)["violations"] == said.splitlines()


def test_errors_that_cancel_out_in_the_sum_are_still_named(given):
    """Negative control: the sum alone would hold."""

    def one_less(data):
        number("requests", "received", 0, 1202)(data)
        number("requests", "received", 6, 1326)(data)

    def one_more(data):
        number("requests", "received", 0, 1204)(data)
        number("requests", "received", 6, 1328)(data)

    rollup = Rollup(tuple(read([given("甲大学", one_less), given("乙大学", one_more)])))
    assert all(check.holds for check in rollup.checks)
    assert len(rollup.violations) == 2
    assert all("R1" in said for said in rollup.violations)


def test_a_remedy_whose_results_do_not_add_up_is_named(given):
    path = given("甲大学", number("remedies", "review", 4, 5))
    _status, _written, said = run(path)
    assert f"{path}: R7 " in said
    assert "行政复议列2≠5" in said


def test_another_period_is_named_and_the_status_is_1(given):
    other = given("丙大学", starting=2023)
    status, written, said = run(given("甲大学"), given("乙大学"), other)
    assert status == 1
    assert written
    assert (
        said == f"{other}: 丙大学 reports on 2023-09-01..2024-08-31, most on 2024-09-01..2025-08-31"
    )


def test_one_report_twice_is_refused_and_the_newer_counts_only_when_asked(given):
    old = given("甲大学", name="old")
    new = given("甲大学", number("requests", "carried_in", 0, 0), name="new", version=2)
    status, written, said = run(old, new)
    assert (status, written) == (2, "")
    assert "甲大学 2024-09-01..2025-08-31" in said
    assert str(old) in said
    assert str(new) in said
    kept = read([old, new, given("乙大学")], newest=True)
    assert [(source.institution, source.version) for source in kept] == [
        ("甲大学", 2),
        ("乙大学", 1),
    ]
    copy = given("甲大学", name="copy")
    with pytest.raises(Unusable, match="the same version twice"):
        read([old, copy], newest=True)


def test_everything_unusable_is_named_at_once_and_nothing_is_written(given, tmp_path):
    nothing, empty = tmp_path / "nothing.json", tmp_path / "empty.json"
    empty.write_text("{}", encoding="utf-8")
    draft = given("甲大学", status=Status.DRAFT)
    odd = given("乙大学", lambda data: data["period"].update(first="2025-02-30"))
    back = given("丁大学", lambda data: data["period"].update(first="2026-09-01"))
    typed = given("丙大学", number("requests", "received", 0, "1203"))
    out = tmp_path / "out.json"
    status, written, said = run(nothing, empty, draft, odd, back, typed, format="json", out=out)
    assert (status, written, out.exists()) == (2, "", False)
    assert f"{nothing}: no JSON file that can be read" in said
    assert f"{empty}: $.schema is missing" in said
    assert f"{draft}: a draft, not published" in said
    assert f"{odd}: its period" in said
    assert f"{back}: its period ends before it begins" in said
    assert f"{typed}: $.tables.requests.rows[0].values[0] is not of type integer" in said


def test_a_row_that_stands_there_twice_is_refused(given):
    def doubled(data):
        rows = data["tables"]["requests"]["rows"]
        rows[1] = dict(rows[0])

    with pytest.raises(Unusable, match="received twice"):
        read([given("甲大学", doubled)])


def test_rows_and_columns_count_by_their_codes_whatever_their_order(given):
    def turned(data):
        for table in data["tables"].values():
            table["columns"].reverse()
            table["rows"].reverse()
            for row in table["rows"]:
                row["values"].reverse()

    (source,) = read([given("甲大学", turned)])
    (plain,) = read([given("甲大学")])
    assert source.requests == plain.requests
    assert source.remedies == plain.remedies


def test_the_csv_has_every_source_beside_the_sum(given):
    rollup = Rollup(tuple(read([given("甲大学"), given("=乙大学")])))
    head, *rows = csv.reader(io.StringIO(as_csv(rollup).decode("utf-8-sig")))
    assert head == ["table", "row", "column", "sum", "甲大学", "'=乙大学"]
    assert rows[0] == ["requests", "received", "natural_person", "2406", "1203", "1203"]
    assert all(int(row[3]) == sum(map(int, row[4:])) for row in rows)


def test_the_workbook_traces_every_sum_and_names_the_sources(given):
    rollup = Rollup(tuple(read([given("甲大学"), given("乙大学")])))
    book = load_workbook(io.BytesIO(xlsx(rollup)))
    assert book.sheetnames == ["申请合计", "监督救济合计", "逐项来源", "来源"]
    assert book["申请合计"]["B2"].value == 2406
    assert [cell.value for cell in book["逐项来源"][2]] == [
        "requests", "received", "natural_person", 2406, 1203, 1203
    ]  # fmt: skip
    assert book["来源"]["F2"].value == rollup.sources[0].sha256
    assert xlsx(rollup) == xlsx(rollup)


def test_a_workbook_needs_a_file(given, tmp_path):
    assert run(given("甲大学"), format="xlsx")[0] == 2
    assert run(given("甲大学"), format="xlsx", out=tmp_path / "sum.xlsx")[0] == 0
    assert load_workbook(tmp_path / "sum.xlsx")


@pytest.mark.full
def test_a_hundred_reports_take_seconds(given):
    paths = [given(f"第{n}大学") for n in range(100)]
    began = time.process_time()
    rollup = Rollup(tuple(read(paths)))
    assert rollup.requests["received"][-1] == 132_700
    assert len(as_csv(rollup)) > 10_000
    assert time.process_time() - began < 5
