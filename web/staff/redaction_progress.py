"""How far a blacked-out file is, in words and figures: for the page, and for its script."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import making
from notices.models import Making

# A page that asks again and again keeps its session awake: after this it no longer asks by itself.
WATCHED_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Progress:
    """One file that is wanted and not there yet, as it is at this moment."""

    asked: Making
    at: datetime
    ahead: int  # files that were asked for before
    is_missing: bool  # no worker runs: nothing will come of it

    @property
    def state(self) -> str:
        """One of waiting, making, proving, ended."""
        if not self.asked.is_under_way:
            return "ended"
        if self.asked.leased_until is None or self.asked.leased_until <= self.at:
            return "waiting"
        return "proving" if self.asked.is_proving else "making"

    @property
    def is_watched(self) -> bool:
        """Whether the page should look again by itself."""
        return self.asked.is_under_way and self.at - self.asked.asked_at < WATCHED_FOR

    @property
    def words(self) -> str:
        """For the eye: every page counts."""
        words = {"done": self.asked.pages_done, "pages": self.asked.pages}
        if self.state == "making":
            return _("已生成%(done)s页，共%(pages)s页；然后由另一个程序逐页验证。") % words
        if self.state == "proving":
            return _("已验证%(done)s页，共%(pages)s页。") % words
        return "" if self.state == "ended" else self._waiting()

    @property
    def said(self) -> str:
        """For the ear: a sentence at each quarter, not at each page."""
        quarter = 4 * self.asked.pages_done // self.asked.pages * 25
        if self.state == "making":
            return _("正在生成，完成百分之%(n)s。") % {"n": quarter}
        if self.state == "proving":
            return _("正在验证，完成百分之%(n)s。") % {"n": quarter}
        return self.words

    def _waiting(self) -> str:
        if self.is_missing:
            return _("后台程序没有在运行，现在不会生成。")
        if not self.ahead:
            return _("排队等候，即将开始。")
        words = ngettext("排队等候，前面还有%(n)s份。", "排队等候，前面还有%(n)s份。", self.ahead)
        return words % {"n": self.ahead}

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state, "done": self.asked.pages_done, "pages": self.asked.pages,
            "words": self.words, "said": self.said, "watch": self.is_watched,
        }  # fmt: skip


def progress_of(asked: Making, *, at: datetime) -> Progress:
    return Progress(asked, at, making.ahead_of(asked), making.worker_is_missing(at=at))
