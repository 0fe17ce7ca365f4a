"""The public directory: every item with its own page, and the whole as files."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from django.test import Client

from casework.catalogue import fill_in
from catalogue.models import Item, ItemLink
from office.models import Unit
from tests.cast import at

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "catalogue.json"
MONDAY = date(2026, 3, 2)
LINK = "https://www.example.edu.cn/zs/7.htm"


@pytest.fixture
def filled(cast) -> Item:
    item = Item.objects.get(number=7)
    for edits, day in enumerate((date(2026, 1, 26), date(2026, 3, 2))):
        facts = {"link": LINK, "unit": cast.academic_affairs, "cycle": "yearly", "updated_on": day}
        fill_in(item, facts, more_links=[("研究生招生", f"{LINK}?y")], edits=edits,
                by=cast.office_head, on=MONDAY, at=at(MONDAY))  # fmt: skip
    return Item.objects.get(number=7)


def page(address: str, language: str = "zh-hans", **asked) -> str:
    client = Client()
    client.cookies["language"] = language
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_all_fifty_are_on_the_page_each_with_its_own_address(filled):
    html = page("/catalogue/")
    for number in range(1, 51):
        assert f'href="/catalogue/{number}/"' in html
        assert page(f"/catalogue/{number}/")
    assert html.count("未填") == 49
    assert "《高等学校信息公开事项清单》" in html
    assert Client().get("/catalogue/51/").status_code == 404


def test_an_item_has_its_links_its_unit_and_its_updates(filled):
    html = page("/catalogue/7/")
    for word in (
        LINK,
        f"{LINK}?y",
        "研究生招生",
        "教务处",
        "每年",
        "2026年3月2日",
        "2026年1月26日",
    ):
        assert word in html
    english = page("/catalogue/7/", "en")
    assert "Academic Affairs Office" in english
    assert "Every year" in english


def test_what_is_not_filled_in_is_said_not_made_up(filled):
    html = page("/catalogue/8/")
    assert "未填：学校还没有填写" in html
    assert 'href="/apply/"' in html


def test_a_matter_whose_wording_was_not_seen_says_so(institution):
    assert "文字未与清单原文核对" in page("/catalogue/22/")
    assert "文字未与清单原文核对" not in page("/catalogue/7/")


def test_a_unit_narrows_the_list(filled):
    html = page("/catalogue/", unit="教务处")
    assert "/catalogue/7/" in html
    assert "/catalogue/8/" not in html
    assert "教务处：" in html
    assert "/catalogue/8/" in page("/catalogue/", unit="没有这个单位")
    assert "没有找到" in page("/catalogue/", unit="教务处", q="学风")


def test_the_file_for_machines_fits_its_schema(filled):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(page("/catalogue/catalogue.json", "en"))
    jsonschema.validate(data, schema)
    assert len(data["items"]) == 50
    assert data["list"]["document"] == "教办函〔2014〕23号"
    assert data["items"][6] == {
        "number": 7, "code": "moe-2014-07", "category": "招生考试信息", "title": filled.title,
        "title_en": filled.title_en, "wording_verified": True, "unit": "教务处", "cycle": "yearly",
        "updated_on": "2026-03-02",
        "links": [
            {"title": filled.title, "url": LINK}, {"title": "研究生招生", "url": f"{LINK}?y"},
        ],
    }  # fmt: skip
    assert data["items"][7]["links"] == []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"items": [{}]}, schema)


def test_the_file_for_a_spreadsheet_has_every_link_and_no_formula(filled):
    ItemLink.objects.create(item=filled, title="=1+1", url=f"{LINK}?z")
    text = page("/catalogue/catalogue.csv").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 49 + 3
    assert [row[-2:] for row in rows if row[0] == "7"] == [
        ["", LINK], ["研究生招生", f"{LINK}?y"], ["'=1+1", f"{LINK}?z"],
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/catalogue/", "/catalogue/7/", "/catalogue/catalogue.json"])
def test_it_asks_the_database_no_more_when_it_is_full(
    filled, address, django_assert_max_num_queries
):
    Item.objects.update(link=LINK, unit=Unit.objects.first())
    for item in Item.objects.all():
        ItemLink.objects.create(item=item, title="又一处", url=f"{LINK}?{item.pk}")
    with django_assert_max_num_queries(6):
        page(address)


def test_search_engines_may_keep_it(filled):
    for address in ("/catalogue/", "/catalogue/7/"):
        assert "X-Robots-Tag" not in Client().get(address).headers
