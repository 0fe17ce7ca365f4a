"""From a case's rows to the arguments of `statute`, and back to its index columns.

Nothing is computed here: the law's arithmetic is `statute`'s alone.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from office import institution
from office.calendars import working_calendar
from office.models import Institution, User
from office.roles import May
from records.refusals import Refusal
from requests_app.states import OPEN_STATES, Channel, State, Turn
from statute import clock as engine
from statute.calendar import WorkingCalendar
from statute.clock import Clock, ClockRefusal, Facts, Limit
from statute.law import Law
from statute.text import Text

if TYPE_CHECKING:
    from requests_app.models import Application, Consultation


WAITING_FOR_APPLICANT = frozenset({State.AWAITING_CORRECTION, State.AWAITING_PAYMENT})
NOT_WAITING = frozenset({State.IN_HAND, State.ANSWERED, State.NOT_PROCESSED})
RECKONED = OPEN_STATES | {State.ANSWERED}


def law_of(application: "Application", settled: Institution | None = None) -> Law:
    """The law of the case, as it was in force when the clock of its present handling began."""
    law = institution.law(application.law, settled)
    if application.received_on is None or application.received_on >= law.in_force_from:
        return law
    began_on = application.received_on
    if begun_anew(application):
        began_on = application.handling.opened_on
    return institution.law(application.law, settled, on=began_on)


def has(row: Any, name: str) -> bool:
    """Whether a one-to-one fact exists."""
    try:
        getattr(row, name)
    except ObjectDoesNotExist:
        return False
    return True


def fact(row: Any, name: str) -> Any:
    return getattr(row, name) if row is not None and has(row, name) else None


def correction_of(application: "Application") -> Any:
    """The correction asked for in the present handling, if one was."""
    correction, handling = fact(application, "correction"), application.handling
    if correction and handling.sequence > 1 and correction.asked_on < handling.opened_on:
        return None
    return correction


def begun_anew(application: "Application") -> bool:
    """Whether the case is handled again: a review or a court said so, or the reply was revoked."""
    return application.handling is not None and application.handling.sequence > 1


def consultations_of(application: "Application") -> "list[Consultation]":
    """The consultations of the present handling, in the order in which the limits have them."""
    rows, again = application.consultations.all(), begun_anew(application)
    return [row for row in rows if not again or row.asked_on >= application.handling.opened_on]


def facts_of(application: "Application") -> Facts:
    """The facts that the limits of the present handling depend on.

    A later handling, whatever brought it about, runs from the day it was opened. What was
    asked of the applicant by mistake and set right is not waited for. Raises Refusal if the dates
    contradict each other.
    """
    try:
        return _facts_of(application)
    except ClockRefusal as refusal:
        raise _in_words(refusal) from refusal


def _facts_of(application: "Application") -> Facts:
    handling, again = application.handling, begun_anew(application)
    correction, demand = correction_of(application), fact(handling, "fee_demand")
    if application.state in NOT_WAITING:
        correction = correction if correction and correction.corrected_on else None
        demand = demand if demand and demand.paid_on else None
    extension, later = fact(handling, "extension"), fact(handling, "later_date")
    return Facts(
        received_on=handling.opened_on if again else application.received_on,
        correction_asked_on=correction and correction.asked_on,
        correction_days=correction and correction.days,
        corrected_on=correction and correction.corrected_on,
        consultations=tuple(map(_consultation, consultations_of(application))),
        extended_on=extension and extension.decided_on,
        extended_by=extension.by_days if extension else 0,
        payment_asked_on=demand and demand.asked_on,
        paid_on=demand and demand.paid_on,
        payment_days=demand and demand.days,
        agreed_due_on=later and later.due_on,
        answered_on=handling and handling.closed_on,
        served_on=handling and handling.closed_on,
        result=(handling and handling.result) or None,
        begun_anew=again,
    )


def _in_words(refusal: ClockRefusal) -> Refusal:
    return Refusal(in_page_language(refusal.reason))


def in_page_language(text: Text) -> str:
    return text.en if (get_language() or "").startswith("en") else text.zh


def _consultation(asked: "Consultation") -> engine.Consultation:
    return engine.Consultation(
        asked_on=asked.asked_on,
        received_on=asked.received_on,
        answered_on=asked.ended_on,
        kind=asked.kind,
    )


def reply_clock_of(application: "Application", *, calendar: WorkingCalendar, on: date) -> Clock:
    law = application.statute_law
    return engine.reply_clock(facts_of(application), law=law, calendar=calendar, on=on)


def clocks_of(application: "Application", *, on: date) -> dict[str, Clock]:
    """The clock under each law the case was ever under: alarms follow the earlier date."""
    return _clocks(application, facts_of(application), calendar=working_calendar(), on=on)


def _clocks(
    application: "Application", facts: Facts, *, calendar: WorkingCalendar, on: date
) -> dict[str, Clock]:
    own = application.statute_law
    codes = [*(choice.law for choice in application.law_choices.all()), own.code]
    laws = {
        code: own if code == own.code else institution.law(code, on=facts.received_on)
        for code in codes
    }
    return {
        code: engine.reply_clock(facts, law=law, calendar=calendar, on=on)
        for code, law in laws.items()
    }


def limits_of(
    application: "Application", *, calendar: WorkingCalendar, on: date
) -> tuple[Limit, ...]:
    law = application.statute_law
    return engine.limits(facts_of(application), law=law, calendar=calendar, on=on)


def index(application: "Application", *, calendar: WorkingCalendar, on: date) -> None:
    """Set the columns that lists are found by; the alarm only while the office owes the reply."""
    application.due_on = application.alarm_on = None
    application.due_provisional = False
    if not application.received_on or application.state not in RECKONED:
        return
    facts = facts_of(application)
    shown = _clocks(application, facts, calendar=calendar, on=on)
    current = shown[application.law]
    application.due_on, application.due_provisional = current.due_on, current.provisional
    if application.state not in WAITING_FOR_APPLICANT and not application.is_closed:
        found = [*shown.values(), *_since_submission(application, facts, calendar, on)]
        application.alarm_on = min((c.earliest_on for c in found if c.earliest_on), default=None)


def _since_submission(
    application: "Application", facts: Facts, calendar: WorkingCalendar, on: date
) -> list[Clock]:
    """Filed online and confirmed later: counted from submission, as Guiding Case 26 has it."""
    again = application.handling is not None and application.handling.sequence > 1
    if (
        application.channel != Channel.ONLINE
        or again
        or application.arrived_on >= facts.received_on
    ):
        return []
    earlier = replace(facts, received_on=application.arrived_on)
    return [engine.reply_clock(earlier, law=application.statute_law, calendar=calendar, on=on)]


def check_extension(application: "Application", *, on: date, by_days: int) -> None:
    """Refuse an extension the law does not allow: twice, too late, too long (art. 33(2))."""
    law, calendar = application.statute_law, working_calendar()
    try:
        engine.check_extension(
            facts_of(application), law=law, calendar=calendar, on=on, by_days=by_days
        )
    except ClockRefusal as refusal:
        raise _in_words(refusal) from refusal


def waiting_limit(
    application: "Application", *, on: date, calendar: WorkingCalendar | None = None
) -> Limit:
    """The applicant's time to correct or to pay."""
    codes = {State.AWAITING_PAYMENT: "payment", State.AWAITING_CORRECTION: "correction"}
    code = codes[State(application.state)]
    limits = limits_of(application, calendar=calendar or working_calendar(), on=on)
    return next(limit for limit in limits if limit.code == code)


def waiting_until(
    application: "Application", *, on: date, calendar: WorkingCalendar | None = None
) -> date:
    """The last day of the applicant's time to correct or to pay."""
    return waiting_limit(application, on=on, calendar=calendar).due_on


def check_righting(
    application: "Application", *, state: State, by: User, approved_by: User
) -> None:
    """Refuse to set right what has a step of its own, or what nobody else approved."""
    reasons = []
    if approved_by == by:
        reasons.append(_("更正须由另一人批准。"))
    if not (approved_by.may(May.APPROVE_LEADER) or approved_by.may(May.APPROVE_OFFICE)):
        reasons.append(_("更正须由信息公开办公室负责人或主管校领导批准。"))
    if state != application.state and state not in _states_facts_allow(application):
        reasons.append(_("现有事实不支持改为该状态；办结、撤回等请用相应的步骤。"))
    if reasons:
        raise Refusal(*reasons)


def _states_facts_allow(application: "Application") -> set[State]:
    allowed = {State.IN_HAND} if application.handling else set()
    correction = correction_of(application)
    if correction and correction.corrected_on is None:
        allowed.add(State.AWAITING_CORRECTION)
    demand = fact(application.handling, "fee_demand")
    if demand and demand.paid_on is None:
        allowed.add(State.AWAITING_PAYMENT)
    return allowed


def turn_of(application: "Application") -> Turn:
    state = State(application.state)
    if state in WAITING_FOR_APPLICANT:
        return Turn.APPLICANT
    if state == State.IN_HAND:
        if any(asked.is_open for asked in application.consultations.all()):
            return Turn.THIRD_PARTY
        return Turn.UNIT if application.unit_in_charge_id else Turn.OFFICE
    return Turn.NOBODY if application.is_closed else Turn.OFFICE


def make_part(
    application: "Application", *, number: str, subject: str, on: date, at
) -> "Application":
    """Make a linked case for one item of a larger application, received the same day."""
    part = type(application)(
        number=number, law=application.law, channel=application.channel,
        signed_for=application.signed_for, subject=subject, description=subject,
        purpose=application.purpose, form=application.form, delivery=application.delivery,
        parent=application, category_id=application.category_id,
        query_code_hash=application.query_code_hash,
        arrived_on=application.arrived_on, submitted_at=at, received_on=application.received_on,
    )  # fmt: skip
    part.save()
    applicant = application.applicant
    fields = {
        field.name: getattr(applicant, field.name)
        for field in applicant._meta.concrete_fields
        if field.name not in ("id", "application", "row_key", "identity_index")
    }
    type(applicant).objects.create(application=part, **fields)
    part.law_choices.create(
        law=part.law, chosen_on=part.received_on, reason=gettext_noop("随原申请")
    )
    part.index_due_dates(on=on)
    part.save()
    return part
