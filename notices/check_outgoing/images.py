"""Pictures: what a JPEG or PNG carries beside its pixels."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image
from PIL.ExifTags import IFD

from notices.check_outgoing import numbers
from notices.check_outgoing.finding import Findings

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
GPS = 0x8825
MOST_TEXT = 1024 * 1024
SPECKS = 50  # so many pixels of another tone are none
# Tags that say how to show the pixels, and nothing of who took them, where or when.
HARMLESS = frozenset(
    {0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x011A, 0x011B,
     0x011C, 0x0128, 0x0213, 0x0214, 0x8769, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003}
)  # fmt: skip
SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sRGB sBIT bKGD hIST pHYs sPLT cICP mDCv cLLi"
    b" acTL fcTL fdAT tIME".split()
)
TEXT_CHUNKS = frozenset(b"tEXt zTXt iTXt".split())


class Broken(Exception):
    """The picture is not whole."""


def look_at(content: bytes, found: Findings, **place: str | int) -> bool:
    """Add what a picture carries. False if it is of a kind we cannot look into."""
    try:
        if content.startswith(JPEG):
            _jpeg(content, found, place)
        elif content.startswith(PNG):
            _png(content, found, place)
        else:
            return False
    except (struct.error, IndexError, zlib.error, ValueError) as error:
        raise Broken from error
    return True


def _jpeg(content: bytes, found: Findings, place: dict) -> None:
    for marker, data in _segments(content):
        if marker == 0xFE:
            found.blocks("picture_comment", **place)
            numbers.scan(data.decode("utf-8", "replace"), found, **place)
        elif marker == 0xE1 and data.startswith(b"Exif\0"):
            _exif(data[6:], found, place)
        elif marker == 0xE1:
            found.blocks("picture_xmp", **place)
            numbers.scan(data.decode("utf-8", "replace"), found, **place)
        elif marker == 0xED:
            found.blocks("picture_iptc", **place)
        elif (marker == 0xE0 and data.startswith(b"JFIF\0") and data[12:14] != b"\0\0") or (
            marker == 0xE0 and data.startswith(b"JFXX\0")
        ):
            found.blocks("thumbnail", **place)
        elif (marker == 0xE2 and not data.startswith(b"ICC_PROFILE\0")) or (
            0xE3 <= marker <= 0xEF and marker not in (0xED, 0xEE)
        ):
            found.blocks("picture_private", **place)
        elif marker == 0xD9 and data.strip(b"\0\r\n "):
            found.blocks("picture_appended", **place)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment of a JPEG; the last is the end marker with whatever stands after it."""
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, content[at + 2 :]
            return
        if 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 2
            continue
        (size,) = struct.unpack_from(">H", content, at + 2)
        if size < 2 or at + 2 + size > len(content):
            raise ValueError("truncated")
        yield marker, content[at + 4 : at + 2 + size]
        at += 2 + size
        if marker == 0xDA:
            at = _end_of_scan(content, at)


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _png(content: bytes, found: Findings, place: dict) -> None:
    at, kind = len(PNG), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, at)
        if at + 12 + size > len(content):
            raise ValueError("truncated")
        data = content[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"eXIf":
            _exif(data, found, place)
        elif kind in TEXT_CHUNKS:
            _png_text(kind, data, found, place)
        elif kind not in SHOWN_CHUNKS:
            found.blocks("picture_private", **place)
    if content[at:].strip(b"\0\r\n "):
        found.blocks("picture_appended", **place)


def _png_text(kind: bytes, data: bytes, found: Findings, place: dict) -> None:
    key, _nul, rest = data.partition(b"\0")
    if key == b"Software":
        return
    code = "picture_xmp" if key.startswith(b"XML:com.adobe") else "picture_comment"
    found.blocks(code, **place)
    if kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1"):
        packed = rest[1:] if kind == b"zTXt" else rest[2:].split(b"\0", 2)[2]
        rest = zlib.decompressobj().decompress(packed, MOST_TEXT)
    numbers.scan(rest.decode("utf-8", "replace"), found, **place)


def _exif(data: bytes, found: Findings, place: dict) -> None:
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif.load(b"Exif\0\0" + data)
            inner = exif.get_ifd(IFD.Exif)
            where, small = exif.get_ifd(IFD.GPSInfo), exif.get_ifd(IFD.IFD1)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        found.blocks("picture_exif", **place)
        return
    if where:
        found.blocks("picture_gps", **place)
    if small:
        found.blocks("thumbnail", **place)
    if (set(exif) | set(inner)) - HARMLESS - {GPS}:
        found.blocks("picture_exif", **place)
    said = " ".join(str(v) for v in (*exif.values(), *inner.values()) if isinstance(v, str | bytes))
    numbers.scan(said, found, **place)


def _hides_under_glass(content: bytes) -> bool:
    """Whether pixels nobody sees differ from each other: what was rubbed out may still be there."""
    with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
        if picture.mode not in ("RGBA", "LA"):
            return False
        *colours, alpha = picture.split()
    clear = alpha.point(lambda value: 255 if value == 0 else 0)
    tones = [colour.histogram(clear) for colour in colours]
    return any(sum(each) - max(each) > SPECKS for each in tones)


def check(content: bytes, found: Findings) -> None:
    """A picture that is released as a file of its own."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            picture.verify()
        if not look_at(content, found):
            found.blocks("unreadable")
        if content.startswith(PNG) and _hides_under_glass(content):
            found.asks("picture_transparent")
    except (Broken, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        found.blocks("unreadable")
