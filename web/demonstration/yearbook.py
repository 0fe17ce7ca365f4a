"""What the year leaves: the catalogue's links and the published reports."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.catalogue import fill_in
from casework.categorising import categorise
from catalogue.models import Category, Item
from office.models import Unit
from reports import approving, publication
from requests_app.models import Application
from statute.periods import school_year
from web.demonstration.script import instant, read
from web.demonstration.stage import Stage

NOON = 12 * 60
OTHER = 10  # the list's last heading
NOT_LOOKED_AT = 3


def fill_catalogue(stage: Stage, *, on: date) -> None:
    """Most matters have a link, some have none, as anywhere."""
    said = read("yearbook.toml")["catalogue"]
    day = said["updated_on"]
    units = {unit.name: unit for unit in Unit.objects.all()}
    for item in Item.objects.exclude(number__in=said["unfilled"]) if day <= on else ():
        name = said["units"][item.category.number - 1]
        facts = {
            "link": said["address"].format(number=item.number), "cycle": said["cycle"],
            "unit": units.get(name), "unit_name": "" if name in units else name,
            "updated_on": day,
        }  # fmt: skip
        fill_in(
            item, facts, edits=item.edits, by=stage.office_head(), on=day, at=instant(day, NOON)
        )


def categorise_cases(stage: Stage) -> None:
    """Each case under its heading, but for those received too late for anybody to have looked."""
    headings = read("categories.toml")["heading"]
    by_number = {category.number: category for category in Category.objects.all()}
    newest = Application.objects.exclude(received_on=None).order_by("-received_on", "-pk")
    for case in newest[NOT_LOOKED_AT:]:
        found = next((h for h in headings if any(w in case.subject for w in h["words"])), None)
        category = by_number[found["number"] if found else OTHER]
        categorise(case, category, was=None, by=stage.registrar(), at=stage.now)


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
    approving.submit(report, edits=report.edits, by=by, on=day, at=at)
    for signing in (stage.office_head(), stage.staff.of("leader")):
        approving.approve(report, seen=report.submitted_hash, by=signing, on=day, at=at)
    publication.publish(report, edits=report.edits, by=stage.office_head(), on=day, at=at)
