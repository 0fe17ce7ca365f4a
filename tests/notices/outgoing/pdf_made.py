"""PDFs and pictures made by code."""

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

A4 = (0, 0, 595, 842)


def line(
    said: str, x: int = 72, y: int = 700, *, colour: str = "0 g", mode: int = 0, size: int = 14
) -> str:
    return f"BT {colour} /F1 {size} Tf {mode} Tr {x} {y} Td ({said}) Tj ET\n"


def box(x: int, y: int, width: int, height: int, colour: str = "0 g") -> str:
    return f"{colour} {x} {y} {width} {height} re f\n"


def new(*contents: str, media: tuple[int, ...] = A4) -> Pdf:
    """A PDF with a page for each content stream; /F1 is Helvetica, /I1 a grey picture."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for content in contents or (line("Minutes of the meeting"),):
        resources = Dictionary(Font=Dictionary(F1=font))
        page = Dictionary(
            Type=Name.Page, MediaBox=Array(media), Resources=resources,
            Contents=Stream(pdf, content.encode()),
        )  # fmt: skip
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def picture(pdf: Pdf, shade: int = 128, **more) -> pikepdf.Object:
    return pdf.make_indirect(
        Stream(
            pdf, bytes([shade]) * 64, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8, **more,
        )
    )  # fmt: skip


def saved(pdf: Pdf, **how) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def changed(change: Callable[[Pdf], None], *contents: str, **how) -> bytes:
    pdf = new(*contents)
    change(pdf)
    return saved(pdf, **how)


def covered_by_picture(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.obj.Resources.XObject = Dictionary(I1=picture(pdf))
    page.contents_add(Stream(pdf, b"q 300 0 0 40 60 690 cm /I1 Do Q"))


def in_a_form(pdf: Pdf) -> None:
    """Text inside a form, and the box over it inside another."""
    page = pdf.pages[0]
    fonts = page.obj.Resources.Font
    said = Stream(
        pdf, line("Zhang San").encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4),
        Resources=Dictionary(Font=fonts),
    )  # fmt: skip
    over = Stream(
        pdf, box(60, 690, 300, 40).encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4)
    )
    page.obj.Resources.XObject = Dictionary(A=pdf.make_indirect(said), B=pdf.make_indirect(over))
    page.obj.Contents = Stream(pdf, b"/A Do /B Do")


def form_in_itself(pdf: Pdf) -> None:
    """A form that shows itself: a reader who follows it never ends."""
    page = pdf.pages[0].obj
    form = pdf.make_indirect(
        Stream(pdf, b"/A Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4))
    )
    form.Resources = Dictionary(XObject=Dictionary(A=form))
    page.Resources.XObject = Dictionary(A=form)
    page.Contents = Stream(pdf, (line("Words") + "/A Do").encode())


def turned_and_cropped(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    page.Rotate = 90
    page.CropBox = Array([50, 50, 550, 800])


def cropped(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 0, 595, 500])


def layered(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    page = pdf.pages[0]
    page.obj.Resources.Properties = Dictionary(L1=layer)
    page.obj.Contents = Stream(pdf, f"/OC /L1 BDC {line('Hidden layer')} EMC".encode())


def attached(pdf: Pdf) -> None:
    pdf.attachments["raw.csv"] = pikepdf.AttachedFileSpec(pdf, b"a,b\n", filename="raw.csv")


def noted(kind: pikepdf.Name, **more) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([10, 10, 40, 40]), **more)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return change


def with_form(pdf: Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String("Zhang"),
            Rect=Array([10, 10, 90, 30]),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def info(**values: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for key, value in values.items():
            pdf.docinfo[Name(f"/{key}")] = String(value)

    return change


def edited(pdf: Pdf) -> None:
    space = 'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
    about = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    said = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{about}<rdf:Description {space}>'
    said += "<xmpMM:DocumentID>1</xmpMM:DocumentID></rdf:Description></rdf:RDF></x:xmpmeta>"
    pdf.Root.Metadata = Stream(pdf, said.encode(), Type=Name.Metadata, Subtype=Name.XML)


def with_photo(pdf: Pdf) -> None:
    """A photograph with its place, as a scanner's software puts it in."""
    photo = Stream(
        pdf, jpeg(gps=True), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    page = pdf.pages[0]
    page.obj.Resources.XObject = Dictionary(I1=pdf.make_indirect(photo))
    page.contents_add(Stream(pdf, b"q 100 0 0 100 60 300 cm /I1 Do Q"))


def with_stray_page() -> bytes:
    """A page that was taken out of the page tree and kept among the objects."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length 0>>stream\n\nendstream",
        b"<</Type/Page/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<<>>>>",
        b"<</Length 3>>stream\nq Q\nendstream",
    ]
    return numbered(parts)


def deep(length: int, *, by: bytes = b"/Resources<</ProcSet 5 0 R>>", above: bytes = b"") -> bytes:
    """A page that leads to an array in an array in an array, each an object of its own."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1%s>>" % above,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>" % by,
        b"<</Length 0>>stream\n\nendstream",
    ]
    links = [b"[null %d 0 R]" % number for number in range(6, length + 5)]
    return numbered([*parts, *links, b"[]"])


def numbered(parts: list[bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF file of these objects, with its table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out) + b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1, trailer, start,
    )  # fmt: skip


def saved_again(content: bytes) -> bytes:
    """The file with a revision on its end that gives page one other words."""
    start = int(content.rpartition(b"startxref")[2].split()[0])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number, size = pdf.pages[0].obj.Contents.objgen[0], len(pdf.objects) + 1
    said = line("The words it has now").encode()
    at = len(content)
    obj = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (number, len(said), said)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Prev %d>>\n" % (size, start)
    return content + obj + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(obj))


def jpeg(
    *, gps: bool = False, exif: bool = False, thumbnail: bool = False, comment: bytes = b""
) -> bytes:
    out = io.BytesIO()
    tags = Image.Exif()
    if gps:
        tags.get_ifd(0x8825)[1] = "N"
        tags.get_ifd(0x8825)[2] = (30.0, 31.0, 0.0)
    if exif:
        tags[0x013B] = "Zhang San"
    more = {"exif": tags} if gps or exif else {}
    Image.new("RGB", (8, 8), "grey").save(out, "JPEG", **more)
    content = out.getvalue()
    if comment:
        content = (
            content[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + content[2:]
        )
    if thumbnail:
        at = content.index(b"JFIF\0")
        size = struct.unpack_from(">H", content, at - 2)[0]
        head = content[at : at + 12] + b"\x01\x01" + b"\0\0\0"
        segment = struct.pack(">H", len(head) + 2) + head
        content = content[: at - 2] + segment + content[at - 2 + size :]
    return content


def segment(marker: int, data: bytes) -> bytes:
    """A clean JPEG with one more segment."""
    content = jpeg()
    return (
        content[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data + content[2:]
    )


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "PNG")
    content = out.getvalue()
    more = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return content[:33] + more + content[33:]
