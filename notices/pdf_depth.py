"""How deep a PDF's objects lead from one to the next: qpdf copies them by calling itself.

Some sixty thousand deep it leaves its stack, and the process ends without a word; long before that
it takes minutes. So what others made is measured first, along the very paths that would be copied
and in the same order. Ordinary papers stay under a hundred.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

DEEPEST = 2000
INHERITED = ("/CropBox", "/MediaBox", "/Resources", "/Rotate")
MOST_NODES = 500  # above a page; qpdf reads no deeper tree
NOT_COPIED_ALONG = (Name.Page, Name.Pages)  # qpdf stops there: a page brings no other pages


def too_deep_to_append(pdf: Pdf) -> bool:
    """Whether its pages, with their tags, could bring down who appends them to another."""
    tags = [pdf.Root.StructTreeRoot] if "/StructTreeRoot" in pdf.Root else []
    return _is_too_deep(chain(map(_held_by_page, pdf.pages), map(_children, tags)))


def too_deep_to_draw(pdf: Pdf) -> bool:
    """The same of who draws its pages onto others: what they are drawn with is copied."""
    drawn_with = (
        value
        for page in pdf.pages
        for key, value in _with_inherited(page).items()
        if key in ("/Group", "/Resources")
    )
    return _is_too_deep([drawn_with])


def _is_too_deep(roots: Iterable[Iterator[Any]]) -> bool:
    """Every object once, the first path that reaches it followed to its end, as qpdf does."""
    reached: set[tuple[int, int]] = set()
    for root in roots:
        path = [root]
        while path:
            for child in path[-1]:
                if _leads_on(child, reached):
                    path.append(_children(child))
                    break
            else:
                path.pop()
            if len(path) > DEEPEST:
                return True
    return False


def _held_by_page(page: Page) -> Iterator[Any]:
    held = _with_inherited(page)
    return (held[key] for key in sorted(held))


def _with_inherited(page: Page) -> dict[str, Any]:
    """What a page holds and what it has from the nodes above it, which is copied onto it."""
    held = dict(page.obj.items())
    node, climbed = page.obj.get("/Parent"), 0
    while node is not None and climbed < MOST_NODES:
        held = {key: node[key] for key in INHERITED if key in node} | held
        node, climbed = node.get("/Parent"), climbed + 1
    return held


def _leads_on(child: Any, reached: set[tuple[int, int]]) -> bool:
    if not isinstance(child, Array | Dictionary | Stream):
        return False
    if child.is_indirect:
        if child.objgen in reached:
            return False
        reached.add(child.objgen)
    return not isinstance(child, Dictionary) or child.get(Name.Type) not in NOT_COPIED_ALONG


def _children(obj: Any) -> Iterator[Any]:
    if isinstance(obj, Array):
        yield from obj
        return
    held = obj.stream_dict if isinstance(obj, Stream) else obj
    for key in sorted(held.keys()):
        yield held[key]
