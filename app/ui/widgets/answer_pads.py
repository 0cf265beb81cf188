"""Answers to tap, each on a page of its own: yes or no, a choice, pain, place, number, date."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent, QShowEvent, QTransform
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCalendarWidget,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui import taps
from app.ui.icons import icon, pixmap
from app.ui.languages import isolated
from app.ui.line_breaks import unbroken
from app.ui.taps import Tap
from app.ui.theme import TOUCH_LARGE, UNIT
from app.ui.view_state import Choice, Option, Pad, PatientLine
from app.ui.widgets.body_map import BodyMap
from app.ui.widgets.button_fit import fit_buttons
from app.ui.widgets.choice_grid import ChoiceGrid
from app.ui.widgets.fitted_text import SentencesLook
from app.ui.widgets.pain_scale import PainScale
from app.ui.widgets.patient_pages import page_pixels
from app.ui.widgets.settling import Settling

MAX_DIGITS = 7
ARROW = 32
"""Side of the arrows between months, in pixels."""
_CHOICES = {"yes": "check", "no": "close", "dont_know": "help"}


class Choices(QWidget):
    """Yes, no, I don't know. Signal ``chosen(answer)``."""

    chosen = Signal(str)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setSpacing(UNIT * 3)
        for answer in _CHOICES:
            button = QPushButton(self)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            button.setMinimumHeight(TOUCH_LARGE * 2)
            button.clicked.connect(lambda _=False, each=answer: self.chosen.emit(each))
            self.buttons[answer] = button
            row.addWidget(button, 1)
        self.set_look(look)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        for answer, button in self.buttons.items():
            words = look.texts.get(f"patient.pad.{answer}")
            button.setText(" " + words)
            button.setAccessibleName(words)
            button.setIcon(icon(_CHOICES[answer], look.colours.ink, size=48))
        self._look = look
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words take the size in which all fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = (self.width() - UNIT * 8) / len(self.buttons)
        fit_buttons(list(self.buttons.values()), self._look, 40, width)


class NumberPad(QWidget):
    """Ten keys, a point, a unit. Signal ``changed(digits, unit)``."""

    changed = Signal(str, str)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits, self._unit = "", "none"
        self.keys: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        for place, key in enumerate(("7", "8", "9", "4", "5", "6", "1", "2", "3", ".", "0", "<")):
            button = self._button()
            button.setMinimumWidth(TOUCH_LARGE * 2)
            button.clicked.connect(lambda _=False, each=key: self._press(each))
            self.keys[key] = button
            grid.addWidget(button, place // 3, place % 3)
        self._group = QButtonGroup(self)
        self.units: dict[str, QPushButton] = {}
        chips = QGridLayout()
        chips.setSpacing(UNIT)
        for place, unit in enumerate(taps.UNITS):
            button = self._button()
            button.setProperty("touch", "low")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, each=unit: self._choose(each))
            self._group.addButton(button)
            self.units[unit] = button
            chips.addWidget(button, place % 5, place // 5)
        layout = QHBoxLayout(self)
        layout.setSpacing(UNIT * 4)
        layout.addLayout(grid, 3)
        layout.addLayout(chips, 2)
        self.set_look(look)
        self.clear()

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        for key, button in self.keys.items():
            button.setFont(look.fonts.font("en", 32, bold=True))
            button.setText("⌫" if key == "<" else key)
            button.setAccessibleName(look.texts.get("patient.pad.erase") if key == "<" else key)
        for unit, button in self.units.items():
            symbol = taps.SYMBOLS.get(unit)
            button.setFont(look.fonts.font(look.texts.code, 22))
            button.setText(symbol or look.texts.get(f"patient.unit.{unit}"))
            button.setAccessibleName(button.text())

    def clear(self) -> None:
        """No digits, no unit."""
        self._digits, self._unit = "", "none"
        self.units["none"].setChecked(True)

    def _press(self, key: str) -> None:
        digits = self._digits
        if key == "<":
            digits = digits[:-1]
        elif key == ".":
            digits = digits if "." in digits or not digits else digits + key
        elif len(digits) < MAX_DIGITS:
            digits += key
        self._digits = digits
        self.changed.emit(digits.rstrip("."), self._unit)

    def _choose(self, unit: str) -> None:
        self._unit = unit
        self.changed.emit(self._digits.rstrip("."), unit)

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return button


class PadPage(QWidget):
    """The question above, the answers, what is chosen, and done. Signals: ``tapped(Tap)``,
    ``left`` (nothing is answered)."""

    tapped = Signal(object)
    left = Signal()

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pad: Pad | Choice = Pad.YES_NO
        self._tap: Tap | None = None
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.chosen = QLabel(self)
        self.chosen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choices = Choices(look, self)
        self.options = ChoiceGrid(look, self)
        self.pain = PainScale(look, self)
        self.body = BodyMap(look, self)
        self.number = NumberPad(look, self)
        self.calendar = self._calendar()
        self._stack = QStackedWidget(self)
        self._pages: dict[Pad, QWidget] = {
            Pad.YES_NO: self.choices, Pad.PAIN: self.pain, Pad.BODY: self.body,
            Pad.NUMBER: self.number, Pad.DATE: self.calendar,
        }  # fmt: skip
        for page in (*self._pages.values(), self.options):
            self._stack.addWidget(page)
        self._settling = Settling(lambda: self._stack.setEnabled(True), self)
        self.back, self.done = QPushButton(self), QPushButton(self)
        self.done.setProperty("kind", "primary")
        bottom = QHBoxLayout()
        bottom.setSpacing(UNIT * 3)
        bottom.addWidget(self.back)
        bottom.addWidget(self.chosen, 1)
        bottom.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 2, UNIT * 4, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(self.title)
        layout.addWidget(self._stack, 1)
        layout.addLayout(bottom)
        self._connect()

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        self._look = look
        texts = look.texts
        for part in (self.choices, self.options, self.pain, self.body, self.number):
            part.set_look(look)
        self.calendar.setLocale(QLocale(texts.code))
        self.calendar.setFont(look.fonts.font(texts.code, 24))
        for part_button in self.calendar.findChildren(QAbstractButton):
            part_button.setAccessibleName(texts.get("patient.pad.title.date"))
        self._month_arrows()
        for button, key in ((self.back, "cancel"), (self.done, "done")):
            button.setText(texts.get(f"patient.pad.{key}"))
            button.setAccessibleName(button.text())
            button.setFont(look.fonts.font(texts.code, 26, bold=True))
        title = min(30.0, page_pixels(self.window().height(), self.window().width()) * 1.3)
        self.title.setFont(look.fonts.font(texts.code, title, bold=True))
        self.chosen.setFont(look.fonts.font(texts.code, 32, bold=True))
        self._draw()

    def show_pad(self, pad: Pad | Choice, line: PatientLine | None) -> None:
        """Ask for an answer on ``pad``; ``line`` is the sentence it answers."""
        kind = Pad.YES_NO if isinstance(pad, Choice) else pad
        own = self._look.texts.get(f"patient.pad.title.{kind.value}")
        if line is not None and not line.void and line.source:
            own = isolated(unbroken(line.text, line.lang), line.lang)
        self.title.setText(own)
        self.setAccessibleName(own)
        if pad is not self._pad or self._tap is None:
            self._clear()
        other, self._pad = pad != self._pad, pad
        if isinstance(pad, Choice):
            self.options.show_choice(pad)
            self._stack.setCurrentWidget(self.options)
        else:
            self._stack.setCurrentWidget(self._pages[pad])
        self._settling.show(pad)
        self._stack.setEnabled(not self._settling.isActive())
        if other and self.isVisible():
            # Tab goes to the first answer: none is chosen beforehand, "cancel" neither.
            self.setFocus()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """A tap that was meant for the page before is no answer."""
        super().showEvent(event)
        self._settling.start()
        self._stack.setEnabled(False)

    def _calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setGridVisible(True)
        header = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        calendar.setVerticalHeaderFormat(header)
        return calendar

    def _month_arrows(self) -> None:
        """Arrows in the colour of the page: Qt's own are dark on any ground."""
        colour = self._look.colours.ink
        to_right = QLocale(self._look.texts.code).textDirection() == Qt.LayoutDirection.RightToLeft
        for name, back in (("prev", True), ("next", False)):
            button = self.calendar.findChild(QAbstractButton, f"qt_calendar_{name}month")
            assert isinstance(button, QAbstractButton)
            # The drawing points down.
            turned = QTransform().rotate(-90 if back is to_right else 90)
            button.setIcon(QIcon(pixmap("chevron", colour, ARROW).transformed(turned)))
            button.setIconSize(QSize(ARROW, ARROW))

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.done.clicked.connect(self._finish)
        self.choices.chosen.connect(lambda answer: self._answer_now(taps.choice(answer)))
        self.options.chosen.connect(self._option)
        self.pain.chosen.connect(lambda level: self._choose(taps.pain(level)))
        self.body.chosen.connect(lambda part, side: self._choose(taps.body(part, side)))
        self.number.changed.connect(self._number)
        self.calendar.clicked.connect(
            lambda day: self._choose(taps.day(date(day.year(), day.month(), day.day())))
        )

    def _number(self, digits: str, unit: str) -> None:
        self._choose(taps.number(digits, unit) if digits else None)

    def _option(self, option: Option) -> None:
        self._answer_now(taps.option(option))

    def _answer_now(self, tap: Tap) -> None:
        self._tap = tap
        self._finish()

    def _choose(self, tap: Tap | None) -> None:
        self._tap = tap
        self._draw()

    def _finish(self) -> None:
        tap = self._tap
        self._clear()
        if tap is not None:
            self.tapped.emit(tap)

    def _clear(self) -> None:
        self._tap = None
        self.pain.clear()
        self.body.clear()
        self.number.clear()
        self._draw()

    def _draw(self) -> None:
        self.chosen.setText(self._tap.say(self._look.texts) if self._tap is not None else "")
        at_once = isinstance(self._pad, Choice) or self._pad is Pad.YES_NO
        self.done.setVisible(not at_once)
        self.done.setEnabled(self._tap is not None)
