"""Opens the review window from the doctor's window; there is one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.review_source import ReviewSource
from app.ui.review_window import ReviewWindow
from app.ui.windows import Windows


class ReviewOpener(QObject):
    """Shows the window, or brings the one that is open to the front."""

    def __init__(self, windows: Windows, source: ReviewSource) -> None:
        super().__init__(windows)
        self._windows, self._source = windows, source
        self.window: ReviewWindow | None = None
        windows.doctor.command.connect(self._command)
        windows.restyled.connect(self._restyle)

    def _command(self, name: str) -> None:
        if name != "documents":
            return
        if self.window is not None and self.window.isVisible():
            self.window.activateWindow()
            self.window.raise_()
            return
        self._show()

    def _show(self) -> ReviewWindow:
        if self.window is not None:
            self.window.deleteLater()
        self.window = ReviewWindow(self._windows.style, self._source)
        self.window.show()
        return self.window

    def _restyle(self) -> None:
        """A window in the new look, with the same document: all of it is in the record."""
        old = self.window
        if old is None or not old.isVisible():
            return
        record, geometry = old.work.record, old.saveGeometry()
        old.close()
        new = self._show()
        new.restoreGeometry(geometry)
        if record is not None:
            new.open_document(record.header.id)
