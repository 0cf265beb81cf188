"""Full pages of the patient screen: a message, and the consent with its two buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import icon, pixmap
from app.ui.languages import language
from app.ui.theme import TOUCH_TARGET, UNIT
from app.ui.widgets.fitted_text import SentencesLook

POINTS = {
    "machine": "interpreter",
    "mistakes": "warning",
    "local": "shield",
    "record": "record",
}
"""What the patient is told before the start, with the icon of each."""


def page_pixels(height: int, width: int) -> float:
    """Type size of a full page, from the size of the window."""
    return min(36.0, max(17.0, min(height / 30, width / 46)))


class MessagePage(QWidget):
    """An icon, a title, a sentence or two; nothing to press."""

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._key = "welcome"
        self._icon_name = "logo"
        self._icon = QLabel(self)
        self._title = QLabel(self)
        self._body = QLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 6, UNIT * 4, UNIT * 6, UNIT * 4)
        layout.setSpacing(UNIT * 3)
        layout.addStretch(2)
        for part in (self._icon, self._title, self._body):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setWordWrap(True)
            part.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(part)
        layout.addStretch(3)

    def show_message(self, look: SentencesLook, key: str, icon_name: str) -> None:
        """The texts ``patient.<key>.title`` and ``.body`` under an icon."""
        self._look, self._key, self._icon_name = look, key, icon_name
        pixels = page_pixels(self.height(), self.width())
        code = look.texts.code
        self._title.setFont(look.fonts.font(code, pixels * 1.7, bold=True))
        self._body.setFont(look.fonts.font(code, pixels * 1.1))
        for part in (self._title, self._body):
            part.setContentsMargins(0, round(pixels * 0.35), 0, 0)
        self._title.setText(look.texts.get(f"patient.{key}.title"))
        self._body.setText(look.texts.get(f"patient.{key}.body"))
        self._icon.setPixmap(pixmap(icon_name, look.colours.accent, round(pixels * 3)))


class ConsentPage(QWidget):
    """Consent and limits, in the patient's language. Signals: ``agreed``, ``interpreter``."""

    agreed = Signal()
    interpreter = Signal()

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._question = QLabel(self)
        self.sound = QPushButton(self)
        """Pressed down: the patient's voice may be kept. Only there where that is asked."""
        self.sound.setCheckable(True)
        self.sound.hide()
        self.sound.toggled.connect(lambda _on: self._draw_sound())
        self._icons: dict[str, QLabel] = {}
        self._texts: dict[str, QLabel] = {}
        self._cards: list[QFrame] = []
        self.agree = QPushButton(self)
        self.agree.setProperty("kind", "primary")
        self.agree.clicked.connect(self.agreed)
        self.ask = QPushButton(self)
        self.ask.clicked.connect(self.interpreter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 6, UNIT * 4, UNIT * 6, UNIT * 4)
        layout.setSpacing(UNIT * 2)
        layout.addStretch(1)
        layout.addWidget(self._title)
        layout.addSpacing(UNIT)
        for key in POINTS:
            layout.addWidget(self._point(key))
        layout.addWidget(self.sound)
        layout.addSpacing(UNIT)
        layout.addWidget(self._question)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT * 2)
        for button in (self.agree, self.ask):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        layout.addLayout(buttons)
        layout.addStretch(1)
        for text in (self._title, self._question):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
        self._look = look
        self.set_look(look)

    def ask_sound(self, asked: bool) -> None:
        """Ask, or do not ask, whether the voice may be kept; nothing is agreed to yet."""
        self.sound.setChecked(False)
        self.sound.setHidden(not asked)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(UNIT if asked else UNIT * 2)
        self.set_look(self._look)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size of the window, or language."""
        self._look = look
        texts, c = look.texts, look.colours
        pixels = self._pixels()
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft
            if language(texts.code).rtl
            else Qt.LayoutDirection.LeftToRight
        )
        self._title.setFont(look.fonts.font(texts.code, pixels * 1.5, bold=True))
        # Vowel signs of Hindi rise above the font's own height.
        for text in (self._title, self._question):
            text.setContentsMargins(0, round(pixels * 0.35), 0, 0)
        self._title.setText(texts.get("patient.consent.title"))
        self._question.setFont(look.fonts.font(texts.code, pixels, bold=True))
        self._question.setText(texts.get("patient.consent.question"))
        for key, icon_name in POINTS.items():
            self._texts[key].setFont(look.fonts.font(texts.code, pixels))
            choice = key == "record" and not self.sound.isHidden()
            words = "patient.consent.record_choice" if choice else f"patient.consent.{key}"
            self._texts[key].setText(texts.get(words))
            self._icons[key].setPixmap(pixmap(icon_name, c.accent, round(pixels * 1.5)))
        for button, key, name, colour in (
            (self.agree, "agree", "check", c.on_accent),
            (self.ask, "interpreter", "interpreter", c.ink),
        ):
            button.setFont(look.fonts.font(texts.code, pixels * 1.05, bold=True))
            button.setText(" " + texts.get(f"patient.consent.{key}"))
            button.setAccessibleName(texts.get(f"patient.consent.{key}"))
            button.setIcon(icon(name, colour, size=round(pixels * 1.4)))
            button.setIconSize(QSize(round(pixels * 1.4), round(pixels * 1.4)))
            button.setMinimumHeight(max(TOUCH_TARGET, round(pixels * 3)))
        self._draw_sound()

    def _pixels(self) -> float:
        """Size of the type: smaller where one more thing is asked."""
        pixels = page_pixels(self.height(), self.width())
        return pixels if self.sound.isHidden() else pixels * 0.83

    def _draw_sound(self) -> None:
        look, c = self._look, self._look.colours
        pixels = self._pixels()
        size = round(pixels * 1.4)
        self.sound.setFont(look.fonts.font(look.texts.code, pixels * 0.95))
        self.sound.setText(" " + look.texts.get("patient.consent.sound"))
        self.sound.setAccessibleName(look.texts.get("patient.consent.sound"))
        drawn = ("check", c.on_accent) if self.sound.isChecked() else ("microphone", c.ink)
        self.sound.setIcon(icon(*drawn, size=size))
        self.sound.setIconSize(QSize(size, size))
        self.sound.setProperty("kind", "primary" if self.sound.isChecked() else "")
        self.sound.style().unpolish(self.sound)
        self.sound.style().polish(self.sound)
        self.sound.setMinimumHeight(max(TOUCH_TARGET, round(pixels * 2.4)))

    def _point(self, key: str) -> QFrame:
        card = QFrame(self)
        card.setObjectName("point")
        row = QHBoxLayout(card)
        row.setContentsMargins(UNIT * 2, UNIT * 1, UNIT * 2, UNIT * 1)
        row.setSpacing(UNIT * 2)
        self._icons[key] = QLabel(card)
        self._texts[key] = QLabel(card)
        self._texts[key].setWordWrap(True)
        self._texts[key].setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._icons[key], 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._texts[key], 1)
        return card
