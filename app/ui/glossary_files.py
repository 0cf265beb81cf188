"""Files of terms for the glossary window: asked for, read and written in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.terms import terms_error
from app.ui.task import Task
from app.ui.texts import Texts
from glossary import exchange
from glossary.concepts import TermbaseError
from glossary.history import Entry
from glossary.overlay import TermBook


class GlossaryFiles(QObject):
    """Reads files into plans of what they would change, and writes concepts into files."""

    planned = Signal(Path, object)
    """The file, and its `glossary.exchange.Plan`."""
    written = Signal(Path, int)
    """The file, and how many concepts it holds."""
    failed = Signal(object)
    """The AppError."""

    def __init__(self, book: TermBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._book, self._window = book, parent
        self._task: Task | None = None

    def ask_to_read(self, texts: Texts) -> Path | None:
        """The file that a person picks."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, texts.get("glossary.import"), "", "TBX, CSV (*.tbx *.xml *.csv)"
        )
        return Path(name) if name else None

    def ask_to_write(self, texts: Texts) -> Path | None:
        """The place that a person picks."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, texts.get("glossary.export"), "glossary.tbx", "TBX (*.tbx);;CSV (*.csv)"
        )
        return Path(name) if name else None

    def read(self, path: Path) -> None:
        """Read a file; `planned` or `failed` follows."""
        entries = self._book.entries()

        def work() -> object:
            try:
                return exchange.read(path, entries)
            except (TermbaseError, OSError) as error:
                raise terms_error(error, path) from error

        task = Task(work, self)
        task.done.connect(lambda found: self.planned.emit(path, exchange.plan(found, self._book)))
        self._start(task)

    def write(self, path: Path, entries: Sequence[Entry]) -> None:
        """Write a file; `written` or `failed` follows."""

        def work() -> object:
            try:
                exchange.write(path, entries)
            except (TermbaseError, OSError) as error:
                raise terms_error(error, path) from error
            return None

        task = Task(work, self)
        task.done.connect(lambda _: self.written.emit(path, len(entries)))
        self._start(task)

    def _start(self, task: Task) -> None:
        self._task = task
        task.failed.connect(self.failed)
        task.start()
