"""Table II: the year's numbers that no case tells, filled in by the office and logged."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from office.models import User
from records import log
from records.log import Actor
from reports.models import TableTwo
from reports.who import may_write
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import Period, calendar_year
from statute.text import Text

COUNTED = (
    "rules_made", "rules_repealed", "rules_in_force", "norms_made", "norms_repealed",
    "norms_in_force", "permits", "penalties", "coercion",
)  # fmt: skip
FIELDS = (*COUNTED, "fees")
ARTICLES = {
    "rules": Text("第二十条第（一）项", "art. 20(1)"),
    "permits": Text("第二十条第（五）项", "art. 20(5)"),
    "penalties": Text("第二十条第（六）项", "art. 20(6)"),
    "fees": Text("第二十条第（八）项", "art. 20(8)"),
}
TITLE = Text("主动公开政府信息情况", "Information made public proactively")


def of_period(period: Period, law: str | None) -> TableTwo | None:
    """The table of a calendar year of the Regulations: an empty one where none is filled in yet.

    None where the period is no such year, or the law is another.
    """
    year = period.first.year
    whole = calendar_year(year)
    if (whole.first, whole.last) != (period.first, period.last):
        return None
    if law not in (None, "cn-regulation"):
        return None
    return of_year(year)


def of_year(year: int) -> TableTwo:
    return TableTwo.objects.filter(year=year).first() or TableTwo(year=year)


def fill_in(
    year: int, *, numbers: Mapping[str, int | Decimal | None], edits: int, by: User, at: datetime
) -> TableTwo:
    """Keep the year's numbers; `edits` is what the form was made from.

    Raises NotPermitted, or ChangedMeanwhile if somebody else saved since.
    """
    if not may_write(by):
        raise NotPermitted(_("主动公开情况表由登记员或信息公开办公室负责人填写。"))
    try:
        with transaction.atomic():
            row = TableTwo.objects.select_for_update().filter(year=year).first()
            row = row or TableTwo(year=year)
            if row.edits != edits:
                raise ChangedMeanwhile(_("这一年的数字已被他人修改，请核对后再保存。"))
            changed = _put(row, numbers)
            row.edits, row.changed_at, row.changed_by = row.edits + 1, at, by
            row.save()
            log.append(
                row.chain, "table_two_filled", actor=Actor.of(by), at=at,
                payload={"year": year, "changed": changed},
            )  # fmt: skip
    except IntegrityError as error:
        raise ChangedMeanwhile(_("这一年的数字已被他人修改，请核对后再保存。")) from error
    return row


def facts(period: Period) -> dict[str, int | str]:
    """What is filled in for a calendar year, by the names a report's text may call it."""
    table = of_period(period, None)
    found = {} if table is None else {name: _plain(getattr(table, name)) for name in FIELDS}
    found["charges"] = found.pop("fees", None)  # `fees` are what applicants paid
    return {name: value for name, value in found.items() if value is not None}


def _put(row: TableTwo, numbers: Mapping[str, int | Decimal | None]) -> dict[str, list[Any]]:
    """Set the fields; what changed, as [was, becomes] for the log."""
    changed = {}
    for name in FIELDS:
        was, becomes = getattr(row, name), numbers[name]
        if was != becomes:
            changed[name] = [_plain(was), _plain(becomes)]
            setattr(row, name, becomes)
    return changed


def _plain(value: int | Decimal | None) -> int | str | None:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def rows(table: TableTwo) -> list[tuple[Text, list[int | Decimal | None]]]:
    """The printed lines with their numbers, as in 30号格式; None where nothing is filled in."""
    t = table
    return [
        (Text("规章", "Rules"), [t.rules_made, t.rules_repealed, t.rules_in_force]),
        (
            Text("行政规范性文件", "Normative documents"),
            [t.norms_made, t.norms_repealed, t.norms_in_force],
        ),
        (Text("行政许可", "Administrative permits"), [t.permits]),
        (Text("行政处罚", "Administrative penalties"), [t.penalties]),
        (Text("行政强制", "Administrative coercion"), [t.coercion]),
        (Text("行政事业性收费", "Administrative fees"), [t.fees]),
    ]


def groups(table: TableTwo) -> list[tuple[Text, list[Text], list]]:
    """The four parts of the table: article, heads of the columns, lines."""
    lines = rows(table)
    made = [
        Text("本年制发件数", "made this year"), Text("本年废止件数", "repealed this year"),
        Text("现行有效件数", "in force"),
    ]  # fmt: skip
    decided = [Text("本年处理决定数量", "decisions this year")]
    charged = [Text("本年收费金额（单位：万元）", "collected this year (10,000 yuan)")]
    return [
        (ARTICLES["rules"], made, lines[:2]),
        (ARTICLES["permits"], decided, lines[2:3]),
        (ARTICLES["penalties"], decided, lines[3:5]),
        (ARTICLES["fees"], charged, lines[5:]),
    ]
