"""The book of issued notices and the register of numbers, as the office reads and takes them."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from casework import issuing
from notices import pdf
from notices.models import Notice, Reservation
from notices.printed import Printed
from records import csv_file
from records.log import SYSTEM
from records.models import LogEntry
from tests.cast import MONDAY, at, in_hand
from tests.notices.stories import issued
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _pages_not_set(monkeypatch):
    blank = Printed(pdf=b"%PDF-1.4\n%%EOF\n", pages=1, seal=None)
    monkeypatch.setattr(pdf._press, "print", lambda page: blank)


@pytest.fixture
def book(cast) -> tuple[Notice, Notice, Notice]:
    """An acknowledgement, a correction notice, and what revokes the first."""
    case = in_hand(cast, applicant={"name": "=HYPERLINK(1)"})
    first = issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    facts = {"taken_back": first.number, "reason": "日期有误。", "consequence": "另行出具。"}
    revoking = issued(case, cast, "notice_withdrawn", facts)
    other = in_hand(cast)
    return first, revoking, issued(other, cast, "correction")


def page(user, address="staff:book", **asked) -> str:
    with on(THURSDAY):
        return text(desk(user).get(reverse(address), asked))


def rows(user, **asked) -> list[list[str]]:
    with on(THURSDAY):
        answer = desk(user).post(f"{reverse('staff:book')}?{urlencode(asked)}")
        content = b"".join(answer)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_line_says_what_went_out_to_whom_and_how(cast, book):
    revoking = book[1]
    html = page(cast.inspector)
    for notice in book:
        assert notice.number in html
    for said in ("补正告知书", "张示例", "郑审核", "系统", "2026-03-04 网上下载并通知"):
        assert said in html
    assert f"已由{revoking.number}撤销" in html


@pytest.mark.full
def test_the_book_can_be_asked(cast, book):
    """An answer that was never on offer narrows nothing, and is said at its field."""
    everything = {0, 1, 2}
    for asked, found in (
        ({}, everything),
        ({"year": "2026"}, everything),
        ({"first": "2026-03-04"}, {1, 2}),
        ({"last": "2026-03-03"}, {0}),
        ({"series": "补"}, {2}),
        ({"kind": "notice_withdrawn"}, {1}),
        ({"stands": "revoked"}, {0}),
        ({"stands": "unserved"}, set()),
        ({"q": "〔2026〕1号 补"}, {2}),
        ({"year": "1999"}, everything),
        ({"first": "yesterday"}, everything),
    ):
        html = page(cast.registrar, **asked)
        listed = html.partition("<tbody")[2].partition("</table>")[0]
        assert {n for n in range(3) if line(book[n]) in listed} == found, asked
        assert ("出现问题" in html) is (asked in ({"year": "1999"}, {"first": "yesterday"})), asked


def line(notice: Notice) -> str:
    return f'href="{reverse("staff:notice", args=[notice.pk])}"'


@pytest.mark.full
def test_as_a_sheet_it_stands_in_the_order_of_issue_with_who_printed_it(cast, book):
    html = page(cast.registrar, sheet="1")
    places = [html.index(notice.number) for notice in (book[0], book[2])]
    assert places == sorted(places)
    assert 'class="office wide-sheet"' in html
    assert "由周登记打印" in html


def test_the_file_for_a_spreadsheet_runs_nothing_and_its_export_is_logged(cast, book):
    found = rows(cast.office_head)
    assert found[0][:4] == ["文号", "发出日期", "种类", "收件人"]
    assert [row[0] for row in found[1:]] == [book[0].number, *sorted_numbers(book[1:])]
    assert found[1][3] == "'=HYPERLINK(1)"
    entry = LogEntry.objects.get(event="book_exported")
    assert entry.payload == {"notices": 3}
    assert entry.actor_name == "郑审核"
    assert len(rows(cast.office_head, series="补")) == 2


def sorted_numbers(notices) -> list[str]:
    return [n.number for n in sorted(notices, key=lambda n: (n.issued_on, n.issued_at, n.pk))]


def test_only_those_who_see_every_case_may_read_it(cast, book):
    for name, user in cast.everyone().items():
        with on(THURSDAY):
            client = desk(user)
            answers = [client.get(reverse(a)).status_code for a in ("staff:book", "staff:numbers")]
        sees_all = name in (
            "registrar", "office_head", "secrecy_reviewer", "finance", "leader", "inspector",
        )  # fmt: skip
        assert answers == [200 if sees_all else 403] * 2, name


@pytest.mark.full
def test_the_register_names_who_holds_each_number_and_proves_there_is_no_gap(cast, book):
    Reservation.objects.create(
        series="补", year=2026, sequence=2, notice=None, reserved_at=at(MONDAY)
    )
    html = page(cast.registrar, "staff:numbers")
    assert "补〔2026〕缺" not in html
    assert "文号有误" in html  # the counter never gave out a second number
    html = page(cast.registrar, "staff:numbers", series="补", year="2026")
    assert "空号，由下一份接用" in html
    assert book[2].number in html
    Reservation.objects.filter(sequence=2).delete()
    assert "没有缺号，没有重号" in page(cast.registrar, "staff:numbers")


@pytest.mark.full
def test_a_series_nobody_has_shows_the_whole(cast, book):
    assert "没有缺号" in page(cast.registrar, "staff:numbers", series="无", year="x")


@pytest.mark.full
def test_the_book_takes_as_many_queries_for_thirty_lines_as_for_three(cast):
    address, counts = reverse("staff:book"), []
    for so_far in (3, 30):
        while Notice.objects.count() < so_far:
            issuing.acknowledge(in_hand(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
        with on(THURSDAY):
            client = desk(cast.inspector)
            for asked in ({}, {}, {"sheet": "1"}):
                with CaptureQueriesContext(connection) as made:
                    html = text(client.get(address, asked))
                counts.append(len(made))
                assert html.count('role="rowheader"') == so_far
            with CaptureQueriesContext(connection) as made:
                assert b"".join(client.post(address)).count(b"\n") == so_far + 1
            counts.append(len(made))
    assert [long <= short for short, long in zip(counts[:4], counts[4:], strict=True)] == [True] * 4


@pytest.mark.full
def test_the_file_reads_no_letter_and_is_made_while_it_is_sent(cast, book, monkeypatch):
    monkeypatch.setattr(csv_file, "ROWS", 2)
    with on(THURSDAY):
        answer = desk(cast.inspector).post(reverse("staff:book"))
        with CaptureQueriesContext(connection) as made:
            pieces = list(answer)
    assert len(pieces) == 3  # the mark, the heading and a line, two lines
    assert not any(', "notices_notice"."snapshot"' in query["sql"] for query in made)


@pytest.mark.full
def test_the_file_is_in_the_language_of_the_page_though_made_after_it(cast, book):
    with on(THURSDAY):
        client = desk(cast.inspector)
        client.cookies["language"] = "en"
        heading = b"".join(client.post(reverse("staff:book"))).decode("utf-8-sig").splitlines()[0]
    assert heading.split(",")[1] == "Issued on"


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_the_export_is_logged_where_no_transaction_surrounds_the_request(cast):
    with on(THURSDAY):
        assert b"".join(desk(cast.inspector).post(reverse("staff:book")))
    assert LogEntry.objects.filter(event="book_exported").count() == 1
