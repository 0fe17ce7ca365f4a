"""What Word and WPS put into every document unasked, and what says nothing of anybody."""

import re

from notices.check_outgoing.office_xml import elements, text_of

# WPS Office numbers its builds and checks its own signature.
MAKERS_MARKS = frozenset({"KSOProductBuildVer", "ICV"})
_ITEM = re.compile(r"(?i)^customXml/item\d+\.xml$")
_BESIDE = re.compile(r"(?i)^customXml/(?:itemProps\d+\.xml|_rels/item\d+\.xml\.rels)$")
# Word's empty list of sources; what WPS keeps of sections and shapes.
_EMPTY = (
    frozenset({"Sources"}),
    frozenset({"customData", "customSectProps", "customSectPr", "customShpExts", "customShpInfo"}),
)


def is_makers_mark(content: bytes) -> bool:
    """Whether these custom properties are only those of the program."""
    names = {a.get("name") for element, a in elements(content) if element == "property"}
    return names <= MAKERS_MARKS


def is_empty_data(name: str, content: bytes) -> bool:
    """Whether a part of custom XML holds nothing but its frame."""
    if _BESIDE.match(name):
        return True
    if not _ITEM.match(name):
        return False
    used = {element for element, _attributes in elements(content)}
    return any(used <= frame for frame in _EMPTY) and not text_of(content).strip()
