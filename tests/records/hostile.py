"""Files that are what they say, and files that are not. All made here, none brought in."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from records import inspection

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"
BASE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", BASE + "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", BASE + "spreadsheetml.sheet.main+xml"),
}


def image(form: str, size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form)
    return out.getvalue()


def office(kind: str, extra=(), *, content_type="", main="<w/>", compression=zipfile.ZIP_DEFLATED):
    part, said = MAIN[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{content_type or said}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(part, main)
        for name, content in extra:
            archive.writestr(name, content)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def symlink() -> tuple:
    info = zipfile.ZipInfo("word/link")
    info.external_attr = 0o120777 << 16
    return info, "/etc/passwd"


def overlapping() -> bytes:
    """Two directory entries that share one body, the trick of the flat bomb."""
    data = office("docx", [("word/a.xml", "<a/>" * 50), ("word/b.xml", "<a/>" * 50)])
    archive = zipfile.ZipFile(io.BytesIO(data))
    first, second = archive.getinfo("word/a.xml"), archive.getinfo("word/b.xml")
    at = data.rindex(b"word/b.xml") - 46 + 42
    assert data[at : at + 4] == struct.pack("<I", second.header_offset)
    return data[:at] + struct.pack("<I", first.header_offset) + data[at + 4 :]


def lying_about_size() -> bytes:
    data = bytearray(office("docx", [("word/a.xml", "<a/>" * 50_000)]))
    at = data.rindex(b"word/a.xml") - 46 + 24
    data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(office("docx", [("word/a.xml", "<a/>")]))
    at = data.rindex(b"word/a.xml") - 46 + 8
    data[at] |= 1
    return bytes(data)


def one_byte_altered() -> bytes:
    return office("docx", compression=zipfile.ZIP_STORED).replace(b"<w/>", b"<x/>")


def unknown_compression() -> bytes:
    data = bytearray(office("docx", [("word/a.xml", "<a/>")]))
    at = data.rindex(b"word/a.xml") - 46 + 10
    data[at] = 99
    return bytes(data)


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
JPEG, PNG = image("JPEG"), image("PNG")

GOOD = {
    "a.pdf": PDF,
    "A.PDF": PDF,
    "padded.pdf": PDF + b"\0\n\n",
    "关于公开2020.1的申请.docx": office("docx"),
    "a.xlsx": office("xlsx"),
    "photo.jpg": JPEG,
    "photo.jpeg": JPEG,
    "scan.png": PNG,
    "with picture.docx": office("docx", [("word/media/image1.png", PNG)]),
}

BAD_NAMES = [
    "", ".pdf", "a", "a.exe", "a.pdf.exe", "a.exe.pdf", "a.html.jpg", "a.svg", "a.zip", "a.docm",
    "a.pdf.", "a.pdf ", " a.pdf", "a\0.pdf", "a\n.pdf", "cod\u202efdp.exe", "a\u202e.pdf",
    "a\u200b.pdf", "../a.pdf", "a/b.pdf", "a\\b.pdf", "C:a.pdf", "x" * 200 + ".pdf", "a.ofd",
]  # fmt: skip

BAD_CONTENT = {
    "empty": ("a.pdf", b""),
    "a program": ("a.pdf", b"MZ" + b"\0" * 100),
    "a program called a picture": ("a.png", b"MZ" + b"\0" * 100),
    "a page called a picture": ("a.jpg", b"<html><script>alert(1)</script></html>"),
    "a drawing called a picture": ("a.png", b"<svg onload='alert(1)'/>"),
    "a pdf called a picture": ("a.png", PDF),
    "a picture called a pdf": ("a.pdf", PNG),
    "a png called a jpg": ("a.jpg", PNG),
    "a page in front of a pdf": ("a.pdf", b"<script>x</script>" + PDF),
    "a page inside a pdf's head": ("a.pdf", PDF[:9] + b"%<html><script>x</script>\n" + PDF[9:]),
    "a pdf cut off": ("a.pdf", PDF[:-8]),
    "a pdf without its table": ("a.pdf", b"%PDF-1.4\n%%EOF"),
    "a zip behind a pdf": ("a.pdf", PDF + a_zip()),
    "a zip behind a pdf that ends well": ("a.pdf", PDF + a_zip() + b"\n%%EOF"),
    "a zip behind a jpg": ("a.jpg", JPEG + a_zip()),
    "a zip behind a png": ("a.png", PNG + a_zip()),
    "a jpg cut off": ("a.jpg", JPEG[: len(JPEG) // 2]),
    "a png cut off": ("a.png", PNG[:-20]),
    "a png altered": ("a.png", PNG[:40] + b"\xff" + PNG[41:]),
    "a jpg of its first bytes": ("a.jpg", b"\xff\xd8\xff"),
    "a plain zip": ("a.docx", a_zip()),
    "a docx called xlsx": ("a.xlsx", office("docx")),
    "an xlsx called docx": ("a.docx", office("xlsx")),
    "a program before a docx": ("a.docx", b"MZ\0\0" + office("docx")),
    "something before a docx": ("a.docx", b"PK\x03\x04" + office("docx")),
    "an old .doc": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
    "a docx cut off": ("a.docx", office("docx")[:-30]),
    "a docx with one byte altered": ("a.docx", one_byte_altered()),
    "macros by type": ("a.docx", office("docx", content_type=MAIN["docx"][1] + "macroEnabled")),
    "macros by part": ("a.docx", office("docx", [("word/vbaProject.bin", b"x")])),
    "a document inside": ("a.docx", office("docx", [("word/embeddings/b.docx", office("docx"))])),
    "a program inside": ("a.docx", office("docx", [("word/a.bin", b"MZ\0")])),
    "a path upwards": ("a.docx", office("docx", [("../../a.xml", "x")])),
    "a path from the root": ("a.docx", office("docx", [("/etc/a.xml", "x")])),
    "a path of windows": ("a.docx", office("docx", [("C:\\a.xml", "x")])),
    "a symbolic link": ("a.docx", office("docx", [symlink()])),
    "entities": ("a.docx", office("docx", main=ENTITIES)),
    "entities in utf-16": ("a.docx", office("docx", main=ENTITIES.encode("utf-16"))),
    "entities in relations": ("a.docx", office("docx", [("word/_rels/d.rels", ENTITIES)])),
    "too many parts": ("a.docx", office("docx", [(f"word/{n}.xml", "") for n in range(2001)])),
    "one part inflating too far": ("a.docx", office("docx", [("word/a.xml", "0" * 30_000_000)])),
    "parts sharing their bytes": ("a.docx", overlapping()),
    "a size that is a lie": ("a.docx", lying_about_size()),
    "an unknown compression": ("a.docx", unknown_compression()),
    "a password": ("a.docx", encrypted()),
    "2.5 thousand million pixels": ("a.png", png_claiming(50_000, 50_000)),
    "just too many pixels": ("a.png", png_claiming(8_001, 8_000)),
}

assert set(MAIN) < set(inspection.MEDIA_TYPES)
