"""Every public page, in both languages, with what must be on it."""

import re

import pytest
from django.test import Client

from catalogue.models import Item
from tests.web.public.filling import begun, filed, filled, text

pytestmark = pytest.mark.django_db

FOR_EVERYONE = [
    "/", "/catalogue/", "/catalogue/?q=%E7%AB%A0%E7%A8%8B", "/guide/", "/privacy/", "/deadline/",
    "/deadline/?law=cn-regulation&received=2026-02-11&served=2026-03-02",
    "/deadline/?ask=day&on=2026-02-14&calendar=cn",
    "/accessibility/", "/reports/", "/apply/", "/track/",
]  # fmt: skip
QUESTIONS = [
    "/apply/what/", "/apply/how/", "/apply/why/", "/apply/kind/", "/apply/identity/",
    "/apply/contact/", "/apply/agent/", "/apply/files/", "/apply/check/",
]  # fmt: skip
OF_A_CASE = ["/track/case/", "/track/case/withdraw/", "/track/case/complain/", "/apply/done/"]


@pytest.fixture(autouse=True)
def a_monday(institution, time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)


def visitor(language: str) -> Client:
    client = Client()
    client.cookies["language"] = language
    return client


def sound(response, language: str) -> str:
    assert response.status_code == 200
    html = text(response)
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.S):
        assert "csrfmiddlewaretoken" in form
    return html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", FOR_EVERYONE)
def test_pages_for_everyone(address, language):
    sound(visitor(language).get(address), language)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_an_application_being_filled_in(language):
    client = filled(visitor(language))
    for address in QUESTIONS:
        html = sound(client.get(address), language)
        assert "noindex" in client.get(address).headers["X-Robots-Tag"]
        assert html.count('<label for="') + html.count("<legend") > 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_a_case(language):
    client = visitor(language)
    filed(client)
    for address in OF_A_CASE:
        response = client.get(address)
        sound(response, language)
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_question_says_which_step_it_is_and_what_may_be_left_out():
    html = text(begun(visitor("zh-hans")).get("/apply/what/"))
    assert "第1步，共9步" in html
    assert html.count("（选填）") == 3  # document number and the two years


def test_the_purpose_is_asked_only_where_the_law_asks_it(institution):
    assert begun(visitor("zh-hans")).get("/apply/why/").status_code == 200
    type(institution).objects.update(default_law="cn-regulation")
    assert begun(visitor("zh-hans")).get("/apply/why/").status_code == 404


def test_the_guide_takes_its_figures_from_the_law(institution):
    html = text(visitor("zh-hans").get("/guide/"))
    assert "15个工作日内答复" in html
    assert "期限不延长" in html
    assert "示例大学纪检监察机构、湖北省教育厅" in html
    type(institution).objects.update(default_law="cn-regulation")
    html = text(visitor("zh-hans").get("/guide/"))
    assert "20个工作日内答复" in html
    assert "最多延长20个工作日" in html
    assert "湖北省人民政府" in html
    assert "示例市中级人民法院" in html


def test_the_catalogue_is_searched_and_says_what_was_looked_for(institution):
    Item.objects.filter(number=2).update(
        link="https://www.example.edu.cn/charter", updated_on="2026-02-03"
    )
    html = text(visitor("zh-hans").get("/catalogue/", {"q": "学校章程"}))
    assert "含“学校章程”的事项有1项" in html
    assert "学术委员会" not in html
    everything = text(visitor("zh-hans").get("/catalogue/"))
    assert "未填" in everything
    assert 'href="https://www.example.edu.cn/charter"' in everything
    assert "没有找到" in text(visitor("zh-hans").get("/catalogue/", {"q": "火星"}))


def test_what_is_already_public_is_hinted_at_on_the_question(institution):
    item = Item.objects.get(number=2)
    Item.objects.filter(pk=item.pk).update(title="转专业办法", link="https://example.edu.cn/z")
    client = begun(visitor("zh-hans"))
    assert "可能已经公开" not in text(client.get("/apply/what/"))
    typed = {"subject": "转专业人数", "description": "近三年的转专业人数"}
    client.post("/apply/what/", typed)
    html = text(client.get("/apply/how/"))
    assert "可能已经公开" in html
    assert "https://example.edu.cn/z" in html


@pytest.mark.parametrize("address", ["/", "/guide/", "/catalogue/"])
def test_a_page_for_everyone_asks_the_database_little(address, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        Client().get(address)
