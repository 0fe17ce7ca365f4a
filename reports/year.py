"""What a report says of a year in numbers, from the cases or from a file of facts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from reports import known, timing
from reports import scope as scopes
from reports.figures import REMEDY_KINDS, figures
from reports.models.lines import SPANS, CaseLine
from reports.scope import Scope
from reports.timeliness import Timeliness, timeliness
from requests_app.models import Correction, Extension, FeeDemand
from requests_app.states import Channel
from statute import annual
from statute.annual import ALL_COLUMNS, COLUMNS, REMEDY_COLUMNS, ROW_CODES
from statute.periods import Period


@dataclass(frozen=True)
class Year:
    period: Period
    requests: Mapping[str, list[int]]
    remedies: Mapping[str, Mapping[str, int]]
    channels: Mapping[str, int] = field(default_factory=dict)
    timeliness: Timeliness = field(default_factory=Timeliness)
    extensions: int = 0
    corrections: int = 0
    fee_cases: int = 0
    fees: Decimal = Decimal(0)

    def total(self, row: str) -> int:
        return self.requests[row][-1]

    @property
    def checks(self) -> list[annual.Check]:
        return [*annual.check_requests(self.requests), annual.check_remedies(self.remedies)]

    def numbers(self) -> dict[str, Any]:
        """As plain values: what a published report keeps and the live figures are held against."""
        return {
            "requests": {row: list(numbers) for row, numbers in self.requests.items()},
            "remedies": {kind: dict(numbers) for kind, numbers in self.remedies.items()},
            "channels": dict(self.channels),
            "replies": self.timeliness.replies,
            "replies_in_time": self.timeliness.in_time,
            "extensions": self.extensions,
            "corrections": self.corrections,
            "fee_cases": self.fee_cases,
            "fees": f"{self.fees:.2f}",
        }


def empty_requests() -> dict[str, list[int]]:
    return {row: [0] * len(ALL_COLUMNS) for row in ROW_CODES}


def empty_remedies() -> dict[str, dict[str, int]]:
    return {kind: dict.fromkeys(REMEDY_COLUMNS, 0) for kind in REMEDY_KINDS}


def year_of(scope: Scope) -> Year:
    """The year as the cases have it. Raises Institution.DoesNotExist before there is one."""
    found = figures(scope)
    cases = scopes.cases(scope)
    within = {"gte": scope.period.first, "lte": scope.end}
    return Year(
        period=scope.period,
        requests=found.requests,
        remedies=found.remedies,
        channels=_channels(scope),
        timeliness=timeliness(scope),
        extensions=Extension.objects.filter(
            handling__application__in=cases, **_between("decided_on", within)
        ).count(),
        corrections=Correction.objects.filter(
            application__in=cases, **_between("asked_on", within)
        ).count(),
        fee_cases=FeeDemand.objects.filter(
            handling__application__in=cases, **_between("asked_on", within)
        ).count(),
        fees=timing.fees(scope).paid,
    )


def _between(name: str, within: Mapping[str, date]) -> dict[str, date]:
    return {f"{name}__{end}": day for end, day in within.items()}


def _channels(scope: Scope) -> dict[str, int]:
    received = CaseLine.objects.filter(
        kind__in=COLUMNS, law__in=scope.laws, span__in=(0, *SPANS),
        came_on__gt=scope.before, came_on__lte=scope.end,
    )  # fmt: skip
    counted = Counter(dict(received.order_by().values_list("channel").annotate(n=Count("pk"))))
    for change in known.changes(scope):
        counted[change.channel] -= annual.RECEIVED in known.rows_of(scope, change.now)
        counted[change.channel] += annual.RECEIVED in known.rows_of(scope, change.then)
    return {channel: counted[channel] for channel in Channel.values}


def share(part: int, whole: int) -> str:
    return f"{Decimal(100 * part) / whole:.1f}%"
