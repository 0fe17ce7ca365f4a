"""A blacked-out file holds nothing of what was blacked out, whatever it was made from."""

import io
import re
import zlib

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from notices.redaction import raster, verify
from notices.redaction.areas import Area
from notices.redaction.finding import find, spans
from notices.redaction.sources import MM, Unfit, opened
from tests.notices import redaction_papers as papers
from tests.notices.redaction_craftier import MORE_PAPERS
from tests.notices.redaction_papers import PICTURES, SECRET
from tests.sizes import some_quick

ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "utf-32-be")
rest = pytest.mark.full
PAPERS = papers.PAPERS | MORE_PAPERS


def marked(papers_of, quick):
    return [n if n in quick else pytest.param(n, marks=rest) for n in papers_of]


def blackened(data: bytes, kind: str, areas=()) -> tuple[bytes, list[Area], object]:
    """The file with the given areas black, or with every place where the secret is found."""
    source = opened(data, kind)
    areas = list(areas) or find(source, SECRET)[0]
    return raster.redact(source, areas), areas, source


def everything_in(made: bytes) -> bytes:
    """Every byte of the file, as it is and with all streams opened."""
    found = [made]
    with pikepdf.open(io.BytesIO(made)) as document:
        for each in document.objects:
            found.append(each.unparse())
            if isinstance(each, pikepdf.Stream):
                found.append(each.read_raw_bytes())
    for start in re.finditer(rb"stream\r?\n", made):
        try:
            found.append(zlib.decompressobj().decompress(made[start.end() :]))
        except zlib.error:
            continue
    return b"\0".join(found)


def leaked(made: bytes, secret: str = SECRET) -> list[str]:
    """Every way in which the secret can be read from the file."""
    whole = everything_in(made)
    needles = {code: secret.encode(code) for code in ENCODINGS}
    needles |= {f"hex of {code}": needle.hex().encode() for code, needle in needles.items()}
    found = [code for code, needle in needles.items() if needle.lower() in whole.lower()]
    if b"/Font" in whole or b"/ToUnicode" in whole:
        found.append("a font")
    document = pypdfium2.PdfDocument(made)
    found += ["text" for page in document if page.get_textpage().count_chars()]
    found += [
        "other text" for page in pypdf.PdfReader(io.BytesIO(made)).pages if page.extract_text()
    ]
    return found


def painted(data: bytes, kind: str, page: int, width: int = 500) -> Image.Image:
    source = opened(data, kind)
    image = source.render(page, width / source.sizes[page][0] * MM, grey=True)
    return image.convert("L")


def showing(make, kind: str, made: bytes, pages: int) -> list[int]:
    """How light the result is, at most, where the original differs by the secret; a page each."""
    found = []
    for page in range(pages):
        with_it, without = (painted(make(words), kind, page) for words in (SECRET, ""))
        assert with_it.size == without.size
        result = painted(made, "pdf", page).resize(with_it.size)
        where = ImageChops.difference(with_it, without).point(lambda d: 255 if d > 40 else 0)
        found.append(ImageChops.darker(result, where).getextrema()[1])
    return found


@pytest.mark.parametrize("name", marked(PAPERS, papers.QUICK))
def test_nothing_is_left_of_the_secret_in_any_make_of_paper(name):
    paper = PAPERS[name]
    made, areas, source = blackened(paper.make(SECRET), "pdf", paper.areas)
    assert areas
    assert verify.verify(made, source.sizes, areas) == source.count
    assert leaked(made) == []
    assert max(showing(paper.make, "pdf", made, source.count)) < 60


@pytest.mark.full
@pytest.mark.parametrize("colour", ["0 g", "0.6 g", "1 0 0 rg"])
def test_no_sliver_is_left_wherever_a_box_stands_between_pixels(colour):
    """A block exactly as large as its box, at places no pixel knows, is gone to its last rim."""
    across, down = 211.3, 157.9
    for left, top in ((0, 0), (33.37, 21.71), (180.3, 139.9), (101.01, 77.77)):
        width, height = min(29.9, across - left), min(17.3, down - top)
        pdf = papers.new("", size=(across, down))
        block = f"{colour} {left} {down - top - height} {width} {height} re f"
        pdf.pages[0].obj.Contents = pdf.make_stream(block.encode())
        box = papers.seen(left, top, width, height)
        made = raster.redact(opened(papers.saved(pdf), "pdf"), [box])
        image = opened(made, "pdf").render(0, 300, grey=True)
        per_mm = 300 / MM
        sides = (box.x - 0.9, box.y - 0.9, box.x + box.width + 0.9, box.y + box.height + 0.9)
        inner = (box.x, box.y, box.x + box.width, box.y + box.height)
        within = image.crop([round(side * per_mm) for side in inner])
        assert within.getextrema()[1] < 110
        ImageDraw.Draw(image).rectangle([side * per_mm for side in sides], fill=255)
        assert image.getextrema()[0] > 230  # but for the waves of JPEG


@pytest.mark.parametrize("name", marked(PICTURES, ("photographed",)))
def test_a_picture_is_blacked_out_as_a_file_of_one_page(name):
    paper = PICTURES[name]
    made, areas, source = blackened(paper.make(SECRET), "picture", paper.areas)
    assert verify.verify(made, source.sizes, areas) == 1
    assert leaked(made) == []
    assert max(showing(paper.make, "picture", made, 1)) < 60


@pytest.mark.parametrize(
    "name", some_quick(["plain", "photograph", "form", "mixed sizes"], {"plain"})
)
def test_the_same_paper_and_boxes_give_the_same_bytes(name):
    paper = PAPERS[name]
    content = paper.make(SECRET)
    assert blackened(content, "pdf", paper.areas)[0] == blackened(content, "pdf", paper.areas)[0]


@pytest.mark.full
def test_rare_characters_of_a_name_are_not_left_in_a_font():
    """The trap of every method that keeps fonts: the name can be read from the font's own map."""
    from tests.notices.redaction_letter import letter

    made, areas, _source = blackened(letter("㛃䶮"), "pdf", ())
    assert areas == []
    source = opened(letter("㛃䶮"), "pdf")
    areas, _silent = find(source, "㛃䶮")
    assert len(areas) == 2  # the name stands twice
    made = raster.redact(source, areas)
    for name in ("㛃䶮", "㛃", "䶮"):
        assert leaked(made, name) == []


def test_a_black_box_on_top_leaks_everything():
    """What people do by hand: the control for all of the above."""
    pdf = pikepdf.open(io.BytesIO(papers.plain(SECRET)))
    page = pdf.pages[0]
    covered = page.obj.Contents.read_bytes() + b"0 0 0 rg 50 110 170 35 re f\n"
    page.obj.Contents = pdf.make_stream(covered)
    content = papers.saved(pdf)
    assert painted(content, "pdf", 0).crop((100, 96, 340, 140)).getextrema() == (0, 0)
    assert {"utf-8", "a font", "text", "other text"} <= set(leaked(content))
    size = (papers.SIZE[0] * papers.IN_MM, papers.SIZE[1] * papers.IN_MM)
    with pytest.raises(verify.Leaks):
        verify.verify(content, [size], [papers.AROUND])


# The proof has proofs of its own


def spoilt(made: bytes, how) -> bytes:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        how(pdf)
        return papers.saved(pdf)


def with_text(pdf):
    page = pdf.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj.Resources.Font = pikepdf.Dictionary(F=font)
    page.obj.Contents = pdf.make_stream(
        page.obj.Contents.read_bytes() + b"\n" + papers.written(SECRET)
    )


def with_metadata(pdf):
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = SECRET


def with_author(pdf):
    pdf.docinfo["/Author"] = SECRET


def with_attachment(pdf):
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, SECRET.encode())


def with_note(pdf):
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=SECRET, Rect=[0, 0, 9, 9]
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def with_a_stray_object(pdf):
    pdf.pages[0].obj.PieceInfo = pdf.make_stream(SECRET.encode())


def with_another_page(pdf):
    pdf.add_blank_page()


def of_another_size(pdf):
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 300, 210])


SPOILERS = [
    with_text, with_metadata, with_author, with_attachment, with_note, with_a_stray_object,
    with_another_page, of_another_size,
]  # fmt: skip
READERS_SEE = (with_text, with_attachment, with_another_page, of_another_size)


@pytest.fixture(scope="module")
def sound():
    source = opened(papers.plain(SECRET), "pdf")
    areas, _silent = find(source, SECRET)
    labelled = [area._replace(label="第十五条", height=area.height + 3) for area in areas]
    return raster.redact(source, labelled), source.sizes, labelled


@pytest.mark.parametrize("how", SPOILERS)
def test_the_proof_fails_for_whatever_does_not_belong(sound, how):
    made, sizes, areas = sound
    assert verify.verify(made, sizes, areas) == 1
    with pytest.raises(verify.Leaks):
        verify.verify(spoilt(made, how), sizes, areas)


@pytest.mark.parametrize("how", some_quick(SPOILERS, 3))
def test_the_list_of_what_belongs_finds_it_even_in_a_file_of_one_revision(sound, how, monkeypatch):
    made, sizes, areas = sound
    monkeypatch.setattr(verify, "one_revision", lambda made: None)
    with pytest.raises(verify.Leaks):
        verify.verify(spoilt(made, how), sizes, areas)
    monkeypatch.setattr(verify, "only_pictures", lambda document, count: None)
    if how not in READERS_SEE:
        verify.verify(spoilt(made, how), sizes, areas)  # only the list saw it


def test_the_proof_fails_for_a_second_revision_and_for_bytes_after_the_end(sound):
    made, sizes, areas = sound
    again = made + b"xref\n0 0\ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n"
    for longer in (made + b"\n", made + SECRET.encode(), again):
        with pytest.raises(verify.Leaks):
            verify.verify(longer, sizes, areas)


def test_the_proof_fails_for_a_box_that_is_not_black(sound, monkeypatch):
    _made, sizes, areas = sound
    source = opened(papers.plain(SECRET), "pdf")
    lower = [area._replace(y=area.y + 2) for area in areas]
    bare = [area._replace(label="") for area in areas]
    for painted_ in ([], lower, bare):
        with pytest.raises(verify.Leaks, match="box"):
            verify.verify(raster.redact(source, painted_), sizes, areas)


def test_painting_looks_whether_it_painted(monkeypatch):
    monkeypatch.setattr(Image.Image, "paste", lambda *_: None)
    with pytest.raises(RuntimeError, match="not black"):
        raster.redact(opened(papers.plain(SECRET), "pdf"), [papers.AROUND])


# What each page becomes


@pytest.mark.full
def test_black_text_becomes_one_bit_and_pictures_keep_their_tones():
    text, _areas, _source = blackened(papers.plain(SECRET), "pdf")
    photo, _areas, _source = blackened(papers.photograph(SECRET), "pdf")
    for made, wanted in ((text, "/CCITTFaxDecode"), (photo, "/DCTDecode")):
        with pikepdf.open(io.BytesIO(made)) as document:
            assert document.pages[0].obj.Resources.XObject.P.Filter == wanted


@pytest.mark.parametrize("grey", some_quick(["0.5", "0.7", "0.85"], {"0.85"}))
def test_pale_ink_does_not_fade_away(grey):
    content = papers.saved(papers.new(SECRET, before=f"{grey} g\n".encode()))
    made, _areas, _source = blackened(content, "pdf", (Area(1, 1, 1, 5, 5),))
    assert painted(made, "pdf", 0).crop((95, 100, 260, 140)).getextrema()[0] < 235


def test_the_label_is_in_the_box_only_where_there_is_room():
    from notices.redaction.stamp import stamp

    assert stamp((400, 80), "第十五条", 11.8)[1] is not None
    for narrow in ((60, 80), (400, 12)):
        assert stamp(narrow, "第十五条", 11.8)[0].getextrema() == (0, 0)


# What cannot be blacked out


def locked(secret: str) -> bytes:
    return papers.saved(papers.new(secret), encryption=pikepdf.Encryption(owner="o", user="u"))


def dynamic_form(secret: str) -> bytes:
    pdf = papers.new(secret)
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([]), XFA=pdf.make_stream(b"<xdp:xdp/>")
    )
    pdf.Root.NeedsRendering = True
    return papers.saved(pdf)


def many_pages(_secret: str) -> bytes:
    pdf = pikepdf.Pdf.new()
    for _n in range(301):
        pdf.add_blank_page(page_size=(20, 20))
    return papers.saved(pdf)


@pytest.mark.parametrize(
    ("make", "kind", "why"),
    [
        (locked, "pdf", "encrypted"),
        (dynamic_form, "pdf", "xfa"),
        (many_pages, "pdf", "too_many_pages"),
        (lambda s: papers.plain(s)[:300], "pdf", "damaged"),
        (lambda s: b"%PDF-1.7\nnothing\n%%EOF\n", "pdf", "damaged"),
        (lambda s: papers.png(s)[:200], "picture", "damaged"),
        (lambda s: papers.plain(s), "picture", "damaged"),
    ],
)
def test_what_cannot_be_read_whole_is_refused(make, kind, why):
    with pytest.raises(Unfit, match=why):
        opened(make(SECRET), kind)


# Finding


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("身份证42080019900101123X，", ["42080019900101123X"]),
        ("证号：420800 19900101 123x", ["420800 19900101 123x"]),
        ("手机138-0013-8000或13900139000。", ["138-0013-8000", "13900139000"]),
        ("电话0724-2355555", ["0724-2355555"]),
        ("账号6222020200112233445", ["6222020200112233445"]),
        ("6222 0202 0011 2233 445", ["6222 0202 0011 2233 445"]),
        ("同学142080019900101123X座", ["42080019900101123X"]),  # cells that touch
        ("同学5 420800199001011234", ["420800199001011234"]),
        ("4208001990\r\n0101123X", ["4208001990\r\n0101123X"]),
        ("138001\r\n38000", ["138001\r\n38000"]),
        ("全角４２０８００１９９００１０１１２３Ｘ", ["４２０８００１９９００１０１１２３Ｘ"]),
        ("二〇二六年，共2026人，编号2026-17", []),
        ("合同总额1234567.89元，第20260302号", []),
    ],
)
def test_numbers_are_found_as_people_write_them(words, found):
    assert [words[start:end] for start, end in spans(words, None)] == found


def test_a_text_is_found_across_spaces_lines_width_and_case():
    words = "张 三，ＡＢ12\r\n34，张\r\n三"
    assert [words[a:b] for a, b in spans(words, "张三")] == ["张 三", "张\r\n三"]
    assert [words[a:b] for a, b in spans(words, "ab1234")] == ["ＡＢ12\r\n34"]
    assert list(spans(words, "李四")) == []


def test_pages_without_text_are_named():
    source = opened(papers.scan(SECRET), "pdf")
    assert find(source, SECRET) == ([], [1])
