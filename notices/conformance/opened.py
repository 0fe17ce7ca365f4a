"""A PDF opened to be judged: its objects, its structure elements and what its pages paint."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from notices.conformance.painting import Painting, painted


@dataclass
class Opened:
    """The file as bytes and as objects."""

    content: bytes
    pdf: pikepdf.Pdf

    @property
    def catalogue(self) -> Any:
        return self.pdf.Root

    @cached_property
    def streams(self) -> list[Any]:
        return [each for each in self.pdf.objects if isinstance(each, pikepdf.Stream)]

    @cached_property
    def dictionaries(self) -> list[Any]:
        """Every dictionary of the file, those inside others and those of streams included."""
        found: list[Any] = []
        for each in self.pdf.objects:
            _collect(each, found)
        return found

    @cached_property
    def annotations(self) -> list[tuple[Any, Any]]:
        """Each annotation with its page."""
        return [(page.obj, each) for page in self.pdf.pages for each in page.obj.get("/Annots", ())]

    @cached_property
    def elements(self) -> list[Any]:
        """The structure elements in the order a reader comes to them."""
        root = self.catalogue.get("/StructTreeRoot")
        return [] if root is None else list(_elements(root))

    @cached_property
    def paintings(self) -> list[Painting]:
        """What each page paints."""
        return [painted(page) for page in self.pdf.pages]


def kids(element: Any) -> list[Any]:
    """What an element holds, always as a list."""
    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _elements(parent: Any) -> Iterator[Any]:
    for kid in kids(parent):
        if is_element(kid):
            yield kid
            yield from _elements(kid)


def _collect(value: Any, found: list[Any], deep: bool = False) -> None:
    if deep and value.is_indirect:
        return
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        found.append(value)
        for _key, inner in value.items():
            if isinstance(inner, pikepdf.Object):
                _collect(inner, found, deep=True)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            if isinstance(inner, pikepdf.Object):
                _collect(inner, found, deep=True)
