"""One file of the corpus: how it is made, of which kind it is, and the rules it breaks."""

from collections.abc import Callable
from typing import NamedTuple

from notices.check_outgoing.child import OFFICE
from tests.notices.outgoing import office_made as o
from tests.notices.outgoing import pdf_made as p

XLSX, DOCX = OFFICE + "spreadsheetml.sheet", OFFICE + "wordprocessingml.document"
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

RESIDENT = "11010519491231002X"  # the example of GB 11643-1999
SCANNED = "q 595 0 0 842 0 0 cm /I1 Do Q "


class Made(NamedTuple):
    media_type: str
    make: Callable[[], bytes]
    breaks: dict[str, str] = {}


BLOCK, ASK = "blocks", "ask"


def sheets(*made: str, breaks: dict[str, str], **more) -> Made:
    return Made(XLSX, lambda: o.xlsx(*made, **more), breaks)


def words(*made: str, breaks: dict[str, str], **more) -> Made:
    return Made(DOCX, lambda: o.docx(*made, **more), breaks)


def pages(change, *contents: str, breaks: dict[str, str], **how) -> Made:
    return Made(PDF, lambda: p.changed(change, *contents, **how), breaks)


def nothing(_pdf) -> None:
    """Leave it as it is."""
