"""Settings: few, in plain words, effective at once; Esc and the close button keep them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.hold_dialog import KEY as HOLD_KINDS
from app.ui.hold_dialog import HoldDialog, held_kinds
from app.ui.settings_port import UiSettings, keep, text
from app.ui.theme import UNIT
from app.ui.widgets.parts import label
from app.ui.widgets.turn_card import Style
from translation.types import CRITICAL_KINDS

SCALES = (0.9, 1.0, 1.15, 1.3, 1.5)
PAUSES_MS = (320, 512, 704, 992, 1504)
"""Offered pauses that end a sentence, in whole frames of 32 ms."""

MODES = ("one_microphone", "two_channels", "system_monitor")


class SettingsDialog(QDialog):
    """Writes each change to the settings as it is made. Signals: ``changed(key)``, and
    ``security_asked(what)`` with "passphrase", "users" or "lock"."""

    changed = Signal(str)
    security_asked = Signal(str)

    def __init__(
        self,
        settings: UiSettings,
        style: Style,
        microphones: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
        signed_in: str = "",
    ) -> None:
        """``microphones`` are pairs of a device's stable name and the one to show.

        ``signed_in`` is who has unlocked the record; empty leaves out what concerns users.
        """
        super().__init__(parent)
        self._settings = settings
        self._style = style
        self._texts = style.texts
        texts = style.texts
        self.setWindowTitle(texts.get("settings.title"))
        # Two columns: under each other they are taller than the screens of older hospital PCs.
        columns = QHBoxLayout()
        columns.setSpacing(UNIT * 5)
        form = self._column(columns)
        self._section(form, "settings.sound")
        devices = [("", texts.get("settings.default_device")), *microphones]
        self.device = self._choice(form, "audio.device", devices)
        modes = [(x, texts.get(f"settings.mode.{x}")) for x in MODES]
        self.mode = self._choice(form, "audio.mode", modes)
        pauses = [(str(x), texts.get("settings.seconds", n=f"{x / 1000:.1f}")) for x in PAUSES_MS]
        self.pause = self._choice(form, "audio.end_of_speech_ms", pauses)
        kept = [(str(x), texts.get(f"settings.keep.{str(x).lower()}")) for x in (False, True)]
        self.keep = self._choice(form, "audio.keep", kept)
        self._safety(form)
        form = self._column(columns)
        self._section(form, "settings.look")
        languages = [("zh", "中文"), ("en", "English")]
        self.language = self._choice(form, "ui.language", languages)
        themes = [(x, texts.get(f"settings.theme.{x}")) for x in ("light", "dark")]
        self.theme = self._choice(form, "ui.theme", themes)
        scales = [(f"{x:g}", f"{x:.0%}") for x in SCALES]
        self.scale = self._choice(form, "ui.font_scale", scales)
        self._section(form, "settings.data")
        folder = QLineEdit(text(settings, "profile.folder") or "–", self)
        folder.setReadOnly(True)
        self._row(form, "profile.folder", folder)
        if signed_in:
            self._security(form, signed_in)
        close = QPushButton(texts.get("settings.close"), self)
        close.setAccessibleName(close.text())
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        self._note = label(texts.get("settings.note"), "caption", self, wrap=True)
        buttons.addWidget(self._note, 1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(label(texts.get("settings.title"), "title", self))
        layout.addLayout(columns)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.resize(1080, 440)

    def _column(self, columns: QHBoxLayout) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(UNIT * 3)
        form.setVerticalSpacing(UNIT * 1)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        columns.addLayout(form, 1)
        return form

    def _safety(self, form: QFormLayout) -> None:
        self._section(form, "settings.safety")
        asked = [(str(x), self._texts.get(f"settings.ask.{str(x).lower()}")) for x in (True, False)]
        self.ask = self._choice(form, "safety.ask_patient", asked)
        self.hold = QPushButton(self)
        self.hold.setAutoDefault(False)
        self.hold.clicked.connect(self._open_hold)
        self._row(form, HOLD_KINDS, self.hold)
        self._say_hold()

    def _open_hold(self) -> None:
        self.hold_dialog = HoldDialog(self._settings, self._style, self)
        self.hold_dialog.changed.connect(self._hold_changed)
        self.hold_dialog.open()

    def _hold_changed(self, key: str) -> None:
        self._say_hold()
        self.changed.emit(key)

    def _say_hold(self) -> None:
        held = held_kinds(self._settings)
        key = "settings.hold.safe" if held >= CRITICAL_KINDS else "settings.hold.fewer"
        words = self._texts.get(key, n=len(CRITICAL_KINDS - held))
        self.hold.setText(words)
        self.hold.setAccessibleName(f"{self._texts.get(f'settings.{HOLD_KINDS}')}: {words}")

    def _security(self, form: QFormLayout, signed_in: str) -> None:
        self._section(form, "settings.security")
        who = QLabel(signed_in, self)
        who.setTextFormat(Qt.TextFormat.PlainText)
        self._row(form, "signed_in", who)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        self.security_buttons: dict[str, QPushButton] = {}
        for what in ("passphrase", "users", "lock"):
            button = QPushButton(self._texts.get(f"settings.{what}"), self)
            button.setAutoDefault(False)
            # Queued: the answer closes this window, which must not happen inside the click.
            button.clicked.connect(
                lambda _checked=False, what=what: self.security_asked.emit(what),
                Qt.ConnectionType.QueuedConnection,
            )
            self.security_buttons[what] = button
            row.addWidget(button)
        row.addStretch(1)
        form.addRow(row)

    def _section(self, form: QFormLayout, key: str) -> None:
        heading = label(self._texts.get(key), "section", self)
        heading.setContentsMargins(0, UNIT, 0, 0)
        form.addRow(heading)

    def _row(self, form: QFormLayout, key: str, widget: QWidget) -> None:
        words = self._texts.get(f"settings.{key}")
        widget.setAccessibleName(words)
        title = QLabel(words, self)
        title.setBuddy(widget)
        form.addRow(title, widget)

    def _choice(self, form: QFormLayout, key: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        # Long names may be cut rather than push the window off the screen.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        for value, shown in options:
            box.addItem(shown, value)
        current = self._settings.get(key)
        wanted = f"{current:g}" if isinstance(current, float) else str(current)
        index = box.findData(wanted)
        if index < 0:
            # A device that is not plugged in stays chosen: it may come back.
            box.addItem(self._texts.get("settings.absent", name=wanted), wanted)
            index = box.count() - 1
        box.setCurrentIndex(index)
        box.activated.connect(lambda _index: self._chosen(key, str(box.currentData())))
        self._row(form, key, box)
        return box

    def _chosen(self, key: str, value: str) -> None:
        converted: str | int | float = value
        if key == "ui.font_scale":
            converted = float(value)
        elif key == "audio.end_of_speech_ms":
            converted = int(value)
        elif key in ("audio.keep", "safety.ask_patient"):
            converted = value == "True"
        if not keep(self._settings, key, converted):
            self._note.setText(self._texts.get("settings.not_saved"))
        self.changed.emit(key)
