"""One entry to each of many chains, old and new, is as good as one at a time."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from records import log

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def each(chains, event="imported"):
    with transaction.atomic():
        log.append_all([(c, {"n": c}) for c in chains], event, actor=log.SYSTEM, at=AT)


@pytest.mark.django_db
def test_old_chains_go_on_and_new_ones_begin():
    each(["application:1", "application:2"])
    each(["application:2", "application:3"], "noted")
    assert [(e.sequence, e.event) for e in log.entries("application:2")] == [
        (1, "imported"), (2, "noted"),
    ]  # fmt: skip
    assert log.entries("application:3").get().sequence == 1
    assert log.verify() == []


@pytest.mark.django_db
def test_one_chain_takes_several_in_their_order():
    each(["application:1", "application:2", "application:1", "application:1"])
    assert [e.sequence for e in log.entries("application:1")] == [1, 2, 3]
    assert log.verify() == []


@pytest.mark.django_db
def test_what_append_adds_afterwards_is_chained_to_it():
    each(["application:1"])
    with transaction.atomic():
        log.append("application:1", "noted", actor=log.SYSTEM, at=AT)
    assert log.verify() == []


@pytest.mark.django_db
def test_more_chains_than_one_batch():
    names = [f"application:{n}" for n in range(2 * log.BATCH + 1)]
    each(names)
    each(names)
    assert log.entries(names[-1]).count() == 2
    assert log.verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("chain", "event"), [("", "noted"), ("a" * 81, "noted"), ("a", "Noted!")])
def test_what_is_no_name_is_refused(chain, event):
    with pytest.raises(ValueError, match="not a name"):
        each([chain], event)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        log.append_all([("application:1", {})], "noted", actor=log.SYSTEM, at=AT)
