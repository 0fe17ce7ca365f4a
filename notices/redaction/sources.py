"""What is blacked out: a PDF or a picture, opened, measured and painted as it is seen.

Runs in the child process only (`notices.redaction.worker`).
"""

import io
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PAGES = 300
MOST_PIXELS = 30_000_000  # of one page: A3 at 420 dpi
MOST_PIXELS_IN = 64_000_000  # of a picture handed in, as records.inspection has it
PICTURE_DPI = 150  # of a picture that comes without a size of its own
LONGEST_PICTURE = 297.0  # mm
MM = 25.4  # in an inch
POINTS = 72


class Unfit(Exception):
    """The file cannot be blacked out; the argument is one of the codes in `workshop.SENTENCES`."""


def opened(data: bytes, kind: str) -> "PdfSource | PictureSource":
    """The source. Raises Unfit if it is encrypted, damaged or too large."""
    return PdfSource(data) if kind == "pdf" else PictureSource(data)


class PdfSource:
    """Pages as pdfium paints them: crop box, rotation, annotations, form fields, layers."""

    def __init__(self, data: bytes) -> None:
        try:
            self.document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = error.err_code == raw.FPDF_ERR_PASSWORD
            raise Unfit("encrypted" if locked else "damaged") from error
        if self.document.get_formtype() == raw.FORMTYPE_XFA_FULL:
            raise Unfit("xfa")
        self.document.init_forms()
        self.count = len(self.document)
        if not 1 <= self.count <= MOST_PAGES:
            raise Unfit("too_many_pages" if self.count else "damaged")
        self._units = _units_of(data, self.count)
        self.sizes = [self._size(index) for index in range(self.count)]

    def page(self, index: int) -> pdfium.PdfPage:
        try:
            return self.document[index]
        except pdfium.PdfiumError as error:
            raise Unfit("damaged") from error

    def _size(self, index: int) -> tuple[float, float]:
        """Width and height in mm as seen; pdfium knows no UserUnit."""
        width, height = self.page(index).get_size()
        if width <= 0 or height <= 0:
            raise Unfit("damaged")
        unit = self._units[index] * MM / POINTS
        return width * unit, height * unit

    def render(self, index: int, dpi: float, *, grey: bool = False) -> Image.Image:
        dpi = fitting(self.sizes[index], dpi)
        scale = dpi / POINTS * self._units[index]
        painted = self.page(index).render(scale=scale, grayscale=grey, draw_annots=True)
        return painted.to_pil().convert("L" if grey else "RGB")


def _units_of(data: bytes, count: int) -> list[float]:
    """The UserUnit of each page. Two readers who see different pages are one too many."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            units = [_unit(page) for page in document.pages]
    except pikepdf.PasswordError as error:
        raise Unfit("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, ArithmeticError) as error:
        raise Unfit("damaged") from error
    if len(units) != count or not all(0.01 <= unit <= 1000 for unit in units):
        raise Unfit("damaged")
    return units


def _unit(page: Any) -> float:
    return float(page.obj.get("/UserUnit", 1))


class PictureSource:
    """A JPG or PNG: one page, turned as its camera says, on white."""

    count = 1

    def __init__(self, data: bytes) -> None:
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS_IN
        try:
            with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
                self._image = _flat(image)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise Unfit("damaged") from error
        except Image.DecompressionBombError as error:
            raise Unfit("too_large") from error
        across, down = self._image.size
        mm = min(MM / PICTURE_DPI, LONGEST_PICTURE / max(across, down))
        self.sizes = [(across * mm, down * mm)]

    def render(self, index: int, dpi: float, *, grey: bool = False) -> Image.Image:
        """At most at the pixels it has: there is no more to see."""
        dpi = fitting(self.sizes[index], dpi)
        size = [max(1, round(side * dpi / MM)) for side in self.sizes[index]]
        image = self._image
        if size[0] < image.width:
            image = image.resize(size, Image.Resampling.LANCZOS)
        return image.convert("L" if grey else "RGB")


def _flat(image: Image.Image) -> Image.Image:
    if image.width * image.height > MOST_PIXELS_IN:
        raise Unfit("too_large")
    turned = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGBA", turned.size, "white")
    return Image.alpha_composite(ground, turned).convert("RGB")


def fitting(size: tuple[float, float], dpi: float) -> float:
    """The resolution, lowered so that the page stays within the pixels allowed."""
    pixels = size[0] * size[1] * (dpi / MM) ** 2
    return dpi if pixels <= MOST_PIXELS else dpi * (MOST_PIXELS / pixels) ** 0.5
