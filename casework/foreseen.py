"""What an act moves: shown before it, confirmed with it, logged as part of it.

The dates are reckoned twice, from the case as it was locked and as the step left it. An act that
moves what somebody was not shown is undone, and what it would move is handed back to be shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework.reckoned import Moved, Reckoned, fingerprint, moved, reckon
from casework.stated import MadeWrong, letters_made_wrong
from records.refusals import Refusal
from requests_app.models import Application


@dataclass(frozen=True)
class Foreseen:
    """Every limit an act moves and every letter it makes untrue."""

    before: Reckoned
    after: Reckoned
    moves: tuple[Moved, ...]
    letters: tuple[MadeWrong, ...]

    @property
    def must_be_seen(self) -> bool:
        """Whether a date somebody may rely on becomes another, or a letter untrue."""
        return bool(self.letters) or any(not move.is_new for move in self.moves)

    @property
    def reply(self) -> Moved | None:
        return next((move for move in self.moves if move.code == "reply"), None)

    @property
    def seen(self) -> str:
        """What a form sends back to show that exactly this was on the page."""
        if not self.must_be_seen:
            return ""
        return fingerprint(self.as_logged())

    def as_logged(self) -> dict[str, Any]:
        """Dates, and letters by number: for the chain, where no personal data goes."""
        if not (self.moves or self.letters):
            return {}
        return {
            "moved": [move.as_logged() for move in self.moves],
            "letters": [letter.as_logged() for letter in self.letters],
        }


class Unseen(Refusal):
    """The act moves dates that were not on the page it was sent from; `foreseen` shows them."""

    def __init__(self, foreseen: Foreseen) -> None:
        super().__init__(_("这样办会改变期限或者使已发出的文书不实，须先看过再办。"))
        self.foreseen = foreseen


def difference(application: Application, before: Reckoned, after: Reckoned) -> Foreseen:
    """What moves, and the letters that makes untrue; none where the case ends by it."""
    moves = moved(before, after)
    ended = after.closed and not before.closed
    letters = () if ended else letters_made_wrong(application, before, after)
    return Foreseen(before, after, moves, tuple(letters))


def refuse_unseen(foreseen: Foreseen, seen: str | None) -> None:
    """Raise Unseen unless `seen` names exactly what is foreseen. None asks nothing: no page."""
    if seen is not None and foreseen.must_be_seen and seen != foreseen.seen:
        raise Unseen(foreseen)


def witness_of(
    application: Application, *, on: date, seen: str | None
) -> Callable[[Application], dict[str, Any]]:
    """Look at the case now, and again when its step is taken; for `witness` of a step.

    Call it with the case locked. `on` is today, whatever day the act bears.
    """
    before = reckon(Application.objects.get(pk=application.pk), on=on)

    def witness(taken: Application) -> dict[str, Any]:
        after = reckon(Application.objects.get(pk=taken.pk), on=on)
        foreseen = difference(taken, before, after)
        refuse_unseen(foreseen, seen)
        return foreseen.as_logged()

    return witness
