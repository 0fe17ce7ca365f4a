"""Does a PDF keep what it claims? Named rules of PDF/A-3a and PDF/UA-1, each with its clause.

These are the rules that can be read off the file's objects, its content and its fonts, as far as a
file of ours can break them. They are not a certificate: no validator of the PDF Association's kind
is in the package registries this project uses. `docs/paper.md` says what is and is not checked.
"""

import io
from dataclasses import dataclass

import pikepdf

from notices.conformance import file, fonts, graphics, interactive, metadata, tables, tags
from notices.conformance.opened import Opened
from notices.conformance.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    rule
    for module in (file, graphics, fonts, interactive, metadata, tags, tables)
    for rule in module.RULES
)


@dataclass(frozen=True)
class Fault:
    """One thing wrong, and the rule it breaks."""

    rule: Rule
    detail: str

    def __str__(self) -> str:
        return f"{self.rule.standard} {self.rule.clause} {self.rule.name}: {self.detail}"


def faults(content: bytes) -> list[Fault]:
    """Everything found wrong in a PDF. Raises pikepdf.PdfError if it is none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        opened = Opened(content, pdf)
        return [Fault(rule, detail) for rule in RULES for detail in rule.faults(opened)]
