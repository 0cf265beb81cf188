"""A document's blocks as strips of a page, in each of the layouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from app.documents.blocks import BlockKind
from app.documents.document_content import DocumentLayout
from app.documents.jobs import DoneBlock
from app.documents.sections import sections
from app.documents.writers import pdf_grid as grid
from app.documents.writers.document_notes import notes
from app.documents.writers.document_strips import Placed, Strip
from app.documents.writers.document_table import TableMaker
from app.documents.writers.document_words import document_word
from app.documents.writers.pdf_text import Line, TextSetter
from app.documents.writers.pdf_words import Words

GUTTER = 18.0
SIDE = (grid.WIDTH - GUTTER) / 2
_PAD = 3.5
_SIZES = {0: 15.0, 1: 13.0, 2: 11.5}
_SMALLER = 2.2
"""How much smaller a heading's original is set above its translation, in points."""


@dataclass(slots=True)
class StripMaker:
    """Sets blocks in two languages, as strips. ``words`` and ``langs``: source, then target."""

    setter: TextSetter
    words: tuple[Words, Words]
    langs: tuple[str, str]
    form: bool = False
    """A form: both languages weigh the same, and its columns are even."""

    def strips(self, blocks: Sequence[DoneBlock], layout: DocumentLayout) -> Iterator[Strip]:
        """The whole document. Nothing of it is left out in any layout."""
        if layout is not DocumentLayout.TARGET:
            yield from self._part(blocks, layout, None)
            return
        for strip in self._part(blocks, layout, 1):
            yield replace(strip, side=1)
        yield Strip(0.0, new_page=True, side=0)
        title = self.word(0, "original_text")
        for line in self.lines(title, 0, _SIZES[0], grid.MUTED, grid.WIDTH, bold=True):
            placed = Placed(line, 0.0, 0.0, grid.WIDTH)
            yield Strip(line.style.leading + 4, (placed,), side=0, keep=True)
        for strip in self._part(blocks, layout, 0):
            yield replace(strip, side=0)

    def word(self, side: int, key: str, **values: object) -> str:
        """A word of documents in the source's (0) or the target's (1) language."""
        return document_word(self.langs[side], key, **values)

    def lines(
        self, text: str, side: int, size: float, color: int, width: float, bold: bool = False
    ) -> list[Line]:
        """A text set in the language of a side."""
        style = grid.style(size, color, bold)
        return self.setter.lines(text, self.langs[side], style, width)

    def notes_of(self, done: DoneBlock, side: int) -> list[str]:
        """What a reader has to look at, in the language of a side."""
        return notes(done, self.words[side], self.langs[side])

    def _part(
        self, blocks: Sequence[DoneBlock], layout: DocumentLayout, side: int | None
    ) -> Iterator[Strip]:
        at = 0
        while at < len(blocks):
            cell = blocks[at].block.cell
            if cell is None:
                yield from self._block(blocks[at], layout, side)
                at += 1
                continue
            end = at
            while end < len(blocks) and (c := blocks[end].block.cell) and c.table == cell.table:
                end += 1
            yield from TableMaker(self, side).strips(blocks[at:end])
            at = end

    def _block(self, done: DoneBlock, layout: DocumentLayout, side: int | None) -> Iterator[Strip]:
        look = self._look(done)
        bar = grid.DANGER if side != 0 and self.notes_of(done, 0) else None
        yield Strip(_PAD + (6.0 if look.heading else 0.0))
        if side is None and layout is DocumentLayout.SIDE:
            columns = self._two(done, look)
        else:
            columns = self._one(done, look, side)
        strips = list(self._pairs(columns, look, bar))
        for number, strip in enumerate(strips):
            # Neither a heading nor a first line stands alone at the foot of a page.
            first = number == 0 and len(strips) > 1
            yield replace(strip, keep=look.heading or first or number == len(strips) - 2)
        yield Strip(_PAD, keep=look.heading)

    def _look(self, done: DoneBlock) -> _Look:
        block = done.block
        heading = block.kind is BlockKind.HEADING
        entry = sections(self.langs[0]).whole(block.text)
        outside = block.kind in (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.NOTE)
        size = _SIZES.get(block.level, grid.BODY + 1) if heading else grid.BODY
        if outside:
            size = grid.NOTE
        titled = entry is not None and entry.kind in ("title", "section")
        bold = heading or titled or (bool(block.runs) and all(run.bold for run in block.runs))
        indent = 12.0 * (min(block.level, 6) + 1) if block.kind is BlockKind.LIST_ITEM else 0.0
        color = grid.MUTED if outside else grid.INK
        return _Look(size, color, bold, indent, heading or titled)

    def _two(self, done: DoneBlock, look: _Look) -> list[list[Line]]:
        """Source and target beside each other."""
        width = SIDE - look.indent
        texts = (done.block.text, done.target)
        columns = []
        for side, text in enumerate(texts):
            color = look.color if text or side == 0 else grid.DANGER
            set_lines = self.lines(text, side, look.size, color, width, look.bold) if text else []
            for note in self.notes_of(done, side):
                set_lines += self.lines(note, side, grid.NOTE, grid.DANGER, width)
            columns.append(set_lines)
        return columns

    def _one(self, done: DoneBlock, look: _Look, side: int | None) -> list[list[Line]]:
        """One language, or the source above its target, over the whole width."""
        width = grid.WIDTH - look.indent
        source, target = done.block.text, done.target
        if side == 0:
            return [self.lines(source, 0, look.size, look.color, width, look.bold)]
        made: list[Line] = []
        if side is None and source.strip() != target.strip():
            size = look.size - (_SMALLER if look.heading else 0.8)
            made += self.lines(source, 0, size, grid.MUTED, width, look.bold)
        if target:
            made += self.lines(target, 1, look.size, look.color, width, look.bold)
        for note in self.notes_of(done, 1):
            made += self.lines(note, 1, grid.NOTE, grid.DANGER, width)
        return [made]

    def _pairs(
        self, columns: Sequence[Sequence[Line]], look: _Look, bar: int | None
    ) -> Iterator[Strip]:
        wide = grid.WIDTH if len(columns) == 1 else SIDE
        for pair in zip_longest(*columns):
            placed = []
            for number, line in enumerate(pair):
                if line is not None:
                    # An indent stands where the line begins: right to left that is on the right.
                    shift = 0.0 if line.rtl else look.indent
                    x = number * (SIDE + GUTTER) + shift
                    placed.append(Placed(line, x, 0.0, wide - look.indent))
            height = max(item.line.style.leading for item in placed)
            yield Strip(height, tuple(placed), bar=bar)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a block is set; ``heading`` says that it belongs to what follows."""

    size: float
    color: int
    bold: bool
    indent: float
    heading: bool
