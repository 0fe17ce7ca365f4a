"""In the office's hands: assigned, searched for, reviewed for secrecy; and who sees it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from office.models import RoleGrant, Unit
from office.roles import Role
from records import log
from records.refusals import Refusal
from requests_app.models import Application, Attachment, SearchRecord, SecrecyReview
from requests_app.states import Turn
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, at, in_hand, registered
from tests.requests_app.situations import FRIDAY, TUESDAY, WEDNESDAY


def visible(user) -> set[Application]:
    return set(Application.objects.visible_to(user))


class TestAssignment:
    def test_the_unit_has_the_case_from_then_until_then(self, cast):
        application = in_hand(cast)
        application.assign(
            by=cast.registrar, on=FRIDAY, at=at(FRIDAY), unit=cast.logistics, reason="职责在后勤"
        )
        rows = application.assignments.values_list("unit__code", "since", "until")
        assert list(rows) == [("jwc", MONDAY, FRIDAY), ("hqc", FRIDAY, None)]
        assert application.unit_in_charge == cast.logistics

    def test_returned_with_the_reason_it_is_the_office_s_turn_and_the_clock_runs_on(self, cast):
        application = in_hand(cast)
        due = application.due_on
        application.return_assignment(
            by=cast.officer, on=TUESDAY, at=at(TUESDAY), reason="不属本处"
        )
        assert application.turn() == Turn.OFFICE
        assert application.due_on == due
        row = application.assignments.get()
        assert (row.until, row.return_reason) == (TUESDAY, "不属本处")

    def test_an_officer_may_be_named_and_is_of_that_unit(self, cast):
        application = registered(cast)
        words = {"by": cast.registrar, "on": TUESDAY, "at": at(TUESDAY)}
        with pytest.raises(Refusal, match="不属于所选单位"):
            application.assign(unit=cast.academic_affairs, officer=cast.outsider, **words)
        assert not application.assignments.exists()
        application.assign(unit=cast.academic_affairs, officer=cast.officer, **words)
        assert application.officer == cast.officer

    def test_not_twice_to_the_same_unit_nor_to_one_that_is_closed(self, cast):
        application = in_hand(cast)
        words = {"by": cast.registrar, "on": TUESDAY, "at": at(TUESDAY)}
        with pytest.raises(Refusal, match="已由该单位承办"):
            application.assign(unit=cast.academic_affairs, **words)
        gone = Unit.objects.create(code="old", name="旧部门", closed_on=MONDAY)
        with pytest.raises(Refusal, match="已经撤销"):
            application.assign(unit=gone, **words)
        assert application.assignments.get().unit == cast.academic_affairs


class TestSight:
    def test_the_office_sees_every_case_and_administrators_none(self, cast):
        application = registered(cast)
        seen = {name for name, user in cast.everyone().items() if application in visible(user)}
        assert seen == {
            "registrar", "office_head", "secrecy_reviewer", "finance", "leader", "inspector",
        }  # fmt: skip

    def test_a_unit_s_people_see_what_is_assigned_to_their_unit(self, cast):
        application = in_hand(cast)
        assert visible(cast.officer) == visible(cast.department_head) == {application}
        assert visible(cast.outsider) == set()

    def test_and_only_while_it_is(self, cast):
        application = in_hand(cast)
        application.return_assignment(by=cast.officer, on=TUESDAY, at=at(TUESDAY), reason="非本处")
        assert visible(cast.officer) == visible(cast.department_head) == set()
        application.assign(by=cast.registrar, on=TUESDAY, at=at(TUESDAY), unit=cast.logistics)
        assert visible(cast.officer) == set()
        assert visible(cast.outsider) == {application}

    def test_another_case_of_the_same_unit_s_is_not_seen_with_it(self, cast):
        mine, elsewhere = in_hand(cast), registered(cast)
        assert visible(cast.officer) == {mine}
        assert elsewhere not in visible(cast.officer)

    def test_nobody_without_an_account_sees_any(self, cast):
        in_hand(cast)
        assert visible(AnonymousUser()) == set()

    def test_a_role_that_ended_or_an_account_that_is_closed_sees_nothing(self, cast):
        in_hand(cast)
        RoleGrant.objects.filter(user=cast.officer).update(ended_at=at(MONDAY))
        assert visible(type(cast.officer).objects.get(pk=cast.officer.pk)) == set()
        cast.leader.is_active = False
        cast.leader.save()
        assert visible(type(cast.leader).objects.get(pk=cast.leader.pk)) == set()

    def test_who_holds_a_unit_s_role_for_two_units_sees_both(self, cast):
        first, second = in_hand(cast), registered(cast)
        second.assign(by=cast.registrar, on=MONDAY, at=at(MONDAY, 12), unit=cast.logistics)
        RoleGrant.objects.create(
            user=cast.outsider, role=Role.OFFICER, unit=cast.academic_affairs, granted_at=at(MONDAY)
        )
        again = type(cast.outsider).objects.get(pk=cast.outsider.pk)
        assert visible(again) == {first, second}


class TestSearch:
    def test_where_was_looked_and_what_was_found_is_kept(self, cast):
        application = in_hand(cast)
        application.record_search(
            by=cast.officer, on=TUESDAY, at=at(TUESDAY), places="档案馆", terms="转专业",
            found="未查到",
        )  # fmt: skip
        assert SearchRecord.objects.get().by == cast.officer
        assert "档案馆" not in str(log.entries(application.chain).last().payload)

    def test_another_unit_s_officer_does_not_search_for_this_case(self, cast):
        application = in_hand(cast)
        with pytest.raises(NotPermitted):
            application.record_search(
                by=cast.outsider, on=TUESDAY, at=at(TUESDAY), places="库房", terms="x", found="无"
            )


class TestSecrecy:
    def test_the_conclusion_is_recorded_by_the_reviewer(self, cast):
        application = in_hand(cast)
        application.review_secrecy(
            by=cast.secrecy_reviewer, on=WEDNESDAY, at=at(WEDNESDAY), conclusion="may_release",
            basis="不涉密", paper_reference="保审2026-3",
        )  # fmt: skip
        review = SecrecyReview.objects.get()
        assert (review.reviewer, review.conclusion) == (cast.secrecy_reviewer, "may_release")
        assert "不涉密" not in str(log.entries(application.chain).last().payload)

    @pytest.mark.parametrize("person", ["officer", "department_head", "office_head", "leader"])
    def test_by_nobody_else(self, cast, person):
        with pytest.raises(NotPermitted):
            in_hand(cast).review_secrecy(
                by=getattr(cast, person), on=TUESDAY, at=at(TUESDAY), conclusion="may_release",
                basis="不涉密",
            )  # fmt: skip

    def test_there_is_no_place_for_a_file_in_it(self):
        to_files = {field.related_model for field in SecrecyReview._meta.get_fields()}
        assert not {Attachment, Attachment._meta.get_field("file").related_model} & to_files
