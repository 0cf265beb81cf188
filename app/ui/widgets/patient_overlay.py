"""The patient screen's few controls: shown while somebody moves the mouse, then gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.icons import icon
from app.ui.languages import language
from app.ui.theme import UNIT
from app.ui.widgets.fitted_text import SentencesLook

SHOWN_MS = 3500
ICON = 24
LETTERS = {"smaller": "A−", "bigger": "A+"}
CONTROLS = ("smaller", "bigger", "theme", "source", "fullscreen")


class Overlay(QFrame):
    """Buttons in the upper corner, one for each of `CONTROLS`."""

    def __init__(self, slots: Mapping[str, Callable[[], None]], parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self.setObjectName("overlay")
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        row.setSpacing(UNIT)
        for key in CONTROLS:
            button = QPushButton(LETTERS.get(key, ""), self)
            # A touch must not take the keyboard away from the answers.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(slots[key])
            button.clicked.connect(self.appear)
            self.buttons[key] = button
            row.addWidget(button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._rtl = False
        self.hide()

    def set_look(self, look: SentencesLook, dark: bool, fullscreen: bool) -> None:
        """Icons and names for the state that the buttons would change."""
        self._rtl = language(look.texts.code).rtl
        icons = {
            "theme": "sun" if dark else "moon",
            "source": "doctor",
            "fullscreen": "shrink" if fullscreen else "expand",
        }
        for key, button in self.buttons.items():
            button.setFont(look.fonts.font("en", 20, bold=True))
            button.setAccessibleName(look.texts.get(f"patient.control.{key}"))
            button.setToolTip(button.accessibleName())
            if key in icons:
                button.setIcon(icon(icons[key], look.colours.ink, size=ICON))
                button.setIconSize(QSize(ICON, ICON))
        self.place()

    def place(self) -> None:
        """Into the upper corner where lines end."""
        self.adjustSize()
        x = UNIT if self._rtl else self._owner.width() - self.width() - UNIT
        self.move(x, UNIT)

    def appear(self) -> None:
        """Show for a while."""
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
