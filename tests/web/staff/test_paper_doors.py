"""Every address of the paper pages, for every role: who opens it, who is refused, who finds none.

The table is filled in from what the roles say, not from what the pages answered.
"""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from casework import paper
from tests.cast import at
from tests.notices.stories import FACTS, ready
from tests.web.staff.people_at_desks import desk, on

MONDAY = date(2026, 3, 2)
WEDNESDAY = date(2026, 3, 4)
SEES = {
    "registrar", "officer", "department_head", "office_head", "secrecy_reviewer", "finance",
    "leader", "inspector",
}  # fmt: skip
EVERYONE = SEES | {"system_admin", "security_admin", "audit_admin", "outsider"}


def drafted(cast, kind="refused", by=None):
    case = ready(cast, kind)
    return paper.draft(
        kind, case, by=by or cast.officer, on=WEDNESDAY, at=at(WEDNESDAY, 10), facts=FACTS[kind]
    )


def submitted(cast, kind="refused"):
    return paper.submit(drafted(cast, kind), by=cast.officer, at=at(WEDNESDAY, 11))


def issued(cast):
    """A correction notice: one signature, the office head's, and it is out."""
    notice = submitted(cast, "correction")
    return paper.approve(notice, by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY, 12))


def answers(cast, address, method="get", **data):
    with on(WEDNESDAY, 14):
        return {
            name: getattr(desk(user), method)(address, data).status_code
            for name, user in cast.everyone().items()
        }


def expected(may, found=200):
    """`found` for those who may, 403 for others who see the case, 404 for those who do not."""
    return {who: found if who in may else 403 if who in SEES else 404 for who in EVERYONE}


def test_a_draft_is_begun_by_the_officer_and_the_office_head_alone(cast):
    case = ready(cast, "refused")
    address = reverse("staff:draft", args=[case.number, "refused"])
    assert answers(cast, address) == expected({"officer", "office_head"})


@pytest.mark.full
def test_what_the_system_writes_by_itself_and_what_is_no_kind_has_no_form(cast):
    case = ready(cast, "refused")
    for kind in ("acknowledgement", "no_such_kind"):
        address = reverse("staff:draft", args=[case.number, kind])
        assert set(answers(cast, address).values()) == {404}


@pytest.mark.full
def test_a_draft_is_changed_by_the_officer_and_the_office_head_alone(cast):
    address = reverse("staff:notice_edit", args=[drafted(cast).pk])
    assert answers(cast, address) == expected({"officer", "office_head"})
    assert answers(cast, address, "post") == expected({"officer", "office_head"})


@pytest.mark.parametrize("name", ["notice", "notice_pdf"])
def test_a_notice_is_read_by_everyone_who_sees_its_case(cast, name):
    address = reverse(f"staff:{name}", args=[issued(cast).pk])
    assert answers(cast, address) == expected(SEES)


@pytest.mark.full
@pytest.mark.parametrize("name", ["notice_submit", "notice_discard"])
def test_a_draft_is_handed_in_and_thrown_away_by_those_who_draft(cast, name):
    address = reverse(f"staff:{name}", args=[drafted(cast).pk])
    assert answers(cast, address, "post") == expected({"officer", "office_head"}, 302)
    assert set(answers(cast, address).values()) == {405}


def test_the_next_signature_is_read_and_given_by_its_role_and_unit_alone(cast):
    notice = submitted(cast)
    address = reverse("staff:approve", args=[notice.pk])
    assert answers(cast, address) == expected({"department_head"})
    back = reverse("staff:send_back", args=[notice.pk])
    assert answers(cast, back, "post") == expected({"department_head"})  # no reason, no return


@pytest.mark.full
def test_a_fully_signed_notice_is_sent_out_by_those_whose_step_it_is(cast):
    address = reverse("staff:notice_issue", args=[issued(cast).pk])
    seen = answers(cast, address, "post")
    assert {who for who, status in seen.items() if status == 404} == EVERYONE - SEES


@pytest.mark.full
def test_service_is_put_down_by_registrar_office_head_and_the_handling_unit(cast):
    address = reverse("staff:serve", args=[_on_paper(cast).pk])
    may = {"registrar", "office_head", "officer", "department_head"}
    assert answers(cast, address) == expected(may)


def _on_paper(cast):
    case = ready(cast, "correction", delivery="post")
    notice = paper.draft(
        "correction", case, by=cast.officer, on=WEDNESDAY, at=at(WEDNESDAY, 10),
        facts=FACTS["correction"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(WEDNESDAY, 11))
    return paper.approve(notice, by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY, 12))


@pytest.mark.full
def test_the_list_of_approvals_opens_to_every_member_of_staff_and_to_no_visitor(cast):
    address = reverse("staff:approvals")
    assert answers(cast, address) == dict.fromkeys(EVERYONE, 200)
    assert Client().get(address).status_code == 302
