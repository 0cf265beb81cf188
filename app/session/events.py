"""What a live session tells the world: the only thing windows, records and scripts see of it.

A failure is its own event type, never text and never an empty string. To add an event: add the
class, add it to `SessionEvent`, and mypy will name every place that has to handle it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.records.model import Origin, Party
from glossary.types import TermMatch
from translation.types import Finding

__all__ = [
    "AudioGap",
    "EngineProgress",
    "EngineRestarted",
    "Held",
    "Level",
    "NotDone",
    "NothingRecognised",
    "Origin",
    "Partial",
    "Party",
    "SessionEvent",
    "SourceChanged",
    "StateChanged",
    "Subtitle",
    "Unprocessed",
]


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
    above 1 was made: "corrected", "swapped", "retried".
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


@dataclass(frozen=True, slots=True)
class Held:
    """A turn that waits for the doctor's word before the patient sees it."""

    turn: Subtitle


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

    ``code`` says why the state is "failed": that of an AppError ("audio.no_device", ...).
    """

    state: str
    backlog_ms: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class NotDone:
    """A command on a turn could not be carried out; the turn stands as it was.

    ``command`` is "correct", "swap", "retry" or "type" (``turn`` is then 0). Codes:
    "session.no_such_turn", "session.audio_not_kept", "session.empty_text",
    "recognition.nothing", or the code of what failed.
    """

    command: str
    turn: int
    code: str


SessionEvent = (
    Partial
    | Subtitle
    | Held
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
