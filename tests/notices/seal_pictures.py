"""Pictures of seals as an office might send them in, good and bad."""

import io

from PIL import Image, ImageDraw

RED, BLUE = (205, 20, 30), (20, 40, 200)


def picture(
    kind: str = "PNG", *, size: tuple[int, int] = (400, 400), ink=RED, paper=None, inset: int = 20
) -> bytes:
    """A ring with a bar in it: transparent paper in PNG, nearly white in JPEG."""
    mode = "RGBA" if kind == "PNG" and paper is None else "RGB"
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else paper or (251, 250, 247))
    draw, (width, height) = ImageDraw.Draw(image), size
    draw.ellipse((inset, inset, width - inset, height - inset), outline=ink, width=14)
    draw.rectangle((width // 3, height // 2 - 8, width * 2 // 3, height // 2 + 8), fill=ink)
    return saved(image, kind)


def blank(kind: str = "JPEG") -> bytes:
    return saved(Image.new("RGB", (400, 400), "white"), kind)


def saved(image: Image.Image, kind: str, **options) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()
