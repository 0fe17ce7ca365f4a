"""What the calculator shows of an answer: the clock, other limits, what was asked, the doubts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from statute.asked import Reader, calendar_of, law_of
from statute.calendar import WorkingCalendar, load_calendar
from statute.clock import Clock, Limit, reply_clock
from statute.counting import amount_text
from statute.events import facts_of, last_event
from statute.facts import STOP_LABELS
from statute.law import Law, every_code, load_law
from statute.limits import APPLICANT, OFFICE, THIRD_PARTY, other_limits
from statute.sentences import cite
from statute.text import Text
from web import dates
from web.pieces import Fact
from web.public.deadline_forms import OTHERS, Due
from web.staff.settings_labels import SETTINGS, VALUES
from web.templatetags.words import day, said

OWNERS = {
    OFFICE: gettext_lazy("办理申请的机关"),
    APPLICANT: gettext_lazy("申请人"),
    THIRD_PARTY: gettext_lazy("被征求意见的一方"),
}
# The parts of a law that a date can depend on.
DATED = (
    "reply_limit", "unit", "counting", "receipt", "suspensions", "correction", "extension",
    "third_party", "co_making_body", "payment", "agreed_delay", "remedy_limits", "duties",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """A question that has an answer, in the parts of the page."""

    form: Due
    law: Law
    calendar: WorkingCalendar
    clock: Clock

    @property
    def question(self) -> dict[str, Any]:
        return self.form.question

    @property
    def language(self) -> str:
        """The language the law itself is cited in."""
        language = load_calendar(self.law.calendar.value).language
        return "zh-CN" if language == "zh" else language

    @property
    def out_of_force(self) -> bool:
        received = self.clock.facts.received_on
        return received is not None and not self.law.in_force_on(received)

    @property
    def before(self) -> Law | None:
        """The law whose place this one took, where that was in force on the day of receipt."""
        older = (load_law(code) for code in every_code())
        received = self.form.cleaned_data["received"]
        return next(
            (o for o in older if o.followed_by == self.law.code and o.in_force_on(received)), None
        )

    @cached_property
    def others(self) -> list[tuple[Limit, Any, Text | None]]:
        """Every limit but the reply's: the limit, whose it is, its article with the law's name."""
        found = other_limits(
            self.clock.facts, law=self.law, calendar=self.calendar, on=self.clock.on
        )
        return [(limit, OWNERS[limit.owner], cite(self.law, limit.article)) for limit in found]

    @cached_property
    def doubts(self) -> list[tuple[Text | None, Text]]:
        """What of the law was not verified, as far as dates depend on it: (article, doubt)."""
        doubtful = [
            fact
            for name, fact in self.law.facts.items()
            if name.partition(".")[0] in DATED and not fact.verified and fact.doubt
        ]
        return list(dict.fromkeys((cite(self.law, fact.article), fact.doubt) for fact in doubtful))

    @property
    def settled(self) -> list[tuple[Any, Any]]:
        """What the institution has settled otherwise than the law's file: (name, value)."""
        return [
            (SETTINGS.get(name, name), _value(value))
            for name, value in self.law.overrides.items()
            if name.partition(".")[0] in DATED
        ]

    @property
    def asked(self) -> list[Fact]:
        """What was asked, in words: on paper the form is not printed."""
        return [
            Fact(self.form.fields["received"].label, day(self.form.cleaned_data["received"])),
            *self._told(),
        ]

    def _told(self) -> Iterator[Fact]:
        data = self.form.cleaned_data
        for name in OTHERS:
            if data.get(name):
                yield Fact(self.form.fields[name].label, day(data[name]))
        for row in self.form.rows:
            if row.event is not None:
                yield Fact(_("不计入的时间"), _stretch(**row.cleaned_data))
        if data.get("extended_by"):
            yield Fact(_("延长"), amount_text(data["extended_by"], self.law.rule.unit))
        if data.get("extended_until"):
            yield Fact(_("延长到"), day(data["extended_until"]))


def _stretch(since: date, until: date | None, ground: str) -> str:
    days = dates.full_span(since, until) if until else _("%(day)s起") % {"day": dates.full(since)}
    return f"{days}{_('，')}{said(STOP_LABELS[ground])}" if ground else days


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return VALUES.get(value, value) if isinstance(value, str) else value


def answer(form: Due) -> Answer:
    """The answer to a form found valid: its question has been asked of the engine already."""
    law = law_of(form.question)
    calendar = calendar_of(
        form.question.get("calendar"), default=law.calendar.value, calendars=form.find
    )
    facts = facts_of(form.question, Reader(None, calendar), law)
    clock = reply_clock(facts, law=law, calendar=calendar, on=last_event(facts))
    return Answer(form, law, calendar, clock)
