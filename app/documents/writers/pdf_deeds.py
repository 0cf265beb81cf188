"""What doctor and patient did about turns, as notes of a record's PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_words import Words
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    EncounterRecord,
    Origin,
    Party,
    TeachBackOutcome,
    TurnRecord,
)

_UNSENT = frozenset((Attested.ASKED_AGAIN, Attested.PHRASE, Attested.NOT_SENT))
_CAPTIONS = {
    Origin.SPEECH: "spoken",
    Origin.TYPED: "typed",
    Origin.PHRASE: "phrase",
    Origin.ANSWER: "answer",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A line under a turn, in one of the colours of the page."""

    key: str
    color: int
    values: dict[str, object]
    actor: str | None = None

    def text(self, words: Words) -> str:
        """The line in a language; whoever has no name is "the doctor"."""
        values = dict(self.values)
        if self.actor is not None:
            values["actor"] = self.actor or words("doctor")
        return words(self.key, **values)


def caption(turn: TurnRecord) -> str:
    """What stands over the words of the turn's own party."""
    return _CAPTIONS[turn.origin]


def translation_caption(turn: TurnRecord) -> str:
    """What stands over the other side: who made that translation."""
    verified = turn.origin in (Origin.PHRASE, Origin.ANSWER)
    by_doctor = turn.reason == Attested.TRANSLATION_CORRECTED.value
    return "verified" if verified or by_doctor else "machine"


def notes(record: EncounterRecord, turn: TurnRecord, time: Callable[[str], str]) -> Iterator[Note]:
    """Everything that was done about the turn, in the order of importance.

    ``time`` shows a time of the record.
    """
    if turn.red_flags:
        yield Note("red_flag", grid.DANGER, {})
    attested = [deed for deed in record.attestations if deed.turn == turn.turn]
    for deed in attested:
        yield _attestation(deed, time)
    if turn.held and not any(deed.revision == turn.revision for deed in attested):
        # The program was killed while the turn was held.
        yield Note("held.not_sent", grid.DANGER, {})
    yield from _confirmations(record, turn, time)
    for said in record.said_back(turn.turn):
        color = grid.ACCENT if said.outcome is TeachBackOutcome.AGREES else grid.WARNING
        yield Note(f"teach.{said.outcome.value}", color, {"turn": said.answer_turn or ""})


def _attestation(deed: AttestationRecord, time: Callable[[str], str]) -> Note:
    color = grid.DANGER if deed.what in _UNSENT else grid.WARNING
    values: dict[str, object] = {
        "seconds": max(1, round(deed.held_ms / 1000)),
        "time": time(deed.created_at),
        "turn": deed.other_turn or "",
    }
    return Note(f"held.{deed.what.value}", color, values, actor=deed.actor)


def _confirmations(
    record: EncounterRecord, turn: TurnRecord, time: Callable[[str], str]
) -> Iterator[Note]:
    """The answers about the newest revision; that nobody answered only where that is so."""
    asked = [
        deed
        for deed in record.confirmations
        if (deed.turn, deed.revision) == (turn.turn, turn.revision)
    ]
    answers = [deed for deed in asked if deed.answer is not None]
    for deed in answers:
        assert deed.answer is not None
        color = grid.ACCENT if deed.answer is ConfirmAnswer.YES else grid.WARNING
        name = deed.answer.named(own=turn.party is Party.PATIENT)
        yield Note(f"confirm.{name}", color, {"time": time(deed.created_at)})
    if asked and not answers:
        yield Note("confirm.asked", grid.MUTED, {})
