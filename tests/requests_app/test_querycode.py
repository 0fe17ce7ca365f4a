"""The code that opens one case to its applicant."""

import pytest

from requests_app import querycode


def test_a_code_is_four_groups_of_four_without_letters_taken_for_others():
    code = querycode.new_code()
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert not set("ILOU") & set(code)


def test_no_two_are_alike():
    assert len({querycode.new_code() for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed",
    ["7KQM-3TXP-9WHD-2BVA", "7kqm3txp9whd2bva", " 7KQM 3TXP 9WHD 2BVA ", "7KQM－3TXP－9WHD－2BVA",
     "７ＫＱＭ－３ＴＸＰ－９ＷＨＤ－２ＢＶＡ"],
)  # fmt: skip
def test_what_is_typed_is_read_forgivingly(typed):
    assert querycode.normal(typed) == "7KQM3TXP9WHD2BVA"


def test_look_alikes_are_read_as_what_was_meant():
    assert querycode.normal("OIL0") == "0110"


def test_only_its_own_code_opens_it():
    stored = querycode.hashed("7KQM-3TXP-9WHD-2BVA")
    assert "7KQM" not in stored
    assert querycode.opens("7kqm 3txp 9whd 2bva", stored)
    assert not querycode.opens("7KQM-3TXP-9WHD-2BVB", stored)
    assert not querycode.opens("", stored)


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_code_opens_what_has_none(nothing, monkeypatch):
    asked = []
    check = querycode.check_password

    def counted(code, stored):
        asked.append(stored)
        return check(code, stored)

    monkeypatch.setattr("requests_app.querycode.check_password", counted)
    assert not querycode.opens("7KQM-3TXP-9WHD-2BVA", nothing)
    assert len(asked) == 1  # as much hashing as for a case that exists
    assert asked[0]


def test_the_same_code_is_hashed_with_a_salt_of_its_own():
    assert querycode.hashed("7KQM-3TXP-9WHD-2BVA") != querycode.hashed("7KQM-3TXP-9WHD-2BVA")
