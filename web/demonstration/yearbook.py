"""What the year leaves: the catalogue's links and the published reports."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.models import Item
from reports import publication
from statute.periods import school_year
from web.demonstration.script import instant, read
from web.demonstration.stage import Stage

NOON = 12 * 60


def fill_catalogue(*, on: date) -> None:
    """Most matters have a link, some have none, as anywhere."""
    said = read("yearbook.toml")["catalogue"]
    for item in Item.objects.select_related("category"):
        item.unit = said["units"][(item.category.number - 1) % len(said["units"])]
        if item.number not in said["unfilled"] and said["updated_on"] <= on:
            item.link = said["address"].format(number=item.number)
            item.updated_on, item.cycle = said["updated_on"], said["cycle"]
        item.save()


def publish_reports(stage: Stage, *, on: date) -> None:
    """Those whose day has come."""
    for said in read("yearbook.toml")["report"]:
        if said["published_on"] <= on:
            _publish(stage, said)


def _publish(stage: Stage, said: Mapping[str, Any]) -> None:
    day = said["published_on"]
    at, by = instant(day, NOON), stage.registrar()
    report = publication.begin(school_year(said["year"]), by=by, at=at)
    publication.write(report, texts=said["texts"], facts=said["facts"], edits=0, by=by, at=at)
    publication.publish(report, edits=report.edits, by=stage.office_head(), on=day, at=at)
