"""The round red seal, drawn from the institution's name. It goes on a letter when it is issued.

A drawing of ours, for the layout: it proves nothing. In demonstration data it says 示范.
"""

import base64
from dataclasses import dataclass
from math import cos, pi, radians, sin

from django.conf import settings
from django.template.loader import render_to_string

CENTRE = "信息公开专用章"
RADIUS = 100.0
RING = 76.0  # where the names' characters stand
SWEEP = 250.0  # degrees the name may take, at most


@dataclass(frozen=True)
class Placed:
    """One character of the name on its arc: its foot, and how far it is turned."""

    character: str
    x: str
    y: str
    turn: str


def around(name: str) -> list[Placed]:
    """The characters of a name spread over the top of the ring, closer the more there are."""
    step = min(SWEEP / max(len(name) - 1, 1), 40.0)
    first = -step * (len(name) - 1) / 2
    placed = []
    for position, character in enumerate(name):
        turn = first + position * step
        angle = radians(turn) - pi / 2
        placed.append(
            Placed(character, f"{RING * cos(angle):.2f}", f"{RING * sin(angle):.2f}", f"{turn:.2f}")
        )
    return placed


def data_uri(name: str) -> str:
    """The seal as an image within the page: nothing is fetched."""
    drawing = render_to_string(
        "notices/seal.svg",
        {"name": around(name), "size": _size(name), "drop": "8", "centre": CENTRE,
         "demonstration": settings.DEMONSTRATION},
    )  # fmt: skip
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _size(name: str) -> str:
    """Characters shrink when the arc between two of them gets short."""
    step = min(SWEEP / max(len(name) - 1, 1), 40.0)
    return f"{min(31.0, RING * radians(step) * 0.98):.1f}"
