"""What a signature proves: whole and ours, changed by a byte or an object, or somebody else's."""

import asyncio
import io
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from notices import pdf, signing
from notices.signing.off_loop import off_loop
from notices.signing.signers import OpenKey, as_asn1
from notices.signing_check import Finding, signature_of
from tests.cast import MONDAY, at
from tests.notices import certificates, pages

AT = at(MONDAY, 9, 30)


@pytest.fixture(scope="module")
def printed():
    return pdf.render(pages.issued())


@pytest.fixture
def ours(tmp_path, settings):
    found = certificates.written(tmp_path)
    certificates.use(settings, found)
    return found


@pytest.fixture
def letter(printed, ours):
    return signing.provider().sign(printed.pdf, at=AT, box=printed.seal, reason="22号")


def finding(content, *trust, when=AT):
    return signature_of(content, trust=[one.certificate for one in trust], at=when).finding


def told(content, folder, *options) -> str:
    """What the command says of a file; if it fails, its words end with the failure."""
    path, said = folder / "letter.pdf", io.StringIO()
    path.write_bytes(content)
    try:
        call_command("check_letter", str(path), "--at=2026-03-02T09:30", *options, stdout=said)
    except CommandError as failure:
        return f"{said.getvalue()}{failure}"
    return said.getvalue()


@pytest.mark.full
def test_the_command_says_what_the_signature_proves(letter, printed, ours, tmp_path):
    genuine = told(letter, tmp_path)
    assert "signature: genuine" in genuine
    assert "CN=示例大学" in genuine
    assert "says it was signed: 2026-03-02 09:30" in genuine
    assert "signature: none" in told(printed.pdf, tmp_path)
    changed = told(updated(letter), tmp_path)
    assert "signature: changed" in changed
    assert changed.endswith("1 of 1 files break what they claim")


def test_the_command_trusts_what_is_configured_or_named(letter, ours, settings, tmp_path):
    settings.SEAL_CERTIFICATE = None
    foreign = told(letter, tmp_path)
    assert "signature: foreign" in foreign
    assert foreign.endswith("1 of 1 files break what they claim")
    assert "signature: genuine" in told(letter, tmp_path, f"--trust={ours.certificate_file}")
    itself = tmp_path / "letter.pdf"
    assert "holds no certificate in PEM" in told(letter, tmp_path, f"--trust={itself}")
    late = told(letter, tmp_path, f"--trust={ours.certificate_file}", "--at=2027-01-02")
    assert "signature: genuine" not in late


def by_pyhanko(content, ours):
    """What pyHanko alone says: (intact, bottom line)."""
    (found,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    context = ValidationContext(trust_roots=[as_asn1(ours.certificate)], moment=AT)
    status = off_loop(lambda: validate_pdf_signature(found, context))
    return status.intact, status.bottom_line


def updated(content: bytes) -> bytes:
    writer, written = IncrementalPdfFileWriter(io.BytesIO(content)), io.BytesIO()
    writer.root["/Note"] = generic.pdf_string("added later")
    writer.update_root()
    writer.write(written)
    return written.getvalue()


def test_a_letter_as_it_was_issued_is_genuine(letter, ours):
    verdict = signature_of(letter, trust=[ours.certificate], at=AT)
    assert verdict.finding == Finding.GENUINE
    assert verdict.at == AT
    assert verdict.subject == "CN=示例大学"
    assert verdict.fingerprint == signing.provider().describe().fingerprint
    assert by_pyhanko(letter, ours) == (True, True)


def test_no_byte_of_it_can_be_changed(letter, printed, ours):
    """Every so many bytes of what was printed, and all of what follows the signature's place."""
    start = letter.index(b"/Contents <")
    end = letter.index(b">", start)
    body, tail = range(20, len(printed.pdf), 2400), range(end + 1, len(letter), 47)
    for place in (*body, *tail):
        changed = bytearray(letter)
        changed[place] ^= 1
        assert finding(bytes(changed), ours) != Finding.GENUINE, place


def test_an_object_added_later_is_found_though_the_signed_bytes_are_intact(letter, ours):
    added = updated(letter)
    assert by_pyhanko(added, ours) == (True, False)
    assert finding(added, ours) == Finding.CHANGED


@pytest.mark.parametrize("more", [b"\n", b"% a note\n", b"99 0 obj\n<< /X 1 >>\nendobj\n"])
def test_what_stands_after_the_end_is_found_though_pyhanko_passes_it(letter, ours, more):
    added = letter + more
    assert by_pyhanko(added, ours) == (True, True)
    assert finding(added, ours) == Finding.CHANGED


@pytest.mark.full
def test_what_is_hidden_in_the_signature_s_own_place_is_found(letter, ours):
    start = letter.index(b"/Contents <")
    end = letter.index(b">", start)
    changed = letter[: end - 8] + b"CAFEBABE" + letter[end:]
    assert by_pyhanko(changed, ours) == (True, True)
    assert finding(changed, ours) == Finding.CHANGED


@pytest.mark.full
def test_a_second_signature_is_an_addition(printed, ours):
    """Both good, as any program may add them to a file that forbids nothing."""
    content = printed.pdf
    for name in ("Seal", "Other"):
        signer = OpenKey(ours.key, ours.certificate, ())
        adds = partial(
            sign_pdf, IncrementalPdfFileWriter(io.BytesIO(content)),
            PdfSignatureMetadata(field_name=name), signer, new_field_spec=SigFieldSpec(name),
        )  # fmt: skip
        made = off_loop(adds)
        content = made.getvalue()
        expected = Finding.GENUINE if name == "Seal" else Finding.CHANGED
        assert finding(content, ours) == expected


def test_a_server_that_runs_an_event_loop_signs_and_checks_as_well(printed, ours):
    """pyHanko starts a loop for each, which a thread with one of its own refuses."""

    async def within():
        second = asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="running event loop"):
            asyncio.run(second)
        second.close()
        letter = signing.provider().sign(printed.pdf, at=AT, box=printed.seal, reason="22号")
        return finding(letter, ours)

    assert off_loop(lambda: asyncio.run(within())) == Finding.GENUINE


def test_another_certificate_is_somebody_else_s(letter, ours, printed, settings, tmp_path):
    (tmp_path / "else").mkdir()
    stranger = certificates.written(tmp_path / "else", name="示例大学")
    certificates.use(settings, stranger)
    forged = signing.provider().sign(printed.pdf, at=AT, box=printed.seal, reason="22号")
    assert finding(forged, ours) == Finding.FOREIGN
    assert finding(forged, stranger) == Finding.GENUINE
    assert finding(forged) == Finding.FOREIGN
    assert finding(forged + b"\n", ours) == Finding.CHANGED


@pytest.mark.full
def test_the_certificate_is_judged_as_of_the_day_of_issue(letter, ours):
    assert finding(letter, ours, when=at(certificates.UNTIL.date(), 0)) == Finding.GENUINE
    assert finding(letter, ours, when=at(certificates.UNTIL.date(), 23)) == Finding.FOREIGN


@pytest.mark.full
def test_a_certificate_that_only_says_digital_signature_will_do(printed, settings, tmp_path):
    plain = certificates.written(tmp_path, usage=("digital_signature",))
    certificates.use(settings, plain)
    made = signing.provider().sign(printed.pdf, at=AT, box=printed.seal, reason="22号")
    assert finding(made, plain) == Finding.GENUINE
    other = certificates.written(tmp_path, usage=("key_encipherment",))
    made = signing.provider().sign(printed.pdf, at=AT, box=printed.seal, reason="22号")
    assert finding(made, other) == Finding.FOREIGN
    with pytest.raises(signing.SigningUnusable, match="不是用来签名的"):
        signing.provider().describe()


@pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_is_unreadable(content, ours):
    assert finding(content, ours) == Finding.UNREADABLE


def test_a_letter_without_its_signature_is_unsigned(printed, ours):
    assert finding(printed.pdf, ours) == Finding.UNSIGNED
