"""docs/glossary.md: one English word per Chinese term, and no model, state or role without one."""

import re

from django.apps import apps
from django.utils import translation

from office.roles import Role
from requests_app.states import State
from tests.architecture.floors import FLOORS, ROOT

ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| (?P<english>[^|]+) \| [^|]+ \| [^|]*\|$", re.MULTILINE)


def rows(text: str) -> list[tuple[str, str]]:
    """Each Chinese term with its English word; a cell may hold several terms."""
    found = [(row["chinese"].strip(), row["english"].strip()) for row in ROW.finditer(text)]
    return [(term, word) for cell, word in found if word != "English" for term in cell.split("、")]


def glossary() -> list[tuple[str, str]]:
    return rows((ROOT / "docs" / "glossary.md").read_text("utf-8"))


def named_in_the_code() -> set[str]:
    with translation.override("zh-hans"):
        models = {
            str(model._meta.verbose_name)
            for model in apps.get_models()
            if model._meta.app_label in FLOORS
        }
        return models | {str(choice.label) for choice in (*State, *Role)}


def test_every_model_state_and_role_is_in_the_glossary():
    assert named_in_the_code() - {term for term, _ in glossary()} == set()


def test_every_model_has_a_name_of_its_own():
    with translation.override("zh-hans"):
        for model in apps.get_models():
            if model._meta.app_label in FLOORS:
                assert re.search(r"[\u4e00-\u9fff]", str(model._meta.verbose_name)), model


def test_one_word_for_each_term_and_one_term_for_each_word():
    words = {}
    for term, word in glossary():
        assert words.setdefault(term, word) == word, term
    terms = {}
    for term, word in glossary():
        terms.setdefault(word, set()).add(term)
    synonyms = {word: found for word, found in terms.items() if len(found) > 1}
    assert synonyms == {
        "unit": {"承办单位", "单位"},
        "ground": {"理由", "依据"},
    }


def test_a_term_that_is_missing_would_be_found():
    text = "| 中文 | English | In the code | Notes |\n|---|---|---|---|\n"
    text += "| 申请 | application | `Application` | |\n"
    assert rows(text) == [("申请", "application")]
    assert "申请人" in named_in_the_code() - {term for term, _ in rows(text)}
