"""The day an application is legally received, by channel (条例 art 31)."""

from dataclasses import dataclass
from datetime import date

from statute.law import Fact, Law
from statute.text import Text

SUBMISSION = "submission"
SIGNATURE = "signature"
CONFIRMATION = "confirmation"

WAITING = {
    SUBMISSION: Text("缺少提交日期", "the day of submission is missing"),
    SIGNATURE: Text("缺少签收日期", "the day of signature is missing"),
    CONFIRMATION: Text(
        "尚未与申请人确认收到，应当在收到当日确认",
        "receipt is not confirmed with the applicant; this is due the day it comes in",
    ),
}
CHANNELS: dict[str, Text] = {
    "online": Text("网上提交", "online"),
    "counter": Text("当面提交", "at the counter"),
    "post": Text("信函", "post"),
    "fax": Text("传真", "fax"),
    "email": Text("电子邮件", "e-mail"),
    "oral": Text("口头", "oral, taken down by staff"),
}


@dataclass(frozen=True)
class Received:
    """`on` is the day of receipt, or None with what is `missing`.

    `alarm_on` is the earliest day that might count: the earlier one where both sides' confirmation
    and the submission are known, so that a doubt about receipt never makes an alarm late.
    """

    on: date | None
    alarm_on: date | None
    rule: Fact[str]
    missing: Text | None


def received(
    channel: str,
    *,
    law: Law,
    submitted_on: date | None = None,
    signed_on: date | None = None,
    confirmed_on: date | None = None,
    signature: bool = False,
) -> Received:
    """The day of receipt. `signature` tells post that is signed for from ordinary post.

    Registering a case has no place here: it never moves the day of receipt.
    """
    rule = _rule(law, channel, signature)
    dates = {SUBMISSION: submitted_on, SIGNATURE: signed_on, CONFIRMATION: confirmed_on}
    on = dates[rule.value]
    known = [day for day in (on, submitted_on, confirmed_on) if day is not None]
    doubted = channel == "online" and known
    return Received(
        on=on,
        alarm_on=min(known) if doubted else on,
        rule=rule,
        missing=None if on else WAITING[rule.value],
    )


def _rule(law: Law, channel: str, signature: bool) -> Fact[str]:
    if channel not in CHANNELS:
        raise ValueError(f"没有名为{channel}的渠道")
    name = "post_signed" if channel == "post" and signature else channel
    rule: Fact[str] = getattr(law.receipt, name)
    return rule
