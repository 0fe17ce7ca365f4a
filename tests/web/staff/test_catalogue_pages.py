"""The directory's pages: who opens them, what they show, what the report then says."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.catalogue import fill_in, settle_many
from casework.catalogue_proposals import propose
from catalogue.items import load
from catalogue.models import Item, ItemLink, LinkCheck, Proposal
from records import log
from reports.compose import matters_published
from tests.cast import at
from tests.catalogue.test_items import province  # noqa: F401
from tests.web.chinese_left import chinese_left
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 2)
LINK = "https://example.edu.cn/xxgk/6.htm"
FILLED = {"link": LINK, "unit_name": "学校办公室", "cycle": "yearly",
          "updated_on": "2026-04-01", "edits": "0"}  # fmt: skip
OFFICE, UNITS = {"office_head", "system_admin"}, {"officer", "department_head", "outsider"}


def address(name: str = "catalogue_item", number: int = 6) -> str:
    pk = [] if name in ("catalogue", "catalogue_many") else [Item.objects.get(number=number).pk]
    return reverse(f"staff:{name}", args=pk)


@pytest.fixture
def own(cast) -> Item:
    """Item 7 is the Academic Affairs Office's."""
    settle_many(Item.objects.filter(number=7), unit=cast.academic_affairs, by=cast.office_head,
                on=TODAY, at=at(TODAY))  # fmt: skip
    return Item.objects.get(number=7)


def test_the_office_and_the_units_open_the_list_and_nobody_else(cast):
    with on(TODAY):
        found = {
            who: desk(user).get(address("catalogue")).status_code
            for who, user in cast.everyone().items()
        }
    assert found == {who: 200 if who in OFFICE | UNITS else 403 for who in found}


def test_an_item_of_another_unit_is_not_there(cast, own):
    with on(TODAY):
        found = {
            who: desk(user).get(address(number=7)).status_code
            for who, user in cast.everyone().items()
        }
    own_people = OFFICE | {"officer", "department_head"}
    expected = {who: 200 if who in own_people else 403 for who in found}
    assert found == expected | {"outsider": 404}


def test_a_link_filled_in_is_in_the_list_the_report_and_the_log(cast):
    with on(TODAY):
        client = desk(cast.office_head)
        page = client.post(address(), FILLED, follow=True)
        history = text(client.get(address()))
    assert "已保存" in text(page)
    item = Item.objects.get(number=6)
    assert (item.link, item.unit_name, item.updated_on) == (LINK, "学校办公室", date(2026, 4, 1))
    assert [matter.link for matter in matters_published() if matter.link] == [LINK]
    entry = log.entries("catalogue").last()
    assert (entry.event, entry.payload["item"]) == ("catalogue_filled", 6)
    assert "郑审核" in history
    assert "更新周期：— → 每年" in history


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"updated_on": "2026-04-03"}, "更新日期不能晚于今天。"),
        ({"link": "javascript:alert(1)"}, "URL"),
        ({"link": "ftp://example.edu.cn/x"}, "URL"),
        ({"more_links": "只有名称\n招生网 https://example.edu.cn/z"}, "第1行须是“名称 网址”"),
        ({"cycle": "dated"}, "须写明日期"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_typed_is_lost(cast, wrong, said):
    with on(TODAY):
        page = desk(cast.office_head).post(address(), FILLED | wrong)
    assert page.status_code == 200
    assert said in text(page)
    assert "学校办公室" in text(page)
    assert not Item.objects.filled().exists()


def test_further_links_are_a_line_each(cast):
    more = "本科招生网 https://example.edu.cn/b\n研究生　招生网 https://example.edu.cn/y\n"
    with on(TODAY):
        client = desk(cast.office_head)
        client.post(address(), FILLED | {"more_links": more})
        page = text(client.get(address()))
    item = Item.objects.get(number=6)
    assert item.links[1:] == [
        ("本科招生网", "https://example.edu.cn/b"), ("研究生 招生网", "https://example.edu.cn/y"),
    ]  # fmt: skip
    assert "研究生 招生网 https://example.edu.cn/y" in page


def test_who_saves_over_another_is_told_and_may_then_do_it_knowingly(cast):
    with on(TODAY):
        client = desk(cast.office_head)
        client.post(address(), FILLED)
        late = client.post(address(), FILLED | {"link": f"{LINK}l"})
        assert "已被他人修改" in text(late)
        assert 'name="edits" value="1"' in text(late)
        assert Item.objects.get(number=6).link == LINK
        client.post(address(), FILLED | {"link": f"{LINK}l", "edits": "1"})
    assert Item.objects.get(number=6).link == f"{LINK}l"


def test_several_items_are_given_a_unit_and_the_filters_stay(cast):
    ticked = list(Item.objects.filter(number__in=[7, 8]).values_list("pk", flat=True))
    sent = {"item": ticked, "new_unit": cast.logistics.pk, "query": "show=unfilled"}
    with on(TODAY):
        page = desk(cast.office_head).post(address("catalogue_many"), sent, follow=True)
        refused = desk(cast.office_head).post(address("catalogue_many"), {}, follow=True)
        assert desk(cast.officer).post(address("catalogue_many"), sent).status_code == 403
    assert page.redirect_chain[0][0].endswith("?show=unfilled")
    assert "已修改2项" in text(page)
    assert "请勾选事项" in text(refused)
    assert Item.objects.filter(unit=cast.logistics).count() == 2


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"show": "overdue"}, {1}), ({"show": "dead"}, {2}), ({"show": "moved"}, {1}),
        ({"unit": "none", "q": "章程"}, {7}), ({"q": "学风"}, {40, 41, 42}),
        ({"show": "retired"}, set()), ({"show": "nonsense", "q": "学风"}, {40, 41, 42}),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(cast, asked, numbers):
    standing_of(cast)
    with on(TODAY):
        page = desk(cast.office_head).get(address("catalogue"), asked)
    assert {row.item.number for row in page.context["rows"]} == numbers


def standing_of(cast) -> None:
    """Item 1 overdue and moved, item 2 dead; both of the logistics office."""
    for number, day in ((1, date(2026, 3, 1)), (2, TODAY)):
        facts = {"link": f"{LINK}{number}", "unit": cast.logistics, "cycle": "monthly",
                 "updated_on": day}  # fmt: skip
        fill_in(Item.objects.get(number=number), facts, edits=0, by=cast.office_head, on=TODAY,
                at=at(TODAY))  # fmt: skip
    for day in (1, 2):
        when = at(date(2026, 4, day))
        LinkCheck.objects.create(url=f"{LINK}2", checked_at=when, outcome="not_there", status=404)
    LinkCheck.objects.create(
        url=f"{LINK}1", checked_at=at(TODAY), outcome="moved", final_url="https://example.edu.cn/n"
    )


def test_what_waits_is_on_the_days_page_and_on_the_item(cast):
    standing_of(cast)
    with on(TODAY):
        client = desk(cast.office_head)
        today = text(client.get(reverse("staff:today")))
        assert "公开目录：逾期未更新1项，链接失效1项，待确认0条" in today
        assert "公开目录：" not in text(desk(cast.inspector).get(reverse("staff:today")))
        assert "已失效" in text(client.get(address(number=2)))
        assert 'href="https://example.edu.cn/n"' in text(client.get(address(number=1)))


def test_a_unit_proposes_on_its_page_and_the_office_decides_on_the_same(cast, own):
    at_page, sent = address(number=7), {"propose": "1", "p-link": LINK, "p-note": "已上网"}
    with on(TODAY):
        unit, office = desk(cast.officer), desk(cast.office_head)
        assert "提交给信息公开办公室" in text(unit.get(at_page))
        assert "确认并更新目录" not in text(unit.get(at_page))
        assert "至少一项" in text(unit.post(at_page, {"propose": "1"}))
        assert "等信息公开办公室确认" in text(unit.post(at_page, sent, follow=True))
        assert "单位提出、待确认：1条" in text(office.get(address("catalogue")))
        made = Proposal.objects.get()
        decide = address("catalogue_decide", 7)
        one = {"proposal": made.pk, "return": "1"}
        assert unit.post(decide, one | {"reason": "x"}).status_code == 403
        assert "请写明退回的理由" in text(office.post(decide, one, follow=True))
        page = office.post(decide, {"proposal": made.pk, "confirm": "1"}, follow=True)
        assert "目录已更新" in text(page)
        again = office.post(decide, {"proposal": made.pk, "confirm": "1"}, follow=True)
        assert "已经处理过" in text(again)
    assert Item.objects.get(number=7).link == LINK


def test_a_unit_cannot_fill_in_by_itself(cast, own):
    with on(TODAY):
        desk(cast.officer).post(address(number=7), FILLED)
    assert Item.objects.get(number=7).link == ""


def test_a_proposal_of_another_item_is_not_decided_here(cast, own):
    made = propose(own, link=LINK, by=cast.officer, on=TODAY, at=at(TODAY))
    with on(TODAY):
        sent = {"proposal": made.pk, "confirm": "1"}
        page = desk(cast.office_head).post(address("catalogue_decide", 8), sent)
    assert page.status_code == 404


def test_what_a_later_list_left_out_is_kept_to_be_looked_at(cast, province):  # noqa: F811
    from catalogue.item_file import read_list

    item = Item.objects.get(number=7)
    load(read_list(province), at=at(TODAY))
    with on(TODAY):
        client = desk(cast.office_head)
        page = text(client.get(address("catalogue"), {"show": "retired"}))
        kept = text(client.get(reverse("staff:catalogue_item", args=[item.pk])))
    assert "48项" in page
    assert "不再列入清单" in kept
    assert 'name="link"' not in kept


def test_a_matter_that_is_not_in_the_list_is_not_there(cast):
    with on(TODAY):
        missing = reverse("staff:catalogue_item", args=[10**6])
        assert desk(cast.office_head).get(missing).status_code == 404


def test_the_list_costs_no_more_queries_full_than_empty(cast):
    with on(TODAY):
        client = desk(cast.office_head)
        client.get(address("catalogue"))
        with CaptureQueriesContext(
            connection,
        ) as empty:
            client.get(address("catalogue"))
        Item.objects.update(link=LINK, unit=cast.logistics, updated_on=TODAY, cycle="yearly")
        for item in Item.objects.all():
            ItemLink.objects.create(item=item, title="又一处", url=f"{LINK}?{item.pk}")
            LinkCheck.objects.create(url=f"{LINK}?{item.pk}", checked_at=at(TODAY), outcome="fine")
        with CaptureQueriesContext(connection) as full:
            client.get(address("catalogue"))
    assert len(full) <= len(empty) + 1


@pytest.mark.parametrize("number", [6, 7])
def test_in_english_the_pages_are_english(cast, own, number):
    standing_of(cast)
    with on(TODAY):
        for user in (cast.office_head, cast.officer):
            client = desk(user)
            client.cookies["language"] = "en"
            pages = [address("catalogue")] + ([address(number=7)] if number == 7 else [])
            for at_page in pages:
                names = ["示例大学", "教务处", "郑审核", "吴起草", "教办函〔2014〕23号"]
                assert chinese_left(text(client.get(at_page)), names) == [], at_page
