"""The institution's facts and what the laws leave it to settle: one version after another."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework import settling
from casework.moving import digest, what_moves
from notices.models import Notice
from office import institution as office_institution
from office.models import Institution
from office.roles import May
from records.refusals import Refusal
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.law import laws
from web.fields import number_sent
from web.refusals import tell
from web.staff.access import require
from web.staff.settings_forms import FACTS, InstitutionForm, LawForm
from web.staff.views import institution_versions
from web.today import now, today

MEANWHILE = "meanwhile"


def institution(request: HttpRequest) -> HttpResponse:
    """Show the present version as a form; a change is first shown with what it moves."""
    require(request.user, May.CONFIGURE)
    current = office_institution.current()
    data = request.POST or None
    form = InstitutionForm(data, instance=office_institution.current())
    law_forms = [LawForm(office_institution.law(law.code, current), data) for law in laws()]
    context = {
        "form": form, "law_forms": law_forms, "current": current,
        "versions": Institution.objects.select_related("changed_by")[:10],
        "drafts": Notice.objects.drafts().count(), "on": today(),
    }  # fmt: skip
    every = [form, *law_forms]
    if request.method == "POST" and all(one.is_valid() for one in every):
        changes = _changes(form, law_forms)
        if "save" in request.POST and _save(request, form, changes):
            return redirect("staff:institution")
        if "save" not in request.POST or form.has_error(NON_FIELD_ERRORS, MEANWHILE):
            context |= _preview(form, changes)
    context["failed"] = bool(data) and any(one.errors for one in every)
    context["every"] = every
    return render(request, "staff/institution.html", context)


def _changes(form: InstitutionForm, law_forms: list[LawForm]) -> dict:
    changes = {name: form.cleaned_data[name] for name in (*FACTS, "default_law")}
    chosen = {one.law.code: one.chosen() for one in law_forms}
    return changes | {"law_settings": {code: found for code, found in chosen.items() if found}}


def _preview(form: InstitutionForm, changes: dict) -> dict:
    try:
        row = settling.institution_with(changes)
    except Refusal as refusal:
        tell(form, refusal)
        return {}
    names = settling.changed_fields(row)
    if not names:
        form.add_error(None, _("没有改动。"))
        return {}
    labels = [Institution._meta.get_field(name).verbose_name for name in names]
    moves = what_moves(on=today(), settled=row)
    return {"changed": labels, "moves": moves, "seen": digest(moves)}


def _save(request: HttpRequest, form: InstitutionForm, changes: dict) -> bool:
    version = number_sent(request, "version")
    try:
        moves = settling.change_institution(
            changes, by=request.user, at=now(), version=version, seen=request.POST.get("seen", "")
        )
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ChangedMeanwhile as refusal:
        form.add_error(None, ValidationError(str(refusal), code=MEANWHILE))
        return False
    except Refusal as refusal:
        tell(form, refusal)
        return False
    words = {"n": len(moves)}
    messages.success(request, _("新的一版已启用，%(n)s件办件的期限已重新计算。") % words)
    return True


urlpatterns = [
    path("institution/", institution, name="institution"),
    *institution_versions.urlpatterns,
]
