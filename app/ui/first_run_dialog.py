"""The first start: the first user of a profile, and the recovery key on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError
from app.ui.theme import UNIT
from app.ui.unlock_dialog import WIDTH, SecretForm
from app.ui.widgets.parts import label
from app.ui.widgets.turn_card import Style

Create = Callable[[str, str, str], tuple[Any, str]]
"""Name, role, passphrase → what was unlocked, and the recovery key. Raises AppError."""

WritePage = Callable[[str, Path], None]
"""Write the recovery key as a PDF. Raises AppError."""

ROLES = ("clinician", "records")


class FirstRunDialog(SecretForm):
    """Makes the first user. Accepted when the recovery key has been put away.

    ``worked`` gives what `Create` gave."""

    def __init__(
        self,
        style: Style,
        create: Create,
        write_page: WritePage,
        old_records: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``old_records``: there is a record of an older version, which will be encrypted."""
        super().__init__(style, "setup.title", parent)
        self._create, self._write_page = create, write_page
        self._made_one = False
        self._code = ""
        self.column.addWidget(label(self.words("setup.title"), "title", self))
        self.column.addWidget(label(self.words("setup.why"), "body", self, wrap=True))
        if old_records:
            self.column.addWidget(label(self.words("setup.old"), "caption", self, wrap=True))
        self.column.addSpacing(UNIT)
        self.name = self.field("setup.name")
        self.role = QComboBox(self)
        self.role.setAccessibleName(self.words("setup.role"))
        for role in ROLES:
            self.role.addItem(self.words(f"role.{role}"), role)
        self.column.addWidget(QLabel(self.words("setup.role"), self))
        self.column.addWidget(self.role)
        self.passphrase = self.field("setup.passphrase", secret=True)
        self.again = self.field("setup.again", secret=True)
        self.column.addWidget(label(self.words("setup.advice"), "caption", self, wrap=True))
        self.column.addWidget(self.problem)
        self.column.addSpacing(UNIT)
        self.main.setText(self.words("setup.create"))
        self.column.addWidget(self.main)
        self.say("")
        self.setMinimumWidth(WIDTH + 60)
        self.worked.connect(self._made)
        self.name.setFocus()

    def work(self) -> Callable[[], object] | None:
        """See `SecretForm.work`."""
        name, role = self.name.text().strip(), str(self.role.currentData())
        passphrase = self.passphrase.text()
        if passphrase != self.again.text():
            self.say(self.words("setup.differ"))
            return None
        return lambda: self._create(name, role, passphrase)

    def _made(self, result: Any) -> None:
        self._made_one, self._code = True, result[1]
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self.problem:
                widget.hide()
                widget.deleteLater()
        self._recovery_page(self.column)
        self.adjustSize()
        self.fit()

    def _recovery_page(self, column: QVBoxLayout) -> None:
        self.say("")
        column.addWidget(label(self.words("setup.recovery.title"), "title", self))
        column.addWidget(label(self.words("setup.recovery.why"), "body", self, wrap=True))
        groups = self._code.split("-")
        half = (len(groups) + 1) // 2
        shown = "  ".join(groups[:half]) + "\n" + "  ".join(groups[half:])
        code = label(shown, "title", self)
        code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        code.setMargin(UNIT * 2)
        column.addWidget(code)
        self.save = QPushButton(self.words("setup.recovery.save"), self)
        self.save.setProperty("kind", "primary")
        self.save.setProperty("size", "big")
        self.save.clicked.connect(self._save)
        column.addWidget(self.save)
        self.kept = QCheckBox(self.words("setup.recovery.kept"), self)
        column.addWidget(self.kept)
        column.addWidget(self.problem)
        self.start = QPushButton(self.words("setup.recovery.start"), self)
        self.start.setProperty("size", "big")
        self.start.setEnabled(False)
        self.kept.toggled.connect(self.start.setEnabled)
        self.start.clicked.connect(self.accept)
        column.addWidget(self.start)
        self.save.setFocus()

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.words("setup.recovery.save"), "yizhen-recovery-key.pdf", "PDF (*.pdf)"
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the page; say where it is, or what went wrong."""
        try:
            self._write_page(self._code, path)
        except AppError as error:
            self.say_error(error)
            return
        self.say("")
        self.save.setText(self.words("setup.recovery.saved", file=path.name))

    def reject(self) -> None:
        """Once the user is made there is no way back: the key would be lost unseen."""
        if not self._made_one:
            super().reject()
