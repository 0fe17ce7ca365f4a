"""How many cases of a large matrix run in the quick suite; the full suite runs all of them."""

from collections.abc import Iterable
from typing import Any

import pytest


def some_quick(cases: Iterable[Any], quick: int | set[Any]) -> list[Any]:
    """Every case as a parameter, all but some marked `full`.

    `quick` is a number, spread evenly over the matrix and beginning with the first case, or the
    cases themselves by name. A tuple stands for several arguments, as in `parametrize`.
    """
    cases = list(cases)
    if isinstance(quick, int):
        kept = {place * len(cases) // quick for place in range(quick)}
    else:
        kept = {place for place, case in enumerate(cases) if case in quick}
        assert len(kept) == len(quick), "a case kept quick is not in the matrix"
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=() if place in kept else pytest.mark.full,
        )
        for place, case in enumerate(cases)
    ]
