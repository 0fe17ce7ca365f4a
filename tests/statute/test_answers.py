"""Ways an application ends, and the one row that counts it."""

from itertools import product

import pytest

from statute.answers import ANSWERS, RESULT_CODES, combine, family

CODES = (
    "granted partly_granted refused_state_secret refused_prohibited_by_law "
    "refused_security_stability refused_third_party refused_internal_affairs refused_process "
    "refused_enforcement_file refused_administrative_query unavailable_not_held "
    "unavailable_needs_creation unavailable_still_unclear not_processed_petition "
    "not_processed_repeated not_processed_publication not_processed_excessive "
    "not_processed_reissue other_not_corrected other_fee_unpaid other"
)


def test_the_codes_are_in_the_order_of_the_table():
    assert " ".join(RESULT_CODES) == CODES


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("granted", "三（一）"),
        ("partly_granted", "三（二）"),
        ("refused_state_secret", "三（三）1"),
        ("refused_administrative_query", "三（三）8"),
        ("unavailable_not_held", "三（四）1"),
        ("not_processed_reissue", "三（五）5"),
        ("other", "三（六）3"),
    ],
)
def test_each_has_its_row(code, row):
    assert ANSWERS[code].row == row


def test_rows_are_all_different():
    assert len({answer.row for answer in ANSWERS.values()}) == 21


@pytest.mark.parametrize(
    ("items", "whole"),
    [
        (["granted", "granted"], "granted"),
        (["granted", "refused_process"], "partly_granted"),
        (["granted", "unavailable_not_held"], "granted"),
        (["granted", "not_processed_repeated"], "granted"),
        (["granted", "unavailable_not_held", "refused_process"], "partly_granted"),
        (["partly_granted", "refused_process"], "partly_granted"),
        (["refused_process", "refused_state_secret"], "refused_state_secret"),
        (["unavailable_not_held", "refused_process"], "refused_process"),
        (["not_processed_repeated", "unavailable_still_unclear"], "unavailable_still_unclear"),
        (["other", "not_processed_repeated"], "not_processed_repeated"),
    ],
)
def test_several_items_are_counted_once(items, whole):
    assert combine(items) == whole
    assert combine(reversed(items)) == whole


def test_the_precedence_is_a_setting_but_given_and_withheld_is_always_partial():
    order = ("unavailable", "refused", "not_processed", "other", "granted")
    assert combine(["unavailable_not_held", "refused_process"], order) == "unavailable_not_held"
    assert combine(["granted", "unavailable_not_held"], order) == "unavailable_not_held"
    assert combine(["granted", "refused_process"], order) == "partly_granted"


def test_every_pair_of_answers_is_counted_in_one_row():
    for pair in product(RESULT_CODES, repeat=2):
        assert combine(pair) in {*pair, "partly_granted"}
        given = {"granted", "partly_granted"} & {family(code) for code in pair}
        assert (combine(pair) in {"granted", "partly_granted"}) is bool(given)


def test_nothing_cannot_be_combined():
    with pytest.raises(ValueError, match="没有任何"):
        combine([])
