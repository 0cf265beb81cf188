"""Strips of a bilingual document's page: the smallest things a page break may stand between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from app.documents.blocks import BlockKind
from app.documents.jobs import DoneBlock
from app.documents.sections import sections
from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_text import Line, TextSetter
from app.documents.writers.pdf_words import Words
from app.records.model import FindingRecord

GUTTER = 18.0
SIDE = (grid.WIDTH - GUTTER) / 2
_PAD = 3.5
_SIZES = {0: 15.0, 1: 13.0, 2: 11.5}


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of text in a strip: right of the margin by ``x`` in a box of ``width``, its upper
    edge below the strip's by ``top``."""

    line: Line
    x: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip with its lines and the boxes (x, top, width, height) of table cells in it."""

    height: float
    lines: tuple[Placed, ...] = ()
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    bar: int | None = None
    """Colour of the bar in the margin that says: look at this."""


@dataclass(slots=True)
class StripMaker:
    """Sets blocks in two languages, as strips."""

    setter: TextSetter
    source: Words
    target: Words
    source_lang: str
    target_lang: str
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Words of documents: language, key, text."""

    def strips(self, blocks: Sequence[DoneBlock]) -> Iterator[Strip]:
        """Strips of blocks in the order of the document; cells of one table come together."""
        at = 0
        while at < len(blocks):
            cell = blocks[at].block.cell
            if cell is None:
                yield from self._side_by_side(blocks[at])
                at += 1
                continue
            end = at
            while end < len(blocks) and (c := blocks[end].block.cell) and c.table == cell.table:
                end += 1
            yield from self._table(blocks[at:end])
            at = end

    def notes(self, done: DoneBlock) -> list[tuple[str, str]]:
        """What a reader has to look at, in the source language and in the target's."""
        found = []
        if done.state in ("failed", "incomplete"):
            found.append((self.word(0, done.state), self.word(1, done.state)))
        if done.block.doubt:
            found.append((self.word(0, "no_value"), self.word(1, "no_value")))
        for finding in done.findings:
            key, _, value = finding.message.partition(":")
            if key == "number.ocr":
                found.append((self.word(0, "ocr", value), self.word(1, "ocr", value)))
            else:
                record = FindingRecord(finding.kind.value, finding.message)
                found.append((self.source.finding(record), self.target.finding(record)))
        return list(dict.fromkeys(found))

    def word(self, side: int, key: str, value: str = "") -> str:
        """A word of documents for the left (0) or right (1) side."""
        lang = (self.source_lang, self.target_lang)[side]
        texts = self.texts.get(lang, self.texts["en"])
        return texts[key].format(a=value)

    def _lines(
        self, text: str, side: int, size: float, color: int, width: float, bold: bool = False
    ) -> list[Line]:
        lang = (self.source_lang, self.target_lang)[side]
        return self.setter.lines(text, lang, grid.style(size, color, bold), width)

    def _side_by_side(self, done: DoneBlock) -> Iterator[Strip]:
        block = done.block
        heading = block.kind is BlockKind.HEADING
        outside = block.kind in (BlockKind.HEADER, BlockKind.FOOTER)
        size = _SIZES.get(block.level, grid.BODY + 1) if heading else grid.BODY
        size, color = (grid.NOTE, grid.MUTED) if outside else (size, grid.INK)
        indent = 12.0 * (block.level + 1) if block.kind is BlockKind.LIST_ITEM else 0.0
        width = SIDE - indent
        entry = sections(self.source_lang).whole(block.text)
        bold = heading or entry is not None or all(run.bold for run in block.runs)
        notes = self.notes(done)
        bar = grid.DANGER if notes else None
        yield Strip(_PAD + (6.0 if heading else 0.0))
        left = self._lines(block.text, 0, size, color, width, bold)
        right = self._lines(done.target, 1, size, color, width, bold) if done.target else []
        yield from self._pairs(left, right, indent, bar)
        for note in notes:
            left, right = (
                self._lines(note[side], side, grid.NOTE, grid.DANGER, width) for side in (0, 1)
            )
            yield from self._pairs(left, right, indent, bar)
        yield Strip(_PAD)

    def _pairs(
        self, left: Sequence[Line], right: Sequence[Line], indent: float, bar: int | None
    ) -> Iterator[Strip]:
        for one, other in zip_longest(left, right):
            lines = []
            if one is not None:
                lines.append(Placed(one, indent, 0.0, SIDE - indent))
            if other is not None:
                # Indents stand where the line begins: right to left that is the right edge.
                shift = 0.0 if other.rtl else indent
                lines.append(Placed(other, SIDE + GUTTER + shift, 0.0, SIDE - indent))
            yield Strip(max(item.line.style.leading for item in lines), tuple(lines), bar=bar)

    def _table(self, cells: Sequence[DoneBlock]) -> Iterator[Strip]:
        yield Strip(6.0)
        widths = _widths(cells)
        left = [sum(widths[:column]) for column in range(len(widths) + 1)]
        rows: dict[int, list[DoneBlock]] = {}
        for done in cells:
            assert done.block.cell is not None
            rows.setdefault(done.block.cell.row, []).append(done)
        for number, row in sorted(rows.items()):
            yield self._row(row, left, head=number == min(rows))
        yield Strip(6.0)

    def _row(self, row: Sequence[DoneBlock], left: Sequence[float], head: bool) -> Strip:
        placed: list[Placed] = []
        high: dict[int, float] = {}
        spans: dict[int, float] = {}
        bar = None
        for done in row:
            cell = done.block.cell
            assert cell is not None
            last = len(left) - 1
            stop = min(cell.column + cell.columns, last)
            x, width = left[cell.column], left[stop] - left[cell.column]
            spans[cell.column] = width
            top = high.get(cell.column, 3.0)
            lines: list[Line] = []
            same = done.block.text.strip() == done.target.strip()
            if not same:
                lines += self._lines(done.block.text, 0, grid.SMALL + 1, grid.MUTED, width - 8)
            if done.target:
                lines += self._lines(done.target, 1, grid.NOTE + 0.5, grid.INK, width - 8, head)
            notes = self.notes(done)
            bar = grid.DANGER if notes else bar
            for note in notes:
                lines += self._lines(note[1], 1, grid.SMALL, grid.DANGER, width - 8)
            for line in lines:
                placed.append(Placed(line, x + 4, top, width - 8))
                top += line.style.leading
            high[cell.column] = top + 1
        height = max((*high.values(), 14.0)) + 2
        column, boxes = 0, []
        while column < len(left) - 1:
            width = spans.get(column, left[column + 1] - left[column])
            boxes.append((left[column], 0.0, width, height))
            end = left[column] + width
            column = max(column + 1, sum(1 for edge in left[:-1] if edge < end - 0.01))
        return Strip(height, tuple(placed), tuple(boxes), bar)


def _widths(cells: Sequence[DoneBlock]) -> list[float]:
    """Widths of a table's columns: by their longest texts, none too narrow to be read."""
    places = [(done, done.block.cell) for done in cells]
    count = max(cell.column + cell.columns for _, cell in places if cell is not None)
    wanted = [3.0] * count
    for done, cell in places:
        if cell is not None and cell.columns == 1:
            size = max(_measure(done.block.text), _measure(done.target))
            wanted[cell.column] = max(wanted[cell.column], min(size, 34.0))
    least = min(34.0, grid.WIDTH / count)
    free = grid.WIDTH - least * count
    return [least + free * share / sum(wanted) for share in wanted]


def _measure(text: str) -> float:
    """About how wide a text is, in Latin letters."""
    return sum(2.0 if ord(sign) > 0x2E7F else 1.0 for sign in text)
