"""The record as the records window asks for it; every call blocks and belongs into a `Task`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.documents.summary import FindTerms, draft_summary
from app.records.access import Access, Actor
from app.records.history import History
from app.records.model import (
    AFTERWARDS,
    EncounterRecord,
    FindingRecord,
    Sound,
    TermRecord,
    TurnRecord,
)
from app.records.reader import RecordReader
from app.records.search import Outcome, Query
from app.records.states import State
from app.records.store import RecordStore
from app.records.summary_model import Made, SummaryLine, SummaryVersion
from app.session.devices import PortAudioDevices
from app.session.playback import Speaker
from app.ui.export_dialog import ExportPort
from app.ui.retention_source import RetentionSource
from app.ui.template_dialog import TemplatePort
from glossary.candidates import new_words
from glossary.termbase import standard
from glossary.types import TermMatch
from translation import checks
from translation.confidence import Evidence, assess


def shipped_terms(text: str, lang: str, wanted: str) -> tuple[TermMatch, ...]:
    """Terms of the shipped termbase, without the hospital's own."""
    return standard().find(text, lang, wanted)


@dataclass(frozen=True, slots=True)
class RecordsSource:
    """Opens the record for each call, as whoever has unlocked it: a locked profile gives nothing.

    All methods raise AppError. ``exports`` writes documents.
    """

    path: Path
    access: Callable[[], Access]
    actor: Actor
    exports: ExportPort
    find_terms: FindTerms = shipped_terms
    """Finds the terms of a summary."""
    speaker: Speaker = field(default_factory=PortAudioDevices)
    retention: RetentionSource | None = None
    """What is due for deletion; None where nothing is asked about it."""

    def forms(self) -> TemplatePort:
        """What forms written from an encounter need."""

        def leave(encounter_id: str, kind: str) -> EncounterRecord:
            with RecordReader.open(self.path, self.access()) as reader:
                return reader.load_for_export(encounter_id, form=kind)

        return TemplatePort(leave, self.find_terms, lambda: self.actor.name, self.exports.folder)

    def find(self, query: Query) -> Outcome:
        """See `RecordReader.find`."""
        with RecordReader.open(self.path, self.access()) as reader:
            return reader.find(query)

    def open(self, encounter_id: str) -> History:
        """See `RecordReader.load_history`."""
        with RecordReader.open(self.path, self.access()) as reader:
            return reader.load_history(encounter_id)

    def sound(self, encounter_id: str, turn: int) -> Sound:
        """See `RecordReader.load_sound`."""
        with RecordReader.open(self.path, self.access()) as reader:
            return reader.load_sound(encounter_id, turn)

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

    def correct_header(self, encounter_id: str, values: dict[str, str], reason: str) -> History:
        """Correct who the patient is and where it was; gives the encounter as it is now."""
        with RecordStore.open(self.path, self.access()) as store:
            store.update_header(encounter_id, reason=reason, **values)
            return store.load_history(encounter_id)

    def set_state(self, encounter_id: str, state: State, reason: str = "") -> History:
        """Review, sign, reopen; gives the encounter as it is now."""
        with RecordStore.open(self.path, self.access()) as store:
            store.set_state(encounter_id, state, reason)
            return store.load_history(encounter_id)

    def summaries(self, encounter_id: str) -> tuple[SummaryVersion, ...]:
        """See `RecordReader.summaries`."""
        with RecordReader.open(self.path, self.access()) as reader:
            return reader.summaries(encounter_id)

    def draft_summary(self, encounter_id: str) -> tuple[SummaryVersion, ...]:
        """Draft a summary from the turns and add it; gives all versions."""
        with RecordReader.open(self.path, self.access()) as reader:
            record = reader.load(encounter_id)
        return self.add_summary(encounter_id, Made.DRAFT, draft_summary(record, self.find_terms))

    def add_summary(
        self, encounter_id: str, made: Made, lines: Sequence[SummaryLine]
    ) -> tuple[SummaryVersion, ...]:
        """Add a version; gives all of them."""
        with RecordStore.open(self.path, self.access()) as store:
            store.add_summary(encounter_id, made, lines)
            return store.summaries(encounter_id)


def corrected(turn: TurnRecord, text: str, translation: str, reason: str) -> TurnRecord:
    """The next revision of ``turn`` in somebody's own words, checked anew.

    A person wrote it, so only what the checks find makes it doubtful; but the patient is not there
    to see it any more. Terms stay where they still stand in the text.
    """
    found = checks.run(text, translation, turn.lang, turn.target_lang)
    confidence = assess(Evidence(findings=found))
    return replace(
        turn,
        revision=turn.revision + 1,
        text=text,
        translation=translation,
        complete=True,
        phrase_id="",
        reason=reason,
        doubt=(),
        reasons=confidence.reasons,
        confidence=confidence.level.value,
        held=(AFTERWARDS,),
        origin=turn.origin.changed,
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
