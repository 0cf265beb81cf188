"""What the record holds, as plain values. The store turns rows into these and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from app.records.summary_model import SummaryLine, SummaryVersion


class Party(StrEnum):
    """Who speaks: the clinician's side or the patient's side."""

    CLINICIAN = "doctor"
    PATIENT = "patient"

    @property
    def other(self) -> Party:
        """The party that reads the translation."""
        return Party.PATIENT if self is Party.CLINICIAN else Party.CLINICIAN


class Origin(StrEnum):
    """How a turn came to be."""

    SPEECH = "speech"
    TYPED = "typed"
    PHRASE = "phrase"
    """A verified phrase that the doctor chose: its translation is a person's."""
    ANSWER = "answer"
    """An answer that the patient tapped on the screen: its translation is a person's."""

    @property
    def changed(self) -> Origin:
        """What a turn is once its words are others: no phrase that a person has translated."""
        return Origin.TYPED if self in (Origin.PHRASE, Origin.ANSWER) else self


class Attested(StrEnum):
    """What became of a held turn."""

    SENT_AS_IS = "sent_as_is"
    CORRECTED = "corrected"
    TRANSLATION_CORRECTED = "translation_corrected"
    SWAPPED = "swapped"
    RETRIED = "retried"
    ASKED_AGAIN = "asked_again"
    PHRASE = "phrase"
    NOT_SENT = "not_sent"
    """The doctor withdrew it."""
    ENDED = "ended"
    """It was still held when the consultation ended: nobody decided, so it has no actor."""

    @property
    def unsent(self) -> bool:
        """Whether the patient is never shown what was held, nor a correction of it."""
        unsent = (Attested.ASKED_AGAIN, Attested.PHRASE, Attested.NOT_SENT, Attested.ENDED)
        return self in unsent


class ConfirmKind(StrEnum):
    """Why the patient is asked whether a turn is right; ASKED: the doctor wanted it."""

    INSTRUCTION = "instruction"
    DOSE = "dose"
    CONSENT = "consent"
    ALLERGY = "allergy"
    NUMBER = "number"
    ASKED = "asked"


class ConfirmAnswer(StrEnum):
    """What the patient answers."""

    YES = "yes"
    REPEAT = "repeat"
    NOT_UNDERSTOOD = "not_understood"

    def named(self, *, own: bool) -> str:
        """Its name in texts; about their ``own`` words it is the patient who says them again."""
        return "repeat_own" if own and self is ConfirmAnswer.REPEAT else self.value


class TeachBackOutcome(StrEnum):
    """What the patient's own words say about the instruction."""

    ASKED = "asked"
    """The patient is asked for them; what comes of it is a row of its own."""
    AGREES = "agrees"
    DIFFERS = "differs"
    UNJUDGED = "unjudged"
    """Nothing differs, but too little could be compared to say that it agrees."""
    UNSURE = "unsure"
    """The answer's own recognition or translation is not to be trusted."""
    CANCELLED = "cancelled"
    """Nothing was said back: taken back, another one was asked, or the session failed or ended."""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding as stored: kind, message key and spans (None where a side has nothing)."""

    kind: str
    message: str
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A term match as stored, with the provenance it had when the turn was made."""

    concept_id: str
    start: int
    end: int
    term: str
    wanted: str
    source: str = ""
    review_state: str = ""
    termbase_version: str = ""


LIVE_REASONS = frozenset(("corrected", "swapped", "retried", "translation_corrected"))
"""Reasons of revisions that the consultation itself gives; all others are somebody's own words."""

AFTERWARDS = "afterwards"
"""Why a revision was ``held`` that somebody made when the consultation was over."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One revision of one turn. Revisions are only ever added.

    ``turn`` counts from 1 within the encounter, ``revision`` from 1 within the turn.
    ``start_ms`` and ``end_ms`` count from the start of the encounter's audio.
    """

    turn: int
    revision: int
    party: Party
    lang: str
    text: str
    target_lang: str
    translation: str
    complete: bool
    start_ms: int
    end_ms: int
    origin: Origin = Origin.SPEECH
    reason: str = ""
    doubt: tuple[str, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    terms: tuple[TermRecord, ...] = ()
    created_at: str = ""
    """UTC, ISO 8601 with milliseconds; set by the store when empty."""
    confidence: str = "sure"
    """How far the turn was trusted: "sure", "check", "doubt"."""
    reasons: tuple[str, ...] = ()
    """Why it was not trusted more."""
    held: tuple[str, ...] = ()
    """Why this revision was held back from the patient; empty: it was not. It reached the patient
    only if an `AttestationRecord` of it says "sent_as_is", so never if it was made `AFTERWARDS`."""
    red_flags: tuple[str, ...] = ()
    """Concepts that needed the doctor's eye at once."""
    phrase_id: str = ""
    """Of a verified phrase or a tapped answer."""

    @property
    def afterwards(self) -> bool:
        """Whether somebody made it when the consultation was over: no patient was shown it."""
        return AFTERWARDS in self.held


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """Who put a revision on record. Those from before there were users have none."""

    turn: int
    revision: int
    user: str
    role: str


@dataclass(frozen=True, slots=True)
class GapRecord:
    """Something that was said and could not be answered, or audio that was lost.

    ``kind`` is "unprocessed" or "audio_gap"; ``turn`` is the number the turn would have had.
    """

    kind: str
    code: str
    at_ms: int
    lost_ms: int
    turn: int | None = None
    party: Party | None = None
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class AttestationRecord:
    """What was done with a held revision, by whom, when, and in view of which findings."""

    turn: int
    revision: int
    what: Attested
    actor: str
    held_ms: int
    findings: tuple[FindingRecord, ...] = ()
    other_turn: int | None = None
    """The phrase that was sent instead."""
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmationRecord:
    """The patient was asked whether a turn is right (``answer`` None), or has answered."""

    turn: int
    revision: int
    kind: ConfirmKind
    answer: ConfirmAnswer | None = None
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class TeachBackRecord:
    """The patient was asked to say an instruction back, or what came of it.

    ``answer_turn`` is None where nothing was said. ``revision`` is the version of the instruction
    that was to be said back; 0 where that is not known.
    """

    turn: int
    answer_turn: int | None
    outcome: TeachBackOutcome
    findings: tuple[FindingRecord, ...] = ()
    created_at: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class EncounterHeader:
    """Who meets whom, where and when, and with which models. Times are UTC, ISO 8601."""

    id: str
    started_at: str
    doctor_lang: str
    patient_lang: str
    hospital: str = ""
    department: str = ""
    doctor_name: str = ""
    patient_name: str = ""
    patient_number: str = ""
    consent_at: str = ""
    ended_at: str = ""
    app_version: str = ""
    packs: dict[str, str] = field(default_factory=dict)
    termbase_version: str = ""
    patient_name_local: str = ""
    """In the doctor's writing: the Chinese name, or the transliteration of the passport's."""
    patient_birth_date: str = ""
    """ISO 8601, a day; see `app.records.identity` for this and the next ones."""
    patient_sex: str = ""
    """ "F", "M" or "X", as passports have it."""
    patient_nationality: str = ""
    """Three letters: ISO 3166-1 or what ICAO 9303 adds."""
    patient_document: str = ""
    """Number of the passport or identity card."""
    patient_insurance: str = ""
    consent_recording_at: str = ""
    """When the patient agreed to being recorded; ``consent_at`` is the consultation as a whole."""
    consent_translation_at: str = ""
    """When the patient agreed to machine translation."""


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """A field of the header was changed. ``user`` is empty for one from early versions; ``reason``
    where none was needed."""

    field: str
    old: str
    new: str
    changed_at: str
    user: str = ""
    role: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EncounterRecord:
    """A whole encounter: header, the newest revision of every turn, all revisions, gaps.

    ``turns`` is ordered by turn number; ``revisions`` holds every revision of every turn in the
    order in which they were made.
    """

    header: EncounterHeader
    turns: tuple[TurnRecord, ...]
    revisions: tuple[TurnRecord, ...]
    gaps: tuple[GapRecord, ...]
    attestations: tuple[AttestationRecord, ...] = ()
    confirmations: tuple[ConfirmationRecord, ...] = ()
    teach_backs: tuple[TeachBackRecord, ...] = ()
    summary: SummaryVersion | None = None
    """The newest version of the structured summary."""
    header_changes: tuple[HeaderChange, ...] = ()
    """What of the header was something else before, the first change first."""
    authors: tuple[AuthorRecord, ...] = ()
    """Who wrote which revision."""

    def author_of(self, revision: TurnRecord) -> AuthorRecord | None:
        """Who put it on record; None where nobody knows."""
        which = (revision.turn, revision.revision)
        return next((by for by in self.authors if (by.turn, by.revision) == which), None)

    def versions(self, turn: int) -> tuple[TurnRecord, ...]:
        """All revisions of a turn, the first one first."""
        return self._versions[turn]

    def as_left(self, turn: int) -> TurnRecord:
        """The last revision that the consultation itself made of a turn."""
        return [made for made in self.versions(turn) if not made.afterwards][-1]

    def reached(self, turn: int) -> bool:
        """Whether the patient was shown a turn as the consultation left it.

        It is the patient's own, or was sent. A correction that was never sent has taken back what
        was shown before it, and what somebody corrects afterwards has been shown to nobody.
        """
        return self._was_shown(self.as_left(turn))

    def told(self, line: SummaryLine) -> bool:
        """Whether the patient was told what a line of the summary says.

        A line of the patient's own words, or written by hand, needs no telling. Where it rests on
        several turns of the doctor, each of them alone says all of it (see
        `app.documents.summary`): what was sent the second time was told.
        """
        said = [turn.turn for turn in self.turns
                if turn.turn in line.turns and turn.party is Party.CLINICIAN]  # fmt: skip
        return not said or any(self.reached(turn) for turn in said)

    def taken_back(self, turn: int) -> int:
        """The version that the patient was shown until a correction of it was held and never sent;
        0 where there is none."""
        if self.reached(turn):
            return 0
        live = (made for made in reversed(self.versions(turn)) if not made.afterwards)
        return next((made.revision for made in live if self._was_shown(made)), 0)

    def cut_off(self, turn: int) -> bool:
        """Whether the program was killed while the turn was held: nothing became of it."""
        left = self.as_left(turn)
        return bool(left.held) and not self._attested(left)

    def earlier(self, deed: ConfirmationRecord | TeachBackRecord) -> int:
        """The version that an answer or a result is about; 0 where it is the newest one."""
        return 0 if deed.revision == self.versions(deed.turn)[-1].revision else deed.revision

    def said_back(self, turn: int) -> tuple[TeachBackRecord, ...]:
        """What came of each time that the patient was asked to say a turn back.

        An answer that was corrected counts with its last result alone. CANCELLED where nothing
        came of it, because the program was killed.
        """
        results: list[TeachBackRecord] = []
        asked: TeachBackRecord | None = None
        for said in self.teach_backs:
            if said.turn != turn:
                continue
            answered = [(each.answer_turn, each.revision) for each in results]
            answer = said.answer_turn, said.revision
            if said.outcome is TeachBackOutcome.ASKED:
                asked = said
            elif said.answer_turn is not None and answer in answered:
                results[answered.index(answer)] = said
            else:
                results.append(said)
                asked = None
        if asked is not None:
            results.append(replace(asked, outcome=TeachBackOutcome.CANCELLED))
        return tuple(results)

    def _was_shown(self, made: TurnRecord) -> bool:
        if made.party is Party.PATIENT or not made.held:
            return True
        return any(deed.what is Attested.SENT_AS_IS for deed in self._attested(made))

    def _attested(self, made: TurnRecord) -> list[AttestationRecord]:
        which = (made.turn, made.revision)
        return [deed for deed in self.attestations if (deed.turn, deed.revision) == which]

    @cached_property
    def _versions(self) -> dict[int, tuple[TurnRecord, ...]]:
        made = {(made.turn, made.revision): made for made in (*self.revisions, *self.turns)}
        grouped: dict[int, tuple[TurnRecord, ...]] = {}
        for turn, revision in sorted(made):
            grouped[turn] = (*grouped.get(turn, ()), made[turn, revision])
        return grouped


SAMPLE_BYTES = 2
"""Sound is kept as signed 16-bit samples, one channel, as it was recognised."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Sound in the clear, in memory only: signed 16-bit samples, one channel."""

    pcm: bytes
    rate_hz: int

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return len(self.pcm) // SAMPLE_BYTES * 1000 // self.rate_hz
