"""The values page components are made from: what a view hands to a tag in `components`."""

from datetime import date, datetime
from typing import Any, NamedTuple


class TimelineStep(NamedTuple):
    """A line of `{% timeline %}`: `state` is done, now or later; `by` makes the date a limit."""

    title: Any
    state: str = "done"
    on: date | datetime | None = None
    note: Any = ""
    by: bool = False
    url: str = ""
    link: Any = ""


class Fact(NamedTuple):
    """One line of `{% facts %}`. `change` is the address where the value can be changed."""

    term: Any
    value: Any
    change: str = ""
    note: Any = ""


class FigureColumn(NamedTuple):
    """A column of `{% figures_table %}`; neighbours with the same `group` share a heading."""

    label: Any
    group: Any = ""


class FigureCell(NamedTuple):
    """A number and the address of the cases it counts."""

    value: int
    url: str = ""


class FigureRow(NamedTuple):
    """A row; `level` 1–3 indents, a `heading` has no cells, a `total` stands under a rule."""

    label: Any
    cells: tuple[FigureCell, ...] = ()
    level: int = 1
    heading: bool = False
    total: bool = False


class Figures(NamedTuple):
    caption: Any
    corner: Any
    columns: tuple[FigureColumn, ...]
    rows: tuple[FigureRow, ...]
