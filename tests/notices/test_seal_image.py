"""The picture of a seal: what is taken in and how it comes out, and what is refused."""

import io

import pytest
from PIL import Image

from notices import seal, seal_image
from records.refusals import FileRefused
from tests.notices.desk import refusal_of
from tests.notices.seal_pictures import BLUE, blank, picture, saved

MOST = 1_000_000  # colours


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).copy()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("seal.png", picture()),
        ("seal.jpg", picture("JPEG")),
        ("scan.png", picture("PNG", paper=(250, 250, 250))),
    ],
)
def test_paper_becomes_transparent_and_the_seal_fills_the_picture(name, content):
    found = opened(seal_image.cleaned(content, name))
    width, height = found.size
    assert found.mode == "RGBA"
    assert width == height == pytest.approx(361, abs=6)  # 400 without the margins of 20
    assert found.getpixel((2, 2))[3] == 0  # a corner outside the ring
    assert found.getpixel((width // 2, height // 4))[3] == 0  # paper inside it
    red, green, blue, alpha = found.getpixel((width // 2, height // 2))
    assert alpha > 220
    assert red > 180 > 60 > max(green, blue)


def test_what_a_file_carries_besides_its_pixels_is_left_behind():
    inside = Image.open(io.BytesIO(picture("JPEG")))
    exif = Image.Exif()
    exif[0x010E] = "taken at home by zhang@example.com"
    content = saved(inside, "JPEG", exif=exif)
    assert b"zhang@example.com" in content
    assert b"zhang@example.com" not in seal_image.cleaned(content, "seal.jpg")


def test_a_large_picture_is_brought_down_to_what_print_needs():
    content = picture("JPEG", size=(1200, 1200), inset=60)
    cleaned = seal_image.cleaned(content, "seal.jpg")
    assert opened(cleaned).size == (seal_image.KEPT, seal_image.KEPT)
    assert len(cleaned) < 100_000


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (picture(ink=BLUE), "seal.png", "印章须为红色"),
        (blank(), "seal.jpg", "图片上什么也没有"),
        (picture(size=(800, 400)), "seal.png", "印章须大致同宽同高"),
        (picture(size=(200, 200)), "seal.png", "须各为300至4000像素"),
        (picture(size=(400, 400), inset=150), "seal.png", "印章在图片上太小"),
        (picture(), "seal.jpg", "文件内容与其类型不符"),
        (b"%PDF-1.7\n", "seal.pdf", ""),
        (b"<svg/>", "seal.svg", ""),
    ],
)
def test_what_is_no_seal_is_refused_with_the_reason(content, name, said):
    assert said in refusal_of(seal_image.cleaned, content, name)


def test_a_file_too_big_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(seal_image, "MOST_BYTES", 100)
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(FileRefused, match="超过"):
        seal_image.cleaned(picture(), "seal.png")


def test_a_page_shows_it_small_and_crossed_out():
    shown = opened(seal_image.crossed_out(seal_image.cleaned(picture(), "seal.png")))
    assert shown.size == (seal_image.SHOWN, seal_image.SHOWN)
    assert shown.mode == "RGB"  # on white: nothing of it can be laid over paper
    crossing = sum(number for number, colour in shown.getcolors(MOST) if max(colour) < 100)
    assert crossing > shown.width * shown.height // 10


@pytest.mark.parametrize("across", [38, 42, 50, 58])
def test_signature_and_date_stand_a_little_low_in_a_seal_of_any_size(across):
    """Two lines of 10.23 mm, and two empty ones above them (GB/T 9704-2012, 7.3.5.1)."""
    style = dict(part.split(":") for part in seal.Mark(1, "", "", "", across).style.split(";"))
    top = float(style["top"].removesuffix("mm"))
    assert style["width"] == style["height"] == f"{across}mm"
    assert float(style["margin-left"].removesuffix("mm")) == -across / 2
    assert -20.45 < top <= -10.23  # below the text, by one line at most
    assert top + across > 20.45  # the date is covered
    assert top + across / 2 < 10.23  # the middle of the seal is above theirs
