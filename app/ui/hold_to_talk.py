"""Hold to talk: whose button or key is held down, and the session told of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.session.control import SessionControl
from app.session.events import Party

KEYS = {
    Qt.Key.Key_Space: Party.CLINICIAN,
    Qt.Key.Key_F7: Party.CLINICIAN,
    Qt.Key.Key_F8: Party.PATIENT,
}


class HoldToTalk(QObject):
    """Signal ``changed(party or None)``: who is held to be talking."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._control: SessionControl | None = None
        self._listening = False
        self._party: Party | None = None

    def attach(self, control: SessionControl | None) -> None:
        """Tell this session from now on."""
        self.release()
        self._control = control

    def set_listening(self, listening: bool) -> None:
        """Only while the session listens can anything be held."""
        self._listening = listening
        if not listening:
            self.release()

    def press(self, event: QKeyEvent) -> bool:
        """A key went down; False if it is none for talking."""
        party = KEYS.get(Qt.Key(event.key()))
        if party is not None and not event.isAutoRepeat():
            self.hold(party)
        return party is not None

    def let_go(self, event: QKeyEvent) -> bool:
        """A key came up; False if it is none for talking."""
        party = KEYS.get(Qt.Key(event.key()))
        if party is not None and party is self._party and not event.isAutoRepeat():
            self.release()
        return party is not None

    def hold(self, party: Party | None) -> None:
        """The sound belongs to ``party`` until released; None releases."""
        if party is None:
            self.release()
        elif self._control is not None and self._listening:
            self._party = party
            self._control.hold_to_talk(party)
            self.changed.emit(party)

    def release(self) -> None:
        """Nobody is held to be talking any more."""
        if self._party is None:
            return
        self._party = None
        if self._control is not None:
            self._control.hold_to_talk(None)
        self.changed.emit(None)
