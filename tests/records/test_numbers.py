from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from records.models import Counter
from records.numbers import next_number
from tests.records.racing import race

WRITERS, EACH = 50, 4


@pytest.mark.django_db
def test_each_series_and_year_counts_from_one():
    taken = [next_number("依申请公开", 2026) for _ in range(3)]
    assert taken == [1, 2, 3]
    assert next_number("依申请公开", 2027) == 1
    assert next_number("补正", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_only_in_the_transaction_of_what_bears_it():
    with pytest.raises(transaction.TransactionManagementError):
        next_number("依申请公开", 2026)


@pytest.mark.django_db(transaction=True)
def test_a_number_comes_back_when_its_transaction_does_not_happen():
    @transaction.atomic
    def take(*, and_fail=False):
        number = next_number("依申请公开", 2026)
        if and_fail:
            raise KeyError(number)

    take()
    with pytest.raises(KeyError, match="2"):
        take(and_fail=True)
    with transaction.atomic():
        assert next_number("依申请公开", 2026) == 2


@pytest.mark.django_db
def test_one_row_per_series_and_year():
    Counter.objects.create(series="依申请公开", year=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counter.objects.create(series="依申请公开", year=2026)


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_take_every_number_once():
    def run(_number):
        taken = []
        for _ in range(EACH):
            with transaction.atomic():
                taken.append(next_number("依申请公开", 2026))
        return taken

    taken = [number for numbers in race(WRITERS, run) for number in numbers]
    assert sorted(taken) == list(range(1, WRITERS * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_the_naive_way_gives_the_same_number_to_all():
    """The control: highest plus one. If it did not fail, the test above would prove nothing."""
    Counter.objects.create(series="依申请公开", year=2026, last=7)
    all_have_read = Barrier(WRITERS, timeout=60)

    def run(_number):
        highest = Counter.objects.get(series="依申请公开", year=2026).last
        connection.close()
        all_have_read.wait()
        Counter.objects.filter(series="依申请公开", year=2026).update(last=highest + 1)
        return highest + 1

    assert race(WRITERS, run) == [8] * WRITERS
