"""What every staff page says while a year's holidays are not entered."""

from typing import Any

from django import template

from office.calendars import missing_years
from office.roles import May
from requests_app.models import Application
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
