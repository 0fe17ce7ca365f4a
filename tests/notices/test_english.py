"""The translation for reference: faithful to its original, complete or said to be incomplete."""

import re

import pytest

from notices import english, letter, pdf, withheld
from notices.chains import AUTOMATIC
from notices.english_citations import NoEnglish, articles, citation, short
from notices.english_sources import UNWRITTEN
from notices.english_texts import moved, needed
from notices.english_words import FINDINGS, finding
from notices.facts import cleaned
from notices.kind import Kind
from notices.kinds import KINDS
from notices.plain import paragraphs
from notices.words import VARIANTS, words_of
from office import institution
from office.models import Institution
from statute.answers import RESULT_CODES
from statute.law import load_law
from statute.text import Text
from tests.notices import english_texts, paper, stories
from tests.notices.test_every_kind import GONE_OUT
from tests.sizes import some_quick

WITHOUT_ENGLISH: set[str] = set()  # kinds for which no translation is offered yet
DRAFTED = sorted(code for code, kind in KINDS.items() if not kind.is_automatic)
HEADING = "Translation for reference only. The Chinese text prevails."


def both(cast, code, law="cn-regulation", texts=None, **asked):
    """The Chinese letter of a story and its translation."""
    stories.allow_everything()
    english_texts.name_in_english()
    application = stories.ready(cast, code, law, **asked)
    kind, ours = KINDS[code], institution.current()
    plain, sealed = cleaned(kind, stories.facts_for(code, application))
    facts, statute = plain | sealed, application.statute_law
    words = {"institution": ours, "law": statute, "on": GONE_OUT}
    chinese = letter.compose(kind, application, facts, **words)
    given = english_texts.texts_for(kind, application, facts) if texts is None else texts
    translated = english.compose(
        kind, application, facts, given, salutation=chinese.salutation,
        attachments=chinese.attachments, **words,
    )  # fmt: skip
    return chinese, translated


def test_the_kinds_without_a_translation_are_listed_here():
    assert {code for code in DRAFTED if not english.offered(KINDS[code])} == WITHOUT_ENGLISH


def test_a_kind_nobody_translated_is_not_offered():
    unknown = Kind(
        code="unknown", label=Text("新", "New"), title="新", series="新", guidance=Text("", "")
    )
    assert not english.offered(unknown)
    automatic = Kind(
        code="refused", label=Text("新", "New"), title="新", series="新", guidance=Text("", ""),
        approval=AUTOMATIC,
    )  # fmt: skip
    assert not english.offered(automatic)


def _like_its_original(cast, code, law):
    chinese, translated = both(cast, code, law)
    assert translated.missing == ()
    ours, theirs = paragraphs(translated.body), paragraphs(chinese.body)
    assert len(ours) == len(theirs)
    said = "\n".join(ours)
    assert UNWRITTEN not in said
    assert not re.search(r"  | \.|\.\.|None|：|，", said)
    as_filed = articles(stories.SUBJECTS.get(code, ""))
    for cited in set(articles("".join(theirs))) - set(as_filed) if code != "rectification" else ():
        assert re.search(rf"(Articles?|,|and) {re.escape(cited)}", said), cited
    for day in re.findall(r"(\d{4})年(\d{1,2})月(\d{1,2})日", "".join(theirs)):
        assert re.search(rf"\b{day[2]} [A-Z][a-z]+ {day[0]}\b", said), day


@pytest.mark.parametrize(
    "code", some_quick(["correction", "refused", "partly_granted", "extension"], 1)
)
def test_a_translation_has_each_paragraph_article_and_date_of_its_original(cast, code):
    _like_its_original(cast, code, "cn-regulation")


@pytest.mark.full
@pytest.mark.parametrize("law", stories.LAWS)
@pytest.mark.parametrize("code", sorted(set(DRAFTED) - WITHOUT_ENGLISH))
def test_every_translation_has_each_paragraph_article_and_date(cast, code, law):
    _like_its_original(cast, code, law)


@pytest.mark.parametrize("law", stories.LAWS)
def test_every_decision_the_law_words_has_its_english(law):
    wanted = {code for code in RESULT_CODES if not code.startswith("other")}
    wanted |= {ground for (code, ground) in VARIANTS if code == law}
    wanted -= {"partly_granted", "unavailable_not_held"}  # told by their grounds
    assert wanted <= set(FINDINGS[law])
    for key in wanted:
        assert "{" not in finding(law, key)
        assert finding(law, key)[0].islower()
    assert set(withheld.GROUNDS) <= set(FINDINGS[law])


@pytest.mark.parametrize("law", stories.LAWS)
def test_every_basis_and_citation_can_be_put_into_english(law):
    found = load_law(law)
    for answer in found.answers.values():
        if "《" in answer.basis:
            assert all(article in citation(answer.basis) for article in articles(answer.basis))
    assert citation(words_of(found).office_rule)


@pytest.mark.parametrize(
    ("chinese", "said"),
    [
        (
            "根据《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项的规定",
            "Articles 16(2) and 36(3) of the Regulations on Open Government Information",
        ),
        (
            "《高等学校信息公开办法》第十条第（二）项、第（三）项和第十八条第（二）项",
            "Articles 10(2), 10(3) and 18(2) of the Measures for Information Disclosure by "
            "Institutions of Higher Education",
        ),
        ("《行政复议法》第二十条", "Article 20 of the Administrative Reconsideration Law"),
    ],
)
def test_a_citation_names_the_same_articles(chinese, said):
    assert citation(chinese) == said


@pytest.mark.parametrize(
    ("chinese", "said"),
    [("第十八条第（一）项", "art. 18(1)"), ("第十五条、第三十六条第（三）项", "arts. 15, 36(3)")],
)
def test_articles_alone_are_as_short_as_in_the_laws_own_tables(chinese, said):
    assert short(chinese) == said


def test_a_law_without_an_english_name_is_named_and_not_guessed():
    with pytest.raises(NoEnglish, match="土地管理法"):
        citation("《土地管理法》第一条")


@pytest.mark.full
def test_each_part_withheld_has_its_ground_and_reasons(cast, monkeypatch):
    parts = stories.in_part(stories.PRIVATE, stories.DRAFTS)
    monkeypatch.setitem(stories.FACTS, "partly_granted", {"items": [parts]})
    chinese, translated = both(cast, "partly_granted")
    assert len(paragraphs(translated.body)) == len(paragraphs(chinese.body))
    assert "(1) English of items.0.withheld.0.part" in translated.body
    assert "Under Articles 16(2) and 36(3)" in translated.body
    _same, lacking = both(cast, "partly_granted", texts={})
    assert "没有填写“第2处：这一部分的事实与理由”的英文。" in lacking.missing


@pytest.mark.full
def test_what_replaces_another_says_so(cast):
    application = stories.ready(cast, "reply_withdrawn")
    number = application.notices.get(kind="refused").number
    translated = english.compose(
        KINDS["refused"], application, stories.FACTS["refused"] | {"replaces": number}, {},
        institution=institution.current(), law=application.statute_law, salutation="张示例",
        on=GONE_OUT,
    )  # fmt: skip
    assert f"This letter replaces {number}, which has been revoked." in translated.body


@pytest.mark.full
def test_the_institutions_own_rules_keep_their_name_and_what_is_not_cited_is_not_missed(cast):
    Institution.objects.update(own_rules="《示例大学信息公开实施办法》")
    _chinese, without = both(cast, "refused", "cn-university")
    assert without.missing == ()
    _chinese, translated = both(cast, "extension", "cn-university")
    assert translated.missing == ()
    own = (
        "this university&#x27;s own rules on information disclosure (《示例大学信息公开实施办法》)"
    )
    assert own in translated.body


def test_what_is_struck_out_takes_its_english_with_it():
    texts = {
        "subject": "S", "items.0.reasons": "A", "items.2.withheld.1.part": "B",
        "items.2.withheld.0.part": "C", "items.3.withheld.0.part": "D", "items": "odd",
    }  # fmt: skip
    assert moved(texts, {2: [1], 3: None}) == {
        "subject": "S", "items.0.withheld.0.part": "B", "items.1.withheld.0.part": "D",
        "items": "odd",
    }  # fmt: skip
    assert moved(texts, None) == texts


def test_what_is_missing_is_listed_and_stands_as_a_gap(cast):
    _chinese, translated = both(cast, "refused", texts={})
    assert translated.missing == ("没有填写“事实与理由”的英文。",)
    assert UNWRITTEN in translated.body


@pytest.mark.full
def test_a_name_the_institution_lacks_is_listed(cast):
    stories.allow_everything()
    application = stories.ready(cast, "refused")
    plain, _sealed = cleaned(KINDS["refused"], stories.FACTS["refused"])
    translated = english.compose(
        KINDS["refused"], application, plain, {"items.0.reasons": "It is a draft."},
        institution=institution.current(), law=application.statute_law, salutation="张示例",
        on=GONE_OUT,
    )  # fmt: skip
    assert translated.missing == (
        "机构信息没有填写行政复议机关英文名称。", "机构信息没有填写管辖法院英文名称。",
    )  # fmt: skip


@pytest.mark.full
def test_a_text_without_chinese_needs_no_english_and_is_used_as_it_is(cast):
    application = stories.ready(cast, "not_this_body")
    facts = stories.FACTS["not_this_body"]
    wanted = {one.key: one.required for one in needed(KINDS["not_this_body"], application, facts)}
    assert wanted["body_name"]
    assert not wanted["body_contact"]
    _chinese, translated = both(cast, "not_this_body", subject="Transfers of 2025")
    assert "0000-7654321" in translated.body


@pytest.mark.full
def test_what_the_applicant_wrote_is_quoted_as_filed_unless_translated(cast):
    _chinese, translated = both(cast, "refused")
    assert "2023—2025年各学院接收转专业学生的人数" in translated.body
    _chinese, own = both(
        cast, "refused", texts={"subject": "Transfers", "items.0.reasons": "A draft."}
    )
    assert "You ask for the disclosure of: Transfers." in own.body


def test_the_digest_covers_the_translation(cast):
    chinese, translated = both(cast, "refused")
    _same, other = both(cast, "refused", texts={"items.0.reasons": "Another reason."})
    made = [
        letter.replace(chinese, english=each).digest(facts={}, draft_number=1)
        for each in (None, translated, other)
    ]
    assert len(set(made)) == 3


@pytest.mark.full
def test_own_wording_needs_one_english_text_and_the_facts_none(cast):
    application = stories.ready(cast, "refused")
    wanted = needed(KINDS["refused"], application, stories.FACTS["refused"], "自拟**正文**")
    assert [one.key for one in wanted if one.required] == ["wording"]


@pytest.mark.full
def test_every_page_says_that_the_chinese_text_prevails_and_nothing_is_sealed(cast):
    chinese, _translated = both(cast, "refused")
    _chinese, long = both(
        cast, "refused", texts={"items.0.reasons": "A reason of some length. " * 120}
    )
    issued = letter.dated(chinese, number="示例大学信公不〔2026〕22号", on=GONE_OUT)
    page = english.page(long, number=issued.number, on=GONE_OUT)
    assert '<html lang="en">' in page
    assert "<img" not in page
    printed = pdf.render(page)
    found = paper.text(printed.pdf)
    assert printed.pages > 1
    assert found.count(HEADING.replace(" ", "")) == printed.pages
    assert "Translationofnotice示例大学信公不〔2026〕22号" in found
    assert "9March2026" in found
    assert printed.seal is None
