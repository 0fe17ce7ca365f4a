"""While a person is away their deputy signs in their place, and nothing else changes."""

from datetime import date, timedelta

import pytest

from casework import paper, reminder_settings, signing
from notices.chains import LEADER_STAGE, OFFICE_STAGE, SECRECY_STAGE, STAGES
from office.models import RoleGrant, User
from office.roles import Role
from records import log
from records.models import Approval
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, at
from tests.notices.desk import FRIDAY, approved_up_to, drafted, refusal_of, submitted, waits_for


def away(person: User, deputy: User, since: date = MONDAY, until: date = FRIDAY) -> None:
    choice = {"deputy": deputy, "away_from": since, "away_until": until}
    reminder_settings.choose(person, choice, at=at(MONDAY))


def test_a_deputy_signs_with_both_names_while_the_person_is_away(cast):
    away(cast.office_head, cast.registrar)
    notice = approved_up_to(cast, "refused", cast.department_head)
    assert waits_for(notice, cast.registrar)
    paper.approve(notice, by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 12))
    given = paper.stages(notice)[1].approval
    assert (given.by_name, given.instead_of_name) == ("周登记", "郑审核")
    entry = log.entries(notice.application.chain).filter(event="notice_approved").last()
    assert entry.payload["instead_of"] == cast.office_head.pk
    assert entry.actor_name == "周登记"


def test_the_days_of_absence_are_the_only_ones(cast):
    away(cast.office_head, cast.registrar, until=FRIDAY - timedelta(days=1))
    notice = approved_up_to(cast, "refused", cast.department_head)
    assert waits_for(notice, cast.registrar, FRIDAY - timedelta(days=1))
    assert not waits_for(notice, cast.registrar)
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 12))


@pytest.mark.full
def test_the_last_signature_of_a_deputy_sends_the_paper_out_for_the_absent_person(cast):
    away(cast.leader, cast.finance)
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)
    paper.approve(notice, by=cast.finance, on=FRIDAY, at=at(FRIDAY, 12))
    notice.refresh_from_db()
    assert notice.is_issued
    assert notice.issued_by == cast.finance
    kept = notice.snapshot["approvals"][-1]
    assert (kept["by"], kept["instead_of"]) == ("钱财务", "陈校长")
    entry = log.entries(notice.application.chain).get(event="answer")
    assert (entry.actor_name, entry.payload["on_behalf_of"]) == ("钱财务", cast.leader.pk)


@pytest.mark.full
def test_a_deputy_returns_a_draft_too(cast):
    away(cast.department_head, cast.office_head)
    notice = submitted(cast, "refused")
    paper.send_back(notice, by=cast.office_head, at=at(FRIDAY, 12), comment="理由不足")
    assert Approval.objects.get(verdict="returned").instead_of_name == "冯处长"


def test_who_drafted_signs_for_nobody(cast):
    away(cast.department_head, cast.officer)
    notice = submitted(cast, "refused")
    said = refusal_of(paper.approve, notice, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 12))
    assert "起草人" in said
    notice.drafters = [cast.registrar.pk]  # were it somebody else's draft, they would
    assert signing.capacity(cast.officer, STAGES["unit"], notice, on=FRIDAY)


@pytest.mark.full
def test_nobody_signs_for_a_person_who_drafted(cast):
    away(cast.office_head, cast.registrar)
    notice = drafted(cast, "correction", by=cast.office_head)
    paper.submit(notice, by=cast.office_head, at=at(FRIDAY, 10))
    assert not waits_for(notice, cast.registrar)


def test_a_secrecy_review_is_never_a_deputy_s(cast):
    away(cast.secrecy_reviewer, cast.leader)
    notice = drafted(cast, "granted")
    assert signing.capacity(cast.leader, SECRECY_STAGE, notice, on=FRIDAY) is None
    RoleGrant.objects.create(user=cast.leader, role=Role.SECRECY_REVIEWER, granted_at=at(MONDAY))
    del cast.leader._grants
    right = signing.capacity(cast.leader, SECRECY_STAGE, notice, on=FRIDAY)
    assert right == signing.Capacity()  # by a role of their own, instead of nobody


@pytest.mark.full
def test_the_deputy_of_a_deputy_is_nobody(cast):
    away(cast.leader, cast.office_head)
    away(cast.office_head, cast.registrar)
    notice = approved_up_to(cast, "refused", cast.department_head)
    assert signing.capacity(cast.office_head, LEADER_STAGE, notice, on=FRIDAY)
    assert signing.capacity(cast.registrar, OFFICE_STAGE, notice, on=FRIDAY)
    assert signing.capacity(cast.registrar, LEADER_STAGE, notice, on=FRIDAY) is None


@pytest.mark.full
def test_a_deputy_who_may_not_see_the_case_does_not_sign_in_it(cast):
    away(cast.leader, cast.outsider)
    notice = drafted(cast, "refused")
    assert signing.capacity(cast.outsider, LEADER_STAGE, notice, on=FRIDAY) is None
    notice.application.unit_in_charge = cast.logistics  # the case comes to their unit
    notice.application.save()
    assert signing.capacity(cast.outsider, LEADER_STAGE, notice, on=FRIDAY)


def test_whoever_looks_over_the_work_signs_for_nobody(cast, monkeypatch):
    away(cast.leader, cast.inspector)
    notice = drafted(cast, "refused")
    assert signing.capacity(cast.inspector, LEADER_STAGE, notice, on=FRIDAY) is None
    monkeypatch.setattr(signing, "oversees", lambda user: False)
    assert signing.capacity(cast.inspector, LEADER_STAGE, notice, on=FRIDAY)


def test_one_person_does_not_sign_for_two(cast, monkeypatch):
    away(cast.office_head, cast.finance)
    away(cast.leader, cast.finance)
    notice = approved_up_to(cast, "refused", cast.department_head, cast.finance)
    said = refusal_of(paper.approve, notice, by=cast.finance, on=FRIDAY, at=at(FRIDAY, 12))
    assert "两个环节" in said
    monkeypatch.setattr(signing.signatures, "signs_twice", lambda *args, **kwargs: False)
    assert signing.capacity(cast.finance, LEADER_STAGE, notice, on=FRIDAY)


@pytest.mark.full
def test_back_again_a_person_does_not_sign_what_was_signed_for_them_at_another_stage(cast):
    RoleGrant.objects.create(user=cast.office_head, role=Role.LEADER, granted_at=at(MONDAY))
    away(cast.office_head, cast.registrar)
    notice = approved_up_to(cast, "refused", cast.department_head, cast.registrar)
    assert not waits_for(notice, cast.office_head)
    assert waits_for(notice, cast.leader)


@pytest.mark.full
def test_who_closed_their_account_is_represented_by_nobody(cast):
    away(cast.leader, cast.finance)
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)
    assert signing.absences(FRIDAY, deputy=cast.finance) == {}


@pytest.mark.full
def test_the_settings_say_what_a_deputy_cannot_do(cast):
    nobody = User.objects.create_user("wei", "wei@example.com", "x", full_name="魏新来")
    assert "看不到办件" in signing.limits_of(nobody, cast.leader)[0]
    assert "监督检查" in signing.limits_of(cast.inspector, cast.leader)[0]
    assert "所在单位" in signing.limits_of(cast.outsider, cast.leader)[0]
    assert "保密审查员" in signing.limits_of(cast.leader, cast.secrecy_reviewer)[0]
    assert signing.limits_of(cast.office_head, cast.leader) == []


ROLES_OF_NO_UNIT = tuple(role for role in Role if role not in ("officer", "department_head"))
OWN = {
    "unit": {("department_head", "own")}, "office": {("office_head", "")},
    "secrecy": {("secrecy_reviewer", "")}, "finance": {("finance", "")},
    "leader": {("leader", "")},
}  # fmt: skip
# A deputy: whoever sees the case and does not oversee; never for the secrecy review.
SEES = {
    ("registrar", ""), ("officer", "own"), ("department_head", "own"), ("office_head", ""),
    ("secrecy_reviewer", ""), ("finance", ""), ("leader", ""),
}  # fmt: skip
STANDS_IN = {stage: set() if stage == "secrecy" else SEES for stage in OWN}


def people(cast) -> dict[tuple[str, str], User]:
    """One person for each role, unit roles once in the case's unit and once in another."""
    units = {"own": cast.academic_affairs, "other": cast.logistics}
    wanted = [(role, "") for role in ROLES_OF_NO_UNIT]
    wanted += [(role, unit) for role in ("officer", "department_head") for unit in units]
    found = {}
    for number, (role, unit) in enumerate(wanted):
        user = User.objects.create(username=f"p{number}", full_name=f"人员{number}")
        user._grants = [RoleGrant(user=user, role=role, unit=units.get(unit))]
        found[str(role), unit] = user
    return found


def allowed(everyone, stage, notice, *, absent=None) -> set[tuple[str, str]]:
    """Who may give the signature, of all these people; as deputies of `absent`, if given."""
    away = {user.pk: [absent] for user in everyone.values()} if absent else {}
    return {
        who
        for who, user in everyone.items()
        if signing.capacity(user, stage, notice, on=FRIDAY, given=(), away=away)
    }


@pytest.mark.full
def test_every_role_at_every_stage_with_and_without_unit_draft_and_deputyship(cast):
    """The set that may is the one listed; for everybody else the answer is no."""
    notice, everyone = drafted(cast, "refused"), people(cast)
    holders = {
        "unit": cast.department_head, "office": cast.office_head, "leader": cast.leader,
        "secrecy": cast.secrecy_reviewer, "finance": cast.finance,
    }  # fmt: skip
    for code, stage in STAGES.items():
        notice.drafters = [cast.officer.pk]
        assert allowed(everyone, stage, notice) == OWN[code]
        deputies = allowed(everyone, stage, notice, absent=holders[code])
        assert deputies == OWN[code] | STANDS_IN[code]
        notice.drafters = [user.pk for user in everyone.values()]
        assert allowed(everyone, stage, notice) == set()
        assert allowed(everyone, stage, notice, absent=holders[code]) == set()


@pytest.mark.full
def test_a_case_of_no_unit_is_no_unit_head_s_to_sign(cast):
    notice, everyone = drafted(cast, "refused"), people(cast)
    notice.application.unit_in_charge = None
    assert allowed(everyone, STAGES["unit"], notice) == set()
