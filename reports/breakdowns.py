"""What a university's report says besides the statutory tables: counts by one thing at a time.

教办厅函〔2018〕80号: number, kinds and answers of applications, fees and reductions. One grouped
query for each breakdown; whatever it counts, `cases_in` finds again. Whether an applicant belongs
to the university is not asked when applying, and is therefore not counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Greatest, TruncMonth

from catalogue.models import Category
from reports import scope as scopes
from reports.scope import Scope
from requests_app.models import Application
from requests_app.states import Channel
from statute.annual import COLUMNS, RECEIVED, TOTAL
from statute.answers import ANSWERS, FAMILIES, REFUSED, RESULT_CODES, family
from statute.periods import month
from statute.seven_answers import seven_answers
from statute.text import Text

NO_CATEGORY = "none"
CHANNELS = {
    Channel.ONLINE: Text("网上提交", "Online"),
    Channel.COUNTER: Text("当面提交", "In person"),
    Channel.POST: Text("邮寄", "Post"),
    Channel.FAX: Text("传真", "Fax"),
    Channel.EMAIL: Text("电子邮件", "E-mail"),
    Channel.ORAL: Text("口头提出", "Orally"),
}


@dataclass(frozen=True)
class Group:
    """One line: the values of the breakdown's field that it counts. None is: not filled in."""

    code: str
    label: Text
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Breakdown:
    """Which cases of a scope (`row`: received or closed in it), told apart by which field."""

    code: str
    title: Text
    row: str
    field: str
    groups: Callable[[Scope], Iterable[Group]]
    narrowed: Q | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Counted:
    breakdown: Breakdown
    numbers: tuple[tuple[Group, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _group, number in self.numbers)

    @property
    def column(self) -> Text:
        """What the numbers are numbers of."""
        return (
            Text("收到", "Received") if self.breakdown.row == RECEIVED else Text("办结", "Closed")
        )


def _cases(scope: Scope, breakdown: Breakdown) -> QuerySet[Application]:
    found = scopes.cases(scope).filter(scopes.row(scope, breakdown.row))
    if breakdown.field in MONTHS_OF:
        found = found.annotate(**{breakdown.field: TruncMonth(MONTHS_OF[breakdown.field])})
    return found if breakdown.narrowed is None else found.filter(breakdown.narrowed)


def count(scope: Scope, code: str) -> Counted:
    """Every group with its number. Raises KeyError for no such breakdown."""
    breakdown = BREAKDOWNS[code]
    rows = _cases(scope, breakdown).order_by().values_list(breakdown.field)
    numbers = dict(rows.annotate(n=Count("pk")))
    groups = breakdown.groups(scope)
    return Counted(
        breakdown, tuple((g, sum(numbers.get(value, 0) for value in g.values)) for g in groups)
    )


def cases_in(scope: Scope, code: str, group: str = TOTAL) -> QuerySet[Application]:
    """The cases that one line counts, or all of them. Raises KeyError for no such line."""
    breakdown = BREAKDOWNS[code]
    found = _cases(scope, breakdown)
    if group == TOTAL:
        return found
    values = {g.code: g.values for g in breakdown.groups(scope)}[group]
    condition = Q(**{f"{breakdown.field}__in": [v for v in values if v is not None]})
    if None in values:
        condition |= Q(**{f"{breakdown.field}__isnull": True})
    return found.filter(condition)


def label_of(scope: Scope, code: str, group: str) -> Text:
    """What a line is called, after its breakdown. Raises KeyError for no such line."""
    breakdown = BREAKDOWNS[code]
    labels = {g.code: g.label for g in breakdown.groups(scope)} | {TOTAL: Text("总计", "Total")}
    label, title = labels[group], breakdown.title
    return Text(f"{title.zh}：{label.zh}", f"{title.en}: {label.en}")


def _named(labels: dict[str, Text], _scope: Scope) -> list[Group]:
    return [Group(str(code), label, (code,)) for code, label in labels.items()]


def _categories(_scope: Scope) -> list[Group]:
    found = [
        Group(str(c.pk), Text(c.title, c.title_en or c.title), (c.pk,))
        for c in Category.objects.all()
    ]
    return [*found, Group(NO_CATEGORY, Text("未分类", "Not classified"), (None,))]


def _seven(_scope: Scope) -> list[Group]:
    return [
        Group(k.code, Text(f"{k.item}{k.label.zh}", k.label.en), k.results)
        for k in seven_answers().kinds
    ]


def _families(_scope: Scope) -> list[Group]:
    return [
        Group(name, label, tuple(code for code in RESULT_CODES if family(code) == name))
        for name, label in FAMILIES.items()
    ]


def _months(scope: Scope) -> list[Group]:
    """The months that the period touches."""
    first, last = scope.period.first, scope.period.last
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    periods = (month(number // 12, number % 12 + 1) for number in numbers)
    return [Group(f"{p.first:%Y-%m}", p.label, (p.first,)) for p in periods]


REFUSALS = {code: ANSWERS[code].label for code in RESULT_CODES if family(code) == REFUSED}
# A case set right to have been closed before it was received counts from its receipt.
CLOSED = Greatest("first__closed_on", "received_on")
MONTHS_OF = {"received_month": F("received_on"), "closed_month": CLOSED}

_ALL = (
    Breakdown(
        "channel", Text("按申请渠道", "By channel"), RECEIVED, "channel",
        partial(_named, CHANNELS),
    ),
    Breakdown(
        "applicant", Text("按申请人类别", "By kind of applicant"), RECEIVED, "applicant__kind",
        partial(_named, COLUMNS),
        note=Text(
            "申请时不询问是否本校师生，因此不统计校内外。",
            "Applicants are not asked whether they belong to the university, so it is not counted.",
        ),
    ),
    Breakdown(
        "category", Text("按公开类别", "By catalogue category"), RECEIVED, "category", _categories
    ),
    Breakdown(
        "answers", seven_answers().title, TOTAL, "first__result", _seven,
        note=seven_answers().doubt,
    ),
    Breakdown(
        "families", Text("按办理结果", "By result"), TOTAL, "first__result", _families
    ),
    Breakdown(
        "refusals", Text("不予公开的理由", "Reasons for refusing"), TOTAL, "first__result",
        partial(_named, REFUSALS), narrowed=Q(first__result__in=REFUSALS),
        note=Text(
            "只统计全部不予公开的；部分公开的，不公开部分的理由不在内。",
            "Refused as a whole only; what was withheld from a grant in part is not counted here.",
        ),
    ),
    Breakdown(
        "received", Text("按收到月份", "By month of receipt"), RECEIVED, "received_month", _months
    ),
    Breakdown(
        "closed", Text("按办结月份", "By month of closing"), TOTAL, "closed_month", _months
    ),
)  # fmt: skip
BREAKDOWNS: dict[str, Breakdown] = {breakdown.code: breakdown for breakdown in _ALL}
