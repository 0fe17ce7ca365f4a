"""What an applicant is told of their case: where it is, whose turn, what happened, what comes."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.time_given import TimeGiven, letter_asking, time_for_reasons
from notices.kind import Addressee
from notices.kinds import KINDS
from notices.models import Notice
from records.log import APPLICANT
from requests_app.clock import fact, waiting_limit
from requests_app.models import Application, Consultation, Handling
from requests_app.states import FINAL_STATES, State
from requests_app.steps import STEPS
from statute.answers import ANSWERS
from statute.clock import Clock
from statute.text import Text
from web.dates import full, in_english
from web.pieces import TimelineStep


class Standing(NamedTuple):
    """The situation in one line, what it means, and by when what is awaited must come."""

    headline: str
    meaning: str
    until: date | None = None
    provisional: bool = False


def notices_for(application: Application) -> list[Notice]:
    """The papers addressed to the applicant that went out, oldest first."""
    issued = application.notices.issued().select_related("withdrawn_by", "replaced_by")
    issued = issued.order_by("issued_on", "pk")
    return [notice for notice in issued if KINDS[notice.kind].addressee == Addressee.APPLICANT]


def standing(application: Application, *, on: date, clock: Clock | None = None) -> Standing:
    state = State(application.state)
    if state in FINAL_STATES:
        return _ended(application, state)
    if state == State.AWAITING_CORRECTION:
        return Standing(
            _("请您补正，现在轮到您"),
            _("学校看不清您要的是什么，请按补正告知书写明。补正之前，答复期限不走。"),
            *_until(application, on),
        )
    if state == State.AWAITING_PAYMENT:
        return Standing(
            _("请您缴费，现在轮到您"),
            _("缴费之前，答复期限不走。"),
            *_until(application, on),
        )
    if application.received_on is None:
        return Standing(
            _("已经提交，等待确认收到日期"),
            _("学校会与您联系，确认收到申请的日期。答复期限从确认的第二天起算。"),
        )
    if clock is not None and clock.overdue(on):
        return Standing(
            _("学校已经超过答复期限"), _("学校还没有答复您，应当尽快答复。您可以要求救济。")
        )
    if state == State.FILED:
        return Standing(_("已经收到，现在轮到学校"), _("学校正在登记您的申请。"))
    return _in_hand(application)


def _in_hand(application: Application) -> Standing:
    if reasons_awaited(application):
        return Standing(
            _("请您说明理由，现在轮到您"),
            _("学校认为您申请的数量、频次明显超过合理范围，请您说明理由。答复期限照常计算。"),
        )
    if any(asked.is_open for asked in application.consultations.all()):
        return Standing(
            _("正在征求有关方面的意见"),
            _("您要的信息牵涉别人，学校依法征求他们的意见，然后作出决定。"),
        )
    if application.handling.cause == Handling.Cause.OWN:
        return Standing(
            _("正在重新办理，现在轮到学校"),
            _("学校撤销了原来的答复，正在重新办理，答复期限从重新办理的第二天起算。"),
        )
    if application.handling.sequence > 1:
        return Standing(
            _("正在重新办理，现在轮到学校"),
            _("依行政复议决定或者法院判决，学校正在重新办理，答复期限从重新办理的第二天起算。"),
        )
    return Standing(_("正在办理，现在轮到学校"), _("学校正在查找您要的信息。"))


class Awaited(NamedTuple):
    """What the applicant was told when asked for reasons, and the time they have."""

    grounds: str
    time: TimeGiven


def reasons_awaited(application: Application) -> Awaited | None:
    """What to say reasons for, until they are given; nothing once the letter was revoked."""
    handling = application.handling
    asked = fact(handling, "reasons_request")
    if asked is None or STEPS["receive_reasons"].blockers(application, APPLICANT):
        return None
    if letter_asking(asked) is None:
        return None
    return Awaited(asked.grounds, time_for_reasons(asked))


def _until(application: Application, on: date) -> tuple[date | None, bool]:
    limit = waiting_limit(application, on=on)
    return limit.due_on, limit.provisional


def _ended(application: Application, state: State) -> Standing:
    if state == State.WITHDRAWN:
        return Standing(_("您已经撤回这件申请"), _("学校不再办理。以后可以重新申请。"))
    if state == State.ABANDONED:
        return Standing(
            _("已终止办理"),
            _("没有在期限内补正或者缴费，视为放弃申请。有正当理由的，请与学校联系，可以恢复办理。"),
        )
    if application.closed_on is None:
        return Standing(_("学校已经作出答复，正在送达"), _("答复书可以在下面下载。"))
    return Standing(
        _("已经答复：%(result)s") % {"result": _said(ANSWERS[application.handling.result].label)},
        _("答复书可以在下面下载。对答复不服的，可以依法申请救济。"),
    )


def timeline(
    application: Application, clock: Clock | None, papers: list[Notice], *, on: date
) -> list[TimelineStep]:
    """Everything that happened with its day, then what is awaited, then the answer's last day."""
    past = sorted(_past(application, papers), key=lambda step: step.on)
    if State(application.state) in FINAL_STATES:
        never_received = application.state == State.WITHDRAWN and application.closed_on is None
        return [*past, TimelineStep(_("您撤回了申请"))] if never_received else past
    here = standing(application, on=on, clock=clock)
    note = _("暂定") if here.provisional else ""
    past.append(TimelineStep(here.headline, "now", here.until, note, by=here.until is not None))
    if clock is not None and clock.due_on:
        note = _("暂定") if clock.provisional else ""
        past.append(TimelineStep(_("学校答复"), "later", clock.due_on, note, by=True))
    else:
        past.append(TimelineStep(_("学校答复"), "later"))
    return past


def coming(application: Application, clock: Clock | None) -> list[TimelineStep]:
    """The same for the page that confirms the filing."""
    arrived = application.received_on or application.arrived_on
    steps = [
        TimelineStep(_("收到申请"), "done", arrived, _("网上提交，提交之时即为收到"))
        if application.received_on
        else TimelineStep(_("提交申请"), "done", arrived, _("学校会与您确认收到的日期"))
    ]
    steps.append(
        TimelineStep(
            _("学校登记，转给掌握信息的部门"),
            "now",
            note=_("如果内容不清楚，会请您补正一次"),
        )
    )
    due = clock.due_on if clock else None
    note = _("暂定") if clock and clock.provisional else ""
    return [*steps, TimelineStep(_("学校答复"), "later", due, note, by=due is not None)]


def _past(application: Application, papers: list[Notice]) -> list[TimelineStep]:
    how = application.get_channel_display()
    if application.received_on:
        first = TimelineStep(_("收到申请"), "done", application.received_on, how)
    else:
        first = TimelineStep(_("提交申请"), "done", application.arrived_on, how)
    steps = [first, *(_of_paper(paper) for paper in papers)]
    correction = fact(application, "correction")
    if correction and correction.corrected_on:
        steps.append(
            TimelineStep(_("收到您的补正，期限重新起算"), "done", correction.corrected_on)
            if application.statute_law.correction.restarts.value
            else TimelineStep(_("收到您的补正"), "done", correction.corrected_on)
        )
    asked_why = fact(application.handling, "reasons_request")
    if asked_why and asked_why.answered_on:
        steps.append(TimelineStep(_("收到您说明的理由"), "done", asked_why.answered_on))
    for asked in application.consultations.all():
        steps += _of_consultation(asked)
    demand = fact(application.handling, "fee_demand")
    if demand and demand.paid_on:
        steps.append(TimelineStep(_("收到您的缴费"), "done", demand.paid_on))
    later = fact(application.handling, "later_date")
    if later:
        steps.append(TimelineStep(_("确定延迟答复的日期"), "done", later.decided_on))
    for handling in application.handlings.all():
        steps += _of_handling(handling, withdrawn=application.state == State.WITHDRAWN)
    return steps


def _of_handling(handling: Handling, *, withdrawn: bool) -> list[TimelineStep]:
    """How a run through the procedure began, if it is a later one, and how it ended."""
    steps = []
    if handling.cause == Handling.Cause.REVIEW:
        steps.append(TimelineStep(_("依行政复议决定重新办理"), "done", handling.opened_on))
    elif handling.cause == Handling.Cause.COURT:
        steps.append(TimelineStep(_("依法院判决重新办理"), "done", handling.opened_on))
    elif handling.cause == Handling.Cause.OWN:
        steps.append(TimelineStep(_("原答复撤销，学校重新办理"), "done", handling.opened_on))
    if handling.closed_on:
        ended = _("您撤回了申请") if withdrawn else _("办结")
        steps.append(TimelineStep(ended, "done", handling.closed_on))
    return steps


def _of_paper(paper: Notice) -> TimelineStep:
    return TimelineStep(
        KINDS[paper.kind].label, "done", paper.issued_on, note=served_words(paper),
        url=reverse("public:notice", args=[paper.pk]), link=_("下载（PDF）"),
    )  # fmt: skip


def served_words(paper: Notice) -> str:
    """When and how it was served, as the applicant is told; empty while it was not."""
    if paper.served_on is None or paper.kind == "acknowledgement":
        return ""
    how = {"day": full(paper.served_on), "manner": paper.get_manner_of_service_display()}
    return _("%(day)s送达（%(manner)s）") % how


def _of_consultation(asked: Consultation) -> list[TimelineStep]:
    """That others were asked, never who: their name is not the applicant's to know."""
    steps = [TimelineStep(_("征求有关方面的意见"), "done", asked.asked_on)]
    if asked.ended_on:
        steps.append(TimelineStep(_("征求意见结束"), "done", asked.ended_on))
    return steps


def _said(text: Text) -> str:
    return text.en if in_english() else text.zh
