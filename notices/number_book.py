"""The register of numbers (文号): each series and year from 1 on, who holds which, and no gap.

The rows prove it themselves: what is here reads them and changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import Notice, Reservation
from records.models import Counter

COUNTERS = "notice:"  # what `notices.numbering` calls its counters


@dataclass(frozen=True)
class Run:
    """The numbers of one series and year. `last` is the highest the counter ever gave out."""

    series: str
    year: int
    last: int
    highest: int
    issued: int
    held: int
    free: int

    @property
    def name(self) -> str:
        return f"{self.series}〔{self.year}〕"

    @property
    def is_whole(self) -> bool:
        """Every number from 1 to the last given out has its row: none lost, none beyond it."""
        return self.issued + self.held + self.free == self.last == self.highest

    @property
    def kinds(self) -> list[Kind]:
        return [kind for kind in KINDS.values() if kind.series == self.series]


def runs() -> list[Run]:
    """Every series and year, the newest year first."""
    counted = {
        (row["series"], row["year"]): row
        for row in Reservation.objects.order_by().values("series", "year").annotate(
            highest=Max("sequence"),
            issued=Count("pk", filter=Q(notice__issued_on__isnull=False)),
            held=Count("pk", filter=Q(notice__isnull=False, notice__issued_on__isnull=True)),
            free=Count("pk", filter=Q(notice__isnull=True)),
        )
    }  # fmt: skip
    given = {
        (counter.series.removeprefix(COUNTERS), counter.year): counter.last
        for counter in Counter.objects.filter(series__startswith=COUNTERS)
    }
    nothing = {"highest": 0, "issued": 0, "held": 0, "free": 0}
    found = [
        Run(
            series, year, given.get((series, year), 0), **_numbers(counted, (series, year), nothing)
        )
        for series, year in {*counted, *given}
    ]
    return sorted(found, key=lambda run: (-run.year, run.series))


def _numbers(counted, key, nothing) -> dict[str, int]:
    row = counted.get(key, nothing)
    return {name: row[name] for name in nothing}


def faults() -> list[str]:
    """Everything that is wrong with the numbers, as sentences; empty when all is well."""
    return [fault for run in runs() for fault in _faults_of(run)] + list(_faults_of_notices())


def _faults_of(run: Run) -> Iterator[str]:
    if run.is_whole:
        return
    rows = Reservation.objects.filter(series=run.series, year=run.year)
    there = set(rows.values_list("sequence", flat=True))
    missing = [number for number in range(1, max(run.last, run.highest) + 1) if number not in there]
    for number in missing:
        yield _("%(run)s缺%(number)s号。") % {"run": run.name, "number": number}
    if run.highest > run.last:
        words = {"run": run.name, "highest": run.highest, "last": run.last}
        yield _("%(run)s已用到%(highest)s号，计数器却只到%(last)s号。") % words


def _faults_of_notices() -> Iterator[str]:
    issued = Notice.objects.issued()
    for notice in issued.filter(reservation__isnull=True).order_by("pk"):
        yield _("%(number)s已经发出，却没有在登记中占号。") % {"number": notice.number}
    for notice in issued.filter(_bears_another_number()).select_related("reservation"):
        words = {"number": notice.number, "held": notice.reservation}
        yield _("%(number)s占的是%(held)s。") % words
    thrown_away = Reservation.objects.filter(notice__discarded_at__isnull=False)
    for row in thrown_away:
        yield _("%(number)s由已经作废的草稿占着。") % {"number": row}


def _bears_another_number() -> Q:
    """Asked of the database: there may be very many notices. See `Reservation.__str__`."""
    held = Concat(
        "reservation__series", Value("〔"), Cast("reservation__year", TextField()), Value("〕"),
        Cast("reservation__sequence", TextField()), Value("号"), output_field=TextField(),
    )  # fmt: skip
    return Q(reservation__isnull=False) & ~Q(number__endswith=held)


def unused() -> list[Reservation]:
    """The numbers no issued notice bears: held by a draft on its way, or free for the next."""
    found = Reservation.objects.filter(Q(notice=None) | Q(notice__issued_on=None))
    return list(found.select_related("notice__application").order_by("-year", "series", "sequence"))


def numbers_of(series: str, year: int):
    """Every number of one series and year, in order, with the notice that holds it."""
    found = Reservation.objects.filter(series=series, year=year)
    return found.select_related("notice__application").order_by("sequence")
