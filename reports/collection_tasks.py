"""What a collection has people do: units answer and confirm, the office asks after who is late."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.task_sources import Errand
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from records.instants import local
from reports.models import Answer, Ask, AskState, CollectionRound, ReportReminderRules
from reports.models.collection import heads
from reports.who import may_write
from requests_app.clock import in_page_language


def waiting(*, on: date) -> Iterator[Errand]:
    """Every act that a running collection waits for on that day."""
    asks = list(
        Ask.objects.running().select_related("unit", "round")
        .annotate(begun=Exists(Answer.objects.filter(ask=OuterRef("pk"))))
    )  # fmt: skip
    if not asks:
        return
    rounds: dict[int, list[Ask]] = {}
    for ask in asks:
        rounds.setdefault(ask.round_id, []).append(ask)
        yield from _of_unit(ask)
    rules = ReportReminderRules.current()
    for of_round in rounds.values():
        yield from _of_office(of_round, rules, on)


def _of_unit(ask: Ask) -> Iterator[Errand]:
    said = {
        "named": partial(_titled, ask), "address": reverse("staff:ask", args=[ask.pk]),
        "sees": partial(_sees, ask.unit_id), "due_on": ask.due_on,
    }  # fmt: skip
    if ask.state == AskState.OPEN:
        arose = ask.sent_back_at or ask.round.opened_at
        yield Errand(
            f"ask:{ask.pk}", "answer", partial(_verb, ask), allows=_of_the_unit(ask.unit_id),
            since=local(arose).date(), **said,
        )  # fmt: skip
    elif ask.state == AskState.HANDED_IN:
        yield Errand(
            f"ask:{ask.pk}", "confirm", _confirm, allows=_heads(ask.unit_id),
            since=local(ask.handed_in_at).date(), **said,
        )  # fmt: skip


def _of_office(asks: list[Ask], rules: ReportReminderRules, on: date) -> Iterator[Errand]:
    """Late units, told anew with each date that passes; or that all are in."""
    round_ = asks[0].round
    said = {
        "named": partial(_entitled, round_), "sees": _reads,
        "address": reverse("staff:collection_round", args=[round_.pk]), "allows": may_write,
    }  # fmt: skip
    open_ = [ask for ask in asks if ask.state != AskState.CONFIRMED]
    if not open_:
        last = max(local(ask.confirmed_at).date() for ask in asks)
        yield Errand(f"collection:{round_.pk}", "close", _close, since=last, **said)
        return
    calendar = working_calendar()
    told = {ask.pk: calendar.add(ask.due_on, rules.missing_days) for ask in open_}
    late = [ask for ask in open_ if told[ask.pk] <= on and ask.due_on < on]
    if late:
        since = max(told[ask.pk] for ask in late)
        yield Errand(
            f"collection:{round_.pk}", "missing", partial(_chase, len(late)), since=since, **said
        )


def _of_the_unit(unit_id: int) -> Callable[[User], bool]:
    return lambda user: unit_id in user.unit_ids()


def _heads(unit_id: int) -> Callable[[User], bool]:
    return lambda user: heads(user, unit_id)


def _sees(unit_id: int, user: User) -> bool:
    return unit_id in user.unit_ids() or user.may(May.REPORT)


def _reads(user: User) -> bool:
    return user.may(May.REPORT)


def _titled(ask: Ask) -> str:
    words = {"title": _entitled(ask.round), "unit": ask.unit}
    return _("%(title)s（%(unit)s）") % words


def _entitled(round_: CollectionRound) -> str:
    return _("%(period)s年报数据") % {"period": in_page_language(round_.period.label)}


def _verb(ask: Ask) -> str:
    if ask.sent_back_at:
        return _("改好退回的填报")
    return _("完成填报") if ask.begun else _("填报年报数据")


def _confirm() -> str:
    return _("确认本单位的填报")


def _close() -> str:
    return _("各单位已报齐，核对后截止")


def _chase(n: int) -> str:
    return ngettext("催%(n)s个逾期未报的单位", "催%(n)s个逾期未报的单位", n) % {"n": n}
