"""The shortest ways to a logged remedy, its courts and its orders."""

from datetime import date

from casework.remedies import decide_remedy, log_remedy
from casework.remedy_courts import lodge_instance
from remedies.models import Kind, Remedy
from tests.cast import at

FILED = date(2026, 4, 1)
DECIDED = date(2026, 5, 11)
TODAY = date(2026, 9, 1)


def logged(case, cast, kind=Kind.REVIEW, *, day=FILED, **details) -> Remedy:
    return log_remedy(
        case, kind=kind, filed_on=day, by=cast.registrar, on=TODAY, at=at(day, 10), **details
    )


def decided(remedy, cast, result="upheld", day=DECIDED) -> Remedy:
    decide_remedy(remedy, result=result, decided_on=day, by=cast.registrar, on=TODAY, at=at(TODAY))
    remedy.refresh_from_db()
    return remedy


def lodged(remedy, cast, level, day, **details):
    words = {"court": "示例省高级人民法院", "on": TODAY, "at": at(TODAY)} | details
    made = lodge_instance(remedy, level=level, lodged_on=day, by=cast.registrar, **words)
    remedy.refresh_from_db()
    return made
