"""Word documents: what was said beside the text, struck out of it, or hidden in it."""

import re

from notices.check_outgoing import numbers
from notices.check_outgoing.colours import BLACK, WHITE, is_same, is_white
from notices.check_outgoing.docx_looks import Look, Styles, styles_of
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.office_xml import Reader, elements, is_on, read, text_of
from notices.check_outgoing.parts import PATHS, Parts, look_at_common_parts, look_at_shape

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
PATH_FIELDS = re.compile(r"(?i)\b(?:LINK|DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE|DATABASE)\b")
# Fields that keep words which nobody sees on paper.
FIELDS_WITH_WORDS = re.compile(r"(?i)^\s*(?:IF|SET|ASK|FILLIN|PRIVATE|ADDIN|XE|TC|TA|RD)\b\s*\S")


def check(content: bytes, found: Findings) -> None:
    """Add what must not leave with a document. Raises Unreadable."""
    parts = Parts(content)
    if "word/document.xml" not in parts.content:
        raise Unreadable("no document")
    look_at_common_parts(parts, KNOWN, found)
    styles = styles_of(parts)
    for name, part in parts.content.items():
        if BODIES.match(name):
            reader = _Body(name, styles, found)
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

    def __init__(self, part: str, styles: Styles, found: Findings) -> None:
        super().__init__()
        self.part, self.styles, self.found = part, styles, found
        self.words: list[str] = []
        self.field: list[str] = []
        self._inside = ["", ""]
        self._run = Look()
        self._paragraphs = [styles.plain]
        self._cells = [WHITE]
        self._tables = [WHITE]

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
        elif name in ("vanish", "specVanish") and is_on(attributes):
            self.found.blocks("hidden_text", **place)
        elif name == "fldSimple":
            self._look_at_field(attributes.get("instr", ""))
        self._follow(name, attributes)
        look_at_shape(name, attributes, self.part, self.found)
        _look_at_attributes(attributes, self.part, self.found)
        self._inside.append(name)

    def _follow(self, name: str, attributes: dict[str, str]) -> None:
        """Keep to the words, and to the look they have."""
        if name == "tbl":
            self._tables.append(self._tables[-1])
        elif name == "tc":
            self._cells.append(self._tables[-1])
        elif name == "p":
            self._paragraphs.append(self.styles.plain)
        elif name == "r":
            self._run = Look()
        elif name == "tab":
            self.words.append("\t")
        elif name in ("br", "cr"):
            self.words.append("\n")
        elif name in ("noBreakHyphen", "softHyphen"):
            self.words.append("-")
        elif name in ("rStyle", "pStyle", "tblStyle"):
            self._dress(name, attributes.get("val", ""))
        else:
            self._adorn(name, attributes)

    def _dress(self, name: str, style: str) -> None:
        look = self.styles.named.get(style, Look())
        if look.hidden:
            self.found.blocks("hidden_text", part=self.part)
        if name == "rStyle":
            self._run = self._run.over(look)
        elif name == "pStyle" and self._inside[-1] == "pPr":
            self._paragraphs[-1] = look.over(self.styles.all)
        elif name == "tblStyle" and style in self.styles.shaded:
            self._tables[-1] = ""

    def _adorn(self, name: str, attributes: dict[str, str]) -> None:
        within = self._inside[-2:]
        if within == ["r", "rPr"]:
            self._run = self._run.with_property(name, attributes)
        elif within == ["p", "pPr"]:
            self._paragraphs[-1] = self._paragraphs[-1].with_property(name, attributes)
        elif within == ["tc", "tcPr"] and name == "shd":
            self._cells[-1] = Look().with_property(name, attributes).ground or self._cells[-1]
        elif name == "noFill" and within[-1] == "textFill":
            self._run = self._run._replace(empty=True)

    def characters(self, content: str) -> None:
        if self._inside[-1] in ("t", "delText"):
            self.words.append(content)
            if content.strip():
                self._look_at_look(self._run.over(self._paragraphs[-1]))
        elif self._inside[-1] in ("instrText", "delInstrText"):
            self.field.append(content)

    def _look_at_look(self, look: Look) -> None:
        place = {"part": self.part}
        ground = look.marked or look.ground or self._cells[-1]
        # Letters without a colour turn white on a dark ground, but not under the highlighter.
        colour = (BLACK if look.marked else "") if look.colour in ("", "AUTO") else look.colour
        if is_white(colour) and is_white(ground):
            self.found.asks("white_text", **place)
        elif is_same(colour, ground):
            self.found.blocks("blacked_text", **place)
        if look.tiny or look.narrow:
            self.found.asks("tiny_text", **place)
        if look.hidden or look.empty:
            self.found.blocks("hidden_text", **place)

    def end(self, name: str) -> None:
        self._inside.pop()
        for ends, stack in (("tbl", self._tables), ("tc", self._cells), ("p", self._paragraphs)):
            if name == ends:
                stack.pop()
        if name == "p":
            self.words.append("\n")
            self._look_at_field("".join(self.field))
            self.field.clear()

    def _look_at_field(self, said: str) -> None:
        if PATHS.search(said.replace("\\\\", "\\")) or PATHS.search(said):
            self.found.blocks("field_with_path", part=self.part)
        if PATH_FIELDS.search(said):
            self.found.blocks("field_with_path", part=self.part)
        elif FIELDS_WITH_WORDS.search(said):
            self.found.asks("field_with_words", part=self.part)
        numbers.scan(said, self.found, part=self.part)


def _look_at_attributes(attributes: dict[str, str], part: str, found: Findings) -> None:
    """Names and descriptions of pictures, choices of a list, what a form held before."""
    for key, value in attributes.items():
        numbers.scan(value, found, part=part)
        if key in ("descr", "title", "name", "tooltip") and PATHS.search(value):
            found.blocks("path", part=part)


def _look_at_settings(name: str, content: bytes, found: Findings) -> None:
    for element, attributes in elements(content):
        if element == "docVar":
            found.blocks("document_variables", part=name)
            numbers.scan("\n".join(attributes.values()), found, part=name)
        elif element == "mailMerge":
            found.blocks("connection", part=name)
