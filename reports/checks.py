"""What stands between a draft and its publication, and what to look at before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reports import regulation
from reports.alike import likeness
from reports.cells import Cells, values
from reports.compose import Written, unknown_names
from reports.models import AnnualReport
from reports.parts import Part
from reports.statements import Listed
from reports.typed import typed_numbers
from reports.year import Year
from requests_app.clock import in_page_language
from statute.annual import CARRIED_IN, CARRIED_OUT
from statute.annual import check_continuity as annual_continuity

TOO_SIMILAR = 0.8  # of a part's text; a repeated report was what inspections found fault with
TOO_SIMILAR_ALL = 0.5  # of the whole: one province's inspectors mark down more than half


@dataclass(frozen=True)
class Finding:
    """`blocks`: the report cannot be published until it is put right. `part`: where it is."""

    text: str
    holds: bool = False
    blocks: bool = True
    part: str = ""


def findings(
    report: AnnualReport,
    *,
    year: Year,
    cells: Cells,
    written: Written,
    matters: list[Listed],
    on: date,
) -> list[Finding]:
    """Everything there is to say of a draft, the identities of its tables first."""
    found = [Finding(in_page_language(check.detail), check.holds) for check in year.checks]
    for number in year.timeliness.unclear:
        said = _("办件%(number)s的日期互相矛盾，不能判断是否按期答复，请先更正。")
        found.append(Finding(said % {"number": number}))
    before = previous(report)
    if before is not None:
        found.append(_continuity(before, year))
    if on <= report.last:
        found.append(Finding(_("报告期尚未结束，数字还会变化。")))
    found += _texts(written, cells)
    found += _typed(written, cells)
    if before is not None:
        found += _repeated(before, written)
    found += _tables(written, cells, matters)
    return found


def _continuity(before: AnnualReport, year: Year) -> Finding:
    """R5 against what was published for the year before."""
    table = before.snapshot["numbers"]["requests"]
    check = annual_continuity(table, year.requests)
    if check.holds:
        return Finding(in_page_language(check.detail), holds=True)
    out, into = table[CARRIED_OUT][-1], year.total(CARRIED_IN)
    words = {"out": out, "into": into, "detail": in_page_language(check.detail)}
    said = _("上年公布的结转数%(out)s与本年“上年结转”%(into)s不一致：%(detail)s") % words
    return Finding(said, blocks=False)


def previous(report: AnnualReport) -> AnnualReport | None:
    """The published report on the period that ended the day before this one begins."""
    ended = report.period.previous_day
    before = AnnualReport.objects.published().filter(last=ended)
    return before.order_by("-version").first()


def _texts(written: Written, cells: Cells) -> Iterator[Finding]:
    for part in written.form.parts:
        if part.must_be_written and not written.text(part.code):
            said = _("第%(number)s部分“%(title)s”还没有写。")
            words = {"number": part.number, "title": part.title}
            yield Finding(said % words, part=part.code)
    for code, names in unknown_names(written, values(cells)).items():
        for name in names:
            said = _("正文中的{%(name)s}没有对应的数据。") % {"name": name}
            yield Finding(said, part=code)


def _typed(written: Written, cells: Cells) -> Iterator[Finding]:
    """R6: a number in a text must be the tables' number, and had better be the cell itself."""
    for part in written.form.parts:
        for found in typed_numbers(written.text(part.code), cells):
            words = {"part": part.number, "label": in_page_language(found.label),
                     "typed": found.typed, "value": found.value}  # fmt: skip
            if found.agrees:
                said = _("第%(part)s部分的“%(label)s”%(typed)s件是手写的，建议改为引用统计数。")
            else:
                said = _("第%(part)s部分的“%(label)s”写的是%(typed)s件，与统计数%(value)s不一致。")
            yield Finding(said % words, blocks=False, part=part.code)


def _repeated(before: AnnualReport, written: Written) -> Iterator[Finding]:
    texts = before.texts()
    for part in written.form.parts:
        ratio = likeness(texts.get(part.code, ""), written.text(part.code))
        if ratio >= TOO_SIMILAR:
            yield Finding(_similar(part, ratio), blocks=False, part=part.code)
    ratio = likeness_of_all(before, written)
    if ratio >= TOO_SIMILAR_ALL:
        said = _("全文有%(percent)s%%与上年报告相同。") % {"percent": round(100 * ratio)}
        yield Finding(said, blocks=False)


def likeness_of_all(before: AnnualReport, written: Written) -> float:
    """Of what people wrote, in all parts together."""
    texts = before.texts()
    codes = [part.code for part in written.form.parts]
    then = "\n".join(texts.get(code, "") for code in codes)
    return likeness(then, "\n".join(written.text(code) for code in codes))


def _similar(part: Part, ratio: float) -> str:
    words = {"number": part.number, "percent": round(100 * ratio)}
    return _("第%(number)s部分与上年报告有%(percent)s%%相同，请写本年的情况。") % words


def _tables(written: Written, cells: Cells, matters: list[Listed]) -> Iterator[Finding]:
    """What a generated table lacks: links, or numbers that only people know."""
    for part in written.form.parts:
        if "catalogue" in part.generated and (n := sum(not matter.link for matter in matters)):
            said = _("公开目录有%(n)s项没有填写链接，报告中将显示“未填”。") % {"n": n}
            yield Finding(said, blocks=False, part=part.code)
        if "table_two" in part.generated:
            empty = [cell for cell in regulation.cells_of_table_two() if cell.name not in cells]
            if empty:
                words = {"n": len(empty), "number": part.number}
                said = _("第%(number)s部分的表有%(n)s格没有填写；没有的，填0。")
                yield Finding(said % words, part=part.code)
