"""Which cells of a workbook are painted white on white, or show nothing at all."""

import re
from dataclasses import dataclass

from notices.check_outgoing.parts import Parts, Reader, read

WHITE_INDEXES = frozenset({"1", "9"})


@dataclass
class Styles:
    """Which cell formats paint white on white, and which show nothing at all."""

    white: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()


class _Styles(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.fonts: list[bool] = []  # whether each is white
        self.fills: list[bool] = []  # whether each leaves or paints the ground white
        self.formats: dict[str, str] = {}
        self.cells: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        within = self.inside[-1] if self.inside else ""
        if name == "font" and within == "fonts":
            self.fonts.append(False)
        elif name == "fill" and within == "fills":
            self.fills.append(True)
        elif name == "color" and within == "font" and "fonts" in self.inside:
            self.fonts[-1] = _is_white(attributes)
        elif name == "patternFill" and "fills" in self.inside:
            self.fills[-1] = attributes.get("patternType", "none") == "none"
        elif name == "fgColor" and within == "patternFill" and "fills" in self.inside:
            self.fills[-1] = self.fills[-1] or _is_white(attributes)
        elif name == "gradientFill" and "fills" in self.inside:
            self.fills[-1] = False
        elif name == "numFmt" and within == "numFmts":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and within == "cellXfs":
            self.cells.append(attributes)
        self.inside.append(name)

    def end(self, name: str) -> None:
        self.inside.pop()


def _is_white(attributes: dict[str, str]) -> bool:
    if "rgb" in attributes:
        return attributes["rgb"][-6:].upper() == "FFFFFF"
    if "theme" in attributes:
        return attributes["theme"] == "0" and float(attributes.get("tint", "0") or 0) > -0.05
    return attributes.get("indexed", "") in WHITE_INDEXES


def styles_of(parts: Parts) -> Styles:
    reader = _Styles()
    for _name, content in parts.named(r"^xl/styles\.xml$"):
        read(content, reader)
    white, blank = set(), set()
    for place, cell in enumerate(reader.cells):
        font, fill = int(cell.get("fontId", 0)), int(cell.get("fillId", 0))
        on_white = fill >= len(reader.fills) or reader.fills[fill]
        if font < len(reader.fonts) and reader.fonts[font] and on_white:
            white.add(place)
        code = reader.formats.get(cell.get("numFmtId", ""), "")
        if code and re.fullmatch(r"[\s;]*(?:\"\s*\")?[\s;]*", code) and ";" in code:
            blank.add(place)
    return Styles(frozenset(white), frozenset(blank))
