"""For whoever keeps the machine: is the process alive, is the system fit for work.

Open to all, so they say which part and why, and nothing of anybody. The second looks at the
database, so its answer is kept for a few seconds.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from casework import readiness
from web.today import now

KEPT_SECONDS = 5


@login_not_required
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when green or amber, 503 when red."""
    answer = cache.get_or_set("readyz", _answer, KEPT_SECONDS)
    return JsonResponse(
        answer,
        status=503 if answer["colour"] == readiness.Colour.RED else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def _answer() -> dict:
    found = readiness.findings(at=now())
    return {
        "colour": readiness.colour_of(found).value,
        "checks": {
            finding.name: {"colour": finding.colour.value, "says": finding.says}
            for finding in found
        },
    }
