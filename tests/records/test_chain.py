from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st

from records.chain import canonical, commitment, entry_hash, new_salt, plain
from records.models import LogEntry

SHANGHAI = timezone(timedelta(hours=8))

said = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc字"), inner, max_size=4)
    ),
)


@given(said)
def test_a_plain_value_is_plain_already(value):
    assert plain(plain(value)) == plain(value)
    assert canonical(plain(value)) == canonical(plain(value))


def test_the_order_of_keys_does_not_matter():
    assert canonical({"b": 1, "a": "汉"}) == canonical({"a": "汉", "b": 1}) == '{"a":"汉","b":1}'


def test_dates_amounts_ids_and_lazy_texts_become_text():
    value = {
        "on": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 9, tzinfo=SHANGHAI),
        "fee": Decimal("10.50"),
        "id": UUID(int=1),
        "label": lazystr("延期"),
    }
    assert plain(value) == {
        "on": "2026-03-02",
        "at": "2026-03-02T09:00:00+08:00",
        "fee": "10.50",
        "id": "00000000-0000-0000-0000-000000000001",
        "label": "延期",
    }


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object()])
def test_what_might_come_back_otherwise_is_refused(value):
    with pytest.raises(TypeError):
        plain({"x": value})


@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_text_no_database_keeps_is_refused(value):
    with pytest.raises(ValueError, match=r"NUL|surrogates"):
        plain({"x": value})


def entry(**changes):
    facts = {
        "chain": "application:12",
        "sequence": 1,
        "event": "extend",
        "actor_kind": "staff",
        "actor_id": 3,
        "actor_name": "李承办",
        "at": datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI),
        "utc_offset": "+08:00",
        "payload": {"by_days": 15},
        "private_commitment": "",
        "previous_hash": "0" * 64,
    }
    return LogEntry(**{**facts, **changes})


@pytest.mark.parametrize(
    "change",
    [
        {"chain": "application:13"},
        {"sequence": 2},
        {"event": "extended"},
        {"actor_kind": "system"},
        {"actor_id": 4},
        {"actor_id": None},
        {"actor_name": "李承力"},
        {"at": datetime(2026, 3, 2, 9, 30, 0, 1, tzinfo=SHANGHAI)},
        {"utc_offset": "+09:00"},
        {"payload": {"by_days": 16}},
        {"private_commitment": "0" * 64},
        {"previous_hash": "1" * 64},
    ],
)
def test_every_fact_of_an_entry_is_in_its_hash(change):
    assert entry_hash(entry(**change)) != entry_hash(entry())


def test_the_same_instant_in_another_zone_has_the_same_hash():
    same = datetime(2026, 3, 2, 1, 30, tzinfo=timezone(timedelta(0)))
    assert entry_hash(entry(at=same)) == entry_hash(entry())


def test_a_commitment_says_nothing_without_its_salt():
    assert commitment(new_salt(), "甲") != commitment(new_salt(), "甲")
    assert commitment("aa", "甲") == commitment("aa", "甲") != commitment("aa", "乙")
