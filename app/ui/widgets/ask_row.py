"""The question to the patient under the newest sentence: is this right, repeat, not understood."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.session.events import ConfirmAnswer, ConfirmKind
from app.ui.icons import icon
from app.ui.languages import RLM, isolated, language
from app.ui.line_breaks import unbroken
from app.ui.theme import TOUCH_LARGE, UNIT
from app.ui.view_state import PatientAsk
from app.ui.widgets.ask_digits import AskDigits
from app.ui.widgets.button_fit import READABLE_PX, fit_buttons, fitting_px, in_two_lines
from app.ui.widgets.fitted_text import SentencesLook
from app.ui.widgets.settling import Settling

_ANSWERS = {
    ConfirmAnswer.YES: "check",
    ConfirmAnswer.REPEAT: "retry",
    ConfirmAnswer.NOT_UNDERSTOOD: "help",
}
_KEYS = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), _ANSWERS, strict=True))
DIGITS_SHARE = 0.2
"""What one number may take of the row: the words of the buttons must stay readable."""
LEAST_PX, LARGEST_PX = 22, 34
HIGH = 700
"""Height of a window in which several numbers may have a line of their own."""


class AskRow(QFrame):
    """Three large buttons and the keys that press them: 1, 2, 3. Signal ``answered(turn, answer)``.

    It takes the keyboard when it appears, but no button is chosen beforehand: a stray Enter
    confirms nothing. Nor does a press so soon that it was meant for what stood there before:
    the buttons are grey until then. Yes also waits until the sentence was seen to its end.
    """

    answered = Signal(int, object)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._ask: PatientAsk | None = None
        self._quoted = False
        self._read = True
        self._window_height = 0
        self._settling = Settling(self._show_offered, self)
        self.digits = AskDigits(self)
        self.question = QLabel(self)
        self.quote = QLabel(self)
        for part in (self.question, self.quote):
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setWordWrap(True)
        self.buttons: dict[ConfirmAnswer, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        for answer in _ANSWERS:
            button = QPushButton(self)
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

    @property
    def offered(self) -> frozenset[ConfirmAnswer]:
        """The answers that can be given at this moment."""
        if not self.isVisible():
            return frozenset()
        return frozenset(answer for answer, button in self.buttons.items() if button.isEnabled())

    def set_look(self, look: SentencesLook, window_height: int) -> None:
        """Other colours, size, language or another height of the window."""
        self._look, self._window_height = look, window_height
        self._draw()

    def set_ask(self, ask: PatientAsk | None, quoted: bool) -> None:
        """Ask; ``quoted``: the sentence does not stand above as the large one."""
        if ask == self._ask and quoted == self._quoted:
            return
        new = ask is not None and (self._ask is None or ask.turn != self._ask.turn)
        self._ask, self._quoted = ask, quoted
        self._draw()
        self.setVisible(ask is not None)
        # Before a button goes grey: the keyboard must not go from it to the next control.
        if self.isVisible() and (new or self._has_focused_button()):
            self.setFocus()
        self._settling.show(ask)
        self._show_offered()

    def height_in(self, width: int) -> int:
        """Take the width ``width``, and tell the height that everything then needs."""
        self.resize(width, self.height())
        # Layouts within the layout learn of other sizes only when all are laid out anew.
        self._layout.activate()
        return self._layout.totalHeightForWidth(width)

    def set_read(self, read: bool) -> None:
        """Has the sentence that is asked about been seen to its end?"""
        self._read = read
        self._show_offered()

    def answer_by_key(self, event: QKeyEvent) -> bool:
        """1, 2, 3 answer while it is asked; False for every other key."""
        answer = _KEYS.get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if answer is None or held or not self.isVisible():
            return False
        if not event.isAutoRepeat() and answer in self.offered:
            self._answer(answer)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words of the buttons take the size in which all fit."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """It may have stood behind another page since it was asked."""
        super().showEvent(event)
        self._settling.start()
        self._show_offered()

    def _answer(self, answer: ConfirmAnswer) -> None:
        if self._ask is not None:
            self.answered.emit(self._ask.turn, answer)

    def _has_focused_button(self) -> bool:
        return any(button.hasFocus() for button in self.buttons.values())

    def _show_offered(self) -> None:
        settled = not self._settling.isActive()
        for answer, button in self.buttons.items():
            button.setEnabled(settled and (self._read or answer is not ConfirmAnswer.YES))

    def _draw(self) -> None:
        ask, look = self._ask, self._look
        texts, c = look.texts, look.colours
        own = ask is not None and ask.own
        for answer, button in self.buttons.items():
            button.setAccessibleName(texts.get(f"patient.ask.{answer.named(own=own)}"))
        if ask is None:
            return
        pixels = self._pixels
        self.question.setText(texts.get(f"patient.ask.{_question(ask)}"))
        self.question.setFont(look.fonts.font(texts.code, pixels, bold=True))
        self.quote.setVisible(self._quoted)
        self.quote.setText(isolated(unbroken(ask.text, ask.lang), ask.lang))
        self.quote.setFont(look.fonts.font(ask.lang, pixels * 0.85))
        self.digits.set_digits(ask.digits, texts.code)
        for answer, button in self.buttons.items():
            ink = c.on_accent if answer is ConfirmAnswer.YES else c.ink
            button.setIcon(icon(_ANSWERS[answer], ink, c.dimmed, 32))
        self.setAccessibleName(f"{ask.text}\n{self.question.text()}")
        self._fit()

    @property
    def _pixels(self) -> float:
        """Size of the question: from the chosen size, smaller in a low window."""
        return min(
            LARGEST_PX, max(LEAST_PX, min(self._look.pixels * 0.42, self._window_height / 20))
        )

    def _fit(self) -> None:
        ask, look, pixels = self._ask, self._look, self._pixels
        if ask is None:
            return
        room = self.width() - UNIT * 6
        beside = len(ask.digits) == 1
        if beside:
            self.digits.fit(look, pixels * 3.2, self.width() * DIGITS_SHARE)
            left = room - self.digits.width() - UNIT * 4
            beside = fitting_px(self._words(), look, pixels, _share(left)) >= READABLE_PX
            room = left if beside else room
        if ask.digits and not beside:
            self._fit_beside_question(room)
        self._place_digits(beside)
        # A button runs from left to right; the mark turns its words round as a whole.
        mark = RLM if language(look.texts.code).rtl else ""
        for number, button in enumerate(self.buttons.values(), start=1):
            words = button.accessibleName()
            narrow = fitting_px([_numbered(number, words)], look, pixels, _share(room))
            shown = in_two_lines(words) if narrow < READABLE_PX else words
            button.setText(f"{mark} {_numbered(number, shown)}")
        fit_buttons(list(self.buttons.values()), look, pixels, _share(room))
        height = max(button.sizeHint().height() for button in self.buttons.values())
        for button in self.buttons.values():
            button.setMinimumHeight(max(TOUCH_LARGE, height))

    def _fit_beside_question(self, room: float) -> None:
        """Beside the question, or above it where they would be smaller than the sentence."""
        look, pixels = self._look, self._pixels
        question = self.question.fontMetrics().horizontalAdvance(self.question.text())
        left = max(room - UNIT * 5 - question, self.width() * DIGITS_SHARE)
        wanted = max(pixels * 2, min(look.pixels * 1.1, self._window_height / 9))
        self.digits.fit(look, wanted, left)
        above = self._window_height >= HIGH and self.digits.font().pixelSize() < look.pixels
        if above:
            self.digits.fit(look, wanted, room)
        way = QBoxLayout.Direction.TopToBottom if above else QBoxLayout.Direction.LeftToRight
        self._asked.setDirection(way)
        self._asked.setSpacing(UNIT if above else UNIT * 4)

    def _words(self) -> list[str]:
        names = (button.accessibleName() for button in self.buttons.values())
        return [_numbered(number, words) for number, words in enumerate(names, start=1)]

    def _place_digits(self, beside: bool) -> None:
        """One number stands beside all where there is room, else they stand beside the question."""
        place, other = (self._layout, self._asked) if beside else (self._asked, self._layout)
        if place.indexOf(self.digits) < 0:
            other.removeWidget(self.digits)
            place.insertWidget(0, self.digits)


def _numbered(number: int, words: str) -> str:
    """With the key that answers it."""
    return f"{number} · {words}"


def _share(width: float) -> float:
    """What one of the buttons has of ``width``."""
    return (width - UNIT * 4) / len(_ANSWERS)


def _question(ask: PatientAsk) -> str:
    if ask.kind is ConfirmKind.NUMBER:
        return "numbers" if len(ask.digits) > 1 else "number"
    return "own" if ask.own else "right"
