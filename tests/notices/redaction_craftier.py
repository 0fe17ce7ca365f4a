"""More papers that hide or show a secret: by patterns, fonts of their own, odd boxes, odd order."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageChops

from tests.notices.redaction_papers import AROUND, PLACE, Paper, as_stream, new, picture, written
from tests.notices.redaction_papers import saved as file_of


def shown(body: bytes, **entries) -> bytes:
    return file_of(new("", after=body, **entries))


def said(secret: str, before: str = "", matrix: str = "1 0 0 1 60 120") -> bytes:
    return f"BT {before} /F 14 Tf {matrix} Tm ({secret}) Tj ET\n".encode()


def means(pdf: pikepdf.Pdf) -> Dictionary:
    return pdf.pages[0].obj.Resources


def draws(pdf: pikepdf.Pdf, body: bytes) -> bytes:
    pdf.pages[0].obj.Contents = pdf.make_stream(body + written("KEPT", at=(60, 40)))
    return file_of(pdf)


def in_a_pattern(secret: str) -> bytes:
    pdf = new()
    tile = pdf.make_stream(
        written(secret, at=(0, 5)), Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 200, 30]), XStep=400, YStep=400, Matrix=Array([1, 0, 0, 1, 60, 115]),
        Resources=Dictionary(Font=means(pdf).Font),
    )  # fmt: skip
    means(pdf).Pattern = Dictionary(P=tile)
    return draws(pdf, b"/Pattern cs /P scn 0 0 300 200 re f ")


def in_a_font_of_its_own(secret: str) -> bytes:
    pdf = new()
    letters, names, shapes = sorted(set(secret)), Array([]), Dictionary()
    for letter in letters:
        name = f"/g{ord(letter)}"
        names.extend([ord(letter), Name(name)])
        shapes[name] = pdf.make_stream(b"600 0 0 0 500 700 d1 %d 0 300 700 re f" % ord(letter))
    ranges = b"1 beginbfrange <00> <7f> <0000> endbfrange endcmap"
    means(pdf).Font.T = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=shapes,
            Encoding=Dictionary(Differences=names), FirstChar=0, LastChar=255,
            Widths=Array([600] * 256), Resources=Dictionary(),
            ToUnicode=pdf.make_stream(
                b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange " + ranges
            ),
        )
    )  # fmt: skip
    return draws(pdf, said(secret).replace(b"/F ", b"/T "))


def told_beside(secret: str) -> bytes:
    """Words in labels, tags, a small picture of the page and the maker's private data."""
    pdf = new(secret)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(secret))]))
    tag = Dictionary(S=Name.P, ActualText=String(secret), Alt=String(secret))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=tag))
    page = pdf.pages[0].obj
    page.Thumb = as_stream(pdf, picture(secret, (60, 40)))
    page.PieceInfo = Dictionary(X=Dictionary(Private=String(secret)))
    return file_of(pdf)


def spoken(secret: str) -> bytes:
    """What is read aloud is the secret; what is drawn is not."""
    return shown(f"/Span <</ActualText({secret})>> BDC ".encode() + said("XXXXX") + b"EMC ")


def by_a_mask(secret: str) -> bytes:
    """A black dot as large as the page, let through where the words are."""
    pdf = new()
    veil = ImageChops.invert(picture(secret).convert("L"))
    common = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray,
              "BitsPerComponent": 8}  # fmt: skip
    mask = Stream(pdf, veil.tobytes(), Width=900, Height=600, **common)
    dot = Stream(pdf, b"\0", Width=1, Height=1, SMask=pdf.make_indirect(mask), **common)
    means(pdf).XObject = Dictionary(S=pdf.make_indirect(dot))
    return draws(pdf, b"q 300 0 0 200 0 0 cm /S Do Q ")


def by_a_stencil(secret: str) -> bytes:
    pdf = new()
    stencil = Stream(
        pdf, picture(secret).convert("1").tobytes(), Type=Name.XObject, Subtype=Name.Image,
        Width=900, Height=600, ImageMask=True, BitsPerComponent=1,
    )  # fmt: skip
    means(pdf).XObject = Dictionary(S=pdf.make_indirect(stencil))
    return draws(pdf, b"0 g q 300 0 0 200 0 0 cm /S Do Q ")


def faxed(secret: str) -> bytes:
    """A scan of one bit, as copying machines make them."""
    pdf, kept = new(), io.BytesIO()
    picture(secret).convert("1").save(kept, "TIFF", compression="group4", strip_size=900 * 600)
    with Image.open(io.BytesIO(kept.getvalue())) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
        black = bool(tiff.tag_v2[262] == 1)
    fax = Stream(
        pdf, kept.getvalue()[start : start + length], Type=Name.XObject, Subtype=Name.Image,
        Width=900, Height=600, ColorSpace=Name.DeviceGray, BitsPerComponent=1,
        Filter=Name.CCITTFaxDecode,
        DecodeParms=Dictionary(K=-1, Columns=900, Rows=600, BlackIs1=black),
    )  # fmt: skip
    means(pdf).XObject = Dictionary(S=pdf.make_indirect(fax))
    return draws(pdf, b"q 300 0 0 200 0 0 cm /S Do Q ")


def inverted(secret: str) -> bytes:
    pdf = new(secret, before=b"/G gs\n", after=b"0 0 0 rg 55 110 150 30 re f\n")
    means(pdf).ExtGState = Dictionary(G=Dictionary(BM=Name.Difference))
    return file_of(pdf)


def stamped(secret: str) -> bytes:
    pdf = new()
    look = pdf.make_stream(
        f"BT /F 14 Tf 2 6 Td ({secret}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 150, 24]), Resources=means(pdf),
    )  # fmt: skip
    popup = Dictionary(
        Type=Name.Annot, Subtype=Name.Popup, Rect=Array([0, 0, 9, 9]), Contents=String(secret)
    )
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([55, 115, 205, 139]), F=4,
        Contents=String(secret), AP=Dictionary(N=look), Popup=popup,
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(stamp)])
    return file_of(pdf)


def from_above(secret: str) -> bytes:
    """Size and turning stand in the tree of pages, not on the page."""
    pdf = new(secret)
    pdf.Root.Pages.Rotate, pdf.Root.Pages.MediaBox = 90, Array([0, 0, 300, 200])
    del pdf.pages[0].obj[Name.MediaBox]
    return file_of(pdf)


def backwards(secret: str) -> bytes:
    letters = reversed(list(enumerate(secret)))
    return shown(b"".join(written(letter, at=(60 + 10 * n, 120)) for n, letter in letters))


def in_three_sizes(secret: str) -> bytes:
    small, large = written(secret, at=(60, 60), letters=3), written(secret, at=(60, 80), letters=30)
    return file_of(new(secret, after=small + large))


def boxed(secret: str, *, at=PLACE, **entries) -> bytes:
    return file_of(new(secret, at=at, **{k: Array(v) for k, v in entries.items()}))


MORE_PAPERS: dict[str, Paper] = {
    "in a pattern": Paper(in_a_pattern, (AROUND,)),
    "in a font of its own": Paper(in_a_font_of_its_own),
    "invisible": Paper(lambda s: shown(said(s, "3 Tr"))),
    "cut in half by a clip": Paper(lambda s: shown(b"q 60 118 40 6 re W n " + said(s) + b"Q ")),
    "below zero": Paper(lambda s: boxed(s, at=(-140, -80), MediaBox=[-200, -200, 100, 0])),
    "corners swapped": Paper(lambda s: boxed(s, MediaBox=[300, 200, 0, 0])),
    "crop box beyond the page": Paper(lambda s: boxed(s, CropBox=[-50, -50, 500, 500])),
    "crop box with corners swapped": Paper(lambda s: boxed(s, CropBox=[280, 180, 40, 30])),
    "cropped to fractions": Paper(lambda s: boxed(s, CropBox=[40.3, 30.7, 280.2, 180.9])),
    "turned backwards": Paper(lambda s: file_of(new(s, Rotate=-90))),
    "turned more than once": Paper(lambda s: file_of(new(s, Rotate=450))),
    "of a broken size": Paper(lambda s: file_of(new(s, size=(300.37, 200.61)))),
    "size from above": Paper(from_above),
    "compressed objects": Paper(
        lambda s: file_of(new(s), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    ),
    "told beside the page": Paper(told_beside),
    "read aloud": Paper(spoken, (AROUND,)),
    "by a mask": Paper(by_a_mask, (AROUND,)),
    "by a stencil": Paper(by_a_stencil, (AROUND,)),
    "faxed": Paper(faxed, (AROUND,)),
    "inverted": Paper(inverted, (AROUND,)),
    "stamped": Paper(stamped, (AROUND,)),
    "off the right edge": Paper(lambda s: boxed(s, at=(293, 190))),
    "off the left edge": Paper(lambda s: boxed(s, at=(-4, -2))),
    "leaning": Paper(lambda s: shown(said(s, matrix="1 0 0.9 1 60 120"))),
    "drawn with a thick pen": Paper(lambda s: shown(b"6 w " + said(s, "2 Tr"))),
    "spaced apart": Paper(lambda s: shown(said(s, "9 Tc", "1 0 0 1 20 120"))),
    "backwards": Paper(backwards),
    "in three sizes": Paper(in_three_sizes),
}  # fmt: skip
