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
    QPoint,
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
_KEPT_DOCUMENTS = 100
_BATCH = 50
"""Lines that are measured at a time: of a long record more would freeze the window."""


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
        self._heights: dict[tuple[int, int], int] = {}

    def forget_heights(self) -> None:
        """The lines are others now."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the text is at the width of the list."""
        width = self._width(option)
        key = (index.row(), width)
        if key not in self._heights:
            document = self._document(str(index.data(HTML_ROLE)), width)
            self._heights[key] = round(document.size().height()) + UNIT * 2
        return QSize(width, self._heights[key])

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
        document = self._document(str(index.data(HTML_ROLE)), self._width(option))
        document.drawContents(painter)
        painter.restore()

    def _width(self, option: QStyleOptionViewItem) -> int:
        """The width of a line beside the scroll bar, also while there is none: when it appears,
        nothing has to be measured again."""
        view = option.widget
        if not isinstance(view, QListView):
            return option.rect.width()
        return view.contentsRect().width() - view.verticalScrollBar().sizeHint().width()

    def _document(self, html: str, width: int) -> QTextDocument:
        key = (html, width)
        if key not in self._documents:
            if len(self._documents) >= _KEPT_DOCUMENTS:
                del self._documents[next(iter(self._documents))]
            document = QTextDocument()
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
        self._delegate = LineDelegate(style, self)
        self.setItemDelegate(self._delegate)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self._wanted: tuple[QPersistentModelIndex, QListView.ScrollHint] | None = None
        """The line to scroll to, which may not be measured yet."""
        self._showing = False
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.selectionModel().currentChanged.connect(self._current_changed)
        # Whoever scrolls is not pulled back.
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._stop_waiting())

    def show_lines(self, lines: Sequence[Line], current: int = -1) -> None:
        """Show these, with one of them chosen, or none."""
        self._delegate.forget_heights()
        self._wanted = None
        self.lines.set_lines(lines)
        if 0 <= current < len(lines):
            self.go_to(current)

    def go_to(self, row: int) -> None:
        """Choose a row and bring it into view."""
        index = self.lines.index(row, 0)
        self.setCurrentIndex(index)
        self._show_when_measured(index, QListView.ScrollHint.EnsureVisible)

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
        """Another width: other heights; what stood at the top stays there."""
        top = self.indexAt(QPoint(0, 0))
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            if self._wanted is None and top.isValid():
                self._show_when_measured(top, QListView.ScrollHint.PositionAtTop)

    def updateGeometries(self) -> None:
        """Lines have been measured: the one that is waited for may be among them."""
        super().updateGeometries()
        self._show_wanted()

    def _show_when_measured(self, index: QModelIndex, hint: QListView.ScrollHint) -> None:
        self._wanted = (QPersistentModelIndex(index), hint)
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Scroll to what is waited for; wait on until the last line is measured, because all that
        are not yet would change where the view can go."""
        if self._wanted is None or self._showing:
            return
        index, hint = self._wanted
        self._showing = True
        try:
            if not self.visualRect(index).isEmpty():
                self.scrollTo(index, hint)
            last = self.lines.index(self.lines.rowCount() - 1, 0)
            if not self.visualRect(last).isEmpty():
                self._wanted = None
        finally:
            self._showing = False

    def _stop_waiting(self) -> None:
        self._wanted = None

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._stop_waiting()
        self.chosen.emit(self.current())
