"""docs/law.md is kept by hand: what it names exists, and what the law files cite it names."""

import importlib
import re
from pathlib import Path

import pytest

from statute.law import laws

PAGE = (Path(__file__).parents[2] / "docs" / "law.md").read_text("utf-8")
RULES = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.split("## Rules")[1].split("\n## ")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| Rule")
]
NUMERALS = {digit: n for n, digit in enumerate("一二三四五六七八九", 1)}


def arabic(numeral: str) -> int:
    """第三十三条 and the like: numbers below a hundred."""
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)


def test_the_table_is_read():
    assert len(RULES) > 35
    assert all(len(row) == 6 for row in RULES)


@pytest.mark.parametrize("row", RULES, ids=lambda row: row[0])
def test_the_function_named_exists(row):
    path = row[4].strip("`").split(".")
    module = importlib.import_module(".".join(path[:2]))
    found = module
    for name in path[2:]:
        found = getattr(found, name)
    assert found is not module


@pytest.mark.parametrize("row", RULES, ids=lambda row: row[0])
def test_the_test_named_exists(row):
    module, name = row[5].strip(" |`").split(".")
    assert callable(getattr(importlib.import_module(f"tests.statute.{module}"), name))


def articles_of(page: str, name: str) -> set[int]:
    """Numbers after `name art.` or `name arts.` on the page, ranges included."""
    found: set[int] = set()
    for said in re.findall(rf"{name}\s+arts?\.\s+([\d\s,\-()]+)", page):
        plain = re.sub(r"\([^)]*\)", "", said)
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", plain):
            found.update(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize(
    ("law", "name"), list(zip(laws(), ("29号令", "条例"), strict=True)), ids=("29号令", "条例")
)
def test_every_article_of_a_law_that_its_file_cites_is_on_the_page(law, name):
    cited = set()
    for item in (*law.facts.values(), *law.answers.values(), *law.remedies.values()):
        own = re.sub(r"《[^》]*》[^《]*", "", item.article.zh)
        cited.update(arabic(n) for n in re.findall(r"第([一二三四五六七八九十]+)条", own))
    assert len(cited) > 8
    assert cited <= articles_of(PAGE, name)


def test_every_setting_of_weight_is_among_the_doubts():
    names = {setting.name for law in laws() for setting in law.settings()}
    told = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", PAGE.split("## Doubts")[1]))
    assert told <= names
    assert len(told) >= 15
