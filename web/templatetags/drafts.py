"""What pages show of the drafts of a notice."""

from typing import Any

from django import template

from casework import versions
from notices.models import Notice
from records.models.approval import Verdict

register = template.Library()


@register.inclusion_tag("staff/changed_since.html", takes_context=True)
def changed_since_read(context: template.Context, notice: Notice) -> dict[str, Any]:
    """What changed in a draft since whoever looks at the page said yes or no to an earlier one."""
    read = versions.read_by(notice, context["user"])
    now = versions.latest(notice)
    if read is None or now is None:
        return {"notice": notice, "comparison": None}
    return {
        "notice": notice,
        "comparison": versions.compare(read.version, now),
        "returned": read.verdict == Verdict.RETURNED,
    }
