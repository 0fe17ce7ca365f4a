"""Which cell formats and which words of a workbook nobody can see."""

import re
from dataclasses import dataclass

from notices.check_outgoing.colours import BLACK, WHITE, is_same, is_white
from notices.check_outgoing.office_xml import Reader, read
from notices.check_outgoing.parts import Parts

TINIEST = 2.0  # points
INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}
THEME = {"0": WHITE, "1": BLACK}
_WHITE_CODE = re.compile(r"(?i)\[(?:white|白色?)\]")
_SHOWS_NOTHING = re.compile(r'\[[^\]]*\]|"\s*"|\\ |[_*].|\s')


def colour_of(attributes: dict[str, str]) -> str:
    """Six figures where they are said, else a name that equals only itself."""
    if "rgb" in attributes:
        return attributes["rgb"][-6:].upper()
    if "theme" in attributes:
        tint = float(attributes.get("tint", "0") or 0)
        known = THEME.get(attributes["theme"], "") if abs(tint) < 0.05 else ""
        return known or f"theme {attributes['theme']} {tint:.2f}"
    index = attributes.get("indexed", "")
    return INDEXED.get(index, f"indexed {index}") if index else ""


def shows_nothing(code: str) -> bool:
    """Whether a number format leaves all it applies to blank, such as `;;;`."""
    if code.count(";") == 0 and '"' not in code:
        return False
    sections = [_SHOWS_NOTHING.sub("", section) for section in code.split(";")]
    return not any(sections[:2])


@dataclass
class Format:
    """What one cell format, or one rule of conditional formatting, makes of a cell."""

    colour: str = ""
    ground: str = ""
    code: str = ""
    tiny: bool = False

    def rules(self) -> list[tuple[str, bool]]:
        """The rules broken by a cell that has something in it; whether each must be mended."""
        broken = []
        ground = self.ground or WHITE
        if (is_white(self.colour) and is_white(ground)) or _WHITE_CODE.search(self.code):
            broken.append(("white_text", False))
        elif is_same(self.colour or BLACK, ground):
            broken.append(("blacked_text", True))
        if shows_nothing(self.code):
            broken.append(("text_not_shown", False))
        if self.tiny:
            broken.append(("tiny_text", False))
        return broken


class _Styles(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = [""]
        self.fonts: list[Format] = []
        self.fills: list[str] = []
        self.codes: dict[str, str] = {}
        self.cells: list[dict[str, str]] = []
        self.conditional: list[Format] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        within = self.inside[-1]
        if "dxf" in self.inside:
            self._conditional(name, within, attributes)
        elif name == "font" and within == "fonts":
            self.fonts.append(Format())
        elif name == "fill" and within == "fills":
            self.fills.append("")
        elif name == "dxf":
            self.conditional.append(Format())
        elif name == "numFmt" and within == "numFmts":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and within == "cellXfs":
            self.cells.append(attributes)
        elif within == "font" and "fonts" in self.inside:
            _font(self.fonts[-1], name, attributes)
        elif "fills" in self.inside:
            self.fills[-1] = _ground(self.fills[-1], name, attributes)
        self.inside.append(name)

    def _conditional(self, name: str, within: str, attributes: dict[str, str]) -> None:
        dressed = self.conditional[-1]
        if name == "numFmt":
            dressed.code = attributes.get("formatCode", "")
        elif within == "font":
            _font(dressed, name, attributes)
        elif name == "bgColor":
            dressed.ground = colour_of(attributes)

    def end(self, name: str) -> None:
        self.inside.pop()


def _font(font: Format, name: str, attributes: dict[str, str]) -> None:
    if name == "color":
        font.colour = colour_of(attributes)
    elif name == "sz":
        font.tiny = float(attributes.get("val", "11") or 11) <= TINIEST


def _ground(ground: str, name: str, attributes: dict[str, str]) -> str:
    """The colour of a whole fill; a pattern or a gradient equals no colour of letters."""
    if name == "patternFill":
        kind = attributes.get("patternType", "none")
        return {"none": "", "solid": BLACK}.get(kind, "pattern")
    if name == "fgColor" and ground == BLACK:
        return colour_of(attributes) or ground
    return "gradient" if name == "gradientFill" else ground


@dataclass(frozen=True)
class Looks:
    """The rules each cell format and each conditional format breaks."""

    cells: dict[int, list[tuple[str, bool]]]
    conditional: dict[int, list[tuple[str, bool]]]


def looks_of(parts: Parts) -> Looks:
    reader = _Styles()
    for _name, content in parts.named(r"^xl/styles\.xml$"):
        read(content, reader)
    cells = {
        place: rules for place, cell in enumerate(reader.cells) if (rules := _rules(cell, reader))
    }
    conditional = {
        place: [(code, False) for code, _must in rules]
        for place, each in enumerate(reader.conditional)
        if (each.colour or each.code) and (rules := each.rules())
    }
    return Looks(cells, conditional)


def _rules(cell: dict[str, str], styles: _Styles) -> list[tuple[str, bool]]:
    font, fill = int(cell.get("fontId", 0)), int(cell.get("fillId", 0))
    look = styles.fonts[font] if font < len(styles.fonts) else Format()
    ground = styles.fills[fill] if fill < len(styles.fills) else ""
    code = styles.codes.get(cell.get("numFmtId", ""), "")
    return Format(look.colour, ground, code, look.tiny).rules()


@dataclass
class Words:
    """The words cells share, and which of them are written in white."""

    all: list[str]
    white: set[int]
    used: set[int]


class _Strings(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self.white: set[int] = set()
        self._pieces: list[str] = []
        self._in_text = self._is_white = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "r":
            self._is_white = False
        elif name == "color":
            self._is_white = is_white(colour_of(attributes))
        self._in_text = name == "t"

    def characters(self, content: str) -> None:
        if self._in_text:
            self._pieces.append(content)
            if self._is_white and content.strip():
                self.white.add(len(self.all))

    def end(self, name: str) -> None:
        self._in_text = False
        if name in ("r", "si"):
            self._is_white = False
        if name == "si":
            self.all.append("".join(self._pieces))


def words_of(parts: Parts) -> Words:
    reader = _Strings()
    for _name, content in parts.named(r"^xl/sharedStrings\.xml$"):
        read(content, reader)
    return Words(reader.all, reader.white, set())
