"""What waits in the inbox for the processor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.records.model import Party
from speech.types import Utterance


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance with what is known of its speaker.

    ``number`` counts utterances over all channels. ``held`` is the party whose push-to-talk
    button was down, ``channel_party`` the party whose channel it is. ``ended_at_s`` is the
    monotonic time of the end of speech.
    """

    utterance: Utterance
    number: int
    held: Party | None = None
    channel_party: Party | None = None
    forced: bool = False
    ended_at_s: float = 0.0

    @property
    def known_party(self) -> Party | None:
        """The party, where a button or a channel tells it."""
        return self.held or self.channel_party


@dataclass(frozen=True, slots=True)
class Overflowed:
    """A final that came when ten minutes of speech were waiting: it is kept, not answered."""

    spoken: Spoken


@dataclass(frozen=True, slots=True)
class PartialOf:
    """The audio so far of an utterance being spoken."""

    spoken: Spoken


@dataclass(frozen=True, slots=True)
class Ahead:
    """An utterance that is probably over."""

    spoken: Spoken


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed turn; ``at_ms`` is where the audio was."""

    party: Party
    text: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Correct:
    """New text for a turn."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Swap:
    """A turn belongs to the other party."""

    turn: int


@dataclass(frozen=True, slots=True)
class Retry:
    """A turn's audio once more."""

    turn: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Audio that never arrived."""

    at_ms: int
    lost_ms: int
    code: str


@dataclass(frozen=True, slots=True)
class SourceDone:
    """A recording is over; everything said in it stands before this."""

    name: str


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A piece of document work, done when nobody speaks."""

    work: Callable[[], None]


Ordered = Spoken | Overflowed | Typed | Correct | Swap | Retry | Lost | SourceDone
Job = Ordered | PartialOf | Ahead | DocumentBlock
