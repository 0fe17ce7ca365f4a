"""Revoking a notice and replacing one: which may be, by what kind, and what is linked at issue.

A notice is revoked by another notice and once; a notice that revokes is not itself revoked. The
paper that was issued stays as it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from notices.kind import Addressee, Kind
from notices.kinds import KINDS
from notices.kinds_of_withdrawal import (
    CONSULTATION_WITHDRAWN,
    NOTICE_WITHDRAWN,
    OVERRIDE_WITHDRAWN,
    PARTY_NOTICE_WITHDRAWN,
    REPLY_WITHDRAWN,
    REVOKING_CODES,
)
from notices.models import Notice
from notices.revoked import named
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import FINAL_STATES, State

# What revokes a letter by which others were asked, or told that they were overridden: by its step.
OF_OTHERS = {"consult": CONSULTATION_WITHDRAWN, "override_objection": OVERRIDE_WITHDRAWN}
DECIDING = frozenset({"answer", "decline", "deem_abandoned"})  # steps whose paper ends a case


def kind_for(notice: Notice) -> Kind | None:
    """The kind of notice that would revoke this one; None for what is not to be revoked."""
    kind = KINDS[notice.kind]
    if kind.code in REVOKING_CODES or kind.addressee == Addressee.FILE:
        return None
    if kind.addressee != Addressee.APPLICANT:
        return OF_OTHERS.get(kind.step or "", PARTY_NOTICE_WITHDRAWN)
    return REPLY_WITHDRAWN if _decides_now(kind, notice) else NOTICE_WITHDRAWN


def _decides_now(kind: Kind, notice: Notice) -> bool:
    """Whether the case stands as it does because of this notice: a reply of an earlier handling,
    overtaken by a review or a court, is paper alone."""
    application = notice.application
    handling = application.handling
    return (
        kind.step in DECIDING
        and State(application.state) in FINAL_STATES - {State.WITHDRAWN}
        and handling is not None
        and notice.handling_id == handling.pk
    )


def revocable(kind: Kind, application: Application) -> list[Notice]:
    """The notices in force of this case that a notice of this kind would revoke."""
    if kind.code not in REVOKING_CODES:
        return []
    found = application.notices.in_force().order_by("issued_on", "pk")
    mine = [_of(application, notice) for notice in found]
    return [notice for notice in mine if kind_for(notice) is kind]


def replaceable(kind: Kind, application: Application) -> list[Notice]:
    """The revoked notices of this case that none replaces yet, to the same sort of addressee."""
    revoked = application.notices.issued().filter(
        withdrawn_by__isnull=False, replaced_by__isnull=True
    )
    found = revoked.exclude(kind__in=REVOKING_CODES).order_by("issued_on", "pk")
    return [notice for notice in found if KINDS[notice.kind].addressee == kind.addressee]


def _of(application: Application, notice: Notice) -> Notice:
    notice.application = application
    return notice


def obstacles(kind: Kind, application: Application) -> Iterator[str]:
    """Why no notice of this kind has a place in the case: nothing is there to be revoked."""
    if kind.code in REVOKING_CODES and not revocable(kind, application):
        yield _("本件没有可以用这种文书撤销的文书。")


def check(kind: Kind, application: Application, facts: Mapping[str, Any]) -> None:
    """Refuse to revoke or to replace what cannot be."""
    reasons, number = [], facts.get("taken_back")
    if kind.code in REVOKING_CODES and not _among(number, revocable(kind, application)):
        reasons.append(_("不能用这种文书撤销“%(number)s”。") % {"number": number})
        target = named(application, number)
        if target is not None and not target.is_in_force:
            reasons.append(_("这份文书已经撤销，不能再撤销一次。"))
    number = facts.get("replaces")
    if number and not _among(number, replaceable(kind, application)):
        reasons.append(
            _("只能替代本件已经撤销、还没有替代的文书；“%(number)s”不是。") % {"number": number}
        )
    if reasons:
        raise Refusal(*reasons)


def step_facts(kind: Kind, application: Application, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the step of a notice is told: its own facts, and whose consultation it takes back.

    Raises KeyError for a draft not filled in yet.
    """
    taken = kind.step_facts(facts)
    if kind in OF_OTHERS.values():
        letter = named(application, facts["taken_back"])
        taken["consultation"] = letter.consultation_id if letter else None
    return taken


def _among(number: str | None, notices: list[Notice]) -> bool:
    return any(notice.number == number for notice in notices)


def link(notice: Notice) -> None:
    """Tie the notice that goes out to the one it revokes or replaces."""
    notice.withdraws = named(notice.application, notice.facts.get("taken_back"))
    notice.replaces = named(notice.application, notice.facts.get("replaces"))
