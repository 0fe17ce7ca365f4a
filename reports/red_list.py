"""What is inconsistent in the cases that a period's tables count, and how each is mended.

A rule is one query, its name, and where to mend it (`page`: what the row's page is). What the
database itself refuses (a result without a day, a remedy decided without a result) needs no rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.kinds import KINDS
from notices.models import Notice
from remedies.models import Kind, Remedy, Result
from reports import scope as scopes
from reports import timing
from reports.checks import previous
from reports.figures import Figures, figures
from reports.models import AnnualReport
from reports.publication import FORMLESS, prepare
from reports.scope import Scope
from requests_app.models import Application, Decision, Handling
from statute.annual import CARRIED_IN, RECEIVED, check_continuity
from statute.answers import OTHER, RESULT_CODES, family
from statute.law import every_code, load_law

SHOWN = 20
DECIDES = [code for code, kind in KINDS.items() if kind.step in ("answer", "decline")]
ENDED = [code for code in RESULT_CODES if family(code) == OTHER]
Find = Callable[[Scope], QuerySet[Any]]


@dataclass(frozen=True)
class Rule:
    """`page`: what one row is: case, dates (of a case), notice, remedy."""

    code: str
    title: str | Promise
    mend: str | Promise
    page: str
    find: Find


@dataclass(frozen=True)
class Found:
    """How many break the rule, and the first of them."""

    rule: Rule
    number: int
    first: list[Any]


@dataclass(frozen=True)
class Broken:
    """A sum that does not come out; `page`: tables, or the draft report `report`."""

    text: str
    mend: str | Promise
    page: str
    report: AnnualReport | None = None


def counted(scope: Scope) -> QuerySet[Application]:
    """The cases that the tables of the scope count."""
    return scopes.cases(scope).filter(scopes.row(scope, RECEIVED) | scopes.row(scope, CARRIED_IN))


def _closed(scope: Scope) -> QuerySet[Application]:
    return counted(scope).filter(first__closed_on__isnull=False)


def _made_here(scope: Scope) -> QuerySet[Application]:
    """Closed here by a reply: an imported case has its result from the register."""
    return _closed(scope).filter(imported=False).exclude(first__result__in=ENDED)


def _decision(**more: Any) -> Exists:
    return Exists(Decision.objects.filter(handling=OuterRef("first__pk"), **more))


def _closed_without_answer(scope: Scope) -> QuerySet[Application]:
    return _made_here(scope).filter(~_decision())


def _answer_without_notice(scope: Scope) -> QuerySet[Application]:
    told = Notice.objects.issued().filter(handling=OuterRef("first__pk"), kind__in=DECIDES)
    return _made_here(scope).filter(_decision(), ~Exists(told))


def _served_without_date(scope: Scope) -> QuerySet[Notice]:
    """Issued, and either its service was recorded or its handling is closed; but no day."""
    closed = Q(kind__in=DECIDES, handling__closed_on__isnull=False)
    return (
        Notice.objects.to_serve()
        .filter(Q(services__isnull=False) | closed, application__in=counted(scope))
        .distinct()
        .select_related("application")
    )


def _received_after_closed(scope: Scope) -> QuerySet[Application]:
    return _closed(scope).filter(first__closed_on__lt=F("received_on"))


def _law_not_in_force(scope: Scope) -> QuerySet[Application]:
    """Received before the law of the case, or what it replaced, was in force; or after it was."""
    outside = Q()
    for code in every_code():
        law = load_law(code)
        older = [o for o in map(load_law, every_code()) if o.followed_by == code]
        begins = min(one.in_force_from for one in (law, *older))
        outside |= Q(law=code, received_on__lt=begins)
        if law.in_force_until:
            outside |= Q(law=code, received_on__gt=law.in_force_until)
    return counted(scope).filter(outside)


def _imported_incomplete(scope: Scope) -> QuerySet[Application]:
    lacks = Q(unit_in_charge=None) | Q(applicant__name="") | Q(subject="")
    return counted(scope).filter(lacks, imported=True)


def _uncategorised(scope: Scope) -> QuerySet[Application]:
    return counted(scope).filter(category=None)


def _unclear_dates(scope: Scope) -> QuerySet[Application]:
    """The replies whose dates contradict each other: the clock says which."""
    return scopes.cases(scope).filter(pk__in=timing.judged(scope)["unclear"])


def _remedies(scope: Scope) -> QuerySet[Remedy]:
    within = Q(filed_on__lte=scope.end) & (
        Q(decided_on__isnull=True) | Q(decided_on__gt=scope.before)
    )
    return scopes.remedies(scope).filter(within).select_related("application")


def _remedy_without_review(scope: Scope) -> QuerySet[Remedy]:
    return _remedies(scope).filter(kind=Kind.LITIGATION_AFTER_REVIEW, follows=None)


def _remedy_without_target(scope: Scope) -> QuerySet[Remedy]:
    """Nobody said what it attacks, or it was brought before there was anything to attack.

    A register that was imported has no column for the target, and applicants log no target with
    their complaints: the first is asked of what the office logged itself.
    """
    unreceived = Q(application__received_on=None)
    early = Q(filed_on__lt=F("application__received_on"))
    logged_here = Remedy.objects.without_target().filter(logged_by__isnull=False)
    untargeted = Q(pk__in=logged_here.values("pk"))
    return _remedies(scope).filter(untargeted | unreceived | early)


def _corrected_and_nothing_followed(scope: Scope) -> QuerySet[Remedy]:
    """A review or a court corrected what was decided, and the case was not handled anew since."""
    anew = Handling.objects.filter(
        application=OuterRef("application"), sequence__gt=1, opened_on__gte=OuterRef("decided_on")
    )
    reviewed = Q(kind__in=(Kind.REVIEW, Kind.LITIGATION_DIRECT, Kind.LITIGATION_AFTER_REVIEW))
    return _remedies(scope).filter(reviewed, ~Exists(anew), result=Result.CORRECTED)


RULES: tuple[Rule, ...] = (
    Rule(
        "closed_without_answer", _("已办结而没有决定"),
        _("打开办件核对；办结有误的，更正状态后重新办理。"), "case", _closed_without_answer,
    ),
    Rule(
        "answer_without_notice", _("有决定而没有发出答复文书"),
        _("打开办件，起草并发出答复书；确已在系统外答复的，更正办结。"), "case",
        _answer_without_notice,
    ),
    Rule(
        "served_without_date", _("文书已发出送达而没有送达日期"),
        _("打开文书，登记送达的方式和日期。"), "notice", _served_without_date,
    ),
    Rule(
        "received_after_closed", _("收到日期晚于办结日期"),
        _("更正收到日期；办结日期错误的，更正办结。"), "dates", _received_after_closed,
    ),
    Rule(
        "unclear_dates", _("日期互相矛盾，不能判断是否按期答复"),
        _("打开办件，对照期限说明更正日期。"), "dates", _unclear_dates,
    ),
    Rule(
        "law_not_in_force", _("收到之日适用的法规不在施行期间"),
        _("打开办件，核对收到日期，或者改用当时施行的法规。"), "case", _law_not_in_force,
    ),
    Rule(
        "remedy_without_target", _("监督救济没有指明针对什么，或者提起时还没有收到申请"),
        _("打开这一监督救济，登记所针对的文书或者不作为，核对提起日期和办件。"), "remedy",
        _remedy_without_target,
    ),
    Rule(
        "remedy_without_review", _("复议后起诉而没有指明所经的复议"),
        _("打开这一诉讼，补登所针对的行政复议。"), "remedy", _remedy_without_review,
    ),
    Rule(
        "corrected_and_nothing_followed", _("结果纠正以后没有重新办理"),
        _("打开办件，按复议决定或者判决重新办理；不需要重新办理的，在处理情况中写明。"), "remedy",
        _corrected_and_nothing_followed,
    ),
    Rule(
        "imported_incomplete", _("导入的办件缺少承办单位、申请人或者内容"),
        _("打开办件补登；或者改正登记簿后重新导入。"), "case", _imported_incomplete,
    ),
    Rule(
        "uncategorised", _("没有归入公开类别"), _("打开办件，选择公开类别。"), "case",
        _uncategorised,
    ),
)  # fmt: skip


def red_list(scope: Scope) -> list[Found]:
    """Every rule that something breaks, in the order of RULES."""
    found = [_found(rule, scope) for rule in RULES]
    return [one for one in found if one.number]


def _found(rule: Rule, scope: Scope) -> Found:
    rows = rule.find(scope)
    number = rows.count()
    return Found(rule, number, list(rows.order_by("pk")[:SHOWN]) if number else [])


def broken_sums(scope: Scope, *, on: date) -> list[Broken]:
    """R1–R3 and R7 of the tables, R5 against the report before, R6 and the rest of the draft's."""
    counted_now = figures(scope)
    found = [
        Broken(str(c.detail), _("点开这一格的办件逐件核对。"), "tables")
        for c in counted_now.checks if not c.holds
    ]  # fmt: skip
    if scope.law is not None:
        return found
    drafts = AnnualReport.objects.drafts().filter(first=scope.period.first, last=scope.period.last)
    for draft in drafts:
        found += _of_the_draft(draft, on=on)
    return found if drafts else [*found, *_against_the_year_before(scope, counted_now)]


def _of_the_draft(draft: AnnualReport, *, on: date) -> list[Broken]:
    """What the draft's own checks warn of: numbers in its text that are not the tables' (R6)…"""
    mend = _("打开报告草稿修改。")
    if not draft.has_form:
        return [Broken(str(FORMLESS % {"form": draft.form}), mend, "report", draft)]
    return [Broken(text, mend, "report", draft) for text in prepare(draft, on=on).warnings]


def _against_the_year_before(scope: Scope, counted_now: Figures) -> list[Broken]:
    """R5: what the report before carried out is what this period carried in."""
    before = previous(AnnualReport(first=scope.period.first, last=scope.period.last))
    if before is None:
        return []
    check = check_continuity(before.snapshot["numbers"]["requests"], counted_now.requests)
    if check.holds:
        return []
    mend = _("核对上年已公布的报告；确有错误的，编制更正版。")
    return [Broken(str(check.detail), mend, "report", before)]
