"""Who asks is not told to a third party, and who was asked is not told to the applicant."""

import json
from datetime import date

import pytest

from notices import letter
from notices.facts import cleaned
from notices.kind import Addressee
from notices.kinds import KINDS
from office import institution
from requests_app.models import Consultation
from tests.cast import NATURAL_PERSON
from tests.notices import stories
from tests.notices.variants import Variant, every

GONE_OUT = date(2026, 3, 9)
WHO_ASKS = [
    NATURAL_PERSON[key] for key in ("name", "identity_number", "phone", "email", "address")
]  # fmt: skip
VARIANTS = {f"{each.name}-{law}": (each, law) for each in every() for law in stories.LAWS}


def words(cast, variant: Variant, law: str) -> str:
    """All that is printed, with the names of attachments and the translation."""
    stories.allow_everything()
    application = variant.prepare(cast, law)
    kind = KINDS[variant.kind]
    plain, sealed = cleaned(kind, variant.facts(application), application.statute_law)
    composed = letter.compose(
        kind, application, plain | sealed, institution=institution.current(),
        law=application.statute_law, on=GONE_OUT,
    )  # fmt: skip
    kept = letter.kept(composed) | {"body": str(composed.body)}
    return json.dumps(kept, ensure_ascii=False, default=str)


def of(*addressees: Addressee) -> list:
    return [
        pytest.param(name, marks=pytest.mark.full)
        for name, (variant, law) in VARIANTS.items()
        if KINDS[variant.kind].addressee in addressees and law == "cn-regulation"
    ]


@pytest.mark.parametrize("name", of(Addressee.THIRD_PARTY, Addressee.BODY))
def test_who_asks_is_in_no_letter_to_others(cast, name):
    said = words(cast, *VARIANTS[name])
    assert [known for known in WHO_ASKS if known in said] == []


@pytest.mark.parametrize("name", of(Addressee.APPLICANT))
def test_who_was_asked_is_in_no_letter_to_the_applicant(cast, name):
    said = words(cast, *VARIANTS[name])
    parties = [*Consultation.objects.values_list("party_name", flat=True), "示例科技有限公司"]
    assert [party for party in parties if party in said] == []
