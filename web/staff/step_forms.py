"""One form per plain step, from the facts the step takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office.models import Unit, User
from office.roles import May
from requests_app.models import Consultation, Handling, SecrecyReview
from requests_app.objections import standing_objections
from requests_app.states import State
from statute.law import Fact, Law, laws
from web.dates import in_english
from web.fields import DateField
from web.staff.step_form import ReasonForm, StepForm, prose
from web.today import today

# Causes a person orders by a step; the office's own is taken by revoking its reply.
ORDERED = (Handling.Cause.REVIEW, Handling.Cause.COURT)


class ConfirmReceiptForm(StepForm):
    confirmed_how = forms.CharField(label=_("怎样确认的"), max_length=200,
                                    help_text=_("例如：电话，申请人本人接听。"))  # fmt: skip

    def clean_on(self):
        on = super().clean_on()
        if on < self.case.arrived_on:
            raise forms.ValidationError(_now("不能早于到达日期。"))
        return on


class ChooseLawForm(StepForm):
    law = forms.ChoiceField(label=_("改用"), widget=forms.RadioSelect)
    reason = prose(_("理由"))

    def fill(self) -> None:
        self.fields["law"].choices = [
            (law.code, law.title.en if in_english() else law.title.zh)
            for law in laws()
            if law.code != self.case.law
        ]
        if len(self.fields["law"].choices) == 1:
            self.fields["law"].initial = self.fields["law"].choices[0][0]


class AssignForm(StepForm):
    unit = forms.ModelChoiceField(label=_("交给哪个单位"), queryset=Unit.objects.none())
    officer = forms.ModelChoiceField(
        label=_("承办人"), queryset=User.objects.none(), required=False,
        help_text=_("不选则由该单位的任何承办人办理。"),
    )  # fmt: skip
    reason = prose(_("交办意见"), required=False)

    def fill(self) -> None:
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None)
        held = {"role_grants__role": "officer", "role_grants__ended_at": None}
        self.fields["officer"].queryset = User.objects.filter(is_active=True, **held).distinct()

    def clean(self):
        cleaned = super().clean()
        unit, officer = cleaned.get("unit"), cleaned.get("officer")
        if unit and officer and unit.pk not in officer.unit_ids():
            self.add_error("officer", _now("这位承办人不属于所选单位。"))
        return cleaned


class SearchForm(StepForm):
    places = prose(_("检索范围"), help_text=_("查了哪些系统、档案、部门。"))
    terms = forms.CharField(label=_("检索关键词"), max_length=200)
    found = prose(_("检索结果"))


class CorrectionForm(StepForm):
    answer = prose(_("补正内容"))


class _ConsultationForm(StepForm):
    consultation = forms.TypedChoiceField(label=_("哪一份征求意见书"), coerce=int)

    def fill(self) -> None:
        waiting = self.case.consultations.open()
        self.fields["consultation"].choices = [
            (asked.pk, f"{asked.party_name} ({asked.asked_on.isoformat()})") for asked in waiting
        ]
        if waiting:
            self.fields["consultation"].initial = waiting[0].pk


class PartyReceiptForm(_ConsultationForm):
    proof = forms.CharField(label=_("收到凭证"), max_length=200,
                            help_text=_("例如：特快专递签收记录单号。"))  # fmt: skip


class OpinionForm(_ConsultationForm):
    opinion = forms.ChoiceField(
        label=_("意见"), choices=Consultation.Opinion.choices, widget=forms.RadioSelect
    )
    opinion_reason = prose(_("意见理由"), required=False)


class ObjectionWithdrawnForm(StepForm):
    consultation = forms.TypedChoiceField(label=_("哪一方的意见"), coerce=int)
    opinion_reason = prose(
        _("怎样表示同意"), help_text=_("例如：2026年3月10日来函，同意公开合同总价。")
    )

    def fill(self) -> None:
        field = self.fields["consultation"]
        field.choices = [(row.pk, row.party_name) for row in standing_objections(self.case)]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]


class ReasonsForm(StepForm):
    answer = prose(_("申请人说明的理由"))


class SecrecyForm(StepForm):
    """The conclusion of the secrecy review, on what it rests, and where its paper is: no file."""

    conclusion = forms.ChoiceField(
        label=_("审查结论"), choices=SecrecyReview.Conclusion.choices, widget=forms.RadioSelect,
        help_text=_("这里只记结论。涉密内容不得录入本系统。"),
    )  # fmt: skip
    article = forms.ChoiceField(label=_("法律依据"))
    basis = prose(
        _("审查说明"),
        help_text=_(
            "写明对照什么审查、得出什么结论，不写涉密内容。例如：不涉及国家秘密和工作秘密。"
        ),
    )
    on_paper = forms.ChoiceField(
        label=_("是否填了纸质审查表"), widget=forms.RadioSelect,
        choices=[("yes", _("填了")), ("no", _("没有填"))],
        help_text=_("纸质审查表留存在保密办公室，不得上传。"),
    )  # fmt: skip
    paper_reference = forms.CharField(
        label=_("审查表编号"), max_length=100, required=False, help_text=_("填了纸质审查表的必填。")
    )

    def fill(self) -> None:
        law = self.case.statute_law
        cited = (law.facts["secrecy.review"], law.facts["secrecy.before_release"])
        self.fields["article"].choices = [(_full(law, fact),) * 2 for fact in cited]

    def clean(self):
        cleaned = super().clean()
        reference = (cleaned.get("paper_reference") or "").strip()
        if cleaned.get("on_paper") == "yes" and not reference:
            self.add_error("paper_reference", _now("填了纸质审查表的，请写明编号。"))
        if cleaned.get("on_paper") == "no" and reference:
            self.add_error("paper_reference", _now("没有填纸质审查表，就没有编号。"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the step takes: the article and the words make the basis."""
        found = super().facts()
        basis = f"{found.pop('article')}：{found['basis']}"
        return {n: v for n, v in found.items() if n != "on_paper"} | {"basis": basis}


def _full(law: Law, fact: Fact[Any]) -> str:
    """The article as it is put down: in Chinese, with its law's name if it has none of its own."""
    article = fact.article.zh
    return article if article.startswith("《") else f"《{law.title.zh}》{article}"


class SplitForm(StepForm):
    subjects = prose(_("拆分事项"), help_text=_("一行一个事项，每个事项成为一件，收到日期不变。"))

    def clean_subjects(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["subjects"].splitlines()]
        found = [line for line in found if line]
        if any(len(line) > 200 for line in found):
            raise forms.ValidationError(_now("每个事项最多200字。"))
        return found


class WithdrawForm(StepForm):
    reason = prose(_("撤回情况"), required=False, help_text=_("例如：申请人来电撤回。"))


class ReviveForm(StepForm):
    reason = prose(_("正当理由"))
    answer = prose(_("补正内容"), required=False)


class ReopenForm(StepForm):
    cause = forms.ChoiceField(
        label=_("依据"), widget=forms.RadioSelect,
        choices=[(cause.value, cause.label) for cause in ORDERED],
    )  # fmt: skip
    reason = prose(_("文号和要求"))


class SetRightForm(StepForm):
    state = forms.ChoiceField(label=_("状态改为"))
    received_on = DateField(label=_("收到日期改为"), required=False)
    approved_by = forms.ModelChoiceField(label=_("批准人"), queryset=User.objects.none())
    reason = prose(_("理由"))

    def fill(self) -> None:
        shown = {
            State(self.case.state), State.IN_HAND, State.AWAITING_CORRECTION, State.AWAITING_PAYMENT
        }  # fmt: skip
        self.fields["state"].choices = [(s.value, s.label) for s in State if s in shown]
        self.fields["state"].initial = self.case.state
        self.fields["received_on"].initial = self.case.received_on
        others = User.objects.filter(is_active=True).exclude(pk=self.user.pk)
        able = [
            who.pk for who in others
            if who.may(May.APPROVE_LEADER) or who.may(May.APPROVE_OFFICE)
        ]  # fmt: skip
        self.fields["approved_by"].queryset = others.filter(pk__in=able)

    def clean_received_on(self):
        on = self.cleaned_data["received_on"]
        if on and on > today():
            raise forms.ValidationError(_now("收到日期不能晚于今天。"))
        return on

    def clean(self):
        cleaned = super().clean()
        same_day = cleaned.get("received_on") in (None, self.case.received_on)
        if not self.errors and same_day and cleaned["state"] == self.case.state:
            raise forms.ValidationError(_now("状态和收到日期都与现在相同，没有要更正的。"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return found | {"state": State(found["state"])}


FORMS: dict[str, type[StepForm]] = {
    "confirm_receipt": ConfirmReceiptForm,
    "receive": StepForm,
    "choose_law": ChooseLawForm,
    "assign": AssignForm,
    "return_assignment": ReasonForm,
    "record_search": SearchForm,
    "receive_correction": CorrectionForm,
    "record_party_receipt": PartyReceiptForm,
    "receive_opinion": OpinionForm,
    "withdraw_objection": ObjectionWithdrawnForm,
    "receive_reasons": ReasonsForm,
    "receive_payment": StepForm,
    "review_secrecy": SecrecyForm,
    "deem_abandoned": ReasonForm,
    "revive": ReviveForm,
    "withdraw": WithdrawForm,
    "split": SplitForm,
    "reopen": ReopenForm,
    "set_right": SetRightForm,
}
