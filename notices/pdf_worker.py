"""The press: a process of its own that sets pages, so that a bad page harms nobody else.

Reads jobs from standard input and writes answers to standard output, each a length in four bytes
and as many bytes. An answer is `P` and what was printed, `G` and the characters no font has, or
`E` and the name of what went wrong. Started by `notices.pdf`; the fonts are chosen before Pango is
loaded.
"""

import hashlib
import logging
import re
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from notices import justify
from notices.fonts import use_fonts
from notices.printed import Box, Printed, packed

VARIANT = "pdf/ua-1"  # tagged, with title and language
POINTS = 0.75  # in a CSS pixel
CODE_POINT = re.compile(r"U\+([0-9A-F]{4,6})")
QUOTED = re.compile(r'"(.+)"', re.DOTALL)


class Complaints(logging.Handler):
    """Collects what WeasyPrint says of characters that no font has."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if ".notdef" not in said:
            return
        quoted = QUOTED.search(said)
        named = [chr(int(point, 16)) for point in CODE_POINT.findall(said)]
        self.missing += named or list(quoted.group(1) if quoted else "?")


def read_message(stream: BinaryIO) -> bytes | None:
    """The next message, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (size,) = struct.unpack(">I", head)
    return stream.read(size)


def write_message(stream: BinaryIO, message: bytes) -> None:
    stream.write(struct.pack(">I", len(message)) + message)
    stream.flush()


def set_page(html: str, complaints: Complaints) -> bytes:
    """The answer to one job.

    Lines are set closer where that saves a page, so that the seal stays with the text (GB/T
    9704-2012, 7.3.5.4: spacing may be adjusted when seal and date find no room).
    """
    complaints.missing.clear()
    document = _laid_out(html)
    if len(document.pages) > 1:
        closer = _laid_out(html.replace("<html", '<html class="close"', 1))
        if len(closer.pages) < len(document.pages):
            document = closer
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    pdf = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    if complaints.missing:
        return b"G" + "".join(dict.fromkeys(complaints.missing)).encode()
    return b"P" + packed(Printed(pdf, len(document.pages), _seal(document)))


def _seal(document: Any) -> Box | None:
    """Where the element called `seal` was put. WeasyPrint counts pixels from the top."""
    for number, page in enumerate(document.pages):
        if found := page.anchors.get("seal"):
            left, top, right, bottom = (pixels * POINTS for pixels in found)
            height = page.height * POINTS
            return Box(number, left, height - bottom, right, height - top)
    return None


def _laid_out(html: str) -> Any:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    return HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)


def _limit_memory(size: int) -> None:
    """Have the system refuse more address space than this. Without effect on macOS."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def main() -> None:
    use_fonts(Path(sys.argv[1]))
    justify.install()
    _limit_memory(int(sys.argv[2]))
    complaints = Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [complaints]
    logger.propagate = False
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    while (job := read_message(jobs)) is not None:
        try:
            answer = set_page(job.decode(), complaints)
        except Exception as error:  # the name goes back; the page itself may name a person
            answer = b"E" + type(error).__name__.encode()
        write_message(answers, answer)


if __name__ == "__main__":
    main()
