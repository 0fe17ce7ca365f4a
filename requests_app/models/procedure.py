"""The procedure, as a story: the steps of an application in order, each with its article.

The diagram, the buttons, the log and the test matrix are read off these declarations.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office import institution
from office.models import Unit, User
from records.refusals import Refusal
from requests_app import clock as clocks
from requests_app import when
from requests_app.models.closing import Closing
from requests_app.objections import standing_objections
from requests_app.states import FINAL_STATES, State
from requests_app.steps import Entry, step
from requests_app.who import (
    APPLICANT,
    ASSIGNER,
    FINANCE,
    HANDLER,
    LEADER,
    OFFICE_HEAD,
    REGISTRAR,
    RIGHTER,
    SECRECY_REVIEWER,
    SERVER,
    SYSTEM,
)

WAITING = (State.AWAITING_CORRECTION, State.AWAITING_PAYMENT)
ENDED = (State.ANSWERED, State.NOT_PROCESSED, State.ABANDONED)
ASKED_OTHERS = (State.IN_HAND, *WAITING, *FINAL_STATES)  # where others may have been asked


class Procedure(Closing):
    """What may be done with an application. Its fields are those of `Application`."""

    class Meta:
        abstract = True

    @step(State.FILED, None, label=_("确认收到日期"), may=REGISTRAR, when=when.receipt_open)
    def confirm_receipt(self, *, on: date, at, by, confirmed_how: str) -> Entry:
        """Agree with the applicant on the day of receipt (art. 31: ordinary post, fax, e-mail)."""
        self._refuse_if(on < self.arrived_on, _now("确认收到的日期不能早于到达日期。"))
        self.received_on = on
        return Entry({"received_on": on.isoformat()}, {"confirmed_how": confirmed_how})

    @step(State.FILED, State.IN_HAND, label=_("登记"), may=REGISTRAR | SYSTEM, when=when.received)
    def receive(self, *, on: date, at, by) -> Entry:
        """Log the application in. The clock has run since `received_on`, whenever this is done."""
        self.handlings.create(sequence=1, opened_on=self.received_on)
        self.__dict__.pop("handling", None)
        return Entry({"received_on": self.received_on.isoformat()})

    @step((State.FILED, State.IN_HAND, *WAITING), None, label=_("改用其他法规"), may=OFFICE_HEAD)
    def choose_law(self, *, on: date, at, by, law: str, reason: str) -> Entry:
        """Handle the case under another law, with a reason; the earlier date drives the alarms."""
        was, self.law = self.law, institution.law(law).code
        self.__dict__.pop("statute_law", None)
        self._refuse_if(was == law, _now("本件已适用该法规。"))
        self.law_choices.create(law=law, chosen_on=on, reason=reason, by=by)
        return Entry({"was": was, "law": law}, {"reason": reason})

    @step((State.IN_HAND, *WAITING), None, label=_("交办"), may=ASSIGNER)
    def assign(
        self, *, on: date, at, by, unit: Unit, officer: User | None = None, reason=""
    ) -> Entry:
        """Give the case to a unit, or to another one; the unit that had it sees it no more."""
        self._refuse_if(
            self.unit_in_charge_id == unit.pk and officer is None, _now("已由该单位承办。")
        )
        self._refuse_if(unit.closed_on is not None, _now("该单位已经撤销。"))
        self._refuse_if(
            officer is not None and unit.pk not in officer.unit_ids(),
            _now("这位承办人不属于所选单位。"),
        )
        self.assignments.filter(until=None).update(until=on)
        self.assignments.create(unit=unit, officer=officer, since=on, reason=reason, by=by)
        self.unit_in_charge = unit
        return Entry({"unit": unit.code}, {"reason": reason})

    @step(State.IN_HAND, None, label=_("退回"), may=HANDLER, when=when.assigned)
    def return_assignment(self, *, on: date, at, by, reason: str) -> Entry:
        """Give the case back to the office with the reason. The clock runs on."""
        self.assignments.filter(until=None).update(until=on, return_reason=reason)
        unit, self.unit_in_charge = self.unit_in_charge, None
        return Entry({"unit": unit.code}, {"reason": reason})

    @step(State.IN_HAND, None, label=_("记录检索"), may=HANDLER)
    def record_search(self, *, on: date, at, by, places: str, terms: str, found: str) -> Entry:
        """Put down where was looked and what was found (Guiding Case 101)."""
        self.searches.create(on=on, by=by, places=places, terms=terms, found=found)
        return Entry(private={"places": places, "terms": terms, "found": found})

    @step(State.IN_HAND, State.AWAITING_CORRECTION, label=_("告知补正"), may=OFFICE_HEAD,
          by_notice=True, when=when.not_corrected_before)  # fmt: skip
    def request_correction(self, *, on: date, at, by, missing: str, days: int) -> Entry:
        """Tell the applicant, once, what is unclear and by when to put it right (art. 30)."""
        self.consultations.open().update(closed_on=on)
        facts_of(self, "Correction").create(
            application=self, asked_on=on, missing=missing, days=days
        )
        return Entry({"days": days}, {"missing": missing})

    @step(State.AWAITING_CORRECTION, State.IN_HAND, label=_("收到补正"), may=APPLICANT | REGISTRAR)
    def receive_correction(self, *, on: date, at, by, answer: str) -> Entry:
        """Take the corrected application in; the limit starts again from this day (art. 30)."""
        self._refuse_if(on < self.correction.asked_on, _now("补正日期不能早于告知补正的日期。"))
        self.correction.corrected_on, self.correction.answer = on, answer
        self.correction.save(update_fields=["corrected_on", "answer"])
        return Entry(private={"answer": answer})

    @step(State.IN_HAND, None, label=_("征求意见"), may=OFFICE_HEAD, by_notice=True)
    def consult(
        self, *, on: date, at, by, kind: str, party_name: str, concerning: str, party_address=""
    ) -> Entry:
        """Ask a third party (art. 32) or co-making body (art. 34); its time is not ours (33)."""
        asked = facts_of(self, "Consultation").create(
            application=self, kind=kind, party_name=party_name, party_address=party_address,
            concerning=concerning, asked_on=on,
        )  # fmt: skip
        return Entry({"kind": kind, "consultation": asked.pk}, {"party": party_name})

    @step(State.IN_HAND, None, label=_("登记征求意见书送达"), may=HANDLER | REGISTRAR,
          when=when.consulting_unproven)  # fmt: skip
    def record_party_receipt(self, *, on: date, at, by, consultation: int, proof: str) -> Entry:
        """The day the party received our letter: their fifteen working days run from it."""
        asked = self._open_consultation(consultation)
        self._refuse_if(on < asked.asked_on, _now("收到日期不能早于征求意见书发出的日期。"))
        asked.received_on, asked.receipt_proof = on, proof
        asked.save(update_fields=["received_on", "receipt_proof"])
        return Entry({"consultation": asked.pk}, {"proof": proof})

    @step(State.IN_HAND, None, label=_("登记意见"), may=HANDLER | REGISTRAR, when=when.consulting)
    def receive_opinion(
        self, *, on: date, at, by, consultation: int, opinion: str, opinion_reason: str = ""
    ) -> Entry:
        """The party's opinion, or its silence once its time is over; the office decides (32)."""
        asked = self._open_consultation(consultation)
        self._refuse_if(on < asked.asked_on, _now("意见日期不能早于征求意见书发出的日期。"))
        asked.answered_on, asked.opinion, asked.opinion_reason = on, opinion, opinion_reason
        asked.save(update_fields=["answered_on", "opinion", "opinion_reason"])
        return Entry({"consultation": asked.pk, "opinion": opinion}, {"reason": opinion_reason})

    @step(ASKED_OTHERS, None, label=_("撤销征求意见"), may=OFFICE_HEAD, by_notice=True,
          when=when.consulted)  # fmt: skip
    def withdraw_consultation(self, *, on: date, at, by, consultation: int, reason: str) -> Entry:
        """Revoke the letter that asked: what is unanswered ends today, and no opinion counts.

        The days until then were spent asking and stay out of the count (art. 33(3)); a new letter
        is a new consultation.
        """
        asked = self.consultations.in_force().filter(pk=consultation).first()
        self._refuse_if(asked is None, _now("没有这份征求意见，或者已经撤销。"))
        self._refuse_if(on < asked.asked_on, _now("撤销日期不能早于征求意见书发出的日期。"))
        asked.withdrawn_on = on
        asked.save(update_fields=["withdrawn_on"])
        return Entry({"consultation": asked.pk}, {"reason": reason})

    @step(State.IN_HAND, None, label=_("登记第三方改为同意"), may=HANDLER | REGISTRAR,
          when=when.objected)  # fmt: skip
    def withdraw_objection(
        self, *, on: date, at, by, consultation: int, opinion_reason: str
    ) -> Entry:
        """A third party that had objected agrees after all: an opinion of its own day (art. 32)."""
        was = self._objection(consultation)
        self._refuse_if(on < was.answered_on, _now("日期不能早于原来的意见。"))
        now = self.consultations.create(
            kind=was.kind, party_name=was.party_name, party_address=was.party_address,
            concerning=was.concerning, asked_on=on, received_on=on, answered_on=on,
            opinion="agrees", opinion_reason=opinion_reason,
        )  # fmt: skip
        return Entry({"consultation": now.pk, "was": was.pk}, {"reason": opinion_reason})

    @step(State.IN_HAND, None, label=_("决定公开第三方不同意公开的信息"), may=OFFICE_HEAD,
          by_notice=True, when=when.objected)  # fmt: skip
    def override_objection(self, *, on: date, at, by, consultation: int, reason: str) -> Entry:
        """Decide, for the public interest, to release what a third party objects to (15, 32)."""
        objection = self._objection(consultation)
        objection.overrides.create(decided_on=on, reason=reason)
        return Entry({"consultation": objection.pk}, {"reason": reason})

    @step(ASKED_OTHERS, None, label=_("撤销公开决定"), may=OFFICE_HEAD, by_notice=True,
          when=when.overridden)  # fmt: skip
    def withdraw_override(self, *, on: date, at, by, consultation: int, reason: str) -> Entry:
        """Take back the decision against an objection, before a reply rests on it: it stands again.

        The party is told in writing, as it was of the decision (art. 32).
        """
        asked = self.consultations.filter(pk=consultation).first()
        override = asked and asked.override
        self._refuse_if(override is None, _now("没有对这一方决定公开，或者已经撤销。"))
        override.withdrawn_on = on
        override.save(update_fields=["withdrawn_on"])
        return Entry({"consultation": asked.pk}, {"reason": reason})

    @step(State.IN_HAND, None, label=_("延期"), may=OFFICE_HEAD, by_notice=True,
          when=when.extensible)  # fmt: skip
    def extend(self, *, on: date, at, by, by_days: int, reason: str) -> Entry:
        """Take more working days, once, before the limit ends, and say why (art. 33(2))."""
        clocks.check_extension(self, on=on, by_days=by_days)
        facts_of(self, "Extension").create(
            handling=self.handling, decided_on=on, by_days=by_days, reason=reason, approved_by=by
        )
        return Entry({"by_days": by_days}, {"reason": reason})

    @step(State.IN_HAND, None, label=_("要求说明理由"), may=OFFICE_HEAD, by_notice=True,
          when=when.reasons_not_asked)  # fmt: skip
    def ask_reasons(self, *, on: date, at, by, grounds: str, days: int) -> Entry:
        """Ask, once, why so many applications are made (art. 35). The clock runs on."""
        facts_of(self, "ReasonsRequest").create(
            handling=self.handling, asked_on=on, grounds=grounds, days=days
        )
        return Entry({"days": days}, {"grounds": grounds})

    @step(State.IN_HAND, None, label=_("登记申请人说明的理由"), may=APPLICANT | REGISTRAR,
          when=when.reasons_awaited)  # fmt: skip
    def receive_reasons(self, *, on: date, at, by, answer: str) -> Entry:
        """The applicant's reasons; whether they hold is for the office to judge (art. 35)."""
        asked = self.handling.reasons_request
        self._refuse_if(on < asked.asked_on, _now("日期不能早于要求说明理由的日期。"))
        asked.answered_on, asked.answer = on, answer
        asked.save(update_fields=["answered_on", "answer"])
        return Entry(private={"answer": answer})

    @step(State.IN_HAND, None, label=_("确定延迟答复日期"), may=OFFICE_HEAD, by_notice=True,
          when=when.later_date_possible)  # fmt: skip
    def set_later_date(self, *, on: date, at, by, due_on: date, reason: str) -> Entry:
        """Fix a reasonable later date for an excessive but justified application (art. 35)."""
        facts_of(self, "LaterDate").create(
            handling=self.handling, decided_on=on, due_on=due_on, reason=reason
        )
        return Entry({"due_on": due_on.isoformat()}, {"reason": reason})

    @step(State.IN_HAND, State.AWAITING_PAYMENT, label=_("通知缴费"), may=OFFICE_HEAD,
          by_notice=True, when=when.chargeable)  # fmt: skip
    def demand_payment(self, *, on: date, at, by, amount_yuan, basis: str, days: int) -> Entry:
        """Demand the information-processing fee (国办函〔2020〕109号 art. 6)."""
        facts_of(self, "FeeDemand").create(
            handling=self.handling, asked_on=on, amount_yuan=amount_yuan, basis=basis, days=days
        )
        return Entry({"amount_yuan": str(amount_yuan), "days": days})

    @step(State.AWAITING_PAYMENT, State.IN_HAND, label=_("确认缴费"), may=FINANCE | REGISTRAR)
    def receive_payment(self, *, on: date, at, by) -> Entry:
        """The fee is paid; the limit starts again from the day after (109号 art. 6)."""
        demand = self.handling.fee_demand
        self._refuse_if(on < demand.asked_on, _now("缴费日期不能早于收费通知的日期。"))
        demand.paid_on = on
        demand.save(update_fields=["paid_on"])
        return Entry()

    @step(State.IN_HAND, None, label=_("保密审查"), may=SECRECY_REVIEWER)
    def review_secrecy(
        self, *, on: date, at, by, conclusion: str, basis: str, paper_reference: str = ""
    ) -> Entry:
        """Record the conclusion of the secrecy review, never the secret."""
        facts_of(self, "SecrecyReview").create(
            handling=self.handling, reviewed_on=on, reviewer=by, conclusion=conclusion, basis=basis,
            paper_reference=paper_reference,
        )  # fmt: skip
        return Entry({"conclusion": conclusion}, {"basis": basis})

    @step(State.IN_HAND, State.ANSWERED, label=_("作出答复"), may=OFFICE_HEAD | LEADER,
          by_notice=True)  # fmt: skip
    def answer(self, *, on: date, at, by, items: list[dict[str, str]]) -> Entry:
        """Answer the application. It is closed when the answer counts as made (`close`)."""
        return self._decide(on, items)

    @step(State.IN_HAND, State.NOT_PROCESSED, label=_("告知不予处理"), may=OFFICE_HEAD | LEADER,
          by_notice=True)  # fmt: skip
    def decline(self, *, on: date, at, by, items: list[dict[str, str]]) -> Entry:
        """Tell the applicant that the application is not processed (arts 35, 36(6), 39)."""
        entry = self._decide(on, items)
        self._close(on, entry.payload["result"])
        return entry

    @step(State.ANSWERED, None, label=_("登记送达"), may=SERVER | HANDLER | APPLICANT | SYSTEM,
          by_notice=True, when=when.not_served)  # fmt: skip
    def close(self, *, on: date, at, by) -> Entry:
        """The answer counts as made: posting day, signature, or upload with message (235号)."""
        result = self.standing_result()
        self._close(on, result)
        return Entry({"result": result})

    @step(WAITING, State.ABANDONED, label=_("视为放弃申请"), may=OFFICE_HEAD)
    def deem_abandoned(self, *, on: date, at, by, reason: str) -> Entry:
        """Neither corrected nor paid in time, without good cause: a person judges (art. 30)."""
        unpaid = self.state == State.AWAITING_PAYMENT
        last_day = clocks.waiting_until(self, on=on)
        self._refuse_if(
            on <= last_day, _now("期限%(day)s尚未届满。") % {"day": last_day.isoformat()}
        )
        self._close(on, "other_fee_unpaid" if unpaid else "other_not_corrected")
        return Entry({"result": self.handling.result}, {"reason": reason})

    @step(State.ABANDONED, State.IN_HAND, label=_("恢复办理"), may=OFFICE_HEAD)
    def revive(self, *, on: date, at, by, reason: str, answer: str = "") -> Entry:
        """Take an abandoned case up again for good cause; what was missing counts as come today."""
        unpaid = self.handling.result == "other_fee_unpaid"
        demand, correction = clocks.fact(self.handling, "fee_demand"), clocks.correction_of(self)
        if unpaid and demand:
            demand.paid_on = on
            demand.save(update_fields=["paid_on"])
        if not unpaid and correction:
            correction.corrected_on, correction.answer = on, answer or reason
            correction.save(update_fields=["corrected_on", "answer"])
        self._unclose()
        return Entry(private={"reason": reason})

    @step((State.FILED, State.IN_HAND, *WAITING), State.WITHDRAWN, label=_("撤回申请"),
          may=APPLICANT | REGISTRAR)  # fmt: skip
    def withdraw(self, *, on: date, at, by, reason: str = "") -> Entry:
        """The applicant takes the application back."""
        if self.state != State.FILED:
            self._close(on, "other")
        elif self.received_on is not None:
            self.handlings.create(sequence=1, opened_on=self.received_on)
            self._close(on, "other")
        return Entry(private={"reason": reason})

    @step(State.IN_HAND, None, label=_("拆分"), may=OFFICE_HEAD)
    def split(self, *, on: date, at, by, numbers: list[str], subjects: list[str]) -> Entry:
        """Make linked cases of single items, received the same day."""
        self._refuse_if(len(subjects) < 1, _now("请至少写出一个拆分事项。"))
        for number, subject in zip(numbers, subjects, strict=True):
            clocks.make_part(self, number=number, subject=subject, on=on, at=at)
        return Entry({"parts": numbers})

    @step(ENDED, State.IN_HAND, label=_("依复议决定或判决重新办理"), may=OFFICE_HEAD,
          when=when.closed)  # fmt: skip
    def reopen(self, *, on: date, at, by, cause: str, reason: str) -> Entry:
        """Handle the case anew because a review or a court says so; the year's table stands."""
        self._begin_anew(on, cause)
        return Entry({"cause": cause}, {"reason": reason})

    @step(ENDED, State.IN_HAND, label=_("撤销答复"), may=OFFICE_HEAD | LEADER, by_notice=True)
    def withdraw_reply(self, *, on: date, at, by, reason: str) -> Entry:
        """Take back what was told of the application and handle it again, of the office's own.

        What was closed stays as it was counted, and a new handling begins; a reply that did not
        count as made yet leaves the handling, and its limit, as they were.
        """
        self.handling.decisions.filter(voided_on=None).update(voided_on=on)
        if self.handling.closed_on is not None:
            self._begin_anew(on, self.handling.Cause.OWN)
        return Entry({"handling": self.handling.sequence}, {"reason": reason})

    @step(State, State, label=_("更正"), may=RIGHTER)
    def set_right(
        self, *, on: date, at, by, state: State, approved_by: User, reason: str,
        received_on: date | None = None,
    ) -> Entry:  # fmt: skip
        """Put a mistake right: the state, or the day of receipt. The honest back way."""
        clocks.check_righting(self, state=state, by=by, approved_by=approved_by)
        nothing = state == self.state and received_on in (None, self.received_on)
        self._refuse_if(nothing, _now("没有要更正的内容。"))
        words = {"on": on, "reason": reason, "by": by, "approved_by": approved_by}
        if received_on and received_on != self.received_on:
            self.rightings.create(
                what="received_on", was=str(self.received_on), becomes=str(received_on), **words
            )
            self.received_on = received_on
        if state != self.state:
            self.rightings.create(what="state", was=self.state, becomes=state, **words)
            self._set_closing_right(State(state), on)
        return Entry({"approved_by": approved_by.pk}, {"reason": reason})

    # Shared by steps

    def _refuse_if(self, wrong: bool, sentence: str) -> None:
        if wrong:
            raise Refusal(sentence)

    def _open_consultation(self, pk: int):
        asked = self.consultations.open().filter(pk=pk).first()
        self._refuse_if(asked is None, _now("没有这份待回复的征求意见。"))
        return asked

    def _objection(self, pk: int):
        found = next((row for row in standing_objections(self) if row.pk == pk), None)
        self._refuse_if(found is None, _now("这一方没有不同意公开，或者已经决定公开。"))
        return found


def facts_of(application: Any, name: str):
    """The manager of a fact model, which is declared after Application because it points to it."""
    return application._meta.apps.get_model("requests_app", name).objects
