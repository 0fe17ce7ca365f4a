"""Papers that wait for one person as lines of a list, in a few queries for any number of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework import paper
from casework.paper import Waiting
from casework.rows import rows_of
from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from records.models import Approval
from statute.clock import Clock
from web.staff import approval_page


@dataclass(frozen=True)
class Line:
    """One paper that is not opened: which, how urgent, in whose place, and what follows."""

    notice: Notice
    kind: Kind
    clock: Clock | None
    instead_of: User | None
    follows: str
    last_time: str


def lines_of(waiting: Sequence[Waiting], *, by: User, on: date) -> list[Line]:
    """A line for each, in the same order."""
    cases = rows_of([one.notice.application for one in waiting], on=on)
    again = _signed_before(waiting, by)
    return [
        Line(
            notice=one.notice,
            kind=KINDS[one.notice.kind],
            clock=row.clock,
            instead_of=one.capacity.instead_of,
            follows=_follows(one),
            last_time=approval_page.last_time(one.notice, by) if one.notice.pk in again else "",
        )
        for one, row in zip(waiting, cases, strict=True)
    ]


def _follows(one: Waiting) -> str:
    stages = paper.stages(one.notice, given=one.given)
    return approval_page.what_follows([stage for stage in stages if not stage.done])


def _signed_before(waiting: Sequence[Waiting], by: User) -> set[int]:
    """The papers of which this person had an earlier draft before them: mostly none."""
    keys = {one.notice.subject_key: one.notice.pk for one in waiting}
    given = Approval.objects.filter(subject__in=list(keys), by_id=by.pk)
    return {keys[subject] for subject in given.values_list("subject", flat=True)}
