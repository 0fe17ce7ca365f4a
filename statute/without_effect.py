"""What was told of a limit and changed nothing, with the reason."""

from datetime import date

from statute.counting import Extension, amount_text
from statute.law import Law
from statute.text import Text, day_text


def suspension_too_late(label: Text, since: date, due: date) -> Text:
    """A suspension that began after the limit had run out."""
    on, last = day_text(since), day_text(due)
    return Text(
        f"{on}起{label}时期限已于{last}届满，不再扣除",
        f"from {on.en} {label.en}, but the limit had ended on {last.en}: no effect",
    )


def extension_too_late(told_on: date, due: date) -> Text:
    """An extension told after the limit had run out."""
    on, last = day_text(told_on), day_text(due)
    return Text(
        f"{on}作出的延期晚于{last}的期限，不生效",
        f"the extension of {on.en} came after the limit of {last.en}: no effect",
    )


def extension_beyond(
    law: Law, asked: Extension, due: date | None, *, longest: date | None
) -> tuple[Extension, Text | None]:
    """What the law allows of an extension, and why not all of it.

    `longest` is where the longest extension would end; None while that is unknown or anyone's.
    """
    if not law.extension.allowed.value:
        return Extension(on=asked.on), _not_allowed(law, asked)
    if asked.until is not None:
        if due is not None and asked.until < due:
            return Extension(on=asked.on), _backwards(asked.until, due)
        if longest is not None and asked.until > longest:
            return Extension(until=longest, on=asked.on), _too_far(law, asked.until, longest)
        return asked, None
    most = law.extension.max_days.value
    if asked.by <= most:
        return asked, None
    return Extension(by=most, on=asked.on), _too_long(law, asked.by, most)


def _not_allowed(law: Law, asked: Extension) -> Text:
    wanted = day_text(asked.until) if asked.until else amount_text(asked.by, law.rule.unit)
    return Text(
        f"{law.short}不允许延期，{wanted}的延期不生效",
        f"{law.short.en} allow no extension: {wanted.en} have no effect",
    )


def _backwards(until: date, due: date) -> Text:
    wanted, last = day_text(until), day_text(due)
    return Text(
        f"延期至{wanted}早于原期限{last}，不生效",
        f"an extension to {wanted.en} is before the limit of {last.en}: no effect",
    )


def _too_far(law: Law, until: date, longest: date) -> Text:
    wanted, last = day_text(until), day_text(longest)
    return Text(
        f"{law.short}最长可延期至{last}，不能延至{wanted}",
        f"{law.short.en} allow an extension to {last.en} at the longest, not to {wanted.en}",
    )


def _too_long(law: Law, asked: int, most: int) -> Text:
    wanted, given = amount_text(asked, law.rule.unit), amount_text(most, law.rule.unit)
    return Text(
        f"延期{wanted}超过{given}的上限",
        f"an extension of {wanted.en} is over the maximum of {given.en}",
    )
