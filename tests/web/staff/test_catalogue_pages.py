"""Filling in the list of what is published: by whom, with what, and what the report then says."""

from datetime import date

import pytest
from django.urls import reverse

from casework.catalogue import fill_in
from catalogue.models import Item
from records import log
from reports.compose import matters_published
from requests_app.steps import NotPermitted
from tests.cast import at
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 2)
LINK = "https://example.edu.cn/xxgk/6.htm"
FILLED = {"link": LINK, "unit": "学校办公室", "cycle": "每年", "updated_on": "2026-04-01"}
MAY = {"office_head", "system_admin"}


@pytest.mark.parametrize(("name", "args"), [("catalogue", []), ("catalogue_item", [6])])
def test_only_those_who_configure_fill_in_the_list(cast, name, args):
    with on(TODAY):
        found = {
            who: desk(user).get(reverse(f"staff:{name}", args=args)).status_code
            for who, user in cast.everyone().items()
        }
    assert found == {who: 200 if who in MAY else 403 for who in found}


def test_a_link_filled_in_is_in_the_list_the_report_and_the_log(cast):
    with on(TODAY):
        client = desk(cast.office_head)
        page = client.post(reverse("staff:catalogue_item", args=[6]), FILLED, follow=True)
    assert "49项没有链接" in text(page)
    item = Item.objects.get(number=6)
    assert (item.link, item.unit, item.updated_on) == (LINK, "学校办公室", date(2026, 4, 1))
    assert [matter.link for matter in matters_published() if matter.link] == [LINK]
    entry = log.entries("catalogue").last()
    assert (entry.event, entry.payload["item"]) == ("catalogue_filled", 6)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"updated_on": "2026-04-03"}, "更新日期不能晚于今天。"),
        ({"link": "javascript:alert(1)"}, "URL"),
        ({"link": "ftp://example.edu.cn/x"}, "URL"),
    ],
)
def test_what_is_no_web_address_or_has_not_come_is_refused(cast, wrong, said):
    with on(TODAY):
        page = desk(cast.office_head).post(
            reverse("staff:catalogue_item", args=[6]), FILLED | wrong
        )
    assert page.status_code == 200
    assert said in text(page)
    assert not Item.objects.filled().exists()


def test_the_verb_itself_asks_who_it_is(cast):
    item = Item.objects.get(number=1)
    words = {"link": LINK, "unit": "", "cycle": "", "updated_on": None, "on": TODAY,
             "at": at(TODAY)}  # fmt: skip
    for name, user in cast.everyone().items():
        if name in MAY:
            assert fill_in(item, by=user, **words).link == LINK
        else:
            with pytest.raises(NotPermitted):
                fill_in(item, by=user, **words)


def test_a_matter_that_is_not_in_the_list_is_not_there(cast):
    with on(TODAY):
        address = reverse("staff:catalogue_item", args=[51])
        assert desk(cast.office_head).get(address).status_code == 404
