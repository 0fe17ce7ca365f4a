"""The versions of the institution's facts, laid side by side; and what a letter takes from one."""

from datetime import date

import pytest
from django.urls import reverse

from casework.institution_versions import changes
from notices.kinds import KINDS
from office.models import Institution
from tests.cast import an_institution, at, in_hand
from tests.notices import paper, stories
from tests.notices.test_every_kind import printed
from web.staff.prefill import first_facts

RULES = "《示例大学信息公开实施细则》"


def newer(cast, **changed) -> Institution:
    return an_institution(
        version=2, changed_by=cast.office_head, changed_at=at(date(2026, 3, 3)), **changed
    )


def test_what_changed_is_listed_field_by_field_and_setting_by_setting(cast):
    settled = {"cn-university": {"extension.allowed": True}}
    row = newer(cast, court="别的法院", law_settings=settled)
    found = changes(Institution.objects.get(version=1), row)
    assert [(one.name, one.was, one.now) for one in found] == [
        ("court", "示例市中级人民法院", "别的法院"),
        ("cn-university:extension.allowed", None, True),
    ]


@pytest.mark.full
def test_the_page_shows_who_when_and_what(cast, client):
    newer(cast, court="别的法院", own_rules=RULES)
    client.force_login(cast.office_head)
    html = client.get(reverse("staff:institution_versions"), {"from": 1, "to": 2}).content.decode()
    for said in ("郑审核", "示例市中级人民法院", "别的法院", RULES):
        assert said in html
    one = client.get(reverse("staff:institution_version", args=[2])).content.decode()
    assert "别的法院" in one
    assert client.get(reverse("staff:institution_version", args=[9])).status_code == 404


def test_it_is_for_those_who_settle_things(cast, client):
    client.force_login(cast.officer)
    assert client.get(reverse("staff:institution_versions")).status_code == 403


def test_the_institution_s_own_rules_are_cited_where_the_law_has_no_article(cast):
    Institution.objects.update(own_rules=RULES)
    said = paper.text(printed(cast, "extension", "cn-university")[0])
    assert f"根据{RULES}的规定" in said


@pytest.mark.full
def test_a_fee_demand_begins_with_how_the_institution_is_paid(cast, rf):
    Institution.objects.update(payment_details="示例银行，账号1234")
    stories.allow_everything()
    request = rf.get("/")
    request.user = cast.officer
    assert first_facts(request, KINDS["fee"], in_hand(cast)) == {"how_to_pay": "示例银行，账号1234"}


@pytest.mark.full
def test_the_one_objection_is_filled_in(cast, rf):
    request = rf.get("/")
    request.user = cast.officer
    case = stories.ready(cast, "third_party_override")
    first = first_facts(request, KINDS["third_party_override"], case)
    assert first["consultation"] == case.consultations.get().pk


@pytest.mark.full
def test_the_page_of_a_letter_leads_to_the_version_it_was_made_from(cast, client):
    letter = stories.issued(in_hand(cast), cast, "extension")
    address = reverse("staff:institution_version", args=[letter.institution_version])
    page = reverse("staff:notice", args=[letter.pk])
    client.force_login(cast.office_head)
    assert f'<a href="{address}">第1版</a>' in client.get(page).content.decode()
    client.force_login(cast.officer)  # to whom that page is closed
    html = client.get(page).content.decode()
    assert "第1版" in html
    assert address not in html
