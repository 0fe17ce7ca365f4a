"""Sealing and signing as letters go out: which seal, which certificate, all of it or nothing."""

from datetime import date, timedelta

import pytest

from casework import paper, seals
from notices import seal
from notices.kinds import KINDS
from notices.models import SealImage
from notices.signing_check import Finding, signature_of
from office.models import RoleGrant
from office.roles import Role
from records import disk, files, log
from records.log import SYSTEM
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, an_institution, at, registered
from tests.notices import certificates, stories
from tests.notices.desk import FRIDAY, approved_up_to, refusal_of, submitted
from tests.notices.seal_pictures import BLUE, picture
from tests.records.racing import race

NOON = at(FRIDAY, 12)


@pytest.fixture
def signer(settings, tmp_path):
    found = certificates.written(tmp_path)
    certificates.use(settings, found)
    return found


def given(cast, **changes):
    facts = {
        "file_name": "seal.png", "name": "示例大学信息公开专用章", "millimetres": 42,
        "reason": "校办〔2026〕1号", "by": cast.security_admin, "at": at(MONDAY),
    }  # fmt: skip
    return seals.put_in(changes.pop("content", picture()), **facts | changes)


def events():
    return [entry.event for entry in log.entries("office")]


# The signature


def test_an_issued_letter_is_signed_and_what_is_kept_is_what_was_signed(cast, signer):
    notice = approved_up_to(cast, "correction", cast.office_head)
    content = paper.issued_pdf(notice)
    verdict = signature_of(content, trust=[signer.certificate], at=notice.issued_at)
    assert verdict.finding == Finding.GENUINE
    assert verdict.at == notice.issued_at
    kept = notice.snapshot["signature"]
    assert (kept["fingerprint"], kept["subject"]) == (verdict.fingerprint, "CN=示例大学")
    assert (kept["provider"], kept["at"]) == ("file", notice.issued_at.isoformat())
    assert notice.snapshot["seal"]["version"] == 0
    assert log.entries(notice.application.chain).get(event="notice_issued").payload["sha256"] == (
        notice.sha256
    )


@pytest.mark.full
def test_it_stays_the_same_bytes_when_the_certificate_and_the_seal_change(
    cast, signer, settings, tmp_path
):
    notice = approved_up_to(cast, "correction", cast.office_head)
    before = paper.issued_pdf(notice)
    given(cast)
    certificates.use(settings, certificates.written(tmp_path))
    assert paper.issued_pdf(notice) == before
    settings.SEAL_PROVIDER = "none"
    assert paper.issued_pdf(notice) == before


@pytest.mark.full
def test_the_acknowledgement_nobody_approves_is_sealed_and_signed_too(cast, signer):
    notice = paper.acknowledge(registered(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 10))
    content = paper.issued_pdf(notice)
    found = signature_of(content, trust=[signer.certificate], at=notice.issued_at)
    assert found.finding == Finding.GENUINE


@pytest.mark.parametrize(
    "code",
    [
        code if code == "third_party_consultation" else pytest.param(code, marks=pytest.mark.full)
        for code in KINDS
        if not KINDS[code].is_automatic
    ],
)
def test_every_kind_of_letter_is_signed_to_whomever_it_goes(cast, signer, code):
    stories.allow_everything()
    on = date(2026, 6, 1) if code in ("not_corrected", "fee_unpaid") else FRIDAY
    application = stories.ready(cast, code)
    notice = paper.draft(
        code, application, by=cast.officer, on=on, at=at(on),
        facts=stories.facts_for(code, application),
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(on, 10))
    for role in {s.code: s.role for s in paper.stages(notice) if s.code != "secrecy"}.values():
        paper.approve(notice, by=getattr(cast, role), on=on, at=at(on, 11))
    content = paper.issued_pdf(notice)
    found = signature_of(content, trust=[signer.certificate], at=notice.issued_at)
    assert found.finding == Finding.GENUINE


def test_where_nothing_is_set_up_the_snapshot_says_that_nothing_is_signed(cast):
    notice = approved_up_to(cast, "correction", cast.office_head)
    assert notice.snapshot["signature"] == {"provider": "none", "signed": False}
    found = signature_of(paper.issued_pdf(notice), trust=[], at=notice.issued_at)
    assert found.finding == Finding.UNSIGNED


def test_with_an_expired_certificate_nothing_goes_out_half_and_later_all_of_it(
    cast, settings, tmp_path
):
    expired = certificates.written(tmp_path, valid=(at(MONDAY), at(MONDAY) + timedelta(days=1)))
    certificates.use(settings, expired)
    notice = submitted(cast, "correction")
    case, stored = notice.application, files.StoredFile.objects.count()
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "签名证书已于2026-03-03到期，换上新证书后才能盖章发出。" in said
    notice.refresh_from_db()
    assert (notice.is_issued, notice.number, notice.pdf) == (False, None, None)
    assert files.StoredFile.objects.count() == stored
    assert Application.objects.get(pk=case.pk).state == State.IN_HAND
    assert "notice_issued" not in [entry.event for entry in log.entries(case.chain)]
    assert paper.stages(notice)[0].done  # the signature given stands

    certificates.use(settings, certificates.written(tmp_path))
    paper.issue(notice, by=cast.office_head, on=FRIDAY, at=NOON)
    assert notice.number == "示例大学信公补〔2026〕1号"  # none was used up
    assert Application.objects.get(pk=case.pk).state == State.AWAITING_CORRECTION


@pytest.mark.full
@pytest.mark.parametrize("spoiled", ["passphrase", "key", "mode", "provider"])
def test_whatever_cannot_sign_lets_nothing_out(cast, signer, settings, spoiled):
    notice = submitted(cast, "correction")
    if spoiled == "passphrase":
        signer.key_file.write_bytes(certificates.pem(signer.key, "other"))
    if spoiled == "key":
        signer.key_file.write_bytes(certificates.pem(certificates.key_of("P-256")))
    if spoiled == "mode":
        signer.key_file.chmod(0o644)
    if spoiled == "provider":
        settings.SEAL_PROVIDER = "tests.no.such"
    refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    notice.refresh_from_db()
    assert not notice.is_issued


# The seal's image


@pytest.mark.full
def test_a_letter_keeps_the_version_of_the_seal_it_bears(cast):
    first = approved_up_to(cast, "correction", cast.office_head)
    image = given(cast, millimetres=45)
    second = approved_up_to(cast, "correction", cast.office_head)
    assert [n.snapshot["seal"]["version"] for n in (first, second)] == [0, 1]
    assert second.snapshot["seal"] == {
        "version": 1, "name": "示例大学信息公开专用章", "sha256": image.image.sha256,
        "millimetres": 45,
    }  # fmt: skip
    assert list(seals.letters_sealed_with(1)) == [second]
    assert list(seals.letters_sealed_with(0)) == [first]
    assert b"/SMask" in paper.issued_pdf(second)
    assert b"/SMask" not in paper.issued_pdf(first)


@pytest.mark.full
def test_a_new_version_retires_the_one_before_and_a_retired_one_gives_way_to_the_drawing(cast):
    assert seal.mark("示例大学").version == 0
    one, two = given(cast), given(cast, name="新章", at=NOON)
    one.refresh_from_db()
    assert (one.retired_at, two.version, seal.mark("示例大学").name) == (NOON, 2, "新章")
    seals.retire(two, reason="机构更名", by=cast.security_admin, at=NOON)
    assert seal.mark("示例大学") == seal.drawn("示例大学")
    assert "已经停用" in refusal_of(seals.retire, two, reason="又", by=cast.security_admin, at=NOON)
    assert events() == ["seal_put_in", "seal_put_in", "seal_retired"]
    entry = log.entries("office").last()
    assert (entry.payload["version"], entry.actor_name) == (2, "安全员")
    assert "机构更名" not in str(entry.payload)
    assert log.verify("office") == []


@pytest.mark.full
def test_an_image_in_a_demonstration_says_so(cast, settings):
    given(cast)
    plain = seal.mark("示例大学").image
    settings.DEMONSTRATION = True
    stamped = seal.mark("示例大学").image
    assert stamped.startswith("data:image/png;base64,")
    assert stamped != plain
    settings.DEMONSTRATION = False
    assert seal.mark("示例大学").image == plain


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_two_put_in_at_the_same_moment_leave_one_in_use(cast):
    """Even when a new version of the institution comes between."""
    an_institution(version=2, name="示例大学（新）")
    race(4, lambda number: given(cast, name=f"章{number}"))
    assert sorted(SealImage.objects.values_list("version", flat=True)) == [1, 2, 3, 4]
    assert SealImage.objects.get(retired_at=None).version == 4


@pytest.mark.full
def test_a_seal_that_cannot_be_logged_leaves_no_image_behind(cast, monkeypatch):
    def unlucky(*_args, **_payload):
        raise Unlucky

    before = disk.names()
    monkeypatch.setattr(seals, "_log", unlucky)
    with pytest.raises(Unlucky):
        given(cast)
    assert disk.names() == before


class Unlucky(Exception):
    """What happens after the image was stored."""


def test_the_seal_is_changed_by_its_keeper_and_by_nobody_else(cast):
    for name, person in cast.everyone().items():
        if name != "security_admin":
            with pytest.raises(NotPermitted):
                given(cast, by=person)
    assert SealImage.objects.count() == 0
    image = given(cast)
    for name, person in cast.everyone().items():
        if name != "security_admin":
            with pytest.raises(NotPermitted):
                seals.retire(image, reason="停用", by=person, at=NOON)


@pytest.mark.full
@pytest.mark.parametrize("role", [Role.OFFICER, Role.OFFICE_HEAD, Role.LEADER, Role.FINANCE])
def test_whoever_drafts_or_approves_cannot_keep_the_seal_even_with_both_roles(cast, role):
    unit = cast.academic_affairs if role == Role.OFFICER else None
    RoleGrant.objects.create(
        user=cast.security_admin, role=role, unit=unit, granted_at=at(date(2020, 1, 1))
    )
    person = type(cast.security_admin).objects.get(pk=cast.security_admin.pk)
    with pytest.raises(NotPermitted, match="不能同时保管"):
        given(cast, by=person)


def test_everything_wrong_with_it_is_said_at_once(cast):
    said = refusal_of(given, cast, content=picture(ink=BLUE), name=" ", millimetres=70)
    for fault in ("请写明印章名称", "38至58毫米", "印章须为红色"):
        assert fault in said
    assert not SealImage.objects.exists()
    assert not files.StoredFile.objects.exists()
