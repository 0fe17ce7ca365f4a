"""Two people at one remedy at the same moment: one act happens, the other is told why not."""

import pytest

from casework import remedies as verbs
from casework import remedy_acts
from casework.remedies import decide_remedy
from records import log
from records.refusals import Refusal
from remedies.models import Remedy
from tests.cast import at, in_hand
from tests.records.racing import race
from tests.remedies.stories import DECIDED, TODAY, logged

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]


@pytest.fixture
def review(cast):
    return logged(in_hand(cast), cast)


def decide_at_once(review, cast) -> list[bool]:
    def attempt(number: int) -> bool:
        try:
            decide_remedy(
                Remedy.objects.get(pk=review.pk), result=["upheld", "corrected"][number],
                decided_on=DECIDED, by=cast.registrar, on=TODAY, at=at(TODAY),
            )  # fmt: skip
        except Refusal:
            return False
        return True

    return sorted(race(2, attempt))


def results_logged(review) -> int:
    return log.entries(review.application.chain).filter(event="remedy_decided").count()


def test_two_results_at_once_leave_one(review, cast):
    assert decide_at_once(review, cast) == [False, True]
    assert results_logged(review) == 1


def test_without_the_row_read_anew_both_would_be_logged(review, cast, monkeypatch):
    """The control: judged by the remedy as it was fetched before the other's result."""
    stale = Remedy.objects.get(pk=review.pk)

    def as_fetched(remedy, *, by, edits=None):
        remedy_acts.require(by)
        return stale

    monkeypatch.setattr(verbs, "locked", as_fetched)
    assert decide_at_once(review, cast) == [True, True]
    assert results_logged(review) == 2
