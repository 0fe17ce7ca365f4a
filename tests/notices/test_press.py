"""The press: same bytes twice, no character lost, nothing fetched, no page harms the next."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from django.conf import settings

from notices import pdf, printed
from notices.pdf import MissingGlyph, NotRendered, Press
from tests.notices import pages, paper

RARE = "张䶮、王堃、李喆、赵㛃、珺玥、𬱖"


@pytest.fixture
def press():
    made = Press()
    yield made
    made.close()


@pytest.mark.full
def test_the_same_page_gives_the_same_bytes_even_from_another_process(press):
    page = pages.issued()
    first = press.print(page)
    assert press.print(page) == first
    press.close()
    assert press.print(page) == first
    assert press.print(pages.issued(name="李示例")) != first


def test_rare_characters_of_names_come_back_as_they_went_in():
    assert f"{RARE}：" in paper.text(pdf.render(pages.issued(name=RARE)).pdf)


def test_a_character_no_font_has_stops_the_letter_and_is_named():
    with pytest.raises(MissingGlyph) as refused:
        pdf.render(pages.issued(name="王𠮷𪚲"))
    assert set(refused.value.characters) == {"𠮷", "𪚲"}
    assert "“𠮷”（U+20BB7）" in str(refused.value)
    assert "王" not in refused.value.characters


def test_a_refused_letter_does_not_taint_the_next(press):
    with pytest.raises(MissingGlyph):
        press.print(pages.issued(name="𠮷"))
    assert press.print(pages.issued()).pdf.startswith(b"%PDF")


def test_a_letter_is_tagged_and_has_title_and_language():
    document = pypdf.PdfReader(io.BytesIO(pdf.render(pages.issued()).pdf))
    catalogue = document.trailer["/Root"]
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert document.metadata.title == "政府信息不予公开答复书（示例大学信公不〔2026〕22号）"
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()


def test_every_font_is_embedded_and_ours():
    document = pypdf.PdfReader(io.BytesIO(pdf.render(pages.issued(name=RARE)).pdf))
    faces = set()
    for page in document.pages:
        for font in page["/Resources"]["/Font"].values():
            face = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(face["/FontDescriptor"].get_object())
            faces.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    assert faces <= {"FandolFang", "FandolSong", "FandolSong-Bold", "FandolHei", "Noto-Serif-SC"}


def hostile(server, secret: Path) -> str:
    """All the ways a page may ask for something."""
    there = f"http://127.0.0.1:{server.server_port}"
    return (
        f'<img src="{there}/img"><link rel="stylesheet" href="{there}/link.css">'
        f'<style>@import url("{there}/import.css"); p {{ background: url("{there}/background") }}'
        f'@font-face {{ font-family: x; src: url("{there}/font") }}</style>'
        f'<p style="font-family: x">文</p><object data="{there}/object"></object>'
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{there}/svg" width="9" height="9"/>'
        f'</svg><link rel="attachment" href="{secret.as_uri()}"><img src="{secret.as_uri()}">'
        f'<a rel="attachment" href="{secret.as_uri()}">文</a>'
    )


def attachments(content: bytes) -> dict:
    return pypdf.PdfReader(io.BytesIO(content)).attachments


def test_a_hostile_page_fetches_nothing_and_embeds_nothing(press, somewhere, secret):
    try:
        content = press.print(hostile(somewhere, secret)).pdf
    except NotRendered:
        content = b""
    assert somewhere.seen == []
    assert not content or not attachments(content)
    assert b"not for the letter" not in content


def test_the_same_page_does_fetch_and_embed_with_the_fetcher_weasyprint_comes_with(
    somewhere, secret
):
    """Negative control: the page is as hostile as the test above believes."""
    source = hostile(somewhere, secret)
    made = subprocess.run(
        [sys.executable, "-c", "import sys, weasyprint;"
         "sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read()).write_pdf())"],
        input=source.encode(), capture_output=True, check=True, timeout=60,
        env=os.environ | {"FONTCONFIG_FILE": str(settings.BASE_DIR / "notices/fonts/fonts.conf")},
    )  # fmt: skip
    assert len(somewhere.seen) >= 4
    assert b"not for the letter" in next(iter(attachments(made.stdout).values()))[0]


@pytest.mark.parametrize("where", ["name", "paragraph", "title", "letterhead", "attachments"])
def test_what_a_person_typed_is_printed_as_they_typed_it(somewhere, secret, where):
    typed = f"<img src=http://127.0.0.1:{somewhere.server_port}/x><b>甲</b>&amp;{{{{ settings }}}}"
    changes = {"letterhead": {"letterhead": typed}, "title": {"title": typed}}.get(where, {})
    if where == "attachments":
        changes = {"attachments": (typed,)}
    content = pdf.render(
        pages.issued(
            *([typed] if where == "paragraph" else []),
            name=typed if where == "name" else "张示例",
            **changes,
        )
    ).pdf
    assert "".join(typed.split()) in paper.text(content)
    assert somewhere.seen == []
    assert not attachments(content)


@pytest.mark.full
def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_printed():
    press = Press(timeout=3)
    rows = "<tr><td>一</td><td>二</td></tr>" * 40_000
    with pytest.raises(NotRendered):
        press.print(f"<table>{rows}</table>")
    press.timeout = 30
    assert press.print(pages.issued()).pdf.startswith(b"%PDF")
    press.close()


@pytest.mark.full
def test_a_page_nested_too_deep_is_an_error_and_the_next_one_is_printed(press):
    with pytest.raises(NotRendered):
        press.print("<div>" * 3000 + "文")
    assert press.print(pages.issued()).pdf.startswith(b"%PDF")


@pytest.mark.full
def test_a_page_that_wants_too_much_memory_is_refused():
    press = Press(memory=140 * 1024**2)
    with pytest.raises(NotRendered):
        press.print("<table>" + "<tr><td>一</td></tr>" * 20_000 + "</table>")
    press.close()


# A press that keeps ten megabytes of every letter, and without room calls a character missing.
LEAKING = """
import resource, sys
from notices.pdf_worker import read_message, write_message
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), -1))
kept = []
while read_message(sys.stdin.buffer) is not None:
    try:
        kept.append(bytearray(10 * 1024**2))
        bytearray(20 * 1024**2)  # what a letter needs while it is set
        answer = PRINTED
    except MemoryError:
        answer = b"G" + "文".encode()
    write_message(sys.stdout.buffer, answer)
"""


def started_leaking(memory: int) -> subprocess.Popen:
    answer = b"P" + printed.packed(printed.Printed(b"%PDF", 1, None))
    return subprocess.Popen(
        [sys.executable, "-c", LEAKING.replace("PRINTED", repr(answer)), str(memory)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def letters_set() -> int:
    """How many of sixty letters come out of a press whose process grows."""
    press, done = Press(memory=400 * 1024**2), 0
    for _number in range(60):
        with contextlib.suppress(MissingGlyph):
            press.print("<p>文</p>")
            done += 1
    press.close()
    return done


@pytest.mark.full
def test_a_press_that_grew_is_replaced_before_it_runs_out_of_memory(monkeypatch):
    """Out of memory it finds no font, and calls every character missing."""
    monkeypatch.setattr(pdf, "_started", started_leaking)
    assert letters_set() == 60
    monkeypatch.setattr(Press, "_with_memory_left", Press._answer)
    assert letters_set() < 60


@pytest.mark.full
def test_long_letters_come_out_of_a_press_with_little_memory():
    page = pages.issued().replace("</p>", "，" + "第三方意见" * 300 + "</p>", 1)
    press = Press(memory=300 * 1024**2)
    for _number in range(15):
        assert press.print(page).pdf.startswith(b"%PDF")
    press.close()


@pytest.mark.full
def test_a_press_killed_in_the_middle_is_replaced(press):
    press.print(pages.issued())
    os.kill(press.child, 9)
    assert press.print(pages.issued()).pdf.startswith(b"%PDF")


@pytest.mark.full
def test_the_press_is_replaced_after_so_many_letters():
    press = Press(letters=2)
    children = []
    for _letter in range(3):
        press.print(pages.issued())
        children.append(press.child)
    assert children[0] == children[1] != children[2]
    press.close()


def test_the_press_knows_none_of_our_secrets(press, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    press.print(pages.issued())
    environment = Path(f"/proc/{press.child}/environ")
    if environment.exists():
        assert b"do not tell" not in environment.read_bytes()
