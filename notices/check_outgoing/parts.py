"""The parts of a DOCX or XLSX, inflated under limits, and its XML read without entities."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from notices.check_outgoing.finding import Unreadable
from records.office_files import MOST_INFLATED, MOST_PARTS, MOST_RATIO, PIECE, RATIO_FROM


class Parts:
    """Every part by its name, with its content type."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.content = dict(_inflated(archive))
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error,
            RuntimeError, NotImplementedError,
        ) as error:  # fmt: skip
            raise Unreadable(str(type(error).__name__)) from error
        self.types = self._content_types()

    def _content_types(self) -> dict[str, str]:
        listed = self.content.get("[Content_Types].xml")
        if listed is None:
            raise Unreadable("no content types")
        overrides: dict[str, str] = {}
        for name, attributes in elements(listed):
            if name == "Override":
                overrides[attributes.get("PartName", "").lstrip("/")] = attributes["ContentType"]
        return overrides

    def named(self, pattern: str) -> Iterator[tuple[str, bytes]]:
        """The parts whose name or content type matches."""
        wanted = re.compile(pattern, re.IGNORECASE)
        for name, content in self.content.items():
            if wanted.search(name) or wanted.search(self.types.get(name, "")):
                yield name, content

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """The relationships of a part: type, target, and whether that is outside."""
        folder, _slash, name = part.rpartition("/")
        content = self.content.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
        return dict(relations_in(content)) if content else {}


def _inflated(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    left, entries = MOST_INFLATED, archive.infolist()
    if len(entries) > MOST_PARTS or len({e.filename for e in entries}) != len(entries):
        raise Unreadable("too many parts, or one twice")
    for entry in entries:
        pieces, size = [], 0
        with archive.open(entry) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                too_dense = size > RATIO_FROM and size > MOST_RATIO * entry.compress_size
                if size > left or too_dense:
                    raise Unreadable("too large")
                pieces.append(piece)
        left -= size
        yield entry.filename, b"".join(pieces)


def relations_in(content: bytes) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    for name, attributes in elements(content):
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            outside = attributes.get("TargetMode", "").lower() == "external"
            yield attributes.get("Id", ""), (kind, attributes.get("Target", ""), outside)


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
