"""Hostile text in every field of every kind: printed as typed, within the page, no more."""

import io
from datetime import date

import pikepdf
import pypdf
import pytest

from notices import letter, pdf
from notices.facts import FactsRefused, cleaned
from notices.kind import Field, Widget
from notices.kinds import KINDS
from notices.pdf import MissingGlyph, NotRendered
from office import institution
from tests.notices import pages, paper, stories
from tests.notices.test_layout import BOTTOM, EVEN_LEFT, EVEN_RIGHT, LEFT, RIGHT, TOP
from tests.sizes import some_quick

GONE_OUT = date(2026, 3, 9)
EDGES = 20.0, 190.0  # millimetres: the ends of the red lines, between which the letterhead stands
HEAD, NEARLY = 55.0, 0.5  # the letterhead and the number end there; what rounding may add
WORDS_OF_ITEMS = ("asked_for", "reasons", "how_obtained")


def payloads(server: str, file: str) -> dict[str, str]:
    return {
        "img": f'<img src="{server}/a"><img src="{file}">',
        "style": f"</p></style><style>@import url({server}/b);p{{background:url({server}/c)}}",
        "css": f"x;background:url({server}/d);}} p{{content:url({file})}}",
        "script": f"<script src={server}/e>alert(1)</script><a href=javascript:alert(2)>甲</a>",
        "svg": f'<svg onload="alert(3)"><image href="{server}/f"/><use href="{file}#x"/></svg>',
        "attach": f'<link rel=attachment href="{file}"><object data="{file}"></object>',
        "entity": "&lt;img src=x&gt;&#x202e;&#0;&amp;{{ settings.SECRET_KEY }}{% debug %}",
        "bidi": "甲\u202e乙\u2066丙\u2069丁\u200f",
        "endless": "W" * 2500,
        "unbroken": "》" * 1500,
        "rows": "甲\t乙\n" * 300,
        "import": f"@import '{server}/g'; url({server}/h) url(data:text/html,x) {file} ftp://x/",
        "template": "{{ letter.code }}{% include '/etc/passwd' %}{{ settings }}${7*7}#{1}<%= 1 %>",
        "unseen": "甲\u200b乙\u2060丙\ufeff丁\u00ad戊",
        "private": "甲\ue000乙\U000f0000",
        "four bytes": "\U0002b5af\U00020bb7野家\U00030000",
    }


def text_fields(code: str) -> list[str]:
    """The fields of a kind that take free words; those of its items by their own names."""
    found = []
    for field in KINDS[code].fields:
        if field.widget == Widget.ITEMS:
            found += WORDS_OF_ITEMS
        elif _takes_words(field):
            found.append(field.name)
    return found


def _takes_words(field: Field) -> bool:
    return field.widget in (Widget.TEXT, Widget.TEXTAREA)


def with_words(code: str, name: str, words: str) -> dict:
    facts = dict(stories.FACTS[code])
    if name in WORDS_OF_ITEMS:
        facts["items"] = [each | {name: words} for each in facts["items"]]
    else:
        facts[name] = words
    return facts


def printed(application, code: str, facts: dict) -> tuple[pdf.Printed, str]:
    plain, sealed = cleaned(KINDS[code], facts)
    composed = letter.compose(
        KINDS[code], application, plain | sealed, institution=institution.current(),
        law=application.statute_law, on=GONE_OUT,
    )  # fmt: skip
    issued = letter.dated(composed, number="示〔2026〕1号", on=GONE_OUT)
    return pdf.render(letter.page(issued)), str(issued.body)


def nothing_came_of_it(made: pdf.Printed) -> None:
    """No action, no attachment, no file's content, and every character on its page."""
    assert not pypdf.PdfReader(io.BytesIO(made.pdf)).attachments
    assert b"not for the letter" not in made.pdf
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        actions = [
            o
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary)
            and (o.get("/Type") == "/Action" or "/JS" in o or ("/A" in o and "/Rect" in o))
        ]
    assert actions == []  # fmt: skip
    for number in range(made.pages):
        for glyph in paper.glyphs(made.pdf, number):
            assert _is_in_place(glyph, number), (number, glyph)


def _is_in_place(glyph: paper.Glyph, number: int) -> bool:
    """Within the type area; but for the head of the first page and the numbers of the others."""
    if number == 0 and glyph.top < HEAD:
        return EDGES[0] <= glyph.left <= glyph.right <= EDGES[1]
    if number > 0 and glyph.character in "—0123456789" and glyph.top > BOTTOM:
        return glyph.bottom < 275
    left, right = (LEFT, RIGHT) if number % 2 == 0 else (EVEN_LEFT, EVEN_RIGHT)
    across = left - NEARLY <= glyph.left <= glyph.right <= right + NEARLY
    return across and TOP - NEARLY <= glyph.top <= glyph.bottom <= BOTTOM + NEARLY


def attack(cast, somewhere, secret, code: str, name: str, kind: str) -> None:
    stories.allow_everything()
    words = payloads(f"http://127.0.0.1:{somewhere.server_port}", secret.as_uri())[kind]
    application = stories.ready(cast, code)
    try:
        made, _body = printed(application, code, with_words(code, name, words))
    except (FactsRefused, MissingGlyph):
        return  # too long, or a character no font has: it never comes to paper
    nothing_came_of_it(made)
    assert somewhere.seen == []


SAMPLE = [
    ("correction", "missing", "img"), ("correction", "missing", "rows"),
    ("extension", "reason", "style"), ("refused", "reasons", "svg"),
    ("granted", "how_obtained", "attach"), ("not_this_body", "body_name", "script"),
    ("fee", "how_to_pay", "css"), ("refused", "asked_for", "entity"),
    ("third_party_consultation", "party_name", "endless"), ("petition", "reasons", "unbroken"),
    ("rectification", "reason", "bidi"), ("refused", "reasons", "import"),
    ("petition", "reasons", "template"), ("correction", "missing", "unseen"),
    ("refused", "reasons", "private"), ("correction", "missing", "four bytes"),
]  # fmt: skip
EVERY = [
    (code, name, kind)
    for code in KINDS
    for name in text_fields(code)
    for kind in payloads("", "")
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "kind"), some_quick(SAMPLE, 4))
def test_hostile_words_do_nothing(cast, somewhere, secret, code, name, kind):
    attack(cast, somewhere, secret, code, name, kind)


@pytest.mark.full
@pytest.mark.parametrize(("code", "name", "kind"), EVERY)
def test_hostile_words_do_nothing_in_any_field_of_any_kind(
    cast, somewhere, secret, code, name, kind
):
    attack(cast, somewhere, secret, code, name, kind)


@pytest.mark.parametrize("kind", ["img", "script", "endless"])
@pytest.mark.parametrize(
    "where", some_quick(["name", "letterhead", "title", "attachments"], {"name"})
)
def test_hostile_names_and_titles_do_nothing(somewhere, secret, where, kind):
    words = payloads(f"http://127.0.0.1:{somewhere.server_port}", secret.as_uri())[kind][:400]
    made = pdf.render(pages.issued(**{where: (words,) if where == "attachments" else words}))
    assert not pypdf.PdfReader(io.BytesIO(made.pdf)).attachments
    assert somewhere.seen == []
    for glyph in paper.glyphs(made.pdf):
        assert 0 <= glyph.left <= glyph.right <= 210, glyph


def test_every_kind_with_words_of_its_own_is_in_the_matrix():
    assert {code for code, _name, _kind in EVERY} == {c for c in KINDS if text_fields(c)}
    assert len(EVERY) > 300


@pytest.mark.full
def test_ten_thousand_characters_without_a_break_stay_within_the_lines():
    made = pdf.render(pages.issued("W" * 10_000))
    nothing_came_of_it(made)
    assert paper.text(made.pdf).count("W") == 10_000


@pytest.mark.full
def test_two_thousand_rows_are_printed_or_refused_but_never_hang():
    rows = "".join(f"<tr><td>{n}</td><td>甲</td></tr>" for n in range(2000))
    body = pages.SafeString(f"<table><thead><tr><th>号</th><th>名</th></tr></thead>{rows}</table>")
    try:
        made = pdf.render(pages.issued(body=body))
    except NotRendered:
        return
    nothing_came_of_it(made)
    assert made.pages > 40
