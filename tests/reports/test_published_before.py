"""A real year: the report of 2020-2021 as a school published it, next to the one made here.

The facts of that year are shipped as data; parts three, five and eight are stated by the system.
"""

import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from records.refusals import Refusal
from reports.compose import compose
from reports.facts import read_facts
from reports.parts import PREFACE, UNIVERSITY, form
from statute.annual import ROW_CODES

PARTS = form(UNIVERSITY).parts
FACTS = Path(settings.BASE_DIR) / "reports" / "data" / "jcut-2020-2021.toml"
PUBLISHED = Path(__file__).parent / "data" / "jcut-2020-2021.txt"


def published():
    """The published text by part: title, preface, then one list of lines per heading."""
    lines = [line.strip() for line in PUBLISHED.read_text(encoding="utf-8").splitlines()]
    title, preface, *rest = [line for line in lines if line]
    parts = {}
    for line in rest:
        heading = next((part for part in PARTS if line == part.heading), None)
        if heading:
            parts[heading.code] = []
        else:
            parts[list(parts)[-1]].append(line)
    return title, preface, parts


@pytest.fixture(scope="module")
def facts():
    return read_facts(FACTS)


@pytest.fixture(scope="module")
def report(facts):
    return compose(facts.year, issuer=facts.issuer, written=facts.written, matters=facts.matters)


def test_the_published_report_has_the_eight_parts_made_here():
    assert list(published()[2]) == [part.code for part in PARTS]


def test_title_and_preface_are_the_published_ones(report):
    title, preface, _parts = published()
    assert report.title == title
    assert list(report.preface) == [preface]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_each_part_makes_the_statements_that_were_published(report, part):
    assert report.section(part.code).text() == published()[2][part.code]


def test_generated_parts_are_stated_by_the_system_and_not_copied(facts):
    for code in ("requests", "remedies", "catalogue"):
        assert code not in facts.written.texts
    assert not any(number for row in facts.year.requests.values() for number in row)
    assert set(facts.year.requests) == set(ROW_CODES)


def test_the_facts_of_the_year_are_facts_and_not_words(facts):
    """What the period, the office and a number are, is said once."""
    written = "".join(facts.written.texts.values())
    for said in ("2020年9月1日", "0724-2355660", "项目58项"):
        assert said not in written
    assert set(re.findall(r"\{([a-z_]+)\}", written)) == {
        "first", "last", "office", "phone", "procurement_projects"
    }  # fmt: skip
    assert PREFACE in facts.written.texts


def test_part_eight_lists_the_fifty_matters_and_invents_no_link(report):
    table = report.section("catalogue").blocks[1]
    assert [row.cells[0] for row in table.rows] == [str(n) for n in range(1, 51)]
    assert {row.cells[3] for row in table.rows} == {"未填"}
    assert not any(row.link for row in table.rows)


def test_a_link_that_is_known_is_listed(tmp_path):
    path = tmp_path / "facts.toml"
    text = FACTS.read_text(encoding="utf-8")
    path.write_text(text.replace("[catalogue]", '[catalogue]\n6 = "https://example.edu.cn/6"'),
                    encoding="utf-8")  # fmt: skip
    given = read_facts(path)
    made = compose(given.year, issuer=given.issuer, written=given.written, matters=given.matters)
    table = made.section("catalogue").blocks[1]
    assert (table.rows[5].cells[3], table.rows[5].link) == ("https://example.edu.cn/6",) * 2
    assert "共50项，已填链接1项" in table.text


# Facts that are wrong


def with_facts(tmp_path, old, new):
    path = tmp_path / "facts.toml"
    text = FACTS.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_figures_that_do_not_balance_are_refused(tmp_path):
    path = with_facts(tmp_path, "[requests]", "[requests]\nreceived = {business = 2}")
    with pytest.raises(Refusal, match="商业企业列2≠0"):
        read_facts(path)
    balanced = "[requests]\nreceived = {business = 2}\ngranted = {business = 2}"
    assert read_facts(with_facts(tmp_path, "[requests]", balanced)).year.total("granted") == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[requests]", "[requests]\ngiven = {business = 2}", "given"),
        ("[requests]", "[requests]\ngranted = {shop = 2}", "shop"),
        ("[requests]", "[requests.channels]\npigeon = 1", "pigeon"),
        ("[remedies]", "[remedies.petition]\nother = 1", "petition"),
        ("[remedies]", "[remedies.review]\nwon = 1", "won"),
        ("[catalogue]", '[catalogue]\n51 = "https://example.edu.cn/"', "51"),
        ("preface =", 'epilogue = "x"\npreface =', "epilogue"),
        ("[facts]", "[fact]\n[facts]", "fact"),
        ("first = 2020-09-01", "first =", "facts.toml"),
    ],
)
def test_a_fact_that_has_no_place_is_refused_by_name(tmp_path, old, new, said):
    with pytest.raises(Refusal, match=said):
        read_facts(with_facts(tmp_path, old, new))


# The command


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What the command wrote. No database fixture is in force: a query would fail."""
    folder = tmp_path_factory.mktemp("reports")
    call_command("annual_report", facts=FACTS, out=folder / "out", stdout=StringIO())
    return folder / "out"


SUFFIXES = (".docx", ".html", ".json", ".pdf", ".xlsx", "-snapshot.json", "-requests.csv",
            "-remedies.csv", "-figures.csv", "-catalogue.csv")  # fmt: skip


def test_the_command_makes_every_form_without_a_database(made):
    assert {path.name for path in made.iterdir()} == {f"jcut-2020-2021{s}" for s in SUFFIXES}


def bare(text):
    return re.sub(r"\s", "", text)


def in_order(lines, text):
    """Whether all of the lines stand in the text, each after the one before."""
    place = 0
    for line in lines:
        place = text.find(bare(line), place)
        if place < 0:
            return f"{line} is not where it should be"
        place += len(bare(line))
    return ""


class Sections(HTMLParser):
    """The headings and paragraphs of a page, by the section they are in."""

    def __init__(self):
        super().__init__()
        self.found, self.section, self.inside = {}, PREFACE, False

    def handle_starttag(self, tag, attributes):
        if tag == "section":
            self.section = dict(attributes)["id"]
        self.inside = tag in ("p", "h3")
        if self.inside:
            self.found.setdefault(self.section, []).append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("p", "h3")

    def handle_data(self, data):
        if self.inside:
            self.found[self.section][-1] += data


def test_each_part_of_the_page_is_the_published_one(made):
    sections = Sections()
    sections.feed((made / "jcut-2020-2021.html").read_text(encoding="utf-8"))
    title, preface, parts = published()
    assert f"<title>{title}</title>" in (made / "jcut-2020-2021.html").read_text(encoding="utf-8")
    assert sections.found[PREFACE] == ["（2020年9月1日至2021年8月31日）", preface]
    assert sections.found["catalogue"].pop().startswith("数据快照SHA-256：")
    assert {code: sections.found[code] for code in parts} == parts


def test_each_part_of_the_docx_is_the_published_one(made):
    opened = Document(made / "jcut-2020-2021.docx")
    title, preface, parts = published()
    found, code = {}, PREFACE
    for paragraph in opened.paragraphs:
        part = next((part for part in PARTS if paragraph.text == part.heading), None)
        if part:
            assert paragraph.style.name == "Heading 1"
        code = part.code if part else code
        if not part and paragraph.style.name in ("Normal", "Heading 2"):
            found.setdefault(code, []).append(paragraph.text)
    assert bare(opened.paragraphs[0].text) == title
    assert found.pop(PREFACE) == [preface]
    assert found == parts


def test_each_part_of_the_json_is_the_published_one(made):
    data = json.loads((made / "jcut-2020-2021.json").read_text(encoding="utf-8"))
    title, preface, parts = published()
    assert (data["title"], data["preface"]) == (title, [preface])
    assert parts == {
        part["code"]: [block["text"] for block in part["blocks"] if block["kind"] != "table"]
        for part in data["parts"]
    }
    assert (data["status"], data["published_on"]) == ("from_facts", None)
    assert not any(number for row in data["tables"]["requests"]["rows"] for number in row["values"])
    assert len(data["catalogue"]) == 50


def test_the_workbook_has_the_tables_of_the_year(made):
    book = load_workbook(made / "jcut-2020-2021.xlsx")
    assert book.sheetnames == ["申请情况", "监督救济", "其他数字", "事项清单", "说明"]
    assert book["申请情况"]["A1"].value.startswith(published()[0])
    listed = [row[0] for row in book["事项清单"].iter_rows(min_row=3, values_only=True)]
    assert listed == [str(n) for n in range(1, 51)]


def test_each_part_of_the_pdf_is_the_published_one_in_order(made):
    reader = PdfReader(made / "jcut-2020-2021.pdf")
    title, preface, parts = published()
    pages = [bare(page.extract_text()).replace(title, "") for page in reader.pages]
    text = re.sub(r"—\d+—|数据快照SHA-256：[0-9a-f]{64}", "", "".join(pages))
    lines = [preface]
    for part in PARTS:
        lines += [part.heading, *parts[part.code]]
    assert in_order(lines, text) == ""
    assert in_order(lines[::-1], text) != ""
    assert reader.metadata.title == title


def test_the_same_facts_make_the_same_bytes(made, tmp_path):
    call_command("annual_report", facts=FACTS, out=tmp_path, stdout=StringIO())
    one, two = (sorted(folder.iterdir()) for folder in (made, tmp_path))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert len(one) == len(SUFFIXES)


@pytest.mark.parametrize(
    "arguments",
    [[], ["2020-2022"], ["twenty"], ["2020-2021", f"--facts={FACTS}"], ["--facts=/nowhere.toml"]],
)
def test_what_is_no_year_and_no_file_is_refused(tmp_path, arguments):
    with pytest.raises(CommandError):
        call_command("annual_report", *arguments, out=tmp_path)
