"""Opens the records window from the doctor's window; there is one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.records_source import RecordsSource
from app.ui.records_window import RecordsWindow
from app.ui.windows import Windows


class RecordsOpener(QObject):
    """Shows the window, or brings the one that is open to the front."""

    def __init__(self, windows: Windows, source: RecordsSource) -> None:
        super().__init__(windows)
        self._windows, self._source = windows, source
        self.window: RecordsWindow | None = None
        windows.doctor.command.connect(self._command)
        windows.restyled.connect(self._restyle)

    def _command(self, name: str) -> None:
        if name != "records":
            return
        if self.window is not None and self.window.isVisible():
            self.window.activateWindow()
            self.window.raise_()
            return
        if self.window is not None:
            self.window.deleteLater()
        self.window = RecordsWindow(self._windows.style, self._source)
        self.window.show()

    def _restyle(self) -> None:
        """Another theme, size or language: the same window anew, at the same place."""
        old = self.window
        if old is None or not old.isVisible():
            return
        self.window = new = RecordsWindow(self._windows.style, self._source)
        new.restoreGeometry(old.saveGeometry())
        new.filters.take_over(old.filters)
        new.search()
        if old.history is not None:
            new.open(old.history.record.header.id)
        new.show()
        old.close()
        old.deleteLater()
