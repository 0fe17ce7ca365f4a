"""All the limits that run at once on one application, each with its article and its owner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from statute.calendar_months import add_months
from statute.counting import ends, with_amount
from statute.day_table import WorkingCalendar
from statute.duties import defence_due, review_reply_due, review_reply_fact
from statute.facts import Consultation, Facts, suspension_end
from statute.law import Law
from statute.remedies import review_first
from statute.reply import reply_dates
from statute.text import Text

OFFICE = "office"
APPLICANT = "applicant"
THIRD_PARTY = "third_party"

OPINIONS = {
    "third_party": Text("第三方提出意见", "third party's opinion"),
    "co_making_body": Text("共同制作机关提出意见", "opinion of the body that made it too"),
}


@dataclass(frozen=True)
class Limit:
    """One limit. `lapses` means that passing it unused loses a right and makes nobody late;
    `binding` is False for an internal target the law does not set."""

    code: str
    label: Text
    owner: str
    due_on: date | None
    earliest_on: date | None
    provisional: bool
    article: Text
    met_on: date | None
    calendar: WorkingCalendar
    lapses: bool = False
    binding: bool = True
    party: str = ""

    def days_left(self, on: date) -> int | None:
        """Working days after `on` to the due date; negative when over, None when unknown."""
        if self.due_on is None:
            return None
        if on > self.due_on:
            return -self.calendar.count(self.due_on, on)
        return self.calendar.count(on, self.due_on)

    def overdue(self, on: date) -> bool:
        if self.due_on is None or self.lapses:
            return False
        return on > self.due_on and (self.met_on is None or self.met_on > on)


class _Maker:
    """Builds the limits of one application, counted as its law counts."""

    def __init__(self, facts: Facts, law: Law, calendar: WorkingCalendar, on: date) -> None:
        self.facts, self.law, self.calendar, self.on = facts, law, calendar, on

    def working(
        self,
        code: str,
        label: Text,
        owner: str,
        start: date,
        days: int,
        article: Text,
        met_on: date | None,
        *,
        lapses: bool = False,
        binding: bool = True,
    ) -> Limit:
        rule = with_amount(self.law.rule, days)
        due, certain = ends(rule, self.calendar, start)
        return Limit(
            code=code,
            label=label,
            owner=owner,
            due_on=due,
            earliest_on=due if certain else ends(rule, self.calendar.earliest, start)[0],
            provisional=not certain,
            article=article,
            met_on=met_on,
            calendar=self.calendar,
            lapses=lapses,
            binding=binding,
        )

    def others(self) -> Iterator[Limit]:
        yield from self.correction()
        yield from (self.consultation(asked) for asked in self.facts.consultations)
        yield from self.payment()
        yield from self.remedies()
        yield from self.duties()

    def reply(self) -> Iterator[Limit]:
        dates = reply_dates(self.facts, law=self.law, calendar=self.calendar, on=self.on)
        if dates.runs:
            yield Limit(
                code="reply",
                label=Text("答复", "reply"),
                owner=OFFICE,
                due_on=dates.due_on,
                earliest_on=dates.earliest_on,
                provisional=dates.provisional,
                article=self.law.reply_limit.article,
                met_on=self.facts.answered_on,
                calendar=self.calendar,
            )

    def correction(self) -> Iterator[Limit]:
        facts, rule = self.facts, self.law.correction
        if facts.received_on is None or not rule.notice_within.value + rule.applicant_period.value:
            return
        if facts.correction_asked_on is not None or facts.ended_on is None:
            yield self.working(
                "correction_notice",
                Text("一次性告知补正", "ask for correction, once"),
                OFFICE,
                facts.received_on,
                rule.notice_within.value,
                rule.notice_within.article,
                facts.correction_asked_on,
                lapses=facts.correction_asked_on is None,
                binding=rule.notice_binding.value,
            )
        if facts.correction_asked_on is not None:
            days = facts.correction_days
            yield self.working(
                "correction",
                Text("补正", "correct the application"),
                APPLICANT,
                facts.correction_served_on or facts.correction_asked_on,
                rule.applicant_period.value if days is None else days,
                rule.applicant_period.article,
                facts.corrected_on,
            )

    def consultation(self, asked: Consultation) -> Limit:
        rule = self.law.consulting(asked.kind)
        due, earliest = (
            suspension_end(
                asked.asked_on,
                asked.received_on,
                None,
                law=self.law,
                calendar=calendar,
                kind=asked.kind,
            )
            for calendar in (self.calendar, self.calendar.earliest)
        )
        return Limit(
            code=asked.kind,
            label=OPINIONS[asked.kind],
            owner=THIRD_PARTY,
            due_on=due,
            earliest_on=earliest,
            provisional=not self.calendar.certain_between(asked.asked_on, due),
            article=rule.days.article,
            met_on=asked.answered_on,
            calendar=self.calendar,
            party=asked.party,
        )

    def payment(self) -> Iterator[Limit]:
        asked = self.facts.payment_served_on or self.facts.payment_asked_on
        days = self.facts.payment_days
        if asked is not None:
            yield self.working(
                "payment",
                Text("缴纳费用", "pay the fee"),
                APPLICANT,
                asked,
                self.law.payment.days.value if days is None else days,
                self.law.payment.days.article,
                self.facts.paid_on,
            )

    def remedies(self) -> Iterator[Limit]:
        """Review within 60 days, suit within 6 months or 15 days after review, from serving."""
        rule, facts = self.law.remedy_limits, self.facts
        served = facts.served_on
        if served is not None and rule.review_days is not None:
            yield self._applicant(
                "review",
                Text("申请行政复议", "apply for administrative review"),
                date.fromordinal(served.toordinal() + rule.review_days.value),
                rule.review_days.article,
            )
        first = facts.result is not None and review_first(
            facts.result, grounds=facts.grounds, law=self.law
        )
        if served is not None and rule.suit_months is not None and not first:
            yield self._applicant(
                "suit",
                Text("直接提起行政诉讼", "sue directly"),
                add_months(served, rule.suit_months.value),
                rule.suit_months.article,
            )
        decided = facts.review_decided_on
        if decided is not None and rule.suit_after_review_days is not None:
            yield self._applicant(
                "suit_after_review",
                Text("复议后提起行政诉讼", "sue after review"),
                date.fromordinal(decided.toordinal() + rule.suit_after_review_days.value),
                rule.suit_after_review_days.article,
            )

    def duties(self) -> Iterator[Limit]:
        """The office's own, once a review or a suit arrives."""
        review, suit = self.facts.review_received_on, self.facts.suit_received_on
        reply, defence = review_reply_fact(self.law), self.law.duties.defence_days
        if review is not None and reply is not None:
            yield self._duty(
                "review_reply",
                Text("提交行政复议答复书和证据", "written reply and evidence to the review body"),
                review,
                review_reply_due(review, reply.value, self.calendar),
                review_reply_due(review, reply.value, self.calendar.earliest),
                reply.article,
            )
        if suit is not None and defence is not None:
            yield self._duty(
                "defence",
                Text("提交答辩状和证据", "defence and evidence to the court"),
                suit,
                defence_due(suit, defence.value, self.calendar),
                defence_due(suit, defence.value, self.calendar.earliest),
                defence.article,
            )

    def _duty(
        self, code: str, label: Text, start: date, due: date, soonest: date, article: Text
    ) -> Limit:
        return Limit(
            code=code,
            label=label,
            owner=OFFICE,
            due_on=due,
            earliest_on=soonest,
            provisional=not self.calendar.certain_between(start, due),
            article=article,
            met_on=None,
            calendar=self.calendar,
        )

    def _applicant(self, code: str, label: Text, last: date, article: Text) -> Limit:
        """A limit in calendar days or months: a last day of rest moves on (民事诉讼法 art 85)."""
        return Limit(
            code=code,
            label=label,
            owner=APPLICANT,
            due_on=self.calendar.next_working(last),
            earliest_on=self.calendar.earliest.next_working(last),
            provisional=not self.calendar.is_certain(last),
            article=article,
            met_on=None,
            calendar=self.calendar,
            lapses=True,
        )


def limits(facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date) -> tuple[Limit, ...]:
    """Every limit the facts have set running, the office's own first."""
    maker = _Maker(facts, law, calendar, on)
    found = [*maker.reply(), *maker.others()]
    return tuple(sorted(found, key=lambda limit: limit.owner != OFFICE))


def other_limits(facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date) -> Iterator[Limit]:
    """Every limit but that of the reply, in the order in which they arise."""
    return _Maker(facts, law, calendar, on).others()


class ApprovalPlan(NamedTuple):
    """By when the draft must be ready and each stage must have approved."""

    draft_by: date
    stages: tuple[date, ...]


def approve_by(due: date, stages: Sequence[int], calendar: WorkingCalendar) -> ApprovalPlan:
    """Counted back from the limit, which waiting for approval never stops.

    `stages` is how many working days each stage is given, in order. The last one approves by
    the due date itself, so that the paper can still go out that day.
    """
    back = [sum(stages[index + 1 :]) for index in range(len(stages))]
    return ApprovalPlan(
        calendar.previous(due, sum(stages)),
        tuple(calendar.previous(due, days) for days in back),
    )
