"""Locks the windows, and opens the dialogs that have to do with users and passphrases."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.records import users
from app.ui.keeper import Keeper
from app.ui.lock import IdleTimer, ScreenLock
from app.ui.unlock_dialog import PassphraseDialog, UnlockDialog
from app.ui.users_dialog import UsersDialog
from app.ui.windows import Windows

LOCK_KEYS = "Ctrl+Shift+L"
_COVERED = (Qt.WindowType.Window, Qt.WindowType.Dialog)


class Security(QObject):
    """Connects windows and keeper. Locks when nobody is here, or when somebody asks."""

    def __init__(self, windows: Windows, keeper: Keeper) -> None:
        super().__init__(windows)
        self._windows = windows
        self._keeper = keeper
        self.screens = ScreenLock(self._to_cover, self)
        self.timer = IdleTimer(keeper.lock_after_minutes * 60_000, self)
        self.timer.idle.connect(self.lock)
        # A patient who speaks is somebody: the screens stay while a conversation goes on.
        windows.bridge.event_seen.connect(lambda _event: self.timer.touch())
        windows.security_requested.connect(self._asked)
        windows.signed_in = f"{keeper.actor.name} · {self._role()}"
        shortcut = QShortcut(QKeySequence(LOCK_KEYS), windows.doctor)
        shortcut.activated.connect(self.lock)
        self.dialog: QDialog | None = None

    def lock(self) -> None:
        """Cover every window, put the key away, and ask for the passphrase."""
        if self.screens.is_locked:
            return
        self._windows.close_dialog()
        self._close_dialog()
        self._windows.set_locked(True)
        self.screens.lock()
        self._keeper.lock()
        self._ask()

    def _ask(self) -> None:
        keeper = self._keeper
        dialog = UnlockDialog(
            self._windows.style,
            [keeper.actor.name],
            lambda _name, passphrase: keeper.unlock(passphrase),
            locked=True,
            parent=self._windows.doctor,
        )
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.worked.connect(self._opened)
        dialog.quit_asked.connect(self._windows.close_requested)
        self._show(dialog)

    def _opened(self) -> None:
        self._close_dialog()
        self.screens.unlock()
        self._windows.set_locked(False)
        self.timer.touch()

    def _asked(self, what: str) -> None:
        if what == "lock":
            self.lock()
        elif what == "users":
            self._show(UsersDialog(self._windows.style, self._keeper, self._windows.doctor))
        elif what == "passphrase":
            path, name = self._keeper.keys_path, self._keeper.actor.name
            self._show(
                PassphraseDialog(
                    self._windows.style,
                    lambda old, new: users.change_passphrase(path, name, old, new),
                    self._windows.doctor,
                )
            )

    def _to_cover(self) -> list[tuple[QWidget, str]]:
        background = self._windows.style.theme.colours.background
        return [
            (window, background)
            for window in QApplication.topLevelWidgets()
            if window.isVisible() and window.windowType() in _COVERED
        ]

    def _role(self) -> str:
        return self._windows.style.texts.get(f"role.{self._keeper.actor.role.value}")

    def _show(self, dialog: QDialog) -> None:
        self._close_dialog()
        self.dialog = dialog
        dialog.open()

    def _close_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()
