"""Tables of a document's page: columns, merged cells, heads that come again on the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.documents.blocks import Cell
from app.documents.jobs import DoneBlock
from app.documents.sections import sections
from app.documents.writers import pdf_grid as grid
from app.documents.writers.document_strips import Placed, Segment, Strip
from app.documents.writers.pdf_scripts import is_rtl
from app.documents.writers.pdf_text import Line

if TYPE_CHECKING:
    from app.documents.writers.document_rows import StripMaker

_INSET = 4.0
_ABOVE = 3.0
_LEAST_ROW = 16.0
_LEAST_COLUMN = 34.0
_TALLEST = 420.0
"""A row higher than this, in points, may be broken."""
_WIDEST_WORDS = 34.0
_FORM_COLUMNS = (0.2, 0.3, 0.2, 0.3)
_FORM_LOOK = (grid.NOTE + 0.5, grid.INK)


@dataclass(frozen=True, slots=True)
class _Box:
    """One cell with its lines."""

    cell: Cell
    lines: tuple[Line, ...]
    noted: bool

    @property
    def height(self) -> float:
        return sum(line.style.leading for line in self.lines) + 2 * _ABOVE


class TableMaker:
    """Sets the cells of one table: one language (``side`` 0 or 1), or both in each cell."""

    def __init__(self, maker: StripMaker, side: int | None) -> None:
        self._maker = maker
        self._side = side
        self._mirrored = side is not None and is_rtl(maker.langs[side])

    def strips(self, cells: Sequence[DoneBlock]) -> Iterator[Strip]:
        """One strip a row, with a distance before and behind."""
        widths = _widths(cells, self._side)
        if self._maker.form and len(widths) == len(_FORM_COLUMNS):
            widths = [share * grid.WIDTH for share in _FORM_COLUMNS]
        edges = [sum(widths[:column]) for column in range(len(widths) + 1)]
        head = self._has_head(cells)
        boxes = self._boxes(cells, edges, head)
        rows = max(box.cell.row + box.cell.rows for box in boxes)
        heights = _heights(boxes, rows)
        owner = _owners(boxes, rows, len(widths))
        distance = Strip(3.0 if self._maker.form else 6.0)
        yield distance
        above: Strip | None = None
        for row in range(rows):
            strip = self._row(row, boxes, heights, owner, edges)
            if row == 0 and head:
                above = strip
                yield replace(strip, keep=True)
                continue
            for part in _broken(strip):
                yield replace(part, repeat=above)
        yield distance

    def _has_head(self, cells: Sequence[DoneBlock]) -> bool:
        """Whether the first row names the columns, so that it can be said again."""
        known = sections(self._maker.langs[0])
        first = [d for d in cells if d.block.cell is not None and d.block.cell.row == 0]
        entries = [known.whole(done.block.text) for done in first]
        named = sum(entry is not None and entry.kind == "column" for entry in entries)
        single = all(d.block.cell is not None and d.block.cell.rows == 1 for d in first)
        return single and named >= 2 and 2 * named >= len(first)

    def _boxes(self, cells: Sequence[DoneBlock], edges: Sequence[float], head: bool) -> list[_Box]:
        grouped: dict[tuple[int, int], list[DoneBlock]] = {}
        for done in cells:
            if (cell := done.block.cell) is not None:
                grouped.setdefault((cell.row, cell.column), []).append(done)
        boxes = []
        for (row, column), parts in sorted(grouped.items()):
            cell = parts[0].block.cell
            assert cell is not None
            stop = min(column + cell.columns, len(edges) - 1)
            width = edges[stop] - edges[column] - 2 * _INSET
            lines: list[Line] = []
            for done in parts:
                lines += self._lines(done, width, head and row == 0)
            noted = self._side != 0 and any(self._maker.notes_of(done, 0) for done in parts)
            boxes.append(_Box(cell, tuple(lines), noted))
        return boxes

    def _lines(self, done: DoneBlock, width: float, head: bool) -> list[Line]:
        maker, source, target = self._maker, done.block.text, done.target
        bold = head or (bool(done.block.runs) and all(run.bold for run in done.block.runs))
        if self._side == 0:
            return maker.lines(source, 0, grid.NOTE + 0.5, grid.INK, width, bold)
        lines: list[Line] = []
        if self._side is None and source.strip() != target.strip():
            size, color = (grid.SMALL + 1, grid.MUTED) if not maker.form else _FORM_LOOK
            lines += maker.lines(source, 0, size, color, width, bold and maker.form)
        if target:
            lines += maker.lines(target, 1, grid.NOTE + 0.5, grid.INK, width, bold)
        for note in maker.notes_of(done, 1):
            lines += maker.lines(note, 1, grid.SMALL, grid.DANGER, width)
        return lines

    def _row(
        self,
        row: int,
        boxes: Sequence[_Box],
        heights: Sequence[float],
        owner: Sequence[Sequence[int]],
        edges: Sequence[float],
    ) -> Strip:
        placed: list[Placed] = []
        noted = merged = False
        for box in boxes:
            cell = box.cell
            if not cell.row <= row < cell.row + cell.rows:
                continue
            merged = merged or row < cell.row + cell.rows - 1
            noted = noted or box.noted
            x = edges[cell.column]
            stop = min(cell.column + cell.columns, len(edges) - 1)
            width = edges[stop] - x
            x = grid.WIDTH - x - width if self._mirrored else x
            # What is higher than its first row goes on in those that it is merged with.
            begins = sum(heights[cell.row : row])
            top = _ABOVE
            for line in box.lines:
                last = row == cell.row + cell.rows - 1
                if top >= begins and (last or top < begins + heights[row]):
                    item = Placed(line, x + _INSET, top - begins, width - 2 * _INSET)
                    placed.append(item)
                top += line.style.leading
        rules = _rules(row, owner, edges, heights[row])
        if self._mirrored:
            rules = [(grid.WIDTH - a, b, grid.WIDTH - c, d) for a, b, c, d in rules]
        bar = grid.DANGER if noted else None
        return Strip(heights[row], tuple(placed), tuple(rules), bar, keep=merged)


def _heights(boxes: Sequence[_Box], rows: int) -> list[float]:
    heights = [_LEAST_ROW] * rows
    for box in boxes:
        if box.cell.rows == 1:
            heights[box.cell.row] = max(heights[box.cell.row], box.height)
    for box in boxes:
        end = box.cell.row + box.cell.rows
        missing = box.height - sum(heights[box.cell.row : end])
        if missing > 0:
            heights[end - 1] += missing
    return heights


def _owners(boxes: Sequence[_Box], rows: int, columns: int) -> list[list[int]]:
    """Which cell each place of the grid belongs to; an empty place is a cell of its own."""
    owner = [[-1 - row * columns - column for column in range(columns)] for row in range(rows)]
    for number, box in enumerate(boxes):
        cell = box.cell
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, min(cell.column + cell.columns, columns)):
                owner[row][column] = number
    return owner


def _rules(
    row: int, owner: Sequence[Sequence[int]], edges: Sequence[float], height: float
) -> list[Segment]:
    """Lines around the cells of a row, but not through those that are merged."""
    here = owner[row]
    rules: list[Segment] = []
    for column, mine in enumerate(here):
        left, right = edges[column], edges[column + 1]
        if row == 0 or owner[row - 1][column] != mine:
            rules.append((left, 0.0, right, 0.0))
        if row == len(owner) - 1 or owner[row + 1][column] != mine:
            rules.append((left, height, right, height))
        if column == 0 or here[column - 1] != mine:
            rules.append((left, 0.0, left, height))
    rules.append((edges[-1], 0.0, edges[-1], height))
    return rules


def _broken(strip: Strip) -> Iterator[Strip]:
    """A row in parts where it is too high for a page; no line of text is cut."""
    top = 0.0
    while strip.height - top > _TALLEST:
        end = _cut(strip, top + _TALLEST)
        if end <= top:
            break
        yield _between(strip, top, end)
        top = end
    yield _between(strip, top, strip.height) if top else strip


def _cut(strip: Strip, at: float) -> float:
    """The lowest place above ``at`` that goes through no line."""
    while crossed := [i.top for i in strip.lines if i.top < at < i.top + i.line.style.leading]:
        at = min(crossed)
    return at


def _between(strip: Strip, top: float, end: float) -> Strip:
    lines = tuple(replace(i, top=i.top - top) for i in strip.lines if top <= i.top < end)
    rules = tuple(
        (a, max(b, top) - top, c, min(d, end) - top)
        for a, b, c, d in strip.rules
        if a == c or top <= b <= end
    )
    return Strip(end - top, lines, rules, strip.bar)


def _widths(cells: Sequence[DoneBlock], side: int | None) -> list[float]:
    """Widths of a table's columns: by their longest texts, none too narrow to be read."""
    places = [(done, done.block.cell) for done in cells]
    count = max(cell.column + cell.columns for _, cell in places if cell is not None)
    wanted = [3.0] * count
    for done, cell in places:
        if cell is not None and cell.columns == 1:
            texts = (done.block.text, done.target)
            shown = texts if side is None else (texts[side],)
            size = max(_measure(text) for text in shown)
            wanted[cell.column] = max(wanted[cell.column], min(size, _WIDEST_WORDS))
    least = min(_LEAST_COLUMN, grid.WIDTH / count)
    free = grid.WIDTH - least * count
    return [least + free * share / sum(wanted) for share in wanted]


def _measure(text: str) -> float:
    """About how wide a text is, in Latin letters."""
    return sum(2.0 if ord(sign) > 0x2E7F else 1.0 for sign in text)
