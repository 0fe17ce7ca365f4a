"""The shortest ways to a collection under way: two units asked, by 30 September 2025."""

from datetime import date

from office.models import RoleGrant, User
from office.roles import Role
from reports import collection_answers as answering
from reports import collection_rounds as rounds
from reports.collection_answers import Given
from reports.collection_questions import Question
from reports.models import Ask, CollectionRound, HowSaid
from statute.periods import Period, school_year
from tests.cast import Cast, at

YEAR = school_year(2024)
OPENED, DUE = date(2025, 9, 8), date(2025, 9, 30)  # a Monday and a Tuesday
WEB = Question("web_items", "网站公开条数", "Items on the web", "number", True, "sum")
AMOUNT = Question(
    "procurement_amount", "采购金额", "Amount of procurement", "money", True, "sum", ("hqc",)
)
NOTES = Question("problems_by_unit", "问题和改进", "Problems", "text", False, "list")
ASKED = (WEB, AMOUNT, NOTES)


def prepared(
    cast: Cast, *questions: Question, period: Period = YEAR, on: date = OPENED, due: date = DUE
) -> CollectionRound:
    """A collection of which the two units of the cast have not heard yet."""
    made = rounds.begin(period, due_on=due, note="", by=cast.registrar, on=on, at=at(on))
    for known in rounds.questions_of(made):
        rounds.drop_question(made, known.code, edits=made.edits, by=cast.registrar, at=at(on))
    for question in questions or ASKED:
        rounds.set_question(made, question, edits=made.edits, by=cast.registrar, at=at(on))
    return made


def opened(cast: Cast, *questions: Question, **when) -> CollectionRound:
    made = prepared(cast, *questions, **when)
    on = when.get("on", OPENED)
    rounds.open_(made, edits=made.edits, by=cast.registrar, on=on, at=at(on))
    return made


def ask_of(found: CollectionRound, unit) -> Ask:
    return Ask.objects.get(round=found, unit=unit)


def logistics_head(cast: Cast) -> User:
    """The head of the second unit; made once."""
    head, made = User.objects.get_or_create(
        username="tang", defaults={"full_name": "汤处长", "email": "tang@example.com"}
    )
    if made:
        RoleGrant.objects.create(
            user=head, role=Role.DEPARTMENT_HEAD, unit=cast.logistics,
            granted_at=at(date(2020, 1, 1)),
        )  # fmt: skip
    return head


def fill(ask: Ask, by: User, *, on: date = OPENED, hand_in: bool = False, said=None, **typed):
    """Type plain values, or `Given`s, for some questions."""
    given = {c: v if isinstance(v, Given) else Given(v) for c, v in typed.items()}
    answering.write(
        ask, given, edits=ask.edits, by=by, at=at(on, 10), said=said, hand_in=hand_in
    )  # fmt: skip


def by_phone(who: str = "孙秘书", on: date = OPENED) -> answering.Said:
    return answering.Said(who, on, HowSaid.PHONE)


def the_year_before(cast: Cast, *questions: Question) -> CollectionRound:
    """2023–2024, asked of the same units, answered by none yet."""
    return opened(
        cast, *questions, period=school_year(2023), on=date(2024, 9, 9), due=date(2024, 9, 30)
    )
