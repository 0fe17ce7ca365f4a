"""Forms for what is brought against a decision: logged, answered, decided, set right."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework.remedies import EVIDENCE, REPLY
from casework.remedy_rightings import FIELDS
from notices.kinds import KINDS
from notices.models import Notice
from remedies.models import Inaction, Kind, Remedy, Result
from web.fields import DateField
from web.templatetags.words import said
from web.today import today

LONG = forms.Textarea(attrs={"rows": 3})


class NoticeChoice(forms.ModelChoiceField):
    """An issued notice of the case, by its number and kind."""

    def label_from_instance(self, notice: Notice) -> str:
        return f"{notice.number}　{said(KINDS[notice.kind].label)}"


class RemedyFields(forms.ModelForm):
    """What is the same whether a remedy is logged or set right."""

    filed_on = DateField(label=_("提起日期"))
    received_on = DateField(
        label=_("本校收到日期"), required=False,
        help_text=_("收到受理机关或法院送来的副本之日，答复、答辩期限由此起算。"),
    )  # fmt: skip
    notice = NoticeChoice(
        label=_("所针对的文书"), required=False, queryset=Notice.objects.none(),
        help_text=_("不服哪一份文书；针对没有答复等情形的，改选下一栏。"),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["kind"].choices = Kind.choices
        self.fields["notice"].queryset = case.notices.issued()
        self.fields["inaction"].choices = [("", "—"), *Inaction.choices]
        self.fields["lodged_with"].help_text = _now("只在投诉举报时填写。")
        self.fields["follows"].queryset = case.remedies.filter(kind=Kind.REVIEW)
        if not self.fields["follows"].queryset.exists():
            del self.fields["follows"]

    def _post_clean(self) -> None:
        """The rules are those of `remedies.rules`, asked when it is saved: every reason at once."""


class RemedyForm(RemedyFields):
    """A remedy that reached the office."""

    class Meta:
        model = Remedy
        fields = [
            "kind", "lodged_with", "notice", "inaction", "filed_on", "received_on", "simplified",
            "body", "docket", "grounds", "follows",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "grounds": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today()


class SetRightForm(RemedyFields):
    """Every field as it stands, to be changed with a reason."""

    reason = forms.CharField(label=_("更正的理由"), widget=LONG)
    edits = forms.IntegerField(widget=forms.HiddenInput)
    replied_on = DateField(label=_("答复或答辩日期"), required=False)
    evidence_on = DateField(label=_("提交证据日期"), required=False)
    decided_on = DateField(label=_("审结日期"), required=False)

    class Meta:
        model = Remedy
        fields = list(FIELDS)
        widgets = {"grounds": LONG, "note": LONG}

    def __init__(self, *args: Any, remedy: Remedy, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"edits": remedy.edits})
        super().__init__(*args, instance=remedy, case=remedy.application, **kwargs)


class ReplyForm(forms.Form):
    """Which papers went out, when, and what proves it."""

    replied_on = DateField(label=_("答复或答辩材料送出日期"))
    papers = forms.ChoiceField(
        label=_("送出了"), required=False, widget=forms.RadioSelect, initial="",
        choices=[("", _("全部材料")), (REPLY, _("只有答复书或答辩状")), (EVIDENCE, _("只有证据"))],
    )  # fmt: skip
    proof = forms.CharField(
        label=_("送出的凭证"), required=False, max_length=200,
        help_text=_("如邮件单号、签收人；凭证本身可以加入材料。"),
    )  # fmt: skip

    def clean_papers(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["papers"]
        return (chosen,) if chosen else (REPLY, EVIDENCE)


class DecideForm(forms.Form):
    """How it ended for our act."""

    decided_on = DateField(label=_("审结日期"))
    result = forms.ChoiceField(
        label=_("结果"), choices=Result.choices, widget=forms.RadioSelect,
        help_text=_("指本校的答复或者不作为结果怎样；二审、再审也是这样填，不是对上一审裁判的结果。"),
    )  # fmt: skip
    note = forms.CharField(label=_("处理情况"), required=False, widget=LONG)
