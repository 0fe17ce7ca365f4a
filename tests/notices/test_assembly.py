"""Papers bound into one file, and pictures made pages of it."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps
from pypdf import PdfReader

from notices import picture_page
from notices.assembly import CannotBeAssembled, Piece, bound, contents, pages_of
from notices.picture_page import picture_as_page
from tests.notices.odd_pages import odd_pages
from tests.notices.outgoing import pdf_made


def saved(picture: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def four_corners(mode: str = "RGB") -> Image.Image:
    """Each corner of its own shade, so that no turn looks like another."""
    picture = Image.new("L", (32, 16))
    for place, shade in enumerate((0, 80, 160, 240)):
        left, top = 16 * (place % 2), 8 * (place // 2)
        picture.paste(shade, (left, top, left + 16, top + 8))
    return picture.convert(mode)


def painted(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=0.2).to_pil()
    finally:
        document.close()


def kept(pdf: bytes) -> bytes:
    """The picture's bytes as they are in the file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return document.pages[0].Resources.XObject.Picture.read_raw_bytes()


def test_pages_of_any_size_and_turn_are_upright_a4():
    whole = bound([Piece("甲", odd_pages)], title="卷", mark="2026-1")
    for page in PdfReader(io.BytesIO(whole)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert page.get("/Rotate", 0) == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"not a picture"])
def test_what_cannot_be_read_is_refused_in_words(content):
    with pytest.raises(CannotBeAssembled):
        pages_of(content)
    with pytest.raises(CannotBeAssembled):
        picture_as_page(content)


def test_a_locked_file_is_refused_in_words():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(odd_pages())) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(CannotBeAssembled, match="密码"):
        pages_of(file.getvalue())


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_stands_upright_however_it_was_held(turn, mode):
    tags = Image.Exif()
    tags[0x0112] = turn
    content = saved(four_corners(mode), "JPEG", exif=tags, quality=95)
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    page = picture_as_page(content)
    shown = painted(page)
    assert (shown.width > shown.height) == (turn < 5)
    expected = upright.resize(shown.size, Image.Resampling.NEAREST)
    away = ImageChops.difference(shown.convert("L"), expected.convert("L"))
    assert sum(away.tobytes()) / (shown.width * shown.height) < 8
    assert (kept(page) == content) == (mode != "CMYK")


def test_a_photograph_that_breaks_off_is_refused():
    content = saved(Image.effect_noise((64, 64), 40), "JPEG")
    assert picture_as_page(content)
    with pytest.raises(CannotBeAssembled):
        picture_as_page(content[:-100])


def test_what_is_transparent_is_white():
    seal = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert painted(picture_as_page(saved(seal, "PNG"))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("grey", "seen"), [(0, 0), (0x0800, 8), (0x8000, 127), (0xFFFF, 255)])
def test_grey_of_16_bits_is_as_dark_as_it_was(grey, seen):
    page = picture_as_page(saved(Image.new("I;16", (60, 40), grey), "PNG"))
    assert painted(page).getpixel((30, 20)) == pytest.approx((seen,) * 3, abs=1)


def test_what_is_transparent_in_grey_of_16_bits_is_white():
    stain = Image.new("I;16", (60, 40), 0x4000)
    stain.paste(Image.new("I;16", (30, 40), 0x8000))
    page = painted(picture_as_page(saved(stain, "PNG", transparency=0x4000)))
    assert page.getpixel((page.width - 9, 20)) == (255, 255, 255)
    assert page.getpixel((9, 20)) == pytest.approx((127,) * 3, abs=1)


def test_too_many_pixels_are_refused(monkeypatch):
    content = pdf_made.png()
    assert picture_as_page(content)
    monkeypatch.setattr(picture_page, "MOST_PIXELS", 15)
    with pytest.raises(CannotBeAssembled, match="图片过大"):
        picture_as_page(content)


@pytest.mark.parametrize(("size", "sheet"), [((16, 32), (595, 842)), ((32, 16), (842, 595))])
def test_a_picture_on_a_sheet_lies_as_it_is_wide(size, sheet):
    page = PdfReader(io.BytesIO(picture_as_page(
        saved(Image.new("L", size), "PNG"), on_a4=True
    ))).pages[0]  # fmt: skip
    assert (round(page.mediabox.width), round(page.mediabox.height)) == sheet


def test_contents_are_made_until_they_know_how_long_they_are():
    asked = []

    def made(own: int) -> bytes:
        asked.append(own)
        with pikepdf.new() as pdf:
            for _page in range(min(own + 1, 3)):
                pdf.add_blank_page()
            file = io.BytesIO()
            pdf.save(file)
        return file.getvalue()

    assert pages_of(contents(made)) == 3
    assert asked == [1, 2, 3]
