"""Opens the records window from the doctor's window; there is one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.records_source import RecordsSource
from app.ui.records_window import RecordsWindow
from app.ui.settings_port import MemorySettings, UiSettings, keep, text
from app.ui.windows import Windows

LAYOUT = "records.layout"


class RecordsOpener(QObject):
    """Shows the window, or brings the one that is open to the front."""

    def __init__(
        self, windows: Windows, source: RecordsSource, settings: UiSettings | None = None
    ) -> None:
        """``settings`` remember where the window was. They do not remember what was looked for:
        they are not encrypted, and what is hidden by a forgotten filter seems lost."""
        super().__init__(windows)
        self._windows, self._source = windows, source
        self._settings = settings or MemorySettings()
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
        self.window = self._made()
        self.window.restore_layout(text(self._settings, LAYOUT))
        self.window.show()

    def _made(self) -> RecordsWindow:
        window = RecordsWindow(self._windows.style, self._source)
        window.closing.connect(lambda: keep(self._settings, LAYOUT, window.layout_text()))
        return window

    def _restyle(self) -> None:
        """Another theme, size or language: the same window anew, at the same place."""
        old = self.window
        if old is None or not old.isVisible():
            return
        self.window = new = self._made()
        new.restore_layout(old.layout_text())
        new.filters.take_over(old.filters)
        new.search()
        if old.history is not None:
            new.open(old.history.record.header.id)
        new.show()
        old.close()
        old.deleteLater()
