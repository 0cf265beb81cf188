"""Opens the glossary window from the doctor's window; there is one at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.errors import AppError
from app.profile import Profile
from app.terms import open_book
from app.ui.glossary_window import GlossaryWindow
from app.ui.task import Task
from app.ui.windows import Windows
from glossary.overlay import TermBook


class GlossaryOpener(QObject):
    """Reads the terms in the background, because without their cache that takes seconds."""

    def __init__(self, windows: Windows, profile: Profile, who: Callable[[], str]) -> None:
        super().__init__(windows)
        self._windows, self._profile, self._who = windows, profile, who
        self.window: GlossaryWindow | None = None
        self._task: Task | None = None
        windows.doctor.command.connect(self._command)

    def _command(self, name: str) -> None:
        if name != "glossary" or self._task is not None:
            return
        if self.window is not None and self.window.isVisible():
            self.window.activateWindow()
            self.window.raise_()
            return
        self._task = Task(lambda: open_book(self._profile), self)
        self._task.done.connect(self._opened)
        self._task.failed.connect(self._failed)
        self._task.start()

    def _opened(self, book: object) -> None:
        assert isinstance(book, TermBook)
        self._task = None
        if self.window is not None:
            self.window.deleteLater()
        style, folder = self._windows.style, self._profile.terms
        self.window = GlossaryWindow(style, book, folder, self._who())
        self.window.show()

    def _failed(self, error: AppError) -> None:
        self._task = None
        self._windows.show_error(error.code, **{k: str(v) for k, v in error.details.items()})
