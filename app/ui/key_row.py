"""The profile's data key in the users dialog: asking for a new one, and making it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError
from app.records import keys, rotation
from app.records.access import Act
from app.records.rotation import Rotated
from app.ui.keeper import Keeper
from app.ui.task import Task
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label


class KeyRow(QFrame):
    """Says how things stand and offers what this user may do.

    Signals: ``failed(AppError)``, and ``busy_changed(bool)`` around the work, which takes minutes
    for a large record and must not be left.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, style: Style, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._keeper = style.texts, keeper
        self._task: Task | None = None
        self.state = label("", "caption", self, wrap=True)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._pressed)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(self._texts.get("key.working"))
        self.progress.hide()
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.state, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self._texts.get("key.title"), "section", self))
        column.addLayout(row)
        column.addWidget(self.progress)
        self.refresh()

    @property
    def busy(self) -> bool:
        """A new key is being made."""
        return self._task is not None

    def refresh(self) -> None:
        """Show how things stand now."""
        texts, keeper = self._texts, self._keeper
        file = keys.read_keys(keeper.keys_path)
        asked = bool(file.rotation_asked)
        key = "key.asked" if asked else "key.state"
        self.state.setText(texts.get(key, number=file.data_key_number))
        asks = keeper.actor.may(Act.USERS)
        self.button.setText(texts.get("key.ask" if asks else "key.rotate"))
        may = not asked if asks else rotation.may_rotate(keeper.unlocked())
        self.button.setEnabled(may and not self.busy)
        self.button.setToolTip("" if asks or may else texts.get("key.not_asked"))

    def rotate(self) -> None:
        """Make a new key; the question has been asked."""
        if self.busy:
            return
        self._begin(self._keeper.rotate)

    def _pressed(self) -> None:
        if self._keeper.actor.may(Act.USERS):
            try:
                self._keeper.renew(rotation.ask(self._keeper.unlocked()))
            except AppError as error:
                self.failed.emit(error)
            self.refresh()
            return
        box = QMessageBox(self)
        box.setText(self._texts.get("key.sure"))
        box.setInformativeText(self._texts.get("key.sure_more"))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.finished.connect(
            lambda answer: self.rotate() if answer == QMessageBox.StandardButton.Yes else None
        )
        box.open()

    def _begin(self, work: Callable[[Callable[[int, int], None]], object]) -> None:
        task = self._task = Task(lambda: work(tell), self)
        tell = task.relay(self._show_progress)
        task.done.connect(self._done)
        task.failed.connect(self._failed)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.state.setText(self._texts.get("key.working"))
        self.button.setEnabled(False)
        self.busy_changed.emit(True)
        task.start()

    def _show_progress(self, done: int, total: int) -> None:
        if self.busy:
            # In steps of a thousandth: Qt counts with 32 bits, a record may be larger.
            self.progress.setRange(0, 1000)
            self.progress.setValue(1000 * done // max(1, total))

    def _done(self, made: object) -> None:
        assert isinstance(made, Rotated)
        self._end()
        words = self._texts.get("key.done", number=made.number, sounds=made.sounds)
        if made.lost:
            words += " " + self._texts.get("key.lost", n=made.lost)
        self.state.setText(words)

    def _failed(self, error: AppError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        self.progress.hide()
        self.busy_changed.emit(False)
        self.refresh()
