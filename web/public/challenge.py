"""How to challenge an answer or its absence: from the law's data and the institution's bodies."""

from django.utils.translation import gettext as _

from notices.withheld import row_of
from office.models import Institution
from requests_app.models import Application, Decision
from requests_app.states import State
from statute.answers import GRANTED, PARTLY_GRANTED, REFUSED, family
from statute.law import Law, Remedy
from statute.remedies import RemedyRefusal, remedy_paragraph


def places(institution: Institution) -> dict[str, str]:
    bodies = (institution.discipline_office, institution.supervisor)
    return {
        "review_authority": institution.review_authority,
        "online_review": institution.online_review,
        "court": institution.court,
        "supervisor": _("、").join(body for body in bodies if body),
    }


def against_the_answer(application: Application, institution: Institution) -> str:
    """The paragraph the answer itself carries, in Chinese; empty where none applies."""
    if application.closed_on is None or application.state == State.WITHDRAWN:
        return ""
    decision = application.standing_decision()
    grounds = _withheld_on(decision) if decision else []
    # A reply in the row “other” tells of the remedies of one that grants (`Kind.remedies_as`).
    result = application.handling.result
    code = GRANTED if result == "other" else result
    try:
        return remedy_paragraph(application.statute_law, code, places(institution), grounds)
    except RemedyRefusal:
        return ""


def _withheld_on(decision: Decision) -> list[str]:
    """The rows of all that is withheld: of the parts of an item, or of an item as a whole."""
    found: list[str] = []
    for item in decision.items.all():
        if item.answer == PARTLY_GRANTED:
            found += map(row_of, item.grounds)
        elif family(item.answer) == REFUSED:
            found.append(item.answer)
    return found


def against_silence(law: Law, institution: Institution) -> str:
    """What may be done when the limit has passed without an answer."""
    bodies = places(institution)
    if law.remedy_limits.review_days is None:
        return _("可以向%(supervisor)s举报或者申诉。") % bodies
    return (
        _(
            "可以向上级机关投诉、举报，也可以依法向%(review_authority)s申请行政复议或者向%(court)s起诉。"
        )
        % bodies
    )


def all_ways(law: Law, institution: Institution) -> list[tuple[Remedy, str]]:
    """Every remedy the law knows, with its paragraph filled in."""
    bodies = places(institution)
    return [
        (remedy, remedy.text_for(bodies).format_map(bodies))
        for remedy in law.remedies.values()
        if remedy.paragraph
    ]
