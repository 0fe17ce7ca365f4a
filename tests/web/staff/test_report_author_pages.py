"""What somebody of a unit who writes one part reads of the year's figures on its page."""

from datetime import date

import pytest
from django.urls import reverse

from reports import publication, writing
from tests.cast import at
from tests.reports.collecting import YEAR, ask_of, by_phone, fill, opened
from tests.reports.histories import Story, put
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)
NOW = at(TODAY)


@pytest.fixture
def draft(cast):
    """A report whose figures and units' answers are known, one part given to the officer."""
    put([Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
               "cn-university")])  # fmt: skip
    asked = opened(cast)
    fill(ask_of(asked, cast.logistics), cast.registrar, web_items="4711", procurement_amount="8822",
         hand_in=True, said=by_phone())  # fmt: skip
    report = publication.begin(YEAR, by=cast.registrar, at=NOW)
    writing.assign(report, "proactive", cast.officer, by=cast.registrar, at=NOW)
    return report


def page(user, report) -> str:
    with on(TODAY):
        return text(desk(user).get(reverse("staff:report_part", args=[report.pk, "proactive"])))


def listed(html: str) -> str:
    return html.split('id="names"')[1].split("</section>")[0]


def test_the_office_reads_every_cell_with_who_reported_it(cast, draft):
    for user in (cast.registrar, cast.leader):
        html = listed(page(user, draft))
        assert "{received}" in html
        assert "{web_items}" in html
        assert "4711" in html
        assert cast.logistics.name in html
    assert 'name="insert"' in page(cast.registrar, draft)


def test_the_author_of_a_unit_reads_only_what_the_text_names_and_not_who_reported_it(cast, draft):
    html = page(cast.officer, draft)
    assert "{received}" not in html
    assert "{web_items}" not in html
    writing.write_part(draft, "proactive", "网站公开{web_items}条。", seen=0, by=cast.officer,
                       at=NOW)  # fmt: skip
    html = page(cast.officer, draft)
    assert "{web_items}" in listed(html)
    assert "4711" in listed(html)
    assert cast.logistics.name not in listed(html)
    assert "8822" not in html
    assert "{received}" not in html
    assert 'name="insert"' not in html
