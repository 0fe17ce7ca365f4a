"""The letter fonts: whole, licensed, found by family, embedded, and readable in the PDF."""

import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from bootstrap import machine
from notices import fonts

NAMES = sorted(str(p.relative_to(fonts.FOLDER)) for p in fonts.FOLDER.glob("*/*.[ot]tf"))

# A process of its own: fontconfig reads its settings once.
LETTER = """
import logging
import sys
from pathlib import Path
from notices.fonts import use_fonts
use_fonts(Path(sys.argv[3]))
logging.basicConfig()
from weasyprint import HTML
HTML(string=sys.argv[2]).write_pdf(sys.argv[1])
"""


def letter(tmp_path, html):
    """Set a letter and return (path, what WeasyPrint complained of)."""
    target = tmp_path / "letter.pdf"
    made = subprocess.run(
        [sys.executable, "-c", LETTER, target, html, tmp_path / "var"],
        cwd=machine.ROOT,
        env=os.environ | {"PYTHONPATH": str(machine.ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    return target, made.stderr


def embedded(path):
    faces = set()
    for page in pypdf.PdfReader(path).pages:
        for face in page["/Resources"]["/Font"].values():
            font = face.get_object()["/DescendantFonts"][0].get_object()
            description = font["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(description), (
                "the font is named, not embedded"
            )
            faces.add(str(face.get_object()["/BaseFont"]).partition("+")[2])
    return faces


def text(path):
    """The text as two unrelated readers find it, without white space."""
    by_pypdf = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    document = pypdfium2.PdfDocument(path)
    by_pdfium = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return {"".join(found.split()) for found in (by_pypdf, by_pdfium)}


def paragraph(family, words, weight="normal"):
    return f"<p style=\"font-family: '{family}'; font-weight: {weight}\">{words}</p>"


def test_every_font_is_the_one_recorded():
    assert machine.wrong_fonts() == []
    recorded = (fonts.FOLDER / "SHA256SUMS").read_text().split()[1::2]
    assert recorded == NAMES


def test_every_font_is_in_the_document_and_has_its_licence_beside_it():
    document = (fonts.FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in document] == []
    assert "GNU GENERAL PUBLIC LICENSE" in (fonts.FOLDER / "fandol/COPYING").read_text()
    assert "GPL font exception" in (fonts.FOLDER / "fandol/README").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.FOLDER / "noto/OFL.txt").read_text()


@pytest.mark.parametrize(
    ("family", "weight", "face"),
    [
        (fonts.FANGSONG, "normal", "FandolFang"),
        (fonts.SONG, "normal", "FandolSong"),
        (fonts.SONG, "bold", "FandolSong-Bold"),
        pytest.param(fonts.HEI, "normal", "FandolHei", marks=pytest.mark.full),
        pytest.param(fonts.KAI, "normal", "FandolKai", marks=pytest.mark.full),
    ],
)
def test_a_family_is_set_in_its_own_face(tmp_path, family, weight, face):
    path, complaints = letter(tmp_path, paragraph(family, "答复告知书", weight))
    assert embedded(path) == {face}
    assert text(path) == {"答复告知书"}
    assert complaints == ""


def test_rare_characters_of_names_come_from_the_fallback_and_can_be_read_back(tmp_path):
    words = "张䶮、王堃、李喆、珺玥、㛃、𬱖：本机关于2026年11月2日收到“申请”——①℃〔2026〕9号"
    path, complaints = letter(tmp_path, paragraph(fonts.FANGSONG, words))
    assert embedded(path) == {"FandolFang", "Noto-Serif-SC"}
    assert text(path) == {words}
    assert complaints == ""


def test_a_character_no_font_has_is_complained_of_by_name(tmp_path):
    _, complaints = letter(tmp_path, paragraph(fonts.FANGSONG, "𠮷"))
    assert "unsupported by fonts" in complaints
    assert "U+20BB7" in complaints


@pytest.mark.full
def test_a_family_that_is_not_ours_does_not_reach_the_fonts_of_the_machine(tmp_path):
    path, _ = letter(tmp_path, paragraph("DejaVu Sans", "答复 Reply"))
    assert embedded(path) <= {"Noto-Serif-SC", "FandolHei", "FandolFang", "FandolSong"}


@pytest.fixture
def setting(monkeypatch):
    """Let use_fonts change the environment, and undo it afterwards."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")


@pytest.mark.usefixtures("setting")
def test_the_index_of_fonts_is_kept_in_the_data_folder(tmp_path):
    chosen = fonts.use_fonts(tmp_path / "var")
    assert chosen == tmp_path / "var/fontcache/fonts.conf"
    assert os.environ["FONTCONFIG_FILE"] == str(chosen)
    assert str(fonts.CONFIGURATION) in chosen.read_text(encoding="utf-8")


@pytest.mark.usefixtures("setting")
def test_a_data_folder_that_cannot_be_written_leaves_our_file_in_charge(tmp_path):
    (tmp_path / "var").write_text("a file where a folder should be")
    assert fonts.use_fonts(tmp_path / "var") == fonts.CONFIGURATION
    assert os.environ["FONTCONFIG_FILE"] == str(fonts.CONFIGURATION)


@pytest.mark.usefixtures("setting")
def test_without_a_data_folder_our_file_is_used_as_it_is():
    assert fonts.use_fonts() == Path(fonts.__file__).with_name("fonts.conf")
