"""The items of a reply in English, with the words the law gives each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from notices.context import REASONS_NEVER_GIVEN, Told, ToldPart
from notices.english_sources import Citations, Texts
from notices.english_words import REASONS_NOT_GIVEN, finding
from notices.words import VARIANTS
from statute.law import Law


@dataclass(frozen=True)
class PartInEnglish:
    """One part withheld in English; see `notices.context.ToldPart`."""

    part: str
    reasons: str
    basis: str
    finding: str


@dataclass(frozen=True)
class ToldInEnglish:
    """One item of a reply in English; see `notices.context.Told`."""

    asked_for: str
    answer: str
    ground: str
    reasons: str
    how_obtained: str
    basis: str
    finding: str
    withheld: tuple[PartInEnglish, ...]


class Telling:
    """The items of one reply put into English; `missing` says what of them cannot be."""

    def __init__(self, law: Law, texts: Texts, cited: Citations) -> None:
        self._law, self._texts, self._cited = law, texts, cited
        self.missing: list[str] = []

    def item(self, one: Told, position: int) -> ToldInEnglish:
        key = f"items.{position}"
        of_item = {
            name: self._texts.of(f"{key}.{name}")
            for name in ("asked_for", "reasons", "how_obtained")
        }
        return ToldInEnglish(
            answer=one.answer,
            ground=one.ground,
            basis=self._cited.of(one.basis),
            finding=self._finding(_key(self._law, one)) if _decides(one) else "",
            withheld=tuple(
                self._part(part, f"{key}.withheld.{n}") for n, part in enumerate(one.withheld)
            ),
            **of_item,
        )

    def _part(self, part: ToldPart, key: str) -> PartInEnglish:
        return PartInEnglish(
            part=self._texts.of(f"{key}.part"),
            reasons=self._texts.of(f"{key}.reasons"),
            basis=self._cited.of(part.basis),
            finding=self._finding(part.ground, of_a_part=True),
        )

    def _finding(self, key: str, *, of_a_part: bool = False) -> str:
        try:
            return finding(self._law.code, key, of_a_part=of_a_part)
        except KeyError:
            self.missing.append(_("这种答复没有英文译文。"))
            return ""


def _decides(one: Told) -> bool:
    """Whether the law words the decision: what is granted in part is told by its parts."""
    return bool(one.finding) and not one.withheld


def _key(law: Law, one: Told) -> str:
    if REASONS_NEVER_GIVEN in one.finding:
        return REASONS_NOT_GIVEN
    return one.ground if (law.code, one.ground) in VARIANTS else one.answer
