"""Correcting a turn of the record: new words beside the old ones, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.records.model import TurnRecord
from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name


class CorrectDialog(QDialog):
    """Signal: ``given(text, translation, reason)``. Stays open until its user closes it."""

    given = Signal(str, str, str)

    def __init__(
        self,
        style: Style,
        turn: TurnRecord,
        parent: QWidget | None = None,
        *,
        before: TurnRecord | None = None,
    ) -> None:
        """``before`` is the version before this one, if there is any."""
        super().__init__(parent)
        self._style, self._turn, self._can_save = style, turn, True
        texts = style.texts
        title = texts.get("records.correct_title", turn=turn.turn)
        self.setWindowTitle(title)
        self.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body)))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT)
        column.addWidget(label(title, "title", self))
        column.addWidget(label(texts.get("records.correct_why"), "caption", self, wrap=True))
        self.text = self._editor(column, turn.text, turn.lang, "records.spoken")
        self.translation = self._editor(
            column, turn.translation, turn.target_lang, "records.translated"
        )
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(texts.get("records.reason_hint"))
        name(self.reason, texts.get("records.reason"))
        column.addWidget(label(texts.get("records.reason"), "section", self))
        column.addWidget(self.reason)
        self.problem = label("", "body", self, wrap=True)
        self.problem.setStyleSheet(f"color: {style.theme.colours.danger};")
        column.addWidget(self.problem)
        self.save = QPushButton(texts.get("records.save"), self)
        self.save.setProperty("kind", "primary")
        name(self.save, texts.get("records.save"), "Ctrl+Enter")
        leave = QPushButton(texts.get("records.cancel"), self)
        leave.setAutoDefault(False)
        self.back = QPushButton(texts.get("records.put_back"), self)
        self.back.setAutoDefault(False)
        self.back.setVisible(before is not None)
        self.back.clicked.connect(lambda: self._put_back(before))
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.save)
        column.addLayout(row)
        leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._save)
        for signal in (self.text.textChanged, self.translation.textChanged):
            signal.connect(self._check)
        self.reason.textChanged.connect(lambda _text: self._check())
        self._check()
        self.resize(640, 480)

    def _put_back(self, before: TurnRecord | None) -> None:
        """Fill in the words of the version before; saved, they are a new one."""
        if before is not None:
            self.text.setPlainText(before.text)
            self.translation.setPlainText(before.translation)
            self.reason.setFocus()

    def say(self, words: str, *, again: bool) -> None:
        """Why it could not be saved, and whether it can be tried ``again``."""
        self.problem.setText(words)
        self._can_save = again
        self._check()

    def busy(self) -> None:
        """It is being saved."""
        self._can_save = False
        self._check()

    def _editor(self, column: QVBoxLayout, text: str, code: str, key: str) -> QPlainTextEdit:
        style = self._style
        words = f"{language(code).native_name} · {style.texts.get(key)}"
        editor = QPlainTextEdit(text, self)
        editor.setFont(style.fonts.font(code, style.theme.px(TYPE.body + 2)))
        editor.setTabChangesFocus(True)
        editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.setAccessibleName(words)
        column.addWidget(label(words, "section", self))
        column.addWidget(editor, 1)
        return editor

    def _check(self) -> None:
        text, translation = self._words()
        changed = (text, translation) != (self._turn.text, self._turn.translation)
        whole = bool(text and self.reason.text().strip())
        self.save.setEnabled(self._can_save and changed and whole)

    def _words(self) -> tuple[str, str]:
        return self.text.toPlainText().strip(), self.translation.toPlainText().strip()

    def _save(self) -> None:
        if self.save.isEnabled():
            self.given.emit(*self._words(), self.reason.text().strip())
