"""What the deadline calculator asks.

Every form becomes a question of `statute.protocol`, so that the page, the endpoint and the command
answer alike; what the law refuses is said at its field, all of it at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office.calendars import CODE
from office.models import Institution
from statute import protocol
from statute.asked import BadQuestion, Calendars, law_of
from statute.calendar import WorkingCalendar, calendar_codes, load_calendar
from statute.events import GROUNDS
from statute.facts import STOP_LABELS
from statute.law import Law, every_code, load_law
from statute.text import Text
from web.dates import in_english
from web.fields import DateField
from web.public.forms import Plain
from web.templatetags.words import said

Question = dict[str, Any]


def laws() -> list[tuple[str, str]]:
    return [(code, said(load_law(code).title)) for code in every_code()]


def calendars() -> list[tuple[str, str]]:
    return [(code, said(load_calendar(code).title)) for code in calendar_codes()]


def _grounds() -> list[tuple[str, str]]:
    return [("", _now("没有写明")), *((code, said(STOP_LABELS[code])) for code in GROUNDS)]


class Day(DateField):
    """A day. Without `need`, the words for its absence, it may be left out."""

    def __init__(self, label: Any, *, need: Any = "", hint: Any = "") -> None:
        super().__init__(
            label=label,
            required=bool(need),
            help_text=hint,
            error_messages={"required": need, "invalid": _("请写成2026-03-02这样的日期")},
        )


class Other(NamedTuple):
    """A date that tells an event, under one of its keys."""

    label: Any
    kind: str
    key: str = "on"


# In this order they are judged: what another one rests on comes first.
OTHERS: dict[str, Other] = {
    "correction_asked": Other(_("要求补正的通知发出"), "correction_asked"),
    "corrected": Other(_("收到申请人的补正"), "corrected"),
    "consulted": Other(_("发函征求第三方意见"), "consulted"),
    "consulted_received": Other(_("第三方收到征求意见函"), "consulted", "received"),
    "consulted_answered": Other(_("收到第三方意见"), "consulted", "answered"),
    "fee_asked": Other(_("收费通知发出"), "fee_asked"),
    "paid": Other(_("申请人缴费"), "paid"),
    "answered": Other(_("答复作出"), "answered"),
    "served": Other(_("答复送达申请人"), "served"),
    "review_received": Other(_("收到行政复议机关的答复通知"), "review_received"),
    "review_decided": Other(_("行政复议决定送达申请人"), "review_decided"),
    "suit_received": Other(_("收到法院的应诉通知"), "suit_received"),
    "agreed": Other(_("与申请人约定延迟到"), "agreed", "until"),
}
FOREMOST = ("corrected", "agreed")
EXTENSION = {"extended_by": "by", "extended_until": "until"}


class Suspended(Plain):
    """One stretch of days left out of the count; a row left empty says nothing."""

    since = Day(_("从哪一天起"), hint=_("当天仍然计入"))
    until = Day(_("到哪一天止"), hint=_("当天不计入；还没有结束的不填"))
    ground = forms.ChoiceField(
        label=_("为什么"), choices=_grounds, required=False, help_text=_("法规不准的会指出")
    )

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if until and not since and "since" not in self.errors:
            self.add_error("since", _now("请填写从哪一天起"))
        if since and until and until < since:
            self.add_error("until", _now("止日早于起日"))

    @property
    def event(self) -> Question | None:
        """The event told, unless the row is empty or wrong."""
        if self.errors or not self.cleaned_data.get("since"):
            return None
        return {"kind": "suspended"} | _told(self.cleaned_data)


class Due(Plain):
    """By when an application is to be answered; `rows` are its suspensions."""

    law = forms.ChoiceField(label=_("法规"), choices=laws)
    calendar = forms.ChoiceField(
        label=_("工作日历"), required=False,
        choices=lambda: [("", _now("法规自己的")), *calendars()],
        help_text=_("别国的法规可以选州或者地区的"),
    )  # fmt: skip
    received = Day(_("收到申请之日"), need=_("请填写收到申请之日"))
    extended_by = forms.IntegerField(
        label=_("延长多少"), required=False, min_value=1, max_value=1000,
        help_text=_("单位与法规的期限相同，例如工作日"),
        widget=forms.NumberInput(attrs={"class": "w10"}),
    )  # fmt: skip
    extended_until = Day(_("或者延长到哪一天"))

    def __init__(
        self, data: Any = None, *, row: Institution, find: Calendars, count: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.settings, self.find = row.law_settings, find
        for name, other in OTHERS.items():
            self.fields[name] = Day(other.label)
        self.rows = [
            Suspended(data, prefix=f"s{n}", initial=_row_of(self.initial, n))
            for n in range(1, count + 1)
        ]

    @property
    def foremost(self) -> list[forms.BoundField]:
        return [self[name] for name in FOREMOST]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in OTHERS if name not in FOREMOST]

    @property
    def more_shown(self) -> bool:
        """Whether anything of the first fold is filled in, wrong, or was asked for."""
        fields = [*self.foremost, *(self[name] for name in (*EXTENSION, "calendar"))]
        return len(self.rows) > 1 or _used(fields) or any(_used(row) for row in self.rows)

    @property
    def others_shown(self) -> bool:
        return _used(self.others)

    def is_valid(self) -> bool:
        return super().is_valid() and all(row.is_valid() for row in self.rows)

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("extended_by") and data.get("extended_until"):
            self.add_error("extended_until", _now("延长多少、延长到哪一天，只填一项"))
        if not {"law", "received"} <= data.keys():
            return
        asked = {name: data.get(name) for name in ("law", "calendar", "received")}
        settled = self.settings.get(data["law"])
        self.question = _told(asked | {"settings": settled or None})
        self._presuppose(law_of(self.question))
        self.question["events"] = self._accepted()

    def _presuppose(self, law: Law) -> None:
        """What the engine would pass over, or say in the words of its protocol."""
        data, name = self.cleaned_data, {"law": said(law.short)}
        if data.get("agreed") and not law.agreed_delay.value:
            self.add_error("agreed", capfirst(_now("%(law)s没有约定延迟答复的规定") % name))
        restarts = law.correction.restarts.value
        if data.get("corrected") and not restarts and not data.get("correction_asked"):
            words = _now("按%(law)s，补正只扣除等待的日子：请填写要求补正的通知哪天发出")
            self.add_error("correction_asked", words % name)
            del data["corrected"]
        answers = [data.pop(key, None) for key in ("consulted_received", "consulted_answered")]
        if data.get("consulted"):
            data["consulted_received"], data["consulted_answered"] = answers
        elif any(answers):
            self.add_error("consulted", _now("请填写哪一天发函征求意见"))

    def _accepted(self) -> list[Question]:
        """The events, each asked together with those before it; one that is refused is left out."""
        kept: list[Question] = []
        if not self._asked(kept, self, "received"):
            return kept
        for form, field, event in [*self._dates(), *self._suspensions(), *self._extension()]:
            if self._asked([*kept, event], form, field):
                kept.append(event)
        return kept

    def _asked(self, events: list[Question], form: forms.Form, field: str) -> bool:
        """Whether this has an answer; if not, why is said at the field."""
        try:
            protocol.due(self.question | {"events": events}, calendars=self.find)
        except BadQuestion as bad:
            form.add_error(field, capfirst(said(bad.reason)))
            return False
        return True

    def _dates(self) -> Iterator[tuple[forms.Form, str, Question]]:
        events: dict[str, Question] = {}
        fields: dict[str, str] = {}
        for name, other in OTHERS.items():
            day = self.cleaned_data.get(name)
            if day:
                fields.setdefault(other.kind, name)
                event = events.setdefault(other.kind, {"kind": other.kind})
                event[other.key] = day.isoformat()
        for kind, event in events.items():
            yield self, fields[kind], event

    def _suspensions(self) -> Iterator[tuple[forms.Form, str, Question]]:
        for row in self.rows:
            if row.event is not None:
                yield row, "since", row.event

    def _extension(self) -> Iterator[tuple[forms.Form, str, Question]]:
        for name, key in EXTENSION.items():
            if value := self.cleaned_data.get(name):
                yield self, name, {"kind": "extended"} | _told({key: value})


class _Asking(Plain):
    """A form that one answer of the protocol settles; `blame` is the field of what it refuses."""

    calendar = forms.ChoiceField(label=_("工作日历"), choices=calendars, initial=CODE)
    ask = staticmethod(protocol.day)
    blame = ""

    def __init__(self, data: Any = None, *, find: Calendars, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.find = find

    def clean(self) -> None:
        if self.errors:
            return
        self.question = self.asked(self.cleaned_data)
        try:
            self.answer = type(self).ask(
                self.question, language="en" if in_english() else "zh", calendars=self.find
            )
        except BadQuestion as bad:
            self.add_error(self.blame, capfirst(said(bad.reason)))

    def asked(self, data: Mapping[str, Any]) -> Question:
        return _told(data)

    @property
    def used(self) -> WorkingCalendar:
        """The calendar the answer was counted in."""
        return self.find(self.cleaned_data["calendar"])


class Count(_Asking):
    """How many working days lie between two days."""

    first = Day(_("第一天"), need=_("请填写第一天"))
    last = Day(_("最后一天"), need=_("请填写最后一天"))
    bounds = forms.ChoiceField(
        label=_("两端怎么算"),
        choices=[
            ("[]", _("两端都计")), ("(]", _("第一天不计")), ("[)", _("最后一天不计")),
            ("()", _("两端都不计")),
        ],
    )  # fmt: skip
    field_order = ("first", "last", "bounds", "calendar")
    ask = staticmethod(protocol.count)
    blame = "last"

    @property
    def bounds_said(self) -> Any:
        return dict(self.fields["bounds"].choices)[self.cleaned_data["bounds"]]

    def asked(self, data: Mapping[str, Any]) -> Question:
        return _told(
            {
                "calendar": data["calendar"],
                "from": data["first"],
                "to": data["last"],
                "bounds": data["bounds"],
            }
        )


class Worked(_Asking):
    """Whether a day is worked, and why."""

    on = Day(_("哪一天"), need=_("请填写日期"))
    field_order = ("on", "calendar")
    blame = "on"

    @property
    def why(self) -> Text:
        return self.used.why(self.cleaned_data["on"])

    @property
    def source(self) -> str:
        """The notice or the statute that says so; none for a plain weekday or weekend."""
        return self.used.source_for(self.cleaned_data["on"])


def _used(fields: Iterable[forms.BoundField]) -> bool:
    return any(field.value() or field.errors for field in fields)


def _told(data: Mapping[str, Any]) -> Question:
    """What was filled in, its days as the protocol writes them."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in data.items()
        if value not in (None, "")
    }


def _row_of(initial: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What was typed in one row of suspensions, while another row is added."""
    start = f"s{number}-"
    return {
        name.removeprefix(start): typed for name, typed in initial.items() if name.startswith(start)
    }
