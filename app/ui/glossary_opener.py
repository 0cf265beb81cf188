"""Opens the glossary window from the doctor's window; there is one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.errors import AppError
from app.profile import Profile
from app.terms import may_edit, open_book, terms_error
from app.ui.glossary_review import RecordTerms
from app.ui.glossary_window import GlossaryWindow
from app.ui.keeper import Keeper
from app.ui.task import Task
from app.ui.windows import Windows
from glossary import overlay
from glossary.concepts import TermbaseError
from glossary.overlay import Editor, TermBook


class GlossaryOpener(QObject):
    """Reads the terms in the background, because without their cache that takes seconds."""

    def __init__(self, windows: Windows, profile: Profile, keeper: Keeper) -> None:
        """``keeper`` holds the key of a record; its user is one of ``profile``, or only looks."""
        super().__init__(windows)
        self._windows, self._profile, self._keeper = windows, profile, keeper
        self.window: GlossaryWindow | None = None
        self._task: Task | None = None
        windows.doctor.command.connect(self._command)
        windows.restyled.connect(self._restyle)
        # A damaged layer is left out of consultations: that must not go unnoticed.
        self._check = Task(self._look, self)
        self._check.failed.connect(self._failed)
        self._check.start()

    def _look(self) -> None:
        try:
            overlay.load(self._profile.terms)
        except TermbaseError as error:
            raise terms_error(error) from error

    def _command(self, name: str) -> None:
        if name != "glossary" or self._task is not None:
            return
        if self.window is not None and self.window.isVisible():
            self.window.activateWindow()
            self.window.raise_()
            return
        editor = keeper_editor(self._profile, self._keeper)
        self._task = Task(lambda: open_book(self._profile, editor), self)
        self._task.done.connect(self._opened)
        self._task.failed.connect(self._failed)
        self._task.start()

    def _opened(self, book: object) -> None:
        assert isinstance(book, TermBook)
        self._task = None
        if self.window is not None:
            self.window.deleteLater()
        style, folder = self._windows.style, self._profile.terms
        keeper = self._keeper
        turns = RecordTerms(Profile(keeper.keys_path.parent).records, keeper.access)
        self.window = GlossaryWindow(style, book, folder, turns)
        self.window.show()

    def _restyle(self) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.set_style(self._windows.style)

    def _failed(self, error: AppError) -> None:
        self._task = None
        self._windows.show_warning(error.code, **{k: str(v) for k, v in error.details.items()})


def keeper_editor(profile: Profile, keeper: Keeper) -> Editor:
    """Whoever has unlocked these windows, as editor of the profile's terms."""

    def allowed() -> bool:
        if keeper.locked or keeper.keys_path != profile.keys:
            return False
        return may_edit(profile, keeper.actor)

    return Editor(keeper.actor.name, allowed)
