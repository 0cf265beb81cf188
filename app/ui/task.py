"""Work that would freeze a window, done in a thread; its outcome comes back as a signal."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import AppError


class Task(QObject):
    """One piece of work. Signals: ``done(result)`` or ``failed(AppError)``, in the main thread."""

    done = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="task", daemon=True).start()

    def _run(self) -> None:
        try:
            result = self._work()
        except AppError as error:
            self._send(None, error)
        else:
            self._send(result, None)

    def _send(self, result: object, error: AppError | None) -> None:
        try:
            self._ended.emit(result, error)
        except RuntimeError:
            # The window was closed meanwhile and took this object with it.
            return

    def _tell(self, result: object, error: AppError | None) -> None:
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)
