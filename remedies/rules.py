"""What the facts of a logged remedy must be among themselves, whoever logs or sets them right."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from remedies.models import LITIGATION, Kind, Remedy


def faults(remedy: Remedy, *, on: date) -> list[str]:
    """Every reason why a remedy cannot be as it is filled in; empty if it can."""
    return [*_days(remedy, on), *_reply(remedy, on), *_decision(remedy, on), *_target(remedy)]


def _days(remedy: Remedy, on: date) -> Iterator[str]:
    case_received, filed, received = (
        remedy.application.received_on, remedy.filed_on, remedy.received_on,
    )  # fmt: skip
    if filed > on:
        yield _("提起日期不能晚于今天。")
    if case_received is None or filed < case_received:
        yield _("提起日期不能早于收到申请之日。")
    if received and received < filed:
        yield _("收到日期不能早于提起日期。")
    if received and received > on:
        yield _("收到日期不能晚于今天。")


def _reply(remedy: Remedy, on: date) -> Iterator[str]:
    since = remedy.received_on or remedy.filed_on
    sent = [day for day in (remedy.replied_on, remedy.evidence_on) if day]
    if any(not since <= day <= on for day in sent):
        yield _("答复日期须在收到之日与今天之间。")


def _decision(remedy: Remedy, on: date) -> Iterator[str]:
    if bool(remedy.decided_on) != bool(remedy.result):
        yield _("审结日期和结果要么都填，要么都不填。")
    if remedy.decided_on and not remedy.filed_on <= remedy.decided_on <= on:
        yield _("审结日期须在提起之日与今天之间。")


def _target(remedy: Remedy) -> Iterator[str]:
    if remedy.notice_id and remedy.inaction:
        yield _("所针对的文书和不作为只选一种。")
    notice, case = remedy.notice, remedy.application_id
    if notice and (notice.application_id != case or not notice.is_issued):
        yield _("所针对的文书须是本件已经发出的文书。")
    if remedy.lodged_with and remedy.kind != Kind.COMPLAINT:
        yield _("只有投诉举报才填向谁举报。")
    follows = remedy.follows
    if follows and (
        follows.application_id != case or follows.kind != Kind.REVIEW or follows.is_annulled
    ):
        yield _("复议后起诉所针对的，须是本件的行政复议。")
    if follows and remedy.kind not in LITIGATION:
        yield _("只有行政诉讼才填所针对的复议。")
