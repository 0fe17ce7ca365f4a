"""The text of a PDF page: is what can be copied out of it also to be seen on it?

Each page that has text is painted three times: as it is, without its text, and its text alone in
black. Where the text alone leaves ink and the first two are the same, a reader sees nothing of what
a machine reads. That holds however it was done: a box or picture on top, white on white, a layer
switched off, a mode of drawing that draws nothing.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageStat

from notices.check_outgoing import numbers
from notices.check_outgoing.finding import Findings, Unreadable

SCALE = 1.5  # pixels a point
MOST_PIXELS = 12_000_000  # a page of A2 at this scale; larger ones are painted smaller
MOST_CHARACTERS = 60_000  # on one page
MOST_TEXT = 20_000_000  # in one file
MOST_DEPTH = 12
INK, TRACE = 60, 10  # of 255: what counts as drawn, and as changed
HALF = 0.5
EMPTY_RUN = 4
UNSEEN_MODES = frozenset({3, 7})
FILL = 0


@dataclass(frozen=True)
class Character:
    """A character and its box on the painted page."""

    index: int
    box: tuple[int, int, int, int]


def check(content: bytes, found: Findings) -> None:
    """Add what the pages hold and do not show. Raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdfium") from error
    read = 0
    try:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            count = words.count_chars()
            read += count
            if count > MOST_CHARACTERS or read > MOST_TEXT:
                found.blocks("too_much", page=number + 1)
                return
            if count > 0:
                said = words.get_text_range()
                numbers.scan(said, found, lines_broken=True, page=number + 1)
                if said.strip():
                    _Painted(page, words, number + 1, found).judge()
            words.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdfium") from error
    finally:
        document.close()


class _Painted:
    """One page, painted three ways."""

    def __init__(self, page, words, number: int, found: Findings) -> None:
        self.page, self.words, self.number, self.found = page, words, number, found
        size = page.get_width() * page.get_height()
        self.scale = SCALE * min(1.0, (MOST_PIXELS / max(1.0, size * SCALE * SCALE)) ** 0.5)
        self.modes: dict[int, int] = {}
        self.colours: dict[int, tuple[int, int, int, int]] = {}
        objects = list(_objects(page.raw, 0))
        texts = [obj for obj, kind in objects if kind == pdfium.FPDF_PAGEOBJ_TEXT]
        others = [
            obj
            for obj, kind in objects
            if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM)
        ]
        self._remember(texts)
        self.whole = self._paint()
        for obj in texts:
            pdfium.FPDFPageObj_SetIsActive(obj, False)
        self.bare = self._paint()
        for obj in texts:
            pdfium.FPDFPageObj_SetIsActive(obj, True)
            pdfium.FPDFTextObj_SetTextRenderMode(obj, FILL)
            pdfium.FPDFPageObj_SetFillColor(obj, 0, 0, 0, 255)
        for obj in others:
            pdfium.FPDFPageObj_SetIsActive(obj, False)
        self.alone = self._paint()

    def _paint(self) -> Image.Image:
        bitmap = self.page.render(scale=self.scale, may_draw_forms=False, draw_annots=False)
        return bitmap.to_pil().convert("RGB")

    def _remember(self, texts: list) -> None:
        for obj in texts:
            key = _address(obj)
            self.modes[key] = pdfium.FPDFTextObj_GetTextRenderMode(obj)
            self.colours[key] = _colour(obj)

    def judge(self) -> None:
        ink = ImageChops.invert(self.alone.convert("L")).point(lambda v: 255 if v > INK else 0)
        change = _strongest(ImageChops.difference(self.whole, self.bare))
        seen = change.point(lambda v: 255 if v > TRACE else 0)
        self.lost = ImageChops.subtract(ink, seen)
        hidden: list[Character] = []
        box = self.lost.getbbox()
        if box is None and self._all_inside():
            return
        outside = False
        for character in self._characters():
            if self._is_outside(character.box):
                outside = True
            elif box is not None and _meet(character.box, box) and self._is_lost(character, ink):
                hidden.append(character)
        if outside:
            self.found.blocks("outside_page", page=self.number)
        self._sort(hidden)

    def _all_inside(self) -> bool:
        """Whether every character touches what is shown of the page: the quick way to know."""
        left, bottom, right, top = self.page.get_bbox()
        inside = pdfium.FPDFText_GetBoundedText(
            self.words.raw, left, top, right, bottom, None, 0
        )  # fmt: skip
        return inside >= len(self.words.get_text_range())

    def _is_lost(self, character: Character, ink: Image.Image) -> bool:
        drawn = _sum(ink.crop(character.box))
        return drawn > 0 and _sum(self.lost.crop(character.box)) > HALF * drawn

    def _sort(self, hidden: list[Character]) -> None:
        """Say of each hidden character how it is hidden, the worse where it may be either."""
        run = 0
        for character in hidden:
            mode, colour = self._drawn_as(character.index)
            ground = self.bare.crop(character.box)
            is_plain = all(high - low < 24 for low, high in ground.getextrema())
            if mode in UNSEEN_MODES:
                run = run + 1 if is_plain else 0
                dark = sum(ImageStat.Stat(ground).mean) / 3 < 128
                if (is_plain and dark) or run >= EMPTY_RUN:
                    self.found.blocks("covered_text", page=self.number)
                else:
                    self.found.asks("invisible_text", page=self.number)
            elif min(colour[:3]) >= 235 and is_plain and min(ground.getextrema()[0]) >= 235:
                self.found.asks("white_text", page=self.number)
            elif colour[3] < 16:
                self.found.asks("invisible_text", page=self.number)
            else:
                self.found.blocks("covered_text", page=self.number)

    def _drawn_as(self, index: int) -> tuple[int, tuple[int, int, int, int]]:
        obj = pdfium.FPDFText_GetTextObject(self.words.raw, index)
        key = _address(obj)
        return self.modes.get(key, FILL), self.colours.get(key, (0, 0, 0, 255))

    def _characters(self) -> Iterator[Character]:
        left, right = ctypes.c_double(), ctypes.c_double()
        bottom, top = ctypes.c_double(), ctypes.c_double()
        x, y = ctypes.c_int(), ctypes.c_int()
        width, height = self.whole.size
        page, words = self.page.raw, self.words.raw

        def pixel(across: float, up: float) -> tuple[int, int]:
            pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, across, up, x, y)
            return x.value, y.value

        for index in range(self.words.count_chars()):
            if pdfium.FPDFText_GetUnicode(words, index) <= 32:
                continue
            if pdfium.FPDFText_IsGenerated(words, index) == 1:
                continue
            if not pdfium.FPDFText_GetCharBox(words, index, left, right, bottom, top):
                continue
            ax, ay = pixel(left.value, bottom.value)
            bx, by = pixel(right.value, top.value)
            box = min(ax, bx), min(ay, by), max(ax, bx) + 1, max(ay, by) + 1
            yield Character(index, box)

    def _is_outside(self, box: tuple[int, int, int, int]) -> bool:
        """Wholly beyond what is shown of the page: cropped away, or written beside it."""
        width, height = self.whole.size
        return box[2] <= 0 or box[3] <= 0 or box[0] >= width or box[1] >= height


def _objects(page, depth: int) -> Iterator[tuple]:
    """Every object of a page, those inside forms among them, with its kind."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _with_inner(pdfium.FPDFPage_GetObject(page, place), depth)


def _with_inner(obj, depth: int) -> Iterator[tuple]:
    kind = pdfium.FPDFPageObj_GetType(obj)
    yield obj, kind
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth > MOST_DEPTH:
            raise Unreadable("too deep")
        for place in range(pdfium.FPDFFormObj_CountObjects(obj)):
            yield from _with_inner(pdfium.FPDFFormObj_GetObject(obj, place), depth + 1)


def _address(obj) -> int:
    return ctypes.cast(obj, ctypes.c_void_p).value or 0


def _colour(obj) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(obj, *parts):
        return 0, 0, 0, 255
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _strongest(difference: Image.Image) -> Image.Image:
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _sum(mask: Image.Image) -> float:
    return mask.histogram()[255]


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
