"""What an import would change, before anything is changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.ui.glossary_editor import dialog_buttons
from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label
from glossary.concepts import LANGUAGES
from glossary.exchange import Plan, differences
from glossary.history import Entry
from glossary.overlay import TermBook

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("what", "concept", "fields")
_NOWHERE = QModelIndex()


class PlanModel(QAbstractTableModel):
    """A row for each concept of the file that is not here already as it is there."""

    def __init__(self, style: Style, plan: Plan, book: TermBook, parent: QObject) -> None:
        super().__init__(parent)
        self._style = style
        self._rows: list[tuple[str, Entry, Entry | None]] = [
            *(("conflict", clash.incoming, clash.ours) for clash in plan.conflicts),
            *(("changed", entry, book.entry(entry.concept.id)) for entry in plan.changed),
            *(("new", entry, None) for entry in plan.new),
        ]
        self._twins = {twin.id: twin for twin in plan.twins}

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of concepts that differ."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """What happens, to which concept, in what."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._style.texts.get(f"glossary.plan.{COLUMNS[section]}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        what, entry, before = self._rows[index.row()]
        texts = self._style.texts
        match COLUMNS[index.column()]:
            case "what":
                return texts.get(f"glossary.plan.{what}")
            case "concept":
                terms = entry.concept.terms
                return " · ".join(terms[x].term for x in LANGUAGES[:2] if x in terms) or next(
                    each.term for each in terms.values()
                )
            case _:
                return self._fields(entry, before)

    def _fields(self, entry: Entry, before: Entry | None) -> str:
        texts = self._style.texts
        twin = self._twins.get(entry.concept.id)
        if twin is not None:
            return texts.get("glossary.plan.twin", other=twin.other, term=twin.term)
        if before is None:
            return " ".join(language(code).tag for code in entry.concept.terms)
        return ", ".join(self._field(name) for name in differences(before, entry))

    def _field(self, name: str) -> str:
        lang, _, part = name.rpartition(".")
        texts = self._style.texts
        if not lang:
            return texts.get(f"glossary.column.{name}")
        return f"{language(lang).tag} {texts.get(f'glossary.form.{part}')}"


class ImportDialog(QDialog):
    """The preview. Signal: ``agreed(take_theirs, why)``."""

    agreed = Signal(bool, str)

    def __init__(
        self, style: Style, name: str, plan: Plan, book: TermBook, parent: QWidget | None = None
    ) -> None:
        """``name`` is the file's."""
        super().__init__(parent)
        self._plan = plan
        texts = style.texts
        title = texts.get("glossary.import_title")
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT + 4)
        layout.addWidget(label(title, "title", self))
        layout.addWidget(label(name, "caption", self))
        counts = QHBoxLayout()
        counts.setSpacing(UNIT * 4)
        for kind, count in self._counts().items():
            column = QVBoxLayout()
            column.setSpacing(0)
            number = label(str(count), "title", self)
            number.setObjectName(f"count-{kind}")
            column.addWidget(number)
            column.addWidget(label(texts.get(f"glossary.plan.{kind}"), "caption", self))
            counts.addLayout(column)
        counts.addStretch(1)
        layout.addLayout(counts)
        model = PlanModel(style, plan, book, self)
        self.table = self._table(model, style)
        layout.addWidget(self.table, 1)
        if not model.rowCount():
            self.table.hide()
            layout.addWidget(label(texts.get("glossary.plan.nothing"), "body", self), 1)
        if plan.left_out:
            words = texts.get("glossary.plan.left_out", count=plan.left_out)
            layout.addWidget(label(words, "caption", self, wrap=True))
        self.take = QCheckBox(texts.get("glossary.plan.take"), self)
        self.take.setVisible(bool(plan.conflicts))
        self.take.toggled.connect(self._enable)
        layout.addWidget(self.take)
        self.why = QLineEdit(self)
        self.why.setPlaceholderText(texts.get("glossary.why_hint"))
        self.why.setAccessibleName(texts.get("glossary.why"))
        self.why.setText(texts.get("glossary.plan.why", file=name))
        layout.addWidget(self.why)
        layout.addLayout(
            dialog_buttons(self, texts.get("glossary.plan.apply"), texts.get("glossary.cancel"))
        )
        self._enable()
        self.resize(860, 620 if model.rowCount() else 0)

    def accept(self) -> None:
        """Take the file's terms over."""
        self.agreed.emit(self.take.isChecked(), self.why.text())
        super().accept()

    def _counts(self) -> dict[str, int]:
        plan = self._plan
        return {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "conflict": len(plan.conflicts),
            "same": plan.same,
        }

    def _enable(self) -> None:
        main = self.findChild(QPushButton, "main")
        if main is not None:
            main.setEnabled(bool(self._plan.entries(take_theirs=self.take.isChecked())))

    def _table(self, model: PlanModel, style: Style) -> QTableView:
        table = QTableView(self)
        table.setModel(model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(style.theme.px(TYPE.body) * 2)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setColumnWidth(0, 110)
        table.setColumnWidth(1, 340)
        table.horizontalHeader().setStretchLastSection(True)
        table.setAccessibleName(style.texts.get("glossary.import_title"))
        return table
