"""What the texts of letters are told: the case, the law in words, the dates reckoned from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from notices import provisional, revoked, withheld
from notices.basis import citation, has_article
from notices.kind import Kind
from notices.outdated import outdated
from notices.words import basis_and_finding, words_of
from office.calendars import working_calendar
from office.models import Institution
from requests_app.clock import fact, facts_of
from requests_app.models import Application
from statute.answers import family
from statute.clock import ClockRefusal, check_extension, reply_clock
from statute.law import Law
from statute.law_parts import Consulting

REASONS_NEVER_GIVEN = "经要求没有说明理由"


@dataclass(frozen=True)
class ToldPart:
    """One part withheld, with the words the law gives it."""

    part: str
    ground: str
    reasons: str
    basis: str
    finding: str


@dataclass(frozen=True)
class Told:
    """One item of a reply with the words the law gives it."""

    asked_for: str
    answer: str
    family: str
    ground: str
    reasons: str
    how_obtained: str
    basis: str
    finding: str
    withheld: tuple[ToldPart, ...]


def context_of(
    kind: Kind,
    application: Application,
    facts: dict[str, Any],
    *,
    institution: Institution,
    law: Law,
    on: date,
) -> dict[str, Any]:
    you = _you(application)
    common = {
        "kind": kind,
        "middle": f"notices/bodies/{'reply' if kind.is_reply else kind.code}.html",
        "application": application,
        "facts": facts,
        "institution": institution,
        "law": law,
        "words": words_of(law),
        "you": you,
        "on": on,
        "told": [_told(law, item, you) for item in facts.get("items", [])],
        "searches": list(application.searches.select_related("by")),
        "cite": _citations(law, institution),
        "by_rule": {
            name: bool(institution.own_rules) or has_article(rule, law)
            for name, rule in CITED.items()
            if rule in law.facts
        },
        "asked_reasons": fact(application.handling, "reasons_request"),
        "replaced": revoked.named(application, facts.get("replaces")),
    }
    return common | _EXTRA.get(kind.code, _nothing)(application, facts, law, on)


def _you(application: Application) -> str:
    return "你单位" if application.applicant.is_organisation else "您"


def _told(law: Law, item: Mapping[str, str], you: str) -> Told:
    basis, finding = basis_and_finding(law, item, you=you)
    return Told(
        **{key: item[key] for key in ("asked_for", "answer", "ground", "reasons", "how_obtained")},
        family=family(item["answer"]),
        basis=basis,
        finding=finding,
        withheld=tuple(_told_part(law, part, you) for part in withheld.parts_of(item)),
    )


def _told_part(law: Law, part: Mapping[str, str], you: str) -> ToldPart:
    basis, finding = basis_and_finding(law, withheld.as_answer(part["ground"]), you=you)
    return ToldPart(
        part["part"], part["ground"], part["reasons"], basis, _of_the_part(finding, you)
    )


def _of_the_part(finding: str, you: str) -> str:
    for whole in (f"{you}申请公开的政府信息", f"{you}申请公开的信息"):
        finding = finding.replace(whole, "该部分信息")
    return finding


CITED = {
    "receipt": "receipt.online",
    "limit": "reply_limit",
    "correction": "correction.notice_within",
    "extension": "extension.allowed",
    "third_party": "third_party.days",
    "co_making_body": "co_making_body.days",
    "suspends": "third_party.suspends",
    "override": "override",
    "reasons": "reasons_asked",
    "later_date": "agreed_delay",
    "own_record": "own_record",
    "scope": "scope",
    "service": "service",
}


def _citations(law: Law, institution: Institution) -> dict[str, str]:
    own = institution.own_rules
    return {name: citation(rule, law, own).zh for name, rule in CITED.items()}


def _nothing(application, facts, law, on) -> dict[str, Any]:
    return {}


def _receipt(application: Application, facts, law, on: date) -> dict[str, Any]:
    clock = application.clock(on=on)
    return {
        "due_on": clock.due_on,
        "awaited_year": provisional.year_awaited(clock.due_on) if clock.provisional else None,
        **_stating(clock.provisional, received_on=application.received_on, reply=clock.due_on),
    }


def _stating(is_provisional: bool, **dates: date | None) -> dict[str, Any]:
    """The reckoned dates the letter prints, for whoever must later know what it says."""
    return {
        "dates": {label: day for label, day in dates.items() if day is not None},
        "provisional_dates": ("reply",) if is_provisional and dates["reply"] else (),
    }


def _extension(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    """The last day now, and the last day once extended; empty where it cannot be said.

    The last day now is left out where it is provisional: it might turn out never to have been it.
    """
    calendar = working_calendar()
    known = facts_of(application)
    now = application.clock(on=on)
    try:
        later = check_extension(known, law=law, calendar=calendar, on=on, by_days=facts["by_days"])
    except ClockRefusal:
        later = None
    extended = replace(known, extended_on=on, extended_by=facts["by_days"])
    unsure = reply_clock(extended, law=law, calendar=calendar, on=on).provisional
    return {
        "due_on": None if now.provisional else now.due_on,
        "extended_to": later,
        "awaited_year": provisional.year_awaited(later) if unsure and later else None,
        **_stating(unsure, reply=later),
    }


def _correction(application, facts, law: Law, on: date) -> dict[str, Any]:
    return {"awaited_year": provisional.year_counted_into(on, facts["days"])}


def _reasons(application, facts, law: Law, on: date) -> dict[str, Any]:
    """The days run from receipt, which posting puts off."""
    days = facts["days"] + law.facts["letter_posting_days"].value
    return {"awaited_year": provisional.year_counted_into(on, days)}


def _later_date(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    now = application.clock(on=on)
    return {
        "due_on": None if now.provisional else now.due_on,
        **_stating(False, reply=date.fromisoformat(facts["due_on"])),
    }


def _excessive(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    """Reasons that were asked for and never given are not told to be bad ones."""
    asked = fact(application.handling, "reasons_request")
    if asked is None or asked.answered_on is not None:
        return {}
    you = _you(application)
    told = [_told(law, item, you) for item in facts.get("items", [])]
    return {
        "told": [
            replace(one, finding=one.finding.replace("说明的理由不合理", REASONS_NEVER_GIVEN))
            for one in told
        ]
    }


def _scope(application, facts, law: Law, on: date) -> dict[str, Any]:
    return {"scope": law.facts["scope"].value}


def _served(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    """The letter a certificate of service goes with, and what is recorded of how it was served."""
    served = application.notices.get(pk=facts["notice"])
    return {"served": served, "proof": served.service_proof}


def _consultations(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    asked = list(application.consultations.in_force().filter(closed_on=None))
    rules = [
        {"kind": row.kind, "on": row.asked_on, "rule": law.consulting(row.kind)} for row in asked
    ]
    return {"asked": rules, "suspends": any(r["rule"].suspends.value for r in rules)}


def _party(facts: dict[str, Any]) -> dict[str, Any]:
    return {"party": "您" if facts.get("party_kind") == "person" else "你单位"}


def _third_party(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    return _party(facts) | _asked(law.third_party, on)


def _override(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    asked = application.consultations.get(pk=facts["consultation"])
    return _party(facts) | {"asked": asked}


def _assistance(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    return _party(facts)


def _co_making(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    return _asked(law.co_making_body, on)


def _asked(rule: Consulting, on: date) -> dict[str, Any]:
    """Their days run from receipt, which posting puts off: the whole stretch is looked at."""
    days = rule.days.value + rule.posting_days.value
    return {"awaited_year": provisional.year_counted_into(on, days)}


def _rectified(application: Application, facts, law: Law, on: date) -> dict[str, Any]:
    """Each statement as it was made and as it is, and the last day as it is now."""
    clock, found = application.clock(on=on), outdated(application)
    dates = {one.what: one.now for one in found if one.now is not None}
    reply = dates.get("reply")
    unsure = clock.provisional and reply is not None
    return {
        "rectified": [
            {"title": one.notice.snapshot["letter"]["title"], "one": one} for one in found
        ],
        "awaited_year": provisional.year_awaited(reply) if unsure else None,
        "dates": dates,
        "provisional_dates": ("reply",) if unsure else (),
    }


def _not_corrected(application, facts, law: Law, on) -> dict[str, Any]:
    return {"answer": law.answers["other_not_corrected"]}


def _fee(application, facts, law: Law, on: date) -> dict[str, Any]:
    """Charged by the law, demanded by the rule on payment; under the Measures these are one."""
    rules = [citation(rule, law).zh for rule in ("fees", "answers.other_fee_unpaid")]
    awaited = provisional.year_counted_into(on, facts["days"])
    return {"fee_basis": "、".join(dict.fromkeys(rules)), "awaited_year": awaited}


def _fee_unpaid(application, facts, law: Law, on) -> dict[str, Any]:
    return {"answer": law.answers["other_fee_unpaid"]}


_EXTRA = {
    "acknowledgement": _receipt,
    "correction": _correction,
    "extension": _extension,
    "third_party_consultation": _third_party,
    "co_making_consultation": _co_making,
    "consultation_note": _consultations,
    "third_party_override": _override,
    "assistance": _assistance,
    "reasons_request": _reasons,
    "later_date": _later_date,
    "excessive": _excessive,
    "not_information": _scope,
    "service_certificate": _served,
    "fee": _fee,
    "not_corrected": _not_corrected,
    "fee_unpaid": _fee_unpaid,
    "rectification": _rectified,
    "reply_withdrawn": revoked.context,
    "notice_withdrawn": revoked.context,
    "party_notice_withdrawn": revoked.context,
    "consultation_withdrawn": revoked.context,
    "override_withdrawn": revoked.context,
}
