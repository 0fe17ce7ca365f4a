"""Spacing at the end of a string, moved to the beginning of the next.

Where a line goes on in another font (a rare character, say), WeasyPrint closes the string with the
space after its last character. PDFium, and so Chrome, drops a number in that place, and the line
would end short of the edge there; at the beginning of a string every viewer heeds it.
"""

import re
from typing import Any

TRAILING = re.compile(rb">(-?[\d.]+)\] TJ\Z")


def carry(pdf: Any) -> None:
    """Move the numbers, in the content of every page of a document about to be written."""
    for reference in pdf.page_references:
        page = pdf.objects[int(reference.split()[0])]
        content = pdf.objects[int(page["Contents"].split()[0])].stream
        for place in range(len(content) - 2):
            item, font, following = content[place : place + 3]
            if not (_is_text(item) and _is_text(following) and font[-3:] == b" Tf"):
                continue
            if found := TRAILING.search(item):
                content[place] = item[: found.start()] + b">] TJ"
                content[place + 2] = b"[" + found.group(1) + following[1:]


def _is_text(item: Any) -> bool:
    return isinstance(item, bytes) and item.endswith(b"] TJ")
