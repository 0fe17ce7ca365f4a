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
