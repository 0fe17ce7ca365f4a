"""The parts of a DOCX or XLSX, inflated under limits, and looked at alike."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from notices.check_outgoing import images, numbers
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.office_marks import is_empty_data, is_makers_mark
from notices.check_outgoing.office_xml import Reader, elements, is_on, read
from records.office_files import MOST_INFLATED, MOST_PARTS, MOST_RATIO, PIECE, RATIO_FROM

PATHS = re.compile(r"(?i)(?:\b[a-z]:[\\/]|\\\\[^\\\s]+\\|file:/|/(?:Users|home)/)\S*")


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


def look_at_common_parts(parts: Parts, known: re.Pattern[str], found: Findings) -> None:
    """What both kinds of document share: parts nobody sees, links out, properties, pictures."""
    for name, content in parts.content.items():
        if name.endswith("/"):
            continue
        if not is_empty_data(name, content):
            _look_at_kind(name, parts.types.get(name, ""), known, found)
        if name.endswith(".rels"):
            _look_at_relations(name, content, found)
        elif "/media/" in name:
            _look_at_picture(name, content, found)
        elif "printersettings" in name.lower():
            _look_at_printer(name, content, found)
    _look_at_properties(parts, found)


def look_at_shape(name: str, attributes: dict[str, str], part: str, found: Findings) -> None:
    """A shape that is not shown, a picture of which a piece is not, a chart made elsewhere."""
    if (
        name in ("docPr", "cNvPr") and is_on({"val": attributes.get("hidden", "0")})
    ) or "visibility:hidden" in attributes.get("style", "").replace(" ", "").lower():
        found.blocks("hidden_shape", part=part)
    elif (name == "srcRect" and any(attributes.get(k, "0") not in ("0", "") for k in "ltrb")) or (
        name == "imagedata" and any(k.startswith("crop") for k in attributes)
    ):
        found.blocks("cropped_picture", part=part)
    elif name == "externalData":
        found.blocks("external_link", part=part)


def _look_at_kind(name: str, kind: str, known: re.Pattern[str], found: Findings) -> None:
    for code, pattern in UNSEEN.items():
        if pattern.search(f"{name} {kind}"):
            found.blocks(code, part=name)
            return
    if not known.fullmatch(name):
        found.blocks("unknown_part", part=name)


UNSEEN = {
    "comments": re.compile(r"(?i)comment|/persons?/|/people|peoplelist|\.person\+"),
    "custom_xml": re.compile(r"(?i)^customXml/|/customXml|customxmlproperties|/xmlMaps"),
    "embedded_object": re.compile(r"(?i)/embeddings?/|oleobject|activex|ctrlprops|/package$"),
    "data_model": re.compile(r"(?i)/model/|powerpivot|/customdata/"),
    "connection": re.compile(r"(?i)/connections|/querytables?|mailmerge|recipientdata"),
    "pivot_cache": re.compile(r"(?i)pivot|/slicer|/timeline"),
    "external_link": re.compile(r"(?i)/externallinks?/"),
    "revision_log": re.compile(r"(?i)/revisions/|userNames"),
    "alt_chunk": re.compile(r"(?i)/afchunk|\.(?:html?|rtf|mht)$"),
    "glossary": re.compile(r"(?i)/glossary/"),
}


def _look_at_relations(name: str, content: bytes, found: Findings) -> None:
    for _id, (kind, target, outside) in relations_in(content):
        if not outside:
            continue
        if PATHS.search(target):
            found.blocks("path", part=name, shown=kind)
        elif kind != "hyperlink":
            found.blocks("external_link", part=name, shown=kind)
        else:
            numbers.scan(target, found, part=name)


def _look_at_picture(name: str, content: bytes, found: Findings) -> None:
    try:
        if not images.look_at(content, found, part=name):
            found.asks("picture_not_looked_into", part=name)
    except images.Broken:
        found.asks("picture_not_looked_into", part=name)


def _look_at_printer(name: str, content: bytes, found: Findings) -> None:
    device = content[:64].decode("utf-16-le", "ignore").partition("\0")[0]
    if device.startswith("\\\\"):
        found.blocks("path", part=name, shown="\\\\…")


PROPERTIES = {
    "creator": "author", "lastModifiedBy": "last_modified_by", "Company": "company",
    "Manager": "manager", "description": "remarks", "keywords": "keywords",
    "category": "category", "HyperlinkBase": "base", "Template": "template", "title": "title",
    "subject": "subject", "contentStatus": "status",
}  # fmt: skip
WITH_PATHS_ONLY = frozenset({"template", "title", "subject", "base"})


class _Properties(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._pieces.clear()

    def characters(self, content: str) -> None:
        self._pieces.append(content)

    def end(self, name: str) -> None:
        self.values.append((name, "".join(self._pieces).strip()))
        self._pieces.clear()


def _look_at_properties(parts: Parts, found: Findings) -> None:
    """Who wrote the file and where it lay; properties of one's own are never seen on paper."""
    for name, content in parts.named(r"^docProps/.*\.xml$|core-properties|extended-properties"):
        if not name.endswith(".xml"):
            continue
        reader = _Properties()
        read(content, reader)
        for key, value in reader.values:
            _look_at_property(name, PROPERTIES.get(key, ""), value, found)
        if "custom" in f"{name} {parts.types.get(name, '')}" and not is_makers_mark(content):
            found.blocks("custom_properties", part=name)
    if any(True for _ in parts.named(r"^docProps/thumbnail")):
        found.blocks("thumbnail", part="docProps")


def _look_at_property(part: str, which: str, value: str, found: Findings) -> None:
    if not value:
        return
    numbers.scan(value, found, part=part)
    if PATHS.search(value):
        found.blocks("path", part=part)
    elif which and which not in WITH_PATHS_ONLY:
        found.asks("properties", part=part, property=which, shown=value)
