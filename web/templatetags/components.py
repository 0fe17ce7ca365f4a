"""The parts pages are made from. Each tag renders one template in `templates/partials/`."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, Field
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.roles import May
from requests_app.models import Application
from statute.clock import Clock
from web.pieces import Fact, Figures, TimelineStep
from web.staff.report_waiting import to_sign
from web.staff.waiting import waiting_of
from web.why import Audience, explain

register = template.Library()

SOON = 3  # working days: from here on a badge asks for attention


@register.inclusion_tag("partials/badge.html")
def badge(clock: Clock | None, on: date, *, dated: bool = False) -> dict[str, Any]:
    """How many working days are left, in words; None stands for a limit that has not begun.

    `dated`: the due date stands beside it, and says itself that it is provisional.
    """
    kind, text = _state(clock, on)
    open_ = kind in ("over", "today", "soon", "more")
    return {"kind": kind, "text": text, "provisional": open_ and clock.provisional and not dated}


def _state(clock: Clock | None, on: date) -> tuple[str, str]:
    if clock is None or clock.started_on is None:
        return "hold", _("尚未起算")
    if clock.answered_by(on):
        return ("late", _("逾期答复")) if clock.answered_late else ("done", _("按期答复"))
    if clock.overdue(on):
        return "over", _overdue(-clock.days_left(on))
    if clock.due_on is None or not clock.runs(on):
        return "hold", _("不计时")
    if on == clock.due_on:
        return "today", _("今天到期")
    left = clock.days_left(on)
    text = ngettext("剩%(n)s个工作日", "剩%(n)s个工作日", left) % {"n": left}
    return ("soon" if left <= SOON else "more"), text


def _overdue(days: int) -> str:
    """No working day may have passed yet: the weekend after the last day."""
    if not days:
        return _("已逾期")
    return ngettext("逾期%(n)s个工作日", "逾期%(n)s个工作日", days) % {"n": days}


@register.inclusion_tag("partials/why_this_date.html", takes_context=True)
def why_this_date(
    context: Any,
    clock: Clock | None,
    on: date,
    case: Application | None = None,
    audience: str = Audience.APPLICANT,
) -> dict[str, Any]:
    """The due date explained: a sentence, the weeks as a table, the days as a list.

    With the case also the letters that stopped or lengthened the limit; only staff read whom.
    """
    why = explain(clock, on=on, case=case, audience=audience) if clock else None
    cut = why is not None and why.now is not None and why.now.cut
    return {"clock": clock, "why": why, "list_first": context["display"].large or cut}


@register.inclusion_tag("partials/timeline.html")
def timeline(steps: Iterable[TimelineStep]) -> dict[str, Any]:
    """What has happened, what is happening, what will: `web.pieces.TimelineStep`s."""
    return {"steps": list(steps)}


@register.inclusion_tag("partials/facts.html")
def facts(rows: Iterable[Fact | tuple[Any, ...]]) -> dict[str, Any]:
    """A summary list. Rows are `web.pieces.Fact`s or plain (term, value[, change[, note]])."""
    return {"rows": [row if isinstance(row, Fact) else Fact(*row) for row in rows]}


@register.inclusion_tag("partials/fact.html")
def fact(term: Any, value: Any, change: str = "", note: Any = "") -> dict[str, Any]:
    """One line of a `<dl class="facts">` that the page itself opens and closes."""
    return {"row": Fact(term, value, change, note)}


@register.inclusion_tag("partials/error_summary.html")
def error_summary(*forms: BaseForm | list[BaseForm] | None) -> dict[str, Any]:
    """Every error of the bound forms, each a link to its field. Nothing when there is none."""
    flat = [one for form in forms for one in (form if isinstance(form, list) else [form])]
    return {"problems": [problem for form in flat if form for problem in _problems(form)]}


def _problems(form: BaseForm) -> list[tuple[str, str]]:
    """(field id or "", message) in the order of the fields; what concerns the whole form first."""
    found = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        found += [(target, _named(field, str(message))) for message in field.errors]
    return found


def _named(field: BoundField, message: str) -> str:
    """The message by itself, or after the name of its field where it would fit any field."""
    if message != str(Field.default_error_messages["required"]):
        return message
    return f"{field.label}{_('：')}{message}"


@register.inclusion_tag("partials/empty.html")
def empty(text: Any, url: str = "", link: Any = "") -> dict[str, Any]:
    """What is not there, why, and what to do."""
    return {"text": text, "url": url, "link": link}


@register.inclusion_tag("partials/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Previous and next page of a `django.core.paginator.Page`, the filters kept."""
    return {
        "page": page,
        "before": _address(context, parameter, page.number - 1),
        "after": _address(context, parameter, page.number + 1),
    }


def _address(context: Any, parameter: str, number: int) -> str:
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("partials/figures_table.html")
def figures_table(figures: Figures, name: str = "figures") -> dict[str, Any]:
    """A statutory table: every number but zero leads to its cases."""
    groups = [
        (group, list(columns)) for group, columns in groupby(figures.columns, lambda c: c.group)
    ]
    return {
        "figures": figures,
        "name": name,
        "groups": groups,
        "grouped": any(group for group, _columns in groups),
        "width": len(figures.columns),
    }


@register.inclusion_tag("partials/nav.html", takes_context=True)
def nav(context: Any, which: str) -> dict[str, Any]:
    """The navigation of the `public` or the `staff` pages; the current part is marked."""
    request: HttpRequest = context["request"]
    items = [(reverse(name), label) for name, label in _items(which, request)]
    current = max((url for url, _label in items if _within(request.path, url)), key=len, default="")
    return {"items": items, "current": current}


def _items(which: str, request: HttpRequest) -> list[tuple[str, str]]:
    return _staff_items(request) if which == "staff" else _public_items()


def _public_items() -> list[tuple[str, str]]:
    return [
        ("public:home", _("首页")),
        ("public:catalogue", _("已公开的信息")),
        ("public:apply", _("提出申请")),
        ("public:track", _("查询进度")),
        ("public:reports", _("年度报告")),
        ("public:guide", _("指南与救济")),
    ]


def _staff_items(request: HttpRequest) -> list[tuple[str, str]]:
    """Only what this person may open."""
    may = request.user.may
    items = [("staff:today", _("今天必须办")), ("staff:queue", _("办件"))]
    items.append(("staff:approvals", _approvals_label(request)))
    if may(May.APPROVE_SECRECY):
        items.append(("staff:stopped", _("疑似涉密的文件")))
    if may(May.REGISTER):
        items.append(("staff:register", _("登记来件")))
    if may(May.SEE_ALL):
        items.append(("staff:whole_register", _("申请登记簿")))
        items.append(("staff:book", _("发文登记簿")))
        items.append(("staff:remedies", _("监督救济")))
    if may(May.REPORT):
        items.append(("staff:figures", _("年度统计")))
    if may(May.REPORT) or request.user.unit_ids():
        items.append(("staff:collection", _("年报数据收集")))
    looks_after = may(May.CONFIGURE) or request.user.unit_ids()
    directory = "staff:catalogue" if looks_after else "public:catalogue"
    items += [(directory, _("公开目录")), ("staff:calendar", _("工作日历"))]
    if may(May.CONFIGURE):
        items.append(("staff:institution", _("机构设定")))
    if may(May.MANAGE_PEOPLE):
        items.append(("staff:people", _("人员和角色")))
    if may(May.KEEP_SEAL):
        items.append(("staff:seal", _("印章")))
    return items


def _approvals_label(request: HttpRequest) -> str:
    waiting = len(waiting_of(request)) + len(to_sign(request))
    return _("审批（%(n)s）") % {"n": waiting} if waiting else _("审批")


def _within(path: str, url: str) -> bool:
    return path == url or (
        url.count("/") > 1 and path.startswith(url) and url != reverse("staff:today")
    )


@register.inclusion_tag("partials/display.html", takes_context=True)
def display_switches(context: Any) -> dict[str, Any]:
    """Buttons for language, large type and dark colours."""
    request: HttpRequest = context["request"]
    return {
        "display": context["display"],
        "next": request.get_full_path(),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
