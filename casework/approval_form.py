"""The printable approval form (审签单) of a draft that waits: boxes to sign in, and its text.

Every page bears a short code that names this very draft, so that a form of an earlier one is found
out when its signatures are put in (`casework.on_paper`).
"""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import override

from casework import signatures, standing
from casework.issuing import refuse_changed, refuse_unsubmitted
from notices import pdf, withheld
from notices.chains import SECRECY_STAGE
from notices.items import GROUNDS
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from records.models import Approval
from requests_app.models import SecrecyReview
from statute.answers import ANSWERS


@dataclass(frozen=True)
class Box:
    """One stage on the sheet: empty to be signed, or with what the system has already."""

    label: str
    given: Approval | None = None
    review: SecrecyReview | None = None
    is_secrecy: bool = False


def code_of(notice: Notice) -> str:
    """The short code printed on every page of a form: it names this very draft."""
    digits = notice.content_hash[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def form_pdf(notice: Notice, *, on: date) -> bytes:
    """The form as PDF. Raises Refusal unless the draft waits, and reads as it was handed in."""
    refuse_unsubmitted(notice)
    refuse_changed(notice, on=on)
    return pdf.render(form_page(notice, on=on)).pdf


def form_page(notice: Notice, *, on: date) -> str:
    """The document for the press; Chinese whatever the language of the screen."""
    case, kind = notice.application, KINDS[notice.kind]
    drafters = User.objects.filter(pk__in=notice.drafters)
    with override("zh-hans"):
        composed = standing.compose(notice, on=on)
        context = {
            "letter": composed, "notice": notice, "case": case, "kind": kind,
            "code": code_of(notice), "boxes": _boxes(notice), "rows": rows_of(notice),
            "drafters": "、".join(drafters.values_list("full_name", flat=True)),
            "clock": case.clock(on=on) if case.received_on else None,
        }  # fmt: skip
        return render_to_string("notices/approval_form.html", context)


def _boxes(notice: Notice) -> list[Box]:
    given = {a.stage: a for a in signatures.given_to(notice)}
    done = {view.code: view.done for view in signatures.stages(notice)}
    return [
        Box(
            label=str(stage.label),
            given=given.get(stage.code),
            review=signatures.secrecy_review_of(notice)
            if stage == SECRECY_STAGE and done[stage.code]
            else None,
            is_secrecy=stage == SECRECY_STAGE,
        )
        for stage in signatures.chain_of(notice).stages
    ]


def rows_of(notice: Notice) -> list[tuple[str, str]]:
    """What the letter says, in short."""
    kind, found = KINDS[notice.kind], []
    for item in notice.facts.get("items", []):
        answer = ANSWERS.get(item["answer"])
        ground = GROUNDS.get(item["answer"], {}).get(item["ground"])
        found.append(("答复", _joined(answer and answer.label.zh, ground and ground.zh,
                                      item["reasons"])))  # fmt: skip
        found += [
            ("不予公开的部分",
             _joined(part["part"], withheld.GROUNDS[part["ground"]].zh, part["reasons"]))
            for part in withheld.parts_of(item)
        ]  # fmt: skip
    for field in kind.fields:
        value = notice.facts.get(field.name)
        if value and field.name not in ("items", "on_the_spot"):
            chosen = dict(field.choices).get(str(value))
            found.append((field.label.zh, chosen.zh if chosen else str(value)))
    return found


def _joined(*parts: str | None) -> str:
    return "；".join(part for part in parts if part)
