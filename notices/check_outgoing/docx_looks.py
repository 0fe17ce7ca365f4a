"""How the words of a document look once all its styles are counted together."""

from collections.abc import Mapping
from typing import NamedTuple

from notices.check_outgoing.colours import BLACK, WHITE
from notices.check_outgoing.office_xml import Reader, is_on, read
from notices.check_outgoing.parts import Parts

TINIEST = 4  # half points
NARROWEST = 20  # per cent of a letter's width
HIGHLIGHTS = {
    "black": BLACK, "white": WHITE, "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "darkBlue": "000080",
    "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
THEMES = {"background1": WHITE, "light1": WHITE, "text1": BLACK, "dark1": BLACK}


class Look(NamedTuple):
    """Colour of letters and ground ("" where unsaid), and whether the words can be seen at all."""

    colour: str = ""
    ground: str = ""
    marked: str = ""  # by the highlighter
    tiny: bool | None = None
    narrow: bool | None = None
    hidden: bool | None = None
    empty: bool | None = None  # letters without a filling

    def over(self, under: "Look") -> "Look":
        """This look, and where it says nothing that of what it is laid on."""
        pairs = zip(self, under, strict=True)
        return Look(*(mine if mine not in ("", None) else theirs for mine, theirs in pairs))

    def with_property(self, name: str, attributes: Mapping[str, str]) -> "Look":
        """With one property of a run."""
        value = attributes.get("val", "")
        if name == "color":
            return self._replace(colour=_colour(attributes))
        if name == "shd":
            return self._replace(ground=_shade(attributes))
        if name == "highlight":
            return self._replace(marked=HIGHLIGHTS.get(value, ""))
        if name == "sz" and value.isdecimal():
            return self._replace(tiny=int(value) <= TINIEST)
        if name == "w" and value.rstrip("%").isdecimal():
            return self._replace(narrow=int(value.rstrip("%")) < NARROWEST)
        if name in ("vanish", "specVanish"):
            return self._replace(hidden=is_on(attributes))
        return self


def _colour(attributes: Mapping[str, str]) -> str:
    said = attributes.get("val", "").upper()
    return THEMES.get(attributes.get("themeColor", ""), said) if said in ("", "AUTO") else said


def _shade(attributes: Mapping[str, str]) -> str:
    if attributes.get("val") == "solid":  # the pattern covers all, in its own colour
        return attributes.get("color", "").upper().replace("AUTO", BLACK)
    said = attributes.get("fill", "").upper()
    return "" if said == "AUTO" else said


class Styles(NamedTuple):
    """The look of each style, of all words, and of paragraphs that name no style."""

    named: dict[str, Look]
    all: Look
    plain: Look
    shaded: frozenset[str]  # tables whose cells have grounds of their own


class _Styles(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.own: dict[str, Look] = {"": Look()}
        self.based_on: dict[str, str] = {}
        self.default = ""
        self.shaded: set[str] = set()
        self._style, self._inside = "", [""]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        within = self._inside[-1]
        self._inside.append(name)
        if name == "style":
            self._style = attributes.get("styleId", "")
            self.own[self._style] = Look()
            if attributes.get("type") == "paragraph" and is_on(
                {"val": attributes.get("default", "0")}
            ):
                self.default = self._style
        elif name == "basedOn":
            self.based_on[self._style] = attributes.get("val", "")
        elif "tblStylePr" not in self._inside and within in ("rPr", "pPr"):
            self.own[self._style] = self.own[self._style].with_property(name, attributes)
        if name == "shd" and "tcPr" in self._inside:
            self.shaded.add(self._style)

    def end(self, name: str) -> None:
        self._inside.pop()
        if name == "style":
            self._style = ""


def styles_of(parts: Parts) -> Styles:
    reader = _Styles()
    for _name, content in parts.named(r"^word/styles\.xml$"):
        read(content, reader)
    named = {style: _resolved(style, reader) for style in reader.own if style}
    everywhere = reader.own[""]
    plain = named.get(reader.default, Look()).over(everywhere)
    return Styles(named, everywhere, plain, frozenset(reader.shaded))


def _resolved(style: str, reader: _Styles) -> Look:
    look, seen = Look(), set()
    while style and style not in seen:
        seen.add(style)
        look = look.over(reader.own.get(style, Look()))
        style = reader.based_on.get(style, "")
    return look
