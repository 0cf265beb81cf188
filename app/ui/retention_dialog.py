"""Deletion by the policy: what it says, what is due, and carrying it out after a question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError
from app.records.model import EncounterHeader
from app.ui.records_html import local_time, names
from app.ui.retention_source import Pending, RetentionSource
from app.ui.task import Task
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label


class RetentionDialog(QDialog):
    """Signal: ``changed(Pending)`` whenever it knows what is due. Nothing goes unasked."""

    changed = Signal(object)

    def __init__(self, style: Style, source: RetentionSource, parent: QWidget | None = None):
        super().__init__(parent)
        self._style, self._source = style, source
        self._task: Task | None = None
        self.pending: Pending | None = None
        self.question: QMessageBox | None = None
        texts = style.texts
        self.setWindowTitle(texts.get("retention.title"))
        self.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body)))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT)
        column.addWidget(label(texts.get("retention.title"), "title", self))
        self.policy = label("", "body", self, wrap=True)
        column.addWidget(self.policy)
        column.addWidget(label(texts.get("retention.how"), "caption", self, wrap=True))
        self.told = label("", "section", self, wrap=True)
        column.addWidget(self.told)
        self.list = QListWidget(self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setAccessibleName(texts.get("retention.title"))
        column.addWidget(self.list, 1)
        self.delete = QPushButton(texts.get("retention.delete"), self)
        self.delete.setProperty("kind", "danger")
        self.delete.setAutoDefault(False)
        self.delete.clicked.connect(self.ask)
        self.leave = QPushButton(texts.get("users.close"), self)
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.delete)
        row.addStretch(1)
        row.addWidget(self.leave)
        column.addLayout(row)
        self.resize(640, 520)
        self._run(source.look, "retention.looking", "")

    @property
    def busy(self) -> bool:
        """Something is being read or deleted."""
        return self._task is not None

    def ask(self) -> None:
        """Ask whether what is shown shall go for good."""
        pending = self.pending
        if pending is None or not pending.count:
            return
        texts = self._style.texts
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(texts.get("retention.title"))
        box.setText(texts.get("retention.sure", n=pending.count))
        box.setInformativeText(texts.get("retention.for_good"))
        yes = box.addButton(texts.get("retention.delete"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(texts.get("records.cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        yes.clicked.connect(self.carry_out)
        self.question = box
        box.open()

    def carry_out(self) -> None:
        """Delete what is shown; the question has been asked."""
        pending = self.pending
        if pending is not None and not self.busy:
            done = self._style.texts.get("retention.done", n=pending.count)
            self._run(lambda: self._source.carry_out(pending), "retention.deleting", done)

    def reject(self) -> None:
        """Not while something is being deleted."""
        if not self.busy:
            super().reject()

    def _run(self, work: Callable[[], Pending], key: str, then: str) -> None:
        self.told.setText(self._style.texts.get(key))
        self.delete.setEnabled(False)
        self._task = task = Task(work, self)
        task.done.connect(lambda pending: self._show(pending, then))
        task.failed.connect(self._failed)
        task.start()

    def _show(self, pending: Pending, then: str) -> None:
        self._task = None
        self.pending = pending
        texts, policy = self._style.texts, pending.policy
        words = texts.get("retention.keep", days=policy.keep_days)
        if not policy.keep_days:
            words = texts.get("retention.keep_always")
        sound = texts.get("retention.keep_sound", days=policy.keep_sound_days)
        self.policy.setText(f"{words} {sound if policy.keep_sound_days else ''}".strip())
        self.list.clear()
        self.list.addItems([self._line("retention.encounter", x) for x in pending.encounters])
        for document in pending.documents:
            day = local_time(document.started_at)
            self.list.addItem(texts.get("retention.document", time=day, id=document.id))
        self.list.addItems([self._line("retention.sound", x) for x in pending.sounds])
        due = texts.get("retention.due", n=pending.count)
        self.told.setText(then or (due if pending.count else texts.get("retention.none")))
        self.delete.setEnabled(pending.count > 0)
        self.changed.emit(pending)

    def _line(self, key: str, header: EncounterHeader) -> str:
        texts = self._style.texts
        return texts.get(key, time=local_time(header.started_at), who=names(header, self._style))

    def _failed(self, error: AppError) -> None:
        self._task = None
        details = {key: str(value) for key, value in error.details.items()}
        self.told.setText(self._style.texts.code_text("banner.what", error.code, **details))
        self.delete.setEnabled(self.pending is not None and self.pending.count > 0)


class RetentionDesk(QPushButton):
    """The records window's button for it: says how much is due. Hidden from whoever may not."""

    def __init__(self, style: Style, source: RetentionSource | None, parent: QWidget) -> None:
        super().__init__(style.texts.get("retention.button"), parent)
        self._style, self._source = style, source
        self._task: Task | None = None
        self.dialog: RetentionDialog | None = None
        self.setAutoDefault(False)
        self.clicked.connect(self.open)
        self.setVisible(source is not None)

    @property
    def busy(self) -> bool:
        """It is being counted, or deleted."""
        return self._task is not None or (self.dialog is not None and self.dialog.busy)

    def look(self) -> None:
        """Count what is due, in the background. What cannot be counted is said in the dialog."""
        if self._source is None or self._task is not None:
            return
        self._task = task = Task(self._source.look, self)
        task.done.connect(self._show)
        task.failed.connect(lambda _error: self._show(None))
        task.start()

    def open(self) -> None:
        """Show what is due."""
        if self._source is None or (self.dialog is not None and self.dialog.isVisible()):
            return
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = RetentionDialog(self._style, self._source, self.window())
        self.dialog.changed.connect(self._show)
        self.dialog.open()

    def _show(self, pending: Pending | None) -> None:
        self._task = None
        count = pending.count if pending is not None else 0
        texts = self._style.texts
        told = texts.get("retention.button_due", n=count) if count else ""
        self.setText(told or texts.get("retention.button"))
        self.setAccessibleName(self.text())
        self.setToolTip(f"{self.text()}  (Ctrl+Shift+D)")
