"""The words of a letter's body as plain lines: to keep, to compare, to start one's own wording.

A paragraph is a line, so is an item of a list and a row of a table. Lists and tables keep the marks
they are typed with (`notices.rich_text`). No words are left out, whatever tag they stand in.
"""

from html.parser import HTMLParser

BLOCKS = frozenset(
    {"p", "li", "tr", "div", "section", "caption", "dt", "dd", "h1", "h2", "h3", "h4", "ol", "ul"}
)
CELLS = frozenset({"td", "th"})


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = [""]
        self._lists: list[str] = []
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ol", "ul"):
            self._lists.append(tag)
        if tag == "tr":
            self._cells = []
        elif tag in CELLS and self._cells is not None:
            self._cells.append("")
        elif tag in BLOCKS and self._cells is None:
            bulleted = tag == "li" and self._lists and self._lists[-1] == "ul"
            self.found.append("- " if bulleted else "")
        elif tag == "br":
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag == "tr" and self._cells is not None:
            cells, self._cells = self._cells, None
            self.found.append("| " + " | ".join(cell.strip() for cell in cells) + " |")
        if tag in BLOCKS and self._cells is None:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._cells:
            self._cells[-1] += data
        else:
            self.found[-1] += data


def paragraphs(body: str) -> list[str]:
    """Every line of the body that says something."""
    parser = _Lines()
    parser.feed(body)
    parser.close()
    return [text.strip() for text in parser.found if text.strip()]
