"""What stands between a draft and its publication, and what to look at before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reports.compose import Issuer, Written, unknown_names, values_of
from reports.models import AnnualReport
from reports.parts import PARTS, Part
from reports.statements import Listed
from reports.year import Year
from statute.annual import CARRIED_IN, CARRIED_OUT, RECEIVED, TOTAL
from statute.annual import check_continuity as annual_continuity

TOO_SIMILAR = 0.8  # of a part's text; a repeated report was what inspections found fault with
SHORT = 60  # characters: shorter texts are alike without meaning anything
COUNTED = re.compile(r"(?:收到|受理|办结|处理)[^。；，]{0,12}申请(\d+)件")


@dataclass(frozen=True)
class Finding:
    """`blocks`: the report cannot be published until it is put right."""

    text: str
    holds: bool = False
    blocks: bool = True


def findings(
    report: AnnualReport,
    *,
    year: Year,
    issuer: Issuer,
    written: Written,
    matters: list[Listed],
    on: date,
) -> list[Finding]:
    """Everything there is to say of a draft, the identities of its tables first."""
    found = [Finding(str(check.detail), check.holds) for check in year.checks]
    for number in year.timeliness.unclear:
        said = _("办件%(number)s的日期互相矛盾，不能判断是否按期答复，请先更正。")
        found.append(Finding(said % {"number": number}))
    found += _continuity(report, year)
    if on <= report.last:
        found.append(Finding(_("报告期尚未结束，数字还会变化。")))
    found += _texts(written, values_of(year, issuer, written.facts))
    found += _counted(written, year)
    found += _repeated(report, written)
    unfilled = sum(not matter.link for matter in matters)
    if unfilled:
        said = _("公开目录有%(n)s项没有填写链接，报告中将显示“未填”。") % {"n": unfilled}
        found.append(Finding(said, blocks=False))
    return found


def _continuity(report: AnnualReport, year: Year) -> Iterator[Finding]:
    """R5 against what was published for the year before."""
    before = previous(report)
    if before is None:
        return
    table = before.snapshot["numbers"]["requests"]
    check = annual_continuity(table, year.requests)
    if check.holds:
        yield Finding(str(check.detail), holds=True)
    else:
        out, into = table[CARRIED_OUT][-1], year.total(CARRIED_IN)
        words = {"out": out, "into": into, "detail": check.detail}
        yield Finding(
            _("上年公布的结转数%(out)s与本年“上年结转”%(into)s不一致：%(detail)s") % words,
            blocks=False,
        )


def previous(report: AnnualReport) -> AnnualReport | None:
    """The published report on the period that ended the day before this one begins."""
    ended = report.period.previous_day
    return AnnualReport.objects.published().filter(last=ended).order_by("-version").first()


def _texts(written: Written, values: Mapping[str, Any]) -> Iterator[Finding]:
    for part in PARTS:
        if not part.generated and not written.text(part.code, part.default):
            said = _("第%(number)s部分“%(title)s”还没有写。")
            yield Finding(said % {"number": part.number, "title": part.title})
    for name in unknown_names(written, values):
        yield Finding(_("正文中的{%(name)s}没有对应的数据。") % {"name": name})


def _counted(written: Written, year: Year) -> Iterator[Finding]:
    """R6: a number of applications in a text must be one of the tables'."""
    known = {str(year.total(code)) for code in (RECEIVED, CARRIED_IN, TOTAL, CARRIED_OUT)}
    for part in PARTS:
        for number in COUNTED.findall(written.text(part.code)):
            if number not in known:
                said = _("第%(part)s部分写到申请%(number)s件，与统计表不一致。")
                yield Finding(said % {"part": part.number, "number": number}, blocks=False)


def _repeated(report: AnnualReport, written: Written) -> Iterator[Finding]:
    before = previous(report)
    if before is None:
        return
    texts = before.texts()
    for part in PARTS:
        ratio = likeness(texts.get(part.code, ""), written.text(part.code))
        if ratio >= TOO_SIMILAR:
            yield Finding(_similar(part, ratio), blocks=False)


def _similar(part: Part, ratio: float) -> str | Promise:
    words = {"number": part.number, "percent": round(100 * ratio)}
    return _("第%(number)s部分与上年报告有%(percent)s%%相同，请写本年的情况。") % words


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same, 0 to 1; short ones are not compared."""
    if min(len(one), len(other)) < SHORT:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
