"""The pages of a PDF as pictures for a screen, painted by PDFium."""

import io
import threading
from itertools import islice

import pypdfium2
from PIL import Image

DOTS = 120  # an inch: an A4 page is 992 pixels wide
GAP = 24  # pixels between two pages of a strip
_painting = threading.Lock()  # PDFium knows no threads


def pages(pdf: bytes, *, dots: int = DOTS, most: int | None = None) -> list[Image.Image]:
    """Each page as a picture; of a longer file the first `most`."""
    with _painting:
        document = pypdfium2.PdfDocument(pdf)
        try:
            wanted = islice(document, most)
            return [page.render(scale=dots / 72, rev_byteorder=True).to_pil() for page in wanted]
        finally:
            document.close()


def png(picture: Image.Image) -> bytes:
    """The picture as a file; sixty-four colours are enough for black, red and what lies between."""
    kept = io.BytesIO()
    picture.convert("RGB").quantize(64, method=Image.Quantize.FASTOCTREE).save(kept, "PNG")
    return kept.getvalue()


def strip(pictures: list[Image.Image]) -> Image.Image:
    """All pages below each other in one picture."""
    width = max(picture.width for picture in pictures)
    height = sum(picture.height for picture in pictures) + GAP * (len(pictures) - 1)
    whole, top = Image.new("RGB", (width, height), "#cccccc"), 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height + GAP
    return whole
