"""What the press hands back: the PDF, how many pages it has, and where the seal stands on it."""

import json
import struct
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle on a page (counted from 0), in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Printed:
    """A document as it was set. `seal` is None where no seal is printed."""

    pdf: bytes
    pages: int
    seal: Box | None


def packed(printed: Printed) -> bytes:
    """The answer as it travels between the press and those who ask it."""
    seal = asdict(printed.seal) if printed.seal else None
    head = json.dumps({"pages": printed.pages, "seal": seal}).encode()
    return struct.pack(">H", len(head)) + head + printed.pdf


def unpacked(message: bytes) -> Printed:
    (size,) = struct.unpack_from(">H", message)
    head = json.loads(message[2 : 2 + size])
    seal = Box(**head["seal"]) if head["seal"] else None
    return Printed(pdf=message[2 + size :], pages=head["pages"], seal=seal)
