"""Finding what to black out: every occurrence of a text, or of identity and phone numbers.

Only what a PDF holds as text can be found. A scanned page has none and is named as such.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator

import pypdfium2.raw as raw

from notices.redaction.areas import MOST, SMALLEST, Area
from notices.redaction.sources import PdfSource, PictureSource

AROUND = 0.3  # mm beyond the letters
FINE = 100  # steps to a millimetre
OUTLINED = (
    raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
    raw.FPDF_TEXTRENDERMODE_STROKE_CLIP, raw.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
)  # fmt: skip
_BREAK = r"[\r\n]{0,2}"  # a number may run over the end of a line anywhere
_GAP = r"[ \u00a0\-\r\n]{0,2}"  # and stand in groups


def _run(*figures: str, between: str = _BREAK) -> str:
    return between.join(figures)


_ANY, _BIRTH = "[0-9]", ("(?:19|20)", "[0-9]", "[0-9]", "[01]", "[0-9]", "[0-3]", "[0-9]")
_ALONE = r"(?<![0-9])(?:{})(?![0-9])"
NUMBERS = re.compile(
    "|".join(
        (
            # An identity number by the date of birth in it, even where other figures touch it.
            _run("[1-9]", *[_ANY] * 5, *_BIRTH, *[_ANY] * 3, "[0-9Xx]"),
            _ALONE.format(rf"[1-9][0-9]{{5}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9Xx](?![Xx])"),
            # Telephones
            _ALONE.format(rf"1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}"),
            _ALONE.format(_run("1", "[3-9]", *[_ANY] * 9)),
            _ALONE.format(rf"0[1-9][0-9]{{1,2}}{_GAP}[2-9][0-9]{{6,7}}"),
            # Bank cards
            _ALONE.format(r"[3-6][0-9]{3}(?:[ \-]?[0-9]{4}){3}(?:[ \-]?[0-9]{1,3})?"),
        )
    )
)
IGNORED = re.compile(r"[\s\-\u00ad\u200b-\u200f\u2060\ufeff]")


def find(source: PdfSource | PictureSource, wanted: str | None) -> tuple[list[Area], list[int]]:
    """Where the text stands, or, without a text, the numbers; and the pages that have no text."""
    found: list[Area] = []
    silent: list[int] = []
    for index in range(source.count):
        sheet = None if isinstance(source, PictureSource) else _Sheet(source, index)
        words = sheet.letters() if sheet else ""
        if not words.strip():
            silent.append(index + 1)
            continue
        for start, end in spans(words, wanted):
            found += sheet.areas(start, end)
        if len(found) > MOST:
            break
    return found[: MOST + 1], silent


def _character(point: int) -> str:
    return chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else " "


def spans(words: str, wanted: str | None) -> Iterator[tuple[int, int]]:
    if wanted is None:
        folded = "".join(_one(c) for c in words)
        yield from (match.span() for match in NUMBERS.finditer(folded))
        return
    needle, _places = _folded(wanted)
    hay, places = _folded(words)
    at = hay.find(needle) if needle else -1
    while at >= 0:
        yield places[at], places[at + len(needle) - 1] + 1
        at = hay.find(needle, at + len(needle))


def _one(character: str) -> str:
    """A full-width figure as a plain one; anything longer stays as it is."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _folded(words: str) -> tuple[str, list[int]]:
    """The text without spaces, hyphens, width and case, and where each character was."""
    kept, places = [], []
    for place, character in enumerate(words):
        for plain in unicodedata.normalize("NFKC", character).casefold():
            if not IGNORED.match(plain):
                kept.append(plain)
                places.append(place)
    return "".join(kept), places


class _Sheet:
    """The text of one page and where each of its characters is seen."""

    def __init__(self, source: PdfSource, index: int) -> None:
        self.index, self.page = index, source.page(index)
        self.textpage = self.page.get_textpage()
        self.across, self.down = source.sizes[index]

    def letters(self) -> str:
        """One character for each that pdfium counts."""
        count = range(self.textpage.count_chars())
        return "".join(_character(raw.FPDFText_GetUnicode(self.textpage, n)) for n in count)

    def areas(self, start: int, end: int) -> list[Area]:
        """The rectangles that cover these characters, one for each line they run over."""
        runs: list[list[float]] = []
        for n in range(start, end):
            letter = self._seen(n)
            joined = _joined(runs[-1], letter) if runs and letter else None
            if joined:
                runs[-1] = joined
            elif letter:
                runs.append(letter)
        return [area for area in map(self._area, runs) if area]

    def _area(self, run: list[float]) -> Area | None:
        """The run and a little around it, within the page; None where nobody sees it."""
        left, top = max(run[0] - AROUND, 0), max(run[1] - AROUND, 0)
        right, below = min(run[2] + AROUND, self.across), min(run[3] + AROUND, self.down)
        if right - left < SMALLEST or below - top < SMALLEST:
            return None
        sides = (left, top, right - left, below - top)
        return Area(self.index + 1, *(round(side, 2) for side in sides))

    def _seen(self, n: int) -> list[float] | None:
        """Where a character is on the page as seen, in mm; None for one without extent."""
        both = (self.textpage.get_charbox(n), self.textpage.get_charbox(n, loose=True))
        boxes = [box for box in both if box[2] > box[0] and box[3] > box[1]]
        corners = [
            self._on_page(x, y)
            for left, bottom, right, top in boxes
            for x, y in ((left, bottom), (right, top))
        ]
        if not corners:
            return None
        xs, ys = zip(*corners, strict=True)
        rim = self._rim(n)
        return [min(xs) - rim, min(ys) - rim, max(xs) + rim, max(ys) + rim]

    def _rim(self, n: int) -> float:
        """How far beyond its box a letter is drawn whose outline is drawn too, in mm."""
        text = raw.FPDFText_GetTextObject(self.textpage, n)
        if raw.FPDFTextObj_GetTextRenderMode(text) not in OUTLINED:
            return 0
        width, matrix = ctypes.c_float(), raw.FS_MATRIX()
        raw.FPDFPageObj_GetStrokeWidth(text, ctypes.byref(width))
        raw.FPDFPageObj_GetMatrix(text, ctypes.byref(matrix))
        scale = max(1, *map(abs, (matrix.a, matrix.b, matrix.c, matrix.d)))
        per_point = self.across / self.page.get_width()
        return width.value / 2 * scale * per_point

    def _on_page(self, x: float, y: float) -> tuple[float, float]:
        right, below = ctypes.c_int(), ctypes.c_int()
        wide, high = round(self.across * FINE), round(self.down * FINE)
        raw.FPDF_PageToDevice(
            self.page, 0, 0, wide, high, 0, x, y, ctypes.byref(right), ctypes.byref(below)
        )
        return right.value / FINE, below.value / FINE


def _joined(run: list[float], letter: list[float]) -> list[float] | None:
    """The run with the next character, if they stand in one line."""
    both = [min(run[0], letter[0]), min(run[1], letter[1]),
            max(run[2], letter[2]), max(run[3], letter[3])]  # fmt: skip
    apart = _surface(run) + _surface(letter)
    return both if _surface(both) <= apart * 1.6 else None


def _surface(box: list[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
