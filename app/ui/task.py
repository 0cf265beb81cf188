"""Work that would freeze a window, done in a thread; its outcome comes back as a signal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError

_LOOK_MS = 10
"""How often the main thread looks whether the work is done."""

Letter = tuple[Callable[..., None] | None, tuple[object, ...]]
"""Whom to call with what; nobody: the outcome, a result and an error."""


class Task(QObject):
    """One piece of work. Signals: ``done(result)`` or ``failed(AppError)``, in the main thread.

    The thread knows nothing of this object: a window may be closed, and take it along, at any
    moment, also while the work ends.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._letters: SimpleQueue[Letter] = SimpleQueue()
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)

    def relay(self, slot: Callable[..., None]) -> Callable[..., None]:
        """A function for the thread to call: ``slot`` is called with the same in the main thread.

        What is said before the end arrives before it; what a closed window would hear is lost.
        """
        letters = self._letters

        def tell(*arguments: object) -> None:
            letters.put((slot, arguments))

        return tell

    def start(self) -> None:
        """Begin."""
        arguments = (self._work, self._letters)
        threading.Thread(target=_run, args=arguments, name="task", daemon=True).start()
        self._looking.start()

    def _look(self) -> None:
        while True:
            try:
                slot, arguments = self._letters.get_nowait()
            except Empty:
                return
            if slot is None:
                self._looking.stop()
                self._end(*arguments)
                return
            slot(*arguments)

    def _end(self, result: object, error: object) -> None:
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)


def _run(work: Callable[[], object], letters: SimpleQueue[Letter]) -> None:
    try:
        result = work()
    except AppError as error:
        letters.put((None, (None, error)))
    else:
        letters.put((None, (result, None)))
