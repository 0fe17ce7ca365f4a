"""No signature: the seal is printed, and nothing but our own hash proves the file."""

from datetime import datetime

from notices.printed import Box


class ImageOnly:
    """Hands the PDF back as it is."""

    def sign(self, pdf: bytes, *, at: datetime, box: Box | None, reason: str) -> bytes:
        return pdf

    def describe(self) -> None:
        return None
