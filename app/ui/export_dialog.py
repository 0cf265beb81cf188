"""Exporting: what, how, where to; then progress, and what became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.documents.deidentify import Replaced
from app.documents.export_many import Outcome, Progress, Written
from app.errors import AppError
from app.exports import Choice
from app.ui.export_form import ExportForm
from app.ui.settings_port import UiSettings
from app.ui.task import Task
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label

RunExport = Callable[[Sequence[str], Choice, Progress, Callable[[], bool]], Outcome]
"""Ids, choice, what hears of the progress, and whether somebody has cancelled. Blocks."""

WIDTH = 720


@dataclass(frozen=True, slots=True)
class ExportPort:
    """What the dialog needs: who does it, remembered choices, and the usual folder."""

    run: RunExport
    settings: UiSettings
    folder: Path


class ExportDialog(QDialog):
    """Exports ``one`` encounter (id, name), or all of ``listed`` ids if its user wants that.

    Signal: ``exported(Outcome)``. Closed while it runs, it stops after the file that is being
    written and closes then.
    """

    exported = Signal(object)

    def __init__(
        self,
        style: Style,
        port: ExportPort,
        one: tuple[str, str],
        listed: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._port = style, port
        self._one, self._listed = one, tuple(listed)
        self._cancel = threading.Event()
        self._task: Task | None = None
        self._closing = False
        texts = style.texts
        self.setWindowTitle(texts.get("export.title"))
        self.setFont(style.fonts.font(texts.code, style.theme.px(TYPE.body)))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT * 3 // 2)
        column.addWidget(label(texts.get("export.title"), "title", self))
        column.addWidget(label(texts.get("export.why"), "caption", self, wrap=True))
        self.scope = QComboBox(self)
        self._fill_scope()
        column.addWidget(self.scope)
        self.form = ExportForm(style, port.settings, port.folder, self)
        column.addWidget(self.form)
        self.message = label("", "body", self, wrap=True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.message)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        column.addWidget(self.bar)
        self.replaced = QPlainTextEdit(self)
        self.replaced.setReadOnly(True)
        self.replaced.setTabChangesFocus(True)
        self.replaced.setMinimumHeight(UNIT * 16)
        column.addWidget(self.replaced, 1)
        column.addLayout(self._buttons())
        self.form.changed.connect(self._check)
        for widget in (self.bar, self.replaced, self.message):
            widget.hide()
        self.resize(WIDTH, 0)
        self._check()

    @property
    def busy(self) -> bool:
        """Files are being written."""
        return self._task is not None

    def start(self) -> None:
        """Begin to write."""
        if self.busy or not self.main.isEnabled():
            return
        choice, ids = self.form.choice(), self._ids()
        self.form.remember()
        self._cancel.clear()
        self._show_progress(0, len(ids))
        task = Task(lambda: self._port.run(ids, choice, tell, self._cancel.is_set), self)
        tell = task.relay(self._show_progress)
        task.done.connect(self._done)
        task.failed.connect(self._failed)
        self._task = task
        self._running(True)
        task.start()

    def stop(self) -> None:
        """Write no further file."""
        if self.busy:
            self._cancel.set()
            self._say(self._style.texts.get("export.stopping"))

    def reject(self) -> None:
        """Close, when the file that is being written is whole."""
        if self.busy:
            self._closing = True
            self.stop()
        else:
            self.form.forget_passwords()
            super().reject()

    def _fill_scope(self) -> None:
        texts = self._style.texts
        self.scope.addItem(texts.get("export.scope.one", name=self._one[1]))
        if len(self._listed) > 1:
            self.scope.addItem(texts.get("export.scope.all", n=len(self._listed)))
        self.scope.setAccessibleName(texts.get("export.scope"))
        self.scope.setEnabled(self.scope.count() > 1)

    def _buttons(self) -> QHBoxLayout:
        texts = self._style.texts
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        self.close_ = QPushButton(texts.get("export.close"), self)
        self.close_.clicked.connect(self.reject)
        self.halt = QPushButton(texts.get("export.stop"), self)
        self.halt.clicked.connect(self.stop)
        self.main = QPushButton(texts.get("export.start"), self)
        self.main.setProperty("kind", "primary")
        self.main.setDefault(True)
        self.main.clicked.connect(self.start)
        row.addWidget(self.close_)
        row.addStretch(1)
        for button in (self.halt, self.main):
            row.addWidget(button)
        for button in (self.close_, self.halt):
            button.setAutoDefault(False)
        self.halt.hide()
        return row

    def _ids(self) -> tuple[str, ...]:
        return (self._one[0],) if self.scope.currentIndex() == 0 else self._listed

    def _check(self) -> None:
        """Say what is missing; nothing is said about passwords that are just being typed."""
        problem = self.form.problem()
        self.main.setEnabled(not problem and not self.busy)
        if not self.busy:
            self._say(problem, error=True)
        self._fit()

    def _running(self, running: bool) -> None:
        for widget in (self.form, self.scope, self.main):
            widget.setEnabled(not running)
        self.scope.setEnabled(not running and self.scope.count() > 1)
        self.halt.setVisible(running)
        self.bar.setVisible(running)
        self.replaced.hide()
        self._fit()

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        if not self._cancel.is_set():
            at = min(done + 1, total)
            self._say(self._style.texts.get("export.running", done=at, total=total))

    def _done(self, result: object) -> None:
        assert isinstance(result, Outcome)
        self._end()
        texts, lines = self._style.texts, []
        if len(result.written) == 1:
            lines.append(texts.get("export.finished_one", path=str(result.written[0].path)))
        elif result.written:
            folder = str(result.written[0].path.parent)
            lines.append(texts.get("export.finished", n=len(result.written), folder=folder))
        if result.failed:
            why = ", ".join(dict.fromkeys(self._words(one.error) for one in result.failed))
            lines.append(texts.get("export.failed", n=len(result.failed), why=why))
        if result.cancelled:
            left = len(result.left)
            lines.append(texts.get("export.cancelled", n=len(result.written), left=left))
        self._say("\n".join(lines), error=bool(result.failed))
        self._show_replaced(result.written)
        self.exported.emit(result)
        if self._closing:
            self.reject()

    def _failed(self, error: AppError) -> None:
        self._end()
        self._say(self._words(error), error=True)
        if self._closing:
            self.reject()

    def _end(self) -> None:
        self._task = None
        self._running(False)
        self._check()
        self.close_.setFocus()

    def _show_replaced(self, written: Sequence[Written]) -> None:
        """What de-identification has replaced, file by file."""
        texts = self._style.texts
        count = sum(len(made.replaced) for made in written)
        if not count:
            return
        lines = [texts.get("export.replaced", n=count)]
        for made in written:
            lines += [made.path.name] if len(written) > 1 else []
            lines += [self._replacement(one) for one in made.replaced]
        self.replaced.setPlainText("\n".join(lines))
        self.replaced.setAccessibleName(lines[0])
        self.replaced.show()
        self._fit()

    def _replacement(self, one: Replaced) -> str:
        texts = self._style.texts
        place = texts.get("export.replaced.turn", turn=one.turn)
        place = place if one.turn else texts.get("export.replaced.head")
        kind = texts.get(f"export.kind.{one.kind.value}")
        gone = one.replacement or texts.get("export.replaced.nothing")
        return f"{place} · {kind}: {one.original} → {gone}"

    def _words(self, error: AppError) -> str:
        details = {key: str(value) for key, value in error.details.items()}
        return self._style.texts.code_text("banner.what", error.code, **details)

    def _say(self, words: str, *, error: bool = False) -> None:
        c = self._style.theme.colours
        self.message.setStyleSheet(f"color: {c.danger if error else c.ink};")
        self.message.setText(words)
        self.message.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        """As high as what is shown needs: layouts guess wrapped words too low."""
        column = self.layout()
        if column is not None:
            column.activate()
            width = max(self.width(), WIDTH)
            self.resize(
                width, max(column.totalHeightForWidth(width), column.minimumSize().height())
            )
