"""Small parts that several windows are made of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.icons import icon
from app.ui.theme import Theme


class OneLine(QLabel):
    """Plain words on one line, cut at its end where they do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def label(text: str, role: str, parent: QWidget | None = None, wrap: bool = False) -> QLabel:
    """A label in the look of ``role`` (see `app.ui.stylesheet`)."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin horizontal line."""
    made = QFrame(parent)
    made.setObjectName("rule")
    return made


def set_icon(
    button: QPushButton | QToolButton, name: str, theme: Theme, colour: str = "", size: int = 20
) -> None:
    """Give ``button`` the icon ``name`` in its own ink, or in ``colour``."""
    c = theme.colours
    button.setIcon(icon(name, colour or c.ink, c.faint, size))
    button.setIconSize(QSize(size, size))


def name(widget: QWidget, words: str, keys: str = "") -> None:
    """The accessible name and the tool tip of ``widget``; the tip also tells its keys."""
    widget.setAccessibleName(words)
    widget.setToolTip(f"{words}  ({keys})" if keys else words)


def restyle(widget: QWidget, **properties: object) -> bool:
    """Set style properties and have the style sheet look again; False if none was new."""
    changed = False
    for key, value in properties.items():
        if widget.property(key) != value:
            widget.setProperty(key, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
    return changed


def takes_keys(widget: QWidget | None) -> bool:
    """Could whoever is at the keyboard be typing into ``widget``? Not once it is gone or grey."""
    return widget is not None and widget.isVisible() and widget.isEnabled()


def set_text(widget: QLabel | QPushButton, text: str) -> None:
    """Set a text only when it is another one: no repaint, no layout for nothing."""
    if widget.text() != text:
        widget.setText(text)
