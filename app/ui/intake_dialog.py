"""Intake: who the patient is and where we are. Everything may be left out; what is there is right.

A passport's machine-readable lines, pasted or scanned into the first field, fill the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.records.identity import IdentityError, checked, countries, from_mrz
from app.records.mrz import looks_like
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name
from glossary.departments import departments

PATIENT = (
    "patient_name", "patient_name_local", "patient_birth_date", "patient_sex",
    "patient_nationality", "patient_document", "patient_insurance", "patient_number",
)  # fmt: skip
PLACE = ("hospital", "department", "doctor_name")
"""What stays the same from one patient to the next."""
_MOST = 100
"""Signs of any field."""


class IntakeDialog(QDialog):
    """Signal: ``given(values)`` with fields of `EncounterHeader`, as they are stored."""

    given = Signal(object)
    TITLE, HOW, COLUMNS = "intake.title", "intake.how", 2

    def __init__(
        self,
        style: Style,
        values: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        place: bool = True,
        today: Callable[[], date] = date.today,
    ) -> None:
        """``place``: hospital, department and doctor can be changed, too."""
        super().__init__(parent)
        self._style, self._today = style, today
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.problems: dict[str, QLabel] = {}
        texts = style.texts
        self.setWindowTitle(texts.get(self.TITLE))
        self.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body)))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT)
        column.addWidget(label(texts.get(self.TITLE), "title", self))
        column.addWidget(label(texts.get(self.HOW), "caption", self, wrap=True))
        self.mrz = self._mrz_field()
        column.addWidget(self._heading("intake.mrz", self.mrz))
        column.addWidget(self.mrz)
        self.mrz_said = label("", "caption", self, wrap=True)
        self.mrz_said.hide()
        column.addWidget(self.mrz_said)
        column.addLayout(self._grid(PATIENT, values))
        if place:
            column.addWidget(label(texts.get("intake.place"), "section", self))
            column.addLayout(self._grid(PLACE, values))
        self.add_more(column)
        self.save = QPushButton(texts.get("intake.save"), self)
        self.save.setProperty("kind", "primary")
        name(self.save, texts.get("intake.save"), "Ctrl+Enter")
        leave = QPushButton(texts.get("records.cancel"), self)
        leave.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.save)
        column.addStretch(1)
        column.addLayout(row)
        leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._save)
        self._check_all()
        self.resize(760, 560)
        self.fields["patient_name"].setFocus()

    def values(self) -> dict[str, str]:
        """The fields as they are stored. Raises IdentityError for the first that is wrong."""
        return {field: self._stored(field) for field in self.fields}

    def text(self, field: str) -> str:
        """What stands in a field."""
        widget = self.fields[field]
        if isinstance(widget, QLineEdit):
            return widget.text()
        return widget.currentText() if widget.isEditable() else str(widget.currentData() or "")

    def set_text(self, field: str, text: str) -> None:
        """Put something into a field."""
        widget = self.fields[field]
        if isinstance(widget, QLineEdit):
            widget.setText(text)
        elif widget.isEditable():
            widget.setEditText(text)
        else:
            widget.setCurrentIndex(max(0, widget.findData(text)))

    def _stored(self, field: str) -> str:
        text = self.text(field)
        if field == "patient_nationality" and "(" in text:
            # What the list of countries offers: "Sweden (SWE)".
            text = text.rpartition("(")[2].rstrip(") ")
        words = checked(field, text, self._today())
        if len(words) > _MOST:
            raise IdentityError("identity.name_length")
        return words

    def _mrz_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self)
        field.setTabChangesFocus(True)
        # Room for two lines; the style sheet's own height is for one.
        height = self._style.theme.px(TYPE.body) * 2 + UNIT * 5
        field.setStyleSheet(f"min-height: {height}px; max-height: {height}px;")
        field.setPlaceholderText("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<")
        field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        field.textChanged.connect(self._read_mrz)
        return field

    def _heading(self, key: str, widget: QWidget) -> QLabel:
        words = self._style.texts.get(key)
        heading = label(words, "section", self)
        heading.setBuddy(widget)
        widget.setAccessibleName(words)
        return heading

    def _grid(self, fields: tuple[str, ...], values: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 2)
        grid.setVerticalSpacing(UNIT // 2)
        for number, field in enumerate(fields):
            row, column = divmod(number, self.COLUMNS)
            widget = self._field(field, values.get(field, ""))
            self.fields[field] = widget
            problem = label("", "caption", self, wrap=True)
            problem.setStyleSheet(f"color: {self._style.theme.colours.danger};")
            self.problems[field] = problem
            words = self._style.texts.get(f"intake.{field}")
            title = label(words, "caption", self)
            title.setBuddy(widget)
            widget.setAccessibleName(words)
            grid.addWidget(title, row * 3, column)
            grid.addWidget(widget, row * 3 + 1, column)
            grid.addWidget(problem, row * 3 + 2, column)
        for column in range(self.COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _field(self, field: str, value: str) -> QLineEdit | QComboBox:
        texts = self._style.texts
        if field == "patient_sex":
            box = QComboBox(self)
            for code in ("", "F", "M", "X"):
                box.addItem(texts.get(f"intake.sex.{code or 'none'}"), code)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.currentIndexChanged.connect(lambda _index: self._check(field))
            return box
        if field == "department":
            box = QComboBox(self)
            box.setEditable(True)
            at = 0 if texts.code == "zh" else -1
            box.addItems(["", *(self._shown(entry.names[at]) for entry in departments())])
            box.setEditText(value)
            box.editTextChanged.connect(lambda _text: self._check(field))
            return box
        edit = QLineEdit(self)
        edit.setPlaceholderText(texts.get(f"intake.hint.{field}"))
        if field == "patient_nationality":
            shown = {code: self._country(code) for code in countries()}
            completer = QCompleter(list(shown.values()), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            edit.setCompleter(completer)
            value = shown.get(value, value)
        edit.setText(value)
        edit.textChanged.connect(lambda _text: self._check(field))
        edit.editingFinished.connect(lambda: self._tidy(field))
        return edit

    def _shown(self, department: str) -> str:
        return department if not department.isascii() else department.capitalize()

    def _country(self, code: str) -> str:
        entry = countries()[code]
        return f"{entry.zh if self._style.texts.code == 'zh' else entry.en} ({code})"

    def _tidy(self, field: str) -> None:
        """Show a field as it will be stored."""
        try:
            value = self._stored(field)
        except IdentityError:
            return
        if field == "patient_nationality" and value:
            value = self._country(value)
        if value != self.text(field):
            self.set_text(field, value)

    def _check(self, field: str) -> bool:
        words = ""
        try:
            self._stored(field)
        except IdentityError as error:
            words = self._words(error)
        self.problems[field].setText(words)
        self.problems[field].setVisible(bool(words))
        self.save.setEnabled(self.whole())
        return not words

    def _check_all(self) -> None:
        for field in self.fields:
            self._check(field)

    def _read_mrz(self) -> None:
        text = self.mrz.toPlainText()
        c = self._style.theme.colours
        if not text.strip() or not looks_like(text):
            waits = bool(text.strip())
            self._say_mrz(self._style.texts.get("intake.mrz.waits") if waits else "", c.muted)
            return
        try:
            found = from_mrz(text, self._today())
        except IdentityError as error:
            short = error.code == "identity.mrz_shape"
            self._say_mrz(self._words(error), c.muted if short else c.danger)
            return
        for field, value in found.items():
            self.set_text(field, value)
            self._tidy(field)
        self._say_mrz(self._style.texts.get("intake.mrz.read"), c.success)

    def _say_mrz(self, words: str, ink: str) -> None:
        self.mrz_said.setText(words)
        self.mrz_said.setStyleSheet(f"color: {ink};")
        self.mrz_said.setVisible(bool(words))

    def _words(self, error: IdentityError) -> str:
        texts = self._style.texts
        part = str(error.details.get("field", ""))
        field = texts.get(f"intake.part.{part}") if part else ""
        return texts.code_text("intake.error", error.code, field=field)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        for field in self.fields:
            self._tidy(field)
        self.give()

    def add_more(self, column: QVBoxLayout) -> None:
        """What else is asked, below the fields."""

    def whole(self) -> bool:
        """Whether it can be saved."""
        return not any(problem.text() for problem in self.problems.values())

    def give(self) -> None:
        """It is saved: nothing is wrong in it."""
        self.given.emit(self.values())
        self.accept()
