"""Typed turns: who says it, the words, send."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.session.events import Party, SessionEvent
from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.typed_turns import Typed, TypedTurns
from app.ui.view_state import Pad
from app.ui.widgets.parts import name, set_icon
from app.ui.widgets.settling import Settling
from app.ui.widgets.turn_card import Style
from app.ui.widgets.turn_model import party_word

MAX_CHARACTERS = 500
ROOMY_SCALE = 1.2
"""Up to this type size the words of the send button find room in a small window."""


class Composer(QFrame):
    """One line of text for either party. Signals: ``sent(party, text)``, ``phrases_pressed``,
    ``pad_chosen(Pad or None)``: answers for the patient to tap, ``typing(text, language, language
    of the other party)``: what the doctor is writing."""

    sent = Signal(object, str)
    phrases_pressed = Signal()
    pad_chosen = Signal(object)
    typing = Signal(str, str, str)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._style = style
        self._patient_lang = "en"
        self._sent = TypedTurns()
        self._refused: list[Typed] = []
        self._composing = False
        self._hidden = False
        self._parties = QButtonGroup(self)
        self._parties.setExclusive(True)
        self._buttons: dict[Party, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        for party in Party:
            button = QToolButton(self)
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._parties.addButton(button)
            self._buttons[party] = button
            layout.addWidget(button)
        self._buttons[Party.CLINICIAN].setChecked(True)
        self.phrases, self.pads = QToolButton(self), QToolButton(self)
        self.phrases.clicked.connect(self.phrases_pressed)
        self.pads.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.pads)
        self.pads.setMenu(self._menu)
        self._pad_actions: dict[Pad | None, QAction] = {}
        for pad in (*Pad, None):
            action = self._menu.addAction("")
            action.triggered.connect(self._pad_chooser(pad))
            self._pad_actions[pad] = action
        for tool in (self.phrases, self.pads):
            tool.setProperty("flat", True)
            layout.addWidget(tool)
        self._parties.buttonClicked.connect(self._party_chosen)
        self.field = QLineEdit(self)
        self.field.setMaxLength(MAX_CHARACTERS)
        self.field.returnPressed.connect(self._send)
        self.field.textChanged.connect(lambda _text: self._typing())
        self.field.installEventFilter(self)
        self._send_button = QPushButton(self)
        self._send_button.clicked.connect(self._send)
        self._settling = Settling(self._show_sendable, self)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._send_button)
        self.set_style(style)

    @property
    def party(self) -> Party:
        """Whose words are being typed."""
        if self._buttons[Party.PATIENT].isChecked():
            return Party.PATIENT
        return Party.CLINICIAN

    @property
    def in_use(self) -> bool:
        """Is something written there, or about to be?"""
        focused = QApplication.focusWidget()
        return bool(self.field.text()) or (focused is not None and self.isAncestorOf(focused))

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        texts, c = style.texts, style.theme.colours
        for party, button in self._buttons.items():
            words = party_word(texts, party)
            button.setText(words)
            name(button, texts.get("composer.as", party=words))
            colour = c.doctor if party is Party.CLINICIAN else c.patient
            set_icon(button, party.value, style.theme, colour, 18)
        roomy = style.theme.scale <= ROOMY_SCALE
        self._send_button.setText(texts.get("composer.send") if roomy else "")
        name(self._send_button, texts.get("composer.send"), "Enter")
        set_icon(self._send_button, "send", style.theme, size=18)
        for tool, key, keys in ((self.phrases, "phrases.open", "Ctrl+P"),
                                (self.pads, "pad.menu.name", "")):  # fmt: skip
            name(tool, texts.get(key), keys)
        set_icon(self.phrases, "phrase", style.theme, size=22)
        set_icon(self.pads, "tap", style.theme, size=22)
        for pad, action in self._pad_actions.items():
            action.setText(texts.get(f"pad.{pad.value}" if pad is not None else "pad.close"))
        self._prompt()
        self._show_sendable()

    def set_patient_lang(self, code: str) -> None:
        """The patient's language: what is asked for, and which way it is written."""
        self._patient_lang = code
        self._prompt()

    def set_hidden(self, hidden: bool) -> None:
        """While the patient would not see it, what the doctor types stays in the field."""
        self._hidden = hidden
        self.phrases.setEnabled(not hidden)
        self._show_sendable()

    def hear(self, event: SessionEvent) -> None:
        """What the session could not do comes back into the field."""
        refused = self._sent.hear(event)
        if refused is not None:
            self._refused.append(refused)
            self._put_back()

    def clear(self) -> None:
        """Another consultation: nothing of the one before is left to be sent."""
        self._sent, self._refused = TypedTurns(), []
        self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An input method is at work: its letters are not yet in the field, and are typed."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        return super().eventFilter(watched, event)

    def _pad_chooser(self, pad: Pad | None) -> Callable[[], None]:
        return lambda: self.pad_chosen.emit(pad)

    def reword(self, text: str) -> None:
        """Another wording of what is being typed."""
        self.field.setText(text)
        self.field.setFocus()

    def _typing(self) -> None:
        """Only the doctor's own words are looked at: the patient's are as they were said."""
        mine = self.party is Party.CLINICIAN
        text = self.field.text() if mine else ""
        self.typing.emit(text, self._style.doctor_lang, self._patient_lang)

    def _party_chosen(self) -> None:
        self._prompt()
        self._show_sendable()
        self._typing()
        self.field.setFocus()

    def _prompt(self) -> None:
        texts = self._style.texts
        patient = self.party is Party.PATIENT
        code = self._patient_lang if patient else self._style.doctor_lang
        shown = texts.get(
            "composer.prompt",
            party=party_word(texts, self.party),
            language=language(code).native_name,
        )
        self.field.setPlaceholderText(shown)
        self.field.setAccessibleName(shown)
        self.field.setFont(self._style.fonts.font(code, self._style.theme.px(TYPE.body)))
        rtl = language(code).rtl
        self.field.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )

    @property
    def _sendable(self) -> bool:
        unseen = self._hidden and self.party is Party.CLINICIAN
        return not unseen and not self._settling.isActive()

    def _show_sendable(self) -> None:
        texts = self._style.texts
        self._send_button.setEnabled(self._sendable)
        name(self._send_button, texts.get("composer.send"), "Enter")
        name(self.phrases, texts.get("phrases.open"), "Ctrl+P")
        if self._hidden:
            for button in (self._send_button, self.phrases):
                button.setToolTip(texts.get("control.go_on_first"))

    def _send(self) -> None:
        text = " ".join(self.field.text().split())
        if text and self.isEnabled() and self._sendable:
            self._sent.sent(self.party, text)
            self.sent.emit(self.party, text)
            self.field.clear()
            self._put_back()

    def _put_back(self) -> None:
        """The oldest words that were refused, unless something newer is being typed."""
        if not self._refused or self.field.text() or self._composing:
            return
        party, text = self._refused.pop(0)
        self._buttons[party].setChecked(True)
        self._prompt()
        self.field.setText(text)
        # The Enter that sent the words before must not send these unread.
        self._settling.start()
        self._show_sendable()
