"""The content of a record's PDF as rows: turns with what is marked on them, and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.documents.writers import pdf_grid as grid
from app.documents.writers.content import Change, Content, GapEntry, Note, Side, TurnEntry, local
from app.documents.writers.pdf_grid import Cell, Placed, Row
from app.documents.writers.pdf_text import Line, Style, TextSetter
from app.documents.writers.pdf_words import Words
from app.records.model import Party

__all__ = ["RowMaker", "local"]

_TINTS = {grid.DANGER: grid.DANGER_SOFT, grid.WARNING: grid.WARNING_SOFT}
_COLORS = {
    Party.CLINICIAN: (grid.DOCTOR, grid.DOCTOR_SOFT),
    Party.PATIENT: (grid.PATIENT, grid.PATIENT_SOFT),
}


class RowMaker:
    """Makes the rows of one record; ``words`` are one or two languages, ``columns`` where they
    stand."""

    def __init__(
        self, content: Content, setter: TextSetter, words: Sequence[Words], columns: grid.Columns
    ) -> None:
        self._content = content
        self._setter = setter
        self._words = tuple(words)
        self._columns = columns
        self._width = columns.text

    def groups(self) -> list[list[Row]]:
        """Rows that belong together, in the order of the consultation."""
        groups = [
            self._turn(entry) if isinstance(entry, TurnEntry) else [self._gap(entry)]
            for entry in self._content.entries
        ]
        return groups or [[self._notice("no_turns")]]

    def _turn(self, turn: TurnEntry) -> list[Row]:
        meta = self._meta(turn.number, turn.at, turn.party)
        continued = self._meta(turn.number, None, None)
        if self._columns.single:
            rows = self._stacked(turn, meta, continued)
        else:
            doctor, patient = (self._text_cell(side) for side in turn.sides)
            captions = self._captions("continued", self._words)
            pair = (captions[0], captions[1])
            rows = [Row(doctor, patient, meta, continued, pair)]
        rows += [self._note(note) for note in turn.notes]
        rows += [row for change in turn.changes for row in self._change(change)]
        return rows

    def _stacked(
        self, turn: TurnEntry, meta: tuple[Placed, ...], continued: tuple[Placed, ...]
    ) -> list[Row]:
        """The sides of a turn one below the other, what was said first."""
        rows: list[Row] = []
        for side in sorted(turn.sides, key=lambda side: not side.spoken):
            caption = self._captions("continued", [self._words_of(side)])[0]
            first = not rows
            rows.append(
                Row(
                    self._text_cell(side),
                    Cell(()),
                    meta if first else (),
                    continued,
                    (caption, caption),
                    padding=7.0 if first else 5.0,
                    rule=first,
                    columns=self._columns,
                )
            )
        return rows

    def _words_of(self, side: Side) -> Words:
        return self._words[0 if side.party is Party.CLINICIAN else -1]

    def _text_cell(self, side: Side) -> Cell:
        strong, soft = _COLORS[side.party]
        words = self._words_of(side)
        color = strong if side.spoken else grid.FAINT
        caption = self._small(side.caption, words.lang, color, bold=side.spoken)
        style = grid.style(grid.BODY, grid.DANGER if side.missing else grid.INK)
        lines = self._setter.lines(side.text, side.lang, style, self._width, side.spans, side.marks)
        tint, bar = (soft, strong) if side.spoken else (None, None)
        return Cell(tuple(lines), tuple(caption), tint, bar)

    def _meta(
        self, number: int | None, at: datetime | None, party: Party | None
    ) -> tuple[Placed, ...]:
        """Number and time on one line, the party below them in each language."""
        placed: list[Placed] = []
        strong = grid.style(grid.BODY, grid.INK, bold=True)
        small = grid.style(grid.SMALL, grid.MUTED)
        x = 0.0
        if number is not None:
            line = self._fixed(str(number), strong)
            placed.append(Placed(line, 0, -1))
            x = max(line.width, 11.0) + 4
        if at is not None:
            drop = (strong.leading - small.leading) / 2 + 0.36 * (strong.size - small.size) - 1
            if self._content.several_days:
                placed.append(Placed(self._fixed(f"{at:%m-%d}", small), x, drop))
                x, drop = 0.0, strong.leading
            placed.append(Placed(self._fixed(f"{at:%H:%M:%S}", small), x, drop))
        if party is not None:
            y = max((item.y + item.line.style.leading for item in placed), default=0.0)
            placed += self._party(party, y)
        return tuple(placed)

    def _party(self, party: Party, y: float) -> list[Placed]:
        """Who speaks; the second language beside the first where there is room."""
        color = _COLORS[party][0]
        bold = grid.style(grid.SMALL, color, bold=True)
        plain = grid.style(grid.SMALL, color)
        first, *others = (
            self._setter.lines(words(party.value), words.lang, style, grid.META_WIDTH)[0]
            for words, style in zip(self._words, (bold, plain), strict=False)
        )
        placed = [Placed(first, 0, y)]
        for line in others:
            beside = first.width + 4
            if beside + line.width <= grid.META_WIDTH - 4:
                placed.append(Placed(line, beside, y + bold.leading / 2 - plain.leading / 2))
            else:
                placed.append(Placed(line, 0, y + bold.leading))
        return placed

    def _note(self, note: Note) -> Row:
        tint = _TINTS.get(note.color, grid.PANEL)
        left, right = self._cells(note.texts, grid.NOTE, note.color, tint)
        icon = note.color if note.color in _TINTS else None
        return self._row(left, right, padding=3.0, rule=False, icon=icon, joined=True)

    def _cells(
        self, texts: Sequence[str], size: float, color: int, tint: int | None = None
    ) -> tuple[Cell, Cell]:
        """A text in each language: in a cell each, or below each other in a single column."""
        style = grid.style(size, color)
        lines = [
            self._setter.lines(text, words.lang, style, self._width)
            for text, words in zip(texts, self._words, strict=True)
        ]
        if self._columns.single:
            return Cell(tuple(line for part in lines for line in part), tint=tint), Cell(())
        return Cell(tuple(lines[0]), tint=tint), Cell(tuple(lines[1]), tint=tint)

    def _change(self, change: Change) -> list[Row]:
        """What was corrected; in a single column a row for each language."""
        cells = []
        for words, title, before in zip(self._words, change.titles, change.before, strict=True):
            lines = self._small(title, words.lang, grid.MUTED, bold=True)
            if before is not None:
                struck = grid.style(grid.NOTE, grid.FAINT, strike=True)
                lines += self._setter.lines(before.text, before.lang, struck, self._width)
            cells.append(Cell(tuple(lines), tint=grid.PANEL))
        captions = self._captions("continued", self._words)
        if not self._columns.single:
            left, right = cells
            pair = (captions[0], captions[1])
            return [self._row(left, right, padding=4.0, rule=False, continued=pair, joined=True)]
        empty = Cell(())
        return [
            self._row(
                cell, empty, padding=4.0, rule=False, continued=(caption, caption), joined=True
            )
            for cell, caption in zip(cells, captions, strict=True)
        ]

    def _gap(self, gap: GapEntry) -> Row:
        left, right = self._cells(gap.texts, grid.NOTE, grid.DANGER, grid.DANGER_SOFT)
        meta = self._meta(gap.number, gap.at, gap.party)
        return self._row(left, right, meta=meta, padding=6.0, icon=grid.DANGER, joined=True)

    def _notice(self, key: str) -> Row:
        texts = [words(key) for words in self._words]
        left, right = self._cells(texts, grid.BODY, grid.MUTED)
        return self._row(left, right, padding=12.0)

    def _row(self, left: Cell, right: Cell, **values: Any) -> Row:
        return Row(left, right, columns=self._columns, **values)

    def _small(self, text: str, lang: str, color: int, bold: bool = False) -> list[Line]:
        return self._setter.lines(text, lang, grid.style(grid.SMALL, color, bold), self._width)

    def _fixed(self, text: str, style: Style) -> Line:
        return self._setter.lines(text, "en", style, grid.META_WIDTH)[0]

    def _captions(self, key: str, languages: Sequence[Words]) -> list[Line]:
        style = grid.style(grid.SMALL, grid.FAINT)
        return [
            self._setter.lines(words(key), words.lang, style, self._width)[0] for words in languages
        ]
