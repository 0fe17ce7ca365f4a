"""Painting the boxes into the pixels of every page, and a new file of nothing but those pixels.

No text, font, note, field, layer, attachment or word of the source can be in the result: nothing of
the source is copied, only what was painted. Pages of black text become one bit at 300 dpi, others
grey or colour at 200 dpi. The same source and boxes give the same bytes.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from PIL import Image, ImageChops

from notices.redaction.areas import Area, Size
from notices.redaction.sources import MM, POINTS, PdfSource, PictureSource, Unfit
from notices.redaction.stamp import MARGIN, pixels, stamp

TITLE = "\u516c\u5f00\u7684\u4fe1\u606f"  # 公开的信息: says nothing of the source
TEXT_DPI, PICTURE_DPI = 300, 200
QUALITY = 80
THRESHOLD = 160  # of one bit
DARK, PALE, PAPER = 90, 140, 235  # tones from which ink is no longer black, is pale, is none
TINT = 48  # between the strongest and the weakest of red, green, blue
SPECKS = 300  # so many pixels of tone or tint are none
LONGEST_SIDE = 14_400  # points of a page, beyond which PDF counts in a larger UserUnit
MOST_BYTES = 100 * 1024 * 1024


class Leaf(NamedTuple):
    """One page of the result: its size in points and its picture as PDF has it."""

    points: Size
    image: bytes
    entries: bytes


def redact(
    source: PdfSource | PictureSource,
    areas: Iterable[Area],
    page_done: Callable[[], None] = lambda: None,
) -> bytes:
    """The file with the areas black. Raises Unfit if it would be too large."""
    areas, leaves, size = list(areas), [], 0
    for index in range(source.count):
        leaf = _leaf(source, index, [area for area in areas if area.page == index + 1])
        leaves.append(leaf)
        size += len(leaf.image)
        if size > MOST_BYTES:
            raise Unfit("too_large")
        page_done()
    return bound(leaves)


def _leaf(source: PdfSource | PictureSource, index: int, areas: list[Area]) -> Leaf:
    image = source.render(index, TEXT_DPI)
    colour = has_colour(image)
    if not colour and is_text(image):
        image = image.convert("L").point(lambda tone: 255 if tone >= THRESHOLD else 0)
        paint(image, source.sizes[index], areas)
        content, entries = _one_bit(image)
    else:
        image = source.render(index, PICTURE_DPI, grey=not colour)
        paint(image, source.sizes[index], areas)
        content, entries = _tones(image)
    across, down = source.sizes[index]
    return Leaf((across / MM * POINTS, down / MM * POINTS), content, entries)


def is_text(image: Image.Image) -> bool:
    """Whether one bit keeps what is to be seen: no pale ink, no surface of a tone."""
    grey = image.convert("L")
    pale = grey.point(lambda tone: 255 if PALE <= tone < PAPER else 0)
    darkest = _spread(_spread(grey, ImageChops.darker), ImageChops.darker)
    alone = darkest.point(lambda tone: 255 if tone >= PALE else 0)
    if _count(ImageChops.darker(pale, alone)) > SPECKS:
        return False
    toned = grey.point(lambda tone: 255 if DARK <= tone < PAPER else 0)
    return _count(_spread(toned, ImageChops.darker)) <= SPECKS


def has_colour(image: Image.Image) -> bool:
    red, green, blue = image.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    return sum(ImageChops.subtract(most, least).histogram()[TINT:]) > SPECKS


def _spread(grey: Image.Image, choose: Callable[..., Image.Image]) -> Image.Image:
    """Each pixel as the chosen one of itself and the four beside it."""
    found = grey
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        found = choose(found, ImageChops.offset(grey, across, down))
    return found


def _count(mask: Image.Image) -> int:
    return mask.histogram()[255]


def paint(image: Image.Image, page: Size, areas: Iterable[Area]) -> None:
    """Blacken the areas in the picture, and look that they are black."""
    placed = []
    for area in areas:
        box = pixels(area, page, image.size, grow=MARGIN)
        black, label = stamp(_size(box), area.label, image.width / page[0])
        placed.append((box, black, label))
    for box, _black, _label in placed:
        image.paste(0, box)
    for box, _black, _label in placed:
        if any(high for _low, high in _extrema(image.crop(box))):
            raise RuntimeError("a box is not black")
    for box, black, label in placed:
        if label:
            image.paste(black, box[:2])


def _extrema(image: Image.Image) -> list[tuple[int, int]]:
    found = image.getextrema()
    return [found] if isinstance(found[0], int) else list(found)


def _size(box: tuple[int, int, int, int]) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _one_bit(image: Image.Image) -> tuple[bytes, bytes]:
    """The picture as fax groups of four, without the file TIFF wraps around them."""
    kept = io.BytesIO()
    image.convert("1").save(
        kept, "TIFF", compression="group4", strip_size=image.width * image.height
    )
    with Image.open(io.BytesIO(kept.getvalue())) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
        black_is_0 = tiff.tag_v2[262] == 1
    content = kept.getvalue()[start : start + length]
    entries = (
        f"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms"
        f"<</K -1/Columns {image.width}/Rows {image.height}"
        f"/BlackIs1 {'true' if black_is_0 else 'false'}>>"
    )
    return content, _sized(image) + entries.encode()


def _tones(image: Image.Image) -> tuple[bytes, bytes]:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY)
    space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    entries = f"/ColorSpace/{space}/BitsPerComponent 8/Filter/DCTDecode"
    return kept.getvalue(), _sized(image) + entries.encode()


def _sized(image: Image.Image) -> bytes:
    return f"/Width {image.width}/Height {image.height}".encode()


def bound(leaves: list[Leaf]) -> bytes:
    """The file: a catalogue, the pages, a neutral title; one revision, nothing else."""
    pages = [4 + 3 * n for n in range(len(leaves))]
    kids = " ".join(f"{page} 0 R" for page in pages)
    title = TITLE.encode("utf-16-be").hex().upper()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>",
        f"<</Type/Pages/Count {len(leaves)}/Kids[{kids}]>>".encode(),
        f"<</Title<FEFF{title}>>>".encode(),
        *_bound_pages(leaves, pages),
    ]
    return b"".join(_written(objects))


def _bound_pages(leaves: list[Leaf], pages: list[int]) -> Iterator[bytes]:
    for leaf, number in zip(leaves, pages, strict=True):
        unit = max(1, -(-max(leaf.points) // LONGEST_SIDE))
        across, down = (f"{side / unit:.3f}" for side in leaf.points)
        unit_entry = f"/UserUnit {unit:.0f}" if unit > 1 else ""
        yield (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {across} {down}]{unit_entry}"
            f"/Resources<</XObject<</P {number + 2} 0 R>>>>/Contents {number + 1} 0 R>>"
        ).encode()
        yield _stream(b"", f"q {across} 0 0 {down} 0 0 cm /P Do Q".encode())
        yield _stream(b"/Type/XObject/Subtype/Image" + leaf.entries, leaf.image)


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(content), content)


def _written(objects: list[bytes]) -> Iterator[bytes]:
    digest, at, starts = hashlib.sha256(), 0, []
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield head
    at += len(head)
    for number, content in enumerate(objects, start=1):
        piece = b"%d 0 obj\n%b\nendobj\n" % (number, content)
        digest.update(piece)
        starts.append(at)
        at += len(piece)
        yield piece
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    name = digest.hexdigest()[:32].encode()
    yield b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows)
    yield b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R/ID[<%b><%b>]>>\n" % (
        len(objects) + 1, name, name,
    )  # fmt: skip
    yield b"startxref\n%d\n%%%%EOF\n" % at
