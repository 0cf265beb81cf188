"""The answers of a choice: one large button each, one tap answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from app.ui.theme import TOUCH_LARGE, UNIT
from app.ui.view_state import Choice, Option
from app.ui.widgets.button_fit import fit_buttons
from app.ui.widgets.fitted_text import SentencesLook

ONE_COLUMN = 4
"""Up to so many answers stand below each other; more in two or three columns."""
TWO_COLUMNS = 8
_WANTED_PX = 36


class ChoiceGrid(QWidget):
    """Signal ``chosen(Option)``."""

    chosen = Signal(object)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._choice: Choice | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setSpacing(UNIT * 2)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        self._look = look
        if self._choice is not None:
            for option in self._choice.options:
                self._name(self.buttons[option.id], option)
            self._fit()

    def show_choice(self, choice: Choice) -> None:
        """Offer these answers; the same again changes nothing."""
        if choice == self._choice:
            return
        self._choice = choice
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = {}
        columns = self._columns
        for place, option in enumerate(choice.options):
            button = QPushButton(self)
            policy = QSizePolicy.Policy.Expanding
            button.setSizePolicy(policy, policy)
            button.setMinimumHeight(TOUCH_LARGE)
            button.clicked.connect(lambda _=False, each=option: self.chosen.emit(each))
            self._name(button, option)
            self.buttons[option.id] = button
            self._grid.addWidget(button, place // columns, place % columns)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words take the size in which all fit."""
        super().resizeEvent(event)
        self._fit()

    @property
    def _columns(self) -> int:
        count = len(self._choice.options) if self._choice is not None else 0
        return 1 if count <= ONE_COLUMN else 2 if count <= TWO_COLUMNS else 3

    def _name(self, button: QPushButton, option: Option) -> None:
        words = option.text(self._look.texts.code)
        button.setText(words)
        button.setAccessibleName(words)

    def _fit(self) -> None:
        if self.buttons:
            columns = self._columns
            width = (self.width() - UNIT * 2 * (columns - 1)) / columns
            fit_buttons(list(self.buttons.values()), self._look, _WANTED_PX, width)
