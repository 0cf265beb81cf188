"""Which kinds of differences hold a sentence, and which only mark it: the hospital's policy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError
from app.session.hold import kinds_from
from app.ui.settings_port import UiSettings, keep, text
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label
from translation.types import CRITICAL_KINDS, FindingKind

KEY = "safety.hold_kinds"
COLUMNS = 2
WIDTH = 600


def held_kinds(settings: UiSettings) -> frozenset[FindingKind]:
    """The kinds that hold now; what is safe where the setting cannot be read."""
    try:
        return kinds_from(text(settings, KEY))
    except AppError:
        return CRITICAL_KINDS


class HoldDialog(QDialog):
    """Writes each tick as it is made. Signal: ``changed(key)``."""

    changed = Signal(str)

    def __init__(self, settings: UiSettings, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._texts = settings, style.texts
        texts = style.texts
        self.setWindowTitle(texts.get("holding.title"))
        self.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body)))
        held = held_kinds(settings)
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 4)
        grid.setVerticalSpacing(UNIT)
        self.boxes: dict[FindingKind, QCheckBox] = {}
        rows = -(-len(FindingKind) // COLUMNS)
        for place, kind in enumerate(FindingKind):
            box = QCheckBox(texts.get(f"review.kind.{kind.value}"), self)
            box.setChecked(kind in held)
            box.toggled.connect(self._keep)
            self.boxes[kind] = box
            grid.addWidget(box, place % rows, place // rows)
        self.told = label("", "caption", self, wrap=True)
        # Room for two lines from the start: the window must not jump at the first tick.
        self.told.setMinimumHeight(self.told.fontMetrics().lineSpacing() * 2 + UNIT)
        self.standard = QPushButton(texts.get("holding.standard"), self)
        self.standard.setAutoDefault(False)
        self.standard.clicked.connect(self._restore)
        close = QPushButton(texts.get("settings.close"), self)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.standard)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT * 2)
        column.addWidget(label(texts.get("holding.title"), "title", self))
        column.addWidget(label(texts.get("holding.how"), "body", self, wrap=True))
        column.addLayout(grid)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addLayout(buttons)
        self._tell(saved=True)
        # Texts that wrap: a window of their least height would squeeze the ticks.
        self.ensurePolished()
        self.resize(WIDTH, column.totalHeightForWidth(WIDTH))

    def ticked(self) -> frozenset[FindingKind]:
        """The kinds that are ticked."""
        return frozenset(kind for kind, box in self.boxes.items() if box.isChecked())

    def _keep(self) -> None:
        ticked = self.ticked()
        names = " ".join(kind.value for kind in FindingKind if kind in ticked)
        self._tell(saved=keep(self._settings, KEY, names))
        self.changed.emit(KEY)

    def _restore(self) -> None:
        for kind, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(kind in CRITICAL_KINDS)
            box.blockSignals(False)
        self._keep()

    def _tell(self, saved: bool) -> None:
        missing = [kind for kind in FindingKind if kind in CRITICAL_KINDS - self.ticked()]
        self.standard.setEnabled(self.ticked() != CRITICAL_KINDS)
        if not saved:
            self.told.setText(self._texts.get("settings.not_saved"))
        elif missing:
            names = self._texts.get("holding.comma").join(
                self._texts.get(f"review.kind.{kind.value}") for kind in missing
            )
            self.told.setText(self._texts.get("holding.only_marked", names=names))
        else:
            self.told.setText(self._texts.get("holding.safe"))
