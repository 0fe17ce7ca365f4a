"""The XML inside DOCX and XLSX, read as a stream, without document types and entities."""

import io
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from notices.check_outgoing.finding import Unreadable


class Reader(ContentHandler):
    """An XML reader that knows elements by their local names, whatever their prefixes."""

    def startElement(self, name: str, attrs) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attrs.items()}
        self.start(name.rpartition(":")[2], plain)

    def endElement(self, name: str) -> None:
        self.end(name.rpartition(":")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        pass

    def end(self, name: str) -> None:
        pass


def read(content: bytes, reader: ContentHandler) -> None:
    """Read XML. Raises Unreadable if it is broken, or declares a document type or an entity."""
    parser = sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(reader)
    try:
        parser.parse(io.BytesIO(content))
    except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(type(error).__name__) from error


class _Elements(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.found.append((name, attributes))


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part with its attributes, in order."""
    reader = _Elements()
    read(content, reader)
    return reader.found


class _Texts(Reader):
    """The text of a part, a new line after each paragraph or cell."""

    ENDS = frozenset({"p", "si", "v", "t", "f", "c"})

    def __init__(self, ends: frozenset[str]) -> None:
        super().__init__()
        self.ends, self.pieces = ends, []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        for key in ("descr", "title", "name", "tooltip", "alt"):
            if attributes.get(key):
                self.pieces.append(f"\n{attributes[key]}\n")

    def characters(self, content: str) -> None:
        self.pieces.append(content)

    def end(self, name: str) -> None:
        if name in self.ends:
            self.pieces.append("\n")


def text_of(content: bytes, *, ends: frozenset[str] = frozenset({"p"})) -> str:
    """The words of an XML part, descriptions and titles of pictures among them."""
    reader = _Texts(ends)
    read(content, reader)
    return "".join(reader.pieces)


def is_on(attributes: dict[str, str]) -> bool:
    return attributes.get("val", "true").lower() not in ("0", "false", "off", "none")
