"""The seal as we draw it: a name of any length stands on one arc, legible and free of the rest."""

import base64
import re
from itertools import pairwise
from math import cos, hypot, radians, sin
from xml.etree import ElementTree

import pytest

from notices import seal

Corner = tuple[float, float]
RING = 96.25  # the inner edge of the ring: 99, less half of its line
MM = 42 / 208  # of a unit of the drawing
NAME = "示例省属高等职业技术师范大学附属示范性教师发展中心示例分校"[:26]
PLACED = re.compile(r"translate\((\S+) (\S+)\) rotate\((\S+)\)")
FULL, ABOVE = 1.0, 0.88  # of an em: how broad a character is, how much is above its line


def boxes(name: str) -> list[list[Corner]]:
    """The four corners of each text of the drawing: every character of the name, then the lines."""
    svg = base64.b64decode(seal.drawn(name).image.partition(",")[2])
    return [box(text) for text in ElementTree.fromstring(svg).iter() if text.tag.endswith("text")]  # noqa: S314 -- our own drawing


def box(text: ElementTree.Element) -> list[Corner]:
    size, y = float(text.get("font-size")), float(text.get("y", 0))
    spaced = float(text.get("letter-spacing", 0)) * (len(text.text) - 1)
    half = (size * FULL * len(text.text) + spaced) / 2
    placed = PLACED.match(text.get("transform", "translate(0 0) rotate(0)"))
    x0, y0, turn = (float(each) for each in placed.groups())
    c, s = cos(radians(turn)), sin(radians(turn))
    upper, lower = y - ABOVE * size, y + (1 - ABOVE) * size
    flat = ((-half, upper), (half, upper), (half, lower), (-half, lower))
    return [(x0 + x * c - y * s, y0 + x * s + y * c) for x, y in flat]


def apart(one: list[Corner], other: list[Corner]) -> float:
    """How far apart two boxes are, by the side that separates them best; below 0 they overlap."""
    found = []
    for corners in (one, other):
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
            length = hypot(x2 - x1, y2 - y1)
            nx, ny = (y2 - y1) / length, (x1 - x2) / length
            a, b = ([nx * x + ny * y for x, y in each] for each in (one, other))
            found.append(max(min(b) - max(a), min(a) - max(b)))
    return max(found)


@pytest.mark.parametrize("length", range(1, 27))
def test_no_character_touches_another_the_line_across_or_the_ring(length, settings):
    settings.DEMONSTRATION = True
    *name, across, demonstration = boxes(NAME[:length])
    size = hypot(name[0][1][0] - name[0][0][0], name[0][1][1] - name[0][0][1])
    assert len(name) == length
    assert all(apart(one, other) > size / 25 for one, other in pairwise(name))
    assert all(apart(one, across) > 2 for one in name)
    assert apart(across, demonstration) > 0
    every = [*name, across, demonstration]
    assert all(hypot(*corner) < RING for each in every for corner in each)


def test_a_long_name_is_as_large_as_small_print_and_stands_on_one_arc():
    *name, _across = boxes(NAME)
    upper = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b, _c, _d in name]
    assert {round(hypot(*head)) for head in upper} == {94}
    assert hypot(name[0][1][0] - name[0][0][0], name[0][1][1] - name[0][0][1]) * MM > 2.2  # 6 point


def test_as_it_was_drawn_before_names_of_many_characters_would_be_found(monkeypatch):
    """The control: all at one radius, as large as the arc between their middles."""
    monkeypatch.setattr(seal, "_size", lambda name: 76 * radians(250 / 25) * 0.98)
    monkeypatch.setattr(seal, "_step", lambda name: 250 / 25)
    monkeypatch.setattr(seal, "HEADS", 68 + 0.88 * 13)
    *name, _across = boxes(NAME)
    assert min(apart(one, other) for one, other in pairwise(name)) < 0
