"""Typed turns that the session has not answered: what could not be sent comes back."""

from __future__ import annotations

from app.session.events import Held, NotDone, Origin, Party, SessionEvent, Subtitle, Unprocessed

Typed = tuple[Party, str]


class TypedTurns:
    """What was typed and sent, in order: the session answers one after the other."""

    def __init__(self) -> None:
        self._waiting: list[Typed] = []

    def sent(self, party: Party, text: str) -> None:
        """The session was given ``text``."""
        self._waiting.append((party, text))

    def hear(self, event: SessionEvent) -> Typed | None:
        """What ``event`` says was not done."""
        if not self._waiting:
            return None
        turn = event.turn if isinstance(event, Held) else event
        if isinstance(turn, Subtitle):
            # With an attestation it was held before: that was its answer.
            if turn.origin is Origin.TYPED and turn.revision == 1 and turn.attested is None:
                self._waiting.pop(0)
        elif isinstance(turn, NotDone) and turn.command == "type":
            # A session that does not run answers at once, past those that still wait.
            return self._waiting.pop(-1 if turn.code == "session.not_running" else 0)
        elif isinstance(turn, Unprocessed) and turn.party is self._waiting[0][0]:
            # What took no time was not said: the record refused what was typed.
            return self._waiting.pop(0) if turn.start_ms == turn.end_ms else None
        return None
