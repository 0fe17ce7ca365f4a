"""The shortest ways through the public's pages."""

import re

from django.test import Client

ANSWERS = {
    "what": {
        "subject": "2023—2025年各学院接收转专业学生的人数",
        "description": "请提供2023—2025年各学院接收转专业学生的人数。",
        "year_from": "2023", "year_to": "2025",
    },
    "how": {"form": "electronic", "delivery": "online"},
    "why": {"purpose": "写课程论文。"},
    "kind": {"kind": "natural_person"},
    "identity": {
        "name": "张示例", "identity_kind": "resident_card", "identity_number": "11010519491231002x",
    },
    "contact": {
        "phone": "13800000000", "email": "zhang@example.com", "address": "湖北省荆门市示例路1号",
    },
    "agent": {"has_agent": "no"},
    "files": {},
}  # fmt: skip


def text(response) -> str:
    return response.content.decode()


def begun(client: Client) -> Client:
    assert client.post("/apply/").status_code == 302
    return client


def filled(client: Client, **changed) -> Client:
    """Every question answered, nothing filed yet."""
    begun(client)
    for step, answers in ANSWERS.items():
        response = client.post(f"/apply/{step}/", changed.get(step, answers))
        assert response.status_code == 302, text(response)
    return client


def key_on(page) -> str:
    return re.search(r'name="key" value="([0-9a-f-]{36})"', text(page)).group(1)


def confirm(client: Client, key: str | None = None):
    return client.post(
        "/apply/check/", {"key": key or key_on(client.get("/apply/check/")), "declare": "on"}
    )


def filed(client: Client) -> tuple[str, str]:
    """File; return number and query code as the confirmation page shows them."""
    assert confirm(filled(client)).url == "/apply/done/"
    return shown(client.get("/apply/done/"))


def shown(page) -> tuple[str, str]:
    html = text(page)
    number = re.search(r'id="number">([0-9-]+)<', html).group(1)
    code = re.search(r'id="code">([0-9A-Z-]{19})<', html)
    return number, code and code.group(1)


def opened(number: str, code: str) -> Client:
    """Another browser that has opened the case with its code."""
    client = Client()
    response = client.post("/track/", {"number": number, "code": code})
    assert response.url == "/track/case/", text(response)
    return client
