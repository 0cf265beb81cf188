"""The record as the records window asks for it; every call blocks and belongs into a `Task`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.records.access import Access, Actor
from app.records.history import History
from app.records.model import FindingRecord, TermRecord, TurnRecord
from app.records.reader import RecordReader
from app.records.search import Outcome, Query
from app.records.states import State
from app.records.store import RecordStore
from glossary.candidates import new_words
from translation import checks


@dataclass(frozen=True, slots=True)
class RecordsSource:
    """Opens the record for each call, as whoever has unlocked it: a locked profile gives nothing.

    All methods raise AppError. ``export`` writes the document of an encounter.
    """

    path: Path
    access: Callable[[], Access]
    actor: Actor
    export: Callable[[str], Path]

    def find(self, query: Query) -> Outcome:
        """See `RecordReader.find`."""
        with RecordReader.open(self.path, self.access()) as reader:
            return reader.find(query)

    def open(self, encounter_id: str) -> History:
        """See `RecordReader.load_history`."""
        with RecordReader.open(self.path, self.access()) as reader:
            return reader.load_history(encounter_id)

    def correct(self, encounter_id: str, turn: TurnRecord) -> History:
        """Add a revision; gives the encounter as it is now."""
        with RecordStore.open(self.path, self.access()) as store:
            store.add_turn(encounter_id, turn)
            shown = store.load_history(encounter_id)
            before = [each for each in shown.record.revisions if each.turn == turn.turn][-2:][0]
            words = [
                *((turn.lang, word) for word in new_words(before.text, turn.text, turn.lang)),
                *(
                    (turn.target_lang, word)
                    for word in new_words(before.translation, turn.translation, turn.target_lang)
                ),
            ]
            if words:
                store.propose_terms(encounter_id, turn.turn, words)
            return shown

    def set_state(self, encounter_id: str, state: State, reason: str = "") -> History:
        """Review, sign, reopen; gives the encounter as it is now."""
        with RecordStore.open(self.path, self.access()) as store:
            store.set_state(encounter_id, state, reason)
            return store.load_history(encounter_id)


def corrected(turn: TurnRecord, text: str, translation: str, reason: str) -> TurnRecord:
    """The next revision of ``turn`` in somebody's own words, checked anew.

    A person wrote it, so it is not doubted; terms stay where they still stand in the text.
    """
    found = checks.run(text, translation, turn.lang, turn.target_lang)
    return replace(
        turn,
        revision=turn.revision + 1,
        text=text,
        translation=translation,
        complete=True,
        reason=reason,
        doubt=(),
        reasons=(),
        confidence="sure",
        held=(),
        created_at="",
        findings=tuple(
            FindingRecord(x.kind.value, x.message, x.source_span, x.target_span) for x in found
        ),
        terms=tuple(_moved(turn, text)),
    )


def _moved(turn: TurnRecord, text: str) -> list[TermRecord]:
    kept, done = [], 0
    for term in sorted(turn.terms, key=lambda term: term.start):
        words = turn.text[term.start : term.end]
        at = text.find(words, done) if words else -1
        if at >= 0:
            done = at + len(words)
            kept.append(replace(term, start=at, end=done))
    return kept
