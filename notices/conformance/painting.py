"""What a page paints, read from its content: operators, glyphs shown, and whose each mark is."""

from dataclasses import dataclass, field
from typing import Any

import pikepdf

PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"})
SHOWS = frozenset({"Tj", "TJ", "'", '"'})
KNOWN = PAINTS | SHOWS | frozenset({
    "b", "B", "BDC", "BMC", "BT", "BX", "c", "cm", "CS", "cs", "d", "d0", "d1", "Do", "DP", "EMC",
    "ET", "EX", "G", "g", "gs", "h", "i", "j", "J", "K", "k", "l", "m", "M", "MP", "n", "q", "Q",
    "re", "RG", "rg", "ri", "SC", "sc", "SCN", "scn", "Tc", "Td", "TD", "Tf", "TL", "Tm", "Tr",
    "Ts", "Tw", "Tz", "T*", "v", "w", "W", "W*", "y",
})  # fmt: skip
DEEPEST = 10  # forms within forms


@dataclass
class Painting:
    """One page's content, the forms it draws included."""

    page: Any
    unknown: set[str] = field(default_factory=set)
    colours: set[str] = field(default_factory=set)  # device colour operators
    deepest: int = 0  # of q within q
    unbalanced: bool = False  # q without Q, BDC without EMC
    loose: list[str] = field(default_factory=list)  # painted outside any tag and artifact
    nested: list[str] = field(default_factory=list)  # a tag inside an artifact or the reverse
    told: set[int] = field(default_factory=set)  # MCIDs
    twice: set[int] = field(default_factory=set)
    glyphs: dict[tuple[int, int], tuple[Any, set[int]]] = field(default_factory=dict)
    hidden: bool = False  # text in rendering mode 3

    def show(self, font: Any, text: bytes) -> None:
        """Note the codes of a string shown in a font."""
        wide = font.get("/Subtype") == "/Type0"
        codes = (
            {int.from_bytes(text[i : i + 2], "big") for i in range(0, len(text), 2)}
            if wide
            else set(text)
        )
        self.glyphs.setdefault(font.objgen, (font, set()))[1].update(codes)


def painted(page: Any) -> Painting:
    """Read a page."""
    painting = Painting(page.obj)
    _read(painting, page.obj, page.obj.get("/Resources", pikepdf.Dictionary()), [], 0)
    return painting


def _read(painting: Painting, content: Any, resources: Any, marks: list[str], depth: int) -> None:
    stack, fonts, font = 0, [], None
    began = len(marks)
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        operands = instruction.operands
        if operator == "q":
            stack += 1
            fonts.append(font)
            painting.deepest = max(painting.deepest, stack)
        elif operator == "Q":
            stack -= 1
            font = fonts.pop() if fonts else None
        elif operator in ("BMC", "BDC"):
            _mark(painting, marks, str(operands[0]), operands[1:], resources)
        elif operator == "EMC":
            if len(marks) > began:
                marks.pop()
            else:
                painting.unbalanced = True
        elif operator == "Tf":
            font = resources.get("/Font", {}).get(str(operands[0]))
        elif operator == "Tr" and operands[0] == 3:
            painting.hidden = True
        elif operator in SHOWS:
            _paint(painting, marks, operator)
            for text in _strings(operands):
                if font is not None:
                    painting.show(font, text)
        elif operator == "Do":
            _draw(painting, resources.get("/XObject", {}).get(str(operands[0])), marks, depth)
        elif operator in PAINTS:
            _paint(painting, marks, operator)
        elif operator in ("k", "K", "rg", "RG", "g", "G"):
            painting.colours.add(operator)
        elif operator in ("cs", "CS") and str(operands[0]).startswith("/Device"):
            painting.colours.add(str(operands[0]))
        elif operator not in KNOWN:
            painting.unknown.add(operator)
    painting.unbalanced |= stack != 0 or len(marks) != began


def _mark(painting: Painting, marks: list[str], tag: str, held: Any, resources: Any) -> None:
    facts = held[0] if held else None
    if isinstance(facts, pikepdf.Name):
        facts = resources.get("/Properties", {}).get(str(facts))
    number = facts.get("/MCID") if isinstance(facts, pikepdf.Dictionary) else None
    kind = "artifact" if tag == "/Artifact" else "told" if number is not None else "plain"
    other = {"artifact": "told", "told": "artifact"}.get(kind)
    if other in marks:
        painting.nested.append(tag)
    if number is not None:
        (painting.twice if number in painting.told else painting.told).add(int(number))
    marks.append(kind)


def _paint(painting: Painting, marks: list[str], operator: str) -> None:
    if "artifact" not in marks and "told" not in marks:
        painting.loose.append(operator)


def _draw(painting: Painting, drawn: Any, marks: list[str], depth: int) -> None:
    if drawn is None or drawn.get("/Subtype") != "/Form":
        _paint(painting, marks, "Do")
    elif depth < DEEPEST:
        _read(painting, drawn, drawn.get("/Resources", {}), marks, depth + 1)


def _strings(operands: Any) -> list[bytes]:
    found = []
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            found.append(bytes(operand))
        elif isinstance(operand, pikepdf.Array):
            found += [bytes(part) for part in operand if isinstance(part, pikepdf.String)]
    return found
