"""Boxes: where a page is blacked out, on which ground, and whether they are sound.

A box is measured in millimetres from the top left corner of the page as it is seen: cropped,
turned, at its true size.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from notices.redaction.areas import MOST, SMALLEST, Area, Size

KEYS = ("page", "x", "y", "width", "height", "ground", "why")
LONGEST_NOTE = 300


def cleaned(
    boxes: Iterable[Mapping[str, Any]], *, sizes: Sequence[Size], grounds: Iterable[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The boxes with exactly their keys, cut to their pages, in order; and what is wrong."""
    kept, wrong, known = [], [], set(grounds)
    for number, given in enumerate(boxes, start=1):
        box, faults = _cleaned(given, sizes, known)
        page = given.get("page") or "?"
        words = {"page": page, "n": number}
        wrong += [_("第%(page)s页，第%(n)s处：") % words + fault for fault in faults]
        if box and box not in kept:
            kept.append(box)
    if len(kept) > MOST:
        wrong.append(_("遮盖不能超过%(most)s处，请把文件拆开。") % {"most": MOST})
    return sorted(kept, key=lambda box: (box["page"], box["y"], box["x"])), wrong


def _cleaned(
    given: Mapping[str, Any], sizes: Sequence[Size], grounds: set[str]
) -> tuple[dict[str, Any] | None, list[str]]:
    faults = []
    ground, why = str(given.get("ground") or ""), str(given.get("why") or "").strip()
    if ground not in grounds:
        faults.append(_("请选择不予公开的依据。"))
    if len(why) > LONGEST_NOTE:
        faults.append(_("说明不能超过%(most)s字。") % {"most": LONGEST_NOTE})
    place = _place(given, sizes)
    if place is None:
        faults.append(_("位置和大小须是数字（毫米），并且在页面之内。"))
    if faults:
        return None, faults
    return place | {"ground": ground, "why": why}, []


def _place(given: Mapping[str, Any], sizes: Sequence[Size]) -> dict[str, Any] | None:
    """Where the box is, cut to its page; None if it is not on one."""
    try:
        page = int(given["page"])
        x, y, width, height = (float(given[key]) for key in ("x", "y", "width", "height"))
    except (KeyError, TypeError, ValueError):
        return None
    if not 1 <= page <= len(sizes) or not all(map(isfinite, (x, y, width, height))):
        return None
    across, down = sizes[page - 1]
    left, top = max(x, 0.0), max(y, 0.0)
    right, bottom = min(x + width, across), min(y + height, down)
    if right - left < min(SMALLEST, across) or bottom - top < min(SMALLEST, down):
        return None
    return {
        "page": page, "x": round(left, 2), "y": round(top, 2),
        "width": round(right - left, 2), "height": round(bottom - top, 2),
    }  # fmt: skip


def areas(boxes: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> list[Area]:
    """The boxes as what is painted: place and the label of the ground."""
    return [
        Area(b["page"], b["x"], b["y"], b["width"], b["height"], labels.get(b["ground"], ""))
        for b in boxes
    ]


def fingerprint(boxes: Iterable[Mapping[str, Any]]) -> str:
    """Names this set of boxes, so that a page can say which set it showed."""
    plain = json.dumps(list(boxes), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def by_ground(boxes: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The boxes of each ground, in the order in which the grounds first occur."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for box in boxes:
        found.setdefault(box["ground"], []).append(box)
    return found
