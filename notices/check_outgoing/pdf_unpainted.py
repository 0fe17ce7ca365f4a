"""Pictures and drawings a PDF keeps among the means of a page and paints on none."""

import re
from collections.abc import Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

from notices.check_outgoing.finding import Findings

_DONE = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do(?![^\s/\[\]()<>{}%])")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")
Key = tuple[int, int]


def look_at(objects: Iterable[Object], found: Findings) -> None:
    """Add `left_behind` where a picture or form is offered to pages and painted by none."""
    offers: list[tuple[Dictionary, set[str]]] = []
    everywhere: set[str] = set()  # what forms without means of their own take from their page
    for obj in objects:
        names = {name for content in _contents(obj) for name in _painted(content)}
        means = _means(obj)
        if means is not None:
            offers.append((means, names))
        else:
            everywhere |= names
    offered, painted = set[Key](), set[Key]()
    for means, names in offers:
        for name, thing in means.items():
            if isinstance(thing, Stream) and thing.get("/Subtype") in (Name.Image, Name.Form):
                offered.add(thing.objgen)
                if name in names or name in everywhere:
                    painted.add(thing.objgen)
    if offered - painted:
        found.blocks("left_behind")


def _contents(obj: Object) -> Iterator[bytes]:
    """The drawing instructions of a page, a form, a pattern or a font."""
    if isinstance(obj, Stream):
        if obj.get("/Subtype") == Name.Form or "/PatternType" in obj:
            yield obj.read_bytes()
    elif obj.get("/Type") == Name.Page and "/Contents" in obj:
        parts = obj.Contents if isinstance(obj.Contents, Array) else [obj.Contents]
        yield b"\n".join(part.read_bytes() for part in parts)
    elif obj.get("/Subtype") == Name.Type3:
        for glyph in obj.get("/CharProcs", Dictionary()).values():
            yield glyph.read_bytes()


def _means(obj: Object) -> Dictionary | None:
    """The pictures and forms an object may paint by name; a page may have them from above."""
    node, climbed = obj, 0
    while node is not None and "/Resources" not in node:
        if obj.get("/Type") != Name.Page or climbed > 50:
            return None
        node, climbed = node.get("/Parent"), climbed + 1
    return None if node is None else node.Resources.get("/XObject", Dictionary())


def _painted(content: bytes) -> Iterator[str]:
    for name in _DONE.findall(content):
        plain = _CODED.sub(lambda match: bytes.fromhex(match[1].decode()), name)
        yield "/" + plain.decode("utf-8", "replace")
