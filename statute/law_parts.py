"""The branches of a law: facts grouped by what they govern."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NoReturn, TypeVar

from statute.answers import Answer, Ground
from statute.periods import PERIODS, Period
from statute.text import Text

T = TypeVar("T")


class LawError(ValueError):
    """A law file, or a setting laid over it, that does not hold together."""


@dataclass(frozen=True)
class Fact(Generic[T]):
    """One thing the law says. Read `value`; the rest says why it may be believed."""

    value: T
    article: Text
    source: str
    verified: bool
    doubt: Text | None = None
    setting: bool = False
    options: tuple[Any, ...] = ()
    most: int | None = None

    def __bool__(self) -> NoReturn:
        raise TypeError("a Fact is not true or false; ask its .value")


@dataclass(frozen=True)
class Setting:
    """A fact an institution may decide for itself, because the law is doubtful or silent."""

    name: str
    value: Any
    default: Any
    doubt: Text
    article: Text
    options: tuple[Any, ...]
    most: int | None


@dataclass(frozen=True)
class Counting:
    """What a receipt on a day of rest, the day of receipt and a last day of rest do."""

    receipt: Fact[str]
    first_day: Fact[str]
    end: Fact[str]


@dataclass(frozen=True)
class Correction:
    notice_within: Fact[int]
    notice_binding: Fact[bool]
    restarts: Fact[bool]
    applicant_period: Fact[int]
    times: Fact[int]


@dataclass(frozen=True)
class Extension:
    allowed: Fact[bool]
    max_days: Fact[int]
    approver: Fact[str]
    times: Fact[int]


@dataclass(frozen=True)
class Consulting:
    """Asking a third party, or a body that made the information too."""

    days: Fact[int]
    silence: Fact[str]
    suspends: Fact[bool]
    posting_days: Fact[int]


@dataclass(frozen=True)
class Payment:
    days: Fact[int]
    restarts: Fact[bool]


@dataclass(frozen=True)
class Receipt:
    """By channel: which of the three dates is the date of receipt."""

    online: Fact[str]
    counter: Fact[str]
    oral: Fact[str]
    post_signed: Fact[str]
    post: Fact[str]
    fax: Fact[str]
    email: Fact[str]


@dataclass(frozen=True)
class Asks:
    purpose: Fact[bool]
    identity: Fact[bool]


@dataclass(frozen=True)
class Reporting:
    period: Fact[str]
    due: Fact[list[int]]

    def due_on(self, period: Period) -> date:
        """Last day to publish the report on `period`."""
        month, day = self.due.value
        due = date(period.last.year, month, day)
        return due if due > period.last else due.replace(year=due.year + 1)

    def covering(self, year: int) -> Period:
        """The reporting period that starts in `year`."""
        return PERIODS[self.period.value](year)


@dataclass(frozen=True)
class RemedyLimits:
    """Nothing here is set where a law opens neither review nor suit."""

    review_days: Fact[int] | None = None
    suit_months: Fact[int] | None = None
    suit_after_review_days: Fact[int] | None = None
    review_first_articles: Fact[list[int]] | None = None
    silence: Fact[str] | None = None


@dataclass(frozen=True)
class Duties:
    """What the office owes once a review or a suit arrives."""

    review_reply_days: Fact[int] | None = None
    review_reply_simplified_days: Fact[int] | None = None
    defence_days: Fact[int] | None = None
    appeal_defence_days: Fact[int] | None = None


@dataclass(frozen=True)
class Publication:
    days: Fact[int]
    update_days: Fact[int]


@dataclass(frozen=True)
class Remedy:
    """The closing paragraph of a letter. Placeholders: {review_authority} {court} {supervisor}.

    `online` follows it where the institution names an {online_review}.
    """

    kind: str
    label: Text
    paragraph: str
    online: str
    article: Text
    source: str
    verified: bool
    doubt: Text | None

    def text_for(self, institution: Mapping[str, str]) -> str:
        """The paragraph, its placeholders not yet filled."""
        return self.paragraph + (self.online if institution.get("online_review") else "")


@dataclass(frozen=True)
class LawAnswer:
    """How this law lets an application end: article, row, remedy, and the words of the letter."""

    answer: Answer
    article: Text
    basis: str
    finding: str
    effect: str
    remedy: str
    refusal_article: int | None
    source: str
    verified: bool
    doubt: Text | None

    @property
    def code(self) -> str:
        return self.answer.code

    @property
    def label(self) -> Text:
        return self.answer.label

    @property
    def row(self) -> str:
        return self.answer.row

    @property
    def ground(self) -> Ground:
        return Ground(self.code, self.label, self.article, self.basis)
