"""A logged remedy set right with the old values kept, or annulled and in no table."""

from datetime import date

import pytest

from casework.remedy_orders import order_anew
from casework.remedy_rightings import annul, set_right, set_row_right
from records import log
from records.refusals import Refusal
from remedies.models import Kind, Remedy, RemedyRighting
from reports.figures import remedy_table
from reports.scope import Scope
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import span
from tests.cast import at, in_hand
from tests.remedies.stories import DECIDED, TODAY, decided, lodged, logged

pytestmark = pytest.mark.django_db

YEAR = Scope(span(date(2026, 1, 1), date(2026, 12, 31)))


@pytest.fixture
def review(cast):
    return decided(logged(in_hand(cast), cast, grounds="不服答复"), cast)


def righted(remedy, cast, **values):
    words = {"reason": "登记时看错", "by": cast.registrar, "on": TODAY, "at": at(TODAY)}
    return set_right(remedy, **words | values)


def test_the_old_value_is_kept_beside_the_new_one_and_logged(review, cast):
    righted(review, cast, result="corrected", grounds="不服不予公开")
    review.refresh_from_db()
    assert (review.result, review.grounds) == ("corrected", "不服不予公开")
    kept = {row.field: (row.was, row.becomes) for row in RemedyRighting.objects.all()}
    assert kept == {"result": ("upheld", "corrected"), "grounds": ("不服答复", "不服不予公开")}
    entry = log.entries(review.application.chain).last()
    assert entry.event == "remedy_set_right"
    assert "不服" not in str(entry.payload)


def test_what_is_set_right_obeys_the_same_rules_with_every_reason_at_once(review, cast):
    with pytest.raises(Refusal) as refused:
        righted(review, cast, filed_on=date(2026, 2, 1), decided_on=None, reason=" ")
    assert len(refused.value.reasons) == 3
    review.refresh_from_db()
    assert (review.decided_on, RemedyRighting.objects.count()) == (DECIDED, 0)
    with pytest.raises(Refusal, match="没有要更正"):
        righted(review, cast, result="upheld")


def test_who_saw_an_older_entry_does_not_overwrite_it(review, cast):
    seen = review.edits
    righted(review, cast, edits=seen, docket="鄂政复1号")
    with pytest.raises(ChangedMeanwhile):
        righted(review, cast, edits=seen, docket="鄂政复2号")
    righted(review, cast, docket="鄂政复2号")  # the control: without the number it would


def test_the_court_says_what_the_lawsuit_says(cast):
    suit = decided(logged(in_hand(cast), cast, Kind.LITIGATION_DIRECT), cast)
    righted(suit, cast, result="other", body="示例市中级人民法院")
    assert list(suit.instances.values_list("court", "result")) == [("示例市中级人民法院", "other")]
    lodged(suit, cast, "second", date(2026, 5, 20))
    with pytest.raises(Refusal, match="二审尚未裁判"):
        righted(suit, cast, decided_on=DECIDED, result="other")
    with pytest.raises(Refusal, match="不能改成非诉讼"):
        righted(suit, cast, kind="review")


def test_a_retrial_and_an_order_are_set_right_too(cast):
    suit = decided(logged(in_hand(cast), cast, Kind.LITIGATION_DIRECT), cast)
    words = {"reason": "看错", "by": cast.registrar, "on": TODAY, "at": at(TODAY)}
    order = order_anew(
        suit, ordered_on=DECIDED, term=10, unit="day", counted_from=DECIDED, by=cast.registrar,
        on=TODAY, at=at(TODAY),
    )  # fmt: skip
    set_row_right(order, term=15, **words)
    with pytest.raises(Refusal, match="要么都填"):
        set_row_right(order, term=None, **words)
    retrial = lodged(suit, cast, "retrial", date(2026, 7, 1))
    decided(suit, cast, "corrected", date(2026, 8, 1))
    set_row_right(retrial, result="upheld", **words)
    kept = [(row.field, row.was, row.becomes) for row in RemedyRighting.objects.all()]
    assert kept == [("order.term", "10", "15"), ("court.result", "corrected", "upheld")]


def test_who_saw_an_older_order_does_not_overwrite_it(review, cast):
    words = {"reason": "看错", "by": cast.registrar, "on": TODAY, "at": at(TODAY)}
    order = order_anew(review, ordered_on=DECIDED, what="重新答复", by=cast.registrar, on=TODAY,
                       at=at(TODAY))  # fmt: skip
    review.refresh_from_db()
    seen = review.edits
    set_row_right(order, what="十日内重新答复", edits=seen, **words)
    with pytest.raises(ChangedMeanwhile):
        set_row_right(order, what="重新答复", edits=seen, **words)
    order.refresh_from_db()
    assert order.what == "十日内重新答复"
    set_row_right(order, what="重新答复", **words)  # the control: without the number it would
    order.refresh_from_db()
    assert order.what == "重新答复"


def test_an_annulled_entry_is_in_no_table_and_stays_readable(review, cast):
    table = remedy_table(YEAR)[Kind.REVIEW]
    assert table["total"] == 1
    annul(review, reason="登记到了别的办件", by=cast.office_head, at=at(TODAY))
    assert remedy_table(YEAR)[Kind.REVIEW]["total"] == 0
    assert not review.application.remedies.exists()
    assert Remedy.entries.get().annulled_why == "登记到了别的办件"
    with pytest.raises(Refusal, match="已经作废"):
        righted(review, cast, docket="1")
    assert log.entries(review.application.chain).last().event == "remedy_annulled"


def test_what_others_rest_on_is_not_annulled(review, cast):
    logged(review.application, cast, Kind.LITIGATION_AFTER_REVIEW, follows=review, day=DECIDED)
    with pytest.raises(Refusal) as refused:
        annul(review, reason="", by=cast.office_head, at=at(TODAY))
    assert len(refused.value.reasons) == 2


def test_only_the_office_sets_right_or_annuls(review, cast):
    for person in (cast.officer, cast.leader, cast.inspector):
        with pytest.raises(NotPermitted):
            righted(review, cast, by=person, docket="1")
        with pytest.raises(NotPermitted):
            annul(review, reason="错", by=person, at=at(TODAY))
