"""Forms for a year's holiday notice: its text or file, its days, and the signature under it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from office.models import CalendarNotice
from office.reading import digest
from web.staff.notice_forms import day_input

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
YEARS = (2010, 2059)
LONGEST_TEXT = 100_000  # characters; a notice has a thousand
LARGEST_FILE = 512 * 1024
HEADINGS = ("document", "url", "published_on", "kind", "basis", "reason", "text", "came_as")


class YearNoticeForm(forms.ModelForm):
    """A year's holiday notice without its days of rest, which have a row for each festival."""

    year = forms.IntegerField(widget=forms.NumberInput(attrs={"min": YEARS[0], "max": YEARS[1]}))
    url = forms.URLField(required=False, assume_scheme="https")
    kind = forms.ChoiceField(choices=CalendarNotice.Kind.choices)
    work = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}))
    text = forms.CharField(
        required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10})
    )
    came_as = forms.ChoiceField(choices=CalendarNotice.CameAs.choices, widget=forms.HiddenInput)

    class Meta:
        model = CalendarNotice
        fields = ("year", "document", "url", "published_on", "kind", "basis", "reason")
        widgets = {"published_on": day_input(), "reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["year"].label = _("年份")
        self.fields["url"].label = _("网址")
        self.fields["url"].help_text = _("通知在政府网站上的地址，供人核对。")
        self.fields["document"].label = _("通知的标题和文号")
        self.fields["kind"].label = _("种类")
        self.fields["kind"].help_text = _(
            "学校的寒暑假、校庆等不是法定节假日，办理期限照常计算；另定休息日会推迟期限，须有法律依据。"
        )
        self.fields["basis"].label = _("法律依据（只用于增加的假日）")
        self.fields["reason"].label = _("理由（只用于增加的假日）")
        self.fields["work"].label = _("调休上班的日子")
        self.fields["work"].help_text = _("每行一天，后面可写所属节日，例如：2027-02-06 春节")
        self.fields["text"].label = _("通知原文")

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not YEARS[0] <= year <= YEARS[1]:
            raise forms.ValidationError(_("年份须在2010至2059之间。"))
        return year

    def clean_text(self) -> str:
        return with_plain_lines(self.cleaned_data["text"])

    def clean_work(self) -> list[tuple[str, str]]:
        """(day, festival or "") for each line."""
        days: dict[str, str] = {}
        for line in self.cleaned_data["work"].splitlines():
            written, _space, name = line.strip().partition(" ")
            if not written:
                continue
            try:
                days[date.fromisoformat(written).isoformat()] = name.strip()
            except ValueError:
                raise forms.ValidationError(_("“%(day)s”不是日期。") % {"day": written}) from None
        return sorted(days.items())

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("kind") not in (None, CalendarNotice.Kind.STATE_COUNCIL):
            for name in ("basis", "reason"):
                if not (found.get(name) or "").strip():
                    self.add_error(name, _("增加的假日须写明法律依据和理由。"))
        return found

    def row(self, rest: list[list[str]]) -> CalendarNotice:
        """The notice with its days, not saved."""
        row = self.save(commit=False)
        row.rest = rest
        row.work = [day for day, _name in self.cleaned_data["work"]]
        row.work_for = [name or nearest(day, rest) for day, name in self.cleaned_data["work"]]
        row.text, row.came_as = self.cleaned_data["text"], self.cleaned_data["came_as"]
        row.sha256 = digest(row.text)
        return row


def nearest(day: str, rest: list[list[str]]) -> str:
    """The festival a day worked most likely makes up for: the nearest one."""
    on = date.fromisoformat(day)

    def away(span: list[str]) -> int:
        first, last = date.fromisoformat(span[1]), date.fromisoformat(span[2])
        return min(abs((on - first).days), abs((on - last).days))

    return min(rest, key=away)[0] if rest else ""


class RestForm(forms.Form):
    """One festival: from which day to which day there is no work."""

    name = forms.CharField(max_length=40, required=False)
    first = forms.DateField(required=False, widget=day_input())
    last = forms.DateField(required=False, widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name, label in (("name", _("节日")), ("first", _("首日")), ("last", _("末日"))):
            self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if not first and not last:
            return found
        if not (first and last and found.get("name")):
            self.add_error("last", _("请把节日、首日、末日都填上。"))
        elif last < first:
            self.add_error("last", _("末日不能早于首日。"))
        elif (last - first).days > 60:
            self.add_error("last", _("一个假期不会长过60天，请核对。"))
        return found


RestFormSet = forms.formset_factory(RestForm, extra=1, max_num=30)


def rest_of(formset: forms.BaseFormSet) -> list[list[str]]:
    return [
        [part["name"], part["first"].isoformat(), part["last"].isoformat()]
        for part in formset.cleaned_data
        if part.get("first")
    ]


class SignatureForm(forms.Form):
    """Under the list of what moves: which told dates are shortened, why, and that it was read."""

    shortened = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    all_of_them = forms.BooleanField(required=False)
    remark = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, moves: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        may_be = [m.application.number for m in moves if m.before_told]
        self.fields["shortened"].choices = [(number, number) for number in may_be]
        self.fields["all_of_them"].label = _("以上各件全部提前")
        self.fields["remark"].label = _("录入说明")
        self.fields["remark"].help_text = _("记入日志；勾选了提前期限的，在这里写理由。")
        self.fields["confirmed"].label = _("我已对照通知原文核对年历和上面的清单")
        self.fields["confirmed"].error_messages = {"required": _("请先核对，再勾选。")}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not found.get("confirmed"):
            self.add_error("confirmed", _("请核对后勾选，再录入。"))
        if found.get("all_of_them"):
            found["shortened"] = [number for number, _label in self.fields["shortened"].choices]
        if found.get("shortened") and not (found.get("remark") or "").strip():
            self.add_error("remark", _("提前已经告知申请人的期限，请写明理由。"))
        return found


def with_plain_lines(text: str) -> str:
    """The text as its hash is taken: line ends as one character, however they were sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
