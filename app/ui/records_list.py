"""Lists of rich text for the records window: what was found, and the turns of an encounter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HTML_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_KEPT_DOCUMENTS = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it stands for, as rich text, and in plain words."""

    value: object
    html: str
    words: str


class LineModel(QAbstractListModel):
    """Lines, as they are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain words for people who listen, rich text for the delegate."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.words
        return line.html if role == HTML_ROLE else None


class LineDelegate(QStyledItemDelegate):
    """Draws rich text on a card; the chosen one has a coloured edge."""

    def __init__(self, style: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._documents: dict[tuple[str, int], QTextDocument] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the text is at the width of the list."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        document = self._document(str(index.data(HTML_ROLE)), width)
        return QSize(width, round(document.size().height()) + UNIT * 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Card, edge, text."""
        c = self._style.theme.colours
        area = QRectF(option.rect).adjusted(0, 0, 0, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, QColor(c.primary_soft if chosen else c.surface))
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), QColor(c.line))
        if chosen:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            edge = QRectF(area.left(), area.top(), UNIT / 2, area.height())
            painter.fillRect(edge, QColor(c.focus if focused else c.primary))
        painter.translate(area.left() + UNIT * 1.5, area.top() + UNIT)
        document = self._document(str(index.data(HTML_ROLE)), option.rect.width())
        document.drawContents(painter)
        painter.restore()

    def _document(self, html: str, width: int) -> QTextDocument:
        key = (html, width)
        if key not in self._documents:
            if len(self._documents) >= _KEPT_DOCUMENTS:
                self._documents.clear()
            document = QTextDocument(self)
            document.setDocumentMargin(0)
            style = self._style
            document.setDefaultFont(style.fonts.font(style.texts.code, style.theme.px(TYPE.body)))
            document.setDefaultStyleSheet(f"body {{ color: {style.theme.colours.ink}; }}")
            document.setHtml(f"<body>{html}</body>")
            document.setTextWidth(max(UNIT, width - UNIT * 3))
            self._documents[key] = document
        return self._documents[key]


class LineList(QListView):
    """Signals: ``chosen(Line or None)`` when another line is current, ``opened`` with Return."""

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(style, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.selectionModel().currentChanged.connect(self._current_changed)

    def show_lines(self, lines: Sequence[Line], current: int = -1) -> None:
        """Show these, with one of them chosen, or none."""
        self.lines.set_lines(lines)
        if 0 <= current < len(lines):
            self.go_to(current)

    def go_to(self, row: int) -> None:
        """Choose a row and bring it into view."""
        index = self.lines.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def current(self) -> Line | None:
        """The line that is chosen."""
        index = self.currentIndex()
        return self.lines.lines[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens; the rest is the list's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other heights."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.current())
