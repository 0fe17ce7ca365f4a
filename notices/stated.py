"""Which reckoned dates an issued letter states: read from what was kept when it went out."""

import re
from datetime import date

from notices.models import Notice
from notices.templatetags.letters import chinese_date

# Letters issued before their dates were kept beside their words are read by their words.
_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_IN_WORDS = {
    "received_on": (re.compile(f"收到申请之日：{_DAY}"),),
    "reply": (re.compile(f"个工作日，至{_DAY}"), re.compile(f"延长后的答复期限至{_DAY}")),
}


def dates_stated(notice: Notice) -> dict[str, date]:
    """Each date the issued letter prints, by the code of the limit (or `received_on`) it states.

    Nothing for a draft. A date that somebody's own wording left out is not stated.
    """
    kept = notice.snapshot.get("letter", {})
    text = "".join(kept.get("paragraphs", ()))
    if "dates" not in kept:
        return _read(text)
    found = {label: date.fromisoformat(day) for label, day in sorted(kept["dates"].items())}
    return {label: day for label, day in found.items() if chinese_date(day) in text}


def stated_as_provisional(notice: Notice) -> frozenset[str]:
    """Those of its dates that the letter itself says may still change."""
    return frozenset(notice.snapshot.get("letter", {}).get("provisional", ()))


def _read(text: str) -> dict[str, date]:
    found = {}
    for label, patterns in _IN_WORDS.items():
        match = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
        if match:
            found[label] = date(*(int(part) for part in match.groups()))
    return found
