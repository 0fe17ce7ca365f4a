"""What the register can be asked for: as the list of cases, and by when they came and ended."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from statute.answers import ANSWERS
from web.staff.filters import QueueFilter
from web.staff.notice_forms import day_input
from web.templatetags.words import said


def _results() -> list[tuple[str, str]]:
    return [(code, said(answer.label)) for code, answer in ANSWERS.items()]


class RegisterFilter(QueueFilter):
    """Which lines of the register; `first` is what `casework.register_export.received` adds."""

    due = None
    first = django_filters.DateFilter(
        label=_("收到日期从"), field_name="received_on", lookup_expr="gte", widget=day_input()
    )
    last = django_filters.DateFilter(
        label=_("到"), field_name="received_on", lookup_expr="lte", widget=day_input()
    )
    result = django_filters.ChoiceFilter(
        label=_("结果"), field_name="first__result", choices=_results, empty_label=_("全部")
    )
    imported = django_filters.ChoiceFilter(
        label=_("来源"), method="filter_imported", empty_label=_("全部"),
        choices=[("yes", _("导入")), ("no", _("在本系统办理"))],
    )  # fmt: skip

    def filter_imported(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.filter(imported=value == "yes")
