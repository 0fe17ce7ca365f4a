"""What is told of a notice, and that a changed byte, row or file never passes for what was sent."""

import hashlib
from datetime import date

import pytest

from casework import issuing
from notices import verification
from notices.models import Notice
from notices.verification import Match
from records import disk, files
from records.log import SYSTEM
from tests.cast import MONDAY, at, in_hand
from tests.notices.stories import issued


@pytest.fixture
def notice(cast) -> Notice:
    return issuing.acknowledge(in_hand(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


def altered(stored: files.StoredFile) -> None:
    path = disk.root() / stored.path
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_an_issued_notice_is_found_by_its_code_and_by_its_file(notice):
    assert verification.find(notice.code) == notice
    assert verification.find(notice.code.lower()) == notice
    content = issuing.issued_pdf(notice)
    assert verification.find_by_file(hashlib.sha256(content).hexdigest()) == notice


def test_what_is_told_is_number_day_pages_and_issuer(notice):
    told = verification.tell(notice)
    assert (told.number, told.on, told.pages) == (notice.number, MONDAY, 1)
    assert told.issuer.name == "示例大学"
    assert (told.revoked, told.replaced, told.intact) == (None, None, True)


def test_a_draft_with_a_code_is_not_found(cast, notice):
    Notice.objects.filter(pk=notice.pk).update(
        issued_on=None,
        issued_at=None,
        pdf=None,
        sha256="",
        number=None,
        served_on=None,
        manner_of_service="",
        seal_version=None,
    )
    assert verification.find(notice.code) is None


@pytest.mark.full
@pytest.mark.parametrize("typed", ["", "x", "000000000000", "' OR 1=1 --", "%"])
def test_what_is_no_code_finds_nothing(notice, typed):
    assert verification.find(typed) is None


def test_a_file_is_the_notice_only_to_the_last_byte(notice):
    content = issuing.issued_pdf(notice)
    assert verification.compare(notice, hashlib.sha256(content).hexdigest()) == Match.AS_ISSUED
    for changed in (content + b"\n", content[:-1], content.replace(b"2", b"3", 1)):
        other = hashlib.sha256(changed).hexdigest()
        assert verification.compare(notice, other) == Match.DIFFERENT
    assert verification.compare(notice, "") == Match.DIFFERENT


@pytest.mark.full
def test_the_translation_is_known_for_what_it_is(notice):
    english = b"%PDF-1.4\nfor reference\n%%EOF\n"
    stored = files.store_document(english, name="english.pdf", at=at(MONDAY))
    Notice.objects.filter(pk=notice.pk).update(
        english=True, english_pdf=stored, english_sha256=stored.sha256
    )
    notice.refresh_from_db()
    assert verification.compare(notice, stored.sha256) == Match.TRANSLATION
    assert verification.find_by_file(stored.sha256) == notice
    assert verification.is_intact(notice)
    altered(stored)
    assert not verification.is_intact(notice)


def test_one_changed_byte_on_disk_is_found(notice):
    altered(notice.pdf)
    assert not verification.tell(notice).intact


@pytest.mark.full
def test_a_file_that_is_gone_is_found(notice):
    disk.remove(notice.pdf.path)
    assert not verification.is_intact(notice)


def test_another_file_put_in_its_place_with_its_hash_is_found_by_the_log(notice):
    """Whoever can write both file and row still cannot make the chained log agree."""
    forged = files.store_document(b"%PDF-1.4\nforged\n%%EOF\n", name="x.pdf", at=at(MONDAY))
    Notice.objects.filter(pk=notice.pk).update(pdf=forged, sha256=forged.sha256)
    notice.refresh_from_db()
    assert verification.compare(notice, forged.sha256) == Match.AS_ISSUED
    assert not verification.is_intact(notice)


def test_without_the_log_the_forged_file_would_pass(notice, monkeypatch):
    forged = files.store_document(b"%PDF-1.4\nforged\n%%EOF\n", name="x.pdf", at=at(MONDAY))
    Notice.objects.filter(pk=notice.pk).update(pdf=forged, sha256=forged.sha256)
    notice.refresh_from_db()
    monkeypatch.setattr(verification, "_is_as_logged", lambda notice: True)
    assert verification.is_intact(notice)


@pytest.mark.full
def test_a_notice_that_was_revoked_and_replaced_says_by_which_and_when(cast, notice):
    facts = {
        "taken_back": notice.number, "reason": "日期有误。", "consequence": "另行出具回执。",
    }  # fmt: skip
    revoking = issued(notice.application, cast, "notice_withdrawn", facts)
    again = issuing.acknowledge(
        notice.application, by=SYSTEM, on=date(2026, 3, 5), at=at(date(2026, 3, 5))
    )
    told = verification.tell(Notice.objects.get(pk=notice.pk))
    assert (told.revoked.number, told.revoked.on) == (revoking.number, date(2026, 3, 4))
    assert (told.replaced.number, told.replaced.on) == (again.number, date(2026, 3, 5))
    assert told.intact
    assert verification.tell(again).revoked is None
