"""What PDFium knows of a page: its characters and its objects, where they are, in which colour."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

from notices.check_outgoing.finding import Unreadable

MOST_DEPTH = 12
NEAR, APART = 0.6, "    "  # of the height of figures that belong together; four spaces part them
Box = tuple[int, int, int, int]
Colour = tuple[int, int, int, int]


@dataclass(frozen=True)
class Character:
    """A character and its box on the painted page."""

    index: int
    box: Box
    said: str

    @property
    def is_word(self) -> bool:
        return self.said.isalnum()

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def in_order(characters: Iterable[Character]) -> str:
    """The text of a page as it is read, line by line, in whatever order it was written."""
    lines: list[list[Character]] = []
    for each in sorted(characters, key=lambda c: c.middle):
        half = max(1, (each.box[3] - each.box[1]) / 2)
        if lines and each.middle - lines[-1][-1].middle < half:
            lines[-1].append(each)
        else:
            lines.append([each])
    return "\n".join(_line(line) for line in lines)


def _line(characters: list[Character]) -> str:
    said, end = "", None
    for each in sorted(characters, key=lambda c: c.box[0]):
        wide = max(1, each.box[3] - each.box[1])
        said += APART if end is not None and each.box[0] - end > NEAR * wide else ""
        said, end = said + each.said, each.box[2]
    return said


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def of_page(page) -> Iterator:
    """The objects of a page itself, whose places are places on it."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        yield pdfium.FPDFPage_GetObject(page, place)


def objects_of(page, depth: int) -> Iterator[tuple]:
    """Every object of a page, those inside forms among them, with its kind."""
    for obj in of_page(page):
        yield from _with_inner(obj, depth)


def _with_inner(obj, depth: int) -> Iterator[tuple]:
    kind = pdfium.FPDFPageObj_GetType(obj)
    yield obj, kind
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth > MOST_DEPTH:
            raise Unreadable("too deep")
        for place in range(pdfium.FPDFFormObj_CountObjects(obj)):
            yield from _with_inner(pdfium.FPDFFormObj_GetObject(obj, place), depth + 1)


def address_of(obj) -> int:
    return ctypes.cast(obj, ctypes.c_void_p).value or 0


class Bounds(NamedTuple):
    """Where an object is, in points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float


def bounds_of(obj) -> Bounds | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(obj, *sides):
        return None
    return Bounds(*(side.value for side in sides))


def colour_of(obj) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(obj, *parts):
        return 0, 0, 0, 255
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha
