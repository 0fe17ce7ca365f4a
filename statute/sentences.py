"""Why the due date is what it is, in one sentence, and the articles it rests on."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from statute.counting import SAME_DAY, amount_text
from statute.facts import CONSULTATIONS, CORRECTION, PAYMENT
from statute.fold import CORRECTED, PAID, RECEIVED, REOPENED, Run
from statute.law import Law
from statute.text import Text, day_text

if TYPE_CHECKING:
    from statute.clock import Clock

OPENINGS = {
    RECEIVED: Text("{day}收到申请", "Received on {day}"),
    CORRECTED: Text(
        "{day}收到补正，期限重新计算", "Corrected on {day}, and the limit starts again"
    ),
    PAID: Text("{day}缴费完成，期限重新计算", "Paid on {day}, and the limit starts again"),
    REOPENED: Text("{day}重新办理", "Handled anew from {day}"),
}
NOT_RECEIVED = Text(
    "尚未确认收到申请，答复期限没有开始。", "Receipt is not confirmed; the limit has not begun."
)


def _filled(text: Text, day: date) -> Text:
    said = day_text(day)
    return Text(text.zh.format(day=said.zh), text.en.format(day=said.en))


def _join(parts: list[Text]) -> Text:
    return Text("；".join(p.zh for p in parts) + "。", "; ".join(p.en for p in parts) + ".")


def sentence_of(clock: "Clock") -> Text:
    """For a person: when it began, how many days, what was left out, and the last day."""
    run = clock.run
    if run is None:
        return NOT_RECEIVED
    parts = [_opening(run), *_adjustments(run)]
    if clock.due_on is None:
        parts.append(_unknown_end(clock))
    elif clock.facts.agreed_due_on == clock.due_on:
        said = day_text(clock.due_on)
        parts.append(Text(f"约定延迟至{said}答复", f"a later date is agreed: {said.en}"))
    else:
        said = day_text(clock.due_on)
        parts.append(Text(f"最后一日是{said}", f"the last day is {said.en}"))
        moved = run.ending.moved_from
        if moved is not None and moved != clock.due_on:
            rest = day_text(moved)
            parts.append(
                Text(f"{rest}是休息日，顺延至此", f"moved on from {rest.en}, a day of rest")
            )
    if clock.provisional and clock.earliest_on is not None:
        parts.append(_provisional(clock.earliest_on))
    return _join(parts)


def _opening(run: Run) -> Text:
    began = _filled(OPENINGS[run.cause], run.started_on)
    limit = amount_text(run.base_days, run.rule.unit)
    if run.rule.first_day == SAME_DAY:
        return Text(f"{began}，自当日起数{limit}", f"{began.en}; {limit.en} from that day on")
    return Text(f"{began}，自次日起数{limit}", f"{began.en}; {limit.en} from the day after")


def _adjustments(run: Run) -> Iterator[Text]:
    for stop in run.stops:
        if stop.until is not None and stop.until > stop.since:
            since, until = day_text(stop.since), day_text(stop.until)
            yield Text(
                f"{since}之后至{until}{stop.label}，不计入期限",
                f"after {since.en} until {until.en} {stop.label.en}: not counted",
            )
    for extension in run.extensions:
        if extension.until is not None:
            said = day_text(extension.until)
            yield Text(f"经批准延长至{said}", f"extended to {said.en}")
        elif extension.by:
            more = amount_text(extension.by, run.rule.unit)
            yield Text(f"经批准延长{more}", f"extended by {more.en}")


def _unknown_end(clock: "Clock") -> Text:
    stop = next(s for s in clock.stops if s.until is None)
    since = day_text(stop.since)
    restarts = {
        CORRECTION: clock.law.correction.restarts,
        PAYMENT: clock.law.payment.restarts,
    }.get(stop.kind)
    if restarts is not None and restarts.value:
        return Text(
            f"{since}起{stop.label}，之后重新计算",
            f"since {since.en} {stop.label.en}; the limit then starts again",
        )
    return Text(
        f"{since}起{stop.label}，期限暂停，最后一日尚不能确定",
        f"since {since.en} {stop.label.en}; the limit stands still and its end is not yet known",
    )


def _provisional(earliest: date) -> Text:
    said = day_text(earliest)
    return Text(
        f"有关年度的放假通知尚未公布，这一日期是暂定的，最早可能是{said}",
        f"the holiday notice is not published yet: provisional, at the earliest {said.en}",
    )


def cite(law: Law, article: Text) -> Text | None:
    """The article with the law's name before it; an article of another law names its own."""
    if article.zh.startswith("—"):
        return None
    if article.zh.startswith("《"):
        return article
    return Text(f"{law.short}{article}", f"{law.short.en}, {article.en}")


def articles_of(clock: "Clock") -> tuple[Text, ...]:
    """The articles the due date rests on, without repetition."""
    law = clock.law
    found = [law.reply_limit.article]
    causes = {run.cause for run in (*clock.history, *([clock.run] if clock.run else []))}
    kinds = {stop.kind for stop in clock.stops}
    if CORRECTED in causes or CORRECTION in kinds:
        found.append(law.correction.restarts.article)
    if PAID in causes or PAYMENT in kinds:
        found.append(law.payment.restarts.article)
    found += [law.consulting(k).suspends.article for k in CONSULTATIONS if k in kinds]
    if clock.run and clock.run.extensions:
        found.append(law.extension.allowed.article)
    if clock.facts.agreed_due_on and law.agreed_delay.value:
        found.append(law.agreed_delay.article)
    cited = [cite(law, article) for article in found]
    return tuple(dict.fromkeys(text for text in cited if text is not None))
