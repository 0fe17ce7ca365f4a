"""What is brought against a decision, on the office's pages."""

from datetime import date

import pytest
from django.urls import reverse

from casework.remedies import log_remedy
from remedies.models import Kind, Remedy
from tests.cast import at, in_hand
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 2)
SEE = {"registrar", "officer", "department_head", "office_head", "secrecy_reviewer", "finance",
       "leader", "inspector"}  # fmt: skip
MAY = {"registrar", "office_head"}


@pytest.fixture
def case(cast):
    return in_hand(cast)


@pytest.fixture
def review(case, cast):
    return log_remedy(
        case, kind=Kind.REVIEW, filed_on=date(2026, 3, 30), received_on=date(2026, 4, 1),
        body="湖北省人民政府", docket="鄂政复〔2026〕1号", by=cast.registrar, on=TODAY,
        at=at(TODAY),
    )  # fmt: skip


def doors(cast, method, name, *args, **data):
    address = reverse(f"staff:{name}", args=args)
    with on(TODAY):
        return {
            who: getattr(desk(user), method)(address, data).status_code
            for who, user in cast.everyone().items()
        }


def test_whoever_sees_the_case_sees_it_and_others_find_nothing(cast, review):
    found = doors(cast, "get", "remedy", review.pk)
    assert found == {who: 200 if who in SEE else 404 for who in found}


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_office_logs_one(cast, case, method):
    found = doors(cast, method, "remedy_add", case.number)
    assert found == {
        who: 200 if who in MAY else 403 if who in SEE else 404 for who in found
    }  # fmt: skip
    assert not Remedy.objects.exists()


def test_only_the_office_records_a_result(cast, review):
    found = doors(cast, "post", "remedy", review.pk)
    assert {who for who in SEE if found[who] != 403} == MAY
    assert {found[who] for who in set(found) - SEE} == {404}


def test_logged_replied_to_and_decided(cast, case):
    with on(TODAY):
        client = desk(cast.registrar)
        added = client.post(
            reverse("staff:remedy_add", args=[case.number]),
            {"kind": "review", "filed_on": "2026-03-30", "received_on": "2026-04-01",
             "body": "湖北省人民政府"},
        )  # fmt: skip
        remedy = Remedy.objects.get()
        address = reverse("staff:remedy", args=[remedy.pk])
        assert added.url == address
        # Copy received 1 April: 2, 3 April, Qingming 4-6, then 7-10 and 13-16 April: the tenth.
        assert '<time datetime="2026-04-16">' in text(client.get(address))
        client.post(address, {"reply": "1", "reply-replied_on": "2026-04-02"})
        remedy.refresh_from_db()
        assert remedy.replied_on == TODAY
        client.post(
            address,
            {"decide": "1", "decide-result": "upheld", "decide-decided_on": "2026-04-02"},
        )
        remedy.refresh_from_db()
        assert remedy.result == "upheld"
        assert "结果维持" in text(client.get(address))


def test_a_refusal_is_said_on_the_page_and_what_was_typed_stays(cast, case):
    with on(TODAY):
        response = desk(cast.registrar).post(
            reverse("staff:remedy_add", args=[case.number]),
            {"kind": "complaint", "filed_on": "2026-04-03", "grounds": "迟迟不答复"},
        )
    assert "提起日期不能晚于今天。" in text(response)
    assert "迟迟不答复" in text(response)
    assert not Remedy.objects.exists()


def test_a_later_lawsuit_names_the_review_it_follows(cast, case, review):
    with on(TODAY):
        client = desk(cast.office_head)
        client.post(
            reverse("staff:remedy_add", args=[case.number]),
            {"kind": "litigation_after_review", "filed_on": "2026-04-02", "follows": review.pk},
        )
        suit = Remedy.objects.get(kind="litigation_after_review")
        html = text(client.get(reverse("staff:remedy", args=[suit.pk])))
    assert suit.follows == review
    assert reverse("staff:remedy", args=[review.pk]) in html
