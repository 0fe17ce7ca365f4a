"""What pages say of the calendar: a year not entered, a date told that a notice overtook."""

from typing import Any

from django import template

from casework.told import standing
from office.calendars import missing_years
from office.roles import May
from requests_app.models import Application
from statute.clock import Clock
from web.today import today

register = template.Library()


@register.inclusion_tag("staff/missing_year.html", takes_context=True)
def missing_year(context: Any) -> dict[str, Any]:
    """Nothing, and no query, while the shipped calendar has every year that is wanted."""
    user, years = context["user"], missing_years(today())
    if not years or not user.is_authenticated:
        return {"years": []}
    running = Application.objects.visible_to(user).clock_running()
    return {
        "years": years,
        "this_year": years[0] == today().year,
        "provisional": running.filter(due_provisional=True).count(),
        "may_enter": user.may(May.CONFIGURE),
    }


@register.inclusion_tag("staff/told_date.html")
def told_date(case: Application, clock: Clock | None) -> dict[str, Any]:
    """The later date the applicant was told in a letter, where it stands beside an earlier one."""
    return _told_later(case, clock)


@register.inclusion_tag("public/told_date.html")
def you_were_told(case: Application, clock: Clock | None) -> dict[str, Any]:
    """The same in words for the applicant."""
    return _told_later(case, clock)


def _told_later(case: Application, clock: Clock | None) -> dict[str, Any]:
    if clock is None or clock.due_on is None or case.is_closed:
        return {"told": None}
    found = standing(case)
    return {"told": found if found and found.on > clock.due_on else None, "due_on": clock.due_on}
