"""How a handling of the case is decided, closed, opened again: what several steps share."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from records.refusals import Refusal
from requests_app.states import FINAL_STATES, State
from requests_app.steps import Entry
from statute.answers import combine


class Closing(models.Model):
    """Only steps call these; the fields are those of `Application`."""

    class Meta:
        abstract = True

    def _decide(self, on: date, items: list[dict[str, str]]) -> Entry:
        if not items:
            raise Refusal(_("答复至少要有一个事项。"))
        decision = self.handling.decisions.create(decided_on=on)
        for position, item in enumerate(items, start=1):
            withheld = item.get("withheld", ())
            plain = {key: value for key, value in item.items() if key != "withheld"}
            row = decision.items.create(position=position, **plain)
            for place, part in enumerate(withheld, start=1):
                row.withheld.create(position=place, **part)
        answers = [item["answer"] for item in items]
        return Entry({"answers": answers, "result": combine(answers)})

    def _close(self, on: date, result: str) -> None:
        handling = self.handlings.order_by("-sequence").first()
        handling.closed_on, handling.result, handling.closed_under = on, result, self.law
        handling.save(update_fields=["closed_on", "result", "closed_under"])
        self.__dict__["handling"] = handling

    def _begin_anew(self, on: date, cause: str) -> None:
        self.handlings.create(sequence=self.handling.sequence + 1, opened_on=on, cause=cause)
        self.__dict__.pop("handling", None)

    def _unclose(self) -> None:
        handling = self.handling
        handling.closed_on, handling.result, handling.closed_under = None, "", ""
        handling.save(update_fields=["closed_on", "result", "closed_under"])

    def _set_closing_right(self, state: State, on: date) -> None:
        if self.handling and state not in FINAL_STATES and self.handling.closed_on is not None:
            self._unclose()
        if self.handling and self.state in (State.ANSWERED, State.NOT_PROCESSED):
            self.handling.decisions.filter(voided_on=None).update(voided_on=on)
