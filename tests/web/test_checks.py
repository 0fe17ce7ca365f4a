"""What `manage.py check` says of signing: set up wrongly it stops, run out it only warns."""

from datetime import date

from tests.cast import at
from tests.notices import certificates
from tests.web.staff.people_at_desks import on
from web.checks import signing_is_usable

SUMMER = date(2026, 7, 1)


def found():
    with on(SUMMER):
        return [(one.id, one.is_serious(), str(one.msg)) for one in signing_is_usable()]


def test_all_is_well_with_a_certificate_that_holds_and_with_none(settings, tmp_path):
    assert found() == []
    certificates.use(settings, certificates.written(tmp_path))
    assert found() == []


def test_a_key_that_cannot_be_used_is_an_error(settings, tmp_path):
    issued = certificates.written(tmp_path, passphrase="right")
    certificates.use(settings, issued, "wrong")
    assert [(code, serious) for code, serious, _said in found()] == [("web.E001", True)]
    certificates.use(settings, issued, "right")
    issued.key_file.chmod(0o644)
    assert "别人也能读" in found()[0][2]
    settings.SEAL_PROVIDER = "no.such.Provider"
    assert "SEAL_PROVIDER" in found()[0][2]


def test_a_certificate_that_ran_out_is_a_warning_and_the_site_starts(settings, tmp_path):
    valid = at(date(2026, 1, 1)), at(date(2026, 6, 30))
    certificates.use(settings, certificates.written(tmp_path, valid=valid))
    assert found() == [
        ("web.W002", False, "签名证书已于2026-06-30到期，换上新证书后才能盖章发出。")
    ]


def test_a_demonstration_without_its_certificate_starts_as_well(settings, tmp_path):
    settings.VAR, settings.DEMONSTRATION, settings.SEAL_PROVIDER = tmp_path, True, "demonstration"
    assert [(code, serious) for code, serious, _said in found()] == [("web.E001", False)]
    settings.DEMONSTRATION = False
    assert "只能用于演示系统" in found()[0][2]
