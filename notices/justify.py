"""Chinese lines flush at the right edge.

WeasyPrint justifies by widening spaces, of which Chinese has none, so a line ends up to two
characters short wherever punctuation or figures stand. Here what is left over goes between the
characters instead. It reaches into WeasyPrint's layout, whose version is pinned; a test measures
the edge.
"""

from collections.abc import Iterator
from typing import Any

MOST = 0.2  # of the size of a character, added between two: beyond it a line stays ragged


def install() -> None:
    """Have WeasyPrint justify this way. It must be imported only after the fonts are chosen."""
    from weasyprint.layout import inline

    by_spaces = inline.justify_line

    def justify_line(context: Any, line: Any, left_over: float) -> None:
        pieces = list(_text_boxes(line))
        gaps = sum(len(piece.text) for piece in pieces) - 1
        if not pieces or gaps < 1 or left_over / gaps > MOST * line.style["font_size"]:
            return by_spaces(context, line, left_over)
        return _spread(context, line, left_over / gaps)

    inline.justify_line = justify_line


def _text_boxes(box: Any) -> Iterator[Any]:
    if hasattr(box, "pango_layout"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _text_boxes(child)


def _spread(context: Any, line: Any, more: float) -> None:
    """Move every box of the line right by what was added before it, and widen its text."""
    from weasyprint.text.line_break import create_layout

    def walk(box: Any, advance: float) -> float:
        box.position_x += advance
        if hasattr(box, "pango_layout"):
            _widen(box, more)
            layout = create_layout(box.text, box.style, context, None, 0)
            layout.deactivate()
            box.pango_layout = layout
            return advance + more * len(box.text)
        before = advance
        for child in box.children:
            advance = walk(child, advance)
        box.width += advance - before
        return advance

    advance = 0.0
    for child in line.children:
        advance = walk(child, advance)
    line.width += advance


def _widen(box: Any, more: float) -> None:
    style = box.style.copy()
    now = style["letter_spacing"]
    style["letter_spacing"] = (0 if now == "normal" else now) + more
    box.style = style
    box.width += more * len(box.text)
