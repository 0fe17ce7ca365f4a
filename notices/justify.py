"""Chinese lines flush at the right edge.

WeasyPrint justifies by widening spaces, of which Chinese has none, so a line ends up to two
characters short wherever punctuation or figures stand. Here what is left over goes between the
characters instead. It reaches into WeasyPrint's layout, whose version is pinned; a test measures
the edge.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

MOST = 0.35  # of the size of a character, added between two: beyond it a line stays ragged


def install() -> None:
    """Have WeasyPrint justify this way. It must be imported only after the fonts are chosen."""
    from weasyprint.layout import inline

    by_spaces = inline.justify_line

    def justify_line(context: Any, line: Any, left_over: float) -> None:
        gaps = sum(_steps(piece) for piece in _pieces(line)) - 1
        if gaps < 1 or left_over / gaps > MOST * line.style["font_size"]:
            return by_spaces(context, line, left_over)
        return _spread(context, line, left_over / gaps)

    inline.justify_line = justify_line


def clusters(text: str) -> int:
    """How many characters are seen: marks and selectors go with the one before them."""
    return sum(unicodedata.category(each) not in ("Mn", "Me", "Cf") for each in text)


def _pieces(box: Any) -> Iterator[Any]:
    """The texts of a line, and what stands in it like a character."""
    for child in box.children:
        if _is_text(child) or _is_atom(child):
            yield child
        elif hasattr(child, "children"):
            yield from _pieces(child)


def _is_text(box: Any) -> bool:
    return hasattr(box, "pango_layout")


def _is_atom(box: Any) -> bool:
    from weasyprint.formatting_structure.boxes import AtomicInlineLevelBox

    return isinstance(box, AtomicInlineLevelBox)


def _steps(piece: Any) -> int:
    return clusters(piece.text) if _is_text(piece) else 1


def _spread(context: Any, line: Any, more: float) -> None:
    """Move every piece of the line right by what was added before it, and widen its text."""
    from weasyprint.text.line_break import create_layout

    def walk(box: Any, advance: float) -> float:
        if _is_atom(box):
            box.translate(advance, 0)
            return advance + more
        box.position_x += advance
        if _is_text(box):
            added = more * clusters(box.text)
            _widen(box, more, added)
            layout = create_layout(box.text, box.style, context, None, 0)
            layout.deactivate()
            box.pango_layout = layout
            return advance + added
        before = advance
        for child in getattr(box, "children", ()):
            advance = walk(child, advance)
        box.width += advance - before
        return advance

    advance = 0.0
    for child in line.children:
        advance = walk(child, advance)
    line.width += advance


def _widen(box: Any, more: float, added: float) -> None:
    style = box.style.copy()
    now = style["letter_spacing"]
    style["letter_spacing"] = (0 if now == "normal" else now) + more
    box.style = style
    box.width += added
