"""What a case still needs to finish lawfully, in the order of the procedure, each with its day.

Derived from facts alone. What was done late or missed is said, and what is no longer possible
says why.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from casework import standing
from casework.needs import REPLIES, CaseOnADay, Need, Stands
from casework.time_given import time_for_reasons
from casework.told import untold
from notices import chains
from notices.models import Notice
from notices.outdated import outdated
from office.calendars import working_calendar
from remedies.duties import duties_of
from requests_app.clock import correction_of, fact, in_page_language
from requests_app.models import Application, Consultation
from requests_app.states import State
from statute.clock import approve_by
from statute.text import day_text

HANDLED = (State.FILED, State.IN_HAND)


def checklist(application: Application, *, on: date) -> list[Need]:
    """Everything done and still to do, the first thing owed marked as next.

    Nothing for a case that ended without a reply.
    """
    case = application
    if case.is_closed and case.state not in (State.ANSWERED, State.NOT_PROCESSED):
        return []
    found = list(_Needs(case, on).all())
    owed = next((n for n in found if n.stands in (Stands.TO_DO, Stands.MISSED)), None)
    return [replace(need, is_next=need is owed) for need in found]


class _Needs(CaseOnADay):
    def all(self) -> Iterator[Need]:
        yield from self.beginning()
        yield from self.correction()
        for asked in self.asked:
            yield from self.consultation(asked)
        yield from self.payment()
        yield from self.reasons()
        yield from self.extension()
        yield from self.search()
        yield from self.signatures()
        yield from self.ending()
        yield from self.rectification()
        yield from self.remedies()

    def beginning(self) -> Iterator[Need]:
        case = self.case
        if case.received_on is None:
            yield self.owed("receipt", _("与申请人确认收到日期"), case.arrived_on)
        opened = case.handling.opened_on if case.handling else None
        yield self.plain("registration", _("重新办理") if self.anew else _("登记"), opened)
        if not self.anew:
            yield self.plain("acknowledgement", _("收件回执"), self.issued_on("acknowledgement"))

    def correction(self) -> Iterator[Need]:
        limit, asked = self.limit("correction_notice"), correction_of(self.case)
        if asked is not None:
            late = limit is not None and limit.due_on is not None and asked.asked_on > limit.due_on
            words = _("晚于%(day)s") % {"day": _said(limit.due_on)} if late and limit else ""
            yield Need(
                "correction_notice", _("告知补正"), Stands.DONE, asked.asked_on, reason=words
            )
            yield self.awaited(
                "correction", _("申请人补正"), asked.corrected_on, _("可视为放弃申请")
            )
        elif limit is not None and limit.due_on and self.case.state in HANDLED and not self.reply:
            words = _("须一次性告知；期限已于%(day)s届满") % {"day": _said(limit.due_on)}
            yield self.possible("correction_notice", _("告知补正（需要时）"), limit.due_on, words)

    def consultation(self, asked: Consultation) -> Iterator[Need]:
        who = {"party": asked.party_name}
        if asked.received_on is None and asked.is_open:
            words = _("没有凭证的，从发出之日起算")
            label = _("%(party)s收到征求意见书的凭证") % who
            yield Need("proof", label, Stands.TO_DO, reason=words)
        limit = self.limit(asked.kind, self.turn_of(asked))
        label = _("%(party)s的意见") % who
        if asked.withdrawn_on:
            words = _("征求意见书已撤销")
            yield Need("opinion", label, Stands.DONE, asked.withdrawn_on, reason=words)
        elif asked.closed_on and not asked.answered_on:
            yield Need("opinion", label, Stands.DONE, asked.closed_on, reason=_("因补正终止"))
        elif asked.answered_on:
            yield Need("opinion", label, Stands.DONE, asked.answered_on, None,
                       str(asked.get_opinion_display()))  # fmt: skip
        else:
            by, words = limit and limit.due_on, ""
            if by is not None and self.on > by:
                words = _("对方逾期未答复，登记后由本机关决定")
            late = by is not None and self.on > by
            yield Need(
                "opinion", label, Stands.MISSED if late else Stands.TO_DO, None, by, words,
                provisional=bool(limit and limit.provisional),
            )  # fmt: skip
        told = [n for n in self.issued if n.kind == "consultation_note"]
        if asked.is_open and not any(note.issued_on >= asked.asked_on for note in told):
            label = _("征求意见告知书（告诉申请人期限是否停止）")
            yield Need("consultation_note", label, Stands.OPTIONAL)
        if asked.opinion == Consultation.Opinion.OBJECTS and asked.withdrawn_on is None:
            label = _("答复中就%(party)s的不同意作出决定") % who
            yield self.owed("weigh_opinion", label, self.due(), self.reply and self.reply.issued_on)

    def payment(self) -> Iterator[Need]:
        demand = fact(self.case.handling, "fee_demand")
        if demand is not None:
            yield Need("fee_notice", _("收费通知"), Stands.DONE, demand.asked_on)
            yield self.awaited("payment", _("申请人缴费"), demand.paid_on, _("可视为放弃申请"))

    def reasons(self) -> Iterator[Need]:
        """Asked once; the office may reply without them, but not decline before their time."""
        asked = fact(self.case.handling, "reasons_request")
        if asked is None:
            return
        yield Need("reasons_request", _("说明理由告知书"), Stands.DONE, asked.asked_on)
        if asked.answered_on:
            yield self.plain("reasons", _("申请人说明理由"), asked.answered_on)
        elif self.open_in_hand:
            time, words = time_for_reasons(asked), ""
            if time.until is None:
                words = _("告知书送达之后起算%(n)s个工作日") % {"n": time.days}
            elif time.over(self.on):
                words = _("申请人逾期，%(then)s") % {"then": _("可以不予处理")}
            yield Need(
                "reasons", _("申请人说明理由"), Stands.OPTIONAL, None, time.until, words,
                provisional=time.provisional,
            )  # fmt: skip

    def extension(self) -> Iterator[Need]:
        row, law, clock = fact(self.case.handling, "extension"), self.case.statute_law, self.clock
        if row is not None:
            words = _("延长%(n)s个工作日，不能再延") % {"n": row.by_days}
            yield Need("extension", _("延期告知"), Stands.DONE, row.decided_on, reason=words)
        elif law.extension.allowed.value and clock and clock.due_on and self.open_in_hand:
            words = _("须在期限届满前告知；期限已于%(day)s届满") % {"day": _said(clock.due_on)}
            yield self.possible("extension", _("延期告知（需要时）"), self.due(), words)

    def search(self) -> Iterator[Need]:
        rows, since = self.case.searches, self.case.handling.opened_on if self.anew else None
        last = (rows.filter(on__gte=since) if since else rows).last()
        yield self.plain("search", _("检索记录"), last and last.on)

    def signatures(self) -> Iterator[Need]:
        """The draft and each signature, counted back from the limit: approval never stops it."""
        if not self.open_in_hand or self.due() is None:
            return
        reply = self.case.notices.drafts().filter(kind__in=REPLIES).last()
        chain = standing.stages(reply) if reply else []
        stages = [(view.code, view.label, view.done) for view in chain]
        stages = stages or [(stage.code, str(stage.label), False) for stage in chains.REPLY.stages]
        plan = approve_by(self.due(), [1] * len(stages), working_calendar())
        handed_in = bool(reply and reply.submitted_at)
        yield self.owed("draft", _("答复稿送审"), plan.draft_by, handed_in)
        for (code, label, done), day in zip(stages, plan.stages, strict=True):
            yield self.owed(f"stage_{code}", label, day, done)
        if all(code != chains.SECRECY_STAGE.code for code, _label, _done in stages):
            yield from self.secrecy(reply, plan.stages[-1])

    def secrecy(self, reply: Notice | None, by: date) -> Iterator[Need]:
        review = self.case.handling.secrecy_reviews.last()
        if review is not None:
            words = str(review.get_conclusion_display())
            yield Need("secrecy", _("保密审查"), Stands.DONE, review.reviewed_on, reason=words)
        elif reply is None:
            words = _("提供信息的，须先作保密审查")
            yield Need(
                "secrecy", _("保密审查"), Stands.OPTIONAL, None, by, words,
                provisional=self.provisional,
            )  # fmt: skip

    def ending(self) -> Iterator[Need]:
        due, sent = self.due(), self.reply and self.reply.issued_on
        late = bool(self.clock and self.clock.answered_late)
        words = _("晚于%(day)s") % {"day": _said(due)} if late else ""
        yield self.owed("reply", _("答复发出"), due, sent)
        yield replace(self.owed("service", _("答复送达"), due, self.case.closed_on), reason=words)

    def rectification(self) -> Iterator[Need]:
        """What the applicant was told that is so no longer, unless the letter foretold it.

        A later last day that was told still holds: to tell an earlier one is a person's decision.
        """
        decided, label = untold(self.case), _("更正告知书")
        taken_back = decided.statement if decided else None
        wrong = [one for one in outdated(self.case) if not one.foretold or one == taken_back]
        if not wrong:
            return
        numbers = _("、").join(dict.fromkeys(one.notice.number for one in wrong))
        if all(one.holds and one != taken_back for one in wrong):
            words = _("%(numbers)s告知的期限较晚，仍然算数") % {"numbers": numbers}
            yield Need("rectification", label, Stands.OPTIONAL, reason=words)
            return
        words = _("%(numbers)s所写与现在的事实不符") % {"numbers": numbers}
        yield Need("rectification", label, Stands.TO_DO, reason=words)

    def remedies(self) -> Iterator[Need]:
        calendar = working_calendar()
        for remedy in self.case.remedies.prefetch_related("instances"):
            for duty in duties_of(remedy, calendar=calendar):
                if remedy.is_pending or duty.done_on:
                    label = in_page_language(duty.label)
                    owed = self.owed("duty", label, duty.earliest_on, duty.done_on)
                    yield replace(owed, provisional=duty.provisional and not owed.done)

    # How a thing stands


def _said(day: date | None) -> str:
    return in_page_language(day_text(day)) if day else ""
