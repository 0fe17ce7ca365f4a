"""The seven kinds of answer of 29号令 art. 18, held against what the letters cite."""

from statute.law import load_law
from statute.seven_answers import seven_answers


def test_each_result_falls_under_the_item_that_its_letter_cites():
    answers = load_law("cn-university").answers
    for kind in seven_answers().kinds:
        for code in kind.results:
            cited = answers[code].article.zh
            if kind.item:
                assert f"第十八条第{kind.item}项" in cited, code
            else:
                assert "第十八条" not in cited, code
