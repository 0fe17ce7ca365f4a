"""How much of a text stood in another one already: in last year's report.

Sentences are held against all of the earlier text by runs of four characters, numbers aside, so
one that was moved or in which only the figures changed is still found, in time that grows with
the length of the texts only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.document import SUBHEADING

SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
NUMBER = re.compile(r"\{[a-z_]+\}|[0-9０-９][0-9０-９,，.]*")
BLANK = re.compile(r"\s+")
RUN = 4  # characters
SAME = 0.8  # of a sentence's runs: then it counts as repeated
SHORT = 60  # characters: shorter texts are alike without meaning anything


@dataclass(frozen=True)
class Sentence:
    text: str
    repeated: bool


def sentences(text: str, before: str) -> list[Sentence]:
    """The text in its sentences, each with whether it stood in the earlier text already.

    Headings are the same every year and are not marked.
    """
    known = set(_runs(before))
    return [
        Sentence(said, not SUBHEADING.fullmatch(said.strip()) and _share(said, known) >= SAME)
        for said in SENTENCE.findall(text)
        if said
    ]


def likeness(before: str, text: str) -> float:
    """How much of a text was in the earlier one, 0 to 1; short ones are not compared."""
    if min(len(before), len(text)) < SHORT:
        return 0.0
    runs = list(_runs(text))
    known = set(_runs(before))
    return sum(run in known for run in runs) / len(runs) if runs else 0.0


def _runs(text: str) -> Iterator[str]:
    plain = NUMBER.sub("0", BLANK.sub("", text))
    for start in range(len(plain) - RUN + 1):
        yield plain[start : start + RUN]


def _share(sentence: str, known: set[str]) -> float:
    runs = list(_runs(sentence))
    return sum(run in known for run in runs) / len(runs) if runs else 0.0
