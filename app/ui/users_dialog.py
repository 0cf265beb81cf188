"""Users of the profile: looked at by all, entered and removed by an administrator, admitted by
whoever has the key. What a role may not do is not offered; the key file's rules ask again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.errors import AppError
from app.records import keys, users
from app.records.access import Act, Role
from app.records.keys import KeyFile
from app.records.users import Unlocked
from app.ui.keeper import Keeper
from app.ui.key_row import KeyRow
from app.ui.theme import UNIT
from app.ui.unlock_dialog import SecretForm
from app.ui.widgets.parts import label
from app.ui.widgets.turn_card import Style

COLUMNS = ("name", "role", "state")


class UsersDialog(SecretForm):
    """The main button enters a user; the others act on the selected one."""

    def __init__(
        self,
        style: Style,
        keeper: Keeper,
        parent: QWidget | None = None,
        *,
        glossary: Callable[[QWidget], None] | None = None,
    ) -> None:
        """``glossary`` opens the glossary over this dialog: an administrator has no other way."""
        super().__init__(style, "users.title", parent)
        self._keeper = keeper
        self._glossary = glossary
        actor = keeper.actor
        self.column.addWidget(label(self.words("users.title"), "title", self))
        self.column.addWidget(label(self.words("users.why"), "caption", self, wrap=True))
        self.table = self._table()
        self.column.addWidget(self.table, 1)
        self._act_row(may_admit=actor.may(Act.ADMIT), may_remove=actor.may(Act.USERS))
        self.name, self.role = QLineEdit(self), QComboBox(self)
        self.first = QLineEdit(self)
        self._enter_row()
        self.keep, self.keep_sound, self.lock = QSpinBox(self), QSpinBox(self), QSpinBox(self)
        if actor.may(Act.POLICY):
            self._policy_rows()
        else:
            for box in (self.keep, self.keep_sound, self.lock):
                box.hide()
        self.key = KeyRow(style, keeper, self)
        self.key.failed.connect(self.say_error)
        self.key.busy_changed.connect(self._key_busy)
        self.column.addWidget(self.key)
        self.column.addWidget(self.problem)
        row = QHBoxLayout()
        self.glossary = QPushButton(self.words("users.glossary"), self)
        self.glossary.setAutoDefault(False)
        self.glossary.setVisible(glossary is not None)
        self.glossary.clicked.connect(self._open_glossary)
        row.addWidget(self.glossary)
        row.addStretch(1)
        self.close_button = QPushButton(self.words("users.close"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        self.column.addLayout(row)
        self.say("")
        self.worked.connect(self._changed)
        self._fill()
        self.resize(640, 560)

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(COLUMNS), self)
        table.setHorizontalHeaderLabels([self.words(f"users.{name}") for name in COLUMNS])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAccessibleName(self.words("users.title"))
        table.itemSelectionChanged.connect(self._selected)
        return table

    def _act_row(self, *, may_admit: bool, may_remove: bool) -> None:
        row = QHBoxLayout()
        self.admit = QPushButton(self.words("users.admit"), self)
        self.admit.setVisible(may_admit)
        self.admit.clicked.connect(self._admit)
        self.remove = QPushButton(self.words("users.remove"), self)
        self.remove.setProperty("kind", "danger")
        self.remove.setVisible(may_remove)
        self.remove.clicked.connect(self._ask_remove)
        for button in (self.admit, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)

    def _enter_row(self) -> None:
        self.first.setEchoMode(QLineEdit.EchoMode.Password)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        shown = ((self.name, "users.name"), (self.first, "users.first"))
        for edit, key in shown:
            edit.setPlaceholderText(self.words(key))
            edit.setAccessibleName(self.words(key))
        self.role.setAccessibleName(self.words("users.role"))
        row.addWidget(self.name, 2)
        row.addWidget(self.role, 2)
        row.addWidget(self.first, 2)
        self.main.setProperty("size", "")
        self.main.setText(self.words("users.add"))
        row.addWidget(self.main)
        self.column.addLayout(row)
        self.not_yours = label(self.words("users.not_yours"), "caption", self)
        self.column.addWidget(self.not_yours)

    def _policy_rows(self) -> None:
        policy = keys.read_keys(self._keeper.keys_path).policy
        self.column.addWidget(label(self.words("users.policy"), "section", self))
        for box, key, value, most in (
            (self.keep, "users.keep_days", policy.keep_days, 100_000),
            (self.keep_sound, "users.keep_sound_days", policy.keep_sound_days, 100_000),
            (self.lock, "users.lock_minutes", policy.lock_after_minutes, 600),
        ):
            box.setRange(0, most)
            box.setFixedWidth(UNIT * 14)
            box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            box.setValue(value)
            box.setAccessibleName(self.words(key))
            box.editingFinished.connect(self._set_policy)
            row = QHBoxLayout()
            row.addWidget(QLabel(self.words(key), self), 1)
            row.addWidget(box)
            self.column.addLayout(row)
        self.column.addWidget(label(self.words("users.policy_how"), "caption", self, wrap=True))

    def work(self) -> Callable[[], object] | None:
        """Enter a user. See `SecretForm.work`."""
        by = self._keeper.unlocked()
        name, first = self.name.text().strip(), self.first.text()
        role = Role(str(self.role.currentData()))
        return lambda: users.enter(by, name, role, first)

    def _changed(self, result: object) -> None:
        assert isinstance(result, Unlocked)
        self._keeper.renew(result)
        self.name.clear()
        self.first.clear()
        self._fill()

    def _open_glossary(self) -> None:
        assert self._glossary is not None
        try:
            self._glossary(self)
        except AppError as error:
            self.say_error(error)

    def _do(self, change: Callable[[], Unlocked]) -> None:
        try:
            self._keeper.renew(change())
            self.say("")
        except AppError as error:
            self.say_error(error)
        self._fill()

    def _admit(self) -> None:
        name = self._name()
        self._do(lambda: users.admit(self._keeper.unlocked(), name))

    def _ask_remove(self) -> None:
        box = QMessageBox(self)
        box.setText(f"{self._name()}\n{self.words('users.remove_sure')}")
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.finished.connect(
            lambda answer: (
                self.remove_selected() if answer == QMessageBox.StandardButton.Yes else None
            )
        )
        box.open()

    def remove_selected(self) -> None:
        """Remove the selected user; the question has been asked."""
        name = self._name()
        self._do(lambda: users.remove(self._keeper.unlocked(), name))

    def _set_policy(self) -> None:
        by = self._keeper.unlocked()
        policy = replace(
            by.file.policy,
            keep_days=self.keep.value(),
            keep_sound_days=self.keep_sound.value(),
            lock_after_minutes=self.lock.value(),
        )
        if policy != by.file.policy:
            self._do(lambda: users.set_policy(by, policy))

    def _key_busy(self, busy: bool) -> None:
        """Nothing else may be done, and the dialog not be left, while the key is changed."""
        for widget in (self.table, self.admit, self.remove, self.main, self.close_button):
            widget.setEnabled(not busy)
        self.busy = busy
        if not busy:
            self._fill()

    def reject(self) -> None:
        """Not while the key is being changed."""
        if not self.key.busy:
            super().reject()

    def _fill(self) -> None:
        file = keys.read_keys(self._keeper.keys_path)
        self.table.setRowCount(len(file.people))
        for row, member in enumerate(file.people):
            state = "waiting" if member.waiting else "active"
            shown = (
                member.name, self.words(f"role.{member.role}"), self.words(f"users.{state}")
            )  # fmt: skip
            for column, words in enumerate(shown):
                self.table.setItem(row, column, QTableWidgetItem(words))
        self._offer(file)
        self._selected()
        self.key.refresh()

    def _offer(self, file: KeyFile) -> None:
        """The roles that this user may enter."""
        roles = list(Role.of_people()) if self._keeper.actor.may(Act.USERS) else []
        if not any(member.role == Role.ADMINISTRATOR for member in file.people):
            roles = [Role.ADMINISTRATOR]
        self.role.clear()
        for role in roles:
            self.role.addItem(self.words(f"role.{role.value}"), role.value)
        for widget in (self.name, self.role, self.first, self.main):
            widget.setVisible(bool(roles))
        self.not_yours.setVisible(not roles)

    def _name(self) -> str:
        item = self.table.item(self.table.currentRow(), 0)
        return item.data(Qt.ItemDataRole.DisplayRole) if item is not None else ""

    def _selected(self) -> None:
        name = self._name() if self.table.selectedItems() else ""
        file = keys.read_keys(self._keeper.keys_path)
        waiting = any(m.name == name and m.waiting for m in file.people)
        self.admit.setEnabled(waiting)
        self.remove.setEnabled(bool(name))
