"""Rules about fonts: embedded, complete, as wide as said, and every glyph a character."""

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from notices.conformance.opened import Opened
from notices.conformance.rule import PDF_A, PDF_UA, rules

RULES, rule = rules()

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
TOLERANCE = 1.0  # thousandths of the size, between a width said and the font's own
PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
TRIPLE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
NO_CHARACTERS = ("\0", "\ufeff", "\ufffe")


def shown(file: Opened) -> list[tuple[Any, set[int]]]:
    """The fonts that something is shown in, each with the codes shown."""
    found: dict[Any, tuple[Any, set[int]]] = {}
    for painting in file.paintings:
        for key, (font, codes) in painting.glyphs.items():
            found.setdefault(key, (font, set()))[1].update(codes)
    return list(found.values())


def descriptor(font: Any) -> Any:
    """The descriptor of a font, that of its one descendant if it is composite."""
    within = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    return within.get("/FontDescriptor", {})


def program(font: Any) -> TTFont | None:
    """The font program, where it is of a kind that can be opened here."""
    for key in PROGRAMS[1:]:
        stream = descriptor(font).get(key)
        if stream is not None:
            return _program(stream.read_bytes())
    return None


@cache
def _program(content: bytes) -> TTFont | None:
    if content[:4] not in (b"OTTO", b"\0\1\0\0", b"true"):
        return None
    return TTFont(io.BytesIO(content), lazy=True)


def unicode_of(font: Any) -> dict[int, str]:
    """The characters the codes of a font stand for, by its ToUnicode map."""
    stream = font.get("/ToUnicode")
    found: dict[int, str] = {}
    if stream is None:
        return found
    for kind, block in BLOCK.findall(stream.read_bytes()):
        if kind == b"char":
            for code, text in PAIR.findall(block):
                found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        else:
            for first, last, text in TRIPLE.findall(block):
                start = int(text, 16)
                for step in range(int(last, 16) - int(first, 16) + 1):
                    found[int(first, 16) + step] = chr(start + step)
    return found


@rule(PDF_A, "6.2.11.2", "Fonts have their type, their name and their descendant")
def dictionaries(file: Opened) -> Iterator[str]:
    for font, _codes in shown(file):
        if font.get("/Type") != "/Font" or "/BaseFont" not in font:
            yield f"font {font.objgen[0]}"
        elif font.get("/Subtype") == "/Type0":
            within = font.get("/DescendantFonts", ())
            if len(within) != 1 or within[0].get("/BaseFont") is None:
                yield str(font["/BaseFont"])


@rule(PDF_A, "6.2.11.3", "Composite fonts map codes to glyphs by themselves")
def mapping(file: Opened) -> Iterator[str]:
    for font, _codes in shown(file):
        if font.get("/Subtype") != "/Type0":
            continue
        if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            yield f"{font['/BaseFont']}: /Encoding"
        within = font["/DescendantFonts"][0]
        if within.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in within:
            yield f"{font['/BaseFont']}: /CIDToGIDMap"


@rule(PDF_A, "6.2.11.4", "Every font shown is embedded")
def embedded(file: Opened) -> Iterator[str]:
    for font, _codes in shown(file):
        if font.get("/Subtype") != "/Type3" and not any(k in descriptor(font) for k in PROGRAMS):
            yield str(font.get("/BaseFont"))


@rule(PDF_A, "6.2.11.4", "Every glyph shown is in the font program")
def complete(file: Opened) -> Iterator[str]:
    for font, codes in shown(file):
        opened = program(font)
        if opened is not None and max(codes, default=0) >= opened["maxp"].numGlyphs:
            yield f"{font['/BaseFont']}: glyph {max(codes)}"


@rule(PDF_A, "6.2.11.5", "Glyphs are as wide in the document as in the font")
def widths(file: Opened) -> Iterator[str]:
    for font, codes in shown(file):
        opened = program(font)
        if opened is None or font.get("/Subtype") != "/Type0":
            continue
        said = _widths(font["/DescendantFonts"][0])
        unit, advances = opened["head"].unitsPerEm / 1000, opened["hmtx"].metrics
        order = opened.getGlyphOrder()
        for code in sorted(codes):
            if code < len(order):
                own = advances[order[code]][0] / unit
                if abs(said.get(code, 1000) - own) > TOLERANCE:
                    yield f"{font['/BaseFont']}: glyph {code} is {own:.0f}, not {said.get(code)}"


def _widths(within: Any) -> dict[int, float]:
    found, held = {}, list(within.get("/W", ()))
    while held:
        first, second = int(held.pop(0)), held.pop(0)
        if hasattr(second, "__len__") and not isinstance(second, int | float):
            found.update((first + step, float(width)) for step, width in enumerate(second))
        else:
            width = float(held.pop(0))
            found.update((code, width) for code in range(first, int(second) + 1))
    return found


@rule(PDF_A, "6.2.11.7", "Every glyph shown stands for a character")
def characters(file: Opened) -> Iterator[str]:
    for font, codes in shown(file):
        told = unicode_of(font)
        for code in sorted(codes):
            text = told.get(code, "")
            if not text or any(each in NO_CHARACTERS for each in text):
                yield f"{font['/BaseFont']}: glyph {code}"
            elif any(0xE000 <= ord(each) <= 0xF8FF for each in text):
                yield f"{font['/BaseFont']}: glyph {code} is for private use"


@rule(PDF_A, "6.2.11.8", "No missing glyph is shown")
def notdef(file: Opened) -> Iterator[str]:
    for font, codes in shown(file):
        if 0 in codes and font.get("/Subtype") == "/Type0":
            yield str(font["/BaseFont"])


@rule(PDF_UA, "7.21.7", "Every font shown can be read out")
def readable(file: Opened) -> Iterator[str]:
    for font, _codes in shown(file):
        if "/ToUnicode" not in font:
            yield str(font.get("/BaseFont"))
