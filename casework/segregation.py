"""What blacked-out files hide, and whether the reply says so: every ground a box has, a part has.

A file with something blacked out goes with a reply that grants in part (art. 37), and a ground
that stands on a box is among those the reply gives.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notices import withheld
from notices.kinds import KINDS
from notices.models import Notice, Redaction
from notices.redaction.boxes import by_ground
from requests_app.models import Application
from statute.answers import REFUSED, family


def made_for(application: Application) -> list[Redaction]:
    """The redactions whose result goes with the reply."""
    made = Redaction.objects.filter(source__application=application, attachment__isnull=False)
    return list(made.select_related("attachment"))


def parts_of(application: Application) -> list[dict[str, str]]:
    """What the files hide as parts of a segregation record: one for each ground, no reasons yet."""
    found: dict[str, list[str]] = {}
    for redaction in made_for(application):
        for ground, boxes in by_ground(redaction.boxes).items():
            found.setdefault(ground, []).append(_named(redaction, boxes))
    return [
        {"part": "；".join(places), "ground": ground, "reasons": ""}
        for ground, places in found.items()
    ]


def _named(redaction: Redaction, boxes: list[Any]) -> str:
    """《名单》第2、5页：姓名、学号. In Chinese, as it goes into the letter."""
    title = redaction.attachment.title.rpartition(".")[0] or redaction.attachment.title
    pages = "、".join(_runs(sorted({box["page"] for box in boxes})))
    notes = "、".join(dict.fromkeys(box["why"] for box in boxes if box["why"]))
    return f"《{title}》第{pages}页遮盖处" + (f"：{notes}" if notes else "")


def _runs(pages: list[int]) -> Iterator[str]:
    """2, 3, 4, 7 as 2至4, 7."""
    for _start, run in groupby(enumerate(pages), lambda pair: pair[1] - pair[0]):
        numbers = [page for _place, page in run]
        yield f"{numbers[0]}至{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])


def faults(notice: Notice) -> Iterator[str]:
    """Why the reply does not fit what is blacked out in the files that go with it."""
    if not KINDS[notice.kind].encloses_files:
        return
    hidden = [box["ground"] for r in made_for(notice.application) for box in r.boxes]
    if not hidden:
        return
    if notice.kind == "granted":
        yield _("附件中有遮盖的内容，应当用部分公开答复书，逐处写明依据和理由。")
        return
    items = notice.facts.get("items", [])
    given = set(withheld.grounds_of(items))
    given |= {i["ground"] or i["answer"] for i in items if family(i["answer"]) == REFUSED}
    for ground in dict.fromkeys(hidden):
        if not any(_covers(one, ground) for one in given):
            yield _("附件的遮盖用了“%(ground)s”，答复的不予公开部分中没有写这一依据。") % {
                "ground": _said(ground)
            }


def _covers(given: str, ground: str) -> bool:
    """Whether what a reply gives is what a box has; a row of before stands for both its cases."""
    return given == ground or given == withheld.row_of(ground) or withheld.row_of(given) == ground


def _said(ground: str) -> str:
    label = withheld.GROUNDS[ground]
    return label.en if (get_language() or "").startswith("en") else label.zh
