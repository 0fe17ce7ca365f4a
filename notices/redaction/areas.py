"""Places on a page, in millimetres from the top left corner of the page as it is seen."""

from typing import NamedTuple

MOST = 2000  # boxes in a file
SMALLEST = 0.5  # mm: thinner than that hides nothing
Size = tuple[float, float]  # of a page, in mm


class Area(NamedTuple):
    """A rectangle on a page, in mm, and what is written in it."""

    page: int
    x: float
    y: float
    width: float
    height: float
    label: str = ""
