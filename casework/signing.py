"""In which right a person signs: their own, or as the deputy of somebody who is away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework import signatures
from casework.models import ReminderChoice
from notices.chains import SECRECY_STAGE
from notices.models import Notice
from office.models import User
from office.roles import May, Role
from records.approval import Stage
from records.models import Approval
from requests_app.models import Application


@dataclass(frozen=True)
class Capacity:
    """The right in which a signature is given; `instead_of` is who was away, if anybody."""

    instead_of: User | None = None


Absences = Mapping[int, Collection[User]]  # who is away, by their deputy


def absences(on: date, *, deputy: User | None = None) -> dict[int, list[User]]:
    """Who is away on that day and whom they named; `deputy` asks for those of one person."""
    rows = ReminderChoice.objects.filter(away_from__lte=on, away_until__gte=on)
    rows = rows.filter(person__is_active=True, deputy__isnull=False)
    if deputy is not None:
        rows = rows.filter(deputy=deputy)
    found: dict[int, list[User]] = {}
    for row in rows.select_related("person").order_by("person"):
        found.setdefault(row.deputy_id, []).append(row.person)
    return found


def capacity(
    user: User,
    stage: Stage,
    notice: Notice,
    *,
    on: date,
    given: Collection[Approval] | None = None,
    away: Absences | None = None,
) -> Capacity | None:
    """How this person may give this signature on that day; None if they may not.

    `given` are the signatures that hold and `away` who is away, where the caller knows them.
    A deputy signs what the absent person could sign by a role of their own, so nobody is the deputy
    of a deputy. Never what they drafted, never a second stage of one paper, never the secrecy
    review, and only in a case they may see.
    """
    if signatures.may_sign(user, stage, notice, given=given):
        return Capacity()
    away = absences(on, deputy=user) if away is None else away
    for absent in away.get(user.pk, ()):
        if not signatures.may_sign(absent, stage, notice, given=given):
            continue
        if not _barred(user, stage, notice, given):
            return Capacity(absent)
    return None


def _barred(deputy: User, stage: Stage, notice: Notice, given: Collection[Approval] | None) -> bool:
    """Whether something keeps a deputy from this signature, whoever is away."""
    return (
        stage == SECRECY_STAGE
        or deputy.pk in notice.drafters
        or oversees(deputy)
        or signatures.signs_twice(deputy.pk, stage, notice, given=given)
        or not Application.objects.visible_to(deputy).filter(pk=notice.application_id).exists()
    )


def oversees(user: User) -> bool:
    """Whoever looks over the work does none of it."""
    return user.may(May.READ_AUDIT)


def why_not(user: User, stage: Stage, notice: Notice) -> str:
    """What to tell a person who may not give this signature."""
    if user.pk in notice.drafters:
        return _("起草人不能审批自己起草的文书。")
    if signatures.signs_twice(user.pk, stage, notice):
        return _("您已在本文书的另一个环节签署；一份文书的两个环节不能由同一人签署。")
    return _("现在应由%(who)s。") % {"who": stage.label}


def limits_of(deputy: User, person: User) -> list[str]:
    """What a deputy cannot do for this person, in sentences for whoever names them."""
    who, found = {"who": deputy.full_name}, []
    if oversees(deputy):
        return [_("%(who)s负责监督检查，不能代您签署。") % who]
    if not deputy.may(May.SEE_ALL):
        if deputy.unit_ids():
            found.append(_("%(who)s只能看到其所在单位的办件，只能代签这些办件的文书。") % who)
        else:
            return [_("%(who)s看不到办件，不能代您签署。") % who]
    if Role.SECRECY_REVIEWER in person.roles() and Role.SECRECY_REVIEWER not in deputy.roles():
        found.append(_("%(who)s不是保密审查员，保密审查不能代作。") % who)
    return found
