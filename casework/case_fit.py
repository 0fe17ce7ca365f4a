"""Whether a notice fits its case: what must have happened before it, what its facts may say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework import withdrawing
from casework.time_given import letter_asking, time_for_reasons, too_early_to_abandon
from notices import items
from notices.kind import Kind
from notices.kinds_of_reply import PASSED_ON
from notices.outdated import outdated
from records.refusals import Refusal
from requests_app.clock import check_extension, fact, has
from requests_app.models import Application
from requests_app.objections import standing_objections
from requests_app.states import State

Obstacles = Iterator[str]
Facts = Mapping[str, Any]


def obstacles(kind: Kind, application: Application) -> Obstacles:
    """What stands in the way of this kind of notice, whatever is written in it."""
    yield from withdrawing.obstacles(kind, application)
    yield from _OBSTACLES.get(kind.code, _none)(application)


def check(kind: Kind, application: Application, facts: Facts, *, on: date) -> None:
    """Refuse what does not fit the case on this day, or revokes what it cannot. Raises Refusal."""
    if kind.step == "extend":
        check_extension(application, on=on, by_days=facts["by_days"])
    withdrawing.check(kind, application, facts)
    found = [*_CHECKS.get(kind.code, _nothing_wrong)(application, facts, on)]
    if facts.get("on_the_spot") == "yes" and application.received_on != on:
        found.append(_("只有收到申请当日答复的，才是当场答复。"))
    found += objections_against(application, facts)
    if found:
        raise Refusal(*found)


def objections_against(application: Application, facts: Facts) -> list[str]:
    """What is given although a third party objects and nobody decided to override it.

    Where something is kept back for a third party's sake, who reads the letter judges whether that
    is all the objection is about.
    """
    answers = facts.get("items", [])
    if not items.releases(answers) or items.withholds_for_third_party(answers):
        return []
    return [
        _("%(party)s不同意公开，尚未决定公开：须先发出权利人告知书，把公开的内容和理由书面告知对方"
          "（条例第十五条、第三十二条），或者登记对方改为同意，或者对有关信息不予公开。")
        % {"party": objection.party_name}
        for objection in standing_objections(application)
    ]  # fmt: skip


def _none(application: Application) -> Obstacles:
    return iter(())


def _nothing_wrong(application: Application, facts: Facts, on: date) -> Obstacles:
    return iter(())


def _no_consultation(application: Application) -> Obstacles:
    if not application.consultations.in_force().exists():
        yield _("本件没有征求意见。")


def _no_correction(application: Application) -> Obstacles:
    corrected = has(application, "correction") and application.correction.corrected_on
    if not corrected:
        yield _("申请人没有补正过，须先告知补正。")


def _nothing_outdated(application: Application) -> Obstacles:
    if not outdated(application):
        yield _("发给申请人的文书所写的日期和依据都与现在一致，没有要更正的。")


def _not_in_hand(application: Application) -> Obstacles:
    if application.state != State.IN_HAND:
        yield _("本件不在办理中。")


def _reasons_never_asked(application: Application) -> Obstacles:
    if application.state == State.IN_HAND and not has(application.handling, "reasons_request"):
        yield _("没有要求申请人说明理由，须先发出说明理由告知书（条例第三十五条）。")


def _abandoned_by(state: State, result: str) -> Callable[[Application], Obstacles]:
    def obstacles(application: Application) -> Obstacles:
        handling = application.handling
        if application.state not in (state, State.ABANDONED) or (
            application.state == State.ABANDONED and handling.result != result
        ):
            yield _("本件不是这种情形。")

    return obstacles


_OBSTACLES: dict[str, Callable[[Application], Obstacles]] = {
    "consultation_note": _no_consultation,
    "assistance": _not_in_hand,
    "still_unclear": _no_correction,
    "rectification": _nothing_outdated,
    "excessive": _reasons_never_asked,
    "not_corrected": _abandoned_by(State.AWAITING_CORRECTION, "other_not_corrected"),
    "fee_unpaid": _abandoned_by(State.AWAITING_PAYMENT, "other_fee_unpaid"),
}


def _reasons_awaited(application: Application, facts: Facts, on: date) -> Obstacles:
    """Not processed only once the reasons were given, or the time for them is over (art. 35)."""
    asked = fact(application.handling, "reasons_request")
    if asked is None or asked.answered_on is not None:
        return
    time = time_for_reasons(asked)
    if letter_asking(asked) is None:
        yield _("说明理由告知书已经撤销，不能据此不予处理。")
    elif time.until is None:
        yield _("说明理由告知书还没有送达申请人（须登记送达；退回的须再次送达），期限尚未起算。")
    elif not time.over(on):
        yield _("申请人说明理由的期限%(day)s尚未届满。") % {"day": time.until.isoformat()}


def _later_than_now(application: Application, facts: Facts, on: date) -> Obstacles:
    due = application.clock(on=on).due_on
    day = date.fromisoformat(facts["due_on"])
    if day <= on or (due is not None and day <= due):
        yield _("延迟答复日期应当晚于现在的答复期限。")
    if due is not None and on > due:
        yield _("答复期限已于%(day)s届满，延迟答复须在期限届满前告知。") % {"day": due.isoformat()}


def _of_an_objection(application: Application, facts: Facts, on: date) -> Obstacles:
    if facts["consultation"] not in [row.pk for row in standing_objections(application)]:
        yield _("这一方没有不同意公开，或者已经决定公开。")


def _names_the_body(application: Application, facts: Facts, on: date) -> Obstacles:
    if facts["outcome"] == PASSED_ON and not facts.get("body_name"):
        yield _("转有权更正的机关处理的，请写明机关名称（条例第四十一条）。")


def _reply_in_time(application: Application, facts: Facts, on: date) -> Obstacles:
    if date.fromisoformat(facts["reply_by"]) < on:
        yield _("请对方回复的日期不能早于今天。")


def _time_is_over(application: Application, facts: Facts, on: date) -> Obstacles:
    return too_early_to_abandon(application, on=on)


_CHECKS: dict[str, Callable[[Application, Facts, date], Obstacles]] = {
    "excessive": _reasons_awaited,
    "not_corrected": _time_is_over,
    "fee_unpaid": _time_is_over,
    "later_date": _later_than_now,
    "third_party_override": _of_an_objection,
    "record_correction": _names_the_body,
    "assistance": _reply_in_time,
}
