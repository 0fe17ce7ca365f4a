"""PDF/A-3a and PDF/UA-1: our letters keep every named rule, and every rule finds what breaks it."""

import io

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.utils.safestring import SafeString
from pikepdf import Array, Dictionary, Name, String

from notices import conformance, pdf
from notices.conformance.opened import Opened
from tests.notices import pages
from tests.notices.bare import bare
from tests.sizes import some_quick

BODY = SafeString(
    '<p class="item">一、关于“会议记录”</p>'
    "<p>经审查，<strong>不予公开</strong>，<em>理由</em>如下：</p>"
    "<ul><li>其一。</li><li>其二。</li></ul><ol><li>甲。</li><li>乙。</li></ol>"
    "<table><thead><tr><th>年度</th><th>份数</th></tr></thead>"
    "<tbody><tr><td>2025</td><td>7</td></tr><tr><td>2026</td><td>5</td></tr></tbody></table>"
)


@pytest.fixture(scope="module")
def letter() -> bytes:
    """Two pages with everything a letter may hold."""
    plain = pages.body(*[pages.WORDS] * 4)
    page = pages.issued(body=BODY + plain, attachments=("名单", "通知"), reply_slip=True)
    return pdf.render(page).pdf


@pytest.fixture(scope="module")
def short_letter() -> bytes:
    """One page, for the rules to be broken on."""
    return pdf.render(pages.issued(body=BODY)).pdf


def names(content: bytes) -> list[str]:
    return [fault.rule.faults.__name__ for fault in conformance.faults(content)]


def found(content: bytes, rule: str) -> list[str]:
    """What the rule of that name finds."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        judged = Opened(content, opened)
        return [
            detail
            for each in conformance.RULES
            if each.faults.__name__ == rule
            for detail in each.faults(judged)
        ]


def test_a_letter_keeps_every_rule(letter):
    assert [str(fault) for fault in conformance.faults(letter)] == []


def test_a_draft_keeps_every_rule():
    draft = pdf.render(pages.page(pages.a_letter(body=BODY)))
    assert [str(fault) for fault in conformance.faults(draft.pdf)] == []


def test_the_command_names_what_is_wrong_and_fails(letter, short_letter, tmp_path):
    path, said = tmp_path / "letter.pdf", io.StringIO()
    path.write_bytes(letter)
    call_command("check_letter", str(path), stdout=said)
    assert f"{len(conformance.RULES)} rules" in said.getvalue()
    path.write_bytes(broken(short_letter, "archived"))
    with pytest.raises(CommandError):
        call_command("check_letter", str(path), stdout=said)
    assert "ISO 19005-3 6.6.4 The document claims PDF/A-3a" in said.getvalue()
    path.write_bytes(b"no PDF")
    with pytest.raises(CommandError, match="not a PDF"):
        call_command("check_letter", str(path), stdout=said)


def element(opened, kind: str):
    def walk(parent):
        held = parent.get("/K", [])
        for kid in held if isinstance(held, Array) else [held]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from walk(kid)

    return next(each for each in walk(opened.Root.StructTreeRoot) if each["/S"] == kind)


def font(opened):
    return next(iter(opened.pages[0].Resources.Font.values()))


def content(before: bytes = b"", after: bytes = b""):
    """Something painted before or after what a page paints."""

    def change(opened):
        page = opened.pages[0]
        page.Contents = opened.make_stream(before + page.Contents.read_bytes() + after)

    return change


def within(opened, old: bytes, new: bytes, stream):
    found = stream.read_bytes()
    assert old in found
    stream.write(found.replace(old, new))


def xmp(old: bytes, new: bytes):
    return lambda opened: within(opened, old, new, opened.Root.Metadata)


def put(path, key, value):
    """Set one entry of the object that `path` finds."""

    def change(opened):
        path(opened)[key] = value(opened) if callable(value) else value

    return change


def drop(path, key):
    def change(opened):
        del path(opened)[key]

    return change


def root(opened):
    return opened.Root


def widget(opened):
    return next(page.Annots[0] for page in opened.pages if "/Annots" in page)


def filespec(opened):
    file = opened.make_stream(b"data")
    return opened.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=file)))


def form(**facts):
    return lambda opened: opened.make_stream(b"", Subtype=Name.Form, **facts)


def add_image(**facts):
    def change(opened):
        image = opened.make_stream(b"\0\0\0", Subtype=Name.Image, Width=1, Height=1, **facts)
        opened.pages[0].Resources.XObject["/strange"] = image

    return change


def profile(opened):
    return opened.Root.OutputIntents[0].DestOutputProfile


def glyph_codes(number: int):
    """Show a glyph of that number in the first page's first font."""

    def change(opened):
        name = next(iter(opened.pages[0].Resources.Font.keys()))
        text = b"/P <</MCID 999>> BDC BT %s 9 Tf <%04x> Tj ET EMC" % (name.encode(), number)
        content(after=b"\n" + text)(opened)

    return change


def swap_cells(opened):
    row = element(opened, "/TR")
    row.S = Name.Div


def forget_owner(opened):
    opened.Root.StructTreeRoot.ParentTree.Nums[1][0] = Dictionary()


BREAKERS = {
    "trailer": lambda opened: None,  # below, on the bytes
    "header": lambda opened: None,
    "encryption": lambda opened: None,
    "syntax": lambda opened: None,
    "streams": put(root, "/Odd", lambda o: o.make_stream(b"x", F=String("elsewhere"))),
    "permissions": put(root, "/Perms", Dictionary(Odd=1)),
    "limits": put(root, "/" + "x" * 200, True),
    "embedded": drop(lambda o: font(o).DescendantFonts[0].FontDescriptor, "/FontFile3"),
    "variants": put(root, "/OCProperties", Dictionary()),
    "operators": content(before=b"odd "),
    "resources": put(root, "/Odd", form()),
    "output_intent": put(profile, "/N", 4),
    "device_colours": content(after=b" 0 0 0 1 k"),
    "states": put(lambda o: o.pages[0].Resources.ExtGState, "/odd", Dictionary(ca=1, TR=Name.Odd)),
    "intents": put(lambda o: o.pages[0].Resources.ExtGState, "/odd", Dictionary(RI=Name.Odd)),
    "external": add_image(Interpolate=True),
    "blend_modes": put(lambda o: o.pages[0].Resources.ExtGState, "/odd", Dictionary(BM=Name.Odd)),
    "reference_forms": put(root, "/Odd", form(Ref=Dictionary(), Resources=Dictionary())),
    "dictionaries": drop(font, "/BaseFont"),
    "mapping": put(font, "/Encoding", Name.Odd),
    "complete": glyph_codes(60_000),
    "widths": put(lambda o: font(o).DescendantFonts[0], "/W", Array([0, 65_000, 1])),
    "characters": lambda o: within(o, b"<", b"<e000", font(o).ToUnicode),
    "notdef": glyph_codes(0),
    "readable": drop(font, "/ToUnicode"),
    "kinds": put(lambda o: element(o, "/P"), "/S", Name.Odd),
    "flags": put(widget, "/F", 2),
    "appearance": drop(widget, "/AP"),
    "forms": put(lambda o: o.Root.AcroForm, "/NeedAppearances", True),
    "actions": put(root, "/OpenAction", Dictionary(Type=Name.Action, S=Name.JavaScript)),
    "triggers": put(root, "/AA", Dictionary()),
    "tagged": drop(widget, "/TU"),
    "tabs": lambda opened: [page.obj.__setitem__("/Tabs", Name.R) for page in opened.pages],
    "parents": put(lambda o: element(o, "/P"), "/P", lambda o: o.Root),
    "xmp": xmp(b"</rdf:RDF>", b"</rdf:RDF><rdf:RDF/>"),
    "schemas": xmp(b"<pdfaProperty:name>part", b"<pdfaProperty:name>whole"),
    "archived": xmp(b"conformance>A", b"conformance>B"),
    "accessible": xmp(b"<pdfuaid:part>1", b"<pdfuaid:part>2"),
    "title": drop(root, "/ViewerPreferences"),
    "language": put(root, "/Lang", String("")),
    "marked": drop(root, "/MarkInfo"),
    "told": content(after=b" 0 0 9 9 re f"),
    "owned": forget_owner,
    "figures": drop(lambda o: element(o, "/Figure"), "/Alt"),
    "rectangles": put(lambda o: element(o, "/Figure").A, "/BBox", Array([0, 0, 9999, 9])),
    "headings": put(lambda o: element(o, "/H1"), "/S", Name.H2),
    "tables": swap_cells,
    "heads": drop(lambda o: element(o, "/TH").A, "/Scope"),
    "named": put(lambda o: element(o, "/TD").A, "/Headers", Array([String("nobody")])),
    "regular": put(lambda o: element(o, "/TD").A, "/ColSpan", 2),
    "lists": put(lambda o: element(o, "/LBody"), "/S", Name.Span),
    "notes": put(lambda o: element(o, "/P"), "/S", Name.Note),
}

ON_THE_BYTES = {
    "header": lambda content: b"%PDF-2.0\n" + content[9:],
    "trailer": lambda content: content + b"\nmore",
    "syntax": lambda content: (
        content.replace(b"/Type/ObjStm", b"/Type/ObjStn")
        if b"/Type/ObjStm" in content
        else content.replace(b"startxref", b"startxxxx")
    ),
}


def broken(letter: bytes, rule: str) -> bytes:
    if rule in ON_THE_BYTES:
        return ON_THE_BYTES[rule](letter)
    with pikepdf.open(io.BytesIO(letter)) as opened:
        BREAKERS[rule](opened)
        written = io.BytesIO()
        locked = pikepdf.Encryption(owner="o")
        opened.save(written, encryption=locked if rule == "encryption" else False)
    return written.getvalue()


@pytest.mark.parametrize("rule", some_quick(BREAKERS, 12))
def test_a_rule_finds_what_breaks_it(short_letter, rule):
    assert found(broken(short_letter, rule), rule)
    assert not found(short_letter, rule)


def test_every_rule_is_broken_once():
    assert {rule.faults.__name__ for rule in conformance.RULES} == set(BREAKERS)


def test_the_rules_find_what_weasyprint_leaves_wrong():
    """Negative control: without our finishing, the same page breaks the rules."""
    assert {"archived", "schemas", "output_intent", "owned", "rectangles"} <= set(
        names(bare(pages.issued(*[pages.WORDS] * 4), '{"pdf_variant": "pdf/ua-1"}'))
    )
