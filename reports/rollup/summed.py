"""The sum of several reports, what breaks an identity, and what does not go together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reports.rollup.sources import Source
from statute import annual
from statute.annual import ALL_COLUMNS, REMEDY_COLUMNS, ROW_CODES

KINDS = annual.OTHER_REMEDY_KINDS | annual.REMEDY_KINDS
SUM = "sum"  # where a sentence names the file of a source


@dataclass(frozen=True)
class Rollup:
    """Every cell is the sum of the same cell of each source."""

    sources: tuple[Source, ...]

    @cached_property
    def requests(self) -> dict[str, list[int]]:
        tables = [source.requests for source in self.sources]
        return {row: [sum(numbers) for numbers in zip(*(table[row] for table in tables),
                                                      strict=True)]
                for row in ROW_CODES}  # fmt: skip

    @cached_property
    def remedies(self) -> dict[str, dict[str, int]]:
        tables = [source.remedies for source in self.sources]
        return {
            kind: {column: sum(table[kind][column] for table in tables)
                   for column in REMEDY_COLUMNS}
            for kind in KINDS
        }  # fmt: skip

    @property
    def checks(self) -> list[annual.Check]:
        return [*annual.check_requests(self.requests), annual.check_remedies(self.remedies)]

    @property
    def violations(self) -> list[str]:
        """Each identity that does not hold, with the file and the cells; then those of the sum."""
        judged = [*((source.file, source.checks) for source in self.sources), (SUM, self.checks)]
        return [
            f"{file}: {check.rule} {check.detail.zh} ({check.detail.en})"
            for file, checks in judged
            for check in checks
            if not check.holds
        ]

    @property
    def odd_periods(self) -> list[str]:
        """Sources whose period is not the one most of them have."""
        counted = Counter(source.period for source in self.sources)
        usual = counted.most_common(1)[0][0]
        return [
            f"{source.file}: {source.institution} reports on {source.period}, most on {usual}"
            for source in self.sources
            if source.period != usual
        ]

    def cells(self) -> Iterator[tuple[str, str, str, list[int]]]:
        """(table, row, column, the number of each source): what every sum is made of."""
        for row in ROW_CODES:
            for place, column in enumerate(ALL_COLUMNS):
                yield "requests", row, column, [s.requests[row][place] for s in self.sources]
        for kind in KINDS:
            for column in REMEDY_COLUMNS:
                yield "remedies", kind, column, [s.remedies[kind][column] for s in self.sources]
