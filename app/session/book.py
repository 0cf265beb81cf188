"""The book of one encounter: numbers turns, commits them to the record, then tells the world.

Nothing is shown as a turn that is not on the disk. When the record fails, the turn becomes
`Unprocessed` with the record's code; its audio is kept, and the gap is written down as soon as
the record works again.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.errors import AppError
from app.records.model import (
    EncounterHeader,
    FindingRecord,
    GapRecord,
    Origin,
    Party,
    TermRecord,
    TurnRecord,
)
from app.session.events import AudioGap, SessionEvent, Subtitle, Unprocessed
from app.session.jobs import Lost, Spoken
from glossary.types import TermMatch
from translation.types import Finding

log = logging.getLogger("yizhen.session")

Put = Callable[[SessionEvent], None]


class Records(Protocol):
    """The writing side of the record, as the session needs it: `app.records.store.RecordStore`.

    Made, used and closed by the processor thread only.
    """

    def start_encounter(self, header: EncounterHeader) -> None:
        """Begin an encounter; its id is new."""
        ...

    def add_turn(self, encounter_id: str, turn: TurnRecord) -> TurnRecord:
        """Add a revision of a turn; it is durable when this returns. Raises AppError."""
        ...

    def add_gap(self, encounter_id: str, gap: GapRecord) -> GapRecord:
        """Add a gap. Raises AppError."""
        ...

    def end_encounter(self, encounter_id: str) -> object:
        """Mark the encounter as ended. Raises AppError."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a recognised or typed text."""

    target_lang: str
    translation: str
    complete: bool
    terms: tuple[TermMatch, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubt: tuple[str, ...] = ()
    """Reasons to doubt the translation: "translation_unsure"."""


class KeptAudio:
    """The audio of the last turns, in memory, for swap and retry; bounded.

    Answered turns give way before those that could not be answered.
    """

    def __init__(self, max_bytes: int = 96 << 20) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._answered: OrderedDict[int, Spoken] = OrderedDict()
        self._open: OrderedDict[int, Spoken] = OrderedDict()

    def keep(self, turn: int, spoken: Spoken, *, answered: bool) -> None:
        """Keep a turn's audio."""
        self.forget(turn)
        (self._answered if answered else self._open)[turn] = spoken
        self._bytes += len(spoken.utterance.pcm)
        while self._bytes > self._max_bytes:
            oldest = self._answered or self._open
            self.forget(next(iter(oldest)))

    def get(self, turn: int) -> Spoken | None:
        """A turn's audio, if it is still kept."""
        return self._answered.get(turn) or self._open.get(turn)

    def forget(self, turn: int) -> None:
        """Drop a turn's audio."""
        for kept in (self._answered, self._open):
            spoken = kept.pop(turn, None)
            if spoken is not None:
                self._bytes -= len(spoken.utterance.pcm)


class Book:
    """Turns of one encounter. Used by the processor thread only."""

    def __init__(self, records: Records, header: EncounterHeader, put: Put) -> None:
        self._records = records
        self._id = header.id
        self._put = put
        self._next = 1
        self._turns: dict[int, TurnRecord] = {}
        self._owed: list[GapRecord] = []
        self.kept = KeptAudio()
        records.start_encounter(header)

    def turn(self, number: int) -> TurnRecord | None:
        """The newest revision of a committed turn."""
        return self._turns.get(number)

    def was_unprocessed(self, number: int) -> bool:
        """True when the number stands for speech without an answer."""
        return 0 < number < self._next and number not in self._turns

    def commit(
        self,
        party: Party,
        lang: str,
        text: str,
        answer: Answer,
        *,
        number: int | None = None,
        spoken: Spoken | None = None,
        at_ms: int = 0,
        origin: Origin = Origin.SPEECH,
        reason: str = "",
        doubt: tuple[str, ...] = (),
        lag_ms: Callable[[], int] = lambda: 0,
    ) -> bool:
        """Put a turn, or with ``number`` its next revision, on record and then show it.

        False when the record failed: then it was reported as unprocessed (a new turn), or
        AppError is raised (a revision: the turn stands as it was).
        """
        before = self._turns.get(number) if number is not None else None
        number = self._next if number is None else number
        turn = TurnRecord(
            turn=number,
            revision=before.revision + 1 if before else 1,
            party=party,
            lang=lang,
            text=text,
            target_lang=answer.target_lang,
            translation=answer.translation,
            complete=answer.complete,
            start_ms=spoken.utterance.start_ms if spoken else at_ms,
            end_ms=spoken.utterance.end_ms if spoken else at_ms,
            origin=origin,
            reason=reason,
            doubt=(*doubt, *answer.doubt),
            findings=tuple(_finding_record(finding) for finding in answer.findings),
            terms=tuple(_term_record(term) for term in answer.terms),
        )
        if before is not None and spoken is None:
            turn = replace(turn, start_ms=before.start_ms, end_ms=before.end_ms)
        try:
            self._settle()
            stored = self._records.add_turn(self._id, turn)
        except AppError as error:
            if before is not None or number != self._next:
                raise
            log.error("turn %d is not on record: %s", number, error.code)
            self.unprocessed(error.code, party, turn.start_ms, turn.end_ms, spoken)
            return False
        self._turns[number] = stored
        self._next = max(self._next, number + 1)
        if spoken is not None:
            self.kept.keep(number, spoken, answered=True)
        self._put(_subtitle(stored, answer, lag_ms()))
        return True

    def unprocessed(
        self, code: str, party: Party | None, start_ms: int, end_ms: int, spoken: Spoken | None
    ) -> int:
        """Speech (or a typed text) that stays without an answer; gives its turn number."""
        number = self._next
        self._next += 1
        if spoken is not None:
            self.kept.keep(number, spoken, answered=False)
        self._write_gap(GapRecord("unprocessed", code, start_ms, end_ms - start_ms, number, party))
        self._put(Unprocessed(number, party, code, start_ms, end_ms))
        return number

    def audio_gap(self, lost: Lost) -> None:
        """Audio was lost before it could be heard."""
        self._write_gap(GapRecord("audio_gap", lost.code, lost.at_ms, lost.lost_ms))
        self._put(AudioGap(lost.at_ms, lost.lost_ms, lost.code))

    def close(self) -> None:
        """End the encounter and close the record. Raises AppError."""
        try:
            self._settle()
            self._records.end_encounter(self._id)
        finally:
            self._records.close()

    def _write_gap(self, gap: GapRecord) -> None:
        self._owed.append(gap)
        try:
            self._settle()
        except AppError as error:
            log.error("%d gaps are not yet on record: %s", len(self._owed), error.code)

    def _settle(self) -> None:
        while self._owed:
            self._records.add_gap(self._id, self._owed[0])
            self._owed.pop(0)


def _subtitle(turn: TurnRecord, answer: Answer, lag_ms: int) -> Subtitle:
    return Subtitle(
        turn=turn.turn,
        revision=turn.revision,
        party=turn.party,
        lang=turn.lang,
        text=turn.text,
        target_lang=turn.target_lang,
        translation=turn.translation,
        complete=turn.complete,
        start_ms=turn.start_ms,
        end_ms=turn.end_ms,
        lag_ms=lag_ms,
        origin=turn.origin,
        terms=answer.terms,
        findings=answer.findings,
        reason=turn.reason,
        doubt=turn.doubt,
    )


def _finding_record(finding: Finding) -> FindingRecord:
    return FindingRecord(
        finding.kind.value, finding.message, finding.source_span, finding.target_span
    )


def _term_record(term: TermMatch) -> TermRecord:
    return TermRecord(
        concept_id=term.concept_id,
        start=term.start,
        end=term.end,
        term=term.term,
        wanted=term.wanted,
        source=term.source,
        review_state=term.review_state,
        termbase_version=term.termbase_version,
    )
