"""The first rows of an installation: the institution, its units, its people and their roles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.people import OFFICE_CHAIN
from notices import chain_rules
from office.models import Institution, RoleGrant, Unit, User
from records import log
from records.log import SYSTEM
from records.refusals import Refusal
from statute.law import LawError, load_law


def found(facts: Mapping[str, Any], *, at: datetime) -> Institution:
    """Enter the institution's first version. Raises Refusal if there is one, or facts are wrong."""
    if Institution.objects.exists():
        raise Refusal(_("机构信息已经设立，请在“机构信息”页面修改。"))
    fields = {field.name for field in Institution._meta.concrete_fields}
    unknown = sorted(set(facts) - fields | {"id", "version"} & set(facts))
    if unknown:
        raise Refusal(_("机构信息没有这些项目：%s") % "、".join(unknown))
    institution = Institution(**facts, version=1, changed_at=at)
    blank = _left_blank(institution)
    if blank:
        raise Refusal(_("请填写机构信息：%s") % "、".join(blank))
    _refuse_settings(institution)
    with transaction.atomic():
        institution.save()
        log.append(
            OFFICE_CHAIN, "institution_founded", actor=SYSTEM, at=at,
            payload={"version": 1, "law_settings": institution.law_settings},
        )  # fmt: skip
    return institution


def add_unit(code: str, name: str, name_en: str = "") -> Unit:
    return Unit.objects.create(code=code, name=name, name_en=name_en)


def add_person(
    username: str,
    full_name: str,
    role: str,
    *,
    password_hash: str,
    at: datetime,
    unit: Unit | None = None,
    full_name_en: str = "",
    email: str = "",
) -> User:
    """Enter a person with their first role, and log both."""
    with transaction.atomic():
        user = User.objects.create(
            username=username, full_name=full_name, full_name_en=full_name_en, email=email,
            password=password_hash,
        )  # fmt: skip
        RoleGrant.objects.create(user=user, role=role, unit=unit, granted_at=at)
        said = {"user": user.pk, "role": str(role), "unit": unit and unit.code}
        for event, payload in (("person_added", {"user": user.pk}), ("role_granted", said)):
            log.append(OFFICE_CHAIN, event, actor=SYSTEM, at=at, payload=payload)
    return user


def _left_blank(institution: Institution) -> list[str]:
    return [
        str(field.verbose_name)
        for field in Institution._meta.concrete_fields
        if not field.blank and getattr(institution, field.attname) == ""
    ]


def _refuse_settings(institution: Institution) -> None:
    """The laws must exist and leave open what the institution settles; its chains must hold."""
    try:
        load_law(institution.default_law)
        for code, settled in institution.law_settings.items():
            load_law(code).configured(settled)
    except (LawError, FileNotFoundError) as error:
        raise Refusal(str(error)) from error
    faults = chain_rules.all_faults(institution.approval_chains)
    if faults:
        raise Refusal(*faults)
