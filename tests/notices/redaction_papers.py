"""Papers of every make that hide or show a secret, each made with it and without it.

Where the two differ is where the secret is seen: nobody has to know how the paper was made.
"""

import io
from collections.abc import Callable
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from notices.redaction.areas import Area

SECRET = "CANARY7Q4Z"
PLACE = (60, 120)  # of the secret, in points from the bottom left
SIZE = (300, 200)
IN_MM = 25.4 / 72


class Paper(NamedTuple):
    """What is wanted of it: the boxes, where the secret is in no text layer."""

    make: Callable[[str], bytes]
    areas: tuple[Area, ...] = ()


def saved(pdf: pikepdf.Pdf, **options) -> bytes:
    kept = io.BytesIO()
    pdf.save(kept, **options)
    return kept.getvalue()


def new(words: str = "", *, size=SIZE, at=PLACE, before: bytes = b"", after: bytes = b"",
        letters: float = 14, **entries) -> pikepdf.Pdf:  # fmt: skip
    pdf = pikepdf.Pdf.new()
    add(pdf, words, size=size, at=at, before=before, after=after, letters=letters, **entries)
    return pdf


def add(pdf, words="", *, size=SIZE, at=PLACE, before=b"", after=b"", letters=14.0, **entries):
    page = pdf.add_blank_page(page_size=size)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    kept = written("KEPT", at=(size[0] * 0.2, size[1] * 0.2), letters=letters)
    page.obj.Contents = pdf.make_stream(before + kept + written(words, at, letters) + after)
    for key, value in entries.items():
        page.obj[f"/{key}"] = value
    return page


def written(words: str, at=PLACE, letters: float = 14) -> bytes:
    return f"BT /F {letters} Tf {at[0]} {at[1]} Td ({words}) Tj ET\n".encode()


def seen(left: float, top: float, width: float, height: float, page: int = 1) -> Area:
    """Points from the top left corner as an area."""
    return Area(page, *(side * IN_MM for side in (left, top, width, height)))


AROUND = seen(50, 55, 160, 35)  # the secret on a plain page


def picture(words: str, size=(900, 600), ground="white") -> Image.Image:
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    pen.text((180, 190), words, fill="black", font_size=50)
    return image


def as_stream(pdf: pikepdf.Pdf, image: Image.Image):
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=90)
    return pikepdf.Stream(
        pdf, kept.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width,
        Height=image.height, ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip


def plain(secret: str) -> bytes:
    return saved(new(secret))


def turned(angle: int) -> Callable[[str], bytes]:
    return lambda secret: saved(new(secret, Rotate=angle))


def cropped(secret: str, **entries) -> bytes:
    beyond = written(secret, at=(5, 5))  # outside the crop box: nobody sees it
    return saved(new(secret, after=beyond, CropBox=Array([40, 30, 280, 180]), **entries))


def cropped_and_turned(secret: str) -> bytes:
    return cropped(secret, Rotate=90)


def user_unit(secret: str) -> bytes:
    return saved(new(secret, UserUnit=2, Rotate=270))


def mixed_sizes(secret: str) -> bytes:
    pdf = new(secret)
    add(pdf, secret, size=(420, 300))
    add(pdf, secret, size=(160, 90), at=(20, 50), letters=8, Rotate=180)
    return saved(pdf)


def huge(secret: str) -> bytes:
    return saved(new(secret, size=(2384, 3370), at=(300, 2500), letters=90))


def beyond_all_sizes(secret: str) -> bytes:
    return saved(new(secret, size=(14000, 3000), at=(300, 2000), letters=400, UserUnit=2))


def tiny(secret: str) -> bytes:
    return saved(new(secret, size=(60, 30), at=(4, 16), letters=5))


def narrow(secret: str) -> bytes:
    return saved(new(secret, size=(2000, 24), at=(900, 8), letters=10))


def scan_with_text(secret: str) -> bytes:
    pdf = new()
    page = pdf.pages[0].obj
    page.Resources["/XObject"] = Dictionary(S=as_stream(pdf, picture(secret)))
    hidden = b"BT 3 Tr /F 14 Tf 60 120 Td (%s) Tj ET\n" % secret.encode()
    page.Contents = pdf.make_stream(b"q 300 0 0 200 0 0 cm /S Do Q\n" + hidden)
    return saved(pdf)


def scan(secret: str) -> bytes:
    pdf = new()
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(S=as_stream(pdf, picture(secret))))
    page.Contents = pdf.make_stream(b"q 300 0 0 200 0 0 cm /S Do Q\n")
    return saved(pdf)


def photograph(secret: str) -> bytes:
    pdf = new()
    ground = Image.radial_gradient("L").resize((900, 600)).convert("RGB")
    tint = Image.merge("RGB", (*ground.split()[:2], Image.new("L", ground.size, 120)))
    page = pdf.pages[0].obj
    page.Resources["/XObject"] = Dictionary(S=as_stream(pdf, tint))
    page.Contents = pdf.make_stream(b"q 300 0 0 200 0 0 cm /S Do Q\n1 1 0 rg\n" + written(secret))
    return saved(pdf)


def form(secret: str) -> bytes:
    pdf = new()
    look = pdf.make_stream(b"/Tx BMC BT /F 14 Tf 2 6 Td (%s) Tj ET EMC" % secret.encode())
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 150, 24])
    look.Resources = pdf.pages[0].obj.Resources
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), F=4,
            V=String(secret), DA=String("/F 14 Tf 0 g"), Rect=Array([55, 115, 205, 139]),
            AP=Dictionary(N=look), P=pdf.pages[0].obj,
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=pdf.pages[0].obj.Resources, DA=String("/F 14 Tf 0 g")
    )
    return saved(pdf)


def annotated(secret: str) -> bytes:
    pdf = new()
    look = pdf.make_stream(b"BT /F 14 Tf 2 6 Td (%s) Tj ET" % secret.encode())
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 150, 24])
    look.Resources = pdf.pages[0].obj.Resources
    common = {"Type": Name.Annot, "Contents": String(secret), "T": String(secret), "F": 4}
    shown = Dictionary(
        Subtype=Name.FreeText, Rect=Array([55, 115, 205, 139]), AP=Dictionary(N=look), **common
    )
    folded = Dictionary(Subtype=Name.Text, Rect=Array([10, 10, 20, 20]), **common | {"F": 2})
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(shown), pdf.make_indirect(folded)])
    return saved(pdf)


def attached(secret: str) -> bytes:
    pdf = new(secret)
    pdf.attachments["list.txt"] = pikepdf.AttachedFileSpec(pdf, f"{secret} list".encode())
    return saved(pdf)


def layered(secret: str) -> bytes:
    pdf = new()
    shown = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"a{secret}")))
    hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"b{secret}")))
    page = pdf.pages[0].obj
    page.Resources.Properties = Dictionary(A=shown, B=hidden)
    page.Contents = pdf.make_stream(
        b"/OC /A BDC\n" + written(secret) + b"EMC\n/OC /B BDC\n"
        + written(secret, at=(60, 40)) + b"EMC\n"
    )  # fmt: skip
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([shown, hidden]),
        D=Dictionary(ON=Array([shown]), OFF=Array([hidden]), Order=Array([shown, hidden])),
    )
    return saved(pdf)


def told_about(secret: str) -> bytes:
    """Words in the metadata, the bookmarks, the title, the script and the named places."""
    pdf = new(secret)
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = f"About {secret}"
    pdf.docinfo["/Author"] = String(f"{secret}")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"See {secret}", 0))
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String(secret), Array([pdf.pages[0].obj, Name.Fit])]))
    )
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{secret}')"))
    return saved(pdf)


def changed_later(secret: str) -> bytes:
    """An incremental update: the page first said the secret twice, now says it once."""
    first = saved(new(secret, after=written(secret, at=(60, 40))), object_stream_mode=
                  pikepdf.ObjectStreamMode.disable)  # fmt: skip
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, last = pdf.pages[0].obj.Contents.objgen[0], len(pdf.objects)
        root = pdf.Root.objgen[0]
    previous = int(first.rpartition(b"startxref")[2].split()[0])
    content = written("KEPT", at=(60, 40)) + written(secret)
    body = b"%d 0 obj\n<</Length %d>>\nstream\n%sendstream\nendobj\n" % (
        number, len(content), content,
    )  # fmt: skip
    start = len(first)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        number, start, last + 1, root, previous,
    )  # fmt: skip
    return first + body + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def glassy(secret: str) -> bytes:
    pdf = new(secret, before=b"/G gs\n", after=b"0 0 0 rg 55 110 150 30 re f\n")
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(ca=0.4, CA=0.4))
    return saved(pdf)


def white_on_white(secret: str) -> bytes:
    return saved(new("", after=b"1 1 1 rg\n" + written(secret)))


def aslant(secret: str) -> bytes:
    slanted = b"BT /F 14 Tf 0.8 0.6 -0.6 0.8 60 60 Tm (%s) Tj ET\n" % secret.encode()
    return saved(new("", after=slanted))


def on_a_form_of_its_own(secret: str) -> bytes:
    """Text inside a form XObject inside another, scaled and turned."""
    pdf = new()
    resources = pdf.pages[0].obj.Resources
    inner = pdf.make_stream(written(secret, at=(0, 0)))
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([-10, -10, 200, 40])
    inner.Resources = Dictionary(Font=resources.Font)
    resources.XObject = Dictionary(I=inner)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 0 1 -1 0 150 40 cm /I Do Q\n")
    return saved(pdf)


def locked_against_changes(secret: str) -> bytes:
    """Encrypted, but anybody may open it."""
    return saved(new(secret), encryption=pikepdf.Encryption(owner="owner", user="", R=6))


def damaged_a_little(secret: str) -> bytes:
    """The table of objects is at the wrong place; readers find the objects by themselves."""
    content = plain(secret)
    return content.replace(b"startxref\n", b"startxref\n1")


def png(secret: str) -> bytes:
    kept = io.BytesIO()
    picture(secret).save(kept, "PNG")
    return kept.getvalue()


def photographed(secret: str) -> bytes:
    """A JPG turned by its camera, with words in its notes."""
    kept = io.BytesIO()
    image = picture(secret, ground="#fdf6e3")
    notes = image.getexif()
    notes[0x0112], notes[0x010E] = 6, f"{secret} notes"
    image.save(kept, "JPEG", quality=92, exif=notes, comment=secret.encode())
    return kept.getvalue()


PAPERS: dict[str, Paper] = {
    "plain": Paper(plain),
    "turned 90": Paper(turned(90)),
    "turned 180": Paper(turned(180)),
    "turned 270": Paper(turned(270)),
    "cropped": Paper(cropped),
    "cropped and turned": Paper(cropped_and_turned),
    "user unit": Paper(user_unit),
    "mixed sizes": Paper(mixed_sizes),
    "huge": Paper(huge),
    "beyond all sizes": Paper(beyond_all_sizes),
    "tiny": Paper(tiny),
    "narrow": Paper(narrow),
    "scan with a text layer": Paper(scan_with_text, (AROUND,)),
    "scan": Paper(scan, (AROUND,)),
    "photograph": Paper(photograph),
    "form": Paper(form, (AROUND,)),
    "annotated": Paper(annotated, (AROUND,)),
    "attached": Paper(attached),
    "layered": Paper(layered, (AROUND,)),
    "told about": Paper(told_about),
    "changed later": Paper(changed_later),
    "glassy": Paper(glassy, (AROUND,)),
    "white on white": Paper(white_on_white),
    "aslant": Paper(aslant),
    "a form of its own": Paper(on_a_form_of_its_own),
    "locked against changes": Paper(locked_against_changes),
    "damaged a little": Paper(damaged_a_little),
}
PICTURES: dict[str, Paper] = {
    "png": Paper(png, (Area(1, 28, 28, 80, 18),)),
    "photographed": Paper(photographed, (Area(1, 55, 28, 18, 80),)),
}
QUICK = ("cropped and turned", "scan with a text layer", "photograph", "form", "told about")
SLOW = ("huge", "beyond all sizes")
