"""What holds where a law says nothing: no such limit, no such right, nothing leaves days out."""

from typing import Any

from statute.law_parts import Fact
from statute.text import Text

NOTHING = Text("—", "—")

SILENT: dict[str, Any] = {
    "suspensions": [],
    "calendar": "cn",
    "fees": "none",
    "agreed_delay": False,
    "counting.receipt": "as_is",
    "counting.first_day": "day_after",
    "counting.end": "as_is",
    "correction.notice_within": 0,
    "correction.notice_binding": False,
    "correction.restarts": False,
    "correction.applicant_period": 0,
    "correction.times": 1,
    "extension.allowed": False,
    "extension.max_days": 0,
    "extension.approver": "",
    "extension.times": 1,
    "payment.days": 0,
    "payment.restarts": False,
    "receipt.online": "submission",
    "receipt.counter": "submission",
    "receipt.oral": "submission",
    "receipt.post_signed": "signature",
    "receipt.post": "confirmation",
    "receipt.fax": "confirmation",
    "receipt.email": "confirmation",
    "asks.purpose": False,
    "asks.identity": False,
    "reporting.period": "calendar_year",
    "reporting.due": [12, 31],
    "publication.days": 0,
    "publication.update_days": 0,
} | {
    f"{whom}.{name}": value
    for whom in ("third_party", "co_making_body")
    for name, value in (
        ("days", 0),
        ("silence", "office_decides"),
        ("suspends", False),
        ("posting_days", 0),
    )
}


def silent_fact(name: str) -> Fact[Any]:
    """A fact on which a law is silent; it cites nothing and cannot be set."""
    return Fact(value=SILENT[name], article=NOTHING, source="", verified=True)


# A rule without a law: nothing that is told is refused.
BOUNDLESS: dict[str, Any] = {
    "agreed_delay": True,
    "correction.restarts": True,
    "extension.allowed": True,
    "extension.max_days": 1_000_000,
    "extension.times": 0,
    "payment.restarts": True,
    "third_party.suspends": True,
    "co_making_body.suspends": True,
    "suspensions": ["fee", "information", "oversight"],
}
