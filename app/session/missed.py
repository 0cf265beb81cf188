"""Speech that was lost or cannot be trusted: the right person is asked to say it again.

Silence and noise never come here: nobody is asked to repeat what was not said. Used by the
processor thread only.
"""

from __future__ import annotations

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


class Missed:
    """Decides who is asked again, and for lost sound not too often."""

    def __init__(self, attribution: Attribution, clock: Clock) -> None:
        self._attribution = attribution
        self._clock = clock
        self._asked_s: dict[Party, float] = {}
        self._asked_about: dict[int, Party] = {}
        """Whose words the patient was asked to confirm, by turn."""

    def after(self, event: SessionEvent) -> AskedAgain | None:
        """The question that follows from ``event``, if there is one to ask."""
        match event:
            case AudioGap() if event.in_speech:
                return self._ask_for_sound(self._who(event.party), event.code)
            case Unprocessed() if event.code in REPEATABLE:
                return self._ask(event.party, event.turn, event.code)
            case Subtitle() if event.revision == 1 and event.party is Party.PATIENT:
                # A doctor's turn of this kind is held, which asks the doctor already.
                if event.confidence.level is Sureness.DOUBT:
                    return self._ask(event.party, event.turn, DOUBT)
            case ConfirmationAsked():
                self._asked_about[event.turn] = event.party
            case ConfirmationAnswered() if event.answer is ConfirmAnswer.REPEAT:
                # A doctor who is to repeat is told so by the answer itself.
                if self._asked_about.get(event.turn) is Party.PATIENT:
                    return self._ask(Party.PATIENT, event.turn, CONFIRMATION)
        return None

    def _who(self, party: Party | None) -> Party:
        return party or self._attribution.last or Party.PATIENT

    def _ask_for_sound(self, who: Party, code: str) -> AskedAgain | None:
        now_s = self._clock()
        if now_s - self._asked_s.get(who, -EVERY_S) < EVERY_S:
            return None
        self._asked_s[who] = now_s
        return self._ask(who, 0, code)

    def _ask(self, who: Party | None, turn: int, code: str) -> AskedAgain:
        return AskedAgain(who, self._attribution.lang(who or Party.CLINICIAN), turn, code)
