"""The place of a held turn's reasons and texts: it scrolls by keys, and tells what is in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class HeldScroll(QScrollArea):
    """Signal ``moved``: something else is in sight. ``page_keys`` scroll it, wherever in the
    window the keyboard is: where it has more than it shows, the conversation shows nothing."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys_free = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        pages = {
            "PgDown": lambda: bar.setValue(bar.value() + self._page),
            "PgUp": lambda: bar.setValue(bar.value() - self._page),
            "Home": lambda: bar.setValue(0),
            "End": lambda: bar.setValue(bar.maximum()),
        }
        self.page_keys = [QShortcut(QKeySequence(keys), self) for keys in pages]
        for shortcut, slot in zip(self.page_keys, pages.values(), strict=True):
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)
        bar.valueChanged.connect(self.moved)
        bar.rangeChanged.connect(self._fitted)
        self._fitted()

    @property
    def sight(self) -> tuple[int, int]:
        """From where to where its contents are in sight."""
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def free_keys(self, free: bool) -> None:
        """While something is being written the keys belong to that."""
        self._keys_free = free
        self._fitted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less is in sight."""
        super().resizeEvent(event)
        self.moved.emit()

    @property
    def _page(self) -> int:
        """What was at the edge can still be seen on the next page."""
        return max(1, self.viewport().height() * 4 // 5)

    def _fitted(self) -> None:
        more = self.verticalScrollBar().maximum() > 0
        for shortcut in self.page_keys:
            shortcut.setEnabled(more and self._keys_free)
        self.moved.emit()
