"""What is already public and looks like what is asked for: a hint, never a hurdle."""

from itertools import pairwise

from catalogue.models import Item

AT_MOST = 4
ENOUGH = 2  # pairs of characters in common
# Pairs that say nothing about the subject.
EVERYWHERE = frozenset(
    ["学校", "情况", "信息", "公开", "办法", "年度", "各类", "有关", "相关", "管理", "规定", "以及"]
)


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters: Chinese is searched without words."""
    kept = [c.lower() for c in text if c.isalnum() and not c.isdigit()]
    return {a + b for a, b in pairwise(kept)} - EVERYWHERE


def already_public(subject: str) -> list[Item]:
    """Published items that share most with the subject, the closest first."""
    wanted = pairs(subject)
    if not wanted:
        return []
    ranked = [(len(wanted & pairs(item.title)), item) for item in Item.objects.filled()]
    close = [(score, item) for score, item in ranked if score >= min(ENOUGH, len(wanted))]
    return [item for _score, item in sorted(close, key=lambda c: (-c[0], c[1].number))][:AT_MOST]
