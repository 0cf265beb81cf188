"""What a live session tells the world: the only thing windows, records and scripts see of it.

A failure is its own event type, never text and never an empty string. To add an event: add the
class, add it to `SessionEvent`, and mypy will name every place that has to handle it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.records.model import (
    Attested,
    ConfirmAnswer,
    ConfirmKind,
    Origin,
    Party,
    TeachBackOutcome,
)
from glossary.types import TermMatch
from translation.confidence import Confidence, Sureness
from translation.types import Finding, Span

__all__ = [
    "AskedAgain",
    "Attested",
    "AudioGap",
    "BackTranslated",
    "Confidence",
    "ConfirmAnswer",
    "ConfirmKind",
    "ConfirmationAnswered",
    "ConfirmationAsked",
    "EngineProgress",
    "EngineRestarted",
    "FlagSpan",
    "Held",
    "Level",
    "NotDone",
    "NothingRecognised",
    "Origin",
    "Partial",
    "Party",
    "Phrase",
    "RedFlagged",
    "Released",
    "SessionEvent",
    "SourceChanged",
    "StateChanged",
    "Subtitle",
    "Sureness",
    "TeachBackAsked",
    "TeachBackOutcome",
    "TeachBackResult",
    "Unprocessed",
]


@dataclass(frozen=True, slots=True)
class FlagSpan:
    """A red flag in a turn's own text: characters ``start`` to ``end``, end exclusive.

    ``concept`` and ``severity`` are those of `translation.red_flags`.
    """

    concept: str
    severity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Partial:
    """Unconfirmed text of the utterance being spoken, for the doctor only.

    ``stable`` is the prefix that two successive decodes agreed on, ``text`` the whole.
    """

    utterance: int
    party: Party
    lang: str
    text: str
    stable: str


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A committed turn: already in the record when this event is seen.

    ``turn`` numbers turns of the encounter from 1 in the order in which they were committed and
    stays the same for ever; ``revision`` is 1 at first and grows with each correction, swap or
    retranslation. ``lag_ms`` is the time from the end of speech to this event (0 for typed).
    ``complete`` is false when part of the translation is missing. ``reason`` says why a revision
    above 1 was made: "corrected", "translation_corrected", "swapped", "retried".
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
    lag_ms: int
    origin: Origin = Origin.SPEECH
    terms: tuple[TermMatch, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    doubt: tuple[str, ...] = ()
    """Reasons to doubt the recognition: "low_confidence", "language_unsure", "repetition"..."""
    confidence: Confidence = field(default_factory=Confidence)
    """How far to trust the turn, why, and the digits that a patient should nod at."""
    critical: tuple[str, ...] = ()
    """Why such a turn is held: kinds of findings, "incomplete", "doubt", or "hidden" where the
    patient's screen showed no sentences. A patient's turn is never held, only marked with these."""
    red_flags: tuple[FlagSpan, ...] = ()
    phrase_id: str = ""
    """Of a verified phrase or a tapped answer: no machine has translated it."""
    attested: Attested | None = None
    """What the doctor did to let a held turn through; None when it was not held."""
    held_ms: int = 0
    plain: str = ""
    """A doctor's turn in plain words, for the patient's eyes; empty where it is the translation.
    The record and the doctor keep the translation."""

    @property
    def for_patient(self) -> str:
        """What the patient reads of a doctor's turn."""
        return self.plain or self.translation

    @property
    def verified(self) -> bool:
        """True when the translation is a person's, not a machine's."""
        return self.origin in (Origin.PHRASE, Origin.ANSWER)


@dataclass(frozen=True, slots=True)
class Held:
    """A doctor's turn that waits for the doctor's word before the patient sees it.

    It is on record as held when this event is seen. ``turn.critical`` says why, ``turn.findings``
    where. ``held_at_ms`` is on the clock of `time.monotonic`. Later turns of both parties go past
    it; `Released` ends it, and a `Subtitle` of the same turn follows when it was sent.
    """

    turn: Subtitle
    held_at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """A held turn is not held any more; the attestation is on record.

    After "sent_as_is" the turn's `Subtitle` follows, after a correction its next revision (which
    may be held in its turn). After the others (see `Attested.unsent`) the patient never sees
    it. ``revision`` is the one that was held; at the end of the consultation there is no actor.
    """

    turn: int
    revision: int
    what: Attested
    actor: str
    held_ms: int


@dataclass(frozen=True, slots=True)
class BackTranslated:
    """A turn's translation, translated back by the machine, and how it differs.

    Spans are of the turn's text and of ``text``; ``findings`` have the turn's text as source and
    ``text`` as target. ``confidence`` is the turn's, lowered when the two say different things.
    ``code`` is not empty when it failed; then there is no text. ``compared`` is false where both
    are too long for a comparison word by word: no spans then say nothing.
    """

    turn: int
    revision: int
    lang: str
    text: str
    findings: tuple[Finding, ...] = ()
    source_spans: tuple[Span, ...] = ()
    back_spans: tuple[Span, ...] = ()
    confidence: Confidence = field(default_factory=Confidence)
    code: str = ""
    compared: bool = True


@dataclass(frozen=True, slots=True)
class RedFlagged:
    """Words that need the doctor's eye at once, as soon as they were recognised.

    For the doctor only. Comes before the translation, for whatever way the words came in or were
    changed, and once for the same words; the turn that follows carries all of its own.
    ``utterance`` is 0 for what was not spoken.
    """

    utterance: int
    party: Party
    lang: str
    text: str
    flags: tuple[FlagSpan, ...]


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """``party`` should say it again and is asked in ``lang``, its own language.

    ``party`` is None where nobody can tell who spoke: the doctor is told, and decides.
    ``code``: "doctor" (the doctor asked), "doubt" (don't trust what was understood),
    "confirmation" (the patient says that their own words are not right), or the code of an
    `AudioGap` or `Unprocessed`. ``turn`` is 0 where there is none. Speech that began before
    ``from_ms`` of the audio is no answer: it goes on with what was lost, or nobody had been asked.
    """

    party: Party | None
    lang: str
    turn: int
    code: str
    from_ms: int = 0


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    """The patient is asked whether a turn is right: yes, repeat, I don't understand.

    ``digits`` are numbers to be shown large, because they are easily misheard.
    """

    turn: int
    revision: int
    party: Party
    kind: ConfirmKind
    digits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmationAnswered:
    """The patient's answer, on record."""

    turn: int
    kind: ConfirmKind
    answer: ConfirmAnswer


@dataclass(frozen=True, slots=True)
class TeachBackAsked:
    """The patient is asked, in ``lang``, to say in their own words what the turn told them.

    The microphone is the patient's until their next turn that can be trusted, at most two, or
    until it is cancelled.
    """

    turn: int
    lang: str


@dataclass(frozen=True, slots=True)
class TeachBackResult:
    """What the patient's answer says about the instruction; on record.

    ``findings`` have the instruction (doctor's language) as source and the answer's translation
    as target. ``answer_turn`` is 0 when it was cancelled: by the doctor, by another teach-back,
    by other words for the instruction, by a failure or the end; with one, CANCELLED says that it
    was not the patient's after all. An answer that is corrected has another result. ``again``:
    the answer could not be trusted, and the patient is to say it once more; another result
    follows.
    """

    turn: int
    answer_turn: int
    outcome: TeachBackOutcome
    findings: tuple[Finding, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verified sentence in both languages, no machine in between (not an event: a request).

    ``text`` is in the language of ``party``, ``translation`` in the other's. A clinician's is a
    phrase, a patient's a tapped answer. ``instead_of`` is a held turn that it replaces, or 0.
    """

    phrase_id: str
    party: Party
    text: str
    translation: str
    instead_of: int = 0


@dataclass(frozen=True, slots=True)
class Unprocessed:
    """Speech that could not be answered; it is in the record as a gap, its audio is kept.

    ``code`` says why: "engine.failed", "engine.timeout", "overload", "translation.failed",
    "recognition.implausible", "session.ended" (the end did not wait any longer), "session.bug",
    or a "records." code: then it is not yet in the record, and will be as soon as that works.
    """

    turn: int
    party: Party | None
    code: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class NothingRecognised:
    """Speech was detected and the recogniser found no words in it. Nothing goes on record."""

    utterance: int
    party: Party | None
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class AudioGap:
    """Audio was lost before it could be heard. ``lost_ms`` counts what is missing.

    Codes: "audio.overflow" (our queue), "audio.driver_overflow" (at least so much),
    "audio.device_lost" (unplugged, until it was back).
    """

    at_ms: int
    lost_ms: int
    code: str
    in_speech: bool = False
    """Somebody was speaking when it began: words are missing."""
    party: Party | None = None
    """Who was, where a button or a channel tells it."""


@dataclass(frozen=True, slots=True)
class EngineRestarted:
    """The engine child died or hung and was started again; the utterance is being replayed."""

    code: str
    restarts: int


@dataclass(frozen=True, slots=True)
class EngineProgress:
    """Loading of the models: ``done`` of ``total`` packs, ``pack_id`` the one being loaded."""

    done: int
    total: int
    pack_id: str


@dataclass(frozen=True, slots=True)
class SourceChanged:
    """The audio source: "open", "lost" (unplugged), "back", "ended" (a recording is over)."""

    state: str
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """Input level of a channel: peak and mean in dBFS over the last frames; is it speech?"""

    channel: int
    peak_dbfs: float
    rms_dbfs: float
    speaking: bool


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The session's state: see `app.session.state.State`. ``backlog_ms`` is unanswered speech.

    ``code`` says why the state is "failed", or what went wrong at the end: that of an AppError
    ("audio.no_device", ...).
    """

    state: str
    backlog_ms: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class NotDone:
    """A command on a turn could not be carried out; the turn stands as it was.

    ``command`` is "correct", "swap", "retry", "confirm", "correct_translation", "ask_again",
    "withdraw", "back_translate", "confirmation", "teach_back", "phrase" or "type" (the last two
    without a turn: 0), or "keep_sound": the words are on record, their sound is not. Codes:
    "session.no_such_turn", "session.not_held", "session.changed" (another revision is held),
    "session.stopped" (the doctor decided meanwhile not to send the turn),
    "session.not_shown" (the patient does not see it), "session.hidden" (the patient's screen
    shows no sentences at the moment), "session.not_asked",
    "session.not_an_instruction", "session.audio_not_kept", "session.empty_text",
    "recognition.nothing", or the code of what failed.
    """

    command: str
    turn: int
    code: str


SessionEvent = (
    Partial
    | Subtitle
    | Held
    | Released
    | BackTranslated
    | RedFlagged
    | AskedAgain
    | ConfirmationAsked
    | ConfirmationAnswered
    | TeachBackAsked
    | TeachBackResult
    | Unprocessed
    | NothingRecognised
    | AudioGap
    | EngineRestarted
    | EngineProgress
    | SourceChanged
    | Level
    | StateChanged
    | NotDone
)
