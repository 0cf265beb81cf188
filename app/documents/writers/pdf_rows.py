"""The content of a record's PDF as rows: turns with what is marked on them, and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from app.documents.writers import pdf_deeds as deeds
from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_grid import Cell, Placed, Row
from app.documents.writers.pdf_text import Line, Span, Style, TextSetter
from app.documents.writers.pdf_words import Words
from app.records.model import EncounterRecord, GapRecord, Party, TurnRecord

_TINTS = {grid.DANGER: grid.DANGER_SOFT, grid.WARNING: grid.WARNING_SOFT}


@dataclass(frozen=True, slots=True)
class _Side:
    """One column's part of a turn."""

    text: str
    lang: str
    spoken: bool
    spans: tuple[Span, ...]


def local(when: str, zone: tzinfo | None) -> datetime:
    """A time of the record in the zone (None: the machine's)."""
    return datetime.fromisoformat(when).astimezone(zone)


class RowMaker:
    """Makes the rows of one record."""

    def __init__(
        self,
        record: EncounterRecord,
        setter: TextSetter,
        zh: Words,
        other: Words,
        zone: tzinfo | None,
    ) -> None:
        self._record = record
        self._setter = setter
        self._words = (zh, other)
        self._zone = zone
        self._started = local(record.header.started_at, zone)
        self._several_days = bool(record.header.ended_at) and (
            local(record.header.ended_at, zone).date() != self._started.date()
        )

    def groups(self) -> list[list[Row]]:
        """Rows that belong together, in the order of the consultation."""
        answered = {turn.turn for turn in self._record.turns}
        gaps = [gap for gap in self._record.gaps if gap.turn not in answered or gap.turn is None]
        # Turns keep the order of their numbers; a gap goes before the first turn after it. From
        # the last gap to the first, each finds only turns and its own place.
        ordered: list[TurnRecord | GapRecord] = list(self._record.turns)
        for gap in sorted(gaps, key=lambda gap: gap.at_ms, reverse=True):
            ordered.insert(_place_of(gap, ordered), gap)
        groups = [
            self._turn(entry) if isinstance(entry, TurnRecord) else [self._gap(entry)]
            for entry in ordered
        ]
        return groups or [[self._notice("no_turns")]]

    def _turn(self, turn: TurnRecord) -> list[Row]:
        doctor, patient = _sides(turn)
        rows = [
            Row(
                left=self._text_cell(doctor, Party.CLINICIAN, turn, self._words[0]),
                right=self._text_cell(patient, Party.PATIENT, turn, self._words[1]),
                meta=self._meta(turn.turn, turn.start_ms, turn.party),
                continued_meta=self._meta(turn.turn, None, None),
                continued=self._pair_of_lines("continued", grid.SMALL, grid.FAINT),
            )
        ]
        rows += [self._note(texts, icon) for texts, icon in self._notes(turn)]
        rows += self._corrections(turn)
        return rows

    def _text_cell(self, side: _Side, party: Party, turn: TurnRecord, words: Words) -> Cell:
        strong, soft = (
            (grid.DOCTOR, grid.DOCTOR_SOFT)
            if party is Party.CLINICIAN
            else (grid.PATIENT, grid.PATIENT_SOFT)
        )
        if side.spoken:
            caption = self._small(words(deeds.caption(turn)), words.lang, strong, bold=True)
        else:
            caption = self._small(words(deeds.translation_caption(turn)), words.lang, grid.FAINT)
        text, lang, color = side.text, side.lang, grid.INK
        if not text.strip():
            text, lang, color = words("no_translation"), words.lang, grid.DANGER
        lines = self._setter.lines(
            text, lang, grid.style(grid.BODY, color), grid.TEXT_WIDTH, side.spans
        )
        tint, bar = (soft, strong) if side.spoken else (None, None)
        return Cell(tuple(lines), tuple(caption), tint, bar)

    def _meta(
        self, number: int | None, at_ms: int | None, party: Party | None
    ) -> tuple[Placed, ...]:
        """Number and time on one line, the party below them in both languages."""
        placed: list[Placed] = []
        strong = grid.style(grid.BODY, grid.INK, bold=True)
        small = grid.style(grid.SMALL, grid.MUTED)
        x = 0.0
        if number is not None:
            line = self._fixed(str(number), strong)
            placed.append(Placed(line, 0, -1))
            x = max(line.width, 11.0) + 4
        if at_ms is not None:
            moment = self._started + timedelta(milliseconds=at_ms)
            drop = (strong.leading - small.leading) / 2 + 0.36 * (strong.size - small.size) - 1
            if self._several_days:
                placed.append(Placed(self._fixed(f"{moment:%m-%d}", small), x, drop))
                x, drop = 0.0, strong.leading
            placed.append(Placed(self._fixed(f"{moment:%H:%M:%S}", small), x, drop))
        if party is not None:
            y = max((item.y + item.line.style.leading for item in placed), default=0.0)
            color = grid.DOCTOR if party is Party.CLINICIAN else grid.PATIENT
            zh, other = self._words
            bold = grid.style(grid.SMALL, color, bold=True)
            plain = grid.style(grid.SMALL, color)
            first = self._setter.lines(zh(party.value), zh.lang, bold, grid.META_WIDTH)[0]
            second = self._setter.lines(other(party.value), other.lang, plain, grid.META_WIDTH)[0]
            beside = first.width + 4
            if beside + second.width <= grid.META_WIDTH - 4:
                lift = bold.leading / 2 - plain.leading / 2
                placed += [Placed(first, 0, y), Placed(second, beside, y + lift)]
            else:
                placed += [Placed(first, 0, y), Placed(second, 0, y + bold.leading)]
        return tuple(placed)

    def _notes(self, turn: TurnRecord) -> Iterator[tuple[list[str], int]]:
        """What is marked on a turn, in both languages, with the colour of its sign."""
        for note in deeds.notes(self._record, turn, self._clock_time):
            yield [note.text(words) for words in self._words], note.color
        if not turn.complete:
            yield [words("incomplete") for words in self._words], grid.DANGER
        for finding in turn.findings:
            yield [words.finding(finding) for words in self._words], grid.WARNING
        for doubt in turn.doubt:
            yield [words.doubt(doubt) for words in self._words], grid.WARNING

    def _note(self, texts: list[str], color: int) -> Row:
        tint = _TINTS.get(color, grid.PANEL)
        left, right = self._cells(texts, grid.NOTE, color, tint)
        icon = color if color in _TINTS else None
        return Row(left, right, padding=3.0, rule=False, icon=icon, joined=True)

    def _cells(
        self, texts: list[str], size: float, color: int, tint: int | None = None
    ) -> tuple[Cell, Cell]:
        """A text in both languages."""
        zh, other = (
            Cell(
                tuple(
                    self._setter.lines(text, words.lang, grid.style(size, color), grid.TEXT_WIDTH)
                ),
                tint=tint,
            )
            for text, words in zip(texts, self._words, strict=True)
        )
        return zh, other

    def _corrections(self, turn: TurnRecord) -> list[Row]:
        """One row for each earlier revision: when and why it was replaced, and its text."""
        revisions = [made for made in self._record.revisions if made.turn == turn.turn]
        rows = []
        if revisions and revisions[0].reason == "retried":
            rows.append(self._change(revisions[0], None))
        for before, after in pairwise(revisions):
            rows.append(self._change(after, before))
        return list(reversed(rows))

    def _change(self, after: TurnRecord, before: TurnRecord | None) -> Row:
        reason = after.reason if after.reason in ("swapped", "retried") else "corrected"
        when = self._clock_time(after.created_at)
        sides = _sides(before) if before else (None, None)
        cells = []
        for words, side in zip(self._words, sides, strict=True):
            title = words(reason, time=when)
            earlier = side is not None and bool(side.text.strip())
            if earlier:
                title = f"{title} / {words('before')}"
            lines = self._small(title, words.lang, grid.MUTED, bold=True)
            if side is not None and earlier:
                struck = grid.style(grid.NOTE, grid.FAINT, strike=True)
                lines += self._setter.lines(side.text, side.lang, struck, grid.TEXT_WIDTH)
            cells.append(Cell(tuple(lines), tint=grid.PANEL))
        continued = self._pair_of_lines("continued", grid.SMALL, grid.FAINT)
        left, right = cells
        return Row(left, right, padding=4.0, rule=False, continued=continued, joined=True)

    def _clock_time(self, when: str) -> str:
        return f"{local(when, self._zone):%H:%M:%S}"

    def _gap(self, gap: GapRecord) -> Row:
        texts = [words.gap(gap) for words in self._words]
        left, right = self._cells(texts, grid.NOTE, grid.DANGER, grid.DANGER_SOFT)
        meta = self._meta(gap.turn, gap.at_ms, gap.party)
        return Row(left, right, meta=meta, padding=6.0, icon=grid.DANGER, joined=True)

    def _notice(self, key: str) -> Row:
        texts = [words(key) for words in self._words]
        left, right = self._cells(texts, grid.BODY, grid.MUTED)
        return Row(left, right, padding=12.0)

    def _small(self, text: str, lang: str, color: int, bold: bool = False) -> list[Line]:
        style = grid.style(grid.SMALL, color, bold)
        return self._setter.lines(text, lang, style, grid.TEXT_WIDTH)

    def _fixed(self, text: str, style: Style) -> Line:
        return self._setter.lines(text, "en", style, grid.META_WIDTH)[0]

    def _pair_of_lines(self, key: str, size: float, color: int) -> tuple[Line, Line]:
        zh, other = (
            self._setter.lines(words(key), words.lang, grid.style(size, color), grid.TEXT_WIDTH)[0]
            for words in self._words
        )
        return zh, other


def _sides(turn: TurnRecord) -> tuple[_Side, _Side]:
    """The doctor's column and the patient's: each holds its own party's language."""
    source = tuple(found.source_span for found in turn.findings if found.source_span)
    target = tuple(found.target_span for found in turn.findings if found.target_span)
    spoken = _Side(turn.text, turn.lang, True, source)
    translated = _Side(turn.translation, turn.target_lang, False, target)
    return (spoken, translated) if turn.party is Party.CLINICIAN else (translated, spoken)


def _place_of(gap: GapRecord, ordered: list[TurnRecord | GapRecord]) -> int:
    """Where a gap stands: by its number if it has one, else by its time; before later gaps."""
    for place, entry in enumerate(ordered):
        if isinstance(entry, GapRecord):
            if entry.at_ms >= gap.at_ms:
                return place
        elif (entry.turn > gap.turn) if gap.turn is not None else (entry.start_ms > gap.at_ms):
            return place
    return len(ordered)
