"""DOCX and XLSX from outside: counted and inflated under limits, never parsed as XML."""

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records.refusals import FileRefused

MOST_PARTS = 2_000
MOST_INFLATED = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024
PIECE = 64 * 1024
LOCAL_HEADER = 30
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"MZ")
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    main_part: str
    content_type: bytes


_BASE = b"application/vnd.openxmlformats-officedocument."
DOCX = Kind("word/document.xml", _BASE + b"wordprocessingml.document.main+xml")
XLSX = Kind("xl/workbook.xml", _BASE + b"spreadsheetml.sheet.main+xml")


def inspect(data: bytes, kind: Kind) -> None:
    """Raise a Refusal unless this is an ordinary document of its kind."""
    if not data.startswith(b"PK\x03\x04"):
        raise _broken()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_directory(parts, archive.start_dir)
            types = _check_parts(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
        if isinstance(error, FileRefused):
            raise
        raise _broken() from error
    except (RuntimeError, NotImplementedError) as error:
        raise FileRefused(_("文件设有密码或采用了不支持的压缩方式。")) from error
    names = {part.filename for part in parts}
    if b"macroEnabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        raise FileRefused(_("文件含有宏，请另存为不含宏的文件。"))
    if kind.main_part not in names or kind.content_type not in types:
        raise _broken()


def _check_directory(parts: list[zipfile.ZipInfo], directory: int) -> None:
    if not 0 < len(parts) <= MOST_PARTS or len({p.filename for p in parts}) != len(parts):
        raise _broken()
    for part in parts:
        if _is_outside(part.filename) or stat.S_ISLNK(part.external_attr >> 16):
            raise _broken()
        if part.flag_bits & 0x1:
            raise FileRefused(_("文件设有密码或采用了不支持的压缩方式。"))
    _check_no_overlap(parts, directory)


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/")


def _check_no_overlap(parts: list[zipfile.ZipInfo], directory: int) -> None:
    """Each part must end before the next begins: a "flat" bomb lets them share bytes."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    if ordered[0].header_offset != 0:
        raise _broken()
    ends = [p.header_offset + LOCAL_HEADER + p.compress_size for p in ordered]
    begins = [p.header_offset for p in ordered[1:]] + [directory]
    if any(end > begin for end, begin in zip(ends, begins, strict=True)):
        raise _too_big()


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bytes:
    """Inflate every part under one common limit; return the list of content types."""
    left, types = MOST_INFLATED, b""
    for part in parts:
        content = _inflate(archive, part, left)
        left -= len(content)
        if part.filename == "[Content_Types].xml":
            types = content
        _check_content(part.filename.lower(), content)
    return types


def _inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    pieces, size = [], 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > left or (size > RATIO_FROM and size > MOST_RATIO * part.compress_size):
                raise _too_big()
            pieces.append(piece)
    return b"".join(pieces)


def _check_content(name: str, content: bytes) -> None:
    if content.startswith(ARCHIVES):
        raise FileRefused(_("文件内嵌有其他文件，请将其作为单独的附件提交。"))
    if name.endswith((".xml", ".rels", ".vml")) and DECLARATION.search(content.replace(b"\0", b"")):
        raise _broken()


def _broken() -> FileRefused:
    return FileRefused(_("文件内容与其类型不符，或已损坏。"))


def _too_big() -> FileRefused:
    return FileRefused(_("文件解压后过大，不予接收。"))
