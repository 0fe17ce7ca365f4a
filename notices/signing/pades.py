"""A PAdES B-B signature put into a PDF, which from then on may not be changed (DocMDP 1).

What the press made stays as it is, byte for byte; the signature is an update after it. Metadata is
left alone, so that the claims of PDF/A and PDF/UA and the times in it stay those of the press.
"""

import io
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, constants
from pyhanko.stamp import StaticStampStyle

from notices.printed import Box
from notices.signing.off_loop import off_loop

FIELD = "Seal"
DIGEST = "sha256"
BESIDES = 3072  # bytes, for names, attributes and a signature of RSA-4096, with room to spare
# The seal is printed on the page; the style of pyHanko's own would write across it.
NOTHING_DRAWN = StaticStampStyle(border_width=0)


class _Update(IncrementalPdfFileWriter):
    """An update that leaves the document's metadata as it was."""

    def _update_meta(self) -> None:
        return None


class _Signing(PdfSigner):
    """States our time, not the machine's, and does not call the file PDF 2.0.

    pyHanko raises the version for a curve that ISO 32002 names; PDF/A-3 rests on PDF 1.7, in which
    ETSI's extension already stands for the signature.
    """

    def __init__(self, *args, at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, pdf_out, existing_fields_only=False):
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out, *, md_algorithm: str) -> None:
        pdf_out.ensure_output_version(version=(1, 7))
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)


def signed(pdf: bytes, signer: Signer, *, at: datetime, box: Box | None, reason: str) -> bytes:
    """The PDF with the signature in its field `Seal`, which is made where there is none."""
    update = _Update(io.BytesIO(pdf))
    signing = _Signing(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            reason=reason,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        signer=signer,
        stamp_style=NOTHING_DRAWN,
        new_field_spec=_field(box),
        at=at,
    )
    room = _room_for(signer)
    return off_loop(lambda: signing.sign_pdf(update, bytes_reserved=room).getvalue())


def _room_for(signer: Signer) -> int:
    """The hexadecimal digits to keep free. pyHanko would sign twice, the first time to measure."""
    certificates = [signer.signing_cert, *signer.cert_registry]
    return 2 * (sum(len(found.dump()) for found in certificates) + BESIDES)


def _field(box: Box | None) -> fields.SigFieldSpec:
    corners = (
        None
        if box is None
        else tuple(round(corner) for corner in (box.left, box.bottom, box.right, box.top))
    )
    return fields.SigFieldSpec(FIELD, on_page=0 if box is None else box.page, box=corners)
