"""Numbers without duplicate and without gap: one locked row per series and year."""

from django.db import connection, transaction
from django.db.models import F

from records.models import Counter


def next_number(series: str, year: int) -> int:
    """Return the next number of a series, from 1.

    Inside the transaction that uses it: the number comes back if that transaction does not
    happen, and other takers wait until it has ended.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A number is taken in the transaction of the row that bears it."
        )
    row = Counter.objects.filter(series=series, year=year)
    if not row.update(last=F("last") + 1):
        Counter.objects.bulk_create([Counter(series=series, year=year)], ignore_conflicts=True)
        row.update(last=F("last") + 1)
    return row.values_list("last", flat=True).get()


def next_numbers(series: str, year: int, count: int) -> range:
    """Return the next `count` numbers of a series; taken and given back as `next_number` does."""
    first = next_number(series, year)
    Counter.objects.filter(series=series, year=year).update(last=F("last") + count - 1)
    return range(first, first + count)


def skip_to(series: str, year: int, number: int) -> None:
    """Have the next number come after `number`, where numbers were given outside this system."""
    Counter.objects.bulk_create([Counter(series=series, year=year)], ignore_conflicts=True)
    Counter.objects.filter(series=series, year=year, last__lt=number).update(last=number)
