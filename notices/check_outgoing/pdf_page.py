"""The text of a PDF page: is what can be copied out of it also to be seen on it?

Each page that has text is painted three times: as it is, without its text, and its text alone in
black. Where the text alone leaves ink and the first two are the same, a reader sees nothing of what
a machine reads. That holds however it was done: a box or picture on top, white on white, a layer
switched off, a mode of drawing that draws nothing.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageStat

from notices.check_outgoing import numbers, pdf_pictures
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.pdf_drawn import (
    Box,
    Character,
    Colour,
    address_of,
    bounds_of,
    colour_of,
    in_order,
    meet,
    objects_of,
    of_page,
)

SCALE = 1.5  # pixels a point
MOST_PIXELS = 12_000_000  # a page of A2 at this scale; larger ones are painted smaller
MOST_CHARACTERS = 60_000  # on one page
MOST_TEXT = 20_000_000  # in one file
INK, FAINT, TRACE = 60, 4, 10  # of 255: what counts as drawn, as drawn at all, as changed
TINIEST = 1.2  # points
HALF = 0.5
EMPTY_RUN = 4
FIGURE = re.compile(r"[\dXx]")
UNSEEN_MODES = frozenset({3, 7})
FILL = 0


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
            painted = _Painted(page, words, number + 1, found)
            if count > 0:
                said = words.get_text_range()
                numbers.scan(said, found, lines_broken=True, page=number + 1)
                if said.strip():
                    painted.judge(said)
            painted.look_at_pictures()
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
        self.colours: dict[int, Colour] = {}
        objects = list(objects_of(page.raw, 0))
        self.texts = [obj for obj, kind in objects if kind == pdfium.FPDF_PAGEOBJ_TEXT]
        self.on_top = {address_of(obj) for obj in of_page(page.raw)}
        self.others = [
            (obj, kind)
            for obj, kind in objects
            if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM)
        ]

    def look_at_pictures(self) -> None:
        """Ask about pictures with something on top, whatever text there is."""
        for obj in self.texts:
            pdfium.FPDFPageObj_SetIsActive(obj, False)
        for obj, _kind in self.others:
            pdfium.FPDFPageObj_SetIsActive(obj, True)
        if pdf_pictures.is_covered(self.others, self._paint):
            self.found.asks("covered_picture", page=self.number)

    def _paint_three_ways(self) -> None:
        texts = self.texts
        self._remember(texts)
        self.whole = self._paint()
        for obj in texts:
            pdfium.FPDFPageObj_SetIsActive(obj, False)
        self.bare = self._paint()
        for obj in texts:
            pdfium.FPDFPageObj_SetIsActive(obj, True)
            pdfium.FPDFTextObj_SetTextRenderMode(obj, FILL)
            pdfium.FPDFPageObj_SetFillColor(obj, 0, 0, 0, 255)
        for obj, _kind in self.others:
            pdfium.FPDFPageObj_SetIsActive(obj, False)
        self.alone = self._paint()

    def _paint(self) -> Image.Image:
        bitmap = self.page.render(scale=self.scale, may_draw_forms=False, draw_annots=False)
        return bitmap.to_pil().convert("RGB")

    def _remember(self, texts: list) -> None:
        for obj in texts:
            key = address_of(obj)
            self.modes[key] = pdfium.FPDFTextObj_GetTextRenderMode(obj)
            self.colours[key] = colour_of(obj)

    def judge(self, said: str) -> None:
        self._paint_three_ways()
        ink = ImageChops.invert(self.alone.convert("L"))
        self.faint = ink.point(lambda v: 255 if v > FAINT else 0).tobytes()
        ink = ink.point(lambda v: 255 if v > INK else 0)
        change = _strongest(ImageChops.difference(self.whole, self.bare))
        seen = change.point(lambda v: 255 if v > TRACE else 0)
        self.lost = ImageChops.subtract(ink, seen)
        self._look_for_numbers(said)
        box = self.lost.getbbox()
        if box is None and not any(map(self._is_doubtful, self.texts)) and self._all_inside():
            return
        characters = list(self._characters(range(self.words.count_chars())))
        if any(map(self._is_outside, characters)):
            self.found.blocks("outside_page", page=self.number)
        inside = [each for each in characters if not self._is_outside(each)]
        if sum(map(self._is_tiny, inside)) >= EMPTY_RUN:
            self.found.asks("tiny_text", page=self.number)
        self._sort_undrawn([c for c in inside if c.is_word and not self._is_inked(c.box)])
        if box is not None:
            self._sort([c for c in inside if meet(c.box, box) and self._is_lost(c, ink)])

    def _look_for_numbers(self, said: str) -> None:
        """Numbers by the places of their figures, where the file holds its text in any order."""
        if self._is_in_order():
            return
        if len(said) != self.words.count_chars():
            said = "0" * self.words.count_chars()  # not one character each: look at all of them
        places = [match.start() for match in FIGURE.finditer(said)]
        if len(places) >= numbers.SHORTEST:
            in_lines = in_order(self._characters(places))
            numbers.scan(in_lines, self.found, page=self.number)

    def _is_in_order(self) -> bool:
        """Whether each piece of text stands to the right of the one before it, or lower."""
        before = None
        for text in self.texts:
            here = bounds_of(text)
            if here is None or address_of(text) not in self.on_top:
                return False
            if before is not None:
                is_level = here.bottom < before.top and before.bottom < here.top
                if here.left < before.left if is_level else here.bottom > before.bottom:
                    return False
            before = here
        return True

    def _is_doubtful(self, text) -> bool:
        """Whether a piece of text is drawn in a way, or so small, that it may not be seen."""
        if self.modes[address_of(text)] in UNSEEN_MODES:
            return True
        sides = bounds_of(text)
        if sides is None or sides.top - sides.bottom <= TINIEST or sides.right <= sides.left:
            return True
        return address_of(text) in self.on_top and not self._is_inked(self._box(*sides))

    def _all_inside(self) -> bool:
        """Whether every character touches what is shown of the page: the quick way to know."""
        left, bottom, right, top = self.page.get_bbox()
        inside = pdfium.FPDFText_GetBoundedText(
            self.words.raw, left, top, right, bottom, None, 0
        )  # fmt: skip
        return inside >= len(self.words.get_text_range())

    def _is_tiny(self, character: Character) -> bool:
        left, top, right, bottom = character.box
        return character.is_word and max(right - left, bottom - top) - 1 <= TINIEST * self.scale

    def _is_lost(self, character: Character, ink: Image.Image) -> bool:
        drawn = _sum(ink.crop(character.box))
        return drawn > 0 and _sum(self.lost.crop(character.box)) > HALF * drawn

    def _sort_undrawn(self, undrawn: list[Character]) -> None:
        """Letters of a font without shapes, as programs that read scans lay under a picture."""
        unseen = [c for c in undrawn if self._drawn_as(c.index)[0] in UNSEEN_MODES]
        self._sort(unseen)
        if len(undrawn) - len(unseen) >= EMPTY_RUN:
            self.found.asks("invisible_text", page=self.number)

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

    def _drawn_as(self, index: int) -> tuple[int, Colour]:
        obj = pdfium.FPDFText_GetTextObject(self.words.raw, index)
        key = address_of(obj)
        return self.modes.get(key, FILL), self.colours.get(key, (0, 0, 0, 255))

    def _characters(self, places: Iterable[int]) -> Iterator[Character]:
        left, right = ctypes.c_double(), ctypes.c_double()
        bottom, top = ctypes.c_double(), ctypes.c_double()
        words = self.words.raw
        for index in places:
            code = pdfium.FPDFText_GetUnicode(words, index)
            if code <= 32 or code > 0x10FFFF or pdfium.FPDFText_IsGenerated(words, index) == 1:
                continue
            if not pdfium.FPDFText_GetCharBox(words, index, left, right, bottom, top):
                continue
            box = self._box(left.value, bottom.value, right.value, top.value)
            yield Character(index, box, chr(code))

    def _box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where that is on the painted page."""
        ax, ay = self._pixel(left, bottom)
        bx, by = self._pixel(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx) + 1, max(ay, by) + 1

    def _pixel(self, across: float, up: float) -> tuple[int, int]:
        x, y = ctypes.c_int(), ctypes.c_int()
        width, height = self.whole.size
        pdfium.FPDF_PageToDevice(self.page.raw, 0, 0, width, height, 0, across, up, x, y)
        return x.value, y.value

    def _is_inked(self, box: Box) -> bool:
        """Whether anything is drawn there, looked for from the middle."""
        width, height = self.whole.size
        left, right = max(box[0], 0), min(box[2], width)
        middle = (box[1] + box[3]) // 2
        rows = sorted(range(max(box[1], 0), min(box[3], height)), key=lambda y: abs(y - middle))
        return any(255 in self.faint[y * width + left : y * width + right] for y in rows)

    def _is_outside(self, character: Character) -> bool:
        """Wholly beyond what is shown of the page: cropped away, or written beside it."""
        box, (width, height) = character.box, self.whole.size
        return box[2] <= 0 or box[3] <= 0 or box[0] >= width or box[1] >= height


def _strongest(difference: Image.Image) -> Image.Image:
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _sum(mask: Image.Image) -> float:
    return mask.histogram()[255]
