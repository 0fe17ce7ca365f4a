"""The choice of what a notice revokes or replaces: the case's own notices, by number."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from casework import withdrawing
from notices.kind import Kind
from notices.kinds import KINDS
from notices.kinds_of_withdrawal import REPLACES, REVOKING_CODES, TAKEN_BACK
from notices.models import Notice
from requests_app.models import Application
from web.templatetags.words import said


def first_facts(kind: Kind, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a draft begins with when it was asked for from the page of the notice to revoke."""
    number = asked.get(TAKEN_BACK.name, "")
    return {TAKEN_BACK.name: number} if number and kind.code in REVOKING_CODES else {}


def offer(form: forms.Form, kind: Kind, application: Application) -> None:
    """Have the form offer the notices of the case instead of a number to be typed."""
    if TAKEN_BACK.name in form.fields:
        _choose(form, TAKEN_BACK.name, withdrawing.revocable(kind, application), required=True)
    if REPLACES.name in form.fields:
        found = withdrawing.replaceable(kind, application)
        if found:
            _choose(form, REPLACES.name, found, required=False)
        else:
            del form.fields[REPLACES.name]


def _choose(form: forms.Form, name: str, notices: list[Notice], *, required: bool) -> None:
    typed = form.fields[name]
    choices = [(notice.number, _named(notice)) for notice in notices]
    if not required:
        choices = [("", _("不替代")), *choices]
    form.fields[name] = forms.ChoiceField(
        label=typed.label, help_text=typed.help_text, required=required, choices=choices,
        widget=forms.RadioSelect, initial=choices[0][0] if len(choices) == 1 else "",
    )  # fmt: skip


def _named(notice: Notice) -> str:
    return f"{said(KINDS[notice.kind].label)} {notice.number}"
