"""The law files: complete, sourced, and open only where the law is."""

from datetime import date

import pytest

from statute.answers import ANSWERS, RESULT_CODES
from statute.law import FOLDER as LAWS
from statute.law import Law, LawError, laws, load_law, read_law
from statute.periods import calendar_year, school_year
from statute.remedies import review_first

REGULATION = load_law("cn-regulation")
UNIVERSITY = load_law("cn-university")
EVERY_LAW = pytest.mark.parametrize("law", laws(), ids=lambda law: law.code)


def test_the_default_law_comes_first():
    assert [law.code for law in laws()] == ["cn-university", "cn-regulation"]


@EVERY_LAW
def test_every_fact_has_an_article_a_source_and_says_whether_it_is_verified(law):
    assert len(law.facts) > 30
    for name, fact in law.facts.items():
        assert all(fact.article), name
        assert fact.source in law.sources.values(), name
        assert isinstance(fact.verified, bool), name


@EVERY_LAW
def test_what_is_not_verified_says_what_is_doubtful_in_both_languages(law):
    cited = [*law.facts.values(), *law.answers.values(), *law.remedies.values()]
    doubtful = [item for item in cited if not item.verified]
    assert doubtful
    assert all(item.doubt.zh and item.doubt.en for item in doubtful)


@EVERY_LAW
def test_every_setting_has_its_doubt(law):
    assert law.settings()
    for setting in law.settings():
        assert all(setting.doubt), setting.name
        assert setting.value == setting.default


@EVERY_LAW
def test_every_result_has_an_answer_with_basis_finding_and_remedy(law):
    assert tuple(law.answers) == RESULT_CODES
    for answer in law.answers.values():
        assert answer.basis.startswith("根据")
        assert answer.finding.endswith("。")
        assert answer.effect in {"answered", "not_processed", "abandoned", "withdrawn"}
        assert answer.remedy in law.remedies
        assert answer.label == ANSWERS[answer.code].label
        assert answer.ground.basis == answer.basis
        assert answer.row == ANSWERS[answer.code].row


@EVERY_LAW
def test_the_effect_follows_the_family(law):
    effects = {code: answer.effect for code, answer in law.answers.items()}
    assert {c for c, e in effects.items() if e == "abandoned"} == {
        "other_not_corrected", "other_fee_unpaid",
    }  # fmt: skip
    assert {c for c, e in effects.items() if e == "withdrawn"} == {"other"}
    assert {c for c, e in effects.items() if e == "not_processed"} == {
        code for code in RESULT_CODES if code.startswith("not_processed_")
    }


def test_review_comes_first_for_articles_14_to_16_and_for_nothing_else():
    first = [code for code in RESULT_CODES if review_first(code)]
    assert first == [
        "partly_granted", "refused_state_secret", "refused_prohibited_by_law",
        "refused_security_stability", "refused_third_party", "refused_internal_affairs",
        "refused_process", "refused_enforcement_file",
    ]  # fmt: skip
    articles = {code: REGULATION.answers[code].refusal_article for code in first[1:]}
    assert articles == {
        "refused_state_secret": 14, "refused_prohibited_by_law": 14,
        "refused_security_stability": 14, "refused_third_party": 15,
        "refused_internal_affairs": 16, "refused_process": 16, "refused_enforcement_file": 16,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "university", "regulation"),
    [
        ("reply_limit", 15, 20),
        ("correction.notice_within", 7, 7),
        ("correction.notice_binding", False, True),
        ("correction.restarts", True, True),
        ("correction.applicant_period", 10, 10),
        ("extension.allowed", False, True),
        ("extension.max_days", 15, 20),
        ("third_party.days", 15, 15),
        ("third_party.silence", "office_decides", "office_decides"),
        ("third_party.suspends", False, True),
        ("co_making_body.silence", "deemed_consent", "deemed_consent"),
        ("payment.days", 20, 20),
        ("payment.restarts", False, True),
        ("receipt.online", "submission", "submission"),
        ("asks.purpose", True, False),
        ("reporting.period", "school_year", "calendar_year"),
        ("fees", "none", "none"),
    ],
)
def test_where_the_two_laws_differ(name, university, regulation):
    assert (UNIVERSITY.facts[name].value, REGULATION.facts[name].value) == (university, regulation)


def test_what_the_measures_leave_open_is_a_setting_and_what_the_regulations_fix_is_not():
    open_ = {setting.name for setting in UNIVERSITY.settings()}
    fixed = {setting.name for setting in REGULATION.settings()}
    for name in (
        "correction.notice_within", "correction.restarts", "third_party.suspends",
        "extension.allowed", "extension.max_days", "receipt.online",
    ):  # fmt: skip
        assert name in open_
    for name in ("reply_limit", "third_party.suspends", "extension.allowed"):
        assert name not in fixed
    assert "payment.restarts" in fixed


def test_settings_are_laid_over_the_law_and_leave_the_file_s_law_alone():
    ours = UNIVERSITY.configured({"extension.allowed": True, "extension.max_days": 10})
    assert (ours.extension.allowed.value, ours.extension.max_days.value) == (True, 10)
    assert ours.overrides == {"extension.allowed": True, "extension.max_days": 10}
    assert UNIVERSITY.extension.allowed.value is False
    assert ours != UNIVERSITY
    assert ours == UNIVERSITY.configured({"extension.max_days": 10, "extension.allowed": True})
    assert len({ours, UNIVERSITY}) == 2
    shown = {setting.name: setting for setting in ours.settings()}
    assert (shown["extension.max_days"].value, shown["extension.max_days"].default) == (10, 15)


def test_configuring_twice_keeps_the_first_choices():
    ours = UNIVERSITY.configured({"extension.allowed": True}).configured({"extension.max_days": 5})
    assert ours.extension.allowed.value is True


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"reply_limit": 30}, "已有规定"),
        ({"extension.max_days": 16}, "0至15之间"),
        ({"extension.max_days": -1}, "0至15之间"),
        ({"extension.allowed": 1}, "类型不对"),
        ({"extension.max_days": True}, "类型不对"),
        ({"receipt.online": "whenever"}, "之一"),
        ({"extension.approver": 3}, "类型不对"),
        ({"no.such": 1}, "没有名为"),
    ],
)
def test_a_setting_the_law_does_not_leave_open_is_refused(choices, message):
    with pytest.raises(LawError, match=message):
        UNIVERSITY.configured(choices)


def test_a_fact_is_never_taken_for_its_value():
    with pytest.raises(TypeError, match="value"):
        bool(UNIVERSITY.extension.allowed)


def test_a_law_knows_when_it_was_in_force():
    assert not REGULATION.in_force_on(date(2019, 5, 14))
    assert REGULATION.in_force_on(date(2019, 5, 15))
    assert UNIVERSITY.in_force_on(date(2010, 9, 1))


def test_a_law_that_has_ended_is_no_longer_in_force():
    ended = read_law(
        _text("cn-university", "in_force_from = 2010-09-01\nin_force_until = 2020-01-01")
    )
    assert ended.in_force_on(date(2020, 1, 1))
    assert not ended.in_force_on(date(2020, 1, 2))


def _text(code: str, dates: str) -> str:
    text = (LAWS / f"{code}.toml").read_text("utf-8")
    return text.replace("in_force_from = 2010-09-01", dates)


def test_reports_are_due_after_their_period():
    assert UNIVERSITY.reporting.covering(2025) == school_year(2025)
    assert UNIVERSITY.reporting.due_on(school_year(2025)) == date(2026, 10, 31)
    assert REGULATION.reporting.covering(2026) == calendar_year(2026)
    assert REGULATION.reporting.due_on(calendar_year(2026)) == date(2027, 1, 31)


def test_what_the_applicant_is_asked():
    assert (UNIVERSITY.purpose_asked, REGULATION.purpose_asked) == (True, False)
    assert UNIVERSITY.identity_asked
    assert REGULATION.identity_asked


def test_names_as_a_person_reads_them():
    assert str(UNIVERSITY) == "《办法》"
    assert REGULATION.document == "国务院令第711号"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('source = "article_18", verified = true }', "verified = true }", "missing source"),
        (
            '[answers.granted]\narticle = ["第十八条第（一）项", "art. 18(1)"]',
            '[answers.given]\narticle = ["第十八条第（一）项", "art. 18(1)"]',
            "not the rows",
        ),
        (
            'source = "measures"\nverified = false\ndoubt',
            'source = "measures"\nverified = false\nqualm',
            "without a doubt",
        ),
    ],
)
def test_a_law_file_with_a_hole_is_refused(old, new, message):
    text = (LAWS / "cn-university.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(LawError, match=message):
        read_law(text.replace(old, new, 1))


def test_an_unknown_law_is_refused():
    with pytest.raises(LawError, match="没有名为"):
        load_law("../cn")


def test_a_law_is_not_equal_to_something_else():
    assert isinstance(UNIVERSITY, Law)
    assert UNIVERSITY != "cn-university"
