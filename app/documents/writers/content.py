"""What a document about a consultation says, before anybody lays it out: turns, notes, gaps.

Every writer (PDF, DOCX) is made from this, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from app.documents.writers import pdf_deeds as deeds
from app.documents.writers.layouts import FindTerms, Shape
from app.documents.writers.pdf_words import Words
from app.documents.writers.term_marks import marked, numbers_of, term_notes
from app.records.by_turn import by_turn
from app.records.model import LIVE_REASONS, EncounterRecord, GapRecord, Party, TurnRecord
from glossary.registers import plainly

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """A turn in one language; ``party`` is whose language it is, ``caption`` the word above."""

    party: Party
    lang: str
    text: str
    caption: str
    spoken: bool
    spans: tuple[Span, ...] = ()
    missing: bool = False
    """There is no translation; ``text`` says so."""
    marks: tuple[Span, ...] = ()
    """Numbers that lead to the list of terms; they are no words of the turn."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is marked on a turn, once in each language, with the colour of its sign."""

    texts: tuple[str, ...]
    color: int


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: what happened, in each language, and what stood there before (or None)."""

    titles: tuple[str, ...]
    before: tuple[Side | None, ...]


@dataclass(frozen=True, slots=True)
class TurnEntry:
    """One turn as it is shown."""

    number: int
    at: datetime
    party: Party
    sides: tuple[Side, ...]
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class GapEntry:
    """Something that is missing, and why, in each language."""

    number: int | None
    at: datetime
    party: Party | None
    texts: tuple[str, ...]


Entry = TurnEntry | GapEntry


def local(when: str, zone: tzinfo | None) -> datetime:
    """A time of the record in the zone (None: the machine's)."""
    return datetime.fromisoformat(when).astimezone(zone)


class Content:
    """The entries of one record in the languages of ``words``, as ``shape`` wants them.

    ``find_terms`` gives the plain forms of a patient's copy; without it nothing is made plainer.
    ``numbered``: terms have the numbers of the list at the end.
    """

    def __init__(
        self,
        record: EncounterRecord,
        shape: Shape,
        words: Sequence[Words],
        zone: tzinfo | None,
        find_terms: FindTerms | None = None,
        *,
        numbered: bool = True,
    ) -> None:
        self._record = record
        self._about = by_turn(record)
        self._internal = shape.internal
        self._words = tuple(words)
        self._zone = zone
        self._shown = shape.sides
        self._find_terms = find_terms
        self._explained: set[str] = set()
        self._numbers = numbers_of(term_notes(record)) if shape.internal and numbered else {}
        self._entries: tuple[Entry, ...] | None = None
        self._started = local(record.header.started_at, zone)

    @property
    def several_days(self) -> bool:
        """Whether times alone would not tell which day they are of."""
        ended = self._record.header.ended_at
        return bool(ended) and local(ended, self._zone).date() != self._started.date()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Turns and gaps in the order of the consultation."""
        if self._entries is None:
            self._entries = tuple(self._ordered())
        return self._entries

    def _ordered(self) -> list[Entry]:
        answered = {turn.turn for turn in self._record.turns}
        gaps = [gap for gap in self._record.gaps if gap.turn not in answered or gap.turn is None]
        # Turns keep the order of their numbers; a gap goes before the first turn after it. From
        # the last gap to the first, each finds only turns and its own place.
        ordered: list[TurnRecord | GapRecord] = [
            turn
            for turn in self._record.turns
            if self._internal or self._about[turn.turn].reached(turn.turn)
        ]
        for gap in sorted(gaps, key=lambda gap: gap.at_ms, reverse=True):
            ordered.insert(_place_of(gap, ordered), gap)
        return [
            self._turn(entry) if isinstance(entry, TurnRecord) else self._gap(entry)
            for entry in ordered
        ]

    def _turn(self, turn: TurnRecord) -> TurnEntry:
        return TurnEntry(
            turn.turn,
            self._started + timedelta(milliseconds=turn.start_ms),
            turn.party,
            tuple(self._said(side, turn) for side in self._sides(turn)),
            tuple(self._notes(turn)),
            tuple(self._corrections(turn)) if self._internal else (),
        )

    def _sides(self, turn: TurnRecord) -> list[Side]:
        """The doctor's side and the patient's, or the one that is wanted."""
        return [side for side in _both_sides(turn) if self._shown.has(side.party)]

    def _said(self, side: Side, turn: TurnRecord) -> Side:
        words = self._words_of(side)
        made_by = deeds.translation_caption(self._about[turn.turn], turn)
        caption = deeds.caption(turn) if side.spoken else made_by
        side = replace(side, caption=words(caption))
        if not side.text.strip():
            return replace(side, text=words("no_translation"), lang=words.lang, missing=True)
        if self._internal:
            found = marked(
                side.text, turn.terms, self._numbers, side.spans, translation=not side.spoken
            )
            return replace(side, text=found.text, spans=found.spans, marks=found.marks)
        return replace(side, text=self._plain(side, turn), spans=())

    def _words_of(self, side: Side) -> Words:
        """The words of the side's column; where there is one language only, that one's."""
        return self._words[0 if side.party is Party.CLINICIAN else -1]

    def _plain(self, side: Side, turn: TurnRecord) -> str:
        """A translation in plain words; what the patient said is the patient's own."""
        if side.spoken or self._find_terms is None:
            return side.text
        terms = self._find_terms(turn.text, turn.lang, turn.target_lang)
        plain = plainly(side.text, terms, side.lang, self._explained)
        self._explained |= plain.explained
        return plain.text

    def _notes(self, turn: TurnRecord) -> Iterator[Note]:
        """What is marked on a turn; a patient's copy says only that something is missing."""
        if self._internal:
            lines = deeds.notes(self._about[turn.turn], turn, self._clock_time)
        else:
            lines = (found for found in deeds.found_in(turn) if found.key == deeds.INCOMPLETE)
        for line in lines:
            yield Note(tuple(line.text(words) for words in self._words), line.color)

    def _corrections(self, turn: TurnRecord) -> list[Change]:
        """Each earlier revision: when and why it was replaced, and its text; the last first."""
        revisions = self._about[turn.turn].revisions
        changes = []
        if revisions and revisions[0].reason == "retried":
            changes.append(self._change(revisions[0], None))
        for before, after in pairwise(revisions):
            changes.append(self._change(after, before))
        return list(reversed(changes))

    def _change(self, after: TurnRecord, before: TurnRecord | None) -> Change:
        key = after.reason if after.reason in ("swapped", "retried") else "corrected"
        when = self._clock_time(after.created_at)
        author = self._about[after.turn].author_of(after)
        who = author.user if author else ""
        why = "" if after.reason in LIVE_REASONS else after.reason
        titles: list[str] = []
        earlier: list[Side | None] = []
        sides = self._sides(before) if before else [None] * len(self._words)
        for words, side in zip(self._words, sides, strict=True):
            told = side if side is not None and side.text.strip() else None
            title = " · ".join(filter(None, (words(key, time=when), who, why)))
            titles.append(f"{title} / {words('before')}" if told else title)
            earlier.append(told)
        return Change(tuple(titles), tuple(earlier))

    def _gap(self, gap: GapRecord) -> GapEntry:
        at = self._started + timedelta(milliseconds=gap.at_ms)
        return GapEntry(gap.turn, at, gap.party, tuple(words.gap(gap) for words in self._words))

    def _clock_time(self, when: str) -> str:
        return f"{local(when, self._zone):%H:%M:%S}"


def _both_sides(turn: TurnRecord) -> tuple[Side, Side]:
    """The doctor's side and the patient's: each holds its own party's language."""
    source = tuple(found.source_span for found in turn.findings if found.source_span)
    target = tuple(found.target_span for found in turn.findings if found.target_span)
    spoken = Side(turn.party, turn.lang, turn.text, "", True, source)
    other = Side(turn.party.other, turn.target_lang, turn.translation, "", False, target)
    return (spoken, other) if turn.party is Party.CLINICIAN else (other, spoken)


def _place_of(gap: GapRecord, ordered: list[TurnRecord | GapRecord]) -> int:
    """Where a gap stands: by its number if it has one, else by its time; before later gaps."""
    for place, entry in enumerate(ordered):
        if isinstance(entry, GapRecord):
            if entry.at_ms >= gap.at_ms:
                return place
        elif (entry.turn > gap.turn) if gap.turn is not None else (entry.start_ms > gap.at_ms):
            return place
    return len(ordered)
