"""What stands around the rows of a record's PDF: heads, foot, signatures; and drawing a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_grid import Cell, Page, Row
from app.documents.writers.pdf_rows import local
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


def zone_name(moment: datetime) -> str:
    """A moment's zone as "UTC+08:00": names of zones are not the same in all languages."""
    offset = moment.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


class Frame:
    """Heads, foot and signatures of one record's pages; heights are points from the page's top."""

    def __init__(
        self,
        header: EncounterHeader,
        setter: TextSetter,
        zh: Words,
        other: Words,
        zone: tzinfo | None,
    ) -> None:
        self._header = header
        self._setter = setter
        self._words = (zh, other)
        self._zone = zone
        self._short_id = header.id[:8]
        self._fields = self._field_rows()
        self._foot = [
            line
            for words in self._words
            for line in self._lines(words("notice"), words, grid.SMALL, grid.MUTED, grid.WIDTH)
        ]
        self._signatures = [
            [self._label(key, words) for words in self._words]
            for key in ("sign_doctor", "sign_patient", "sign_staff")
        ]
        self._sign_note = [
            self._lines(words("sign_note"), words, grid.NOTE, grid.MUTED, grid.WIDTH / 2 - 6)
            for words in self._words
        ]
        foot_height = sum(line.style.leading for line in self._foot) + 8 + 14
        self._foot_top = grid.PAGE_HEIGHT - grid.BOTTOM - foot_height
        self.bottom = self._foot_top - 10
        zh_words = self._words[0]
        first, second = header.hospital or header.department, header.department
        self._hospital = self._lines(
            first, zh_words, grid.SUBTITLE, grid.INK, 0.62 * grid.WIDTH, bold=True
        )
        self._department = self._lines(
            second if header.hospital else "", zh_words, grid.NOTE, grid.MUTED, 0.34 * grid.WIDTH
        )
        place = max(_height(self._hospital), _height(self._department) + 4)
        self._place_end = grid.TOP + place if first else 0.0
        self._title_top = (self._place_end + 11) if first else grid.TOP + 4
        self._fields_top = self._title_top + 40
        self.first_top = self._fields_top + self._fields_height() + 10 + _HEADS
        self.top = grid.TOP + 18 + _HEADS
        note = max(_height(lines) for lines in self._sign_note)
        labels = max(sum(_height(lines) for lines in pair) for pair in self._signatures)
        self.signature_height = 16 + note + _SIGN_ROOM + 4 + labels + 22

    # Set once

    def _lines(
        self, text: str, words: Words, size: float, color: int, width: float, bold: bool = False
    ) -> list[Line]:
        style = grid.style(size, color, bold)
        return self._setter.lines(text, words.lang, style, width)

    def _label(self, key: str, words: Words, width: float = _FIELD_WIDTH) -> list[Line]:
        return self._lines(words(key), words, grid.SMALL, grid.FAINT, width)

    def _field_rows(self) -> list[list[tuple[list[Line], list[Line], list[Line]]]]:
        """Rows of fields; a field is its two labels and its value."""
        header, doctor = self._header, self._header.doctor_lang
        patient = self._header.patient_lang
        name_lang = "en" if is_rtl(patient) and header.patient_name.isascii() else patient
        languages = f"{native_name(doctor)} ⇄ {native_name(patient)}"
        entries = [
            ("doctor", header.doctor_name or "—", doctor),
            ("patient", header.patient_name or "—", name_lang),
            ("patient_number", header.patient_number or "—", "en"),
            ("start", self._time(header.started_at, "—"), doctor),
            ("end", self._time(header.ended_at, self._both("not_ended")), doctor),
            ("consent", self._time(header.consent_at, self._both("consent_missing")), doctor),
            ("languages", languages, doctor),
            ("glossary", header.termbase_version or "—", doctor),
            ("program", f"Yizhen {header.app_version}".strip(), doctor),
        ]
        fields = [
            (
                self._label(key, self._words[0]),
                self._label(key, self._words[1]),
                self._setter.lines(value, lang, grid.style(grid.BODY), _FIELD_WIDTH),
            )
            for key, value, lang in entries
        ]
        packs = "   ".join(f"{name} {version}" for name, version in self._header.packs.items())
        style = grid.style(grid.BODY)
        models = (
            self._label("models", self._words[0]),
            self._label("models", self._words[1]),
            self._setter.lines(packs or "—", "en", style, grid.WIDTH),
        )
        rows = [fields[at : at + _COLUMNS] for at in range(0, len(fields), _COLUMNS)]
        return [*rows, [models]]

    def _time(self, when: str, otherwise: str) -> str:
        if not when:
            return otherwise
        moment = local(when, self._zone)
        return f"{moment:%Y-%m-%d %H:%M:%S} {zone_name(moment)}"

    def _both(self, key: str) -> str:
        return " / ".join(words(key) for words in self._words)

    def _fields_height(self) -> float:
        return sum(_field_height(row) for row in self._fields)

    # Drawing

    def draw(self, canvas: Canvas, page: Page, number: int, total: int) -> None:
        """Draw page ``number`` of ``total``."""
        if number == 1:
            self._draw_first_head(canvas)
        else:
            self._draw_running_head(canvas)
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
            self._setter.draw(canvas, line, x, baseline, width)
            top += line.style.leading
        return top

    def _draw_first_head(self, canvas: Canvas) -> None:
        zh, other = self._words
        if self._place_end:
            self._stack(canvas, self._hospital, grid.MARGIN, grid.TOP - 4, grid.WIDTH)
            self._right(canvas, self._department, grid.TOP)
            _rule(canvas, self._place_end, grid.ACCENT, 1.2)
        title = self._lines(zh("title"), zh, grid.TITLE, grid.INK, 240, bold=True)
        second = self._lines(other("title"), other, grid.SUBTITLE, grid.MUTED, 260)
        baseline = grid.PAGE_HEIGHT - self._title_top - 22
        self._setter.draw(canvas, title[0], grid.MARGIN, baseline)
        self._setter.draw(
            canvas, second[0], grid.MARGIN + grid.WIDTH - second[0].width, baseline, second[0].width
        )
        top = self._fields_top
        for row in self._fields:
            for column, field in enumerate(row):
                self._draw_field(canvas, field, column, top, row)
            top += _field_height(row)

    def _draw_field(
        self,
        canvas: Canvas,
        field: tuple[list[Line], list[Line], list[Line]],
        column: int,
        top: float,
        row: Sequence[tuple[list[Line], list[Line], list[Line]]],
    ) -> None:
        zh, other, value = field
        x = grid.MARGIN + column * (_FIELD_WIDTH + _COLUMN_GAP)
        self._stack(canvas, zh, x, top, zh[0].width)
        beside = x + zh[0].width + _LABEL_GAP
        if _beside(field):
            baseline = grid.PAGE_HEIGHT - top - _ascent(zh[0])
            self._setter.draw(canvas, other[0], beside, baseline, other[0].width)
        else:
            below = top + zh[0].style.leading
            for line in other:
                below = self._stack(canvas, [line], x, below, line.width)
        at = top + _labels_height(row)
        for line in value:
            at = self._stack(canvas, [line], x, at, line.width)

    def _draw_running_head(self, canvas: Canvas) -> None:
        zh, other = self._words
        place = " / ".join(part for part in (self._header.hospital, zh("title")) if part)
        lines = self._lines(place, zh, grid.SMALL, grid.MUTED, grid.WIDTH / 2 - 8)
        self._stack(canvas, lines[:1], grid.MARGIN, grid.TOP - 6, grid.WIDTH / 2)
        second = self._lines(other("title"), other, grid.SMALL, grid.MUTED, grid.WIDTH / 2 - 8)
        self._right(canvas, second[:1], grid.TOP - 6)
        _rule(canvas, grid.TOP + 8, grid.ACCENT, 1.2)

    def _draw_column_heads(self, canvas: Canvas, top: float) -> None:
        zh, other = self._words
        langs = (self._header.doctor_lang, self._header.patient_lang)
        parties = (Party.CLINICIAN.value, Party.PATIENT.value)
        colors = (grid.DOCTOR, grid.PATIENT)
        baseline = grid.PAGE_HEIGHT - top - 12
        for words, lang, party, color, x in zip(
            (zh, other), langs, parties, colors, (grid.LEFT_X, grid.RIGHT_X), strict=True
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
        for cell, x in ((row.left, grid.LEFT_X), (row.right, grid.RIGHT_X)):
            self._draw_cell(canvas, cell, x, top, row)
        if row.rule:
            # Over the tints, which would hide half of it.
            _rule(canvas, top, grid.HAIR, 0.6)
        if row.icon is not None:
            _warning_sign(canvas, grid.LEFT_X - 12, top + row.padding + 2, row.icon)

    def _draw_cell(self, canvas: Canvas, cell: Cell, x: float, top: float, row: Row) -> None:
        bottom = grid.PAGE_HEIGHT - top - row.height
        if cell.tint is not None:
            width = grid.CELL_WIDTH
            if row.joined and x == grid.LEFT_X:
                width += grid.GUTTER  # Notes and gaps run through both columns.
            canvas.setFillColor(HexColor(cell.tint))
            canvas.rect(x, bottom, width, row.height, stroke=0, fill=1)
        if cell.bar is not None:
            canvas.setFillColor(HexColor(cell.bar))
            rtl = any(line.rtl for line in (*cell.caption, *cell.lines))
            edge = x + grid.CELL_WIDTH - 1.8 if rtl else x
            canvas.rect(edge, bottom, 1.8, row.height, stroke=0, fill=1)
        at = top + row.padding
        at = self._stack(canvas, cell.caption, x + grid.INSET, at, grid.TEXT_WIDTH)
        self._stack(canvas, cell.lines, x + grid.INSET, at, grid.TEXT_WIDTH)

    def _draw_signatures(self, canvas: Canvas, top: float) -> None:
        top += 14
        zh_note, other_note = self._sign_note
        half = grid.WIDTH / 2 - 6
        self._stack(canvas, zh_note, grid.MARGIN, top, half)
        self._stack(canvas, other_note, grid.MARGIN + half + 12, top, half)
        top += max(_height(zh_note), _height(other_note)) + _SIGN_ROOM
        dates = [self._label("sign_date", words) for words in self._words]
        for column, pair in enumerate(self._signatures):
            x = grid.MARGIN + column * (_FIELD_WIDTH + _COLUMN_GAP)
            _rule(canvas, top, grid.INK, 0.6, x, x + _FIELD_WIDTH)
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
        zh, other = self._words
        baseline = grid.PAGE_HEIGHT - top - 12
        x = grid.MARGIN
        for words, text in ((zh, zh("record")), (other, other("record"))):
            line = self._lines(text, words, grid.SMALL, grid.FAINT, 200)[0]
            self._setter.draw(canvas, line, x, baseline, line.width)
            x += line.width + _LABEL_GAP
        english = grid.style(grid.SMALL, grid.INK, bold=True)
        self._setter.draw(
            canvas, self._setter.lines(self._short_id, "en", english, 200)[0], x, baseline
        )
        pages = self._setter.lines(f"{number} / {total}", "en", english, 100)[0]
        self._setter.draw(canvas, pages, grid.MARGIN + grid.WIDTH - pages.width, baseline)

    def _right(self, canvas: Canvas, lines: Sequence[Line], top: float) -> None:
        for line in lines:
            x = grid.MARGIN + grid.WIDTH - line.width
            top = self._stack(canvas, [line], x, top, line.width)


def _ascent(line: Line) -> float:
    """From a line's upper edge to its baseline: letters stand in the middle of their line."""
    return line.style.leading / 2 + 0.36 * line.style.size


def _height(lines: Sequence[Line]) -> float:
    return sum(line.style.leading for line in lines)


def _beside(field: tuple[list[Line], list[Line], list[Line]]) -> bool:
    zh, other, _ = field
    return len(other) == 1 and zh[0].width + _LABEL_GAP + other[0].width <= _FIELD_WIDTH


def _labels_height(row: Sequence[tuple[list[Line], list[Line], list[Line]]]) -> float:
    return max(
        max(field[0][0].style.leading, field[1][0].style.leading)
        if _beside(field)
        else _height(field[0]) + _height(field[1])
        for field in row
    )


def _field_height(row: Sequence[tuple[list[Line], list[Line], list[Line]]]) -> float:
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
    base, size = grid.PAGE_HEIGHT - top - 8, 8.0
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
