"""The form by which an institution settles the chain of one kind of notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from notices import chain_rules
from notices.chains import STAGES
from notices.kind import Kind


class ChainForm(forms.Form):
    """For each stage its place in the order, or that the paper does not pass it."""

    def __init__(self, kind: Kind, settled: chain_rules.Settled, *args: Any, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, label_suffix="", **kwargs)
        codes = [stage.code for stage in chain_rules.settled_chain(kind, settled).stages]
        fixed = {stage.code: reason for stage, reason in chain_rules.required(kind).items()}
        places = [(str(n), _("第%(n)s") % {"n": n}) for n in range(1, len(STAGES) + 1)]
        for code, stage in STAGES.items():
            left_out = [] if code in fixed else [("", _("不经过"))]
            self.fields[code] = forms.ChoiceField(
                label=stage.label, choices=left_out + places, required=code in fixed,
                initial=str(codes.index(code) + 1) if code in codes else "",
                help_text=_("不能去掉：%(why)s") % {"why": fixed[code]} if code in fixed else "",
                widget=forms.Select(attrs={"class": "w10"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken = [place for place in cleaned.values() if place]
        if len(set(taken)) < len(taken):
            self.add_error(None, _("两个环节不能同序，请分出先后。"))
        elif not self.errors:
            for fault in chain_rules.faults_of(self.kind, self.codes()):
                self.add_error(None, fault)
        return cleaned

    def codes(self) -> list[str]:
        """The stages chosen, in the order of their places."""
        placed = {code: self.cleaned_data.get(code) for code in STAGES}
        return sorted((code for code, place in placed.items() if place), key=placed.__getitem__)
