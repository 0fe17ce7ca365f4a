"""A report on the office's pages: its numbers marked, each opening the cases it counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from office.models import User
from office.roles import May
from reports.cells import queries
from reports.document import Block, Document, Piece, Section
from reports.models import AnnualReport
from web.staff import figures_pieces


@dataclass(frozen=True)
class ShownPiece:
    """`url` opens the cases of a number; empty where it has none, or none this person may see."""

    piece: Piece
    url: str = ""


@dataclass(frozen=True)
class ShownBlock:
    block: Block
    pieces: tuple[ShownPiece, ...]


@dataclass(frozen=True)
class ShownSection:
    section: Section
    blocks: tuple[ShownBlock, ...]


def shown(document: Document, report: AnnualReport, *, to: User) -> list[ShownSection]:
    return [
        ShownSection(section, shown_blocks(section.blocks, report, to=to))
        for section in document.sections
    ]


def shown_blocks(
    blocks: Iterable[Block], report: AnnualReport, *, to: User
) -> tuple[ShownBlock, ...]:
    opens = to.may(May.REPORT)
    return tuple(
        ShownBlock(
            block,
            tuple(
                ShownPiece(piece, address(report, piece) if opens else "") for piece in block.pieces
            ),
        )
        for block in blocks
    )


def address(report: AnnualReport, piece: Piece) -> str:
    """Of the cases a number counts; none are behind 0."""
    query = queries().get(piece.name)
    if not query or piece.text == "0":
        return ""
    return f"{reverse('staff:figures_cases')}?{figures_pieces.query(report.scope)}&{query}"
