"""Every kind of notice under both laws, printed and read back."""

from datetime import date

import pytest

from notices import letter, pdf, plain, remedies_paragraph
from notices.basis import bases, doubts
from notices.elements import elements
from notices.english_remedies import remedies_in_english
from notices.english_sources import Places
from notices.facts import cleaned
from notices.kinds import KINDS
from office import institution
from office.models import Institution
from requests_app.models import Application
from statute.answers import RESULT_CODES
from statute.law import load_law
from tests.notices import paper, stories
from tests.sizes import some_quick

GONE_OUT = date(2026, 3, 9)

REGULATION = "《中华人民共和国政府信息公开条例》"
MEASURES = "《高等学校信息公开办法》"

# Title and article by law, literally: 条例 as of 2019, 29号令.
EXPECTED = {
    "acknowledgement": ("公开申请收件回执", "第三十三条第二款", "第十八条"),
    "correction": ("公开申请补正告知书", "第三十条", "第十八条第（五）项"),
    "extension": ("公开申请延期答复告知书", "第三十三条第二款", None),
    "third_party_consultation": ("第三方意见征询书", "第三十二条", "第十条第二款"),
    "co_making_consultation": ("关于征求信息公开意见的函", "第三十四条", None),
    "consultation_note": ("公开申请征求意见告知书", "第三十二条", "第十条第二款"),
    "fee": ("公开收费通知书", None, "第二十条"),
    "third_party_override": ("公开权利人告知书", "第十五条、第三十二条", "第十条第二款"),
    "assistance": ("公开申请的函", "第三十三条第二款", "第十八条"),
    "reasons_request": ("公开申请说明理由告知书", "第三十五条", "第十八条第（七）项"),
    "later_date": ("公开申请延迟答复告知书", "第三十五条", None),
    "granted": ("公开答复书", "第三十六条第（二）项", "第十八条第（一）项"),
    "already_public": ("公开答复书", "第三十六条第（一）项", "第十八条第（一）项"),
    "partly_granted": ("部分公开答复书", "第三十七条", "第十八条第（四）项"),
    "refused": (
        "不予公开答复书",
        "第十六条第二款、第三十六条第（三）项",
        "第十条第（四）项、第十八条第（二）项",
    ),
    "administrative_query": ("公开答复书", "第三十六条第（七）项", "第十八条第（七）项"),
    "not_held": ("不存在答复书", "第三十六条第（四）项", "第十八条第（三）项"),
    "not_this_body": ("信息答复书", "第三十六条第（五）项", "第十八条第（三）项"),
    "needs_creation": ("公开申请答复书", "第三十八条", "第二条、第十八条第（七）项"),
    "still_unclear": ("公开申请答复书", "第二十九条、第三十条", "第十八条第（五）项"),
    "petition": ("公开申请告知书", "第三十九条第一款", "第十八条第（七）项"),
    "repeated": ("重复申请告知书", "第三十六条第（六）项", "第十八条第（六）项"),
    "publication": ("公开出版物告知书", "第三十九条第二款", "第十八条第（七）项"),
    "excessive": ("不予处理告知书", "第三十五条", "第十八条第（七）项"),
    "reissue": ("不予处理告知书", None, "第十八条第（七）项"),
    "not_information": ("公开范围答复书", "第二条", "第二条"),
    "record_correction": ("更正本人信息答复书", "第四十一条", "第十九条"),
    "other_reply": ("公开申请答复书", None, None),
    "not_corrected": ("终止办理告知书", "第三十条", "第十八条第（五）项"),
    "fee_unpaid": ("终止办理告知书", None, "第二十条"),
    "withdrawal_confirmed": ("撤回确认书", None, None),
    "rectification": ("文书更正告知书", None, None),
    "service_certificate": ("文书送达回证", None, None),
    "reply_withdrawn": ("公开答复撤销告知书", None, None),
    "notice_withdrawn": ("公开文书撤销告知书", None, None),
    "party_notice_withdrawn": ("文书撤销告知书", None, None),
    "consultation_withdrawn": ("征求意见撤销告知书", None, None),
    "override_withdrawn": ("公开决定撤销告知书", None, None),
}  # fmt: skip

REVIEW_FIRST = (
    "如对本答复不服，可以自收到本答复之日起60日内向湖北省人民政府申请行政复议；"
    "对行政复议决定不服的，可以自收到复议决定书之日起15日内向示例市中级人民法院提起行政诉讼。"
)
REVIEW_OR_SUIT = (
    "如对本答复不服，可以自收到本答复之日起60日内向湖北省人民政府申请行政复议，"
    "或者自收到本答复之日起6个月内向示例市中级人民法院提起行政诉讼。"
)
COMPLAINT = (
    "如认为学校未依法履行信息公开义务，可以向示例大学纪检监察机构、湖北省教育厅举报或者申诉。"
)
NO_REMEDY = {
    "acknowledgement", "correction", "extension", "third_party_consultation",
    "co_making_consultation", "consultation_note", "assistance", "reasons_request", "later_date",
    "fee", "withdrawal_confirmed", "rectification", "service_certificate",
    "notice_withdrawn", "party_notice_withdrawn",
    "consultation_withdrawn", "override_withdrawn",
}  # fmt: skip
FIRST_REVIEWED = {"partly_granted", "refused"}


CITES_NOTHING_OF_THE_MEASURES = {"consultation_note", "co_making_consultation"}

LETTER = {"主送对象"}
TO_APPLICANT = LETTER | {"收到申请之日", "申请公开的内容"}


def composed_for(cast, code: str, law: str, **asked) -> tuple[letter.Letter, Application, dict]:
    stories.allow_everything()
    application = stories.ready(cast, code, law, **asked)
    known, sealed = cleaned(KINDS[code], stories.facts_for(code, application))
    facts = known | sealed
    composed = letter.compose(
        KINDS[code], application, facts, institution=institution.current(),
        law=application.statute_law, on=GONE_OUT,
    )  # fmt: skip
    number = f"示例大学信公{KINDS[code].series}〔2026〕22号"
    return letter.dated(composed, number=number, on=GONE_OUT), application, facts


def printed(cast, code: str, law: str, **asked) -> tuple[bytes, letter.Letter]:
    issued, _application, _facts = composed_for(cast, code, law, **asked)
    return pdf.render(letter.page(issued)).pdf, issued


@pytest.mark.parametrize("law", stories.LAWS)
@pytest.mark.parametrize("code", some_quick(KINDS, 8))
def test_a_letter_says_all_that_the_law_asks_for_in_its_words(cast, code, law):
    issued, application, facts = composed_for(cast, code, law)
    content = pdf.render(letter.page(issued)).pdf
    check_words(law, issued.title + "".join(plain.paragraphs(issued.body)))
    check_elements(code, law, issued, application, facts)
    found = paper.text(content)
    title, regulation, measures = EXPECTED[code]
    assert found.startswith(f"示例大学{issued.number}{issued.title}")
    assert title in found
    to_whom = {"third_party": "示例科技有限公司", "body": "示例大学档案馆"}
    name = to_whom.get(KINDS[code].addressee, "张示例")
    assert (f"受送达人{name}" if KINDS[code].addressee == "file" else f"{name}：") in found
    article, named = (regulation, REGULATION) if law == "cn-regulation" else (measures, MEASURES)
    if article:
        assert f"{named}{article}" in found
    assert "2026年3月9日" in found
    assert remedies_in(found) == expected_remedies(code, law)


def remedies_in(found: str) -> set[str]:
    found = found.replace("收到本告知书", "收到本答复").replace("如对本告知不服", "如对本答复不服")
    said = {text for text in (REVIEW_FIRST, REVIEW_OR_SUIT, COMPLAINT) if text in found}
    assert said or not any(word in found for word in ("行政复议", "行政诉讼", "申诉"))
    return said


def expected_remedies(code: str, law: str) -> set[str]:
    if code in NO_REMEDY:
        return set()
    if law == "cn-university":
        return {COMPLAINT}
    return {REVIEW_FIRST if code in FIRST_REVIEWED else REVIEW_OR_SUIT}


def check_words(law: str, said: str) -> None:
    """Each law speaks in its own words, and the page has no blanks and no slips."""
    if law == "cn-university":
        assert "本机关" not in said
        assert "政府信息" not in said.replace("政府信息公开信息处理费", "")
    else:
        assert "本校有关制度" not in said
        assert MEASURES not in said
    for slip in (
        "  ",
        "（）",
        "None",
        "。。",
        "，。",
        "；。",
        "：。",
        "「",
        "」",
        '"',
        "，，",
        "。，",
    ):
        assert slip not in said, slip


def check_elements(code: str, law: str, issued: letter.Letter, application, facts) -> None:
    """Everything the law asks of the letter is there, each thing with its rule."""
    kind, ours = KINDS[code], application.statute_law
    found = elements(
        kind, ours, issued, application=application, facts=facts,
        institution=institution.current(),
    )  # fmt: skip
    assert [one.label.zh for one in found if not one.present] == []
    assert all(one.why.zh and one.why.en for one in found)
    labels = {one.label.zh for one in found}
    assert (TO_APPLICANT if kind.addressee == "applicant" else LETTER) <= labels
    if bases(kind, ours):
        cites = code not in CITES_NOTHING_OF_THE_MEASURES or law == "cn-regulation"
        assert ("法律依据" in labels) == cites
    if kind.has_remedies:
        review = {"行政复议机关", "申请复议的期限", "管辖法院"}
        assert (review if law == "cn-regulation" else {"举报或者申诉的受理机关"}) <= labels


@pytest.mark.parametrize(
    "code",
    ["third_party_consultation", "co_making_consultation", "third_party_override", "assistance"],
)
def test_a_letter_to_a_third_party_never_names_the_applicant(cast, code):
    content, issued = printed(cast, code, "cn-regulation")
    found = paper.text(content)
    for identifying in ("张示例", "13800000000", "zhang@example.com", "42080019900101123X"):
        assert identifying not in found
    assert "张示例" not in str(letter.kept(issued))


@pytest.mark.full
def test_a_third_party_is_told_that_the_office_decides_on_silence(cast):
    found = paper.text(printed(cast, "third_party_consultation", "cn-regulation")[0])
    assert "15个工作日内" in found
    assert "逾期未提出意见的，由本机关依法决定是否公开" in found
    assert "视为不同意" not in found
    assert "第三方意见回执" in found


@pytest.mark.full
def test_a_co_making_body_is_told_that_silence_is_consent(cast):
    found = paper.text(printed(cast, "co_making_consultation", "cn-regulation")[0])
    assert "逾期未提出意见的，视为同意公开" in found


@pytest.mark.full
def test_the_address_of_a_third_party_is_not_printed(cast):
    found = paper.text(printed(cast, "third_party_consultation", "cn-regulation")[0])
    assert "工业路8号" not in found


def test_an_extension_names_the_new_last_day(cast):
    # Received 2 March; day 20 is 30 March (5+5+5+5). Fifteen more: 31 March-3 April is 4,
    # 4-6 April is Tomb-Sweeping (4 Saturday, 5 Sunday, 6 Monday), 7-10 April 8, 13-17 April 13,
    # 20 April 14, 21 April 15.
    found = paper.text(printed(cast, "extension", "cn-regulation")[0])
    assert "不能在答复期限（至2026年3月30日）内作出答复" in found
    assert "延长15个工作日，延长后的答复期限至2026年4月21日" in found


@pytest.mark.full
def test_an_acknowledgement_has_the_number_the_channel_and_both_dates(cast):
    found = paper.text(printed(cast, "acknowledgement", "cn-regulation")[0])
    for said in ("申请编号：2026-1", "网上提交", "收到申请之日：2026年3月2日", "至2026年3月30日"):
        assert said in found


@pytest.mark.full
def test_a_correction_numbers_what_is_missing_and_says_the_limit_starts_again(cast):
    found = paper.text(printed(cast, "correction", "cn-regulation")[0])
    assert "一、请说明所需信息的年度。二、请说明所需信息的学院范围。" in found
    assert "自收到本告知书之日起10个工作日内" in found
    assert "答复期限自本机关收到补正的申请之日起重新计算" in found


def test_not_held_tells_of_the_search(cast):
    found = paper.text(printed(cast, "not_held", "cn-regulation")[0])
    assert "2026年3月4日检索了教务系统、教务处档案柜，检索词为“转专业2025”" in found


@pytest.mark.full
def test_a_repetition_cites_the_earlier_reply(cast):
    found = paper.text(printed(cast, "repeated", "cn-regulation")[0])
    assert "已于2025年5月16日作出答复（示例大学信公答〔2025〕7号）" in found


@pytest.mark.full
def test_an_organisation_is_not_addressed_as_a_person(cast):
    applicant = {"kind": "business", "name": "示例商贸有限公司"}
    content, issued = printed(cast, "refused", "cn-regulation", applicant=applicant)
    assert "你单位" in paper.text(content)
    assert "您申请公开的信息" not in str(issued.body)


def test_every_row_of_the_table_can_be_reached_by_some_kind():
    reached = set().union(*(kind.answers for kind in KINDS.values()))
    assert reached == set(RESULT_CODES)


def test_every_kind_has_a_story_and_an_expectation():
    assert set(stories.FACTS) == set(EXPECTED) == set(KINDS)


@pytest.mark.full
def test_a_reply_of_several_items_has_a_heading_and_a_basis_for_each(cast):
    stories.allow_everything()
    application = stories.ready(cast, "partly_granted")
    facts = {"items": [stories.SUPPLIED, stories.WITHHELD]}
    known, _sealed = cleaned(KINDS["partly_granted"], facts)
    composed = letter.compose(
        KINDS["partly_granted"], application, known, institution=institution.current(),
        law=application.statute_law, on=GONE_OUT,
    )  # fmt: skip
    body = str(composed.body)
    assert "一、关于“2025年各学院接收转专业学生的人数”" in body
    assert "第三十六条第（二）项" in body
    assert "第十六条第二款、第三十六条第（三）项" in body
    assert (
        "如对本答复第一项不服，可以自收到本答复之日起60日内向湖北省人民政府申请行政复议，或者"
        in body
    )
    assert (
        "如对本答复第二项不服，可以自收到本答复之日起60日内向湖北省人民政府申请行政复议；对" in body
    )


@pytest.mark.full
@pytest.mark.parametrize(
    ("law", "rules", "said", "unsaid"),
    [
        ("cn-regulation", "", "第三十四条的规定，现征求", "由本机关决定"),
        ("cn-university", "《示例大学信息公开实施办法》", "视为同意公开", "由本校决定"),
        ("cn-university", "", "逾期未提出意见的，由本校决定是否公开。", "同意公开。"),
    ],
)
def test_silence_is_consent_only_where_a_rule_says_so(cast, law, rules, said, unsaid):
    Institution.objects.update(own_rules=rules)
    issued, *_rest = composed_for(cast, "co_making_consultation", law)
    body = "".join(plain.paragraphs(issued.body))
    assert said in body
    assert unsaid not in body
    assert "本校有关制度" not in body


@pytest.mark.full
def test_review_online_is_offered_in_both_languages_where_there_is_a_way(cast):
    address = "https://review.example.gov.cn/"
    sentence = f"行政复议申请也可以通过{address}提出。"
    issued, *_rest = composed_for(cast, "refused", "cn-regulation")
    assert "行政复议申请也可以" not in str(issued.body)
    Institution.objects.update(online_review=address)
    issued, application, facts = composed_for(cast, "refused", "cn-regulation")
    assert sentence in str(issued.body)
    check_elements("refused", "cn-regulation", issued, application, facts)
    issued, *_rest = composed_for(cast, "refused", "cn-university")
    assert address not in str(issued.body)
    places, law = Places(institution.current()), load_law("cn-regulation")
    told = remedies_in_english(KINDS["refused"], law, places, facts["items"])
    assert told[0].endswith(f"The application for reconsideration may also be lodged at {address}.")


@pytest.mark.full
def test_whether_revoking_a_reply_tells_remedies_is_for_the_institution(cast):
    issued, *_rest = composed_for(cast, "reply_withdrawn", "cn-regulation")
    assert "如对本告知不服，可以自收到本告知书之日起60日内" in str(issued.body)
    Institution.objects.update(law_settings={"cn-regulation": {"revoking_remedies": False}})
    kind, law = KINDS["reply_withdrawn"], institution.law("cn-regulation")
    assert remedies_paragraph.paragraphs(kind, law, institution.current(), []) == []


@pytest.mark.parametrize(
    ("code", "law", "said"),
    [
        ("reasons_request", "cn-university", "《办法》没有要求说明理由的规定"),
        ("excessive", "cn-university", "《办法》没有专门规定"),
        ("reissue", "cn-regulation", "条例没有规定这种情形"),
    ],
)
def test_what_a_law_does_not_say_is_doubted_before_it_is_drafted(code, law, said):
    assert any(said in doubt.zh for doubt in doubts(KINDS[code], load_law(law)))


def test_what_a_law_says_is_not_doubted():
    assert doubts(KINDS["excessive"], load_law("cn-regulation")) == []
