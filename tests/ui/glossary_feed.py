"""Waiting for what a window does in the background."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication


def wait_until(holds: Callable[[], bool], timeout_ms: int = 60_000) -> None:
    """Handle events until ``holds``; TimeoutError when it never does."""
    clock = QElapsedTimer()
    clock.start()
    while not holds():
        if clock.elapsed() > timeout_ms:
            raise TimeoutError
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
