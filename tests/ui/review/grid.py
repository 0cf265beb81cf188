"""Short ways to drive the review window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.records.document_store import DocumentStore
from app.records.documents import DocumentRecord
from app.ui.review_rows import Status
from app.ui.review_window import ReviewWindow
from tests.fakes.record_access import CLINICIAN
from tests.ui.records_feed import wait_until

DENIED, SIDE, DOSE, FIRST_SAME, LAST_SAME = 2, 3, 4, 5, 15
"""Places: the lost denial, the wrong side, the wrong dose, and the two blocks that say the same."""


class Grid:
    """A window and short ways to drive it."""

    def __init__(self, window: ReviewWindow, qtbot: QtBot, path: Path) -> None:
        self.window, self.qtbot, self.path = window, qtbot, path

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        wait_until(lambda: not self.window.busy)

    def open(self, document_id: str = "d-en") -> None:
        """Open a document of the record."""
        self.window.open_document(document_id)
        self.settle()

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the grid."""
        self.qtbot.keyClick(self.window.grid, key, how)

    def place(self) -> int:
        """The block that is worked on."""
        row = self.window.grid.current()
        return row.position if row is not None else -1

    def status(self, position: int) -> Status:
        """What is to be done with a block, as the grid shows it."""
        return self.window.grid.blocks.rows[position].status

    def edit(self) -> QPlainTextEdit:
        """Open the editor of the block that is worked on. One that was left may not be gone."""
        self.press(Qt.Key.Key_F2)
        editors = self.window.grid.findChildren(QPlainTextEdit, "review_editor")
        (editor,) = (each for each in editors if each.isVisible())
        return editor

    def write(self, words: str) -> None:
        """Edit the block that is worked on, and save with Ctrl+Enter."""
        editor = self.edit()
        editor.setPlainText(words)
        self.qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def record(self) -> DocumentRecord:
        """The document as the record has it."""
        with DocumentStore.open(self.path, CLINICIAN) as store:
            assert self.window.work.record is not None
            return store.load_document(self.window.work.record.header.id)

    def said(self) -> str:
        """The line below the actions."""
        return self.window.head.message.text()


Make = Callable[..., Grid]
