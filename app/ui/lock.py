"""Locking: nobody was here for a while, so the key is put away and the screens are covered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_HUMAN = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)
"""Events that only a person makes."""


class IdleTimer(QObject):
    """``idle`` when no person has touched anything for ``after_ms``; 0 never."""

    idle = Signal()

    def __init__(self, after_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self.set_after(after_ms)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def set_after(self, after_ms: int) -> None:
        """Count anew, with another time."""
        self._after_ms = after_ms
        self.touch()

    def touch(self) -> None:
        """Somebody is here."""
        if self._after_ms:
            self._timer.start(self._after_ms)
        else:
            self._timer.stop()

    @property
    def remaining_ms(self) -> int:
        """Until ``idle``; -1 when it is not counting."""
        return self._timer.remainingTime()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch, and let everything pass."""
        if event.type() in _HUMAN:
            self.touch()
        return False


class Curtain(QWidget):
    """Hides everything in a window, of whatever size it becomes."""

    def __init__(self, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#curtain {{ background: {colour}; }}")
        self._window = window
        window.installEventFilter(self)
        self._fit()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())

    def lift(self) -> None:
        """Show the window again."""
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()


class ScreenLock(QObject):
    """Covers windows and lets them go. Signals: ``locked``, ``unlocked``."""

    locked = Signal()
    unlocked = Signal()

    def __init__(self, windows: Callable[[], list[tuple[QWidget, str]]], parent: QObject) -> None:
        """``windows`` gives what to cover, and with which colour."""
        super().__init__(parent)
        self._windows = windows
        self._curtains: list[Curtain] = []

    @property
    def is_locked(self) -> bool:
        """Whether the curtains are down."""
        return bool(self._curtains)

    def lock(self) -> None:
        """Cover everything; a second call does nothing."""
        if self._curtains:
            return
        self._curtains = [Curtain(window, colour) for window, colour in self._windows()]
        self.locked.emit()

    def unlock(self) -> None:
        """Show everything again."""
        curtains, self._curtains = self._curtains, []
        for curtain in curtains:
            # A window that was closed meanwhile has taken its curtain with it.
            if isValid(curtain):
                curtain.lift()
        self.unlocked.emit()
