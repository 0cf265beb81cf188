"""Speech that was lost or cannot be trusted: the right person is asked to say it again.

Silence and noise never come here: nobody is asked to repeat what was not said. Used by the
processor thread only.
"""

from __future__ import annotations

from app.records.model import Party
from app.session.attribution import Attribution
from app.session.capture import Clock
from app.session.events import AskedAgain, AudioGap, SessionEvent, Subtitle, Unprocessed
from app.session.hold import DOUBT
from translation.confidence import Sureness

EVERY_S = 8.0
"""One person is not asked more often than this: a broken microphone must not nag."""

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
    """Decides who is asked again, and not too often."""

    def __init__(self, attribution: Attribution, clock: Clock) -> None:
        self._attribution = attribution
        self._clock = clock
        self._asked_s: dict[Party, float] = {}

    def after(self, event: SessionEvent) -> AskedAgain | None:
        """The question that follows from ``event``, if there is one to ask."""
        match event:
            case AudioGap() if event.in_speech:
                return self._ask(event.party, 0, event.code)
            case Unprocessed() if event.code in REPEATABLE:
                return self._ask(event.party, event.turn, event.code)
            case Subtitle() if event.revision == 1 and event.party is Party.PATIENT:
                # A doctor's turn of this kind is held, which asks the doctor already.
                if event.confidence.level is Sureness.DOUBT:
                    return self._ask(event.party, event.turn, DOUBT)
        return None

    def _ask(self, party: Party | None, turn: int, code: str) -> AskedAgain | None:
        who = party or self._attribution.last or Party.PATIENT
        now_s = self._clock()
        if now_s - self._asked_s.get(who, -EVERY_S) < EVERY_S:
            return None
        self._asked_s[who] = now_s
        return AskedAgain(who, self._attribution.lang(who), turn, code)
