"""A new decision ordered within a term: until when, and whether it was made.

How a term written in a decision is counted is in no article we have read: it is counted from the
day after the one it names, working days as such, days and months to the next working day if the
last is none (民事诉讼法 art. 85). The page says so beside the date.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from remedies.models import Order, Remedy, Unit
from statute.calendar import WorkingCalendar
from statute.calendar_months import add_months
from statute.text import Text

LABEL = Text("依复议决定、判决重新办理", "handling anew as ordered by the review body or court")
ARTICLE = Text("决定书、判决书所定的期限", "the term set in the decision")
DOUBT = Text(
    "决定书、判决书中的期限怎样计算，法律没有逐一写明。这里从起算日的次日起算，"
    "按日、按月计的，最后一日是休息日的顺延；以决定书、判决书的文字为准。",
    "How a term set in a decision is counted is not laid down. It is counted here from the day"
    " after the one named; a term in days or months that ends on a day of rest ends on the next"
    " working day. The words of the decision prevail.",
)


@dataclass(frozen=True)
class Term:
    """The last day of what was ordered; `earliest_on` if a holiday notice may still move it."""

    due_on: date
    earliest_on: date
    provisional: bool
    label: Text = LABEL
    article: Text = ARTICLE
    doubt: Text = DOUBT


def term_of(order: Order, *, calendar: WorkingCalendar) -> Term | None:
    """Until when the new decision is to be made; None where no term was set."""
    if order.counted_from is None:
        return None
    due = _last_day(order, calendar)
    return Term(
        due, _last_day(order, calendar.earliest),
        not calendar.certain_between(order.counted_from, due),
    )  # fmt: skip


def _last_day(order: Order, calendar: WorkingCalendar) -> date:
    first, term = order.counted_from, order.term
    if order.unit == Unit.WORKING_DAY:
        return calendar.add(first, term)
    days = order.unit == Unit.DAY
    return calendar.next_working(first + timedelta(days=term) if days else add_months(first, term))


def unmet(applications) -> list[Order]:
    """What was ordered in these cases and is not yet decided anew, in one query."""
    standing = Remedy.objects.against(applications)
    found = Order.objects.filter(remedy__in=standing, handling__closed_on=None)
    return list(found.select_related("remedy__application__applicant", "handling"))
