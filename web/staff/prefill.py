"""What the form of a new notice begins with: from the institution, the case, an earlier reply."""

from typing import Any

from django.http import HttpRequest

from casework.earlier import earlier_replies
from notices.kind import Kind
from office import institution
from requests_app.models import Application
from requests_app.objections import standing_objections


def first_facts(request: HttpRequest, kind: Kind, case: Application) -> dict[str, Any]:
    """Facts to begin with; nothing that the form does not ask for."""
    return _FIRST.get(kind.code, _nothing)(request, case)


def _nothing(request: HttpRequest, case: Application) -> dict[str, Any]:
    return {}


def _fee(request: HttpRequest, case: Application) -> dict[str, Any]:
    return {"how_to_pay": institution.current().payment_details}


def _earlier(request: HttpRequest, case: Application) -> dict[str, Any]:
    """The reply that was picked on the page, if it is one of those on offer."""
    picked = request.GET.get("earlier", "")
    for reply in earlier_replies(case, by=request.user):
        if picked == str(reply.pk):
            return {"earlier_number": reply.number, "earlier_on": reply.issued_on}
    return {}


def _objection(request: HttpRequest, case: Application) -> dict[str, Any]:
    """The one objection, and how its letter spoke to the party."""
    objections = standing_objections(case)
    if len(objections) != 1:
        return {}
    letter = objections[0].notices.issued().first()
    known = {"party_kind": letter.facts.get("party_kind")} if letter else {}
    return {"consultation": objections[0].pk, "content": objections[0].concerning} | known


_FIRST = {"fee": _fee, "repeated": _earlier, "third_party_override": _objection}
