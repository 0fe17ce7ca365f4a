"""The remedies paragraph in English: chosen by the same rule as the Chinese one."""

from collections.abc import Mapping, Sequence
from typing import Any

from notices import withheld
from notices.kind import Kind
from notices.remedies_paragraph import open_to_remedies
from statute.law import Law
from statute.remedies import remedy_kind

REVIEW_FIRST = (
    "If you do not accept this {paper}{items}, you may, within {review_days} days of receiving it, "
    "apply to {review_authority} for administrative reconsideration; if you do not accept the "
    "reconsideration decision, you may bring an action in {court} within {suit_after} days of "
    "receiving that decision."
)
REVIEW_OR_SUIT = (
    "If you do not accept this {paper}{items}, you may, within {review_days} days of receiving it, "
    "apply to {review_authority} for administrative reconsideration, or, within {suit_months} "
    "months of receiving it, bring an action in {court}."
)
ONLINE = " The application for reconsideration may also be lodged at {online_review}."
COMPLAINT = (
    "If you consider that the university has not fulfilled its duty under the law to disclose "
    "information, you may report it or appeal to {supervisor}."
)
PARAGRAPHS = {
    "review_first": REVIEW_FIRST,
    "review_or_suit": REVIEW_OR_SUIT,
    "complaint": COMPLAINT,
    "none": "",
}


def remedies_in_english(
    kind: Kind, law: Law, places: Any, answers: Sequence[Mapping[str, Any]]
) -> list[str]:
    """One paragraph where every item has the same remedy, else one for each group of items.

    `places` is the institution in English (`notices.english.Places`).
    """
    groups: dict[str, list[int]] = {}
    for position, item in enumerate(open_to_remedies(kind, law, answers), start=1):
        grounds = [withheld.row_of(ground) for ground in withheld.grounds_of([item])]
        remedy = remedy_kind(law, item["answer"], grounds)
        if PARAGRAPHS[remedy]:
            groups.setdefault(remedy, []).append(position)
    paper = "notice" if kind.title.endswith("告知书") else "reply"
    return [
        _paragraph(remedy, law, places, paper, positions if len(groups) > 1 else [])
        for remedy, positions in groups.items()
    ]


def _paragraph(remedy: str, law: Law, places: Any, paper: str, positions: list[int]) -> str:
    if remedy == "complaint":
        return COMPLAINT.format(supervisor=_either(places.discipline_office, places.supervisor))
    limits = law.remedy_limits
    text = PARAGRAPHS[remedy] + (ONLINE if places.online_review else "")
    return text.format(
        paper=paper,
        items=_named(positions),
        review_days=limits.review_days.value,
        suit_months=limits.suit_months.value,
        suit_after=limits.suit_after_review_days.value,
        review_authority=places.review_authority,
        online_review=places.online_review,
        court=places.court,
    )


def _either(*bodies: str) -> str:
    return " or ".join(body for body in bodies if body)


def _named(positions: list[int]) -> str:
    if not positions:
        return ""
    word = "items" if len(positions) > 1 else "item"
    return f" as regards {word} {' and '.join(str(position) for position in positions)}"
