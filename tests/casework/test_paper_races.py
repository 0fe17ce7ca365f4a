"""Two people at the same draft at the same moment: one act happens, the other is told why not."""

from datetime import date

import pytest

from casework import certifying, paper
from notices import codes
from notices.models import Notice, Reservation
from office.models import RoleGrant, User
from office.roles import Role
from records import log
from records.models import Approval
from records.refusals import Refusal
from requests_app.models import Application
from tests.cast import Cast, at
from tests.notices import stories
from tests.records.racing import race

FRIDAY = date(2026, 3, 6)
pytestmark = pytest.mark.django_db(transaction=True)


def ready_for(cast: Cast, kind: str, *approvers) -> Notice:
    application = stories.ready(cast, kind)
    notice = paper.draft(
        kind, application, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=stories.FACTS[kind]
    )
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for person in approvers:
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    return notice


def outcomes(act, count: int) -> list[str]:
    """What each of so many simultaneous attempts came to."""

    def attempt(number: int) -> str:
        try:
            act(number)
        except Refusal as refusal:
            return str(refusal)
        return "done"

    return race(count, attempt)


def second_office_head() -> User:
    user = User.objects.create_user("sun", "sun@example.com", "x" * 20, full_name="孙副主任")
    RoleGrant.objects.create(user=user, role=Role.OFFICE_HEAD, granted_at=at(date(2020, 1, 1)))
    return user


def test_two_approvers_at_once_give_one_approval_and_one_letter(cast):
    notice = ready_for(cast, "correction")
    people = [cast.office_head, second_office_head()]

    def approve(number: int) -> None:
        mine = Notice.objects.get(pk=notice.pk)
        paper.approve(mine, by=people[number], on=FRIDAY, at=at(FRIDAY, 12))

    said = outcomes(approve, 2)
    assert sorted(word == "done" for word in said) == [False, True], said
    assert Approval.objects.filter(subject=notice.subject_key).count() == 1
    notice.refresh_from_db()
    assert notice.number == "示例大学信公补〔2026〕1号"
    assert Reservation.objects.count() == 1
    assert log.verify(notice.application.chain) == []


def test_approving_and_editing_at_once_never_issues_the_unapproved_text(cast):
    notice = ready_for(cast, "correction")
    other = {"missing": "别的事项", "days": 10}

    def act(number: int) -> None:
        mine = Notice.objects.get(pk=notice.pk)
        if number:
            paper.redraft(mine, by=cast.officer, at=at(FRIDAY, 12), facts=other)
        else:
            paper.approve(mine, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 12))

    outcomes(act, 2)
    notice.refresh_from_db()
    if notice.is_issued:
        assert notice.facts == stories.FACTS["correction"]
        assert "别的事项" not in str(notice.snapshot)
    else:
        assert notice.number is None
        assert notice.submitted_at is None


@pytest.mark.full
def test_numbers_of_letters_issued_at_once_have_no_duplicate_and_no_gap(cast):
    waiting = [ready_for(cast, "correction") for _letter in range(6)]

    def approve(number: int) -> None:
        mine = Notice.objects.get(pk=waiting[number].pk)
        paper.approve(mine, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 12))

    assert outcomes(approve, 6) == ["done"] * 6
    numbers = Notice.objects.issued().values_list("reservation__sequence", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    codes_taken = set(Notice.objects.issued().values_list("code", flat=True))
    assert len(codes_taken - {None}) == 6


@pytest.mark.full
def test_two_tries_at_one_letter_at_once_print_one_code(cast):
    notice = ready_for(cast, "correction")
    drawn = race(4, lambda _number: codes.reserve(Notice.objects.get(pk=notice.pk)))
    assert len(set(drawn)) == 1
    notice.refresh_from_db()
    assert notice.code == drawn[0]


@pytest.mark.full
def test_certificates_asked_for_at_once_are_one_and_everybody_has_it(cast):
    application = stories.ready(cast, "refused")
    letter = paper.acknowledge(application, by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 12))

    def certify(_number: int) -> int:
        mine = Notice.objects.get(pk=letter.pk)
        made = certifying.certify(mine, by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 13))
        assert made.is_issued
        return made.pk

    assert len(set(race(3, certify))) == 1
    assert Notice.objects.issued().filter(kind="service_certificate").count() == 1


@pytest.mark.full
def test_two_acknowledgements_at_once_are_one(cast):
    application = stories.ready(cast, "refused")

    def acknowledge(_number: int) -> None:
        mine = Application.objects.get(pk=application.pk)
        paper.acknowledge(mine, by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 12))

    assert outcomes(acknowledge, 3) == ["done"] * 3
    assert Notice.objects.issued().filter(kind="acknowledgement").count() == 1
    assert Reservation.objects.count() == 1
