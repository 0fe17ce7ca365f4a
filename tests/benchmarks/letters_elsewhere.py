"""The same letter by LibreOffice from .docx and by typst; what is not installed is named."""

import importlib.util
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

from notices.fonts import FOLDER

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
FONT = '<w:rPr><w:rFonts w:eastAsia="FandolFang R"/><w:sz w:val="32"/></w:rPr>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


MOST_ALONE, MOST_TOGETHER = 5, 100  # letters by LibreOffice, which takes two seconds to start


def contestants(folder: Path, paragraph: str, count: int) -> dict[str, str]:
    """What each took, or that it is not here."""
    lines = ["示例大学", "政府信息不予公开答复书", "张示例：", paragraph, paragraph, "特此告知。",
             "示例大学", "2026年3月27日"]  # fmt: skip
    return {
        "LibreOffice from .docx, each": _libreoffice(folder, lines, count, together=False),
        "LibreOffice, all at once": _libreoffice(folder, lines, count, together=True),
        "typst, warm": _typst(lines, count),
    }


def _libreoffice(folder: Path, lines: list[str], count: int, *, together: bool) -> str:
    program = shutil.which("soffice")
    if program is None:
        return "absent (Debian: libreoffice-writer-nogui)"
    count = min(count, MOST_TOGETHER if together else MOST_ALONE)
    files = [_docx(folder / f"{together}-{number}.docx", lines) for number in range(count)]
    base = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder)]  # fmt: skip
    subprocess.run([*base, str(files[0])], check=True, capture_output=True)  # makes its profile
    began = time.perf_counter()
    for batch in [files] if together else [[file] for file in files]:
        subprocess.run([*base, *map(str, batch)], check=True, capture_output=True)
    return _took(began, count, files[-1].with_suffix(".pdf").stat().st_size)


def _docx(path: Path, lines: list[str]) -> Path:
    body = "".join(f"<w:p><w:r>{FONT}<w:t>{line}</w:t></w:r></w:p>" for line in lines)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", LINKS)
        made.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
    return path


def _typst(lines: list[str], count: int) -> str:
    if importlib.util.find_spec("typst") is None:
        return "absent (PyPI: typst)"
    import typst

    source = (
        '#set page(paper: "a4", margin: (x: 28mm, y: 37mm))\n'
        '#set text(font: ("FandolFang R", "Noto Serif SC"), size: 16pt, lang: "zh")\n'
        '#set par(justify: true)\n#set document(title: "答复书")\n'
    ) + "\n\n".join(lines)
    compiler = typst.Compiler(source.encode(), font_paths=[str(FOLDER)])
    made = compiler.compile(format="pdf")
    began = time.perf_counter()
    for number in range(count):
        compiler = typst.Compiler(
            source.replace("张示例", f"张示例{number}").encode(), font_paths=[str(FOLDER)]
        )
        compiler.compile(format="pdf")
    return _took(began, count, len(made))


def _took(began: float, count: int, size: int) -> str:
    each = (time.perf_counter() - began) / count
    return f"{each * 1e3:7.1f} ms a letter, {size // 1024} KB"
