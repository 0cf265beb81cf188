"""The review grid's item models: blocks in rows, and the rows that are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from app.records.documents import BlockText, may_follow
from app.ui import review_html
from app.ui.languages import language
from app.ui.review_rows import ReviewRow, Wanted
from app.ui.widgets.look import Style

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

SOURCE, TARGET, FINDINGS, STATE = range(4)
EDITABLE = (SOURCE, TARGET)
COLUMNS = ("source", "target", "findings", "state")
HTML_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = HTML_ROLE + 1


class ReviewModel(QAbstractTableModel):
    """Rows of one document. Signal: ``edit_asked(position, text)`` when an editor is left with
    another text, ``correct_asked(position, original)`` the same for the original; the model itself
    changes when the record has it (`put`)."""

    edit_asked = Signal(int, str)
    correct_asked = Signal(int, str)

    def __init__(self, style: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._langs = ("zh", "en")
        self._rows: list[ReviewRow] = []
        self._html: dict[tuple[int, int], str] = {}

    @property
    def rows(self) -> Sequence[ReviewRow]:
        """All rows in the order of the document."""
        return self._rows

    @property
    def langs(self) -> tuple[str, str]:
        """Source and target language."""
        return self._langs

    def set_rows(self, rows: Iterable[ReviewRow], langs: tuple[str, str]) -> None:
        """Show another document."""
        self.beginResetModel()
        self._rows, self._langs = list(rows), langs
        self._html.clear()
        self.endResetModel()

    def put(self, texts: Mapping[int, BlockText], *, over: bool = True) -> None:
        """Take new texts; without ``over`` only where there was none or it had failed."""
        for position, text in texts.items():
            row = self._rows[position]
            if not over and row.text is not None and not may_follow(row.text, text):
                continue
            self._rows[position] = replace(row, text=text)
            for column in range(len(COLUMNS)):
                self._html.pop((position, column), None)
            self.dataChanged.emit(self.index(position, 0), self.index(position, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of blocks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain words for people who listen, rich text for the delegate, the text to edit."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, column)
        if role == Qt.ItemDataRole.EditRole and column in EDITABLE:
            return row.target if column == TARGET else row.block.text
        if role == HTML_ROLE:
            key = (row.position, column)
            if key not in self._html:
                self._html[key] = self._rich(row, column)
            return self._html[key]
        return row if role == ROW_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another text; False where it is the same."""
        row = self._rows[index.row()]
        words = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or index.column() not in EDITABLE or not words:
            return False
        asked = self.correct_asked if index.column() == SOURCE else self.edit_asked
        asked.emit(row.position, words)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Both texts can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in EDITABLE else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns, numbers of blocks."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        words = self._style.texts.get(f"review.column.{COLUMNS[section]}")
        if section in (SOURCE, TARGET):
            return f"{words} · {language(self._langs[section]).native_name}"
        return words

    def _words(self, row: ReviewRow, column: int) -> str:
        if column == SOURCE:
            return row.block.text
        if column == TARGET:
            return row.target
        if column == STATE:
            return review_html.state_word(row, self._style)
        return "; ".join(words for words, _ in review_html.findings_words(row, self._style))

    def _rich(self, row: ReviewRow, column: int) -> str:
        if column == SOURCE:
            return review_html.source_html(row, self._langs[0], self._style)
        if column == TARGET:
            return review_html.target_html(row, self._langs[1], self._style)
        make = review_html.state_html if column == STATE else review_html.findings_html
        return make(row, self._style)


class ShownRows(QSortFilterProxyModel):
    """The rows that are wanted.

    The row that is being worked on stays although it no longer is what was asked for: a text
    that vanishes at the moment it is accepted looks as if it were lost. A new wish, or leaving
    the row for another that waits, lets it go.
    """

    def __init__(self, model: ReviewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._wanted = Wanted()
        self._kept: set[int] = set()
        self.setSourceModel(model)

    @property
    def wanted(self) -> Wanted:
        """What is shown."""
        return self._wanted

    @property
    def rows(self) -> list[ReviewRow]:
        """The rows that are shown, in their order."""
        return [self.at(place) for place in range(self.rowCount())]

    def at(self, place: int) -> ReviewRow:
        """The row that is shown at a place."""
        return self._model.rows[self.mapToSource(self.index(place, 0)).row()]

    def want(self, wanted: Wanted) -> None:
        """Show others."""
        self.beginFilterChange()
        self._wanted = wanted
        self._kept.clear()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def keep(self, positions: Iterable[int]) -> None:
        """Go on showing these until something else is wanted."""
        self._kept.update(positions)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether it is wanted, or worked on."""
        return source_row in self._kept or self._wanted.takes(self._model.rows[source_row])

    def place_of(self, position: int) -> int:
        """Where a block is shown; -1 where it is not."""
        index = self.mapFromSource(self._model.index(position, 0))
        return index.row() if index.isValid() else -1

    def row_at(self, index: Index) -> ReviewRow | None:
        """The row of a place."""
        if not index.isValid():
            return None
        found = index.data(ROW_ROLE)
        return found if isinstance(found, ReviewRow) else None
