"""A message above the turns: what happened, what was kept, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.ui import view_state
from app.ui.icons import pixmap
from app.ui.texts import Texts
from app.ui.theme import UNIT, Theme
from app.ui.view_state import Severity
from app.ui.widgets.parts import label, name, restyle, set_icon

_ICONS = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "error"}
ICON = 24


class Banner(QFrame):
    """Shows a `view_state.Banner`; hidden while there is none."""

    dismissed = Signal()

    def __init__(self, texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._theme = texts, theme
        self._shown: view_state.Banner | None = None
        self.setObjectName("banner")
        self._icon = QLabel(self)
        self._title = label("", "body", self, wrap=True)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._kept = label("", "body", self, wrap=True)
        self._next = label("", "body", self, wrap=True)
        self._close = QToolButton(self)
        self._close.setProperty("flat", True)
        self._close.clicked.connect(self.dismissed)
        words = QVBoxLayout()
        words.setSpacing(UNIT // 2)
        for part in (self._title, self._kept, self._next):
            words.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 1, UNIT, UNIT * 1)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def words(self) -> str:
        """All that is said, for tests."""
        return "\n".join(x.text() for x in (self._title, self._kept, self._next) if x.text())

    def set_look(self, texts: Texts, theme: Theme) -> None:
        """Another language or theme."""
        self._texts, self._theme = texts, theme
        self._draw()

    def set_banner(self, banner: view_state.Banner | None) -> None:
        """Show ``banner``, or nothing."""
        if banner != self._shown:
            self._shown = banner
            self._draw()

    def _draw(self) -> None:
        name(self._close, self._texts.get("banner.dismiss"))
        set_icon(self._close, "close", self._theme, size=18)
        banner = self._shown
        self.setVisible(banner is not None)
        if banner is None:
            return
        values = {k: self._texts.value(v) for k, v in banner.values if k != "code"}
        colours = self._theme.colours
        colour = {
            Severity.INFO: colours.primary,
            Severity.WARNING: colours.warning,
            Severity.ERROR: colours.danger,
        }[banner.severity]
        self._icon.setPixmap(pixmap(_ICONS[banner.severity], colour, ICON))
        for part, widget in (("what", self._title), ("kept", self._kept), ("next", self._next)):
            words = self._texts.code_text(f"banner.{part}", banner.code, **values)
            if part == "next" and banner.severity is Severity.ERROR:
                words = f"{words} ({_for_support(banner)})".strip()
            widget.setText(words)
            widget.setVisible(bool(words))
        self.setAccessibleName(self.words)
        restyle(self, severity=banner.severity.value)


def _for_support(banner: view_state.Banner) -> str:
    """The code with its details: what IT staff asks for first."""
    details = ", ".join(f"{key}={value}" for key, value in banner.values if key != "code")
    return f"{banner.code}: {details}" if details else banner.code
