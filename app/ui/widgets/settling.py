"""A press so soon after something took another thing's place was meant for what stood there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SETTLE_MS = 700


class Settling(QTimer):
    """Runs while presses are to decide nothing; then ``over`` is called."""

    def __init__(self, over: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(SETTLE_MS)
        self.timeout.connect(over)
        self._shown: object = None

    def show(self, shown: object) -> bool:
        """``shown`` stands there now; what already stood there may be pressed as before.

        Returns whether it is something else.
        """
        new = shown != self._shown
        if new:
            self._shown = shown
            self.start()
        return new
