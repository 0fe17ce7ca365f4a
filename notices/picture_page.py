"""A picture made a page, the bytes of a JPEG kept as they are."""

import io
import zlib

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import ExifTags, Image, UnidentifiedImageError

from notices.assembly import A4, CannotBeAssembled

MARGIN = 36.0  # points, about a picture on a sheet
MOST_PIXELS = 60_000_000
FINER = 257  # steps of a grey of 16 bits to one of 8
COLOURS = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray}
# How PDF draws a picture upright, by its Exif orientation: a matrix over the unit square it fills.
UPRIGHT = {
    1: "1 0 0 1 0 0", 2: "-1 0 0 1 1 0", 3: "-1 0 0 -1 1 1", 4: "1 0 0 -1 0 1",
    5: "0 -1 -1 0 1 1", 6: "0 -1 1 0 0 1", 7: "0 1 1 0 0 0", 8: "0 1 -1 0 1 0",
}  # fmt: skip
LYING = (5, 6, 7, 8)  # the orientations that exchange width and height


def picture_as_page(content: bytes, *, on_a4: bool = False) -> bytes:
    """A PDF of one page showing a picture upright, as large as an A4 sheet has room for.

    The page ends where the picture does or, `on_a4`, is the sheet, upright or lying as the picture
    is. Raises CannotBeAssembled.
    """
    picture, turn = _opened(content)
    width, height = picture.size[::-1] if turn in LYING else picture.size
    sheet = A4 if height >= width else A4[::-1]
    scale = min((sheet[0] - 2 * MARGIN) / width, (sheet[1] - 2 * MARGIN) / height)
    w, h = width * scale, height * scale
    left, foot = ((sheet[0] - w) / 2, (sheet[1] - h) / 2) if on_a4 else (0.0, 0.0)
    draw = f"q {w:.2f} 0 0 {h:.2f} {left:.2f} {foot:.2f} cm {UPRIGHT[turn]} cm /Picture Do Q"
    with Pdf.new() as made:
        image = made.make_indirect(_image(made, picture, content))
        page = Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, w + 2 * left, h + 2 * foot]),
            Contents=Stream(made, draw.encode()),
            Resources=Dictionary(XObject=Dictionary(Picture=image)),
        )  # fmt: skip
        made.pages.append(pikepdf.Page(made.make_indirect(page)))
        file = io.BytesIO()
        made.save(file, deterministic_id=True)
    return file.getvalue()


def _opened(content: bytes) -> tuple[Image.Image, int]:
    """The picture, read to its end, and its Exif orientation."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.load()
            turn = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except Image.DecompressionBombError as error:
        raise CannotBeAssembled(_("图片过大，不能装入。")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise CannotBeAssembled(_("图片不能读取，可能已损坏。")) from error
    return picture, turn if turn in UPRIGHT else 1


def _image(made: Pdf, picture: Image.Image, content: bytes) -> Stream:
    """The picture as an object of the file."""
    if picture.format in ("JPEG", "MPO") and picture.mode in COLOURS:
        data, packed = content, Name.DCTDecode
    else:
        picture = _on_white(_of_eight_bits(picture))
        data, packed = zlib.compress(picture.tobytes()), Name.FlateDecode
    return Stream(
        made, data, Type=Name.XObject, Subtype=Name.Image, Width=picture.width,
        Height=picture.height, ColorSpace=COLOURS[picture.mode], BitsPerComponent=8, Filter=packed,
    )  # fmt: skip


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits scaled to 8: Pillow's own conversion would clip all but the darkest."""
    if picture.mode != "I;16":
        return picture
    scaled = picture.point(lambda value: value / FINER).convert("L")
    if "transparency" in picture.info:
        scaled.info["transparency"] = int(picture.info["transparency"] / FINER)  # as `point` does
    return scaled


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture if picture.mode in COLOURS else picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
