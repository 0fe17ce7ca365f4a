"""The report as a page that stands alone, and as a PDF of it."""

import hashlib

from django.template.loader import render_to_string

from notices import pdf
from reports.document import Document


def page(document: Document) -> str:
    """One HTML file with nothing beside it: for printing, filing and other websites."""
    return render_to_string("reports/page.html", {"document": document})


def printed(document: Document) -> bytes:
    """The PDF. Raises Refusal if a character has no glyph or the page cannot be set."""
    return pdf.render(page(document)).pdf


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
