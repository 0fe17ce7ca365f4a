"""Word documents: what was said beside the text, struck out of it, or hidden in it."""

import re

from notices.check_outgoing import numbers
from notices.check_outgoing.common_parts import look_at_common_parts, look_at_shape
from notices.check_outgoing.finding import PATHS, Findings, Unreadable
from notices.check_outgoing.parts import (
    Parts,
    Reader,
    elements,
    is_on,
    read,
    text_of,
)

KNOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:.+/)?_rels/[^/]*\.rels|docProps/[^/]+"
    r"|word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes"
    r"|endnotes|header\d*|footer\d*)\.xml"
    r"|word/(?:theme|charts|diagrams|drawings)/[^/]+\.xml|word/fonts/[^/]+"
    r"|word/printerSettings/[^/]+\.bin|word/printerSettings\d*\.bin"
    r"|word/media/[^/]+\.(?:png|jpe?g|gif|emf|wmf|bmp|tiff?|svg)",
    re.IGNORECASE,
)
BODIES = re.compile(
    r"^word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml$", re.IGNORECASE
)
ELSEWHERE = re.compile(r"^word/(?:charts|diagrams|drawings|comments|glossary)", re.IGNORECASE)
TRACKED = frozenset(
    [
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "delText",
        "delInstrText",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "tcPrChange",
        "trPrChange",
        "cellIns",
        "cellDel",
        "cellMerge",
        "numberingChange",
        "moveFromRangeStart",
        "moveToRangeStart",
        "customXmlInsRangeStart",
        "customXmlDelRangeStart",
    ]
)
COMMENTED = frozenset({"commentRangeStart", "commentReference", "annotationRef"})
OBJECTS = frozenset({"object", "OLEObject", "control", "subDoc"})
TINIEST = 4  # half points


def check(content: bytes, found: Findings) -> None:
    """Add what must not leave with a document. Raises Unreadable."""
    parts = Parts(content)
    if "word/document.xml" not in parts.content:
        raise Unreadable("no document")
    look_at_common_parts(parts, KNOWN, found)
    hidden = _hidden_styles(parts)
    for name, part in parts.content.items():
        if BODIES.match(name):
            reader = _Body(name, hidden, found)
            read(part, reader)
            numbers.scan("".join(reader.words), found, part=name)
        elif ELSEWHERE.match(name) and name.endswith(".xml"):
            numbers.scan(text_of(part), found, part=name)
            for element, attributes in elements(part):
                look_at_shape(element, attributes, name, found)
    for name, part in parts.named(r"^word/settings\.xml$"):
        _look_at_settings(name, part, found)


class _Body(Reader):
    """One stream of text with everything that is in it and not on the page."""

    def __init__(self, part: str, hidden: frozenset[str], found: Findings) -> None:
        super().__init__()
        self.part, self.hidden, self.found = part, hidden, found
        self.words: list[str] = []
        self.field: list[str] = []
        self._inside = ""
        self._white = False
        self._shades: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        place = {"part": self.part}
        if name in TRACKED:
            self.found.blocks("tracked_changes", **place)
        elif name in COMMENTED:
            self.found.blocks("comments", **place)
        elif name in OBJECTS:
            self.found.blocks("embedded_object", **place)
        elif name == "altChunk":
            self.found.blocks("alt_chunk", **place)
        elif name == "dataBinding":
            self.found.blocks("custom_xml", **place)
        elif (name in ("vanish", "specVanish") and is_on(attributes)) or (
            name in ("rStyle", "pStyle", "tblStyle") and attributes.get("val") in self.hidden
        ):
            self.found.blocks("hidden_text", **place)
        elif name == "fldSimple":
            self._look_at_field(attributes.get("instr", ""))
        self._follow(name, attributes)
        look_at_shape(name, attributes, self.part, self.found)
        self._inside = name

    def _follow(self, name: str, attributes: dict[str, str]) -> None:
        """Keep to the words, and to the colour they stand in and on."""
        if name in ("tc", "p", "r"):
            self._shades.append(False)
            self._white = False if name == "r" else self._white
        elif name == "shd" and self._shades:
            self._shades[-1] = attributes.get("fill", "auto").upper() not in ("AUTO", "FFFFFF")
        elif name in ("highlight", "bdr") and self._shades:
            self._shades[-1] = self._shades[-1] or name == "highlight"
        elif name == "color":
            shade = attributes.get("val", "").upper()
            self._white = shade == "FFFFFF" or attributes.get("themeColor") in (
                "background1",
                "light1",
            )
        elif name == "sz" and attributes.get("val", "").isdecimal():
            if int(attributes["val"]) <= TINIEST:
                self.found.asks("tiny_text", part=self.part)
        elif name == "tab":
            self.words.append("\t")
        elif name in ("br", "cr"):
            self.words.append("\n")
        elif name in ("noBreakHyphen", "softHyphen"):
            self.words.append("-")
        if attributes.get("descr") or attributes.get("title"):
            said = f"\n{attributes.get('descr', '')} {attributes.get('title', '')}\n"
            numbers.scan(said, self.found, part=self.part)

    def characters(self, content: str) -> None:
        if self._inside in ("t", "delText"):
            self.words.append(content)
            if self._white and content.strip() and not any(self._shades):
                self.found.asks("white_text", part=self.part)
        elif self._inside in ("instrText", "delInstrText"):
            self.field.append(content)

    def end(self, name: str) -> None:
        self._inside = ""
        if name in ("tc", "p", "r") and self._shades:
            self._shades.pop()
        if name == "p":
            self.words.append("\n")
            self._look_at_field("".join(self.field))
            self.field.clear()

    def _look_at_field(self, said: str) -> None:
        if PATHS.search(said.replace("\\\\", "\\")) or PATHS.search(said):
            self.found.blocks("field_with_path", part=self.part)
        if re.search(r"(?i)\b(?:LINK|DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE|DATABASE)\b", said):
            self.found.blocks("field_with_path", part=self.part)
        numbers.scan(said, self.found, part=self.part)


class _Style(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.style, self.hides, self.based_on = "", set(), {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self.style = attributes.get("styleId", "")
        elif name == "basedOn":
            self.based_on[self.style] = attributes.get("val", "")
        elif name in ("vanish", "specVanish") and is_on(attributes):
            self.hides.add(self.style)


def _hidden_styles(parts: Parts) -> frozenset[str]:
    """The styles whose text is not shown, those based on such a one among them."""
    reader = _Style()
    for _name, content in parts.named(r"^word/styles\.xml$"):
        read(content, reader)
    hidden = set(reader.hides)
    for _round in range(20):
        more = {style for style, base in reader.based_on.items() if base in hidden} - hidden
        if not more:
            break
        hidden |= more
    return frozenset(hidden)


def _look_at_settings(name: str, content: bytes, found: Findings) -> None:
    for element, attributes in elements(content):
        if element == "docVar":
            found.blocks("document_variables", part=name)
            numbers.scan("\n".join(attributes.values()), found, part=name)
        elif element == "mailMerge":
            found.blocks("connection", part=name)
