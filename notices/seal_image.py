"""The picture of a seal: taken in clean, shown crossed out, stamped 示范 in a demonstration."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageMath, ImageStat

from notices.fonts import FOLDER
from records import inspection
from records.refusals import FileRefused, Refusal

MOST_BYTES = 4 * 1024 * 1024
SMALLEST, LARGEST = 300, 4000  # pixels, as it is sent in
KEPT = 1000  # pixels, of what is kept: 600 to the inch at 42 mm
FAINTEST = 24  # of 255: paper that is not quite white
ROUND = 1.1  # a seal is as broad as it is high, or nearly
RED_SHARE = 0.9
SHOWN = 320  # pixels, of what a page shows
FONT = FOLDER / "fandol" / "FandolHei-Regular.otf"


def cleaned(content: bytes, name: str) -> bytes:
    """A square PNG of the seal alone, without what the file carried besides its pixels.

    White paper becomes transparent unless the picture says itself what is. Raises Refusal.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(_("图片超过%(n)s MB。") % {"n": MOST_BYTES // 1024 // 1024})
    if inspection.media_type(content, name) not in ("image/png", "image/jpeg"):
        raise FileRefused(_("印章图样须为PNG或者JPG图片。"))
    with Image.open(io.BytesIO(content)) as opened:
        if not all(SMALLEST <= side <= LARGEST for side in opened.size):
            words = {"least": SMALLEST, "most": LARGEST}
            raise Refusal(_("图片的长和宽须各为%(least)s至%(most)s像素。") % words)
        image = _transparent(opened.convert("RGBA"))
    where = image.getchannel("A").getbbox()
    if where is None:
        raise Refusal(_("图片上什么也没有，不能作为印章。"))
    image = image.crop(where)
    _refuse_unlike_a_seal(image)
    side = max(image.size)
    shape = Image.new("L", (side, side))
    shape.paste(image.getchannel("A"), ((side - image.width) // 2, (side - image.height) // 2))
    shape.thumbnail((KEPT, KEPT), Image.Resampling.LANCZOS)
    return _png(_in_one_ink(image, shape))


def _in_one_ink(image: Image.Image, shape: Image.Image) -> Image.Image:
    """All of it in the seal's own mean red, strong and faint as it was.

    The noise of a camera in the colours would make each letter four hundred kilobytes bigger.
    """
    ink = ImageStat.Stat(image.convert("RGB"), _ink(image)).mean
    made = Image.new("RGBA", shape.size, tuple(round(colour) for colour in ink))
    made.putalpha(shape.point(lambda value: min(255, (value + 4) // 8 * 8)))
    return made


def _ink(image: Image.Image) -> Image.Image:
    """Where the image is more ink than paper."""
    return image.getchannel("A").point(lambda value: 255 if value > 127 else 0)


def _transparent(image: Image.Image) -> Image.Image:
    """The ink alone: what is white is taken as paper, where no part is transparent already."""
    *colours, alpha = image.split()
    if alpha.getextrema()[0] == 255:
        alpha = ImageChops.invert(ImageChops.darker(colours[0], ImageChops.darker(*colours[1:])))
        colours = [_without_paper(colour, alpha) for colour in colours]
    alpha = alpha.point(lambda value: value if value >= FAINTEST else 0)
    return Image.merge("RGBA", (*colours, alpha))


def _without_paper(colour: Image.Image, alpha: Image.Image) -> Image.Image:
    """What colour the ink has where the paper shone through it."""
    return ImageMath.lambda_eval(
        lambda seen: seen["convert"](255 - (255 - seen["colour"]) * 255 / seen["alpha"], "L"),
        colour=colour,
        alpha=alpha,
    )


def _refuse_unlike_a_seal(image: Image.Image) -> None:
    """GB/T 9704-2012, 7.3.5: red, and never a blank seal."""
    faults = []
    if max(image.size) > ROUND * min(image.size):
        faults.append(_("印章须大致同宽同高，请把图片裁到只有印章，不带文字和其他内容。"))
    if min(image.size) < SMALLEST // 2:
        faults.append(_("印章在图片上太小，请把图片裁到只有印章。"))
    red, green, blue, _alpha = image.split()
    ink = _ink(image)
    redder = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    is_red = ImageChops.darker(redder.point(lambda value: 255 if value > 48 else 0), ink)
    inked = ink.histogram()[255]
    if not inked or is_red.histogram()[255] < RED_SHARE * inked:
        faults.append(_("印章须为红色（GB/T 9704-2012）。"))
    if faults:
        raise Refusal(*faults)


def crossed_out(png: bytes) -> bytes:
    """For looking at, small and crossed by words: of no use on paper."""
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGBA")
    image.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS)
    shown = Image.new("RGBA", (SHOWN, SHOWN), "white")
    shown.alpha_composite(image, ((SHOWN - image.width) // 2, (SHOWN - image.height) // 2))
    layer = Image.new("RGBA", (2 * SHOWN, 2 * SHOWN), (0, 0, 0, 0))
    draw, font = ImageDraw.Draw(layer), ImageFont.truetype(FONT, 26)
    for row in range(0, 2 * SHOWN, 52):
        draw.rectangle((0, row + 40, 2 * SHOWN, row + 45), fill=(70, 70, 70, 255))
        draw.text((row % 104, row), "仅供查看　" * 12, font=font, fill=(70, 70, 70, 255))
    turned = layer.rotate(30, resample=Image.Resampling.BICUBIC)
    corner = SHOWN // 2
    shown.alpha_composite(turned.crop((corner, corner, corner + SHOWN, corner + SHOWN)))
    return _png(shown.convert("RGB"))


def stamped(png: bytes) -> bytes:
    """With 示范 across it, as every seal in a demonstration."""
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGBA")
    size = round(image.width * 0.32)
    ImageDraw.Draw(image).text(  # above signature and date, which must stay legible
        (image.width // 2, round(image.height * 0.22)), "示范", anchor="mm",
        font=ImageFont.truetype(FONT, size), fill=(208, 2, 27, 255),
        stroke_width=size // 14, stroke_fill=(255, 255, 255, 255),
    )  # fmt: skip
    return _png(image)


def _png(image: Image.Image) -> bytes:
    """The pixels alone: no comment, no camera, no place."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    written = io.BytesIO()
    bare.save(written, "PNG", optimize=True)
    return written.getvalue()
