"""What pages show of the drafts of a notice."""

from typing import Any

from django import template

from casework import versions
from notices.models import Notice
from records.models.approval import Verdict
from web.staff import feedback_lines
from web.today import today

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


@register.inclusion_tag("staff/ground_history.html", takes_context=True)
def ground_history(context: template.Context, *forms: Any) -> dict[str, Any]:
    """What became of earlier decisions on the grounds and answers these forms offer."""
    kept = context.render_context
    if "ground_history" not in kept:
        kept["ground_history"] = feedback_lines.about_grounds(today())
    codes = [code for form in forms for code in _offered(form)]
    return {"history": feedback_lines.of(codes, kept["ground_history"])}


def _offered(form: Any) -> list[str]:
    """The codes of a form's choices of answer and of ground, those in groups too."""
    found = []
    for name in {"answer", "ground"} & set(form.fields):
        for value, label in form.fields[name].choices:
            found += [code for code, _label in label] if isinstance(label, list) else [value]
    return found
