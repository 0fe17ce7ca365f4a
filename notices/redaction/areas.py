"""Places on a page, in millimetres from the top left corner of the page as it is seen."""

from typing import NamedTuple

MOST = 2000  # boxes in a file
SMALLEST = 0.5  # mm: thinner than that hides nothing
Size = tuple[float, float]  # of a page, in mm
STRIP = 12  # pages painted together
CELL = (260, 368)  # pixels of each of them: A4 upright fits, others are centred in it
PAGE_DONE = b"."  # what a child says after each page of a whole file


def per_mm(size: Size) -> float:
    """How many pixels of its cell a millimetre of a page is."""
    return min(CELL[0] / size[0], CELL[1] / size[1])


class Area(NamedTuple):
    """A rectangle on a page, in mm, and what is written in it."""

    page: int
    x: float
    y: float
    width: float
    height: float
    label: str = ""
