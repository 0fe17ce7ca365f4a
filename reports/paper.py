"""The report as a page that stands alone, and as a PDF of it."""

from django.template.loader import render_to_string

from notices import pdf
from reports.document import Document


def page(document: Document, *, draft: bool = False, sha256: str = "") -> str:
    """One HTML file with nothing beside it: for printing, filing and other websites.

    `sha256` is that of the snapshot it is made from, and is named at its end.
    """
    context = {"document": document, "draft": draft, "sha256": sha256}
    return render_to_string("reports/page.html", context)


def printed(document: Document, *, draft: bool = False, sha256: str = "") -> bytes:
    """The PDF: tagged, with bookmarks, running heads, and the heads of tables on every page.

    Raises Refusal if a character has no glyph or the page cannot be set.
    """
    return pdf.render(page(document, draft=draft, sha256=sha256)).pdf
