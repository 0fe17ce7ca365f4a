"""Filters that put a value into the words of the page's language."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from remedies.models import Instance, Order, Remedy
from requests_app.models import Righting
from requests_app.states import State
from statute.answers import ANSWERS
from statute.calendar import YearNotice
from statute.law import load_law
from web import dates

register = template.Library()

NUMBER = re.compile(r"国办[^（）《》]*?号")


@register.filter
def said(value: Any) -> Any:
    """A `statute.text.Text` in the page's language; anything else as it is."""
    if hasattr(value, "zh") and hasattr(value, "en"):
        return value.en if dates.in_english() else value.zh
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年10月10日（星期六） or Saturday, 10 October 2026, free to break before the weekday."""
    if value is None:
        return ""
    on = dates.local_date(value)
    form = (
        '<time datetime="{0}"><span class="nw">{2},</span> <span class="nw">{1}</span></time>'
        if dates.in_english()
        else '<time datetime="{0}"><span class="nw">{1}</span><span class="nw">{2}</span></time>'
    )
    return format_html(form, on.isoformat(), dates.full(on), dates.weekday(on))


def _time(on: date, text: str) -> SafeString:
    return format_html('<time class="nw" datetime="{}">{}</time>', on.isoformat(), text)


@register.filter
def plainday(value: date | datetime | None) -> str:
    """The date without its weekday: 2026年10月10日."""
    if value is None:
        return ""
    on = dates.local_date(value)
    return _time(on, dates.full(on))


@register.filter
def monthday(value: date | datetime | None) -> str:
    """The date without year or weekday, where the year is plain: 10月10日."""
    if value is None:
        return ""
    on = dates.local_date(value)
    return _time(on, dates.without_year(on))


@register.filter
def shortday(value: date | datetime | None, form: str = "") -> str:
    """For tables: 2026-10-10. `shortday:"no year"` gives 10-10."""
    if value is None:
        return ""
    on = dates.local_date(value)
    return _time(on, dates.short_without_year(on) if form == "no year" else dates.short(on))


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in the institution's zone, for logs: 2026-10-10 16:20."""
    if value is None:
        return ""
    at = timezone.localtime(value)
    return format_html(
        '<time class="nw" datetime="{}">{} {}</time>',
        at.isoformat(timespec="minutes"),
        dates.short(at.date()),
        f"{at:%H:%M}",
    )


@register.filter
def span(first: date | None, last: date | None) -> str:
    """From `first` to `last` without the year: 9月25日至27日."""
    return "" if first is None or last is None else dates.span(first, last)


@register.filter(name="range")
def full_range(period: Any) -> str:
    """A period with `first` and `last`, years included: 2025年9月1日至2026年8月31日."""
    return dates.full_span(period.first, period.last)


@register.filter
def masked(value: str | None) -> str:
    """First and last character kept, the rest covered: 4****************X."""
    text = str(value or "")
    if len(text) <= 1:
        return "*" * len(text)
    if len(text) == 2:
        return f"{text[0]}*"
    return f"{text[0]}{'*' * (len(text) - 2)}{text[-1]}"


@register.filter
def number(value: int | float | None) -> str:
    """A whole number grouped in thousands; nothing for nothing."""
    return "" if value is None else f"{value:,}"


@register.filter
def set_right(righting: Righting) -> str:
    """What was put right, from what and into what: 状态：办理中 → 已撤回."""
    if righting.what == "state":
        was, becomes, words = State(righting.was), State(righting.becomes), _("状态")
        return f"{words}{_('：')}{was.label} → {becomes.label}"
    return f"{_('收到申请之日')}{_('：')}{_day_or_none(righting.was)} → {righting.becomes}"


def _day_or_none(text: str) -> str:
    return "—" if text == "None" else text


@register.filter
def law_name(code: str) -> Any:
    """The short name of a law in the language of the page."""
    return said(load_law(code).short)


@register.filter
def answer_label(code: str) -> str:
    """A result code of the statutory table as its row's label."""
    return said(ANSWERS[code].label) if code in ANSWERS else code


@register.filter
def number_of(notice: YearNotice) -> str:
    """The number of a holiday notice as it stands in its name, or the name where it has none."""
    found = NUMBER.search(notice.document)
    return found.group(0) if found else notice.document


@register.filter
def remedy_field(name: str) -> Any:
    """The name of a field of a remedy, of its court or of its order, as its form calls it."""
    prefix, _dot, field = name.rpartition(".")
    model = {"": Remedy, "court": Instance, "order": Order}[prefix]
    return model._meta.get_field(field).verbose_name


@register.filter
def read_by(text: str, full: bool) -> str:
    """A text that may name people as the reader sees it: whole, or only that there is one."""
    return text if full or not text else _("（不显示）")
