"""The PDF of a report: what it claims of itself holds, and a long table stays readable."""

import io
import re

import pytest
from pypdf import PdfReader

from notices import conformance
from reports import paper
from reports.outputs.edition import Status
from reports.statements import Listed
from tests.reports import editions

pytestmark = pytest.mark.full


def printed(made):
    return paper.printed(made.document, draft=made.is_draft, sha256=made.sha256)


@pytest.fixture(scope="module")
def long_list():
    """Fifty matters with long titles: a table of several pages."""
    kept, editions.MATTERS = editions.MATTERS, tuple(
        Listed(n, "学位、学科信息", "授予博士、硕士、学士学位的基本要求" * 3,
               f"https://xxgk.example.edu.cn/info/1001/{n}.htm") for n in range(1, 51)
    )  # fmt: skip
    yield editions.edition(status=Status.PUBLISHED)
    editions.MATTERS = kept


@pytest.fixture(scope="module")
def pdf(long_list):
    return printed(long_list)


@pytest.fixture(scope="module")
def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def test_it_keeps_every_rule_of_pdf_a_and_pdf_ua(pdf):
    assert [str(fault) for fault in conformance.faults(pdf)] == []


def test_a_draft_keeps_them_too():
    draft = printed(editions.edition(status=Status.DRAFT))
    assert [str(fault) for fault in conformance.faults(draft)] == []


def test_every_part_and_table_has_a_bookmark(reader):
    def titles(outline):
        for entry in outline:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]

    found = list(titles(reader.outline))
    assert "三、依申请公开和不予公开情况" in found
    assert "（一）制度机制建设情况" in found
    assert any(title.startswith("收到和处理信息公开申请情况") for title in found)


def test_running_heads_begin_on_the_second_page_and_numbers_on_the_first(reader, long_list):
    title = long_list.document.title
    first, *others = [page.extract_text() for page in reader.pages]
    assert re.search(r"— 1 —", first)
    assert first.count(title) == 1  # the title itself
    assert all(title in page for page in others)


def test_the_heads_of_a_long_table_are_on_each_of_its_pages(reader):
    pages = [page.extract_text() for page in reader.pages]
    listed = [page for page in pages if "网址链接" in page]
    assert len(listed) > 2


def test_the_statutory_table_is_on_one_page(reader):
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    (page,) = [page for page in pages if "本年新收政府信息公开申请数量" in page]
    assert "四、结转下年度继续办理" in page
    assert "收到和处理信息公开申请情况" in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_a_draft_says_so_on_every_page_and_names_the_snapshot(status):
    made = editions.edition(status=status)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed(made))).pages]
    assert all(("草" in page and "稿" in page) == (status == Status.DRAFT) for page in pages)
    assert made.sha256 in pages[0]


def test_the_same_snapshot_gives_the_same_bytes(long_list, pdf):
    assert printed(long_list) == pdf
