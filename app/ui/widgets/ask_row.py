"""The question to the patient under the newest sentence: is this right, repeat, not understood."""

from __future__ import annotations

import math
from bisect import bisect_left

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.session.events import ConfirmAnswer, ConfirmKind
from app.ui.icons import icon
from app.ui.languages import RLM, isolated, language
from app.ui.line_breaks import unbroken
from app.ui.theme import TOUCH_LARGE, UNIT
from app.ui.view_state import PatientAsk
from app.ui.widgets.ask_digits import AskDigits
from app.ui.widgets.fitted_text import SentencesLook

_ANSWERS = {
    ConfirmAnswer.YES: "check",
    ConfirmAnswer.REPEAT: "retry",
    ConfirmAnswer.NOT_UNDERSTOOD: "help",
}
_KEYS = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), _ANSWERS, strict=True))
SMALLEST_PX = 16
QUOTE_CHARACTERS = 90
DIGITS_SHARE = 0.2
"""What one number may take of the row: the words of the buttons must stay readable."""


def fit_buttons(
    buttons: list[QPushButton], look: SentencesLook, wanted_px: float, width: float
) -> None:
    """One type size for ``buttons``, the largest up to ``wanted_px`` in which all words fit."""
    words = [button.text().strip() for button in buttons]

    def too_wide(pixels: float) -> bool:
        metrics = QFontMetricsF(look.fonts.font(look.texts.code, pixels, bold=True))
        widest = max((metrics.horizontalAdvance(each) for each in words), default=0)
        return widest + pixels * 1.6 + UNIT * 6 > width

    # Steps of one pixel from the wanted size down, searched by halves: fonts are dear to make.
    steps = range(max(0, math.ceil(wanted_px - SMALLEST_PX)))
    pixels = wanted_px - bisect_left(steps, True, key=lambda step: not too_wide(wanted_px - step))
    for button in buttons:
        button.setFont(look.fonts.font(look.texts.code, pixels, bold=True))
        button.setIconSize(QSize(round(pixels * 1.2), round(pixels * 1.2)))


class AskRow(QFrame):
    """Three large buttons and the keys that press them: 1, 2, 3. Signal ``answered(turn, answer)``.

    It takes the keyboard when it appears, but no button is chosen beforehand: a stray Enter
    confirms nothing.
    """

    answered = Signal(int, object)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._ask: PatientAsk | None = None
        self._quoted = False
        self.digits = AskDigits(self)
        self.question = QLabel(self)
        self.quote = QLabel(self)
        for part in (self.question, self.quote):
            part.setTextFormat(Qt.TextFormat.PlainText)
        self.quote.setWordWrap(True)
        self.buttons: dict[ConfirmAnswer, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        for answer in _ANSWERS:
            button = QPushButton(self)
            button.setProperty("size", "large")
            button.clicked.connect(lambda _=False, each=answer: self._answer(each))
            self.buttons[answer] = button
            row.addWidget(button, 1)
        self.buttons[ConfirmAnswer.YES].setProperty("kind", "primary")
        words = QVBoxLayout()
        words.setSpacing(UNIT)
        words.addWidget(self.quote)
        self._asked = QHBoxLayout()
        self._asked.setSpacing(UNIT * 4)
        self._asked.addWidget(self.question, 1)
        words.addLayout(self._asked)
        words.addLayout(row)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 4)
        layout.addWidget(self.digits)
        layout.addLayout(words, 1)
        self.hide()

    @property
    def ask(self) -> PatientAsk | None:
        """What is being asked."""
        return self._ask

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        self._look = look
        self._draw()

    def set_ask(self, ask: PatientAsk | None, quoted: bool) -> None:
        """Ask; ``quoted``: the sentence does not stand above as the newest one."""
        if ask == self._ask and quoted == self._quoted:
            return
        new = ask is not None and (self._ask is None or ask.turn != self._ask.turn)
        self._ask, self._quoted = ask, quoted
        self._draw()
        self.setVisible(ask is not None)
        if new:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 answer; everything else as usual."""
        answer = _KEYS.get(Qt.Key(event.key()))
        if answer is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            self._answer(answer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words of the buttons take the size in which all fit."""
        super().resizeEvent(event)
        self._fit()

    def _answer(self, answer: ConfirmAnswer) -> None:
        if self._ask is not None:
            self.answered.emit(self._ask.turn, answer)

    def _draw(self) -> None:
        ask, look = self._ask, self._look
        texts, c = look.texts, look.colours
        own = ask is not None and ask.own
        # A button runs from left to right; the mark turns its words round as a whole.
        mark = RLM if language(texts.code).rtl else ""
        for number, (answer, button) in enumerate(self.buttons.items(), start=1):
            words = texts.get(f"patient.ask.{answer.named(own=own)}")
            button.setAccessibleName(words)
            button.setText(f"{mark} {number} · {words}")
        if ask is None:
            return
        pixels = _pixels(look)
        self.question.setText(texts.get(f"patient.ask.{_question(ask)}"))
        self.question.setFont(look.fonts.font(texts.code, pixels, bold=True))
        self.quote.setVisible(self._quoted)
        self.quote.setText(isolated(unbroken(_shortened(ask.text), ask.lang), ask.lang))
        self.quote.setFont(look.fonts.font(ask.lang, pixels * 0.85))
        self.digits.set_digits(ask.digits, texts.code)
        self._place_digits(len(ask.digits) > 1)
        for answer, button in self.buttons.items():
            ink = c.on_accent if answer is ConfirmAnswer.YES else c.ink
            button.setIcon(icon(_ANSWERS[answer], ink, size=32))
            button.setMinimumHeight(TOUCH_LARGE)
        self.setAccessibleName(f"{ask.text}\n{self.question.text()}")
        self._fit()

    def _place_digits(self, several: bool) -> None:
        """One number stands beside all, several beside the question: the buttons need the room."""
        beside = self._asked if several else self._layout
        if beside.indexOf(self.digits) < 0:
            (self._layout if several else self._asked).removeWidget(self.digits)
            beside.insertWidget(0, self.digits)

    def _fit(self) -> None:
        if self._ask is None:
            return
        taken, pixels = UNIT * 6, _pixels(self._look)
        if len(self._ask.digits) == 1:
            self.digits.fit(self._look, pixels * 3.2, self.width() * DIGITS_SHARE)
            taken += self.digits.width() + UNIT * 4
        elif self._ask.digits:
            room = self.width() - taken - UNIT * 4 - self.question.sizeHint().width()
            self.digits.fit(self._look, pixels * 2, max(room, self.width() * DIGITS_SHARE))
        width = (self.width() - taken - UNIT * 4) / len(self.buttons)
        fit_buttons(list(self.buttons.values()), self._look, pixels, width)


def _pixels(look: SentencesLook) -> float:
    return min(34.0, max(22.0, look.pixels * 0.42))


def _question(ask: PatientAsk) -> str:
    if ask.kind is ConfirmKind.NUMBER:
        return "numbers" if len(ask.digits) > 1 else "number"
    return "own" if ask.own else "right"


def _shortened(text: str) -> str:
    return text if len(text) <= QUOTE_CHARACTERS else text[:QUOTE_CHARACTERS].rstrip() + "…"
