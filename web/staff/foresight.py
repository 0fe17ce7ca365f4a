"""What an act moves, in the words and links of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casework.foreseen import Foreseen
from casework.reckoned import RECEIPT, Moved
from casework.stated import LAW, MadeWrong
from notices.kinds import KINDS
from notices.models import Notice
from office import institution
from statute.clock import Clock
from statute.text import Text
from web import dates
from web.templatetags.words import said


@dataclass(frozen=True)
class Untrue:
    """One letter and what of it the act makes untrue."""

    notice: Notice
    label: Text
    statements: list[str]
    foretold: bool


@dataclass(frozen=True)
class Foresight:
    """For the page: the limits that move, the letters, and what names all that (`seen`)."""

    reply: Moved | None
    moves: tuple[Moved, ...]
    letters: list[Untrue]
    clock: Clock | None
    seen: str
    must_be_seen: bool


def shown(foreseen: Foreseen) -> Foresight:
    return Foresight(
        reply=foreseen.reply,
        moves=foreseen.moves,
        letters=list(_letters(foreseen)),
        clock=foreseen.after.clock,
        seen=foreseen.seen,
        must_be_seen=foreseen.must_be_seen,
    )


def _letters(foreseen: Foreseen) -> Iterator[Untrue]:
    by_notice: dict[int, list[MadeWrong]] = {}
    for wrong in foreseen.letters:
        by_notice.setdefault(wrong.notice.pk, []).append(wrong)
    for found in by_notice.values():
        notice = found[0].notice
        yield Untrue(
            notice=notice,
            label=KINDS[notice.kind].label,
            statements=[_statement(wrong, foreseen) for wrong in found],
            foretold=all(wrong.foretold for wrong in found),
        )


def _statement(wrong: MadeWrong, foreseen: Foreseen) -> str:
    if wrong.what == LAW:
        words = {
            "was": said(institution.law(foreseen.before.law).short),
            "now": said(institution.law(foreseen.after.law).short),
        }
        return _("依据是%(was)s，改后为%(now)s") % words
    words = {
        "label": _label(wrong.what, foreseen),
        "says": _day(wrong.says),
        "becomes": _day(wrong.becomes),
    }
    return _("写的%(label)s是%(says)s，改后为%(becomes)s") % words


def _label(what: str, foreseen: Foreseen) -> str:
    if what == "reply":
        return _("答复的最后一日")
    limits = (*foreseen.before.limits, *foreseen.after.limits)
    return said(next((limit.label for limit in limits if limit.code == what), RECEIPT))


def _day(day: date | None) -> str:
    return dates.full(day) if day else _("未定")
