"""The form by which signatures given on paper are put in: the sheet, and one part per stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from casework import on_paper
from casework.on_paper import Signed
from notices.models import Notice
from office.models import User
from records.approval import Stage
from records.models.approval import Verdict
from web.fields import DateField


class SheetForm(forms.Form):
    """The sheet itself: the code printed on it, and its scan."""

    code = forms.CharField(max_length=20)
    scan = forms.FileField(
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["code"].label = _("审签单上的校验码")
        self.fields["code"].help_text = _("照单子右上方或者页脚的字样填写，例如 3F2A-90BC。")
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "class": "w10"}
        self.fields["scan"].label = _("审签单扫描件")
        self.fields["scan"].help_text = _("PDF、JPG、PNG，20 MB以内。检查后才能下载。")


class StageForm(forms.Form):
    """One stage as signed on the sheet. All but the first may be left empty: not signed yet."""

    signer = forms.ModelChoiceField(queryset=User.objects.none())
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect)
    signed_on = DateField()
    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, stage: Stage, notice: Notice, *args: Any, first: bool, **kwargs: Any):
        self.stage = stage
        kwargs |= {"prefix": stage.code, "empty_permitted": not first}
        super().__init__(*args, label_suffix="", use_required_attribute=first, **kwargs)
        field = self.fields["signer"]
        people = [person.pk for person in on_paper.signers_of(stage, notice)]
        field.queryset = User.objects.filter(pk__in=people)
        field.label = _("签署人")
        field.empty_label = _("没有签署")
        self.fields["verdict"].label = _("意见")
        self.fields["verdict"].initial = Verdict.APPROVED
        self.fields["signed_on"].label = _("签署日期")
        self.fields["signed_on"].help_text = _("照单子上写的日期。")
        self.fields["comment"].label = _("批语")
        self.fields["comment"].help_text = _("照单子抄录；退回时必填。")

    def has_changed(self) -> bool:
        """Signed is whom somebody signed; a verdict chosen beforehand is none."""
        return bool(self.data.get(self.add_prefix("signer")))

    def signed(self) -> Signed:
        said = self.cleaned_data
        return Signed(
            self.stage.code, said["signer"], said["signed_on"], said["verdict"], said["comment"]
        )


class PaperForms:
    """The sheet with every stage that may be signed on it now."""

    def __init__(self, notice: Notice, data: Any = None, uploads: Any = None) -> None:
        self.sheet = SheetForm(data, uploads)
        stages = on_paper.stages_open(notice)
        self.stages = [
            StageForm(stage, notice, data, first=not place) for place, stage in enumerate(stages)
        ]

    @property
    def all(self) -> list[forms.Form]:
        return [self.sheet, *self.stages]

    @property
    def has_errors(self) -> bool:
        return any([form.errors for form in self.all])  # noqa: C419 -- each is asked, for its faults

    def is_valid(self) -> bool:
        return self.sheet.is_bound and not self.has_errors

    def signed(self) -> list[Signed]:
        return [form.signed() for form in self.stages if form.has_changed()]

    def refuse(self, reasons: Sequence[str]) -> None:
        for reason in reasons:
            self.sheet.add_error(None, reason)
