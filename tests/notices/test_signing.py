"""Signing a letter: what the signature holds, what it leaves alone, and what cannot sign."""

import io
import stat
import subprocess
import sys
from datetime import date

import pikepdf
import pypdfium2
import pytest

from notices import conformance, pdf, signing
from notices.printed import Box
from notices.signing import SigningUnusable, demonstration
from tests.cast import MONDAY, at
from tests.notices import certificates, pages, paper

AT = at(MONDAY, 9, 30)
REASON = "示例大学信公不〔2026〕22号"


@pytest.fixture(scope="module")
def printed():
    return pdf.render(pages.issued())


@pytest.fixture
def issued(tmp_path, settings):
    found = certificates.written(tmp_path)
    certificates.use(settings, found)
    return found


def signed(printed):
    return signing.provider().sign(printed.pdf, at=AT, box=printed.seal, reason=REASON)


def unusable() -> str:
    with pytest.raises(SigningUnusable) as refused:
        signing.usable_certificate(signing.provider(), at=AT)
    return str(refused.value)


# What comes out


def test_the_letter_stays_byte_for_byte_and_the_signature_stands_behind_it(printed, issued):
    made = signed(printed)
    assert made.startswith(printed.pdf)
    assert paper.text(made) == paper.text(printed.pdf)
    assert painted(made) == painted(printed.pdf)


def painted(content: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    document.init_forms()
    found = [page.render(scale=1, may_draw_forms=True).to_pil().tobytes() for page in document]
    document.close()
    return found


@pytest.mark.full
def test_tags_language_title_and_metadata_survive(printed, issued):
    before, after = (pikepdf.open(io.BytesIO(c)) for c in (printed.pdf, signed(printed)))
    with before, after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert str(after.docinfo) == str(before.docinfo)
        for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
            assert str(after.Root[name]) == str(before.Root[name])
        assert after.Root.StructTreeRoot.objgen == before.Root.StructTreeRoot.objgen
        assert "/Version" not in after.Root  # PDF/A-3 rests on 1.7


def test_it_is_a_pades_signature_that_forbids_every_change(printed, issued):
    with pikepdf.open(io.BytesIO(signed(printed))) as made:
        (field,) = made.Root.AcroForm.Fields
        value = field.V
        assert field.T == "Seal"
        assert value.SubFilter == "/ETSI.CAdES.detached"
        assert str(value.Reason) == REASON
        assert str(value.M).startswith("D:20260302093000+08")
        assert value.Reference[0].TransformParams.P == 1
        assert made.Root.Perms.DocMDP.objgen == value.objgen


def test_its_field_lies_on_the_printed_seal_and_draws_nothing(printed, issued):
    with pikepdf.open(io.BytesIO(signed(printed))) as made:
        (field,) = made.Root.AcroForm.Fields
        box = printed.seal
        assert [float(corner) for corner in field.Rect] == pytest.approx(
            [box.left, box.bottom, box.right, box.top], abs=1
        )
        assert field.F & 4  # printed
        assert not field.F & (1 | 2 | 32)  # not hidden
        assert made.pages[box.page].Annots[0].objgen == field.objgen
        assert "/Font" not in field.AP.N.get("/Resources", {})
        assert not set(field.AP.N.read_bytes()) - set(b"qQ \n")


@pytest.mark.full
def test_the_field_the_press_left_is_the_one_that_is_filled(printed, issued):
    before, after = (pikepdf.open(io.BytesIO(c)) for c in (printed.pdf, signed(printed)))
    with before, after:
        (empty,), (filled,) = before.Root.AcroForm.Fields, after.Root.AcroForm.Fields
        assert filled.objgen == empty.objgen
        assert (str(filled.TU), filled.StructParent) == (str(empty.TU), empty.StructParent)
        assert "/V" not in empty
        assert "/V" in filled


@pytest.mark.full
def test_it_keeps_every_named_rule_of_pdf_a_and_pdf_ua_that_it_kept_before(printed, issued):
    assert conformance.faults(printed.pdf) == []
    assert conformance.faults(signed(printed)) == []


@pytest.mark.full
def test_a_page_without_a_seal_is_signed_out_of_sight(issued):
    bare = pdf.render('<html lang="zh-CN"><title>回执</title><p>正文</p></html>')
    made = signing.provider().sign(bare.pdf, at=AT, box=bare.seal, reason=REASON)
    with pikepdf.open(io.BytesIO(made)) as found:
        (field,) = found.Root.AcroForm.Fields
        assert [int(n) for n in field.Rect] == [0, 0, 0, 0]
        assert "/V" in field


@pytest.mark.full
def test_poppler_finds_the_signature_valid(printed, issued, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(signed(printed))
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    path.write_bytes(signed(printed).replace(b"/Lang (zh", b"/Lang (xx", 1))
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True).stdout
    assert "Signature is Valid" not in said


@pytest.mark.full
def test_qpdf_has_nothing_against_it(printed, issued, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(signed(printed))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0


@pytest.mark.full
def test_the_key_may_be_sealed_or_in_a_pkcs12_file(printed, settings, tmp_path):
    found = certificates.written(tmp_path, passphrase="开门")
    certificates.use(settings, found, "开门")
    assert signed(printed).startswith(printed.pdf)
    certificates.use(settings, certificates.written_as_pkcs12(tmp_path, "芝麻"), "芝麻")
    assert signed(printed).startswith(printed.pdf)


@pytest.mark.full
def test_rsa_signs_as_well(printed, settings, tmp_path):
    certificates.use(settings, certificates.written(tmp_path, "2048"))
    assert signing.provider().describe().algorithm == "RSA 2048"
    assert signed(printed).startswith(printed.pdf)


@pytest.mark.full
def test_a_new_key_put_in_the_old_one_s_place_is_used_at_once(printed, settings, tmp_path):
    first = certificates.written(tmp_path)
    certificates.use(settings, first)
    before = signing.provider().describe().fingerprint
    certificates.written(tmp_path)
    assert signing.provider().describe().fingerprint != before


def test_what_is_kept_of_a_signature_names_the_certificate_and_the_moment(issued):
    certificate = signing.usable_certificate(signing.provider(), at=AT)
    kept = signing.record_of(certificate, at=AT)
    assert kept["signed"]
    assert (kept["provider"], kept["subject"], kept["serial"]) == ("file", "CN=示例大学", "1267")
    assert len(kept["fingerprint"]) == 64
    assert (kept["algorithm"], kept["at"]) == ("EC secp256r1", AT.isoformat())


# What cannot sign


def test_nothing_is_signed_where_nothing_was_set_up(printed):
    provider = signing.provider()
    assert provider.sign(printed.pdf, at=AT, box=Box(0, 0, 0, 1, 1), reason="") == printed.pdf
    assert signing.usable_certificate(provider, at=AT) is None
    assert signing.record_of(None, at=AT) == {"provider": "none", "signed": False}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(issued, mode):
    issued.key_file.chmod(mode)
    assert "别人也能读" in unusable()
    issued.key_file.chmod(0o400)
    assert signing.usable_certificate(signing.provider(), at=AT)


@pytest.mark.full
@pytest.mark.parametrize(
    ("valid", "said"),
    [
        ((date(2025, 1, 1), date(2026, 3, 1)), "已于2026-03-01到期"),
        ((date(2026, 3, 3), date(2027, 1, 1)), "自2026-03-03起才有效"),
    ],
)
def test_a_certificate_that_does_not_hold_yet_or_any_more_is_refused(
    settings, tmp_path, valid, said
):
    certificates.use(settings, certificates.written(tmp_path, valid=tuple(at(d) for d in valid)))
    assert said in unusable()


def test_a_wrong_passphrase_is_refused(settings, tmp_path):
    found = certificates.written(tmp_path, passphrase="right")
    for wrong in ("wrong", ""):
        certificates.use(settings, found, wrong)
        assert "打不开：口令不对" in unusable()
    certificates.use(settings, certificates.written_as_pkcs12(tmp_path, "right"), "wrong")
    assert "打不开：口令不对" in unusable()


def test_a_key_of_another_certificate_is_refused(issued):
    issued.key_file.write_bytes(certificates.pem(certificates.key_of("P-256")))
    assert "不是一对" in unusable()


@pytest.mark.full
def test_a_weak_key_is_refused(settings, tmp_path):
    certificates.use(settings, certificates.written(tmp_path, "1024"))
    assert "算法不能使用" in unusable()


def test_what_is_missing_is_named(issued, settings):
    issued.certificate_file.write_text("not a certificate")
    assert "“certificate.pem”中没有PEM格式的证书" in unusable()
    settings.SEAL_CERTIFICATE = None
    assert "SEAL_CERTIFICATE" in unusable()
    issued.key_file.unlink()
    assert "“key.pem”打不开" in unusable()
    settings.SEAL_KEY = None
    assert "SEAL_KEY" in unusable()
    settings.SEAL_PROVIDER = "no.such.Provider"
    assert "SEAL_PROVIDER" in unusable()


def test_no_refusal_shows_the_passphrase_or_where_the_key_lies(settings, tmp_path):
    found = certificates.written(tmp_path, passphrase="right")
    certificates.use(settings, found, "a secret")
    assert "a secret" not in unusable()
    assert str(tmp_path) not in unusable()


@pytest.mark.full
def test_a_token_wants_its_settings_and_its_package(settings, monkeypatch):
    settings.SEAL_PROVIDER = "pkcs11"
    assert "SEAL_PKCS11_MODULE" in unusable()
    settings.SEAL_PKCS11_MODULE, settings.SEAL_PKCS11_TOKEN = "/usr/lib/token.so", "seal"
    settings.SEAL_PKCS11_LABEL, settings.SEAL_PASSPHRASE = "seal", "1234"
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    assert "python-pkcs11" in unusable()


@pytest.mark.full
def test_an_operator_s_own_provider_is_named_by_its_path(printed, settings):
    settings.SEAL_PROVIDER = "tests.notices.certificates.Vendor"
    made = signed(printed)
    assert made.startswith(printed.pdf)
    assert f"sealed {REASON} 2026-03-02T09:30:00+08:00".encode() in made


# The demonstration's


@pytest.mark.full
def test_a_demonstration_makes_its_certificate_once_and_it_says_what_it_is(settings, tmp_path):
    settings.VAR, settings.DEMONSTRATION, settings.SEAL_PROVIDER = tmp_path, True, "demonstration"
    assert "打不开" in unusable()
    assert demonstration.make()
    certificate = signing.usable_certificate(signing.provider(), at=AT)
    assert "Demonstration only 仅供演示" in certificate.subject
    assert "Demonstration only 仅供演示" in certificate.issuer
    before = {p: p.read_bytes() for p in demonstration.folder().iterdir()}
    assert not demonstration.make()
    assert {p: p.read_bytes() for p in demonstration.folder().iterdir()} == before
    assert {stat.S_IMODE(p.stat().st_mode) for p in before} == {0o600}
    assert not [p for p in before if b"PRIVATE KEY" in before[p] and "signer" not in p.name]


def test_its_key_signs_in_a_demonstration_and_nowhere_else(settings, tmp_path):
    settings.VAR, settings.SEAL_PROVIDER = tmp_path, "demonstration"
    demonstration.make()
    settings.DEMONSTRATION = False
    assert "只能用于演示系统" in unusable()
