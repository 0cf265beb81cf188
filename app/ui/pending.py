"""Corrections that were sent to the session and have not taken effect: none is ever forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.session.events import (
    Attested,
    Held,
    NotDone,
    Released,
    SessionEvent,
    StateChanged,
    Subtitle,
)

_GIVEN_UP = (Attested.ASKED_AGAIN, Attested.PHRASE, Attested.NOT_SENT)
"""What the doctor does with a held turn who does not want its correction any more either."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Another text for one side of a turn; ``of_source``: of what was said."""

    turn: int
    of_source: bool
    text: str

    def says(self, turn: Subtitle) -> bool:
        """Does the turn say by now what it was corrected to?"""
        return self.text == (turn.text if self.of_source else turn.translation)


class Pending(QObject):
    """At most one correction a turn, from being sent until the turn says so or the doctor gives
    it up. Signal ``changed``."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corrections: dict[int, Correction] = {}
        self._waiting: set[int] = set()

    @property
    def all(self) -> tuple[Correction, ...]:
        """Every one that has not taken effect."""
        return tuple(self._corrections.values())

    def of(self, turn: int) -> Correction | None:
        """What was to become of ``turn``."""
        return self._corrections.get(turn)

    def is_waiting(self, turn: int) -> bool:
        """True until the session has answered: another correction would come too soon."""
        return turn in self._waiting

    @property
    def failed(self) -> frozenset[int]:
        """Turns whose correction was not carried out."""
        return frozenset(self._corrections) - self._waiting

    def sent(self, correction: Correction) -> None:
        """The session was given ``correction``."""
        self._corrections[correction.turn] = correction
        self._waiting.add(correction.turn)
        self.changed.emit()

    def drop(self, turn: int) -> None:
        """The doctor does not want it any more, or it has taken effect."""
        self._waiting.discard(turn)
        if self._corrections.pop(turn, None) is not None:
            self.changed.emit()

    def clear(self) -> None:
        """Another consultation."""
        self._corrections.clear()
        self._waiting.clear()
        self.changed.emit()

    def hear(self, event: SessionEvent) -> None:
        """What the session said: was it the answer to a correction?"""
        match event:
            case NotDone(command="correct" | "correct_translation", turn=turn):
                self._answered(turn)
            case Subtitle():
                self._follow(event)
            case Held(turn=held):
                self._follow(held)
            case Released(turn=turn, what=what) if what in _GIVEN_UP:
                self.drop(turn)
            case StateChanged(state="failed"):
                # Whether an answer will come is not known: the words can be opened at least.
                for turn in tuple(self._waiting):
                    self._answered(turn)
            case _:
                pass

    def _answered(self, turn: int) -> None:
        if turn in self._waiting:
            self._waiting.discard(turn)
            self.changed.emit()

    def _follow(self, turn: Subtitle) -> None:
        correction = self._corrections.get(turn.turn)
        if correction is not None and correction.says(turn):
            self.drop(turn.turn)
