"""From the answers of the pages to the fields of a case."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from office import institution
from records.encryption import masked
from requests_app.states import ApplicantKind, Delivery, Form, IdentityKind
from web.pieces import Fact
from web.public.draft import Draft
from web.public.privacy import NOTICE_VERSION
from web.public.steps import AskedStep

APPLICATION = ("subject", "description", "document_number", "purpose", "form", "delivery")
APPLICANT = (
    "kind", "name", "identity_kind", "identity_number", "legal_representative", "contact_name",
    "phone", "email", "address", "postcode", "agent_name", "agent_identity_number",
)  # fmt: skip
CHOICES = {
    "kind": ApplicantKind, "identity_kind": IdentityKind, "form": Form, "delivery": Delivery,
}  # fmt: skip
MASKED = ("identity_number", "agent_identity_number")


def application_fields(draft: Draft) -> dict[str, Any]:
    answers = draft.all_answers()
    fields = {name: answers[name] for name in APPLICATION if answers.get(name)}
    with override(settings.LANGUAGE_CODE):  # what is kept with the case is in the office's language
        if years := years_asked(answers):
            fields["description"] += "\n" + _("信息产生的时间：%(years)s") % {"years": years}
    return fields | {
        "law": institution.current().default_law,
        "notice_version": NOTICE_VERSION,
    }


def applicant_fields(draft: Draft) -> dict[str, Any]:
    answers = draft.all_answers()
    return {name: answers[name] for name in APPLICANT if answers.get(name)}


def years_asked(answers: dict[str, Any]) -> str:
    first, last = answers.get("year_from"), answers.get("year_to")
    if first and first == last:
        return _("%(year)s年") % {"year": first}
    if first and last:
        return _("%(first)s—%(last)s年") % {"first": first, "last": last}
    if first:
        return _("%(year)s年以来") % {"year": first}
    return _("%(year)s年及以前") % {"year": last} if last else ""


def rows(step: AskedStep, draft: Draft, *, change: str) -> list[Fact]:
    """What was answered on one page, each value with the way back to it."""
    form = step.form(initial=draft.answers.get(step.slug, {}), known=draft.all_answers())
    answers = draft.answers.get(step.slug, {})
    if step.slug == "agent" and answers.get("has_agent") != "yes":
        return [Fact(_("代理人"), _("没有，本人或本单位申请"), change)]
    shown = []
    for name, field in form.fields.items():
        if name in ("has_agent", "year_to"):
            continue
        label, value = field.label, answers.get(name) or ""
        if name == "year_from":
            label, value = _("信息产生的时间"), years_asked(answers)
        elif name in CHOICES and value:
            value = CHOICES[name](value).label
        elif name in MASKED:
            value = masked(value)
        shown.append(Fact(label, value, change))
    return shown
