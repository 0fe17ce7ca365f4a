"""What a letter must say and staff left out: found, said with its rule, and in the way."""

from datetime import date

import pytest

from casework import paper, standing
from notices import letter
from notices.elements import elements
from notices.facts import FactsRefused, cleaned
from notices.kinds import KINDS
from office import institution
from statute.law import load_law
from tests.notices import stories
from tests.notices.desk import FRIDAY, drafted, refusal_of

GONE_OUT = date(2026, 3, 9)


def read(cast, code: str, law: str, wording: str = "") -> dict[str, tuple[str, bool]]:
    stories.allow_everything()
    application = stories.ready(cast, code, law)
    plain, sealed = cleaned(KINDS[code], stories.facts_for(code, application))
    said = {"institution": institution.current(), "law": application.statute_law}
    composed = letter.compose(
        KINDS[code], application, plain | sealed, on=GONE_OUT, wording=wording, **said
    )
    found = elements(
        KINDS[code], said["law"], composed, application=application, facts=plain | sealed,
        institution=said["institution"], wording=wording,
    )  # fmt: skip
    return {one.label.zh: (one.why.zh, one.present) for one in found}


@pytest.mark.parametrize(
    ("code", "wording", "missing"),
    [
        ("refused", "不予公开。", {"法律依据"}),
        (
            "refused",
            "根据《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项的规定，维持。",
            {"答复意见"},
        ),
        (
            "refused",
            "根据《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项的规定，依照惯例维持。",
            {"答复意见"},
        ),
        (
            "granted",
            "根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，来件已阅。",
            {"答复意见"},
        ),
        (
            "repeated",
            "根据《中华人民共和国政府信息公开条例》第三十六条第（六）项的规定，您不再学校学习。"
            "示例大学信公答〔2025〕7号，2025年5月16日。",
            {"答复意见"},
        ),
        ("correction", "请说明年度。", {"法律依据", "补正期限（工作日）"}),
        ("later_date", "过些日子答复。", {"法律依据", "延迟答复日期"}),
        ("fee", "请缴费。", {"法律依据", "金额（元）", "缴费期限（工作日）"}),
        ("assistance", "请协助。", {"法律依据", "请于何日前回复"}),
    ],
)
def test_what_own_words_leave_out_is_found(cast, code, wording, missing):
    found = read(cast, code, "cn-regulation", wording)
    assert {label for label, (_why, present) in found.items() if present is False} == missing


def test_free_text_in_own_words_is_for_the_approver_to_read(cast):
    law = "《中华人民共和国政府信息公开条例》"
    wording = f"根据{law}第十六条第二款、第三十六条第（三）项的规定，不予公开。"
    found = read(cast, "refused", "cn-regulation", wording)
    assert found["事实与理由"][1] is None
    assert found["法律依据"][1] is True
    assert read(cast, "refused", "cn-regulation")["事实与理由"][1] is True


def test_whom_to_complain_to_is_asked_for_by_both_rules(cast):
    why, present = read(cast, "refused", "cn-university")["举报或者申诉的受理机关"]
    assert (why, present) == ("《高等学校信息公开办法》第二十六条；《条例》第五十五条第二款", True)


def test_it_blocks_the_approval_and_says_by_whose_rule(cast):
    notice = drafted(cast, "correction")
    paper.redraft(
        notice, by=cast.officer, at=stories.at(FRIDAY, 10), facts=stories.FACTS["correction"],
        wording="请说明年度。",
    )  # fmt: skip
    said = refusal_of(paper.submit, notice, by=cast.officer, at=stories.at(FRIDAY, 11))
    assert "正文须写明法律依据：《中华人民共和国政府信息公开条例》第三十条。" in said
    assert "正文须写明补正期限（工作日）：《中华人民共和国政府信息公开条例》第三十条。" in said
    assert [one.present for one in standing.checks(notice)].count(False) == 2


@pytest.mark.full
def test_an_institution_without_a_court_cannot_tell_of_remedies(cast):
    notice = drafted(cast, "refused")
    institution.Institution.objects.update(court="")
    assert "管辖法院" in " ".join(paper.missing(notice))


@pytest.mark.parametrize("law", stories.LAWS)
@pytest.mark.parametrize("code", KINDS)
def test_whatever_is_asked_for_is_asked_for_with_its_article(code, law):
    kind = KINDS[code]
    needed = [field for field in kind.fields if field.required and field.widget != "choice"]
    if not needed:
        return
    try:
        cleaned(kind, {}, load_law(law))
    except FactsRefused as refused:
        reasons = refused.reasons
    else:
        raise AssertionError("nothing was missing")
    for field in needed:
        if field.widget != "items":
            assert any(field.label.zh in said and "（依据：" in said for said in reasons)
