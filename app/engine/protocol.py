"""Messages between the application and the engine child: frozen, plain types only."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.types import TermMatch
from speech.types import Hints, Hypothesis
from translation.types import Translation


@dataclass(frozen=True, slots=True)
class LoadPack:
    """Load a verified model pack from its folder; replaces the loaded pack of the same kind."""

    folder: str
    compute_type: str = "int8"
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Recognise:
    """Recognise one utterance. ``audio_ms`` sets the time-out."""

    pcm: bytes
    hints: Hints
    partial: bool = False

    @property
    def audio_ms(self) -> int:
        """Length of the audio in milliseconds."""
        return len(self.pcm) // 32


@dataclass(frozen=True, slots=True)
class Translate:
    """Translate a text of one or more sentences.

    ``careful``: where the checks find fault with a sentence, look at other hypotheses for it.
    """

    text: str
    source_lang: str
    target_lang: str
    terms: tuple[TermMatch, ...] = ()
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Ping:
    """Ask the child for its state."""


Request = LoadPack | Recognise | Translate | Ping


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack is ready."""

    pack_id: str
    version: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """Answer to Recognise. ``compute_ms`` is the time the models took."""

    hypothesis: Hypothesis
    compute_ms: float


@dataclass(frozen=True, slots=True)
class Translated:
    """Answer to Translate. ``compute_ms`` is the time the models took."""

    translation: Translation
    compute_ms: float


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer to Ping: loaded packs (id -> version) and resident memory of the child in bytes."""

    packs: dict[str, str] = field(default_factory=dict)
    resident_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """The request failed in the child; the child lives on.

    ``code`` is that of an AppError, or ``engine.bug`` with the exception's type name in
    ``details`` (never its text, which could hold a patient's words).
    """

    code: str
    details: dict[str, str] = field(default_factory=dict)


Reply = Loaded | Recognised | Translated | Pong | Failed
