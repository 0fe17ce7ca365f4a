"""Who may do what; what no one person may hold together; and from when until when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from office.models import RoleGrant, User
from office.roles import NEVER_TOGETHER, ROLE_MAY, UNIT_ROLES, May, Role
from tests.cast import at

TODAY = date(2026, 3, 2)

# As an auditor would tick it off: each thing, and the roles that may.
WHO_MAY = {
    May.REGISTER: "registrar office_head",
    May.ASSIGN: "registrar office_head",
    May.HANDLE: "officer department_head office_head",
    May.DRAFT: "officer office_head",
    May.APPROVE_UNIT: "department_head",
    May.APPROVE_OFFICE: "office_head",
    May.APPROVE_SECRECY: "secrecy_reviewer",
    May.APPROVE_FINANCE: "finance",
    May.APPROVE_LEADER: "leader",
    May.SERVE: "registrar office_head",
    May.SET_RIGHT: "office_head",
    May.SEE_ALL: "registrar office_head secrecy_reviewer finance leader inspector",
    May.REVEAL: "registrar office_head",
    May.REMEDY: "registrar office_head",
    May.REPORT: "registrar office_head leader inspector",
    May.CONFIGURE: "office_head system_admin",
    May.MANAGE_PEOPLE: "security_admin",
    May.KEEP_SEAL: "security_admin",
    May.READ_AUDIT: "inspector audit_admin",
}
ADMINISTRATORS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


def anew(user: User) -> User:
    """The person as the next request finds them."""
    return User.objects.get(pk=user.pk)


def grant(user: User, role: Role, unit=None) -> RoleGrant:
    return RoleGrant.objects.create(user=user, role=role, unit=unit, granted_at=at(TODAY))


@pytest.mark.parametrize("thing", May)
def test_each_thing_is_done_by_the_roles_listed_and_no_other(thing):
    roles = {role for role in Role if thing in ROLE_MAY[role]}
    assert roles == {Role(name) for name in WHO_MAY[thing].split()}


def test_the_list_speaks_of_everything_and_of_every_role():
    assert set(WHO_MAY) == set(May)
    assert set(ROLE_MAY) == set(Role)


@pytest.mark.django_db
def test_a_person_may_what_their_role_may(cast):
    for name, user in cast.everyone().items():
        role = Role.OFFICER if name == "outsider" else Role(name)
        assert {thing for thing in May if user.may(thing)} == ROLE_MAY[role]


def test_no_administrator_touches_or_sees_a_case():
    about_cases = set(May) - {May.CONFIGURE, May.MANAGE_PEOPLE, May.READ_AUDIT, May.KEEP_SEAL}
    for role in ADMINISTRATORS:
        assert not ROLE_MAY[role] & about_cases


def test_of_the_three_administrators_no_two_are_one_person():
    pairs = {frozenset({one, other}) for one in ADMINISTRATORS for other in ADMINISTRATORS}
    assert set(NEVER_TOGETHER) == {pair for pair in pairs if len(pair) == 2}


@pytest.mark.django_db
@pytest.mark.parametrize("pair", NEVER_TOGETHER, ids=lambda pair: "+".join(sorted(pair)))
def test_the_second_of_two_that_must_be_apart_is_refused(cast, pair):
    held, wanted = sorted(pair)
    person = User.objects.create_user("new", full_name="新管理员")
    grant(person, held)
    with pytest.raises(ValidationError, match="不得由同一人担任"):
        RoleGrant(user=anew(person), role=wanted, granted_at=at(TODAY)).clean()
    RoleGrant(user=anew(person), role=Role.FINANCE, granted_at=at(TODAY)).clean()


@pytest.mark.django_db
def test_in_a_small_office_one_person_may_hold_two_roles(cast):
    grant(cast.registrar, Role.OFFICER, cast.academic_affairs)
    both = anew(cast.registrar)
    assert both.roles() == {Role.REGISTRAR, Role.OFFICER}
    assert both.may(May.REGISTER)
    assert both.may(May.DRAFT)
    assert both.unit_ids() == {cast.academic_affairs.pk}


@pytest.mark.django_db
def test_a_role_ends_and_may_be_given_again(cast):
    held = cast.officer.role_grants.get()
    held.ended_at = at(TODAY)
    held.save()
    assert anew(cast.officer).roles() == frozenset()
    assert anew(cast.officer).unit_ids() == frozenset()
    grant(cast.officer, Role.OFFICER, cast.academic_affairs)
    assert anew(cast.officer).may(May.HANDLE)
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(cast.officer, Role.OFFICER, cast.academic_affairs)


@pytest.mark.django_db
def test_a_deactivated_account_may_nothing_at_once(cast):
    User.objects.filter(pk=cast.office_head.pk).update(is_active=False)
    gone = anew(cast.office_head)
    assert not any(gone.may(thing) for thing in May)
    assert gone.unit_ids() == frozenset()


@pytest.mark.django_db
def test_being_a_superuser_of_the_framework_gives_nothing(db):
    root = User.objects.create_superuser("root", full_name="根")
    assert not any(root.may(thing) for thing in May)


@pytest.mark.django_db
def test_only_an_officer_and_a_department_head_belong_to_a_unit(cast):
    assert {Role.OFFICER, Role.DEPARTMENT_HEAD} == UNIT_ROLES
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(cast.finance, Role.OFFICER)
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(cast.finance, Role.LEADER, cast.logistics)


@pytest.mark.django_db
def test_a_person_is_named_in_full_and_the_roles_are_read_once_a_request(
    cast, django_assert_num_queries
):
    assert str(cast.officer) == cast.officer.get_short_name() == "吴起草"
    person = anew(cast.officer)
    with django_assert_num_queries(1):
        assert person.may(May.HANDLE)
        assert person.unit_ids() == {cast.academic_affairs.pk}
        assert person.roles() == {Role.OFFICER}
