"""The black of one box, with the article in white where there is room for it."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from notices import fonts
from notices.redaction.areas import Area

FONT = Path(fonts.FOLDER) / "fandol" / "FandolHei-Regular.otf"
MARGIN = 0.4  # mm painted beyond the box on every side
LARGEST_LETTER = 3.2  # mm
SMALLEST_LETTER = 1.9  # mm: smaller cannot be read on paper
PER_HEIGHT = 0.62  # of the box


def pixels(area: Area, page: tuple[float, float], image: tuple[int, int], *, grow: float) -> tuple:
    """The box in pixels of the page's picture: left, top, right, bottom (not included)."""
    x_scale, y_scale = image[0] / page[0], image[1] / page[1]
    left, top = (area.x - grow) * x_scale, (area.y - grow) * y_scale
    right, bottom = (area.x + area.width + grow) * x_scale, (area.y + area.height + grow) * y_scale
    edge = 1 if grow > 0 else 0
    return (
        max(0, int(left) - edge), max(0, int(top) - edge),
        min(image[0], int(right) + 1 + edge), min(image[1], int(bottom) + 1 + edge),
    )  # fmt: skip


def stamp(size: tuple[int, int], label: str, per_mm: float) -> tuple[Image.Image, tuple | None]:
    """The picture of a box and where in it the label stands, if it has one."""
    black = Image.new("L", size, 0)
    letter = min(LARGEST_LETTER * per_mm, size[1] * PER_HEIGHT)
    if not label or letter < SMALLEST_LETTER * per_mm or letter < 8:
        return black, None
    pen = ImageDraw.Draw(black)
    font = _font(int(letter))
    box = pen.textbbox((0, 0), label, font=font)
    width, height = box[2] - box[0], box[3] - box[1]
    if width > size[0] * 0.94 or height > size[1] * 0.94:
        return black, None
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    pen.text((left - box[0], top - box[1]), label, font=font, fill=255)
    black = black.point(lambda tone: 255 if tone >= 128 else 0)
    return black, (left, top, left + width, top + height)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
