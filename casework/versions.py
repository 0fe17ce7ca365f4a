"""Every draft as it was saved: kept, laid side by side, and asked for by who read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casework import standing
from notices import items, plain
from notices.differences import Row, compared
from notices.english_texts import needed
from notices.kind import Field, Kind, Widget
from notices.kinds import KINDS
from notices.letter import Letter
from notices.models import DraftVersion, Notice
from office.models import User
from records.models import Approval
from statute.answers import ANSWERS
from statute.text import Text


@dataclass(frozen=True)
class Change:
    """One fact that differs: what it is called, what it was and what it became."""

    label: Text | str
    was: Text | str
    now: Text | str


@dataclass(frozen=True)
class Read:
    """A draft somebody gave a verdict on."""

    version: DraftVersion
    verdict: str


@dataclass(frozen=True)
class Comparison:
    """Two drafts of one notice, the earlier first."""

    before: DraftVersion
    after: DraftVersion
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    restyled: bool  # the same words, other emphasis, lists or tables

    @property
    def changed_rows(self) -> list[Row]:
        return [row for row in self.rows if row.kind != "same"]

    @property
    def is_same(self) -> bool:
        return not (self.changed_rows or self.changes or self.restyled)


def keep(notice: Notice, *, by: User, on: date, at: datetime) -> DraftVersion:
    """Keep the draft as it was saved just now. Sealed facts (addresses) are left out."""
    composed = standing.compose(notice, on=on)
    return DraftVersion.objects.create(
        notice=notice,
        number=notice.draft_number,
        facts=notice.facts,
        wording=notice.wording,
        english_facts=notice.english_facts if notice.english else {},
        paragraphs=_lines(composed),
        saved_by=by,
        saved_at=at,
        content_hash=notice.content_hash,
    )


def _lines(composed: Letter) -> list[str]:
    """The letter from its first paragraph to its attachments, as it read."""
    body = [*plain.paragraphs(composed.body), composed.closing]
    return [*body, *(f"附件：{title}" for title in composed.attachments)]


def compare(before: DraftVersion, after: DraftVersion) -> Comparison:
    """Lay two drafts of one notice side by side."""
    notice = after.notice
    kind = KINDS[notice.kind]
    rows = tuple(compared(before.paragraphs, after.paragraphs))
    styled = before.wording != after.wording and all(row.kind == "same" for row in rows)
    return Comparison(
        before=before,
        after=after,
        rows=rows,
        changes=tuple(_changes(kind, notice, before, after)),
        restyled=styled,
    )


def read_by(notice: Notice, reader: User) -> Read | None:
    """The draft this person last said yes or no to, if it is kept and not the present one."""
    given = Approval.objects.filter(subject=notice.subject_key, by_id=reader.pk).last()
    if given is None:
        return None
    kept = notice.versions.filter(content_hash=given.content_hash, saved_at__lte=given.at).last()
    if kept is None or kept.number == notice.draft_number:
        return None
    return Read(kept, given.verdict)


def latest(notice: Notice) -> DraftVersion | None:
    """The present draft as it was saved; None for a notice older than the keeping of drafts."""
    return notice.versions.filter(number=notice.draft_number).first()


def _changes(
    kind: Kind, notice: Notice, before: DraftVersion, after: DraftVersion
) -> Iterator[Change]:
    for field in kind.fields:
        old, new = before.facts.get(field.name), after.facts.get(field.name)
        if field.widget == Widget.ITEMS:
            yield from _changed_items(old or [], new or [])
        elif old != new and not field.sealed:
            yield Change(field.label, _said(field, old), _said(field, new))
    named = {
        one.key: one.label
        for version in (before, after)
        for one in needed(kind, notice.application, version.facts, version.wording)
    }
    for key in dict.fromkeys([*before.english_facts, *after.english_facts]):
        old, new = before.english_facts.get(key, ""), after.english_facts.get(key, "")
        if old != new:
            label = _("“%(label)s”的英文") % {"label": named.get(key, key)}
            yield Change(label, old, new)


def _changed_items(old: list[Mapping[str, str]], new: list[Mapping[str, str]]) -> Iterator[Change]:
    labels = {
        "asked_for": _("申请人要求的信息"),
        "answer": _("怎样答复"),
        "ground": _("具体情形"),
        "reasons": _("事实与理由"),
        "how_obtained": _("获取的方式、途径和时间"),
    }
    several = max(len(old), len(new)) > 1
    for position in range(max(len(old), len(new))):
        was = old[position] if position < len(old) else {}
        now = new[position] if position < len(new) else {}
        for key in dict.fromkeys([*labels, *was, *now]):
            if was.get(key, "") != now.get(key, ""):
                label = labels.get(key, _("其他内容"))
                named = _("第%(n)s项：%(what)s") % {"n": position + 1, "what": label}
                yield Change(named if several else label, _of(was, key), _of(now, key))


def _of(item: Mapping[str, str], key: str) -> Text | str:
    value = item.get(key, "")
    if key in ("answer", "ground") and value in ANSWERS:
        return ANSWERS[value].label
    if key == "ground":
        return items.GROUNDS.get(item["answer"], {}).get(value, value) if item else value
    return "\n".join(_lines_of(value))


def _lines_of(value: Any) -> Iterator[str]:
    """The words in a fact, whatever it is made of."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _lines_of(part)
    elif value not in ("", None):
        yield str(value)


def _said(field: Field, value: Any) -> Text | str:
    return dict(field.choices).get(value, "" if value is None else str(value))
