"""Personal numbers in what goes out: nearly all are found, ordinary papers are left alone."""

import random

import pytest

from notices.check_outgoing.finding import Findings
from notices.check_outgoing.numbers import (
    is_bank_card,
    is_old_resident_number,
    is_resident_number,
    numbers_in,
    scan_value,
)
from tests.notices.outgoing import ordinary as made

RESIDENT = "11010519491231002X"  # the example of GB 11643-1999
MAKERS = {"resident_number": made.resident, "mobile_phone": made.mobile, "bank_card": made.card}


def codes(text: str, **how) -> list[str]:
    return [number.code for number in numbers_in(text, **how)]


@pytest.mark.parametrize(
    "text",
    [
        RESIDENT, "身份证号" + RESIDENT + "。", RESIDENT.lower(),
        RESIDENT.translate(made.FULL_WIDTH),
        "110105 19491231 002X", "110105-1949-1231-002X", "|".join(RESIDENT), "\t".join(RESIDENT),
        "第2 " + RESIDENT, "编号7，" + RESIDENT, "1101 0519 4912 3100 2X",
        "ID" + RESIDENT, RESIDENT + "abc", "_" + RESIDENT, "\u200d".join(RESIDENT),
        "110105\u200919491231\u2009002X", "110105.19491231.002X", "110105/19491231/002X",
    ],
)  # fmt: skip
def test_a_resident_number_is_found_however_it_is_written(text):
    assert codes(text) == ["resident_number"]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check character is X
        "11010519490231002X",  # 31 February
        "99010519491231002X",  # no such province
        "7" + RESIDENT, RESIDENT + "7", "0.110105194912310020",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left_alone(text):
    assert "resident_number" not in codes(text)


def test_each_part_of_the_rule_is_needed():
    assert is_resident_number(RESIDENT)
    assert not is_resident_number(RESIDENT[:-1] + "1")
    assert is_old_resident_number("130503670401001")
    assert not is_old_resident_number("130503671401001")
    assert is_bank_card("4111111111111111")
    assert not is_bank_card("4111111111111112")
    assert not is_bank_card("1111111111111117")  # no issuer's, though its check digit is right


@pytest.mark.parametrize(
    "text",
    [
        "13800000000", "138-0000-0000", "+8613800000000", "0086 13800000000", "手机138 0000 0000",
        "电话 138 0000 0000 27 35",
    ],
)  # fmt: skip
def test_a_mobile_phone_is_found(text):
    assert codes(text) == ["mobile_phone"]


@pytest.mark.parametrize(
    "text",
    [
        "13800000000元", "￥13800000000", "13800000000.5", "12 138 0000 0000 27", "0717-6392188",
        "128000000001", "12800000000",
    ],
)  # fmt: skip
def test_amounts_and_figures_are_no_phones(text):
    assert codes(text) == []


def test_a_number_goes_on_in_the_next_line_of_a_page_and_not_of_a_table():
    assert codes("1380000\n0000", lines_broken=True) == ["mobile_phone"]
    assert codes("1380000\n0000") == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.10105194912310E+17", "resident_number"), ("110105194912310000", "resident_number"),
        ("13800000000", "mobile_phone"), ("1.38E10", "mobile_phone"),
        ("6222021234567890", "bank_card"), ("6.2220212345678E+18", "bank_card"),
        ("42", None), ("1e999", None), ("NaN", None), ("20240305123000", None), ("3.14159", None),
    ],
)  # fmt: skip
def test_a_number_that_a_spreadsheet_rounded_is_still_asked_about(value, code):
    found = Findings()
    scan_value(value, found)
    assert [f.code for f in found.all()] == ([code] if code else [])


@pytest.mark.parametrize("code", MAKERS)
def test_of_two_thousand_numbers_nearly_all_are_found(code):
    r = random.Random(7)
    missed = sum(
        code
        not in codes(f"{r.choice(['号码', '联系 ', '：', ''])}{made.written(MAKERS[code](r), r)}，")
        for _ in range(2000)
    )
    assert missed <= 2


def _recall_and_alarms(size: int) -> tuple[int, int]:
    """Over so many documents: numbers missed, and ordinary documents that raised an alarm."""
    r = random.Random(11)
    missed = alarms = 0
    for _ in range(size):
        lines = made.ordinary(r)
        alarms += bool(made.codes(made.as_document(lines, r)))
        code = r.choice(sorted(MAKERS))
        place = r.randrange(len(lines))
        lines[place] = f"{lines[place]}号码Tel: {made.written(MAKERS[code](r), r)}，见表"
        missed += code not in made.codes(made.as_document(lines, r))
    return missed, alarms


def test_numbers_hidden_in_documents_are_found_and_ordinary_documents_pass():
    missed, alarms = _recall_and_alarms(50)
    assert missed == 0
    assert alarms == 0


@pytest.mark.full
def test_of_a_thousand_documents_99_in_100_are_found_and_1_in_100_is_a_false_alarm():
    missed, alarms = _recall_and_alarms(1000)
    assert missed <= 10
    assert alarms <= 10
