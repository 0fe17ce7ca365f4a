"""The declarations of the kinds: none is missing, each is whole, the table of them is current."""

from pathlib import Path

import pytest
from django.conf import settings

from notices.basis import bases
from notices.document import document
from notices.effects import BY_STEP, effect_of
from notices.kinds import KINDS
from requests_app.steps import STEPS
from statute.law import laws

# What the law and practice ask for, in the order of the procedure.
ASKED_FOR = {
    "acknowledgement", "correction", "extension", "third_party_consultation", "consultation_note",
    "third_party_override", "co_making_consultation", "assistance", "fee", "already_public",
    "granted", "partly_granted", "refused", "not_held", "not_this_body", "not_information",
    "needs_creation", "still_unclear", "repeated", "petition", "publication",
    "administrative_query", "reasons_request", "later_date", "excessive", "reissue",
    "not_corrected", "fee_unpaid", "record_correction", "withdrawal_confirmed", "rectification",
    "service_certificate", "other_reply",
}  # fmt: skip
NO_ARTICLE = {
    "rectification", "withdrawal_confirmed", "other_reply", "reply_withdrawn", "notice_withdrawn",
    "party_notice_withdrawn", "consultation_withdrawn", "override_withdrawn",
}  # fmt: skip
SHARED_SERIES = {"终", "销"}  # abandoned either way; whatever revokes


def test_nothing_that_is_asked_for_is_missing():
    assert set(KINDS) >= ASKED_FOR


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_each_declaration_is_whole(kind):
    assert all(kind.label)
    assert all(kind.guidance)
    assert kind.title.format(info="信息", us="本校")
    assert len(kind.series) == 1
    assert kind.closing.endswith("。")
    assert all(effect_of(kind))
    assert kind.step is None or STEPS[kind.step].by_notice or kind.step == "deem_abandoned"
    assert (
        (Path(settings.BASE_DIR) / "templates/notices/bodies")
        .joinpath(f"{'reply' if kind.is_reply else kind.code}.html")
        .is_file()
    )
    for field in kind.fields:
        assert all(field.label)
        optional = not field.required or field.widget in ("choice", "items")
        assert optional or field.why or kind.code in NO_ARTICLE, field.name


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.code)
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_each_kind_rests_on_something_under_each_law(kind, law):
    assert bool(bases(kind, law)) == (kind.code not in NO_ARTICLE)


def test_every_series_is_one_kind_s_own():
    series = [kind.series for kind in KINDS.values()]
    assert {one for one in series if series.count(one) > 1} <= SHARED_SERIES


def test_every_step_that_a_notice_takes_has_its_effect_in_words():
    by_notice = {name for name, step in STEPS.items() if step.by_notice} - {"close"}
    assert by_notice | {"deem_abandoned", None} == set(BY_STEP)


def test_the_table_in_the_docs_is_that_of_the_declarations():
    page = Path(settings.BASE_DIR) / "docs" / "notices.md"
    assert page.read_text(encoding="utf-8") == document()
