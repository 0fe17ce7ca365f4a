"""What a newcomer reads first: links lead somewhere, and the commands named exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"\./run ([a-z]+)")


def dead_links(document):
    found = LINK.findall(document.read_text(encoding="utf-8"))
    return [link for link in found if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document):
    assert dead_links(document) == []


def test_a_dead_link_is_noticed(tmp_path):
    (tmp_path / "a.md").write_text("[here](a.md) [gone](gone.md) [out](https://example.org/)")
    assert dead_links(tmp_path / "a.md") == ["gone.md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_is_one_the_script_knows(document):
    known = set(re.findall(r"^([a-z]+)(?: \||\))", (ROOT / "run").read_text(), re.M))
    assert {"test", "check", "doctor", "serve", "help"} <= known
    assert set(COMMAND.findall(document.read_text(encoding="utf-8"))) <= known
