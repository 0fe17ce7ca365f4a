"""Who works here and what they may do: every change by the security administrator, and logged."""

import secrets
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from office.models import RoleGrant, Unit, User
from office.roles import UNIT_ROLES, May, Role
from records import log
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

OFFICE_CHAIN = "office"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def add_person(
    *, username: str, full_name: str, full_name_en: str, email: str, by: User, at: datetime
) -> tuple[User, str]:
    """Open an account without any role; the initial password is known only now."""
    _refuse_unless_managing(by)
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal(_("用户名已有人使用。"))
    password = _new_password()
    with transaction.atomic():
        user = User.objects.create_user(
            username, email, password, full_name=full_name, full_name_en=full_name_en
        )
        _log("person_added", user, by=by, at=at)
    return user, password


def give_new_password(user: User, *, by: User, at: datetime) -> str:
    """Replace a forgotten password; whoever was signed in with the old one no longer is."""
    _refuse_unless_managing(by)
    if user.pk == by.pk:
        raise Refusal(_("自己的密码请用“修改密码”更换。"))
    password = _new_password()
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        _end_sessions(user, at=at)
        _log("password_replaced", user, by=by, at=at)
    return password


def change_password(user: User, password: str, *, at: datetime) -> None:
    """A person's own change; the caller has checked the old password and the new one's rules."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        _log("password_changed", user, by=user, at=at)


def password_again(user: User, given: str, *, at: datetime) -> bool:
    """Whether this is the person's password, asked of them before a grave act; either is logged.

    Not `user.check_password`: it may renew the hash, and with it end the very session it serves.
    """
    right = check_password(given, user.password)
    with transaction.atomic():
        event = "password_given_again" if right else "password_again_wrong"
        _log(event, user, by=user, at=at)
    return right


def grant(user: User, role: str, unit: Unit | None, *, by: User, at: datetime) -> RoleGrant:
    """Give a role. Raises Refusal where one person may not hold it beside the roles they have."""
    _refuse_unless_managing(by)
    row = RoleGrant(user=user, role=role, unit=unit, granted_at=at, granted_by=by)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        user.refresh_from_db()
        user.__dict__.pop("_grants", None)
        _refuse_grant(row, by)
        row.save()
        _log("role_granted", user, by=by, at=at, role=role, unit=unit and unit.code)
    return row


def end_grant(row: RoleGrant, *, by: User, at: datetime) -> None:
    """End a role. The row stays: who could do what on a past day remains known."""
    _refuse_unless_managing(by)
    with transaction.atomic():
        row = RoleGrant.objects.select_for_update().get(pk=row.pk)
        if row.ended_at:
            raise Refusal(_("这个角色已经终止。"))
        if row.user_id == by.pk:
            raise Refusal(_("不能终止自己的角色，请由另一位安全管理员办理。"))
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        unit = row.unit.code if row.unit else None
        _log("role_ended", row.user, by=by, at=at, role=row.role, unit=unit)


def deactivate(user: User, *, by: User, at: datetime) -> None:
    """Close an account and end its sessions at once."""
    _refuse_unless_managing(by)
    if user.pk == by.pk:
        raise Refusal(_("不能停用自己的账号。"))
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end_sessions(user, at=at)
        _log("person_deactivated", user, by=by, at=at)


def reactivate(user: User, *, by: User, at: datetime) -> None:
    """Open a closed account again, with the roles that were not ended."""
    _refuse_unless_managing(by)
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        _log("person_reactivated", user, by=by, at=at)


def _refuse_unless_managing(by: User) -> None:
    if not by.may(May.MANAGE_PEOPLE):
        raise NotPermitted(_("人员和角色由安全管理员管理。"))


def _refuse_grant(row: RoleGrant, by: User) -> None:
    reasons, held = [], row.user.grants()
    if not row.user.is_active:
        reasons.append(_("账号已停用。"))
    if row.user_id == by.pk:
        reasons.append(_("不能给自己授予角色，请由另一位安全管理员办理。"))
    if Role(row.role) in UNIT_ROLES and row.unit is None:
        reasons.append(_("这个角色须指定单位。"))
    if Role(row.role) not in UNIT_ROLES and row.unit is not None:
        reasons.append(_("这个角色不分单位。"))
    if any(other.role == row.role and other.unit_id == row.unit_id for other in held):
        reasons.append(_("已经担任这个角色。"))
    try:
        row.clean()
    except ValidationError as fault:
        reasons += fault.messages
    if reasons:
        raise Refusal(*reasons)


def _new_password() -> str:
    """Sixteen letters and digits, 79 bits, in groups that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(4))


def _end_sessions(user: User, *, at: datetime) -> None:
    for session in Session.objects.filter(expire_date__gte=at):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def _log(event: str, user: User, *, by: User, at: datetime, **payload) -> None:
    log.append(OFFICE_CHAIN, event, actor=actor_of(by), at=at, payload={"user": user.pk} | payload)
