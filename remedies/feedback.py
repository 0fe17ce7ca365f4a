"""Which grounds, units and kinds of notice are overturned most: what a drafter should know.

A decided remedy is examined; it is corrected by the last word, that of a retrial included. What a
notice decided is that of the handling it belongs to; a remedy of which nobody said what it attacks
counts for the first handling, one against an inaction for no ground and no notice.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from remedies.models import Level, Remedy, Result

GROUND, UNIT, KIND = "ground", "unit", "kind"
NOTHING = Value("")


@dataclass(frozen=True)
class Examined:
    """How many decisions of one sort were examined, and how many corrected. `key` as stored."""

    key: str | int
    decided: int
    corrected: int

    @property
    def share(self) -> float:
        return self.corrected / self.decided


def by(sort: str, *, since: date, until: date) -> list[Examined]:
    """Those decided from `since` to `until`, both days included, most corrected first; one query.

    `sort` is GROUND (a code of `statute.answers` or of its variants), UNIT (its key) or KIND (of
    notice). Raises KeyError for another.
    """
    counted = (
        sorted_out(sort, since=since, until=until)
        .values("key")
        .annotate(
            decided=Count("pk", distinct=True),
            corrected=Count("pk", filter=Q(word=Result.CORRECTED), distinct=True),
        )
        .order_by("-corrected", "-decided", "key")
    )
    return [Examined(row["key"], row["decided"], row["corrected"]) for row in counted]


def remedies_of(sort: str, key: str | int, *, since: date, until: date) -> QuerySet[Remedy]:
    """The remedies behind one line, the latest decided first."""
    found = sorted_out(sort, since=since, until=until).filter(key=key).values("pk")
    return Remedy.objects.filter(pk__in=found).order_by("-decided_on", "-pk")


def sorted_out(sort: str, *, since: date, until: date) -> QuerySet[Remedy]:
    """Decided remedies with their `key` and the last `word`; a row for each ground of each."""
    keyed = {GROUND: _ground, UNIT: _unit, KIND: _kind}[sort]
    retrial = FilteredRelation("instances", condition=Q(instances__level=Level.RETRIAL.value))
    decided = Remedy.objects.filter(decided_on__gte=since, decided_on__lte=until)
    word = Coalesce(NullIf(F("retrial__result"), NOTHING), F("result"))
    return keyed(decided.annotate(retrial=retrial).annotate(word=word)).order_by()


def _unit(found: QuerySet) -> QuerySet:
    """Those whose case is in a unit's hands, or was when it was closed."""
    return found.filter(application__unit_in_charge__isnull=False).annotate(
        key=F("application__unit_in_charge")
    )


def _kind(found: QuerySet) -> QuerySet:
    return found.filter(notice__isnull=False).annotate(key=F("notice__kind"))


def _ground(found: QuerySet) -> QuerySet:
    first = FilteredRelation(
        "application__handlings", condition=Q(application__handlings__sequence=1)
    )
    found = found.filter(inaction="").annotate(first=first)
    told, untold = "notice__handling__decisions__items", "first__decisions__items"
    with_notice = [_of_item(told), _blank("notice__handling__result")]
    without = [_of_item(untold), _blank("first__result")]
    return found.annotate(key=Coalesce(*with_notice, *without, NOTHING)).exclude(key="")


def _of_item(path: str) -> Coalesce:
    """The ground of a part withheld, or of the item, or its answer, which is a ground by itself."""
    names = ("withheld__ground", "ground", "answer")
    return Coalesce(*[_blank(f"{path}__{name}") for name in names])


def _blank(name: str) -> NullIf:
    return NullIf(F(name), NOTHING)
