"""The paragraphs of a letter's body as plain text: to start one's own wording from, and to keep."""

from html.parser import HTMLParser


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p":
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1] += data


def paragraphs(body: str) -> list[str]:
    parser = _Paragraphs()
    parser.feed(body)
    parser.close()
    return [text.strip() for text in parser.found if text.strip()]
