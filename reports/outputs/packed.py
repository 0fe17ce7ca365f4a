"""A ZIP package such as DOCX, written so that the same parts give the same bytes."""

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first instant a ZIP can name


def packed_again(content: bytes) -> bytes:
    """The package with its parts in their order, without the time they were written at."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(made, "w") as written:
        for name in read.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            written.writestr(info, read.read(name))
    return made.getvalue()
