"""Is an upload what it says it is? Name, first bytes and structure must agree."""

import io
import re
import unicodedata
import warnings
import zipfile

from django.utils.translation import gettext as _
from PIL import Image

from records import office_files
from records.refusals import FileRefused

OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
LONGEST_NAME = 200
MOST_PIXELS = 64_000_000
ACTIVE = re.compile(
    "exe|bat|cmd|scr|msi|ps1|vbs|jse?|wsf|hta|x?html?|svg|xml|php|jsp|aspx?|py|sh|jar|lnk"
    "|do[ct]m|xl[st]m|pptm"
)


def media_type(data: bytes, name: str) -> str:
    """Return the type from our table; raise a Refusal that says what is wrong."""
    ending = _ending(name)
    if not data:
        raise FileRefused(_("文件是空的。"))
    _STRUCTURE[ending](data)
    return MEDIA_TYPES[ending]


def _ending(name: str) -> str:
    if not name or len(name) > LONGEST_NAME or name != name.strip(" ."):
        raise FileRefused(_("文件名过长，或以空格、句点开头或结尾。"))
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} or c in '/\\:*?"<>|' for c in name):
        raise FileRefused(_("文件名含有不可见字符或不允许的符号。"))
    stem, *endings = unicodedata.normalize("NFKC", name).lower().split(".")
    is_ours = bool(stem and endings) and endings[-1] in MEDIA_TYPES
    if not is_ours or any(ACTIVE.fullmatch(ending) for ending in endings):
        raise FileRefused(_("只接受 PDF、DOCX、XLSX、JPG、PNG 文件。"))
    return endings[-1]


def _not_what_it_says() -> FileRefused:
    return FileRefused(_("文件内容与其类型不符，或已损坏。"))


def _pdf(data: bytes) -> None:
    head, tail = data[:1024].lower(), data[-2048:]
    end = tail.rfind(b"%%EOF")
    if not data.startswith(b"%PDF-") or end < 0 or tail[end + 5 :].strip(b"\r\n\t \0"):
        raise _not_what_it_says()
    if b"startxref" not in tail or any(m in head for m in (b"<html", b"<script", b"<!doctype")):
        raise _not_what_it_says()
    _not_an_archive(data)


def _not_an_archive(data: bytes) -> None:
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise _not_what_it_says()


def _image(data: bytes, first: bytes, form: str) -> None:
    if not data.startswith(first):
        raise _not_what_it_says()
    _not_an_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            _look_at_image(data, form)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _not_what_it_says() from error


def _look_at_image(data: bytes, form: str) -> None:
    with Image.open(io.BytesIO(data), formats=[form]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels()
        if form == "JPEG":
            image.draft("L", (image.width // 8, image.height // 8))
            image.load()
        else:
            image.verify()


def _too_many_pixels() -> FileRefused:
    return FileRefused(_("图片过大，请缩小到 6400 万像素以内。"))


_STRUCTURE = {
    "pdf": _pdf,
    "jpg": lambda data: _image(data, b"\xff\xd8\xff", "JPEG"),
    "jpeg": lambda data: _image(data, b"\xff\xd8\xff", "JPEG"),
    "png": lambda data: _image(data, b"\x89PNG\r\n\x1a\n", "PNG"),
    "docx": lambda data: office_files.inspect(data, office_files.DOCX),
    "xlsx": lambda data: office_files.inspect(data, office_files.XLSX),
}
