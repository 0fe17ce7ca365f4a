"""Several items in one application may become linked cases."""

from datetime import timedelta

import pytest

from catalogue.models import Category
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from tests.cast import MONDAY, at, in_hand
from tests.requests_app.situations import FRIDAY

SUBJECTS = ["转专业管理办法", "2025年转专业人数"]


@pytest.fixture
def whole(cast) -> Application:
    application = in_hand(cast)
    application.split(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY), numbers=["2026-8", "2026-9"],
        subjects=SUBJECTS,
    )  # fmt: skip
    return application


def test_the_parts_were_received_the_day_the_whole_was(whole):
    parts = whole.parts.order_by("pk")
    assert [part.subject for part in parts] == SUBJECTS
    assert {part.received_on for part in parts} == {MONDAY}
    assert {part.state for part in parts} == {State.FILED}
    assert {part.parent for part in parts} == {whole}


def test_the_parts_are_found_by_their_due_date_at_once(whole):
    assert {(part.due_on, part.alarm_on) for part in whole.parts.all()} == {
        (whole.due_on, whole.alarm_on)
    }
    day_after = whole.due_on + timedelta(days=1)
    assert Application.objects.overdue(day_after).count() == 3


def test_each_part_has_the_applicant_sealed_under_a_key_of_its_own(whole):
    applicants = [part.applicant for part in whole.parts.all()]
    assert {one.identity_number for one in applicants} == {"42080019900101123X"}
    assert len({one.row_key for one in [whole.applicant, *applicants]}) == 3
    sealed = {str(one.__dict__["identity_number"]) for one in applicants}
    assert len(sealed) == 2
    assert {one.identity_index for one in applicants} == {whole.applicant.identity_index}


def test_the_same_query_code_opens_them(whole):
    assert {part.query_code_hash for part in whole.parts.all()} == {whole.query_code_hash}


def test_the_parts_stand_under_the_heading_of_the_whole(cast):
    application = in_hand(cast)
    application.category = Category.objects.get(number=3)
    application.save()
    application.split(by=cast.office_head, on=FRIDAY, at=at(FRIDAY), numbers=["2026-8"],
                      subjects=SUBJECTS[:1])  # fmt: skip
    assert application.parts.get().category.number == 3


def test_the_whole_goes_on(whole):
    assert whole.state == State.IN_HAND
    assert Application.objects.count() == 3


def test_a_split_into_nothing_is_refused(cast):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="至少写出一个"):
        application.split(by=cast.office_head, on=FRIDAY, at=at(FRIDAY), numbers=[], subjects=[])
