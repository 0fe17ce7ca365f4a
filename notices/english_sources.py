"""Where a translation takes its words from, each of which notes what it has no English for:
the texts of staff, the names of the institution, the citations of the letter.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.english_citations import NoEnglish, citation
from notices.english_texts import Needed
from office.models import Institution

UNWRITTEN = "[not translated]"
HAN = re.compile(r"[\u3400-\u9fff]")
NAMES = {
    "name": gettext_lazy("英文名称"),
    "office_name": gettext_lazy("工作机构英文名称"),
    "address": gettext_lazy("英文地址"),
    "supervisor": gettext_lazy("主管部门英文名称"),
    "discipline_office": gettext_lazy("校内监督机构英文名称"),
    "review_authority": gettext_lazy("行政复议机关英文名称"),
    "court": gettext_lazy("管辖法院英文名称"),
}


class Texts:
    """The English of the free texts, by their names in the templates; notes what is not there."""

    def __init__(self, wanted: list[Needed], texts: Mapping[str, str]) -> None:
        self._wanted = {one.key: one for one in wanted}
        self._texts = texts

    @cached_property
    def missing(self) -> list[str]:
        return [
            _("没有填写“%(label)s”的英文。") % {"label": one.label}
            for one in self._wanted.values()
            if one.required and not self._texts.get(one.key)
        ]

    def of(self, key: str) -> str:
        """The English, or the text itself where it needs none; a gap where it is missing."""
        one = self._wanted.get(key)
        if self._texts.get(key) and one is not None:
            return self._texts[key]
        if one is None:
            return ""
        return one.chinese if not one.required else UNWRITTEN

    def __getitem__(self, name: str) -> str:  # {{ english.reason }} in a template
        return self.of(name)

    def search(self, row: Any) -> dict[str, Any]:
        said = {name: self.of(f"search.{row.pk}.{name}") for name in ("places", "terms", "found")}
        return said | {"on": row.on}

    def consultation(self, row: Any) -> dict[str, Any]:
        names = ("concerning", "opinion_reason")
        said = {name: self.of(f"consultation.{row.pk}.{name}") for name in names}
        return said | {"asked_on": row.asked_on, "answered_on": row.answered_on}


class Places:
    """The institution in English; where a name is missing, its Chinese one stands and is noted."""

    def __init__(self, institution: Institution) -> None:
        self._institution = institution
        self.missing: list[str] = []

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        chinese = getattr(self._institution, name)
        if name not in NAMES or not HAN.search(chinese):
            return chinese
        english = getattr(self._institution, f"{name}_en")
        if not english:
            self.missing.append(_("机构信息没有填写%(name)s。") % {"name": NAMES[name]})
        return english or chinese


class Citations:
    """Citations in English, by their names in the templates (`{{ cite.limit }}`).

    Each is put into English when the letter asks for it, so that only what it prints can be
    missing. The institution's own rules, which have no English name, keep their Chinese one.
    """

    def __init__(self, chinese: Mapping[str, str], *, own_rules: str, us: str) -> None:
        self._chinese = chinese
        self._own_rules, self._us = own_rules, us
        self.missing: list[str] = []

    def __getitem__(self, name: str) -> str:
        return self.of(self._chinese[name])

    def of(self, chinese: str) -> str:
        if not chinese:
            return ""
        if chinese == self._own_rules:
            return f"{self._us}'s own rules on information disclosure ({chinese})"
        try:
            return citation(chinese)
        except NoEnglish as unknown:
            self.missing.append(_("%(name)s没有英文名称，不能译出。") % {"name": unknown})
            return chinese
