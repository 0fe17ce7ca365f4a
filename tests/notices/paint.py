"""Looking at a letter as it is painted: pixels of a page, and the red lines among them."""

import io
from dataclasses import dataclass

import pypdfium2
from PIL import Image

DPI = 200
MM = DPI / 25.4  # pixels


@dataclass(frozen=True)
class Band:
    """A red line from side to side, in millimetres."""

    left: float
    top: float
    width: float
    height: float


def picture(pdf: bytes, page: int = 0) -> Image.Image:
    """A page as it is seen, at 200 dots per inch."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    painted = document[page].render(scale=DPI / 72).to_pil().convert("RGB")
    document.close()
    return painted


def red_bands(pdf: bytes, page: int = 0) -> list[Band]:
    """The red lines that cross the page's middle from edge to edge of what is printed."""
    painted = picture(pdf, page)
    found, began = [], None
    for row in range(painted.height + 1):
        red = row < painted.height and all(
            _red(painted.getpixel((int(x * MM), row))) for x in (22, 60, 105, 150, 188)
        )
        if red and began is None:
            began = row
        elif not red and began is not None:
            found.append(_band(painted, began, row))
            began = None
    return found


def _band(painted: Image.Image, top: int, bottom: int) -> Band:
    middle = (top + bottom) // 2
    reds = [x for x in range(painted.width) if _red(painted.getpixel((x, middle)))]
    width = (max(reds) - min(reds) + 1) / MM
    return Band(min(reds) / MM, top / MM, width, (bottom - top) / MM)


def _red(pixel: tuple[int, int, int]) -> bool:
    red, green, blue = pixel
    return red > 150 and green < 160 and blue < 160
