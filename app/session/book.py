"""The book of one encounter: numbers turns, commits them to the record, then tells the world.

Nothing is shown as a turn that is not on the disk. A critical turn for the patient is held: on
record as such before the doctor sees it, and shown to the patient only after an attestation is on
record too. Later turns go past it. While the patient's screen shows no sentences, every turn of the
doctor is held. When the record fails, the turn becomes `Unprocessed` with the record's code; its
audio is kept, and the gap is written down as soon as the record works again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.errors import AppError
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmationRecord,
    EncounterHeader,
    GapRecord,
    Party,
    TeachBackRecord,
    TurnRecord,
)
from app.session.capture import Clock
from app.session.draft import Draft, record_of, subtitle_of
from app.session.events import (
    AudioGap,
    FlagSpan,
    Held,
    Released,
    SessionEvent,
    Subtitle,
    Unprocessed,
)
from app.session.hold import HIDDEN
from app.session.jobs import Lost, Spoken
from app.session.kept_audio import KeptAudio, SoundKeeper
from app.session.plain_words import PlainWords
from app.session.record_port import Records
from glossary.candidates import new_words
from glossary.types import TermMatch

log = logging.getLogger("yizhen.session")

Put = Callable[[SessionEvent], None]
_PatientDeed = ConfirmationRecord | TeachBackRecord


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A held turn: what the doctor sees of it, and since when."""

    turn: Subtitle
    since_s: float


class Book:
    """Turns of one encounter. Used by the processor thread only.

    ``on_turn`` is told of each turn and revision after its event, held or not. ``is_hidden``
    tells whether the patient's screen shows a page without sentences at the moment.
    """

    def __init__(
        self,
        records: Records,
        header: EncounterHeader,
        put: Put,
        clock: Clock = time.monotonic,
        actor: str = "",
        *,
        keep_sound: bool = False,
        is_hidden: Callable[[], bool] = lambda: False,
    ) -> None:
        self._records = records
        self._id = header.id
        self._actor = actor or header.doctor_name
        self._put = put
        self._clock = clock
        self._next = 1
        self._turns: dict[int, TurnRecord] = {}
        self._subtitles: dict[int, Subtitle] = {}
        self._waiting: dict[int, _Waiting] = {}
        self._shown: dict[int, int] = {}
        self._words = PlainWords()
        self._flags: dict[int, tuple[FlagSpan, ...]] = {}
        self._owed: list[GapRecord | _PatientDeed] = []
        self.kept = KeptAudio()
        self._sounds = SoundKeeper(records, header.id, put) if keep_sound else None
        self.is_hidden = is_hidden
        self.on_turn: Callable[[Subtitle], None] = lambda turn: None
        records.start_encounter(header)

    def turn(self, number: int) -> TurnRecord:
        """The newest revision of a committed turn. Raises AppError ``session.no_such_turn``."""
        if number not in self._turns:
            raise AppError("session.no_such_turn")
        return self._turns[number]

    def subtitle(self, number: int) -> Subtitle:
        """A committed turn as it is shown, held or not. Raises AppError as `turn`."""
        if number not in self._subtitles:
            raise AppError("session.no_such_turn")
        return self._subtitles[number]

    def is_held(self, number: int) -> bool:
        """True while the turn waits for the doctor's word."""
        return number in self._waiting

    def is_shown(self, number: int) -> bool:
        """True when both parties see the newest revision of the turn."""
        turn = self._turns.get(number)
        return turn is not None and self._shown.get(number) == turn.revision

    def flags(self, number: int) -> tuple[FlagSpan, ...]:
        """The red flags of all revisions of a turn."""
        return self._flags.get(number, ())

    def was_unprocessed(self, number: int) -> bool:
        """True when the number stands for speech without an answer."""
        return 0 < number < self._next and number not in self._turns

    def commit(
        self,
        draft: Draft,
        *,
        number: int | None = None,
        instead_of: int | None = None,
        lag_ms: Callable[[], int] = lambda: 0,
    ) -> Subtitle | None:
        """Put a turn, or with ``number`` its next revision, on record and then show or hold it.

        What this does to a held turn (``number``'s, or the one that the draft is sent
        ``instead_of``) goes on record in the same step. None when the record failed: then it was
        reported as unprocessed (a new turn), or AppError is raised (a revision: the turn stands
        as it was).
        """
        before = self._turns.get(number) if number is not None else None
        if draft.party is Party.CLINICIAN and self.is_hidden():
            draft = replace(draft, critical=(*draft.critical, HIDDEN))
        turn = record_of(draft, self._next if number is None else number, before)
        deed = self._deed_of(draft, turn, instead_of)
        try:
            self._settle()
            stored = self._records.add_turn(self._id, turn, deed)
        except AppError as error:
            if before is not None or turn.turn != self._next:
                raise
            log.error("turn %d is not on record: %s", turn.turn, error.code)
            self.unprocessed(error.code, draft.party, turn.start_ms, turn.end_ms, draft.spoken)
            return None
        self._turns[stored.turn] = stored
        self._next = max(self._next, stored.turn + 1)
        self._flags[stored.turn] = (*self.flags(stored.turn), *draft.red_flags)
        if draft.spoken is not None:
            self.kept.keep(stored.turn, draft.spoken, answered=True)
        self._tell_released(deed)
        plain = self._plain(stored, draft.answer.terms)
        subtitle = subtitle_of(stored, draft, lag_ms(), plain)
        shown = self._show_or_hold(subtitle, held=bool(stored.held))
        self._keep_sound(stored.turn, draft.spoken)
        return shown

    def release(self, number: int, revision: int = 0) -> None:
        """The doctor says: send it as it is. Raises AppError; the turn is then still held.

        ``revision`` is the one that was looked at (0: any): a correction may have come between.
        """
        waiting = self._held(number, revision)
        if self.is_hidden():
            raise AppError("session.hidden")
        deed = self._attestation(waiting, Attested.SENT_AS_IS)
        self._records.add_deed(self._id, deed)
        self._tell_released(deed)
        sent = replace(waiting.turn, attested=deed.what, held_ms=deed.held_ms)
        self._show_or_hold(sent, held=False)

    def withdraw(self, number: int, what: Attested, revision: int = 0) -> None:
        """A held turn will never be sent; ``revision`` as in `release`.

        Raises AppError; the turn is then still held.
        """
        deed = self._attestation(self._held(number, revision), what)
        self._records.add_deed(self._id, deed)
        self._tell_released(deed)

    def add_deed(self, deed: _PatientDeed) -> None:
        """Put on record what the patient is going to be asked. Raises AppError."""
        self._settle()
        self._records.add_deed(self._id, deed)

    def owe(self, done: GapRecord | _PatientDeed) -> None:
        """Put on record what has happened already and cannot be taken back.

        When the record fails, AppError is raised, and it is written as soon as that works again.
        """
        self._owed.append(done)
        self._settle()

    def propose_terms(self, number: int, before: str, after: str, lang: str) -> None:
        """Note words that a correction of turn ``number`` brought in, for the glossary's review.

        Only a help for later: when the record refuses, the correction stands all the same.
        """
        words = [(lang, word) for word in new_words(before, after, lang)]
        if not words:
            return
        try:
            self._records.propose_terms(self._id, number, words)
        except AppError as error:
            log.warning("terms of turn %d are not proposed: %s", number, error.code)

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
        self._keep_sound(number, spoken)
        return number

    def audio_gap(self, lost: Lost) -> None:
        """Audio was lost before it could be heard."""
        self._write_gap(GapRecord("audio_gap", lost.code, lost.at_ms, lost.lost_ms))
        self._put(AudioGap(lost.at_ms, lost.lost_ms, lost.code, lost.in_speech, lost.party))

    def close(self) -> None:
        """End the encounter and close the record; what is held was never sent. Raises AppError."""
        try:
            self._settle()
            for number in sorted(self._waiting):
                self.withdraw(number, Attested.ENDED)
            self._records.end_encounter(self._id)
        finally:
            self._records.close()

    def _plain(self, turn: TurnRecord, terms: tuple[TermMatch, ...]) -> str:
        """A doctor's turn in plain words. A verified phrase is shown as it was verified."""
        if turn.party is not Party.CLINICIAN or turn.phrase_id:
            return ""
        return self._words.of(turn.turn, turn.translation, turn.target_lang, terms, self._shown)

    def _deed_of(
        self, draft: Draft, turn: TurnRecord, instead_of: int | None
    ) -> AttestationRecord | None:
        """What a new revision, or a phrase, does to a turn that was held."""
        if instead_of is not None:
            deed = self._attestation(self._held(instead_of), Attested.PHRASE)
            return replace(deed, other_turn=turn.turn)
        waiting = self._waiting.get(turn.turn)
        return self._attestation(waiting, Attested(draft.reason)) if waiting else None

    def _attestation(self, waiting: _Waiting, what: Attested) -> AttestationRecord:
        held_ms = max(0, round((self._clock() - waiting.since_s) * 1000))
        found = self._turns[waiting.turn.turn].findings
        actor = "" if what is Attested.ENDED else self._actor
        return AttestationRecord(
            waiting.turn.turn, waiting.turn.revision, what, actor, held_ms, found
        )

    def _held(self, number: int, revision: int = 0) -> _Waiting:
        self.turn(number)
        if number not in self._waiting:
            raise AppError("session.not_held")
        if revision not in (0, self._waiting[number].turn.revision):
            raise AppError("session.changed")
        return self._waiting[number]

    def _tell_released(self, deed: AttestationRecord | None) -> None:
        if deed is None:
            return
        del self._waiting[deed.turn]
        self._put(Released(deed.turn, deed.revision, deed.what, deed.actor, deed.held_ms))

    def _show_or_hold(self, turn: Subtitle, *, held: bool) -> Subtitle:
        self._subtitles[turn.turn] = turn
        if held:
            now_s = self._clock()
            self._waiting[turn.turn] = _Waiting(turn, now_s)
            self._put(Held(turn, round(now_s * 1000)))
        else:
            self._shown[turn.turn] = turn.revision
            self._put(turn)
        self.on_turn(turn)
        return turn

    def _keep_sound(self, number: int, spoken: Spoken | None) -> None:
        if self._sounds is not None:
            self._sounds.put_away(number, spoken)

    def _write_gap(self, gap: GapRecord) -> None:
        try:
            self.owe(gap)
        except AppError as error:
            log.error("%d gaps and deeds are not yet on record: %s", len(self._owed), error.code)

    def _settle(self) -> None:
        while self._owed:
            done = self._owed[0]
            if isinstance(done, GapRecord):
                self._records.add_gap(self._id, done)
            else:
                self._records.add_deed(self._id, done)
            self._owed.pop(0)
