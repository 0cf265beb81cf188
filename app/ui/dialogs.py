"""The doctor's small dialogs: consent, keys. None of them blocks: they are opened, not executed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.languages import language
from app.ui.texts import Texts
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.parts import label, set_icon
from app.ui.widgets.patient_pages import POINTS
from app.ui.widgets.turn_card import Style

WIDTH = 860

KEYS = (
    ("Ctrl+Enter", "main"),
    ("Ctrl+Shift+E", "end"),
    ("Space / F7", "hold_doctor"),
    ("F8", "hold_patient"),
    ("F2", "correct"),
    ("F3", "swap"),
    ("F5", "retry"),
    ("F9", "confirm"),
    ("F6", "ask_again"),
    ("Ctrl+B", "back_translate"),
    ("Ctrl+Y", "ask_confirmation"),
    ("Ctrl+K", "teach_back"),
    ("Ctrl+P", "phrases"),
    ("Ctrl+T", "type"),
    ("Ctrl+L", "turns"),
    ("Ctrl+End", "newest"),
    ("F4", "screen"),
    ("Ctrl+E", "export"),
    ("Ctrl+I", "intake"),
    ("Ctrl+D", "documents"),
    ("Ctrl+R", "records"),
    ("Ctrl+G", "glossary"),
    ("Ctrl+,", "settings"),
    ("Ctrl+Shift+L", "lock"),
    ("F11 / Esc", "fullscreen"),
    ("Ctrl + / −", "size"),
)


class ConsentDialog(QDialog):
    """Asks for the patient's consent beside the patient screen, for the doctor to click.

    Both languages stand side by side: with a single monitor the doctor turns it round. Signals:
    ``agreed``, ``interpreter``, and Qt's ``rejected`` when the doctor gives up.
    """

    agreed = Signal()
    interpreter = Signal()

    def __init__(
        self,
        style: Style,
        patient_texts: Texts,
        parent: QWidget | None = None,
        *,
        ask_sound: bool = False,
    ) -> None:
        """``ask_sound``: the patient may also agree to their voice being kept."""
        super().__init__(parent)
        texts = style.texts
        self._ask_sound = ask_sound
        self.setWindowTitle(texts.get("consent.title"))
        self.setModal(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(label(texts.get("consent.title"), "title", self))
        layout.addWidget(label(texts.get("consent.how"), "body", self, wrap=True))
        columns = QHBoxLayout()
        columns.setSpacing(UNIT * 2)
        columns.addWidget(self._column(style, texts.in_language("zh")), 1)
        columns.addWidget(self._column(style, patient_texts), 1)
        layout.addLayout(columns, 1)
        self.sound = QCheckBox(texts.get("consent.sound"), self)
        self.sound.setVisible(ask_sound)
        layout.addWidget(self.sound)
        self.agree = QPushButton(" " + texts.get("consent.agree"), self)
        self.agree.setProperty("kind", "primary")
        set_icon(self.agree, "check", style.theme, style.theme.colours.on_primary)
        self.agree.clicked.connect(self.agreed)
        self.ask = QPushButton(" " + texts.get("consent.interpreter"), self)
        set_icon(self.ask, "interpreter", style.theme)
        self.ask.clicked.connect(self.interpreter)
        cancel = QPushButton(texts.get("consent.cancel"), self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(cancel)
        row.addStretch(1)
        for button in (self.ask, self.agree):
            button.setProperty("size", "big")
            row.addWidget(button)
        for button in (self.agree, self.ask, cancel):
            button.setAccessibleName(button.text().strip())
            button.setAutoDefault(False)
        layout.addLayout(row)
        self.agree.setFocus()
        self.resize(WIDTH, max(480, layout.totalHeightForWidth(WIDTH)))

    def _column(self, style: Style, texts: Texts) -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        rtl = language(texts.code).rtl
        card.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        column = QVBoxLayout(card)
        column.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        column.setSpacing(UNIT)
        keys = ["title", *POINTS, "question"]
        if self._ask_sound:
            keys[keys.index("record")] = "record_choice"
            keys.insert(-1, "sound")
        for key in keys:
            words = QLabel(texts.get(f"patient.consent.{key}"), card)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            bold = key in ("title", "question")
            words.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body), bold=bold))
            column.addWidget(words)
        column.addStretch(1)
        return card


class HelpDialog(QDialog):
    """All keys at a glance."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = style.texts
        self.setWindowTitle(texts.get("help.title"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(label(texts.get("help.title"), "title", self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 2)
        grid.setVerticalSpacing(UNIT)
        half = (len(KEYS) + 1) // 2
        for number, (keys, action) in enumerate(KEYS):
            row, column = number % half, 2 * (number // half)
            shown = keys.replace("Space", texts.get("help.space"))
            key = label(shown, "key", self)
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(key, row, column)
            grid.addWidget(label(texts.get(f"help.{action}"), "body", self), row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        layout.addLayout(grid)
        layout.addWidget(label(texts.get("help.note"), "caption", self, wrap=True))
        close = QPushButton(texts.get("help.close"), self)
        close.setAccessibleName(texts.get("help.close"))
        close.clicked.connect(self.accept)
        row_layout = QHBoxLayout()
        row_layout.addStretch(1)
        row_layout.addWidget(close)
        layout.addLayout(row_layout)
        self.resize(760, 460)
