"""What happened to one application, as dates. Everything else is derived from these."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from statute.counting import Extension
from statute.day_table import WorkingCalendar
from statute.law import Law
from statute.text import Text, day_text

THIRD_PARTY = "third_party"
CO_MAKING_BODY = "co_making_body"
CORRECTION = "correction"
PAYMENT = "payment"

FEE = "fee"
INFORMATION = "information"
OVERSIGHT = "oversight"
STATED = "stated"  # told without its ground: whoever tells it vouches for it

CONSULTATIONS = (THIRD_PARTY, CO_MAKING_BODY)

STOP_LABELS = {
    THIRD_PARTY: Text("征求第三方意见", "a third party is consulted"),
    CO_MAKING_BODY: Text("征求共同制作机关意见", "the body that made it too is consulted"),
    CORRECTION: Text("等待申请人补正", "waiting for the applicant's correction"),
    PAYMENT: Text("等待申请人缴费", "waiting for the applicant's payment"),
    FEE: Text("收费事项未决", "a question of fees is open"),
    INFORMATION: Text("等待申请人说明", "waiting for the applicant's information"),
    STATED: Text("期限暂停", "the limit is suspended"),
    OVERSIGHT: Text("等待监督机构决定", "waiting for the supervising authority"),
}


class ClockRefusal(ValueError):
    """Something the clock cannot allow, or dates that contradict each other."""

    def __init__(self, zh: str, en: str) -> None:
        self.reason = Text(zh, en)
        super().__init__(zh)


@dataclass(frozen=True)
class Suspension:
    """Days d with since < d <= until are not counted; an open one has no `until` yet.

    The day the letter goes out counts; the day the opinion comes does not.
    """

    since: date
    until: date | None = None
    kind: str = THIRD_PARTY
    label: Text | None = None

    def __post_init__(self) -> None:
        if self.kind not in STOP_LABELS:
            raise ClockRefusal(
                f"不知道名为{self.kind}的中止", f"there is no suspension called {self.kind}"
            )
        _in_order(
            self.since, self.until, "中止的终止日早于起始日", "a suspension ends before it begins"
        )

    @property
    def said(self) -> Text:
        return self.label or STOP_LABELS[self.kind]


@dataclass(frozen=True)
class Consultation:
    """A letter asking an opinion: sent, received by the other side (with proof), answered."""

    asked_on: date
    received_on: date | None = None
    answered_on: date | None = None
    kind: str = THIRD_PARTY
    label: Text | None = None
    party: str = ""

    def __post_init__(self) -> None:
        if self.kind not in CONSULTATIONS:
            raise ClockRefusal(
                f"不知道名为{self.kind}的征求意见", f"there is no consultation called {self.kind}"
            )
        for day in (self.received_on, self.answered_on):
            _in_order(
                self.asked_on, day, "收到或者答复早于征求意见", "received or answered before asked"
            )

    @property
    def said(self) -> Text:
        return self.label or STOP_LABELS[self.kind]


@dataclass(frozen=True)
class Facts:
    """The facts of one application that its limits follow from.

    `answered_on` is the day the answer counts as made: posting day for mail, signature at the
    counter, upload plus message for electronic. `served_on` is when it reached the applicant.
    `begun_anew`: a review or a court had it handled again, and `received_on` is the day of that.
    """

    received_on: date | None
    corrected_on: date | None = None
    correction_asked_on: date | None = None
    correction_days: int | None = None
    suspensions: tuple[Suspension, ...] = ()
    extended_on: date | None = None
    extended_by: int = 0
    payment_asked_on: date | None = None
    paid_on: date | None = None
    payment_days: int | None = None
    agreed_due_on: date | None = None
    answered_on: date | None = None
    consultations: tuple[Consultation, ...] = ()
    correction_served_on: date | None = None
    payment_served_on: date | None = None
    served_on: date | None = None
    result: str | None = None
    grounds: tuple[str, ...] = ()
    review_decided_on: date | None = None
    further_extensions: tuple[Extension, ...] = ()
    withdrawn_on: date | None = None
    review_received_on: date | None = None
    suit_received_on: date | None = None
    begun_anew: bool = False

    @property
    def ended_on(self) -> date | None:
        """The day the reply was made or the application withdrawn: nothing is awaited after it."""
        if self.answered_on is None or self.withdrawn_on is None:
            return self.answered_on or self.withdrawn_on
        return min(self.answered_on, self.withdrawn_on)

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """The one extension most laws know, and further ones where more are told."""
        if not self.extended_by:
            return self.further_extensions
        return (Extension(by=self.extended_by, on=self.extended_on), *self.further_extensions)

    def __post_init__(self) -> None:
        for zh, en, before, after in self._pairs():
            if after is None:
                continue
            if before is None:
                raise ClockRefusal(f"{zh}：缺少在先的日期", f"{en}: the earlier date is missing")
            _in_order(before, after, zh, en)
        if self.extended_by < 0:
            raise ClockRefusal("延长的天数不能是负数", "an extension cannot be negative")

    def _pairs(self) -> Iterator[tuple[str, str, date | None, date | None]]:
        received = self.received_on
        yield (
            "告知补正早于收到申请",
            "correction asked before receipt",
            received,
            (self.correction_asked_on),
        )
        yield "补正早于收到申请", "corrected before receipt", received, self.corrected_on
        yield (
            "补正早于告知补正",
            "corrected before asked",
            self.correction_asked_on or received,
            (self.corrected_on),
        )
        yield "延期早于收到申请", "extended before receipt", received, self.extended_on
        yield "缴费早于收到申请", "paid before receipt", received, self.paid_on
        yield "答复早于收到申请", "answered before receipt", received, self.answered_on
        yield "撤回早于收到申请", "withdrawn before receipt", received, self.withdrawn_on


def _in_order(first: date | None, then: date | None, zh: str, en: str) -> None:
    if first is not None and then is not None and then < first:
        raise ClockRefusal(
            f"{zh}（{day_text(first).zh}、{day_text(then).zh}）", f"{en} ({first}, {then})"
        )


def suspension_end(
    asked_on: date,
    received_on: date | None,
    answered_on: date | None,
    *,
    law: Law,
    calendar: WorkingCalendar,
    posting_cap_days: int | None = None,
    kind: str = THIRD_PARTY,
) -> date:
    """The last day a consultation keeps out of the count (条例 arts 32, 33(3), 34).

    The earlier of the opinion and the end of the other side's working days, which run from
    its receipt; without proof of receipt, from posting plus `posting_cap_days`.
    """
    rule = law.consulting(kind)
    if received_on is not None:
        cap = calendar.add(received_on, rule.days.value)
    else:
        allowance = rule.posting_days.value if posting_cap_days is None else posting_cap_days
        cap = calendar.add(asked_on, rule.days.value + allowance)
    return cap if answered_on is None else min(answered_on, cap)
