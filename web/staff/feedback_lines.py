"""What became of earlier decisions on a ground, said where the next drafter picks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from notices.items import GROUNDS
from notices.kinds import KINDS
from notices.withheld import GROUNDS as WITHHELD_ON
from office.models import Unit
from remedies import feedback
from remedies.feedback import Examined
from statute.answers import ANSWERS
from web.dates import in_english
from web.templatetags.words import said

YEARS = 3


@dataclass(frozen=True)
class Line:
    """One ground, unit or kind of notice in words, with its numbers."""

    label: str
    found: Examined

    @property
    def percent(self) -> int:
        return round(self.found.share * 100)


def since(on: date, years: int = YEARS) -> date:
    """The first day of so many years up to `on`; after a 29 February, of 1 March."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 3, 1)


def lines(sort: str, *, first: date, last: date) -> list[Line]:
    """Every line of one table, in words."""
    found = feedback.by(sort, since=first, until=last)
    labels = _units(found) if sort == feedback.UNIT else {}
    name = {feedback.GROUND: ground_label, feedback.KIND: _kind_label}.get(sort, labels.get)
    return [Line(str(name(row.key)), row) for row in found]


def about_grounds(on: date) -> dict[str, str]:
    """A sentence for each ground on which decisions were examined lately; one query."""
    found = feedback.by(feedback.GROUND, since=since(on), until=on)
    return {str(row.key): _sentence(row) for row in found}


def of(codes: Iterable[str], told: dict[str, str]) -> list[str]:
    """The sentences that concern these grounds, each once."""
    return [told[code] for code in dict.fromkeys(codes) if code in told]


def ground_label(code: str) -> str:
    if code in ANSWERS:
        return said(ANSWERS[code].label)
    known = {code: label for choices in GROUNDS.values() for code, label in choices.items()}
    label = known.get(code) or WITHHELD_ON.get(code)
    return said(label) if label else code


def _sentence(row: Examined) -> str:
    words = {"ground": ground_label(str(row.key)), "n": row.decided, "m": row.corrected}
    return _("%(ground)s：近三年以此理由作出的决定有%(n)s件被审查，%(m)s件被纠正。") % words


def _kind_label(code: str) -> str:
    return said(KINDS[code].label) if code in KINDS else code


def _units(found: list[Examined]) -> dict[int, str]:
    rows = Unit.objects.filter(pk__in=[row.key for row in found])
    return {row.pk: row.name_en if in_english() and row.name_en else row.name for row in rows}
