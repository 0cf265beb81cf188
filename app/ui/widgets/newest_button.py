"""Over the lower edge of the conversation: how many turns came in below, and the way to them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton

from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.turn_list import TurnList


class NewestButton(QPushButton):
    """Shown only while there are turns that the doctor has not seen."""

    def __init__(self, turns: TurnList, style: Style) -> None:
        super().__init__(turns)
        self._turns = turns
        self.setProperty("kind", "primary")
        self.set_style(style)
        self.hide()
        self.clicked.connect(turns.go_to_newest)
        turns.unseen_changed.connect(self._show_unseen)
        # The viewport has its new height only after the list itself has told of its own.
        turns.viewport().installEventFilter(self)

    def set_style(self, style: Style) -> None:
        """Another type size or language."""
        self._style = style
        self.setText(style.texts.get("turns.newest", n=0))
        self.setAccessibleName(style.texts.get("turns.newest", n=0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge when the list has another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _show_unseen(self, count: int) -> None:
        self.setText(self._style.texts.get("turns.newest", n=count))
        self.setVisible(count > 0)
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        view = self._turns.viewport().geometry()
        x = view.left() + (view.width() - self.width()) // 2
        self.move(x, view.top() + view.height() - self.height() - UNIT)
