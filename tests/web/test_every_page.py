"""What every page shares: frame, headers, display choices, and the pages for what goes wrong."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]


@pytest.fixture
def visitor(institution):
    return Client(raise_request_exception=False)


@pytest.fixture
def office_head(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.office_head)
    return client


def text(response):
    return response.content.decode()


# Frame


def test_a_public_page_names_the_institution_and_where_help_is(visitor):
    html = text(visitor.get("/"))
    assert '<html lang="zh-CN">' in html
    assert "<title>一页 — 示例大学信息公开</title>" in html
    for help_ in ("0000-1234567", "湖北省示例市大学路1号", "工作日8:30—12:00"):
        assert help_ in html


def test_the_current_part_is_marked_in_the_navigation(visitor):
    assert '<a href="/" aria-current="page">首页</a>' in text(visitor.get("/"))
    html = text(visitor.get("/track/"))
    assert '<a href="/track/" aria-current="page">查询进度</a>' in html
    assert html.count("aria-current") == 1


def test_a_page_with_errors_says_so_first_in_its_title(visitor):
    assert "<title>错误：一页" in text(visitor.get("/?bad=1"))
    assert "<title>一页" in text(visitor.get("/"))


def test_staff_see_only_the_parts_they_may_open(office_head, cast):
    assert "登记来件" in text(office_head.get("/staff/"))
    officer = Client()
    officer.force_login(cast.officer)
    html = text(officer.get("/staff/"))
    assert "登记来件" not in html
    assert "年度统计" not in html
    assert "吴起草" in html


def test_signing_out_is_a_form_and_searching_leaves_no_trace_of_a_person(office_head):
    html = text(office_head.get("/staff/"))
    assert '<form action="/staff/sign_out/" method="post">' in html
    assert '<form class="find join" action="/staff/queue/" role="search">' in html


def test_the_frame_has_nothing_the_content_policy_would_block(visitor, office_head):
    for html in (text(visitor.get("/")), text(office_head.get("/staff/"))):
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
        assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/enhance.js" defer>']


def test_a_demonstration_says_that_it_is_one(visitor, settings):
    assert "演示系统" not in text(visitor.get("/"))
    settings.DEMONSTRATION = True
    assert "演示系统" in text(visitor.get("/"))


# Display choices


@pytest.mark.parametrize(
    ("choice", "seen"),
    [
        ({"language": "en"}, '<html lang="en">'),
        ({"type": "large"}, 'data-type="large"'),
        ({"theme": "dark"}, 'media="all"'),
    ],
)
def test_a_choice_is_kept_and_the_visitor_returns_to_the_page(visitor, choice, seen):
    assert seen not in text(visitor.get("/track/"))
    response = visitor.post("/display/", choice | {"next": "/track/"})
    assert response.url == "/track/"
    assert seen in text(visitor.get("/track/"))


def test_light_colours_leave_the_dark_sheet_out(visitor):
    assert "prefers-color-scheme: dark" in text(visitor.get("/"))
    visitor.post("/display/", {"theme": "light"})
    assert "dark.css" not in text(visitor.get("/"))


def test_the_institution_has_its_english_name_on_english_pages(visitor):
    visitor.post("/display/", {"language": "en"})
    html = text(visitor.get("/"))
    assert "Example University" in html
    assert "1 University Road" in html
    assert visitor.get("/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "", "javascript:1"]
)
def test_a_choice_never_leads_to_another_site(visitor, elsewhere):
    response = visitor.post("/display/", {"type": "large", "next": elsewhere})
    assert response.url == "/"


def test_what_is_no_choice_of_ours_is_refused_and_sets_nothing(visitor):
    for strange in ({}, {"language": "fr"}, {"theme": "x;path=/"}):
        response = visitor.post("/display/", strange)
        assert response.status_code == 400
        assert not set(response.cookies) & {"language", "theme"}
    assert visitor.get("/display/").status_code == 405


def test_a_strange_cookie_counts_as_none(visitor):
    visitor.cookies["language"] = "<script>"
    assert '<html lang="zh-CN">' in text(visitor.get("/"))


# Headers


@pytest.mark.parametrize("address", ["/", "/track/", "/denied/", "/nowhere/", "/broken/"])
def test_every_answer_carries_the_headers_errors_too(visitor, address):
    headers = visitor.get(address).headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_search_engines_and_caches_get_only_what_is_for_everyone(visitor, office_head):
    for open_ in ("/", "/catalogue/", "/guide/"):
        headers = visitor.get(open_).headers
        assert "X-Robots-Tag" not in headers
        assert "no-store" not in headers.get("Cache-Control", "")
    for client, address in ((visitor, "/track/"), (visitor, "/apply/"), (office_head, "/staff/")):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in headers["Cache-Control"]


# What goes wrong


def test_a_page_that_is_not_there_offers_a_way_on(visitor):
    response = visitor.get("/nowhere/")
    assert response.status_code == 404
    assert "没有这一页" in text(response)
    assert 'href="/catalogue/"' in text(response)


def test_what_staff_may_not_see_looks_as_if_it_were_not_there(office_head):
    html = text(office_head.get("/staff/nowhere/"))
    assert "没有这一页" in html
    assert 'class="office"' in html


def test_a_refusal_gives_its_reason(visitor):
    response = visitor.get("/denied/")
    assert response.status_code == 403
    assert "起草人不能批准自己起草的文书。" in text(response)


def test_a_failure_shows_its_number_and_never_a_trace(visitor, caplog):
    response = visitor.get("/broken/")
    assert response.status_code == 500
    html = text(response)
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", html).group()
    assert number in caplog.text
    for secret in ("secret detail", "RuntimeError", "Traceback"):
        assert secret not in html
    assert number not in text(visitor.get("/broken/"))


def test_a_page_not_found_is_no_incident(visitor, caplog):
    visitor.get("/nowhere/")
    visitor.get("/denied/")
    assert "incident" not in caplog.text


def test_a_wrong_host_gets_a_plain_page(visitor):
    response = visitor.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "没有看懂送来的内容" in text(response)


def test_a_form_without_its_token_is_told_what_to_do(institution):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/display/", {"type": "large"})
    assert response.status_code == 403
    assert "没有提交成功" in text(response)


def test_without_an_institution_pages_fail_openly_and_the_failure_still_shows(db):
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "系统出了问题" in text(response)
