"""The part of a draft's form for its English translation: the box, and a field for each text."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from casework.translating import Translation
from notices import english, english_texts
from notices.english_texts import Kept
from notices.kind import Kind
from requests_app.models import Application

PREFIX = "english."
KEY = re.compile(r"[a-z_0-9.]{1,60}")
MOST = 200  # texts of one draft


class EnglishForm(forms.Form):
    """A field for each text that needs English; empty ones are saved and listed as missing.

    `typed` are the facts in the form now, with every row. English of texts that stand there no
    more is carried along unseen, so that nothing typed is lost.
    """

    english = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kind: Kind,
        application: Application,
        typed: Mapping[str, Any],
        wording: str,
        known: Translation,
    ) -> None:
        first = {"english": known.wanted} | {PREFIX + k: v for k, v in known.texts.items()}
        super().__init__(data, initial=first, label_suffix="")
        self.offered = english.offered(kind)
        self.fields["english"].label = _("附英文译文（仅供参考）")
        self.fields["english"].help_text = _(
            "与中文文书一并送审、发出。每页注明以中文为准；译文不盖章，不另编号。"
        )
        sent = [name.removeprefix(PREFIX) for name in data or () if name.startswith(PREFIX)]
        wanted = english_texts.needed(kind, application, typed, wording) if self.offered else []
        for one in wanted:
            self.fields[PREFIX + one.key] = _field(one)
        for key in [*known.texts, *sent][:MOST]:
            if KEY.fullmatch(key) and PREFIX + key not in self.fields:
                self.fields[PREFIX + key] = forms.CharField(
                    required=False, widget=forms.HiddenInput
                )

    @property
    def shown(self) -> bool:
        """Whether the fields are open: the box is ticked, or something is written in them."""
        return bool(self["english"].value()) or any(field.value() for field in self.texts)

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def translation(self, kept: Kept | None = None) -> Translation:
        """What was filled in. `kept` are the items and parts that are not struck out."""
        given = {
            name.removeprefix(PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX) and value
        }
        return Translation(self.cleaned_data["english"], english_texts.moved(given, kept))

    def as_typed(self, kept: Kept | None = None) -> Translation:
        """What is in the fields now, sound or not."""
        texts = {field.name.removeprefix(PREFIX): field.value() or "" for field in self.texts}
        return Translation(bool(self["english"].value()), english_texts.moved(texts, kept))


def _field(one: english_texts.Needed) -> forms.Field:
    made = forms.CharField(
        label=_("“%(label)s”的英文") % {"label": one.label},
        help_text=format_html('<span lang="zh-CN">{}</span>', one.chinese),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    made.optional = not one.required  # asked for, though a draft is saved without it
    return made
