"""The questions units are asked: the set that ships, an office's copy of it, values as typed."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.models import Unit
from records.refusals import Refusal
from reports.regulation import taken
from statute.text import Text

SHIPPED = Path(__file__).parent / "data" / "collection-university.toml"
CODE = re.compile(r"[a-z][a-z_]{0,39}")
LONGEST = 5000  # characters of an answer
MOST = 10**15  # a count or an amount above this is a slip of the finger


class Kind(models.TextChoices):
    NUMBER = "number", gettext_lazy("数量")
    MONEY = "money", gettext_lazy("金额（元）")
    TEXT = "text", gettext_lazy("文字")
    DATE = "date", gettext_lazy("日期")
    LINK = "link", gettext_lazy("网址")


class Consolidated(models.TextChoices):
    SUM = "sum", gettext_lazy("各单位相加")
    LIST = "list", gettext_lazy("逐个单位列出")
    SINGLE = "single", gettext_lazy("以一个单位的答复为准")
    JOINED = "joined", gettext_lazy("文字相连")


SUMMED = frozenset({Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True)
class Question:
    """`units`: codes of the units asked, None for all that are asked anything."""

    code: str
    label: str
    label_en: str
    kind: str
    required: bool
    consolidated: str
    units: tuple[str, ...] | None = None
    source: str = ""
    source_en: str = ""

    @property
    def said(self) -> Text:
        return Text(self.label, self.label_en or self.label)

    @property
    def said_source(self) -> Text:
        return Text(self.source, self.source_en or self.source)

    @property
    def is_summed(self) -> bool:
        return self.kind in SUMMED

    def asks(self, unit: Unit) -> bool:
        return self.units is None or unit.code in self.units

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"units": None if self.units is None else list(self.units)}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Question":
        units = data["units"]
        return cls(**dict(data) | {"units": None if units is None else tuple(units)})


@cache
def _shipped(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shipped(units: Iterable[Unit], path: Path = SHIPPED) -> list[Question]:
    """The set that comes with the system, its roles given to units by the words in their names."""
    read, units = _shipped(path), list(units)
    return [_question(said, read, units) for said in read["questions"]]


def _question(said: Mapping[str, Any], read: Mapping[str, Any], units: list[Unit]) -> Question:
    source = read["sources"][said["source"]]
    asked = None if said["asked"] == "all" else _with_roles(said["asked"], read["roles"], units)
    return Question(
        said["code"], *said["label"], said["kind"], said["required"], said["consolidated"],
        asked, *source,
    )  # fmt: skip


def _with_roles(
    asked: Iterable[str], roles: Mapping[str, list[str]], units: Iterable[Unit]
) -> tuple[str, ...]:
    words = [word for role in asked for word in roles[role]]
    return tuple(unit.code for unit in units if any(word in unit.name for word in words))


def changed(questions: Iterable[Question], question: Question) -> list[Question]:
    """The set with this question in the place of the one with its code, or at the end."""
    questions = list(questions)
    if all(known.code != question.code for known in questions):
        return [*questions, question]
    return [question if known.code == question.code else known for known in questions]


def carried_on(before: Iterable[Question], units: Iterable[Unit]) -> list[Question]:
    """Last year's set as the beginning of this year's, without the units there are no more."""
    there = {unit.code for unit in units}
    return [
        question
        if question.units is None
        else replace(question, units=tuple(code for code in question.units if code in there))
        for question in before
    ]


def refuse_unsound(question: Question) -> None:
    """Raises Refusal with everything about a question that cannot be asked so."""
    reasons = []
    if not CODE.fullmatch(question.code):
        reasons.append(_("代码用小写英文字母和下划线，以字母开头，例如web_items。"))
    reasons += taken([question.code])
    if not question.label.strip():
        reasons.append(_("请写明问题。"))
    if question.consolidated == Consolidated.SUM and not question.is_summed:
        reasons.append(_("只有数量和金额可以相加，请另选汇总方式。"))
    if question.consolidated == Consolidated.JOINED and question.kind != Kind.TEXT:
        reasons.append(_("只有文字可以相连，请另选汇总方式。"))
    if reasons:
        raise Refusal(*reasons)


def canonical(kind: str, typed: str) -> str:
    """What was typed as it is kept; empty stays empty. Raises Refusal with what to type instead."""
    text = typed.strip()
    if len(text) > LONGEST:
        raise Refusal(_("最多%(n)s字。") % {"n": LONGEST})
    return _READ[Kind(kind)](text) if text else ""


def _number(text: str) -> str:
    plain = _plain(text)
    if not plain.isascii() or not plain.isdigit() or int(plain) > MOST:
        raise Refusal(_("请填写整数，例如58；没有的填0。"))
    return str(int(plain))


def _money(text: str) -> str:
    try:
        amount = Decimal(_plain(text))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != round(amount, 2):
        raise Refusal(_("请填写金额，单位为元，最多两位小数，例如1234.50。"))
    return f"{amount:.2f}"


def _plain(text: str) -> str:
    """Full-width digits as half-width, without the commas and blanks between thousands."""
    return re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        raise Refusal(_("请填写日期，例如2026-03-31。")) from None


def _link(text: str) -> str:
    try:
        URLValidator(["http", "https"])(text)
    except ValidationError:
        raise Refusal(_("请填写完整的网址，以https://或者http://开头。")) from None
    return text


def _text(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


_READ = {
    Kind.NUMBER: _number, Kind.MONEY: _money, Kind.TEXT: _text, Kind.DATE: _date, Kind.LINK: _link,
}  # fmt: skip
