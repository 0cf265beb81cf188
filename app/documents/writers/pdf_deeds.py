"""What doctor and patient did about turns, as notes of a record's PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_words import Words
from app.records.access import Role
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
    version: int = 0
    """Which version it is about, where that is not the newest one."""

    def text(self, words: Words) -> str:
        """The line in a language; whoever has no name is "the doctor"."""
        values = dict(self.values)
        if self.actor is not None:
            values["actor"] = self.actor or words("doctor")
        text = words(self.key, **values)
        return words("about_version", note=text, version=self.version) if self.version else text


def caption(turn: TurnRecord) -> str:
    """What stands over the words of the turn's own party."""
    return _CAPTIONS[turn.origin]


def translation_caption(record: EncounterRecord, turn: TurnRecord) -> str:
    """What stands over the other side: who made that translation."""
    if turn.afterwards:
        return _afterwards_caption(record, turn)
    if turn.origin in (Origin.PHRASE, Origin.ANSWER):
        return "verified"
    return "by_doctor" if turn.reason == Attested.TRANSLATION_CORRECTED.value else "machine"


def _afterwards_caption(record: EncounterRecord, turn: TurnRecord) -> str:
    """The words are those of whoever wrote them first; verified are only a phrase's as it was."""
    versions = record.versions(turn.turn)
    first = next(made for made in versions if made.translation == turn.translation)
    if not first.afterwards:
        caption = translation_caption(record, first)
        if caption != "verified" or first.text == turn.text:
            return caption
        first = turn
    author = record.author_of(first)
    return "by_doctor" if author and author.role == Role.CLINICIAN.value else "by_records"


def notes(record: EncounterRecord, turn: TurnRecord, time: Callable[[str], str]) -> Iterator[Note]:
    """Everything that was done about the turn, in the order of importance.

    ``time`` shows a time of the record.
    """
    if turn.red_flags:
        yield Note("red_flag", grid.DANGER, {})
    attested = [deed for deed in record.attestations if deed.turn == turn.turn]
    for deed in attested:
        yield _attestation(deed, time)
    if record.cut_off(turn.turn):
        yield Note("held.cut_off", grid.DANGER, {})
    yield from _confirmations(record, turn, time)
    for said in record.said_back(turn.turn):
        values: dict[str, object] = {"turn": said.answer_turn or ""}
        version = record.earlier(said)
        color = _color(version, good=said.outcome is TeachBackOutcome.AGREES)
        yield Note(f"teach.{said.outcome.value}", color, values, version=version)


def _color(version: int, *, good: bool) -> int:
    """What was right of an earlier version says nothing good of the newest one."""
    if not good:
        return grid.WARNING
    return grid.MUTED if version else grid.ACCENT


def _attestation(deed: AttestationRecord, time: Callable[[str], str]) -> Note:
    color = grid.DANGER if deed.what.unsent else grid.WARNING
    values: dict[str, object] = {
        "seconds": max(1, round(deed.held_ms / 1000)),
        "time": time(deed.created_at),
        "turn": deed.other_turn or "",
    }
    actor = None if deed.what is Attested.ENDED else deed.actor
    return Note(f"held.{deed.what.value}", color, values, actor)


def _confirmations(
    record: EncounterRecord, turn: TurnRecord, time: Callable[[str], str]
) -> Iterator[Note]:
    """The answers about each version; that nobody answered only where that is so."""
    deeds = [deed for deed in record.confirmations if deed.turn == turn.turn]
    answered = {deed.revision for deed in deeds if deed.answer is not None}
    for deed in deeds:
        version = record.earlier(deed)
        if deed.answer is not None:
            color = _color(version, good=deed.answer is ConfirmAnswer.YES)
            name = deed.answer.named(own=turn.party is Party.PATIENT)
            values: dict[str, object] = {"time": time(deed.created_at)}
            yield Note(f"confirm.{name}", color, values, version=version)
        elif deed.revision not in answered:
            answered.add(deed.revision)
            yield Note("confirm.asked", grid.MUTED, {}, version=version)
