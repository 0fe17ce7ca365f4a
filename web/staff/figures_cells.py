"""Which cases stand behind one number of any page of figures, and what the number is called."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from office.models import User
from reports import breakdowns, timing
from reports import scope as scopes
from reports.figures import cases_of, remedies_of
from reports.scope import Scope
from requests_app.models import Application
from statute.annual import TOTAL
from statute.text import Text
from web.staff import figures_pieces as pieces

JUDGED = {
    "in_time": Text("按期答复", "Replied in time"),
    "late": Text("逾期答复", "Replied late"),
    "unclear": Text("日期矛盾，不能判断", "Dates contradict each other"),
}


class Cell(NamedTuple):
    """`kind` is that of remedies, empty for cases."""

    rows: QuerySet[Any]
    title: Text
    kind: str


def cell(scope: Scope, asked: Mapping[str, str], user: User) -> Cell:
    """The rows of the number that an address asks for, as far as this person may see them.

    Raises KeyError for no such number.
    """
    seen = Application.objects.visible_to(user).order_by()
    if kind := asked.get("kind", ""):
        column = asked.get("column", TOTAL)
        found = remedies_of(scope, kind, column).filter(application__in=seen)
        return Cell(found.select_related("application"), pieces.remedy_title(kind, column), kind)
    rows, title = _cases(scope, asked)
    rows = rows.filter(pk__in=seen).select_related("applicant", "unit_in_charge")
    rows = rows.annotate(ended_on=F("first__closed_on"), ended_as=F("first__result"))
    return Cell(rows.order_by("-received_on", "-pk"), title, "")


def _cases(scope: Scope, asked: Mapping[str, str]) -> tuple[QuerySet[Application], Text]:
    if code := asked.get("breakdown", ""):
        group = asked.get("group", TOTAL)
        title = breakdowns.label_of(scope, code, group)
        return breakdowns.cases_in(scope, code, group), title
    if code := asked.get("reply", ""):
        title = JUDGED[code]
        return scopes.cases(scope).filter(pk__in=timing.judged(scope)[code]), title
    if code := asked.get("act", ""):
        act = timing.acts()[code]
        return act.cases(scope), act.label
    if place := asked.get("band", ""):
        return _band(scope, place)
    row, column = asked.get("row", ""), asked.get("column", TOTAL)
    return cases_of(scope, row, column), pieces.cell_title(row, column)


def _band(scope: Scope, place: str) -> tuple[QuerySet[Application], Text]:
    if place not in [str(number) for number in range(len(timing.BANDS))]:
        raise KeyError(place)
    label = timing.band_label(*timing.BANDS[int(place)])
    title = Text(f"从收到到答复：{label.zh}", f"From receipt to reply: {label.en}")
    return timing.cases_of_band(scope, int(place)), title
