"""One line of a summary: its section and its words in both languages."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.records.model import EncounterHeader
from app.records.summary_model import Section, SummaryLine
from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name


class SummaryLineDialog(QDialog):
    """Signal: ``given(SummaryLine)``. At least one language must say something."""

    given = Signal(object)

    def __init__(
        self,
        style: Style,
        header: EncounterHeader,
        line: SummaryLine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._line = style, line
        texts = style.texts
        new = not (line.text or line.translation)
        title = texts.get("summary.add_title" if new else "summary.edit_title")
        self.setWindowTitle(title)
        self.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body)))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT)
        column.addWidget(label(title, "title", self))
        column.addWidget(label(texts.get("summary.edit_why"), "caption", self, wrap=True))
        self.section = QComboBox(self)
        for section in Section:
            self.section.addItem(texts.get(f"summary.section.{section.value}"), section.value)
        self.section.setCurrentIndex(list(Section).index(line.section))
        name(self.section, texts.get("summary.section"))
        column.addWidget(label(texts.get("summary.section"), "section", self))
        column.addWidget(self.section)
        self.text = self._editor(column, line.text, header.doctor_lang)
        self.translation = self._editor(column, line.translation, header.patient_lang)
        self.save = QPushButton(texts.get("records.save"), self)
        self.save.setProperty("kind", "primary")
        name(self.save, texts.get("records.save"), "Ctrl+Enter")
        leave = QPushButton(texts.get("records.cancel"), self)
        leave.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.save)
        column.addLayout(row)
        leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._save)
        for editor in (self.text, self.translation):
            editor.textChanged.connect(self._check)
        self.section.currentIndexChanged.connect(lambda _index: self._check())
        self._check()
        self.resize(640, 460)
        (self.section if new else self.text).setFocus()

    def line(self) -> SummaryLine:
        """The line as it would be."""
        return replace(
            self._line,
            section=Section(str(self.section.currentData())),
            text=self.text.toPlainText().strip(),
            translation=self.translation.toPlainText().strip(),
        )

    def _editor(self, column: QVBoxLayout, text: str, code: str) -> QPlainTextEdit:
        words = language(code).native_name
        editor = QPlainTextEdit(text, self)
        editor.setFont(self._style.fonts.font(code, self._style.theme.px(TYPE.body + 2)))
        editor.setTabChangesFocus(True)
        if language(code).rtl:
            option = editor.document().defaultTextOption()
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            editor.document().setDefaultTextOption(option)
        editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.setAccessibleName(words)
        column.addWidget(label(words, "section", self))
        column.addWidget(editor, 1)
        return editor

    def _check(self) -> None:
        line = self.line()
        self.save.setEnabled(line != self._line and bool(line.text or line.translation))

    def _save(self) -> None:
        if self.save.isEnabled():
            self.given.emit(self.line())
            self.accept()
