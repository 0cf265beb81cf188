"""The structured summary in a record's PDF: a part of its own, with the mark of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_grid import Cell, Placed, Row
from app.documents.writers.pdf_text import Line, TextSetter
from app.documents.writers.pdf_words import Words
from app.documents.writers.summary_content import SummaryContent, SummaryText


def summary_groups(
    content: SummaryContent | None, setter: TextSetter, words: Sequence[Words]
) -> list[list[Row]]:
    """The title with its mark, then each section with its lines; nothing for no summary."""
    if content is None:
        return []
    return _Maker(content, setter, words).groups()


class _Maker:
    def __init__(self, content: SummaryContent, setter: TextSetter, words: Sequence[Words]) -> None:
        self._content, self._setter, self._words = content, setter, tuple(words)
        self._columns = grid.ONE if len(self._words) == 1 else grid.TWO

    def groups(self) -> list[list[Row]]:
        """Rows that stay together: the title with the first line, a section's name with its."""
        content = self._content
        ink = grid.ACCENT if content.reviewed else grid.DANGER
        tint = None if content.reviewed else grid.DANGER_SOFT
        title = self._row(content.titles, grid.SUBTITLE, grid.ACCENT, bold=True, padding=8.0)
        mark = self._row(content.marks, grid.NOTE, ink, bold=True, padding=3.0, tint=tint,
                         rule=False, joined=True)  # fmt: skip
        groups: list[list[Row]] = []
        for part in content.parts:
            name = self._row(part.titles, grid.NOTE, grid.ACCENT, bold=True, padding=3.0)
            lines = [self._line(line) for line in part.lines]
            groups.append([name, lines[0]])
            groups += [[line] for line in lines[1:]]
        return [[title, mark, *groups[0]], *groups[1:]]

    def _row(
        self,
        texts: Sequence[str],
        size: float,
        color: int,
        *,
        bold: bool = False,
        tint: int | None = None,
        **values: Any,
    ) -> Row:
        cells = [
            Cell(tuple(self._lines(text, each.lang, size, color, bold=bold)), tint=tint)
            for text, each in zip(texts, self._words, strict=True)
        ]
        return self._made(cells, **values)

    def _line(self, line: SummaryText) -> Row:
        cells = []
        for text, lang in zip(line.texts, self._content.langs, strict=True):
            lines = self._lines(text or "—", lang, grid.BODY, grid.INK)
            cells.append(Cell(tuple(lines)))
        numbers = "# " + ", ".join(map(str, line.turns)) if line.turns else ""
        small = grid.style(grid.SMALL, grid.MUTED)
        placed = self._setter.lines(numbers, "en", small, grid.META_WIDTH - 14) if numbers else []
        meta = tuple(Placed(each, 0, n * small.leading) for n, each in enumerate(placed))
        icon = grid.WARNING if line.check else None
        return self._made(cells, meta=meta, padding=3.0, icon=icon, rule=False)

    def _made(self, cells: Sequence[Cell], **values: Any) -> Row:
        if len(cells) == 1:
            return Row(cells[0], Cell(()), columns=self._columns, **values)
        return Row(cells[0], cells[1], columns=self._columns, **values)

    def _lines(
        self, text: str, lang: str, size: float, color: int, *, bold: bool = False
    ) -> list[Line]:
        style = grid.style(size, color, bold)
        return self._setter.lines(text, lang, style, self._columns.text)
