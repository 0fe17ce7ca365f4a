"""Laying out a page with WeasyPrint: nothing fetched, style sheets read once, lines set closer.

Imported by the press only: WeasyPrint loads Pango, and the fonts must be chosen before that.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from notices.pdf_claims import VARIANT

LETTER = 'class="letter"'  # of the html element of what may be set closer
CLOSER = 27.2 / 28.99  # the height of a line where it is, as `.close` in letter.css has it
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SHEETS = 8  # kept; our templates have fewer


def laid_out(html: str) -> Any:
    """The pages, not yet written.

    Lines are set closer where that saves a page, so that the seal stays with the text (GB/T
    9704-2012, 7.3.5.4: spacing may be adjusted when seal and date find no room).
    """
    document = _pages(html)
    if LETTER in html and _might_fit(document):
        closer = _pages(html.replace(LETTER, 'class="letter close"', 1))
        if len(closer.pages) < len(document.pages):
            return closer
    return document


def _pages(html: str) -> Any:
    from weasyprint import HTML

    fetcher = _fetcher()
    source = HTML(string=STYLE.sub("", html), url_fetcher=fetcher)
    for paragraph in source.etree_element.iter("p"):
        if "item" in paragraph.get("class", "").split():
            paragraph.tag = "h2"  # a heading of the body is one for readers and bookmarks too
    sheets = [_sheet(text) for text in STYLE.findall(html)]
    return source.render(stylesheets=sheets, pdf_variant=VARIANT)


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), fail_on_errors=True)


@lru_cache(maxsize=SHEETS)
def _sheet(text: str) -> Any:
    from weasyprint import CSS

    return CSS(string=text, url_fetcher=_fetcher())


def _might_fit(document: Any) -> bool:
    """Whether closer lines could save a page: if not, laying out again is not worth the time."""
    if len(document.pages) == 1:
        return False
    used = [height for page in document.pages if (height := _used(page))]
    area = document.pages[-1]._page_box.height
    return sum(used) * CLOSER <= (len(used) - 1) * area


def _used(page: Any) -> float:
    """How much of a page the letter takes, without slips to be torn off."""
    (root, *_margins) = page._page_box.children
    (body,) = root.children
    return max((end - body.position_y for end in _ends(body)), default=0.0)


def _ends(parent: Any) -> Iterator[float]:
    """Where the lines of the letter and the room for the signature end.

    A box whose last lines went overleaf is still as high as it was with them.
    """
    for box in parent.children:
        named = (box.element.get("class") or "").split() if box.element is not None else []
        if "slip" in named or not box.is_in_normal_flow() or box.style["position"] != "static":
            continue
        within = [] if "signature" in named else list(_ends(box)) if _holds_lines(box) else []
        yield from within or [box.position_y + box.margin_height()]


def _holds_lines(box: Any) -> bool:
    from weasyprint.formatting_structure import boxes

    return isinstance(box, boxes.BlockContainerBox)
