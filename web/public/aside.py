"""What was typed on a case's page after its half hour: kept until the case is opened again."""

import json
from typing import Any

from django.http import HttpRequest

from records import encryption
from requests_app.models import Application

WORDS = ("answer", "grounds", "reason")  # the fields an applicant writes at length
_SEAL = "web.public.aside"
_IN_SESSION = "aside"


def put(request: HttpRequest) -> bool:
    """Keep the words of a form whose case has closed meanwhile; say whether there were any."""
    typed = {name: request.POST[name] for name in WORDS if request.POST.get(name)}
    if not typed:
        return False
    content = {
        "page": request.resolver_match.view_name,
        "number": request.POST.get("number", ""),
        "typed": typed,
    }
    request.session[_IN_SESSION] = str(encryption.seal(json.dumps(content), context=_SEAL))
    return True


def page_of(request: HttpRequest, application: Application) -> str:
    """The page to go back to, if what was put aside belongs to this case."""
    content = _content(request)
    return content["page"] if content.get("number") == application.number else ""


def take(request: HttpRequest, application: Application) -> dict[str, Any]:
    """The words for the form of this page, once."""
    content = _content(request)
    here = request.resolver_match.view_name
    if content.get("number") != application.number or content.get("page") != here:
        return {}
    del request.session[_IN_SESSION]
    return content["typed"]


def _content(request: HttpRequest) -> dict[str, Any]:
    sealed = request.session.get(_IN_SESSION)
    return json.loads(encryption.unseal(sealed, context=_SEAL)) if sealed else {}
