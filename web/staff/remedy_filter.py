"""Which remedies the list shows, and in which order: what is due comes first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from remedies.duties import Duty, still_owed
from remedies.models import Kind, Order, Remedy
from remedies.ordered import Term, term_of
from statute.calendar import WorkingCalendar
from web.staff.filters import in_words

DUE, PENDING, DECIDED, UNTARGETED, ANNULLED = "due", "pending", "decided", "untargeted", "annulled"
STANDS = [
    (DUE, _("有该办的事")),
    (PENDING, _("尚未审结")),
    (DECIDED, _("已经审结")),
    (UNTARGETED, _("没有登记针对什么")),
    (ANNULLED, _("登记已作废")),
]


@dataclass(frozen=True)
class Row:
    """A remedy with what it obliges us to next."""

    remedy: Remedy
    duty: Duty | Term | None
    order: Order | None


class RemedyFilter(django_filters.FilterSet):
    """Nothing personal: that goes into no address."""

    q = django_filters.CharFilter(label=_("案号或申请编号"), method="filter_text")
    kind = django_filters.ChoiceFilter(label=_("种类"), choices=Kind.choices, empty_label=_("全部"))
    stands = django_filters.ChoiceFilter(
        label=_("进展"), method="filter_stands", choices=STANDS, empty_label=_("全部")
    )

    class Meta:
        model = Remedy
        fields: list[str] = []

    def __init__(self, *args: Any, calendar: WorkingCalendar, **kwargs: Any) -> None:
        self.calendar = calendar
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        annulled = self.form.cleaned_data.get("stands") == ANNULLED
        return found.filter(annulled_at__isnull=not annulled)

    def filter_text(self, found: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            found = found.filter(
                Q(docket__icontains=word) | Q(instances__docket__icontains=word)
                | Q(application__number__icontains=word)
            )  # fmt: skip
        return found.distinct()

    def filter_stands(self, found: QuerySet, name: str, value: str) -> QuerySet:
        if value == DUE:
            return found.filter(pk__in=[*_due(found, self.calendar)])
        if value == UNTARGETED:
            return found.without_target()
        if value == ANNULLED:
            return found
        return found.filter(decided_on__isnull=value == PENDING)

    def in_words(self) -> str:
        return in_words(self.form)


def in_order(found: QuerySet, calendar: WorkingCalendar) -> list[int]:
    """The keys: what is due by its day, then what is pending, then the latest lodged."""
    due = _due(found, calendar)
    first = sorted(due, key=lambda pk: (due[pk] is None, due[pk] or date.max, pk))
    rest = found.order_by("-filed_on", "-pk").values_list("pk", "decided_on")
    rest = [(pk, decided) for pk, decided in rest if pk not in due]
    pending = [pk for pk, decided in rest if decided is None]
    return [*first, *pending, *[pk for pk, decided in rest if decided is not None]]


def rows_of(pks: list[int], calendar: WorkingCalendar) -> list[Row]:
    """The remedies of one page in their order, with a fixed number of queries."""
    found = Remedy.entries.filter(pk__in=pks).select_related("application", "notice")
    by_pk = {remedy.pk: remedy for remedy in found.prefetch_related("instances")}
    owed = {remedy.pk: duty for remedy, duty in still_owed(found.filter(annulled_at=None),
                                                           calendar=calendar)}  # fmt: skip
    ordered = {order.remedy_id: order for order in _unmet(found)}
    rows = []
    for pk in pks:
        order = ordered.get(pk)
        term = term_of(order, calendar=calendar) if order else None
        rows.append(Row(by_pk[pk], owed.get(pk) or term, order))
    return rows


def _due(found: QuerySet, calendar: WorkingCalendar) -> dict[int, Any]:
    """Of those with something to do, the day it is due; None where it has no day."""
    standing = found.filter(annulled_at=None)
    due = {remedy.pk: duty.earliest_on for remedy, duty in still_owed(standing, calendar=calendar)}
    for order in _unmet(standing):
        term = term_of(order, calendar=calendar)
        due.setdefault(order.remedy_id, term.earliest_on if term else None)
    return due


def _unmet(found: QuerySet) -> QuerySet:
    rows = Order.objects.filter(remedy__in=found.filter(annulled_at=None), handling__closed_on=None)
    return rows.select_related("handling")
