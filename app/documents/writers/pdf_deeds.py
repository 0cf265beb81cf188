"""What was found in turns, and what doctor and patient did about them, as lines under a turn.

The records window and every document that comes out of the record take their lines from here, so
that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_words import Words
from app.records.access import Role
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    EncounterRecord,
    FindingRecord,
    Origin,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
    TurnRecord,
)
from translation.confidence import is_finding

INCOMPLETE = "incomplete"
"""The reason of a turn whose translation lacks something."""

_CAPTIONS = {
    Origin.SPEECH: "spoken",
    Origin.TYPED: "typed",
    Origin.PHRASE: "phrase",
    Origin.ANSWER: "answer",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found in a turn: a finding, a doubt, or that it is `INCOMPLETE`.

    ``said_back``: in what the patient said back.
    """

    what: FindingRecord | str
    color: int = grid.WARNING
    said_back: bool = False

    @property
    def key(self) -> str:
        """Its stable name."""
        return self.what if isinstance(self.what, str) else self.what.message

    def text(self, words: Words) -> str:
        """A line of its own."""
        if isinstance(self.what, FindingRecord):
            return words.finding(self.what)
        return words(INCOMPLETE) if self.what == INCOMPLETE else words.doubt(self.what)

    def in_short(self, words: Words) -> str:
        """A part of the line about what was done."""
        if isinstance(self.what, str):
            return self.text(words)
        if self.said_back:
            return words.finding_said_back(self.what)
        return words.finding_in_short(self.what)


@dataclass(frozen=True, slots=True)
class Note:
    """A line under a turn, in one of the colours of the page."""

    key: str
    color: int
    values: dict[str, object]
    actor: str | None = None
    version: int = 0
    """Which version it is about, where that is not the newest one."""
    about: tuple[Found, ...] = ()
    """What had been found; stands in brackets."""
    signs: tuple[str, ...] = ()
    """Concepts of red flags."""

    def text(self, words: Words) -> str:
        """The line in a language; whoever has no name is "the doctor"."""
        values = dict(self.values)
        if self.actor is not None:
            values["actor"] = self.actor or words("doctor")
        line = words(self.key, **values, signs=words.signs(self.signs))
        if self.about:
            found = dict.fromkeys(found.in_short(words) for found in self.about)
            line += words.bracketed(words.listed(found))
        return words("about_version", note=line, version=self.version) if self.version else line


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


def notes(
    record: EncounterRecord, turn: TurnRecord, time: Callable[[str], str]
) -> Iterator[Note | Found]:
    """Everything that was found in the turn and done about it, in the order of importance.

    ``time`` shows a time of the record. Of a long record give what `by_turn` makes of it.
    """
    versions = [made for made in record.revisions if made.turn == turn.turn] or [turn]
    flags = dict.fromkeys(flag for made in versions for flag in made.red_flags)
    if flags:
        yield Note("red_flag", grid.DANGER, {}, signs=tuple(flags))
    attested = [deed for deed in record.attestations if deed.turn == turn.turn]
    for deed in attested:
        yield replace(_attestation(deed, time), about=_held_for(deed, turn, versions))
    if record.cut_off(turn.turn):
        yield Note("held.cut_off", grid.DANGER, {})
    shown = record.taken_back(turn.turn)
    if shown:
        unsent = record.as_left(turn.turn).revision
        yield Note("held.taken_back", grid.DANGER, {"shown": shown, "unsent": unsent})
    yield from _confirmations(record, turn, time)
    for said in record.said_back(turn.turn):
        yield _said_back(said, record.earlier(said))
    yield from found_in(turn)
    told = {deed.revision for deed in attested}
    for made in versions[:-1]:
        found = () if made.revision in told else tuple(found_in(made))
        if found:
            yield Note("before", grid.MUTED, {}, about=found)


def found_in(turn: TurnRecord) -> Iterator[Found]:
    """What was found in one version of a turn."""
    if not turn.complete:
        yield Found(INCOMPLETE, grid.DANGER)
    for finding in turn.findings:
        yield Found(finding)
    reasons = turn.reasons if turn.confidence != "sure" else ()
    for doubt in dict.fromkeys((*turn.doubt, *reasons)):
        if doubt != INCOMPLETE and not is_finding(doubt):
            yield Found(doubt)


def _held_for(
    deed: AttestationRecord, turn: TurnRecord, versions: Sequence[TurnRecord]
) -> tuple[Found, ...]:
    """What the doctor decided about; what was found in the words that are shown stands in lines of
    its own."""
    if deed.revision == turn.revision:
        return tuple(Found(found) for found in deed.findings if found not in turn.findings)
    held = next((made for made in versions if made.revision == deed.revision), None)
    if held is None:
        return tuple(Found(found) for found in deed.findings)
    return tuple(found_in(replace(held, findings=deed.findings)))


def _said_back(said: TeachBackRecord, version: int) -> Note:
    color = _color(version, good=said.outcome is TeachBackOutcome.AGREES)
    differs = tuple(Found(finding, said_back=True) for finding in said.findings)
    values: dict[str, object] = {"turn": said.answer_turn or ""}
    return Note(f"teach.{said.outcome.value}", color, values, version=version, about=differs)


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
