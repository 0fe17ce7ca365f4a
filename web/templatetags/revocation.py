"""What the page of a notice says of its being revoked or replaced, and the way to do it."""

from typing import Any

from django import template

from casework import standing, withdrawing
from notices import codes
from notices.models import Notice

register = template.Library()


@register.inclusion_tag("staff/notice_revocation.html", takes_context=True)
def revocation(context: Any, notice: Notice) -> dict[str, Any]:
    """Its code, the notices before and after it; how to revoke it, or why not now."""
    found: dict[str, Any] = {"notice": notice, "case": notice.application}
    if notice.is_issued and notice.code:
        found["code"] = codes.grouped(notice.code)
    if not notice.is_in_force or not standing.may_draft(context["user"], notice.application):
        return found
    kind = withdrawing.kind_for(notice)
    reasons = tuple(standing.obstacles(kind, notice.application)) if kind else ()
    return found | {"kind": kind, "reasons": reasons}
