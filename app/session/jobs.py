"""What waits in the inbox for the processor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.records.model import ConfirmAnswer, Party
from app.session.events import Phrase
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
class Confirm:
    """A held turn may go to the patient as it is, if ``revision`` (0: any) is what is held."""

    turn: int
    revision: int = 0


@dataclass(frozen=True, slots=True)
class CorrectTranslation:
    """A new translation for a turn, by the doctor."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The party of a turn should say it again; ``revision`` is the held one that was on display
    (0: the turn was not held)."""

    turn: int
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A held turn shall not be sent, if ``revision`` (0: any) is what is held."""

    turn: int
    revision: int = 0


@dataclass(frozen=True, slots=True)
class SayPhrase:
    """A verified sentence as a turn; ``at_ms`` is where the audio was."""

    phrase: Phrase
    at_ms: int


@dataclass(frozen=True, slots=True)
class BackTranslate:
    """A turn's translation back into its own language."""

    turn: int


@dataclass(frozen=True, slots=True)
class AskConfirmation:
    """The patient is to be asked whether a turn is right."""

    turn: int


@dataclass(frozen=True, slots=True)
class AnswerConfirmation:
    """The patient has answered."""

    turn: int
    answer: ConfirmAnswer


@dataclass(frozen=True, slots=True)
class AskWaiting:
    """The patient's screen shows sentences again: what waited for that is to be asked."""


@dataclass(frozen=True, slots=True)
class TeachBack:
    """The patient is to say it back."""

    turn: int


@dataclass(frozen=True, slots=True)
class CancelTeachBack:
    """The patient will not say it back."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Audio that never arrived."""

    at_ms: int
    lost_ms: int
    code: str
    in_speech: bool = False
    """Somebody was speaking when it began: words are missing."""
    party: Party | None = None
    """Who, where a button or a channel tells it."""


@dataclass(frozen=True, slots=True)
class SourceDone:
    """A recording is over; everything said in it stands before this."""

    name: str


@dataclass(frozen=True, slots=True)
class Background:
    """A command that gives way to whatever is being said."""

    command: BackTranslate


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A piece of document work, done when nobody speaks."""

    work: Callable[[], None]


Command = (
    Typed
    | Correct
    | Swap
    | Retry
    | Confirm
    | CorrectTranslation
    | AskAgain
    | Withdraw
    | SayPhrase
    | BackTranslate
    | AskConfirmation
    | AnswerConfirmation
    | AskWaiting
    | TeachBack
    | CancelTeachBack
)
Ordered = Spoken | Overflowed | Command | Lost | SourceDone
Job = Ordered | PartialOf | Ahead | Background | DocumentBlock


def overrules(job: Ordered, turn: int) -> bool:
    """Does ``job`` decide that held ``turn`` is not sent, whatever becomes of its words?"""
    match job:
        case Withdraw(turn=number):
            return number == turn
        case AskAgain(turn=number, revision=revision):
            return number == turn and revision > 0
        case SayPhrase(phrase=phrase):
            return phrase.instead_of == turn
        case _:
            return False
