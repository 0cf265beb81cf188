"""The bar at the top: name, the two languages, and the rarer commands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from app.ui.icons import pixmap
from app.ui.languages import LANGUAGES, language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.parts import label, name, set_icon
from app.ui.widgets.turn_card import Style

COMMANDS = {
    "documents": "Ctrl+D",
    "records": "Ctrl+R",
    "glossary": "Ctrl+G",
    "export": "Ctrl+E",
    "settings": "Ctrl+,",
    "help": "F1",
}


class Header(QFrame):
    """Signals: ``language_chosen(code)``, ``command(name)`` with a key of `COMMANDS`."""

    language_chosen = Signal(str)
    command = Signal(str)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._style = style
        self._available: frozenset[str] = frozenset()
        self._logo = QLabel(self)
        self._brand = label("", "brand", self)
        self._case = label("", "caption", self)
        self._doctor_lang = label("", "body", self)
        self._arrow = QLabel(self)
        self.picker = QComboBox(self)
        self.picker.setMinimumWidth(210)
        self.picker.activated.connect(self._chosen)
        self._buttons = {key: self._button(key) for key in COMMANDS}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self._logo)
        layout.addWidget(self._brand)
        layout.addSpacing(UNIT)
        layout.addWidget(self._case)
        layout.addStretch(1)
        layout.addWidget(self._doctor_lang)
        layout.addWidget(self._arrow)
        layout.addWidget(self.picker)
        layout.addStretch(1)
        for button in self._buttons.values():
            layout.addWidget(button)
        self.set_style(style)

    @property
    def patient_lang(self) -> str:
        """Code of the chosen language."""
        return str(self.picker.currentData())

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        texts, theme = style.texts, style.theme
        self._logo.setPixmap(pixmap("logo", theme.colours.primary, 32))
        self._brand.setText(texts.get("app.name"))
        self._doctor_lang.setText(
            texts.get("header.doctor", language=language(style.doctor_lang).native_name)
        )
        self._arrow.setPixmap(pixmap("swap", theme.colours.faint, 22))
        name(self.picker, texts.get("header.patient_language"), "Alt+L")
        for key, button in self._buttons.items():
            name(button, texts.get(f"control.{key}"), COMMANDS[key])
            set_icon(button, key, theme, size=22)
        chosen = self.picker.currentData()
        self.set_languages(self._available, str(chosen) if chosen else "en")

    def set_case(self, words: str) -> None:
        """Name of the encounter."""
        self._case.setText(words)

    def set_languages(self, available: frozenset[str], chosen: str) -> None:
        """Offer all languages by their own names; those without packs are named, not offered."""
        self._available = available
        texts = self._style.texts
        # Qt warns when Devanagari meets another font first; the other scripts do not mind.
        self.picker.setFont(self._style.fonts.font("hi", self._style.theme.px(TYPE.body)))
        model = QStandardItemModel(self.picker)
        for each in LANGUAGES:
            if each.code == self._style.doctor_lang:
                continue
            here = texts.language_name(each.code)
            same = here == each.native_name
            words = each.native_name if same else f"{each.native_name}  ·  {here}"
            able = each.code in available
            if not able:
                words = texts.get("header.no_pack", language=words)
            item = QStandardItem(words)
            item.setData(each.code, Qt.ItemDataRole.UserRole)
            item.setFont(self._style.fonts.font(each.code, self._style.theme.px(TYPE.body)))
            item.setEnabled(able)
            if not able:
                item.setToolTip(texts.get("header.no_pack_reason"))
            model.appendRow(item)
        self.picker.setModel(model)
        index = self.picker.findData(chosen)
        if index < 0 or not model.item(index).isEnabled():
            able_rows = [i for i in range(model.rowCount()) if model.item(i).isEnabled()]
            index = able_rows[0] if able_rows else index
        self.picker.setCurrentIndex(index)

    def lock(self, locked: bool) -> None:
        """The languages of an encounter do not change while it runs."""
        self.picker.setEnabled(not locked)

    def enable_export(self, able: bool) -> None:
        """There is something to export, or not."""
        self._buttons["export"].setEnabled(able)

    def _button(self, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.clicked.connect(lambda: self.command.emit(key))
        return button

    def _chosen(self, _index: int) -> None:
        self.language_chosen.emit(self.patient_lang)
