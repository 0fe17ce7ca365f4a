"""The statutory tables and the identities they keep."""

import pytest

from statute import annual
from statute.answers import RESULT_CODES


def table(**cells):
    """A table of zeros but for the cells named, which hold one natural person's number."""
    rows = {code: [0] * 7 for code in annual.ROW_CODES}
    for code, number in cells.items():
        rows[code] = [number, 0, 0, 0, 0, 0, number]
    return rows


BALANCED = {"received": 5, "carried_in": 1, "granted": 3, "other": 1, "total": 4, "carried_out": 2}


def held(rows):
    return {check.rule: check.holds for check in annual.check_requests(rows)}


def test_the_table_has_25_rows_of_7_columns():
    assert len(annual.ROWS) == 25
    assert len(annual.ALL_COLUMNS) == 7
    assert ("received", "carried_in", *RESULT_CODES, "total", "carried_out") == annual.ROW_CODES


def test_the_lines_read_as_the_form_prints_them():
    printed = [f"{'  ' * line.depth}{line}" for line in annual.LINES]
    assert printed[:6] == [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "  （一）予以公开",
        "  （二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "  （三）不予公开",
    ]
    assert printed[6] == "    1.属于国家秘密"
    assert printed[8] == "    3.危及“三安全一稳定”"
    assert printed[-2:] == ["  （七）总计", "四、结转下年度继续办理"]
    assert len(printed) == 30


def test_every_line_has_english():
    assert all(line.label.en for line in annual.LINES)


def test_the_total_row_sums_the_results():
    total = next(row for row in annual.ROWS if row.code == "total")
    assert total.parts == RESULT_CODES


def test_a_balanced_table_passes():
    assert held(table(**BALANCED)) == {"R1": True, "R2": True, "R3": True}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"received": 6}, {"R1"}),
        ({"carried_in": 0}, {"R1"}),
        ({"carried_out": 3}, {"R1"}),
        ({"granted": 4}, {"R2"}),
        ({"total": 5}, {"R1", "R2"}),
    ],
)
def test_a_wrong_number_breaks_exactly_its_rules(change, broken):
    rows = table(**{**BALANCED, **change})
    assert {rule for rule, holds in held(rows).items() if not holds} == broken


def test_a_wrong_row_total_breaks_r3_and_is_named():
    rows = table(**BALANCED)
    rows["granted"] = [3, 0, 0, 0, 0, 0, 4]
    third = annual.check_requests(rows)[2]
    assert not third.holds
    assert "（一）予以公开：3≠4" in third.detail.zh


def test_the_identities_are_checked_in_every_column():
    for column in range(6):
        rows = table(**BALANCED)
        rows["received"][column] += 1
        rows["received"][6] += 1
        first = annual.check_requests(rows)[0]
        assert not first.holds
        assert list(annual.COLUMNS.values())[column].zh in first.detail.zh


def test_a_table_with_a_row_missing_or_short_is_refused():
    rows = table()
    del rows["other"]
    with pytest.raises(ValueError, match="other"):
        annual.check_requests(rows)
    rows = table()
    rows["other"] = [0] * 6
    with pytest.raises(ValueError, match="应为7列"):
        annual.check_requests(rows)


def test_this_year_carries_in_what_last_year_carried_out():
    last, this = table(**BALANCED), table(carried_in=2)
    assert annual.check_continuity(last, this).holds
    gap = annual.check_continuity(last, table(carried_in=1))
    assert not gap.holds
    assert "自然人列2≠1" in gap.detail.zh


def test_the_four_results_of_a_remedy_add_up():
    row = {"upheld": 1, "corrected": 2, "other": 0, "pending": 1, "total": 4}
    assert annual.check_remedies({"review": row}).holds
    wrong = annual.check_remedies({"review": row, "appeal": {**row, "total": 5}})
    assert not wrong.holds
    assert "申诉列4≠5" in wrong.detail.zh
    assert list(annual.REMEDY_COLUMNS) == ["upheld", "corrected", "other", "pending", "total"]
