"""The strip at the foot of the patient screen: what happens now, and the way to a human."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.icons import pixmap
from app.ui.theme import TOUCH_TARGET, UNIT
from app.ui.widgets.fitted_text import SMALLEST_PX, SentencesLook
from app.ui.widgets.parts import restyle

LEAST_PX = 22


class PatientStrip(QFrame):
    """Its height does not depend on the words: the sentence above stays where it is.

    Signal ``interpreter_asked``.
    """

    interpreter_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._look: SentencesLook | None = None
        self._pixels = 0.0
        self._icon = QLabel(self)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.ask = QPushButton(self)
        # A touch must not leave the keyboard on it: the next Space would call somebody.
        self.ask.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ask.clicked.connect(self.interpreter_asked)
        row = QHBoxLayout(self)
        # Margins are the same on both sides: Qt mirrors the order of a row, but not them.
        row.setContentsMargins(UNIT, 0, UNIT, 0)
        row.setSpacing(UNIT * 2)
        row.addSpacing(UNIT * 2)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.ask)

    def show_words(
        self, look: SentencesLook, words: str, icon: str, colour: str, tone: str, page_px: float
    ) -> None:
        """Say ``words``; ``tone`` is "calm", "notice" or "good", ``page_px`` the size of a page's
        type, for the strip's own."""
        self._look = look
        self._pixels = pixels = max(LEAST_PX, min(look.pixels * 0.5, page_px * 1.3))
        self._icon.setPixmap(pixmap(icon, colour, round(pixels * 1.3)))
        self.ask.setText(look.texts.get("patient.consent.interpreter"))
        self.ask.setFont(look.fonts.font(look.texts.code, max(SMALLEST_PX, pixels * 0.75)))
        button = self.ask.sizeHint()
        self.ask.setMinimumWidth(button.width())
        tall = max(TOUCH_TARGET, button.height()) + UNIT * 2
        self.setFixedHeight(round(max(tall, pixels * 2.4)))
        self.words.setText(words)
        self.setAccessibleName(words)
        changed = restyle(self, tone=tone)
        for child in (self.words, self._icon) if changed else ():
            child.style().unpolish(child)
            child.style().polish(child)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words take the size in which they fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The largest type in which the words fit beside the button, in lines."""
        if self._look is None:
            return
        width = self.width() - self.ask.minimumWidth() - self._pixels * 1.3 - UNIT * 8
        height = self.height() - UNIT
        code, words = self._look.texts.code, self.words.text()
        pixels = self._pixels
        font = self._look.fonts.font(code, pixels, bold=self.property("tone") != "calm")
        while pixels > SMALLEST_PX and not _fits(words, font, width, height):
            pixels -= 1
            font.setPixelSize(round(pixels))
        self.words.setFont(font)


def _fits(words: str, font: QFont, width: float, height: float) -> bool:
    space = QRectF(0, 0, width, height)
    taken = QFontMetricsF(font).boundingRect(space, Qt.TextFlag.TextWordWrap, words)
    return taken.height() <= height and taken.width() <= width
