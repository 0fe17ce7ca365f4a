"""The facts a draft is made from: checked against the kind's declaration, all faults at once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notices import items
from notices.basis import citation
from notices.kind import Field, Kind, Widget
from notices.printable import visible
from records.refusals import Refusal
from statute.law import Law
from statute.text import Text

LONGEST = 8000  # characters in one text: several pages


class FactsRefused(Refusal):
    """What was filled in does not do; `reasons` has a sentence for each fault."""


def cleaned(
    kind: Kind, facts: Mapping[str, Any], law: Law | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The facts as JSON keeps them, and apart from them the sealed ones. Raises FactsRefused.

    With `law`, what is missing is asked for with the article that asks for it.
    """
    unknown = set(facts) - {field.name for field in kind.fields}
    wrong = [_("这种文书没有“%(name)s”一项。") % {"name": name} for name in sorted(unknown)]
    plain: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    for field in kind.fields:
        value, faults = _value(field, facts.get(field.name), law)
        wrong += faults
        if value not in (None, ""):
            (sealed if field.sealed else plain)[field.name] = value
    if not wrong and kind.is_reply:
        wrong += _result_faults(kind, plain["items"])
    if wrong:
        raise FactsRefused(*wrong)
    return plain, sealed


def _value(field: Field, given: Any, law: Law | None) -> tuple[Any, list[str]]:
    if field.widget == Widget.ITEMS:
        return items.cleaned(given, law)
    if given is None or str(given).strip() == "":
        return None, [_missing(field, law)] if field.required else []
    try:
        return _READERS[field.widget](field, given), []
    except (ValueError, InvalidOperation):
        return None, [_("“%(label)s”填写得不对。") % {"label": _said(field.label)} + _range(field)]


def _missing(field: Field, law: Law | None) -> str:
    if law is None or not field.why:
        return _("请填写“%(label)s”。") % {"label": _said(field.label)}
    words = {"label": _said(field.label), "why": _said(citation(field.why, law))}
    return _("请填写“%(label)s”（依据：%(why)s）。") % words


def _said(text: Text) -> str:
    return text.en if (get_language() or "").startswith("en") else text.zh


def _range(field: Field) -> str:
    if field.widget != Widget.NUMBER or field.most is None:
        return ""
    return _("应为%(least)s至%(most)s。") % {"least": field.least or 0, "most": field.most}


def _text(field: Field, given: Any) -> str:
    text = visible(str(given))
    if len(text) > LONGEST:
        raise ValueError
    return text if field.widget == Widget.TEXTAREA else " ".join(text.split())


def _number(field: Field, given: Any) -> int | str:
    number = Decimal(str(given).strip())
    step = Decimal(1).scaleb(-field.decimals)
    if number.quantize(step) != number:
        raise ValueError
    if (field.least is not None and number < field.least) or (
        field.most is not None and number > field.most
    ):
        raise ValueError
    return str(number.quantize(step)) if field.decimals else int(number)


def _date(field: Field, given: Any) -> str:
    day = given if isinstance(given, date) else date.fromisoformat(str(given).strip())
    return day.isoformat()


def _choice(field: Field, given: Any) -> str:
    if given not in {code for code, _label in field.choices}:
        raise ValueError
    return str(given)


_READERS = {
    Widget.TEXT: _text,
    Widget.TEXTAREA: _text,
    Widget.NUMBER: _number,
    Widget.DATE: _date,
    Widget.CHOICE: _choice,
    Widget.CONSULTATION: _number,
}


def _result_faults(kind: Kind, answers: list[dict[str, str]]) -> list[str]:
    """A reply is of the kind that its answers, taken together, come to (30号格式, 三)."""
    result = items.result_of(answers)
    if result not in kind.answers:
        return [
            _("这些事项合起来的办理结果是“%(result)s”，不能用《%(kind)s》，请改用相应的文书。")
            % {"result": _said(items.ANSWERS[result].label), "kind": _said(kind.label)}
        ]
    grounds = {item["ground"] for item in answers if item["answer"] in kind.answers}
    if kind.grounds and not grounds & kind.grounds:
        return [_("答复事项的具体情形与《%(kind)s》不符。") % {"kind": _said(kind.label)}]
    return []
