"""Unlocking: the first thing that a user sees, and what is left on the screen while it is locked.

The dialogs know nothing of keys: they are given functions, which run in a thread because a
passphrase costs half a second on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError
from app.ui.icons import pixmap
from app.ui.task import Task
from app.ui.theme import UNIT
from app.ui.widgets.parts import label
from app.ui.widgets.turn_card import Style

WIDTH = 460

Unlock = Callable[[str, str], object]
"""Name and passphrase; raises AppError."""

Recover = Callable[[str, str, str], object]
"""Name, recovery key, new passphrase; raises AppError."""


class SecretForm(QDialog):
    """Fields under one another, a line for what went wrong, and a main button.

    ``worked(result)`` comes when the work of the main button has been done.
    """

    worked = Signal(object)

    def __init__(self, style: Style, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.style_ = style
        self.setWindowTitle(style.texts.get(title))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(UNIT * 4, UNIT * 4, UNIT * 4, UNIT * 3)
        self.column.setSpacing(UNIT)
        self.problem = label("", "caption", self, wrap=True)
        self.problem.setObjectName("problem")
        self.problem.setStyleSheet(f"color: {style.theme.colours.danger};")
        self.main = QPushButton(self)
        self.main.setProperty("kind", "primary")
        self.main.setProperty("size", "big")
        self.main.setDefault(True)
        self.main.clicked.connect(self.go)
        self.busy = False
        self.titles: dict[QLineEdit, QLabel] = {}

    def words(self, key: str, **values: object) -> str:
        """A text of the interface."""
        return self.style_.texts.get(key, **values)

    def field(self, key: str, *, secret: bool = False) -> QLineEdit:
        """A field with its name above it."""
        title = QLabel(self.words(key), self)
        edit = QLineEdit(self)
        edit.setAccessibleName(title.text())
        title.setBuddy(edit)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            edit.setInputMethodHints(hints)
        self.column.addWidget(title)
        self.column.addWidget(edit)
        self.titles[edit] = title
        return edit

    def say(self, text: str) -> None:
        """What went wrong; empty for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.fit()

    def fit(self) -> None:
        """As high as the lines of wrapped words need: layouts guess that too low."""
        width = max(self.width(), self.minimumWidth())
        self.resize(width, max(self.height(), self.column.totalHeightForWidth(width)))

    def showEvent(self, event: QShowEvent) -> None:
        """Now the fonts are known."""
        self.fit()
        super().showEvent(event)

    def say_error(self, error: AppError) -> None:
        """A failed world, in words."""
        self.say(
            self.style_.texts.code_text(
                "banner.what", error.code, **{k: str(v) for k, v in error.details.items()}
            )
        )

    def work(self) -> Callable[[], object] | None:
        """What the main button does, in a thread; None (after `say`) when a field is wrong."""
        raise NotImplementedError

    def go(self) -> None:
        """The main button."""
        if self.busy:
            return
        work = self.work()
        if work is None:
            return
        self.say("")
        self._set_busy(True)
        task = Task(work, self)
        task.done.connect(self._done)
        task.failed.connect(self._failed)
        task.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes nothing by accident while a passphrase is being tried."""
        if self.busy and event.key() == Qt.Key.Key_Escape:
            return
        super().keyPressEvent(event)

    def _done(self, result: object) -> None:
        self._set_busy(False)
        self.worked.emit(result)

    def _failed(self, error: AppError) -> None:
        self._set_busy(False)
        self.say_error(error)
        self.failed_once()

    def failed_once(self) -> None:
        """Called after a failure: make the field ready for another try."""

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.main.setEnabled(not busy)


class UnlockDialog(SecretForm):
    """Name and passphrase; with a recovery key, a new passphrase.

    ``quit_asked`` comes when somebody leaves. ``locked``: in front of covered windows, which a
    closed dialog would leave without a way back; it stays until it is unlocked.
    """

    quit_asked = Signal()

    def __init__(
        self,
        style: Style,
        names: Sequence[str],
        unlock: Unlock,
        recover: Recover | None = None,
        *,
        locked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(style, "unlock.title", parent)
        self._unlock, self._recover = unlock, recover
        self._recovering = False
        self._locked = locked
        self._heading(locked)
        self.names = QComboBox(self)
        self.names.setAccessibleName(self.words("unlock.user"))
        for name in names:
            self.names.addItem(name)
        title = QLabel(self.words("unlock.user"), self)
        title.setBuddy(self.names)
        self.column.addWidget(title)
        self.column.addWidget(self.names)
        self.names.setEnabled(len(names) > 1)
        self.code = self.field("unlock.recovery_key")
        self.passphrase = self.field("unlock.passphrase", secret=True)
        self.again = self.field("setup.again", secret=True)
        self.column.addWidget(self.problem)
        self.column.addSpacing(UNIT)
        self.column.addWidget(self.main)
        self._buttons()
        self._show_fields()
        self.say("")
        self.setMinimumWidth(WIDTH)
        self.passphrase.setFocus()

    def _heading(self, locked: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        mark = QLabel(self)
        mark.setPixmap(pixmap("shield", self.style_.theme.colours.primary, 40))
        row.addWidget(mark)
        key = "unlock.locked" if locked else "unlock.heading"
        row.addWidget(label(self.words(key), "title", self, wrap=True), 1)
        self.column.addLayout(row)
        hint = "unlock.locked_hint" if locked else "unlock.hint"
        self.column.addWidget(label(self.words(hint), "caption", self, wrap=True))
        self.column.addSpacing(UNIT)

    def _buttons(self) -> None:
        row = QHBoxLayout()
        leave = QPushButton(self.words("unlock.quit"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        row.addWidget(leave)
        row.addStretch(1)
        self.other = QPushButton(self)
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self._toggle)
        self.other.setVisible(self._recover is not None)
        row.addWidget(self.other)
        self.column.addLayout(row)

    def _toggle(self) -> None:
        self._recovering = not self._recovering
        self.say("")
        self._show_fields()
        self.adjustSize()
        self.fit()
        (self.code if self._recovering else self.passphrase).setFocus()

    def _show_fields(self) -> None:
        for edit in (self.code, self.again):
            edit.setVisible(self._recovering)
            self.titles[edit].setVisible(self._recovering)
        key = "setup.passphrase" if self._recovering else "unlock.passphrase"
        self.titles[self.passphrase].setText(self.words(key))
        self.main.setText(self.words("unlock.recover" if self._recovering else "unlock.unlock"))
        self.other.setText(self.words("unlock.back" if self._recovering else "unlock.forgotten"))

    def work(self) -> Callable[[], object] | None:
        """See `SecretForm.work`."""
        name, passphrase = self.names.currentText(), self.passphrase.text()
        if not self._recovering or self._recover is None:
            if not passphrase:
                self.say(self.words("banner.what.keys.passphrase_missing"))
                return None
            unlock = self._unlock
            return lambda: unlock(name, passphrase)
        if passphrase != self.again.text():
            self.say(self.words("setup.differ"))
            return None
        recover, code = self._recover, self.code.text()
        return lambda: recover(name, code, passphrase)

    def failed_once(self) -> None:
        """See `SecretForm.failed_once`."""
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in front of a locked screen does nothing: it must not end a consultation."""
        if self._locked and event.key() == Qt.Key.Key_Escape:
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave: the program is asked to end. What is locked stays covered until it has."""
        self.quit_asked.emit()
        if not self._locked:
            super().reject()


class PassphraseDialog(SecretForm):
    """Change one's own passphrase: the old one, the new one twice."""

    def __init__(
        self, style: Style, change: Callable[[str, str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(style, "passphrase.title", parent)
        self._change = change
        self.column.addWidget(label(self.words("passphrase.title"), "title", self))
        self.old = self.field("passphrase.old", secret=True)
        self.new = self.field("setup.passphrase", secret=True)
        self.again = self.field("setup.again", secret=True)
        self.column.addWidget(label(self.words("setup.advice"), "caption", self, wrap=True))
        self.column.addWidget(self.problem)
        self.main.setText(self.words("passphrase.change"))
        self.column.addWidget(self.main)
        self.say("")
        self.setMinimumWidth(WIDTH)
        self.worked.connect(self.accept)

    def work(self) -> Callable[[], object] | None:
        """See `SecretForm.work`."""
        old, new = self.old.text(), self.new.text()
        if new != self.again.text():
            self.say(self.words("setup.differ"))
            return None
        return lambda: self._change(old, new)
