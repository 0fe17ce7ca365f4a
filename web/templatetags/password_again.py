"""The field for one's own password, inside the form of a grave act."""

from typing import Any

from django import template

from web.staff import reauthentication

register = template.Library()


@register.inclusion_tag("partials/password_again.html", takes_context=True)
def password_again(context: Any, name: Any = "") -> dict[str, Any]:
    """Nothing while the last password is fresh. `name` tells apart several forms of a page, of
    which the one that was sent shows its fault.
    """
    request = context["request"]
    sent = request.POST.get("password_for", str(name)) == str(name)
    return {
        "asked": not reauthentication.is_fresh(request),
        "fault": reauthentication.said_to(request) if sent else "",
        "name": name,
        "id": f"password-again{'-' if name else ''}{name}",
    }
