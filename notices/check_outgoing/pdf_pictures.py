"""Pictures of a page with something laid over them: it can be taken away again.

Each picture is painted without anything else. Where it has something to show and the page, at the
same place, only one even colour, that has been covered.
"""

import ctypes
from collections.abc import Callable, Sequence

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

CELL = 8  # pixels across
EVEN, LIVELY = 6, 90  # of 255: how far tones lie apart in an even place and in one with ink
ENOUGH = 6  # cells
MOST = 12  # pictures of a page looked at one by one; a page of more is looked at whole


def is_covered(objects: Sequence[tuple], paint: Callable[[], Image.Image]) -> bool:
    """Whether a picture among these objects is covered; `paint` paints what is active."""
    pictures = [obj for obj, kind in objects if kind == pdfium.FPDF_PAGEOBJ_IMAGE]
    others = [obj for obj, kind in objects if kind not in
              (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)]  # fmt: skip
    if not pictures or not (len(pictures) > 1 or any(map(_is_filled, others))):
        return False
    groups = [[each] for each in pictures] if len(pictures) <= MOST else [pictures]
    even = _spread(paint()).point(lambda v: 255 if v <= EVEN else 0)
    found = False
    for obj in (*others, *pictures):
        pdfium.FPDFPageObj_SetIsActive(obj, False)
    for group in groups:
        _activate(group, True)
        found = found or _covers(even, paint())
        _activate(group, False)
    _activate((*others, *pictures), True)
    return found


def _activate(objects: Sequence, active: bool) -> None:
    for obj in objects:
        pdfium.FPDFPageObj_SetIsActive(obj, active)


def _is_filled(obj) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(obj, fill, stroke)
    return bool(drawn and fill.value)


def _covers(even: Image.Image, alone: Image.Image) -> bool:
    lively = _spread(alone).point(lambda v: 255 if v >= LIVELY else 0)
    cells = ImageChops.darker(even, lively).resize(
        (max(1, even.width // CELL), max(1, even.height // CELL)), Image.Resampling.NEAREST
    )
    return cells.histogram()[255] >= ENOUGH


def _spread(image: Image.Image) -> Image.Image:
    """How far the tones around each pixel lie apart."""
    grey = image.convert("L")
    return ImageChops.subtract(
        _strongest(grey, ImageChops.lighter), _strongest(grey, ImageChops.darker)
    )


def _strongest(grey: Image.Image, choose: Callable[..., Image.Image]) -> Image.Image:
    for step in (1, 2, 4):  # a square of eight pixels
        grey = choose(grey, ImageChops.offset(grey, step, 0))
        grey = choose(grey, ImageChops.offset(grey, 0, step))
    return grey
