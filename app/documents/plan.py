"""What is to be done with each block: settled pieces, and units of text for the translator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.documents.blocks import Block, Document
from app.documents.protect import How, Pair, Piece, heading_in, pieces_of, protected_terms
from app.documents.sections import Entry, sections
from glossary.types import TermMatch


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of a piece. ``start`` is its place in the block's text, ``before`` what stands
    between it and the unit before; ``context`` is the head of its column in both languages."""

    text: str
    start: int
    before: str
    terms: tuple[TermMatch, ...] = ()
    context: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """A piece that is settled (``target``) or has units to translate."""

    source: str
    target: str | None
    how: How
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A block with its pieces. ``terms`` are those of the whole block."""

    block: Block
    pieces: tuple[PlannedPiece, ...]
    terms: tuple[TermMatch, ...] = ()

    @property
    def units(self) -> list[Unit]:
        """Everything in the block that a translator is needed for."""
        return [unit for piece in self.pieces for unit in piece.units]


def plan(document: Document, pair: Pair) -> list[Planned]:
    """The plans of all blocks; names in fields are looked for in the prose of all blocks."""
    labels = _labels(document.blocks, pair)
    cut = [
        (block, pieces_of(block, pair, label))
        for block, label in zip(document.blocks, labels, strict=True)
    ]
    names = {
        piece.source: piece.target or ""
        for _, pieces in cut
        for piece in pieces
        if piece.how is How.NAME and len(piece.source) > 1
    }
    return [_planned(block, pieces, pair, names) for block, pieces in cut]


def _labels(blocks: Sequence[Block], pair: Pair) -> Iterator[Entry | None]:
    """For a cell right of a field's label: the label."""
    before: Block | None = None
    for block in blocks:
        label = None
        cell, left = block.cell, before.cell if before is not None else None
        if before and cell and left and (left.table, left.row) == (cell.table, cell.row):
            entry = sections(pair.source).whole(before.text)
            if entry is not None and entry.kind.startswith("field."):
                label = entry
        yield label
        before = block


def _planned(block: Block, pieces: Sequence[Piece], pair: Pair, names: dict[str, str]) -> Planned:
    planned = []
    at = 0
    for piece in pieces:
        units: tuple[Unit, ...] = ()
        if piece.target is None:
            units = tuple(_units(piece.source, at, block, pair, names))
        planned.append(PlannedPiece(piece.source, piece.target, piece.how, units))
        at += len(piece.source)
    return Planned(block, tuple(planned), tuple(pair.find(block.text)))


def _units(
    text: str, start: int, block: Block, pair: Pair, names: dict[str, str]
) -> Iterator[Unit]:
    head = block.cell.column_head if block.cell is not None else ""
    context = (head, heading_in(head, pair)) if head else ("", "")
    before, at = "", 0
    for line in text.split("\n"):
        if line.strip():
            place = at + len(line) - len(line.lstrip())
            core = line.strip()
            must = protected_terms(core, names)
            found = [
                term
                for term in pair.find(core)
                if not any(m.start < term.end and term.start < m.end for m in must)
            ]
            terms = sorted((*must, *found), key=lambda term: term.start)
            yield Unit(core, start + place, before, tuple(terms), context)
            before = ""
        before += "\n"
        at += len(line) + 1
