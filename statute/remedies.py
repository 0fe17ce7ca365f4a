"""What an applicant may do against a reply, and the paragraph that tells them."""

from collections.abc import Iterable, Mapping
from string import Formatter

from statute.answers import PARTLY_GRANTED
from statute.law import Law, load_law

REVIEW_FIRST = "review_first"
REVIEW_OR_SUIT = "review_or_suit"


class RemedyRefusal(ValueError):
    """The paragraph cannot be written; `missing` names what the institution has not filled in."""

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"救济途径缺少：{'、'.join(self.missing)}")


def remedy_kind(law: Law, code: str, grounds: Iterable[str] = ()) -> str:
    """Which paragraph goes with a result; `grounds` are the codes of what is withheld in part.

    It follows the article, not the row: arts 14, 15 and 16 are reviewed first, anything else may
    be reviewed or sued over (行政复议法 art 23(1)(4), 法释〔2025〕8号 art 1).
    """
    remedy = law.answers[code].remedy
    withheld = tuple(grounds)
    if code != PARTLY_GRANTED or not withheld or remedy != REVIEW_FIRST:
        return remedy
    return REVIEW_FIRST if any(_reviewed_first(law, g) for g in withheld) else REVIEW_OR_SUIT


def _reviewed_first(law: Law, code: str) -> bool:
    articles = law.remedy_limits.review_first_articles
    return articles is not None and law.answers[code].refusal_article in articles.value


def review_first(code: str, *, grounds: Iterable[str] = (), law: Law | None = None) -> bool:
    """Whether review must come before suit."""
    return remedy_kind(law or load_law("cn-regulation"), code, grounds) == REVIEW_FIRST


def remedy_paragraph(
    law: Law, code: str, institution: Mapping[str, str], grounds: Iterable[str] = ()
) -> str:
    """The closing paragraph for a letter; empty where a result carries none.

    `institution` gives review_authority and court (条例) or supervisor (29号令), and may give
    online_review, an address for lodging a review online (行政复议法 art 22).
    """
    text = law.remedies[remedy_kind(law, code, grounds)].text_for(institution)
    names = [name for _, name, _, _ in Formatter().parse(text) if name]
    missing = [name for name in names if not institution.get(name)]
    if missing:
        raise RemedyRefusal(dict.fromkeys(missing))
    return text.format_map(institution)
