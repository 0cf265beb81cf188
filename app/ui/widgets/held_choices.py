"""The buttons of a held turn: in one row where they fit, else in more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import name, set_icon, set_text

CHOICES = {
    "send": ("F9", "check"),
    "correct": ("F2", "edit"),
    "again": ("F6", "retry"),
    "phrase": ("Ctrl+P", "phrase"),
    "withdraw": ("", "close"),
    "next": ("", "down"),
}
EDITING = {"correct": ("Enter", "check"), "cancel": ("Esc", "close")}
"""The choices while a correction is open: the main button sends it then."""
LEAST_BUTTON = 80


class HeldChoices(QGridLayout):
    """Signal ``pressed(choice)``. Which of them can be pressed is the card's to say."""

    pressed = Signal(str)

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__()
        self.setSpacing(UNIT)
        self._style = style
        self._editing = False
        self._later = False
        self._placed: tuple[tuple[str, ...], int] = ((), 0)
        self.buttons: dict[str, QPushButton] = {}
        for key in CHOICES | EDITING:
            button = QPushButton(parent)
            button.setMinimumWidth(LEAST_BUTTON)
            if key == "correct":
                button.setProperty("kind", "primary")
            button.clicked.connect(lambda _=False, each=key: self.pressed.emit(each))
            self.buttons[key] = button

    @property
    def offered(self) -> frozenset[str]:
        """Those that can be pressed."""
        return frozenset(key for key, button in self.buttons.items() if button.isEnabled())

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        self._name()

    def show_of(self, *, editing: bool, later: bool, several: bool) -> None:
        """Those of an open correction, or of a turn; ``later``: it is not sent at once; ``several``
        turns are held."""
        self._editing, self._later = editing, later
        there = EDITING if editing else CHOICES
        for key, button in self.buttons.items():
            button.setVisible(key in there and (key != "next" or several))

    def place(self, width: int) -> None:
        """Put them into so many columns as fit ``width``, without their keys if need be."""
        shown = tuple(key for key, button in self.buttons.items() if not button.isHidden())
        self._name()
        columns = next((n for n in (len(shown), 3, 2) if self._fits(shown, n, width)), 0)
        if not columns:
            columns = 2
            self._name(with_keys=False)
        if (shown, columns) == self._placed:
            return
        self._placed = shown, columns
        for at, key in enumerate(shown):
            self.addWidget(self.buttons[key], at // columns, at % columns)

    def _name(self, *, with_keys: bool = True) -> None:
        texts, theme = self._style.texts, self._style.theme
        for key, (keys, icon) in (CHOICES | EDITING if self._editing else CHOICES).items():
            button = self.buttons[key]
            words = texts.get(f"held.{self._word(key)}")
            set_text(button, f" {words}  {keys if with_keys else ''}".rstrip())
            name(button, words, keys)
            set_icon(button, icon, theme, theme.colours.on_primary if key == "correct" else "", 18)

    def _word(self, key: str) -> str:
        if key == "correct" and self._editing:
            return "submit"
        return "send_later" if key == "send" and self._later else key

    def _fits(self, shown: tuple[str, ...], columns: int, width: int) -> bool:
        widths = [self.buttons[key].sizeHint().width() for key in shown]
        wanted = sum(max(widths[n::columns], default=0) + UNIT for n in range(columns))
        return wanted + UNIT * 3 <= width
