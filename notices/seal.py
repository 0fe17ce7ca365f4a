"""The seal that is printed on a letter when it is issued: the image put in, or else a drawing.

The drawing is ours, made from the institution's name for the layout: it proves nothing. In
demonstration data either says 示范.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from notices import seal_image
from notices.models import SealImage
from records import files

CENTRE = "信息公开专用章"
# Of the drawing, whose ring has a radius of 100: the heads of the name's characters touch a circle.
HEADS = 94.0
SWEEP = 210.0  # degrees the name may take, at most: its ends stay clear of the line across
STEP = 40.0  # degrees from one character to the next, at most
LARGEST = 31.0
APART = 1.06  # of a character: what it takes at its foot, where the arc is shortest
RISE = 0.88  # of a character: how much of it stands above the line
DRAWN = 42  # millimetres across, of the drawing
# Millimetres from the upper edge of the signature: the middle of a seal, and its top at most, lest
# it reach into the text two lines above (GB/T 9704-2012, 7.3.5.1).
MIDDLE, HIGHEST = 5, 19


@dataclass(frozen=True)
class Mark:
    """A seal as it is printed. `version` is that of the image put in, 0 of the drawing."""

    version: int
    name: str
    image: str  # a data URI: nothing is fetched
    sha256: str = ""
    millimetres: int = DRAWN

    @property
    def style(self) -> str:
        """Size and place: centred on the date, signature and date a little low in it."""
        across = self.millimetres
        top = -min(across / 2 - MIDDLE, HIGHEST)
        return f"width:{across}mm;height:{across}mm;top:{top:g}mm;margin-left:{-across / 2:g}mm"

    def record(self) -> dict[str, Any]:
        """What the snapshot of a letter keeps of the seal on it."""
        return {
            "version": self.version,
            "name": self.name,
            "sha256": self.sha256,
            "millimetres": self.millimetres,
        }


def in_use() -> SealImage | None:
    """The image letters are sealed with now."""
    return SealImage.objects.filter(retired_at=None).select_related("image").first()


def mark(institution_name: str) -> Mark:
    """The seal a letter issued now gets."""
    found = in_use()
    if found is None:
        return drawn(institution_name)
    image = _printed(found.pk, found.image.sha256, settings.DEMONSTRATION)
    return Mark(found.version, found.name, image, found.image.sha256, found.millimetres)


@lru_cache(maxsize=2)
def _printed(pk: int, sha256: str, demonstration: bool) -> str:
    """The image put in, read and stamped once and not at every letter."""
    png = files.read(SealImage.objects.get(pk=pk).image)
    return _data_uri("image/png", seal_image.stamped(png) if demonstration else png)


def drawn(institution_name: str) -> Mark:
    """The seal as we draw it, where no image was put in."""
    return Mark(0, f"{institution_name}{CENTRE}", _drawing(institution_name))


def _data_uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@dataclass(frozen=True)
class Placed:
    """One character of the name on its arc: its foot, and how far it is turned."""

    character: str
    x: str
    y: str
    turn: str


def around(name: str) -> list[Placed]:
    """The characters of a name spread over the top of the ring, closer the more there are."""
    step = _step(name)
    first, line = -step * (len(name) - 1) / 2, HEADS - RISE * _size(name)
    placed = []
    for position, character in enumerate(name):
        turn = first + position * step
        angle = radians(turn) - pi / 2
        placed.append(
            Placed(character, f"{line * cos(angle):.2f}", f"{line * sin(angle):.2f}", f"{turn:.2f}")
        )
    return placed


def _drawing(name: str) -> str:
    drawing = render_to_string(
        "notices/seal.svg",
        {"name": around(name), "size": f"{_size(name):.1f}", "centre": CENTRE,
         "demonstration": settings.DEMONSTRATION},
    )  # fmt: skip
    return _data_uri("image/svg+xml", drawing.encode())


def _step(name: str) -> float:
    return min(SWEEP / max(len(name) - 1, 1), STEP)


def _size(name: str) -> float:
    """Characters shrink when their feet would touch: the chord there is `APART` of one."""
    chord = 2 * sin(radians(_step(name)) / 2) / APART
    return min(LARGEST, HEADS * chord / (1 + chord))
