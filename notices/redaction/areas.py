"""Places on a page, in millimetres from the top left corner of the page as it is seen."""

from typing import NamedTuple

MOST = 2000  # boxes in a file
SMALLEST = 0.5  # mm: thinner than that hides nothing
Size = tuple[float, float]  # of a page, in mm
STRIP = 12  # pages painted together
PAGE_DONE = b"."  # what a child says after each page of a whole file


def tall(size: Size, width: int) -> int:
    """How many pixels high a page is that is so many wide."""
    return max(1, min(round(width * size[1] / size[0]), 40 * width))


class Area(NamedTuple):
    """A rectangle on a page, in mm, and what is written in it."""

    page: int
    x: float
    y: float
    width: float
    height: float
    label: str = ""
