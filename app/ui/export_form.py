"""The fields of an export: what is offered depends on what was chosen before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.documents.deidentify import Deidentify
from app.documents.export import WRITERS, Format
from app.documents.writers.encrypt import LEAST
from app.documents.writers.layouts import Layout, Sides
from app.exports import Choice
from app.ui.settings_port import UiSettings, keep, text
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label

REMEMBERED = ("format", "layout", "language", "deidentify", "folder", "certificate")
"""Choices that are there again the next time: no password is."""


class ExportForm(QWidget):
    """Signal: ``changed`` when something else was chosen."""

    changed = Signal()

    def __init__(self, style: Style, settings: UiSettings, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._style, self._settings = style, settings
        self._fields: dict[str, QWidget] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(UNIT * 3)
        self._form.setVerticalSpacing(UNIT)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        formats = [one.value for one in Format if one in WRITERS]
        self.format = self._choice("format", formats)
        self.layout_ = self._choice("layout", [one.value for one in Layout])
        self.language = self._choice("language", [Sides.DOCTOR.value, Sides.PATIENT.value])
        self.deidentify = self._choice("deidentify", [one.value for one in Deidentify])
        self.note = label(style.texts.get("export.deidentify.note"), "caption", self, wrap=True)
        self._form.addRow("", self.note)
        self.password, self.again = self._secret("password.hint"), self._secret("password.again")
        self._pair("password", self.password, self.again)
        self.certificate = QLineEdit(text(settings, "export.certificate"), self)
        self.certificate.setPlaceholderText(style.texts.get("export.certificate.hint"))
        self._file("certificate", self.certificate, self._choose_certificate)
        self.certificate_password = self._secret("certificate.password")
        self._row("certificate.password", self.certificate_password, self.certificate_password)
        self.folder = QLineEdit(text(settings, "export.folder") or str(folder), self)
        self._file("folder", self.folder, self._choose_folder)
        for box in (self.format, self.layout_, self.language, self.deidentify):
            box.currentIndexChanged.connect(self._offer)
        edits = (
            self.password,
            self.again,
            self.certificate,
            self.certificate_password,
            self.folder,
        )
        for edit in edits:
            edit.textChanged.connect(self._offer)
        self._offer()

    def problem(self) -> str:
        """Why it cannot be begun, in words; empty when it can."""
        texts = self._style.texts
        if self._is_pdf and self.password.text():
            if len(self.password.text()) < LEAST:
                return texts.get("banner.what.export.password_short", least=LEAST)
            if self.password.text() != self.again.text():
                return texts.get("export.password.differ")
        return ""

    def choice(self) -> Choice:
        """What was chosen; what is not offered of it counts as not chosen."""
        chosen = Format(self.format.currentData())
        layout = Layout(self.layout_.currentData()) if chosen.is_page else Layout.SIDE_BY_SIDE
        certificate = self.certificate.text().strip() if self._is_pdf else ""
        return Choice(
            folder=Path(self.folder.text().strip()),
            format=chosen,
            layout=layout,
            language=str(self.language.currentData()) if layout is Layout.ONE_LANGUAGE else "",
            deidentify=Deidentify(self.deidentify.currentData()),
            password=self.password.text() if self._is_pdf else "",
            certificate=Path(certificate) if certificate else None,
            certificate_password=self.certificate_password.text(),
        )

    def remember(self) -> None:
        """Keep the choices for the next time."""
        values = {
            "format": str(self.format.currentData()),
            "layout": str(self.layout_.currentData()),
            "language": str(self.language.currentData()),
            "deidentify": str(self.deidentify.currentData()),
            "folder": self.folder.text().strip(),
            "certificate": self.certificate.text().strip(),
        }
        for key in REMEMBERED:
            keep(self._settings, f"export.{key}", values[key])

    def forget_passwords(self) -> None:
        """They were for one time."""
        for edit in (self.password, self.again, self.certificate_password):
            edit.clear()

    @property
    def _is_pdf(self) -> bool:
        return bool(self.format.currentData() == Format.PDF.value)

    def _offer(self) -> None:
        form, is_page = self._form, Format(self.format.currentData()).is_page
        one = is_page and self.layout_.currentData() == Layout.ONE_LANGUAGE.value
        form.setRowVisible(self._fields["layout"], is_page)
        form.setRowVisible(self._fields["language"], one)
        form.setRowVisible(self.note, self.deidentify.currentData() != Deidentify.NO.value)
        for key in ("password", "certificate"):
            form.setRowVisible(self._fields[key], self._is_pdf)
        signs = self._is_pdf and bool(self.certificate.text().strip())
        form.setRowVisible(self.certificate_password, signs)
        self.again.setVisible(bool(self.password.text()))
        self.changed.emit()

    def _row(self, key: str, widget: QWidget, edit: QWidget) -> None:
        words = self._style.texts.get(f"export.{key}")
        edit.setAccessibleName(words)
        title = QLabel(words, self)
        title.setBuddy(edit)
        self._fields[key] = widget
        self._form.addRow(title, widget)

    def _choice(self, key: str, values: Sequence[str]) -> QComboBox:
        box = QComboBox(self)
        for value in values:
            box.addItem(self._style.texts.get(f"export.{key}.{value}"), value)
        box.setCurrentIndex(max(0, box.findData(text(self._settings, f"export.{key}"))))
        self._row(key, box, box)
        return box

    def _secret(self, key: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        edit.setInputMethodHints(hints)
        edit.setPlaceholderText(self._style.texts.get(f"export.{key}"))
        edit.setAccessibleName(self._style.texts.get(f"export.{key}"))
        return edit

    def _pair(self, key: str, first: QLineEdit, second: QLineEdit) -> None:
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(first, 3)
        row.addWidget(second, 2)
        self._row(key, both, first)

    def _file(self, key: str, edit: QLineEdit, choose: Callable[[], None]) -> None:
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(edit, 1)
        button = QPushButton(self._style.texts.get("export.choose"), self)
        button.setAutoDefault(False)
        words = f"{self._style.texts.get(f'export.{key}')}: {button.text()}"
        button.setAccessibleName(words)
        button.clicked.connect(choose)
        row.addWidget(button)
        self._row(key, both, edit)

    def _choose_certificate(self) -> None:
        title = self._style.texts.get("export.certificate")
        name, _ = QFileDialog.getOpenFileName(self, title, "", "PKCS#12 (*.p12 *.pfx)")
        if name:
            self.certificate.setText(name)

    def _choose_folder(self) -> None:
        title = self._style.texts.get("export.folder")
        name = QFileDialog.getExistingDirectory(self, title, self.folder.text())
        if name:
            self.folder.setText(name)
