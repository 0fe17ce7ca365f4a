"""The secrecy review: a conclusion with basis, person, day and paper; before every release."""

from contextlib import suppress

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import outgoing, paper, released, signatures, standing
from notices import items
from notices.check_outgoing.child import look_into
from notices.kinds import KINDS
from notices.models import Notice
from office.models import RoleGrant, User
from office.roles import Role
from records.models import StoredFile
from records.refusals import Refusal
from requests_app.models import SecrecyReview
from tests.cast import MONDAY, at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to, refusal_of, reviewed_again
from tests.notices.outgoing import pdf_made

RELEASING = [
    code for code in KINDS
    if "items" in stories.FACTS[code] and items.releases(stories.FACTS[code]["items"])
]  # fmt: skip


def unreviewed(cast, kind="granted", **facts):
    """Handed in with nothing reviewed."""
    application = in_hand(cast)
    notice = paper.draft(
        kind, application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS[kind] | facts,
    )  # fmt: skip
    return paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))


def signed_by_all(cast, notice) -> None:
    """Everybody tries to sign, twice round; whoever may not is refused."""
    for person in [*cast.everyone().values(), *cast.everyone().values()]:
        with suppress(Refusal):
            paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    with suppress(Refusal):
        paper.issue(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 12))


@pytest.mark.parametrize("kind", RELEASING)
def test_nothing_is_released_without_a_recorded_review(cast, kind):
    assert RELEASING == ["granted", "partly_granted"]
    notice = unreviewed(cast, kind)
    signed_by_all(cast, notice)
    assert not notice.is_issued


@pytest.mark.parametrize("conclusion", ["may_not", "in_part"])
def test_nothing_is_released_against_the_review(cast, conclusion):
    notice = unreviewed(cast)
    stories.reviewed(notice.application, cast, conclusion)
    signed_by_all(cast, notice)
    assert not notice.is_issued


def test_the_same_people_would_release_it_with_the_guard_off(cast, monkeypatch):
    for module in (signatures, standing):
        monkeypatch.setattr(module, "secrecy_fault", lambda notice, given=None: None)
    notice = unreviewed(cast)
    signed_by_all(cast, notice)
    assert notice.is_issued


def test_a_review_by_whoever_signed_otherwise_does_not_count(cast, monkeypatch):
    notice = unreviewed(cast)
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    RoleGrant.objects.create(
        user=cast.department_head, role=Role.SECRECY_REVIEWER, granted_at=at(MONDAY)
    )
    del cast.department_head._grants
    notice.application.review_secrecy(
        by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 12), conclusion="may_release", basis="无"
    )
    assert "另一位保密审查员" in signatures.secrecy_fault(notice)
    with monkeypatch.context() as off:
        off.setattr(signatures, "signs_twice", lambda *args, **kwargs: False)
        assert signatures.secrecy_fault(notice) is None
    stories.reviewed(notice.application, cast)
    assert signatures.secrecy_fault(notice) is None


def test_a_reviewer_does_not_sign_a_release_they_reviewed_but_the_office_head_does(cast):
    """In an office of two people the head of the office may be the secrecy reviewer."""
    for person in (cast.office_head, cast.leader):
        RoleGrant.objects.create(user=person, role=Role.SECRECY_REVIEWER, granted_at=at(MONDAY))
    notice = unreviewed(cast)
    notice.application.review_secrecy(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 10), conclusion="may_release", basis="无"
    )
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    notice.application.review_secrecy(
        by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12), conclusion="may_release", basis="无"
    )
    said = refusal_of(paper.approve, notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 13))
    assert "两个环节" in said


# It has no place for a file (SEC-2)


def test_no_row_of_the_review_leads_to_a_file_and_no_file_to_it():
    assert not any(f.related_model is StoredFile for f in SecrecyReview._meta.get_fields())
    kinds = {f.get_internal_type() for f in SecrecyReview._meta.concrete_fields}
    assert not kinds & {"FileField", "BinaryField", "FilePathField"}
    pointing = {
        model
        for model in apps.get_models()
        if any(f.related_model is SecrecyReview and f.concrete for f in model._meta.get_fields())
    }
    assert pointing == set()


def with_a_file(cast) -> Notice:
    """Reviewed, and then a file was put with what goes out."""
    notice = unreviewed(cast)
    stories.reviewed(notice.application, cast)
    upload = SimpleUploadedFile("a.pdf", pdf_made.saved(pdf_made.new()), "application/pdf")
    released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 10))
    notice.refresh_from_db()
    return paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))


@pytest.fixture
def _in_this_process(monkeypatch):
    monkeypatch.setattr(outgoing, "findings_of", lambda *file, waits: look_into(*file))


@pytest.mark.usefixtures("_in_this_process")
def test_a_file_added_after_the_review_was_not_reviewed(cast):
    notice = with_a_file(cast)
    assert "重新审查" in (signatures.secrecy_fault(notice) or "")
    signed_by_all(cast, notice)
    assert not notice.is_issued
    reviewed_again(cast, notice)
    signed_by_all(cast, notice)
    assert notice.is_issued


@pytest.mark.full
@pytest.mark.usefixtures("_in_this_process")
def test_without_that_look_a_file_nobody_reviewed_goes_out(cast, monkeypatch):
    monkeypatch.setattr(signatures, "added_since_review", lambda notice: False)
    notice = with_a_file(cast)
    signed_by_all(cast, notice)
    assert notice.is_issued


@pytest.mark.full
@pytest.mark.usefixtures("_in_this_process")
def test_a_file_taken_out_again_asks_for_no_new_review(cast):
    notice = with_a_file(cast)
    released.remove(notice.application.attachments.get(), by=cast.officer, at=at(FRIDAY, 11))
    assert signatures.secrecy_fault(notice) is None


@pytest.mark.full
def test_a_leader_s_list_takes_as_many_queries_for_thirty_releases_as_for_three(cast):
    counts = []
    for more in (3, 27):
        for _n in range(more):
            approved_up_to(cast, "granted", cast.department_head, cast.office_head)
        leader = User.objects.get(pk=cast.leader.pk)
        with CaptureQueriesContext(connection) as made:
            found = paper.inbox(leader, on=FRIDAY)
        counts.append(len(made))
    assert len(found) == 30
    assert counts[1] <= counts[0]


@pytest.mark.full
def test_what_a_list_found_of_a_review_is_forgotten_when_the_paper_is_read_anew(cast):
    approved_up_to(cast, "granted", cast.department_head, cast.office_head)
    (waiting,) = paper.inbox(cast.leader, on=FRIDAY)
    notice = waiting.notice
    assert not signatures.added_since_review(notice)
    upload = SimpleUploadedFile("附件.pdf", pdf_made.saved(pdf_made.new()))
    released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 12))
    notice.refresh_from_db()
    assert signatures.added_since_review(notice)
