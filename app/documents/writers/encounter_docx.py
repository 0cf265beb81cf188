"""The DOCX of a consultation: the same parts as its PDF, for hospitals that go on writing in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.documents.writers import docx_parts as parts
from app.documents.writers import pdf_grid as grid
from app.documents.writers.content import Content, GapEntry, Note, Side, TurnEntry
from app.documents.writers.head import head_fields
from app.documents.writers.layouts import shape
from app.documents.writers.pdf import PdfOptions, document_words
from app.documents.writers.pdf_scripts import is_rtl
from app.documents.writers.pdf_words import native_name
from app.documents.writers.summary_content import summary_content
from app.documents.writers.term_marks import term_notes
from app.records.model import EncounterRecord, Party
from glossary.provenance import Footnote

_COLORS = {Party.CLINICIAN: (grid.DOCTOR, grid.DOCTOR_SOFT),
           Party.PATIENT: (grid.PATIENT, grid.PATIENT_SOFT)}  # fmt: skip
_TINTS = {grid.DANGER: grid.DANGER_SOFT, grid.WARNING: grid.WARNING_SOFT}
_FIELDS_IN_A_ROW = 3
_META, _PAGE = 2.3, 17.4
"""Widths in centimetres: of the margin column, and of everything."""


def encounter_docx(record: EncounterRecord, options: PdfOptions | None = None) -> bytes:
    """The DOCX of ``record``. ``options`` are those of the PDF; what only a PDF has (attachment,
    fonts) does nothing. Raises LayoutError ``export.language``."""
    return _Writer(record, options or PdfOptions()).made()


class _Writer:
    def __init__(self, record: EncounterRecord, options: PdfOptions) -> None:
        self._record, self._options = record, options
        self._shape = shape(options.layout, options.language, record.header)
        self._words = document_words(self._shape, options.words_file)
        self._content = Content(record, self._shape, self._words, options.zone, options.find_terms)
        # A page of Arabic alone is the mirror image of one in English.
        self._mirrored = len(self._words) == 1 and is_rtl(self._words[0].lang)
        self._document: Any = parts.new_document()

    def made(self) -> bytes:
        """The file."""
        self._head()
        self._turns()
        self._summary()
        if self._shape.internal:
            self._terms()
            self._signatures()
        self._foot()
        header = self._record.header
        about = self._document.core_properties
        about.title = f"{self._words[0](self._title)} {header.id[:8]}"
        about.author = header.hospital
        about.created = datetime.fromisoformat(header.started_at)
        about.language = self._shape.languages[0]
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    @property
    def _title(self) -> str:
        return "title" if self._shape.internal else "copy.title"

    def _table(self, columns: Sequence[float], *, lines: bool = True) -> Any:
        table = parts.table(self._document, columns, lines=lines)
        if self._mirrored:
            parts.mirror(table)
        return table

    def _head(self) -> None:
        header, first = self._record.header, self._words[0]
        place = "    ".join(part for part in (header.hospital, header.department) if part)
        if place:
            parts.paragraph(self._document, place, header.doctor_lang, 13, bold=True)
        title = parts.paragraph(self._document, first(self._title), first.lang, 20, bold=True)
        title.style = self._document.styles["Title"]
        for words in self._words[1:]:
            parts.paragraph(self._document, words(self._title), words.lang, 13, color=grid.MUTED)
        width = _PAGE / _FIELDS_IN_A_ROW
        table = self._table([width] * _FIELDS_IN_A_ROW, lines=False)
        place_at = 0
        for field in head_fields(header, self._shape, self._words, self._options.zone):
            if field.wide:
                place_at = -(-place_at // _FIELDS_IN_A_ROW) * _FIELDS_IN_A_ROW
            row, column = divmod(place_at, _FIELDS_IN_A_ROW)
            while len(table.rows) <= row:
                table.add_row()
            cell = table.cell(row, column)
            if field.wide:
                cell = cell.merge(table.cell(row, _FIELDS_IN_A_ROW - 1))
            labels = "  ".join(words(field.key) for words in self._words)
            parts.write(cell, labels, self._words[0].lang, 7, color=grid.FAINT, first=True)
            parts.write(cell, field.value, field.lang, 10, under=not self._mirrored)
            place_at += _FIELDS_IN_A_ROW if field.wide else 1
        parts.paragraph(self._document, "", first.lang, 4)

    def _turns(self) -> None:
        texts = 1 if self._shape.single else 2
        width = (_PAGE - _META) / texts
        table = self._table([_META] + [width] * texts)
        if texts == 2:
            self._column_heads(table)
        for entry in self._content.entries:
            if isinstance(entry, TurnEntry):
                self._turn(table, entry)
            else:
                self._gap(table, entry)
        if not self._content.entries:
            self._note(table, Note(tuple(w("no_turns") for w in self._words), grid.MUTED))

    def _column_heads(self, table: Any) -> None:
        row = table.add_row()
        header = self._record.header
        pairs = zip(self._words, (header.doctor_lang, header.patient_lang), Party, strict=True)
        for cell, (words, lang, party) in zip(row.cells[1:], pairs, strict=True):
            text = f"{words(party.value)} / {native_name(lang)}"
            parts.write(cell, text, words.lang, 8.5, bold=True, color=_COLORS[party][0], first=True)
        parts.repeat(row)

    def _turn(self, table: Any, turn: TurnEntry) -> None:
        row = parts.whole_row(table)
        self._meta(row.cells[0], turn)
        if self._shape.single:
            sides = sorted(turn.sides, key=lambda side: not side.spoken)
            self._side(row.cells[1], sides[0])
            for side in sides[1:]:
                self._side(parts.whole_row(table).cells[1], side)
        else:
            for cell, side in zip(row.cells[1:], turn.sides, strict=True):
                self._side(cell, side)
        for note in turn.notes:
            self._note(table, note)
        for change in turn.changes:
            row = parts.whole_row(table)
            for place, (words, title, before) in enumerate(
                zip(self._words, change.titles, change.before, strict=True)
            ):
                cell = row.cells[1 if self._shape.single else 1 + place]
                fresh = place == 0 or not self._shape.single
                parts.shade(cell, grid.PANEL)
                parts.write(cell, title, words.lang, 7, bold=True, color=grid.MUTED, first=fresh)
                if before is not None:
                    parts.write(cell, before.text, before.lang, 8.5, color=grid.FAINT, strike=True)

    def _meta(self, cell: Any, entry: TurnEntry | GapEntry) -> None:
        at = f"{entry.at:%m-%d %H:%M:%S}" if self._content.several_days else f"{entry.at:%H:%M:%S}"
        number = "" if entry.number is None else f"{entry.number}  "
        parts.write(cell, f"{number}{at}", self._words[0].lang, 8, first=True)
        if entry.party is not None:
            for words in self._words:
                color = _COLORS[entry.party][0]
                parts.write(cell, words(entry.party.value), words.lang, 7, bold=True, color=color)

    def _side(self, cell: Any, side: Side) -> None:
        strong, soft = _COLORS[side.party]
        words = self._words[0 if side.party is Party.CLINICIAN else -1]
        color = strong if side.spoken else grid.FAINT
        if side.spoken:
            parts.shade(cell, soft)
        parts.write(cell, side.caption, words.lang, 7, bold=side.spoken, color=color, first=True)
        ink = grid.DANGER if side.missing else grid.INK
        parts.write(cell, side.text, side.lang, 10, color=ink, spans=side.spans, notes=side.marks)

    def _note(self, table: Any, note: Note) -> None:
        self._in_all(parts.whole_row(table), note.texts, note.color)

    def _gap(self, table: Any, gap: GapEntry) -> None:
        row = parts.whole_row(table)
        self._meta(row.cells[0], gap)
        self._in_all(row, gap.texts, grid.DANGER)

    def _in_all(self, row: Any, texts: Sequence[str], color: int) -> None:
        """A text in each language: in its column, or below each other."""
        for place, (words, text) in enumerate(zip(self._words, texts, strict=True)):
            cell = row.cells[1 if self._shape.single else 1 + place]
            fresh = place == 0 or not self._shape.single
            parts.shade(cell, _TINTS.get(color, grid.PANEL))
            parts.write(cell, text, words.lang, 8.5, color=color, first=fresh)

    def _summary(self) -> None:
        content = summary_content(self._record, self._shape, self._words, self._options.zone)
        if content is None:
            return
        for words, title, mark in zip(self._words, content.titles, content.marks, strict=True):
            heading = parts.paragraph(self._document, title, words.lang, 12, bold=True)
            heading.style = self._document.styles["Heading 1"]
            ink = grid.ACCENT if content.reviewed else grid.DANGER
            parts.paragraph(self._document, mark, words.lang, 8.5, bold=True, color=ink)
        count = len(content.langs)
        table = self._table([_META] + [(_PAGE - _META) / count] * count)
        for part in content.parts:
            row = parts.whole_row(table)
            for cell, words, title in zip(row.cells[1:], self._words, part.titles, strict=True):
                parts.write(cell, title, words.lang, 8.5, bold=True, color=grid.ACCENT, first=True)
            for line in part.lines:
                row = parts.whole_row(table)
                numbers = "# " + ", ".join(map(str, line.turns)) if line.turns else ""
                sign = "▲ " if line.check else ""
                parts.write(row.cells[0], sign + numbers, "en", 7, color=grid.MUTED, first=True)
                for cell, lang, text in zip(row.cells[1:], content.langs, line.texts, strict=True):
                    parts.write(cell, text or "—", lang, 10, first=True)

    def _terms(self) -> None:
        notes = term_notes(self._record)
        if not notes:
            return
        for words in self._words:
            text = words("terms.title")
            heading = parts.paragraph(self._document, text, words.lang, 12, bold=True)
            heading.style = self._document.styles["Heading 2"]
        header = self._record.header
        langs = (header.doctor_lang, header.patient_lang)
        shown = [langs.index(lang) for lang in self._shape.languages]
        table = self._table([1.2] + [(_PAGE - 6.2) / len(shown)] * len(shown) + [5.0])
        for note in notes:
            cells = parts.whole_row(table).cells
            parts.write(cells[0], f"[{note.number}]", "en", 8, first=True)
            for cell, place in zip(cells[1:], shown, strict=False):
                parts.write(cell, (note.first, note.second)[place], langs[place], 9, first=True)
            parts.write(cells[-1], _origin(note), "en", 7, color=grid.MUTED, first=True)

    def _signatures(self) -> None:
        parts.paragraph(self._document, "", self._words[0].lang, 6, with_next=True)
        for words in self._words:
            note = words("sign_note")
            parts.paragraph(self._document, note, words.lang, 8.5, color=grid.MUTED, with_next=True)
        parts.paragraph(self._document, "", self._words[0].lang, 24, with_next=True)
        table = self._table([_PAGE / 3] * 3, lines=False)
        row = parts.whole_row(table)
        for cell, key in zip(row.cells, ("sign_doctor", "sign_patient", "sign_staff"), strict=True):
            parts.line_above(cell)
            self._labels(cell, key)

    def _labels(self, cell: Any, key: str) -> None:
        for place, words in enumerate(self._words):
            text = f"{words(key)}    {words('sign_date')}"
            parts.write(cell, text, words.lang, 7, color=grid.FAINT, first=place == 0)

    def _foot(self) -> None:
        footer = self._document.sections[0].footer
        notice = "notice" if self._shape.internal else "copy.notice"
        keys = (*self._options.marks, notice)
        for words in self._words:
            text = " ".join(words(key) for key in keys)
            parts.paragraph(footer, text, words.lang, 7, color=grid.MUTED)
        record = "  ".join(words("record") for words in self._words)
        # Behind an Arabic word digits of the number would go to its other side.
        last = f"{record}  {parts.LRM}{self._record.header.id[:8]}"
        parts.page_numbers(parts.paragraph(footer, last, self._words[0].lang, 7))
        footer.paragraphs[0]._p.getparent().remove(footer.paragraphs[0]._p)


def _origin(note: Footnote) -> str:
    said = (note.concept_id, note.source, note.termbase_version, note.review_state)
    return " · ".join(part for part in said if part)
