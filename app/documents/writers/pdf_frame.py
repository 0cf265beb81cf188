"""What stands around the rows of a record's PDF: heads, foot, signatures; and drawing a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from app.documents.writers import pdf_grid as grid
from app.documents.writers.head import head_fields
from app.documents.writers.layouts import Shape
from app.documents.writers.pdf_grid import Cell, Page, Row
from app.documents.writers.pdf_scripts import is_rtl
from app.documents.writers.pdf_text import Line, TextSetter
from app.documents.writers.pdf_words import Words, native_name
from app.records.model import EncounterHeader, Party

_COLUMNS = 3
_COLUMN_GAP = 14.0
_FIELD_WIDTH = (grid.WIDTH - (_COLUMNS - 1) * _COLUMN_GAP) / _COLUMNS
_LABEL_GAP = 4.0
_HEADS = 20.0
"""Height of the line that names the columns."""
_SIGN_ROOM = 40.0
"""Empty space to sign in."""

_BAR = 1.8
"""Width of the bar beside what was said."""
_SIGN = 8.0
"""Size of the warning sign."""

_Field = tuple[list[Line], list[Line], list[Line]]
"""Two labels, the second empty where there is one language only, and the value."""


class Frame:
    """Heads, foot and signatures of one record's pages; heights are points from the page's top.

    ``words`` are the languages of the shape, one or two. ``marks`` are keys of words that every
    page says above its notice.
    """

    def __init__(
        self,
        header: EncounterHeader,
        shape: Shape,
        setter: TextSetter,
        words: Sequence[Words],
        zone: tzinfo | None,
        marks: Sequence[str] = (),
    ) -> None:
        self._header = header
        self._shape = shape
        self._setter = setter
        self._words = tuple(words)
        self._zone = zone
        # A page of Arabic alone is the mirror image of one in English.
        self._mirrored = len(self._words) == 1 and is_rtl(self._words[0].lang)
        self._title = "title" if shape.internal else "copy.title"
        self._short_id = header.id[:8]
        self._fields = self._field_rows()
        notice = "notice" if shape.internal else "copy.notice"
        self._foot = [
            line
            for each in self._words
            for line in self._lines(
                " ".join(each(key) for key in (*marks, notice)),
                each, grid.SMALL, grid.MUTED, grid.WIDTH,
            )
        ]  # fmt: skip
        signers = ("sign_doctor", "sign_patient", "sign_staff") if shape.internal else ()
        self._signatures = [[self._label(key, each) for each in self._words] for key in signers]
        self._half = grid.WIDTH / len(self._words) - 6 * (len(self._words) - 1)
        self._sign_note = [
            self._lines(each("sign_note"), each, grid.NOTE, grid.MUTED, self._half)
            for each in self._words
            if signers
        ]
        foot_height = sum(line.style.leading for line in self._foot) + 8 + 14
        self._foot_top = grid.PAGE_HEIGHT - grid.BOTTOM - foot_height
        self.bottom = self._foot_top - 10
        first, second = header.hospital or header.department, header.department
        bold, plain = grid.style(grid.SUBTITLE, bold=True), grid.style(grid.NOTE, grid.MUTED)
        self._hospital = setter.lines(first, header.doctor_lang, bold, 0.62 * grid.WIDTH)
        self._department = setter.lines(
            second if header.hospital else "", header.doctor_lang, plain, 0.34 * grid.WIDTH
        )
        place = max(_height(self._hospital), _height(self._department) + 4)
        self._place_end = grid.TOP + place if first else 0.0
        self._title_top = (self._place_end + 11) if first else grid.TOP + 4
        self._fields_top = self._title_top + 40
        self.heads = 6.0 if shape.single else _HEADS
        self.first_top = self._fields_top + self._fields_height() + 10 + self.heads
        self.top = grid.TOP + 18 + self.heads
        note = max((_height(lines) for lines in self._sign_note), default=0.0)
        labels = max((sum(map(_height, pair)) for pair in self._signatures), default=0.0)
        self.signature_height = 16 + note + _SIGN_ROOM + 4 + labels + 22

    # Set once

    def _lines(
        self, text: str, words: Words, size: float, color: int, width: float, bold: bool = False
    ) -> list[Line]:
        style = grid.style(size, color, bold)
        return self._setter.lines(text, words.lang, style, width)

    def _label(self, key: str, words: Words, width: float = _FIELD_WIDTH) -> list[Line]:
        return self._lines(words(key), words, grid.SMALL, grid.FAINT, width)

    def _field_rows(self) -> list[list[_Field]]:
        """Rows of fields; a field is its two labels and its value."""
        rows: list[list[_Field]] = []
        for field in head_fields(self._header, self._shape, self._words, self._zone):
            made = self._field(field.key, field.value, field.lang, wide=field.wide)
            if field.wide or not rows or len(rows[-1]) == _COLUMNS:
                rows.append([])
            rows[-1].append(made)
        return rows

    def _field(self, key: str, value: str, lang: str, *, wide: bool) -> _Field:
        width = grid.WIDTH if wide else _FIELD_WIDTH
        first, *others = (self._label(key, words) for words in self._words)
        value_lines = self._setter.lines(value, lang, grid.style(grid.BODY), width)
        return first, others[0] if others else [], value_lines

    def _fields_height(self) -> float:
        return sum(_field_height(row) for row in self._fields)

    # Drawing

    def draw(self, canvas: Canvas, page: Page, number: int, total: int) -> None:
        """Draw page ``number`` of ``total``."""
        if number == 1:
            self._draw_first_head(canvas)
        else:
            self._draw_running_head(canvas)
        if not self._shape.single:
            self._draw_column_heads(canvas, page.top - _HEADS)
        for top, row in page.rows:
            self._draw_row(canvas, top, row)
        _rule(canvas, page.end, grid.HAIR, 0.6)
        if page.signatures_at is not None:
            self._draw_signatures(canvas, page.signatures_at)
        self._draw_foot(canvas, number, total)

    def _stack(
        self, canvas: Canvas, lines: Sequence[Line], x: float, top: float, width: float
    ) -> float:
        """Draw lines below each other; gives where the next would begin."""
        for line in lines:
            baseline = grid.PAGE_HEIGHT - top - _ascent(line)
            if self._mirrored:
                self._setter.draw(canvas, line, self._x(x, line.width), baseline, line.width)
            else:
                self._setter.draw(canvas, line, x, baseline, width)
            top += line.style.leading
        return top

    def _x(self, x: float, width: float) -> float:
        """Where something begins that is ``width`` wide and stands at ``x`` from the left."""
        return grid.PAGE_WIDTH - x - width if self._mirrored else x

    def _draw_first_head(self, canvas: Canvas) -> None:
        if self._place_end:
            self._stack(canvas, self._hospital, grid.MARGIN, grid.TOP - 4, grid.WIDTH)
            self._right(canvas, self._department, grid.TOP)
            _rule(canvas, self._place_end, grid.ACCENT, 1.2)
        first, *others = self._words
        width = 240 if others else grid.WIDTH
        title = self._lines(first(self._title), first, grid.TITLE, grid.INK, width, bold=True)[0]
        baseline = grid.PAGE_HEIGHT - self._title_top - 22
        x = self._x(grid.MARGIN, title.width)
        self._setter.draw(canvas, title, x, baseline, title.width)
        for words in others:
            line = self._lines(words(self._title), words, grid.SUBTITLE, grid.MUTED, 260)[0]
            x = grid.MARGIN + grid.WIDTH - line.width
            self._setter.draw(canvas, line, x, baseline, line.width)
        top = self._fields_top
        for row in self._fields:
            for column, field in enumerate(row):
                self._draw_field(canvas, field, column, top, row)
            top += _field_height(row)

    def _draw_field(
        self, canvas: Canvas, field: _Field, column: int, top: float, row: Sequence[_Field]
    ) -> None:
        first, other, value = field
        x = grid.MARGIN + column * (_FIELD_WIDTH + _COLUMN_GAP)
        self._stack(canvas, first, x, top, first[0].width)
        beside = x + first[0].width + _LABEL_GAP
        if other and _beside(field):
            baseline = grid.PAGE_HEIGHT - top - _ascent(first[0])
            self._setter.draw(canvas, other[0], beside, baseline, other[0].width)
        else:
            below = top + first[0].style.leading
            for line in other:
                below = self._stack(canvas, [line], x, below, line.width)
        at = top + _labels_height(row)
        for line in value:
            at = self._stack(canvas, [line], x, at, line.width)

    def _draw_running_head(self, canvas: Canvas) -> None:
        first, *others = self._words
        parts = (self._header.hospital, first(self._title))
        place = " / ".join(part for part in parts if part)
        width = grid.WIDTH / len(self._words) - 8
        lines = self._lines(place, first, grid.SMALL, grid.MUTED, width)
        self._stack(canvas, lines[:1], grid.MARGIN, grid.TOP - 6, width)
        for words in others:
            second = self._lines(words(self._title), words, grid.SMALL, grid.MUTED, width)
            self._right(canvas, second[:1], grid.TOP - 6)
        _rule(canvas, grid.TOP + 8, grid.ACCENT, 1.2)

    def _draw_column_heads(self, canvas: Canvas, top: float) -> None:
        langs = (self._header.doctor_lang, self._header.patient_lang)
        parties = (Party.CLINICIAN.value, Party.PATIENT.value)
        colors = (grid.DOCTOR, grid.PATIENT)
        baseline = grid.PAGE_HEIGHT - top - 12
        for words, lang, party, color, x in zip(
            self._words, langs, parties, colors, (grid.LEFT_X, grid.RIGHT_X), strict=True
        ):
            text = f"{words(party)} / {native_name(lang)}"
            lines = self._lines(text, words, grid.NOTE, color, grid.TEXT_WIDTH, bold=True)
            self._setter.draw(canvas, lines[0], x + grid.INSET, baseline, grid.TEXT_WIDTH)

    def _draw_row(self, canvas: Canvas, top: float, row: Row) -> None:
        if row.rule:
            _rule(canvas, top, grid.HAIR, 0.6)
        for item in row.meta:
            x, at = grid.MARGIN + item.x, top + row.padding + item.y
            self._stack(canvas, [item.line], x, at, item.line.width)
        for cell, x in ((row.left, row.columns.left), (row.right, row.columns.right)):
            self._draw_cell(canvas, cell, x, top, row)
        if row.rule:
            # Over the tints, which would hide half of it.
            _rule(canvas, top, grid.HAIR, 0.6)
        if row.icon is not None:
            x = self._x(row.columns.left - 12, _SIGN)
            _warning_sign(canvas, x, top + row.padding + 2, row.icon)

    def _draw_cell(self, canvas: Canvas, cell: Cell, x: float, top: float, row: Row) -> None:
        bottom, columns = grid.PAGE_HEIGHT - top - row.height, row.columns
        if cell.tint is not None:
            # Notes and gaps run through both columns.
            wide = row.joined and cell is row.left
            width = columns.whole if wide else columns.cell
            canvas.setFillColor(HexColor(cell.tint))
            canvas.rect(self._x(x, width), bottom, width, row.height, stroke=0, fill=1)
        if cell.bar is not None:
            canvas.setFillColor(HexColor(cell.bar))
            rtl = any(line.rtl for line in (*cell.caption, *cell.lines))
            edge = x + columns.cell - _BAR if rtl and not self._mirrored else x
            canvas.rect(self._x(edge, _BAR), bottom, _BAR, row.height, stroke=0, fill=1)
        at = top + row.padding
        at = self._stack(canvas, cell.caption, x + grid.INSET, at, columns.text)
        self._stack(canvas, cell.lines, x + grid.INSET, at, columns.text)

    def seal_box(self, top: float) -> tuple[float, float, float, float]:
        """Where an electronic signature stands under rows that end at ``top``: left, lower, right
        and upper edge in the page's own measure, from its lower left corner."""
        note = max((_height(lines) for lines in self._sign_note), default=0.0)
        upper = top + 14 + note + 4
        height = _SIGN_ROOM - 6
        x = self._x(grid.MARGIN, _FIELD_WIDTH)
        lower = grid.PAGE_HEIGHT - upper - height
        return x, lower, x + _FIELD_WIDTH, lower + height

    def _draw_signatures(self, canvas: Canvas, top: float) -> None:
        top += 14
        for place, lines in enumerate(self._sign_note):
            x = grid.MARGIN + place * (self._half + 12)
            self._stack(canvas, lines, x, top, self._half)
        top += max((_height(lines) for lines in self._sign_note), default=0.0) + _SIGN_ROOM
        dates = [self._label("sign_date", words) for words in self._words]
        for column, pair in enumerate(self._signatures):
            x = grid.MARGIN + column * (_FIELD_WIDTH + _COLUMN_GAP)
            left = self._x(x, _FIELD_WIDTH)
            _rule(canvas, top, grid.INK, 0.6, left, left + _FIELD_WIDTH)
            at = top + 4
            for lines in pair:
                for line in lines:
                    at = self._stack(canvas, [line], x, at, line.width)
            right = x + _FIELD_WIDTH
            width = max(lines[0].width for lines in dates)
            at = top + 4
            for lines in dates:
                self._stack(canvas, lines[:1], right - width, at, width)
                at += lines[0].style.leading

    def _draw_foot(self, canvas: Canvas, number: int, total: int) -> None:
        _rule(canvas, self._foot_top, grid.HAIR, 0.6)
        top = self._stack(canvas, self._foot, grid.MARGIN, self._foot_top + 6, grid.WIDTH)
        baseline = grid.PAGE_HEIGHT - top - 12
        x = grid.MARGIN
        for words in self._words:
            line = self._lines(words("record"), words, grid.SMALL, grid.FAINT, 200)[0]
            self._setter.draw(canvas, line, self._x(x, line.width), baseline, line.width)
            x += line.width + _LABEL_GAP
        english = grid.style(grid.SMALL, grid.INK, bold=True)
        line = self._setter.lines(self._short_id, "en", english, 200)[0]
        self._setter.draw(canvas, line, self._x(x, line.width), baseline)
        pages = self._setter.lines(f"{number} / {total}", "en", english, 100)[0]
        x = self._x(grid.MARGIN + grid.WIDTH - pages.width, pages.width)
        self._setter.draw(canvas, pages, x, baseline)

    def _right(self, canvas: Canvas, lines: Sequence[Line], top: float) -> None:
        for line in lines:
            x = grid.MARGIN + grid.WIDTH - line.width
            top = self._stack(canvas, [line], x, top, line.width)


def _ascent(line: Line) -> float:
    """From a line's upper edge to its baseline: letters stand in the middle of their line."""
    return line.style.leading / 2 + 0.36 * line.style.size


def _height(lines: Sequence[Line]) -> float:
    return sum(line.style.leading for line in lines)


def _beside(field: _Field) -> bool:
    zh, other, _ = field
    if not other:
        return len(zh) == 1
    return len(other) == 1 and zh[0].width + _LABEL_GAP + other[0].width <= _FIELD_WIDTH


def _labels_height(row: Sequence[_Field]) -> float:
    return max(
        max(line.style.leading for line in (*field[0], *field[1]))
        if _beside(field)
        else _height(field[0]) + _height(field[1])
        for field in row
    )


def _field_height(row: Sequence[_Field]) -> float:
    return _labels_height(row) + max(_height(field[2]) for field in row) + 7


def _rule(
    canvas: Canvas,
    top: float,
    color: int,
    width: float,
    left: float = grid.MARGIN,
    right: float = grid.MARGIN + grid.WIDTH,
) -> None:
    canvas.setStrokeColor(HexColor(color))
    canvas.setLineWidth(width)
    canvas.line(left, grid.PAGE_HEIGHT - top, right, grid.PAGE_HEIGHT - top)


def _warning_sign(canvas: Canvas, x: float, top: float, color: int) -> None:
    """A small triangle with a stroke in it."""
    base, size = grid.PAGE_HEIGHT - top - _SIGN, _SIGN
    canvas.setFillColor(HexColor(color))
    path = canvas.beginPath()
    path.moveTo(x, base)
    path.lineTo(x + size, base)
    path.lineTo(x + size / 2, base + size * 0.9)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(0xFFFFFF))
    canvas.setLineWidth(0.9)
    canvas.line(x + size / 2, base + 2.5, x + size / 2, base + 5.2)
    canvas.line(x + size / 2, base + 1.1, x + size / 2, base + 1.8)
