"""The code printed on a notice: no two alike, read forgivingly, taken once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from notices import codes
from notices.models import Notice
from tests.cast import at, in_hand

LOOK_ALIKES = "ILOU"
code_texts = st.text(alphabet=codes.ALPHABET, min_size=12, max_size=12)


def draft_of(cast) -> Notice:
    application = in_hand(cast)
    return Notice.objects.create(
        application=application, kind="correction", drafted_at=at(date(2026, 3, 2)),
        template_version="x", institution_version=1, content_hash="x",
    )  # fmt: skip


def test_a_hundred_thousand_have_no_duplicate_and_no_look_alike():
    drawn = {codes.new_code() for _ in range(100_000)}
    assert len(drawn) == 100_000
    assert {len(code) for code in drawn} == {12}
    assert not set("".join(drawn)) & set(LOOK_ALIKES)
    assert set("".join(drawn)) == set(codes.ALPHABET)


@given(code_texts)
def test_what_is_printed_is_read_back(code):
    assert codes.normal(codes.grouped(code)) == code
    assert codes.normal(f"  {codes.grouped(code).lower()} ") == code
    assert codes.normal("　".join(code)) == code


@given(st.text(max_size=80))
def test_whatever_is_typed_comes_out_as_a_code_or_as_nothing(typed):
    found = codes.normal(typed)
    assert found == "" or (len(found) == 12 and set(found) <= set(codes.ALPHABET))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7kqm 3txp 9whd", "7KQM3TXP9WHD"),
        ("７ＫＱＭ－３ＴＸＰ－９ＷＨＤ", "7KQM3TXP9WHD"),
        ("OIlo-3TXP-9WHD", "01103TXP9WHD"),
        ("7KQM-3TXP-9WH", ""),
        ("7KQM-3TXP-9WHDD", ""),
        ("7KQM-3TXP-9WHU", ""),
        ("7KQM-3TXP-9WH'", ""),
        ("", ""),
        ("0" * 5000, ""),
    ],
)
def test_look_alikes_and_width_are_forgiven_and_nothing_else(typed, read):
    assert codes.normal(typed) == read


def test_a_notice_keeps_its_code_over_a_second_try(cast):
    notice = draft_of(cast)
    first = codes.reserve(notice)
    assert codes.reserve(notice) == first
    assert codes.reserve(Notice.objects.get(pk=notice.pk)) == first


def test_a_code_another_notice_has_is_drawn_again(cast, monkeypatch):
    taken, other = draft_of(cast), draft_of(cast)
    codes.reserve(taken)
    draws = iter([taken.code, taken.code, "00000000000Z"])
    monkeypatch.setattr(codes, "new_code", lambda: next(draws))
    assert codes.reserve(other) == "00000000000Z"


def test_the_database_itself_refuses_one_code_for_two(cast):
    taken, other = draft_of(cast), draft_of(cast)
    codes.reserve(taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=other.pk).update(code=taken.code)


def test_a_source_of_chance_that_is_broken_ends_in_an_error_and_no_endless_loop(cast, monkeypatch):
    taken, other = draft_of(cast), draft_of(cast)
    codes.reserve(taken)
    monkeypatch.setattr(codes, "new_code", lambda: taken.code)
    with pytest.raises(IntegrityError):
        codes.reserve(other)


def test_the_printed_address_is_one_the_site_answers(settings):
    settings.PUBLIC_ADDRESS = "https://xxgk.example.edu.cn"
    address = codes.address_of("7KQM3TXP9WHD")
    assert address == "https://xxgk.example.edu.cn/verify/7KQM3TXP9WHD/"
    assert resolve("/verify/7KQM3TXP9WHD/").view_name == "public:verified"
