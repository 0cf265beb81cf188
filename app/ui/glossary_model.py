"""The glossary as Qt item models: all entries, and those that are shown, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractProxyModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.ui.languages import isolated, language
from app.ui.theme import TYPE
from app.ui.widgets.look import Style
from glossary.concepts import LANGUAGES
from glossary.history import Entry
from glossary.overlay import SHIPPED

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
LANGUAGE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Code of the language that a cell is written in, for the delegate."""
AFTER = ("domain", "type", "review", "origin")
"""Columns behind the languages."""


class ConceptModel(QAbstractTableModel):
    """All entries, a row each; the columns are languages and then `AFTER`."""

    def __init__(self, style: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._langs: tuple[str, ...] = ("zh", "en")
        self._entries: list[Entry] = []
        self._origins: list[str] = []
        self._rows: dict[str, int] = {}
        self._words: dict[str, str] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._muted = QBrush(QColor(style.theme.colours.muted))
        self._faint = QBrush(QColor(style.theme.colours.faint))
        self._accent = QBrush(QColor(style.theme.colours.primary))

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that have a column."""
        return self._langs

    def fits(self, row: int, wanted: tuple[str, str, str, str]) -> bool:
        """Whether an entry has the wanted domain, type, review state and origin (empty: any)."""
        domain, kind, review, origin = wanted
        entry = self._entries[row]
        concept = entry.concept
        if (domain and concept.domain != domain) or (kind and concept.type != kind):
            return False
        if review and concept.review != review:
            return False
        match origin:
            case "retired":
                return bool(entry.retired)
            case "hospital":
                return self.origin(row) != SHIPPED
            case "shipped":
                return self.origin(row) == SHIPPED
        return True

    def set_langs(self, langs: Sequence[str]) -> None:
        """Show columns for these languages."""
        self.beginResetModel()
        self._langs = tuple(langs)
        self.endResetModel()

    def set_entries(self, entries: Mapping[str, Entry], origins: Mapping[str, str]) -> None:
        """Show these; ``origins`` says where an entry comes from that is not as shipped."""
        self.beginResetModel()
        self._entries = list(entries.values())
        self._origins = [origins.get(key, SHIPPED) for key in entries]
        self._rows = {key: row for row, key in enumerate(entries)}
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self._entries[row]

    def row_of(self, concept_id: str) -> int:
        """The row of a concept, or -1."""
        return self._rows.get(concept_id, -1)

    def origin(self, row: int) -> str:
        """Whether the row is as shipped, changed or added."""
        return self._origins[row]

    def column_name(self, column: int) -> str:
        """A language's code or a name of `AFTER`."""
        return (*self._langs, *AFTER)[column]

    def sort_key(self, row: int, column: int) -> str:
        """What a row is sorted by in a column; rows without a word come last."""
        name = self.column_name(column)
        if name in LANGUAGES:
            terms = self._entries[row].concept.terms.get(name)
            return terms.term.casefold() if terms else "\U0010ffff"
        return self._after(row, name)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Languages and the rest."""
        return 0 if parent.isValid() else len(self._langs) + len(AFTER)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        name = self.column_name(section)
        if name in LANGUAGES:
            return self._style.texts.language_name(name)
        return self._style.texts.get(f"glossary.column.{name}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says and how it looks."""
        row, name = index.row(), self.column_name(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, name)
        if role == LANGUAGE_ROLE:
            return name if name in LANGUAGES else ""
        if role == Qt.ItemDataRole.FontRole:
            return self._font(name, bool(self._entries[row].retired))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._brush(row, name)
        if role == Qt.ItemDataRole.ToolTipRole and name in LANGUAGES:
            terms = self._entries[row].concept.terms.get(name)
            return " · ".join(terms.every) if terms else None
        return None

    def _shown(self, row: int, name: str) -> str:
        if name not in LANGUAGES:
            return self._after(row, name)
        terms = self._entries[row].concept.terms.get(name)
        return isolated(terms.term, name) if terms else "—"

    def _after(self, row: int, name: str) -> str:
        entry = self._entries[row]
        if name == "origin":
            key = f"glossary.origin.{'retired' if entry.retired else self._origins[row]}"
        else:
            key = f"glossary.{name}.{getattr(entry.concept, name)}"
        if key not in self._words:
            texts = self._style.texts
            self._words[key] = texts.get(key) if texts.has(key) else key.split(".", 2)[2]
        return self._words[key]

    def _font(self, name: str, struck: bool) -> QFont:
        code = name if name in LANGUAGES else self._style.texts.code
        struck = struck and name in LANGUAGES
        key = (code, struck)
        if key not in self._fonts:
            font = self._style.fonts.font(code, self._style.theme.px(TYPE.body))
            font.setStrikeOut(struck)
            self._fonts[key] = font
        return self._fonts[key]

    def _brush(self, row: int, name: str) -> QBrush | None:
        entry = self._entries[row]
        if entry.retired or (name in LANGUAGES and name not in entry.concept.terms):
            return self._faint
        if name == "origin" and self._origins[row] != SHIPPED:
            return self._accent
        return self._muted if name in AFTER else None


class ShownModel(QAbstractProxyModel):
    """The rows that are shown, in the order that was asked for.

    Filtering, ranking and sorting are done on plain numbers, outside of Qt: asking a proxy row by
    row would stop the typing in a large glossary. Signal: ``sort_asked(column, descending)``.
    """

    sort_asked = Signal(int, bool)

    def __init__(self, model: ConceptModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._rows: list[int] = []
        self._places: dict[int, int] = {}
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self._forget)

    def show_rows(self, rows: Sequence[int]) -> None:
        """Show these rows of the model, in this order."""
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def place_of(self, row: int) -> int:
        """Where a row of the model is shown, or -1."""
        return self._places.get(row, -1)

    def source_row(self, place: int) -> int:
        """The model's row that is shown at a place."""
        return self._rows[place]

    def _forget(self) -> None:
        self.show_rows(())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As the model."""
        return 0 if parent.isValid() else self._model.columnCount()

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The place of a cell."""
        inside = 0 <= row < len(self._rows) and 0 <= column < self._model.columnCount()
        return self.createIndex(row, column) if inside and not parent.isValid() else QModelIndex()

    def parent(self, _child: Index = _NOWHERE) -> Any:
        """A table has no parents."""
        return QModelIndex()

    def mapToSource(self, proxy: Index) -> QModelIndex:
        """The model's cell of a shown one."""
        if not proxy.isValid() or proxy.row() >= len(self._rows):
            return QModelIndex()
        return self._model.index(self._rows[proxy.row()], proxy.column())

    def mapFromSource(self, source: Index) -> QModelIndex:
        """The shown cell of one of the model."""
        if not source.isValid():
            return QModelIndex()
        return self.index(self._places.get(source.row(), -1), source.column())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As the model."""
        return self._model.data(self.mapToSource(index), role) if index.isValid() else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """As the model."""
        return self._model.headerData(section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """A head was clicked."""
        self.sort_asked.emit(column, order == Qt.SortOrder.DescendingOrder)


class TermDelegate(QStyledItemDelegate):
    """Lays a cell out in the direction of its language."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """See `QStyledItemDelegate`."""
        super().initStyleOption(option, index)
        code = index.data(LANGUAGE_ROLE)
        if code and language(code).rtl:
            option.direction = Qt.LayoutDirection.RightToLeft
