"""What the letter says of remedies: by the article relied on, never by the row of the table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from notices import withheld
from notices.kind import Kind
from notices.templatetags.letters import ordinal
from office.models import Institution
from records.refusals import Refusal
from statute.law import Law
from statute.remedies import RemedyRefusal, remedy_paragraph

REPLY = "如对本答复不服"


def tells_remedies(kind: Kind, law: Law) -> bool:
    return kind.has_remedies and (not kind.remedies_if or law.facts[kind.remedies_if].value)


def open_to_remedies(
    kind: Kind, law: Law, answers: Sequence[Mapping[str, Any]]
) -> Sequence[Mapping[str, Any]]:
    """The answers whose remedies a notice tells: its items', or those its kind stands for."""
    if not tells_remedies(kind, law):
        return []
    if kind.remedies_as:
        return [{"answer": kind.remedies_as, "ground": ""}]
    return answers or [{"answer": code, "ground": ""} for code in sorted(kind.answers)]


def paragraphs(
    kind: Kind, law: Law, institution: Institution, answers: Sequence[Mapping[str, Any]]
) -> list[str]:
    """One paragraph where every item has the same remedy, else one for each group of items."""
    groups: dict[str, list[int]] = {}
    for position, item in enumerate(open_to_remedies(kind, law, answers), start=1):
        groups.setdefault(_of(law, institution, item), []).append(position)
    groups.pop("", None)
    if len(groups) < 2:
        return [_as_titled(kind, text) for text in groups]
    return [
        _as_titled(kind, text.replace(REPLY, f"如对本答复{_named(positions)}不服"))
        for text, positions in groups.items()
    ]


def _as_titled(kind: Kind, text: str) -> str:
    """A 告知书 does not call itself a reply."""
    if not kind.title.endswith("告知书"):
        return text
    return text.replace("收到本答复", "收到本告知书").replace("如对本答复", "如对本告知")


def _named(positions: list[int]) -> str:
    return "、".join(f"第{ordinal(position)}项" for position in positions)


def _of(law: Law, institution: Institution, item: Mapping[str, Any]) -> str:
    grounds = [withheld.row_of(ground) for ground in withheld.grounds_of([item])]
    try:
        return remedy_paragraph(law, item["answer"], _places(institution), grounds)
    except RemedyRefusal as refusal:
        labels = [str(Institution._meta.get_field(name).verbose_name) for name in refusal.missing]
        raise Refusal(
            _("机构信息中没有填写%(names)s，不能告知救济途径，请先补全。")
            % {"names": "、".join(labels)}
        ) from refusal


def _places(institution: Institution) -> dict[str, str]:
    bodies = (institution.discipline_office, institution.supervisor)
    return {
        "review_authority": institution.review_authority,
        "online_review": institution.online_review,
        "court": institution.court,
        "supervisor": "、".join(body for body in bodies if body),
    }
