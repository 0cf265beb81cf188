"""Speech that was lost or cannot be trusted: the right person is asked to say it again.

Silence and noise never come here: nobody is asked to repeat what was not said. Used by the
processor thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from app.records.model import ConfirmAnswer, Party
from app.session.attribution import Attribution
from app.session.capture import Clock
from app.session.events import (
    AskedAgain,
    AudioGap,
    ConfirmationAnswered,
    ConfirmationAsked,
    SessionEvent,
    Subtitle,
    Unprocessed,
)
from app.session.hold import DOUBT
from translation.confidence import Sureness

CONFIRMATION = "confirmation"

EVERY_S = 8.0
"""Lost sound asks one person no more often than this: a broken microphone must not nag.
A sentence asks every time: whoever has repeated it in vain must not believe that it was heard."""

GOES_ON_MS = 1500
"""Speech that begins so soon after what was lost is the rest of it and no repetition."""

REPEATABLE = frozenset(
    (
        "engine.failed",
        "engine.timeout",
        "translation.failed",
        "recognition.implausible",
        "session.bug",
    )
)
"""Failures after which saying it again helps; with too much waiting or a full disk it does not."""


def untrusted(turn: Subtitle) -> bool:
    """Is it a turn that the patient is to say again, because it may be misheard?

    A doctor's turn of this kind is held, which asks the doctor already.
    """
    new = turn.revision == 1 and turn.party is Party.PATIENT
    return new and turn.confidence.level is Sureness.DOUBT


class Missed:
    """Decides who is asked again, and for lost sound not too often.

    ``now_ms`` is where the audio is now.
    """

    def __init__(
        self, attribution: Attribution, clock: Clock, now_ms: Callable[[], int] = lambda: 0
    ) -> None:
        self._attribution = attribution
        self._clock = clock
        self._now_ms = now_ms
        self._asked_s: dict[Party, float] = {}
        self._asked_about: dict[int, Party] = {}
        """Whose words the patient was asked to confirm, by turn."""

    def after(self, event: SessionEvent) -> AskedAgain | None:
        """The question that follows from ``event``, if there is one to ask."""
        match event:
            case AudioGap() if event.in_speech:
                return self._ask_for_sound(event)
            case Unprocessed() if event.code in REPEATABLE:
                return self._ask(event.party, event.turn, event.code, event.end_ms)
            case Subtitle() if untrusted(event):
                return self._ask(event.party, event.turn, DOUBT, event.end_ms)
            case ConfirmationAsked():
                self._asked_about[event.turn] = event.party
            case ConfirmationAnswered() if event.answer is ConfirmAnswer.REPEAT:
                # A doctor who is to repeat is told so by the answer itself.
                if self._asked_about.get(event.turn) is Party.PATIENT:
                    lang = self._attribution.lang(Party.PATIENT)
                    return AskedAgain(Party.PATIENT, lang, event.turn, CONFIRMATION)
        return None

    def _ask_for_sound(self, gap: AudioGap) -> AskedAgain | None:
        who = gap.party or self._attribution.last or Party.PATIENT
        now_s = self._clock()
        if now_s - self._asked_s.get(who, -EVERY_S) < EVERY_S:
            return None
        self._asked_s[who] = now_s
        return self._ask(who, 0, gap.code, gap.at_ms + gap.lost_ms)

    def _ask(self, who: Party | None, turn: int, code: str, lost_to_ms: int) -> AskedAgain:
        """Ask for what was said until ``lost_to_ms``; later words may be under way already."""
        lang = self._attribution.lang(who or Party.CLINICIAN)
        # A doctor is told which sentence it is, and what follows it is the next one.
        told = who is Party.CLINICIAN and turn > 0
        since_ms = lost_to_ms if told else lost_to_ms + GOES_ON_MS
        return AskedAgain(who, lang, turn, code, max(since_ms, self._now_ms()))
