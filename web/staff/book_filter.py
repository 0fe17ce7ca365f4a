"""What the book of issued notices can be asked for. Nothing personal: that goes into no address."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from notices.kinds import KINDS
from notices.models import Notice
from web.staff.filters import in_words
from web.staff.notice_forms import day_input
from web.templatetags.words import said

SERVED, UNSERVED, REVOKED = "served", "unserved", "revoked"


def _years() -> list[tuple[str, str]]:
    """From the last year to the first: its two ends are found without reading what lies between."""
    days = Notice.objects.issued().order_by("issued_on").values_list("issued_on", flat=True)
    first, last = days.first(), days.last()
    return [(str(y), str(y)) for y in range(last.year, first.year - 1, -1)] if first else []


def _series() -> list[tuple[str, str]]:
    labels: dict[str, list[str]] = {}
    for kind in KINDS.values():
        labels.setdefault(kind.series, []).append(said(kind.label))
    return [(series, f"{series} {names[0]}") for series, names in labels.items()]


def _kinds() -> list[tuple[str, str]]:
    return [(code, said(kind.label)) for code, kind in KINDS.items()]


class BookFilter(django_filters.FilterSet):
    """Which lines of the book are shown."""

    q = django_filters.CharFilter(label=_("文号或申请编号"), method="filter_text")
    year = django_filters.ChoiceFilter(
        label=_("年份"), field_name="issued_on__year", choices=_years, empty_label=_("全部")
    )
    first = django_filters.DateFilter(
        label=_("发出日期从"), field_name="issued_on", lookup_expr="gte", widget=day_input()
    )
    last = django_filters.DateFilter(
        label=_("到"), field_name="issued_on", lookup_expr="lte", widget=day_input()
    )
    series = django_filters.ChoiceFilter(
        label=_("文号系列"), field_name="reservation__series", choices=_series,
        empty_label=_("全部"),
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(label=_("种类"), choices=_kinds, empty_label=_("全部"))
    stands = django_filters.ChoiceFilter(
        label=_("送达与撤销"), method="filter_stands", empty_label=_("全部"),
        choices=[(SERVED, _("已送达")), (UNSERVED, _("尚未登记送达")), (REVOKED, _("已撤销"))],
    )  # fmt: skip

    class Meta:
        model = Notice
        fields: list[str] = []

    def filter_text(self, notices: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            notices = notices.filter(
                Q(number__icontains=word) | Q(application__number__icontains=word)
            )
        return notices

    def filter_stands(self, notices: QuerySet, name: str, value: str) -> QuerySet:
        if value == REVOKED:
            return notices.filter(withdrawn_by__isnull=False)
        return notices.filter(served_on__isnull=value == UNSERVED)

    def in_words(self) -> str:
        return in_words(self.form)
