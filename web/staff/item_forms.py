"""The form of one item of a reply: what was asked for, the answer, and what the answer needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from notices import items, withheld
from notices.kind import Kind
from statute.answers import ANSWERS, PARTLY_GRANTED, RESULT_CODES, combine
from statute.law import Law
from statute.text import Text
from web.staff.withheld_forms import parts_formset, variant_article
from web.templatetags.words import said

NOT_BY_REPLY = frozenset({"other_not_corrected", "other_fee_unpaid"})


class ItemForm(forms.Form):
    """One item asked for and the answer to it."""

    asked_for = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    answer = forms.ChoiceField(widget=forms.RadioSelect)
    ground = forms.ChoiceField(required=False)
    reasons = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    how_obtained = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, kind: Kind, law: Law, several: bool, more_parts: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own, beside = answers_of(kind)
        self.parts = None
        if PARTLY_GRANTED in own:
            first = withheld.parts_of(self.initial | {"answer": PARTLY_GRANTED})
            self.parts = parts_formset(
                self.data if self.is_bound else None, prefix=f"{self.prefix}-withheld", law=law,
                first=first, more=more_parts,
            )  # fmt: skip
        self.only_parts = own == [PARTLY_GRANTED] and not several
        beside = beside if several else []
        self._ask("asked_for", _("申请人要求的信息"))
        if beside:
            self.fields["answer"].widget = forms.Select()
        self._ask("answer", _("怎样答复"))
        self.fields["answer"].choices = _answer_choices(own, beside, law)
        if len(own) == 1:
            self.fields["answer"].initial = own[0]
        self._ask("ground", _("具体情形"), _("所选的答复列有情形的，须选一种。"))
        self.fields["ground"].choices = [("", "—"), *_ground_choices([*own, *beside], law)]
        if len(kind.grounds) == 1:
            self.fields["ground"].initial = next(iter(kind.grounds))
        self._ask(
            "reasons", _("事实与理由"), _("写进答复书，申请人会看到。不公开、不能提供的须写。")
        )
        self._ask(
            "how_obtained",
            _("获取的方式、途径和时间"),
            _("提供信息或者告知途径的须写，写到具体网页。"),
        )

    def _ask(self, name: str, label: str, help_text: str = "") -> None:
        self.fields[name].label, self.fields[name].help_text = label, help_text

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        answer = found.get("answer")
        if not answer or set(self.errors) & {"ground", "reasons", "how_obtained"}:
            return found
        choices = items.GROUNDS.get(answer, {})
        if choices and found.get("ground") not in choices:
            self.add_error("ground", _("请选择具体情形。"))
        if not choices and found.get("ground") and answer != PARTLY_GRANTED:
            self.add_error("ground", _("这种答复没有可选的情形。"))
        if items.needs_reasons(found) and not found.get("reasons"):
            self.add_error("reasons", _("请写明事实与理由。"))
        if items.needs_how(found) and not found.get("how_obtained"):
            self.add_error("how_obtained", _("请写明获取信息的方式、途径和时间。"))
        return found

    @property
    def in_part(self) -> bool:
        """Whether the parts withheld count: the answer is that some are."""
        return self.parts is not None and self["answer"].value() == PARTLY_GRANTED

    def is_valid(self) -> bool:
        return super().is_valid() and (not self.in_part or self.parts.is_valid())

    def typed(self) -> dict[str, Any]:
        """What is in the form now, sound or not."""
        found = {key: self[key].value() or "" for key in items.KEYS}
        return found | {"withheld": self.parts.typed()} if self.in_part else found

    def rows(self) -> dict[str, Any]:
        """The same with every row for a part, by whose place its English is known."""
        return self.typed() | ({"withheld": self.parts.rows()} if self.in_part else {})

    def places(self) -> list[int] | None:
        """Which rows for parts are filled, where parts count."""
        return self.parts.places() if self.in_part else None


def answers_of(kind: Kind) -> tuple[list[str], list[str]]:
    """The kind's own answers, and those that other items may have without changing the kind."""
    own = [code for code in RESULT_CODES if code in kind.answers]
    beside = [
        code
        for code in RESULT_CODES
        if code not in kind.answers
        and code not in NOT_BY_REPLY
        and any(combine([mine, code]) in kind.answers for mine in own)
    ]
    return own, beside


def _answer_choices(own: list[str], beside: list[str], law: Law) -> list[Any]:
    choices: list[Any] = [(code, _with_article(code, law)) for code in own]
    if beside:
        others = [(code, _with_article(code, law)) for code in beside]
        choices = [(_("本文书的答复"), choices), (_("其他事项还可以是"), others)]
    return choices


def _with_article(code: str, law: Law) -> str:
    label, article = said(ANSWERS[code].label), law.answers[code].article
    return label if article.zh.startswith("—") else f"{label}　{said(article)}"


def _variant(code: str, label: Text, law: Law) -> str:
    """A ground that shares its row of the table with another, and has an article of its own."""
    return f"{said(label)}　{said(variant_article(code, law))}"


def _ground_choices(answers: list[str], law: Law) -> list[Any]:
    return [
        (
            said(ANSWERS[answer].label),
            [
                (code, _with_article(code, law) if code in ANSWERS else _variant(code, label, law))
                for code, label in items.GROUNDS[answer].items()
            ],
        )
        for answer in answers
        if answer in items.GROUNDS
    ]
