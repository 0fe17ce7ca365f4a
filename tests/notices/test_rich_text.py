"""Own wording: a few marks become a fixed set of tags, everything else stays the words it was."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from notices import letter, pdf, plain
from notices.rich_text import Numbered, Paragraph, Run, Table, parse, words
from tests.notices import paper
from tests.notices.pages import a_letter

TAGS = {"p", "strong", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {("ol", "class", "as-typed"), ("th", "scope", "col")}
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:1">&amp;</a>'


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, *each) for each in attrs}

    def handle_data(self, data):
        self.text += data


def html(text: str) -> str:
    return render_to_string("notices/rich_text.html", {"blocks": parse(text)})


def bare(text: str) -> str:
    """The text without white space and without what may be a mark."""
    return re.sub(r"[\s*|｜\-:]", "", text)


MARKED = st.lists(
    st.sampled_from(
        [
            "1. ",
            "（一）",
            "- ",
            "**",
            "|",
            "｜",
            "---",
            "\n",
            "\r\n",
            "甲",
            "乙<b>",
            "&lt;",
            "x",
            " ",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60)
@given(st.one_of(MARKED, st.text()))
def test_any_text_yields_these_tags_only_and_keeps_its_words(text):
    found = Tags(html(text))
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert bare(found.text) == bare(text)
    assert bare("".join(plain.paragraphs(html(text)))) == bare(text)


@settings(max_examples=60)
@given(MARKED)
def test_plain_lines_read_again_give_the_same_lines(text):
    once = plain.paragraphs(html(text))
    unmarked = [line for line in once if "**" not in line]
    assert plain.paragraphs(html("\n".join(unmarked))) == unmarked


def test_a_renderer_that_trusted_the_text_would_be_found():
    assert "script" in Tags(HOSTILE).tags
    assert "script" not in Tags(html(HOSTILE)).tags


def test_marks_become_lists_emphasis_and_a_table():
    found = html("经**审查**：\n1. 甲\n2. 乙\n（一）丙\n- 丁\n| 学院 | 人数 |\n| 文 | 3 |")
    assert "<p>经<strong>审查</strong>：</p>" in found
    assert '<ol class="as-typed"><li>1. 甲</li><li>2. 乙</li></ol>' in found
    assert '<ol class="as-typed"><li>（一）丙</li></ol>' in found
    assert "<ul><li>丁</li></ul>" in found
    assert '<th scope="col">学院</th>' in found
    assert "<td>文</td><td>3</td>" in found


@pytest.mark.parametrize(
    "text",
    [
        "**没有合上",
        "合上**",
        "** 空 **",
        "****",
        "1.5万元",
        "-5度",
        "一-二",
        "| 孤行 |",
        "|",
        "# 题",
    ],
)
def test_a_mark_that_is_none_is_a_paragraph_of_its_own_words(text):
    assert parse(text) == [Paragraph((Run(text),))]


def test_numbers_stay_as_they_were_typed():
    assert parse("3. 丙\n5. 戊") == [Numbered(((Run("3. 丙"),), (Run("5. 戊"),)))]


def test_a_table_is_filled_up_and_its_line_of_dashes_left_out():
    cell = lambda text: (Run(text),) if text else ()  # noqa: E731
    assert parse("| 甲 | 乙 |\n|---|:--:|\n｜ 丙 ｜ 丁 ｜ 戊 ｜") == [
        Table((cell("甲"), cell("乙"), ()), ((cell("丙"), cell("丁"), cell("戊")),))
    ]


def test_emphasis_does_not_hide_a_word_that_is_looked_for():
    assert "第十六条第二款" in words("根据**第十六条**第二款")


def test_plain_text_leaves_out_no_words_outside_paragraphs():
    body = "<div>头</div><p>甲<br>乙</p>尾<table><tr><td>丙</td></tr></table>"
    assert plain.paragraphs(body) == ["头", "甲", "乙", "尾", "| 丙 |"]


def test_the_printed_page_has_every_word_of_lists_and_tables():
    text = "经**审查**：\n1. 甲项的理由\n- 丁项\n| 学院 | 人数 |\n| 文学院 | 3人 |\n完"
    printed = pdf.render(letter.page(a_letter(body=render_to_string(
        "notices/rich_text.html", {"blocks": parse(text)}))))  # fmt: skip
    found = paper.text(printed.pdf)
    for said in ("经审查：", "1.甲项的理由", "丁项", "学院人数", "文学院3人", "完"):
        assert said in found
