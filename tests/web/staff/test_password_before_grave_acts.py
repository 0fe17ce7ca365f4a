"""The password again before a secrecy review, changes of people and roles, and what is taken away.

Without it nothing happens; with a wrong one what was typed is still there.
"""

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from notices.models import Notice
from office.models import RoleGrant, User
from office.roles import Role
from records.models import LogEntry
from requests_app.models import SecrecyReview
from tests.casework.test_paper_service import replied
from tests.cast import MONDAY, PASSWORD, in_hand
from tests.notices.desk import FRIDAY
from tests.web.staff.people_at_desks import desk, on, text
from web.staff import reauthentication

ASKED = "再输入一次您的密码"
WRONG = "密码不对，请重新输入。"


def post(user, address: str, given: str | None = None, **sent):
    if given is not None:
        sent["password_again"] = given
    with on(FRIDAY, 17):
        return desk(user, fresh=False).post(address, sent)


@pytest.fixture
def reviewing(cast):
    """The form of the secrecy review, as it is sent."""
    case = in_hand(cast)
    sent = {
        "on": MONDAY.isoformat(), "version": case.version, "conclusion": "may_release",
        "article": "《保守国家秘密法》第三十五条", "on_paper": "yes",
        "basis": "经审查，不涉及国家秘密。", "paper_reference": "保审〔2026〕7号",
    }  # fmt: skip
    return reverse("staff:step", args=[case.number, "review_secrecy"]), sent


@pytest.mark.parametrize(("given", "said"), [(None, "请再输入一次密码"), ("wrong", WRONG)])
def test_a_secrecy_review_is_not_recorded_and_stays_as_typed(cast, reviewing, given, said):
    address, sent = reviewing
    html = text(post(cast.secrecy_reviewer, address, given, **sent))
    assert said in html
    assert "经审查，不涉及国家秘密。" in html
    assert "保审〔2026〕7号" in html
    assert not SecrecyReview.objects.exists()


def test_with_the_password_the_review_is_recorded(cast, reviewing):
    address, sent = reviewing
    with on(FRIDAY, 17):
        assert ASKED in text(desk(cast.secrecy_reviewer, fresh=False).get(address))
    assert post(cast.secrecy_reviewer, address, PASSWORD, **sent).status_code == 302
    assert SecrecyReview.objects.get().conclusion == "may_release"


def test_without_the_guard_an_open_session_would_have_recorded_it(cast, reviewing, monkeypatch):
    monkeypatch.setattr(reauthentication, "fault", lambda request: "")
    address, sent = reviewing
    post(cast.secrecy_reviewer, address, **sent)
    assert SecrecyReview.objects.exists()


@pytest.mark.full
def test_another_step_asks_for_nothing(cast):
    case = in_hand(cast)
    sent = {
        "on": MONDAY.isoformat(), "version": case.version, "places": "档案馆", "terms": "转专业",
        "found": "没有",
    }  # fmt: skip
    address = reverse("staff:step", args=[case.number, "record_search"])
    with on(FRIDAY, 17):
        assert ASKED not in text(desk(cast.officer, fresh=False).get(address))
    assert post(cast.officer, address, **sent).status_code == 302
    assert case.searches.exists()


# People and their roles


def roles_of(user: User) -> set[str]:
    return set(RoleGrant.objects.filter(user=user, ended_at=None).values_list("role", flat=True))


@pytest.mark.parametrize("given", [None, "wrong"])
def test_a_role_is_not_granted_and_stays_chosen(cast, given):
    address = reverse("staff:person", args=[cast.inspector.pk])
    html = text(post(cast.security_admin, address, given, role="registrar"))
    assert (WRONG if given else "请再输入一次密码") in html
    assert 'value="registrar" selected' in html
    assert roles_of(cast.inspector) == {Role.INSPECTOR}
    post(cast.security_admin, address, PASSWORD, role="registrar")
    assert roles_of(cast.inspector) == {Role.INSPECTOR, Role.REGISTRAR}


@pytest.mark.full
def test_an_account_is_not_opened_and_stays_typed(cast):
    address = reverse("staff:person_new")
    sent = {"username": "lin", "full_name": "林新来", "email": "lin@example.edu.cn"}
    html = text(post(cast.security_admin, address, "wrong", **sent))
    assert WRONG in html
    assert "林新来" in html
    assert not User.objects.filter(username="lin").exists()
    post(cast.security_admin, address, PASSWORD, **sent)
    assert User.objects.filter(username="lin").exists()


@pytest.mark.full
@pytest.mark.parametrize("given", [None, "wrong", PASSWORD])
def test_roles_end_and_accounts_close_by_the_password_alone(cast, given):
    person, admin = cast.officer, cast.security_admin
    hashed, right = person.password, given == PASSWORD
    grant = person.role_grants.get()
    for address in (
        reverse("staff:person_password", args=[person.pk]),
        reverse("staff:grant_end", args=[grant.pk]),
        reverse("staff:person_deactivate", args=[person.pk]),
    ):
        answer = post(admin, address, given, password_for="close")
        assert right or (WRONG if given else "请再输入一次密码") in text(answer)
    person.refresh_from_db()
    assert (person.password != hashed, not person.is_active, roles_of(person) == set()) == (
        right, right, right
    )  # fmt: skip


@pytest.mark.full
def test_of_several_forms_the_one_that_was_sent_shows_the_fault(cast):
    address = reverse("staff:person_deactivate", args=[cast.officer.pk])
    html = text(post(cast.security_admin, address, "wrong", password_for="close"))
    assert html.count(WRONG) == 1
    assert 'id="password-again-close-fault"' in html


# What is taken away


@pytest.fixture
def notice(cast) -> Notice:
    return replied(cast)


@pytest.mark.full
def test_the_book_is_not_taken_away_and_keeps_its_filter(cast, notice):
    address = f"{reverse('staff:book')}?{urlencode({'year': '2026', 'q': '不'})}"
    for given, said in ((None, "请再输入一次密码"), ("wrong", WRONG)):
        answer = post(cast.registrar, address, given)
        assert answer["Content-Type"].startswith("text/html")
        assert said in text(answer)
        assert 'value="2026" selected' in text(answer)
        assert not LogEntry.objects.filter(event="book_exported").exists()
    assert post(cast.registrar, address, PASSWORD)["Content-Type"].startswith("text/csv")
    assert LogEntry.objects.filter(event="book_exported").count() == 1


@pytest.mark.full
def test_no_address_takes_the_book_away_without_a_form(cast, notice):
    with on(FRIDAY, 17):
        answer = desk(cast.registrar).get(reverse("staff:book"), {"format": "csv"})
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.full
def test_neither_the_cases_of_a_number_nor_a_bundle_is(cast, notice):
    asked = {"row": "received", "first": "2026-01-01", "last": "2026-12-31"}
    cases = f"{reverse('staff:figures_cases')}?{urlencode(asked)}"
    bundle = reverse("staff:bundle", args=[notice.application.number])
    for address, kind in ((cases, "text/csv"), (bundle, "application/pdf")):
        for given in (None, "wrong"):
            answer = post(cast.office_head, address, given, **{"as": "pdf"})
            assert answer["Content-Type"].startswith("text/html"), address
            assert (WRONG if given else "请再输入一次密码") in text(answer)
        answer = post(cast.office_head, address, PASSWORD, **{"as": "pdf"})
        assert answer["Content-Type"].startswith(kind)
    assert LogEntry.objects.filter(event="bundle_made").count() == 1
