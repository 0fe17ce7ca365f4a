"""The register's page: who reads it, what leaves by it, and what a file brought to it becomes."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from casework.register import COLUMNS
from records.csv_file import csv_bytes
from records.models import LogEntry
from requests_app.models import Application
from tests.casework.workbooks import workbook
from tests.cast import PASSWORD, at, filed, in_hand
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.views import register_import

TODAY = date(2026, 3, 5)
ROW = [
    "2024-7", "cn-regulation", "post", "business", "示例科技有限公司", "某项目招标文件",
    "2024-03-01", "", "2024-03-20", "granted", "教务处",
]  # fmt: skip
SEE_ALL = ("registrar", "office_head", "secrecy_reviewer", "finance", "leader", "inspector")


def page(user, **asked) -> str:
    with on(TODAY):
        return text(desk(user).get(reverse("staff:whole_register"), asked))


def table_in(html: str) -> str:
    return html.partition("<tbody")[2].partition("</table>")[0]


def taken(user, fresh: bool = True, asked: dict | None = None, **sent):
    address = f"{reverse('staff:whole_register')}?{urlencode(asked or {})}"
    with on(TODAY):
        answer = desk(user, fresh=fresh).post(address, sent)
        return answer, b"".join(answer) if answer.streaming else answer.content


def rows_in(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def brought(user, content: bytes, name: str = "register.csv", fresh: bool = True, **sent):
    sent = {"kind": "register"} | sent
    with on(TODAY):
        return desk(user, fresh=fresh).post(
            reverse("staff:register_import"), {"file": SimpleUploadedFile(name, content)} | sent
        )


def a_register(*rows: list[str]) -> bytes:
    return csv_bytes([COLUMNS, *rows])


# Reading


def test_only_those_who_see_every_case_may_read_it_and_those_who_register_bring_one_in(cast):
    with on(TODAY):
        for name, user in cast.everyone().items():
            client = desk(user)
            found = [
                client.get(reverse(f"staff:{page}")).status_code
                for page in ("whole_register", "register_import", "register_template")
            ]
            registers = 200 if name in ("registrar", "office_head") else 403
            assert found == [200 if name in SEE_ALL else 403, registers, registers], name


def test_it_lists_what_was_received_with_the_first_end_and_can_be_asked(cast):
    closed = in_hand(cast, date(2026, 2, 2), subject="转专业办法")
    closed.withdraw(by=cast.registrar, on=date(2026, 2, 4), at=at(date(2026, 2, 4)))
    standing = in_hand(cast, date(2026, 3, 2))
    unreceived = filed(date(2026, 3, 3))
    Application.objects.filter(pk=unreceived.pk).update(received_on=None)
    numbers = {case.number for case in (closed, standing)}
    for asked, expected in (
        ({}, numbers),
        ({"result": "other"}, {closed.number}),
        ({"first": "2026-02-03"}, {standing.number}),
        ({"last": "2026-02-02"}, {closed.number}),
        ({"q": "转专业办法"}, {closed.number}),
        ({"imported": "yes"}, set()),
        ({"imported": "no"}, numbers),
        ({"result": "no-such"}, numbers),
    ):
        html = page(cast.inspector, **asked)
        listed = table_in(html)
        assert {n for n in numbers if f">{n}</a>" in listed} == expected, asked
        assert f">{unreceived.number}</a>" not in listed
        assert ("没有符合条件的办件" in html) is (not expected)


@pytest.mark.full
def test_fifty_rows_cost_no_more_queries_than_three(cast):
    counts = []
    for so_far in (3, 50):
        while Application.objects.count() < so_far:
            in_hand(cast)
        with on(TODAY):
            client = desk(cast.inspector)
            client.get(reverse("staff:whole_register"))
            with CaptureQueriesContext(connection) as made:
                html = text(client.get(reverse("staff:whole_register")))
            assert table_in(html).count('role="rowheader"') == so_far
            counts.append(len(made))
            with CaptureQueriesContext(connection) as made:
                answer = client.post(reverse("staff:whole_register"), {"format": "csv"})
                assert len(rows_in(b"".join(answer))) == so_far + 1
            counts.append(len(made))
    assert counts[2:] <= counts[:2]


# Taking along


def test_nothing_leaves_without_the_password(cast):
    in_hand(cast)
    answer, content = taken(cast.registrar, fresh=False, format="csv")
    assert "请再输入一次密码" in content.decode()
    assert not LogEntry.objects.filter(event="register_exported").exists()
    answer, content = taken(cast.registrar, fresh=False, format="csv", password_again=PASSWORD)
    assert answer["Content-Type"] == "text/csv"
    assert LogEntry.objects.get(event="register_exported").actor_name == "周登记"


@pytest.mark.parametrize(
    ("who", "name"), [("registrar", "欧阳示例"), ("inspector", "欧**例"), ("leader", "欧**例")]
)
def test_the_file_has_the_names_that_this_person_may_see(cast, who, name):
    in_hand(cast, applicant={"name": "欧阳示例"})
    _answer, content = taken(getattr(cast, who), format="csv")
    assert rows_in(content)[1][COLUMNS.index("applicant_name")] == name


def test_the_file_holds_what_was_searched_for_in_either_format(cast):
    in_hand(cast, date(2026, 2, 2))
    wanted = in_hand(cast, date(2026, 3, 2))
    _answer, content = taken(cast.registrar, asked={"first": "2026-03-01"}, format="csv")
    assert [row[0] for row in rows_in(content)] == ["number", wanted.number]
    answer, content = taken(cast.registrar, asked={"first": "2026-03-01"}, format="xlsx")
    assert content.startswith(b"PK")
    assert 'filename="register-2026-03-05.xlsx"' in answer["Content-Disposition"]


def test_the_remedies_of_what_was_searched_for_go_out_too(cast):
    for number, filed_on in (("2024-7", "2024-04-10"), ("2024-8", "2024-05-10")):
        brought(cast.registrar, a_register([number, *ROW[1:]]))
        remedies = [("application", "kind", "filed_on", "decided_on", "result"),
                    (number, "review", filed_on, "", "")]  # fmt: skip
        assert brought(cast.registrar, csv_bytes(remedies), kind="remedies").status_code == 302
    _answer, content = taken(cast.registrar, asked={"q": "2024-8"}, format="csv", table="remedies")
    assert rows_in(content)[1:] == [["2024-8", "review", "2024-05-10", "", ""]]


# Bringing in


def test_a_check_takes_nothing_and_the_same_file_is_then_taken(cast):
    content = a_register(ROW, ["", *ROW[1:]])
    html = text(brought(cast.registrar, content, check="1"))
    assert "检查过了：2行，没有错误，还没有导入" in html
    assert not Application.objects.exists()
    checked = html.partition('name="checked" value="')[2].partition('"')[0]
    assert len(checked) == 64
    other = brought(cast.registrar, a_register(ROW), checked=checked)
    assert "不是刚才检查过的文件" in text(other)
    assert not Application.objects.exists()
    assert brought(cast.registrar, content, checked=checked).status_code == 302
    assert Application.objects.count() == 2
    html = page(cast.registrar, imported="yes")
    assert table_in(html).count('role="rowheader"') == 2
    assert LogEntry.objects.filter(event="imported", actor_name="周登记").count() == 2


def test_a_workbook_is_taken_and_what_was_is_shown(cast):
    content = workbook([cell or None for cell in ROW])
    with on(TODAY):
        client = desk(cast.office_head)
        answer = client.post(
            reverse("staff:register_import"),
            {"kind": "register", "file": SimpleUploadedFile("r.xlsx", content)}, follow=True,
        )  # fmt: skip
    assert "已导入：申请登记簿，1行。" in text(answer)
    assert "2024-7" in text(answer)


def test_nothing_is_taken_in_without_the_password_but_a_check_needs_none(cast):
    html = text(brought(cast.registrar, a_register(ROW), fresh=False))
    assert "请再输入一次密码" in html
    assert not Application.objects.exists()
    assert "没有错误" in text(brought(cast.registrar, a_register(ROW), fresh=False, check="1"))
    answer = brought(cast.registrar, a_register(ROW), fresh=False, password_again=PASSWORD)
    assert answer.status_code == 302
    assert Application.objects.count() == 1


def test_every_fault_is_shown_by_line_and_column_and_nothing_is_taken(cast):
    bad = ["2024-8", "cn-regulation", "pigeon", *ROW[3:8], "", *ROW[9:]]
    html = text(brought(cast.registrar, a_register(ROW, bad)))
    assert "有2处错误，什么也没有导入" in html
    for column in ("channel", "closed_on"):
        assert f"<code>{column}</code>" in table_in(html)
    assert table_in(html).count('scope="row" class="nw">第3行<') == 2
    assert not Application.objects.exists()


def test_a_thousand_faults_are_summed_up_and_the_first_hundred_shown(cast):
    bad = [["x", "cn-regulation", "pigeon", *ROW[3:]] for _ in range(600)]
    html = text(brought(cast.registrar, a_register(*bad)))
    assert "有1199处错误" in html  # 600 channels; 599 numbers that the first line has already
    assert "前100处错误" in html
    assert table_in(html).count("<tr") == 100


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_register(), "没有一行内容"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "旧格式"),
        (b"", "空"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_the_reason(cast, content, said):
    answer = brought(cast.registrar, content)
    assert answer.status_code == 200
    assert said in text(answer)


def test_more_rows_than_a_request_should_take_are_refused_with_what_to_do(cast, monkeypatch):
    monkeypatch.setattr(register_import, "MOST_ROWS", 1)
    html = text(brought(cast.registrar, a_register(ROW, ["", *ROW[1:]])))
    assert "一次最多1行：请分开，或请系统管理员用命令导入" in html
    assert not Application.objects.exists()


def test_a_file_too_large_for_a_request_is_refused_before_it_is_read(cast, monkeypatch):
    monkeypatch.setattr(register_import, "MOST_BYTES", 10)
    assert "文件超过" in text(brought(cast.registrar, a_register(ROW)))


def test_sent_twice_it_is_taken_once(cast):
    content = a_register(["", *ROW[1:]])
    assert brought(cast.registrar, content).status_code == 302
    assert "已经导入过" in text(brought(cast.registrar, content))
    assert Application.objects.count() == 1


def test_the_pages_are_told_in_english_too(cast):
    with on(TODAY):
        client = desk(cast.registrar)
        client.cookies["language"] = "en"
        file = SimpleUploadedFile("r.csv", a_register([*ROW[:2], "pigeon", *ROW[3:]]))
        answer = client.post(reverse("staff:register_import"), {"kind": "register", "file": file})
    assert "1 fault, nothing was imported" in text(answer)
