"""The review grid itself: draws cells as rich text, edits translations in their place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.languages import language
from app.ui.review_model import (
    FINDINGS,
    HTML_ROLE,
    ROW_ROLE,
    SOURCE,
    STATE,
    TARGET,
    ReviewModel,
    ShownRows,
)
from app.ui.review_rows import ReviewRow, Status
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style

Index = QModelIndex | QPersistentModelIndex
_KEPT_DOCUMENTS = 600
_WIDE_FINDINGS, _WIDE_STATE = 190, 130


class CellDelegate(QStyledItemDelegate):
    """Draws a cell and makes the editor of a translation.

    Signal: ``saved`` when an editor was left with Ctrl+Enter.
    """

    saved = Signal()

    def __init__(self, style: Style, model: ReviewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style, self._model = style, model
        self._documents: dict[tuple[str, int, int], QTextDocument] = {}

    def height(self, index: Index, width: int) -> int:
        """How high a cell is at a width."""
        document = self._document(index, width)
        return round(document.size().height()) + UNIT * 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the text is."""
        width = option.rect.width()
        return QSize(width, self.height(index, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, edge, text."""
        c = self._style.theme.colours
        row = index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect)
        ground = c.primary_soft if chosen else c.surface
        painter.save()
        painter.fillRect(area, QColor(ground))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(c.line))
        if index.column() == SOURCE and isinstance(row, ReviewRow):
            edge = _edge(row.status, self._style)
            if edge:
                painter.fillRect(
                    QRectF(area.left(), area.top(), UNIT / 2, area.height()), QColor(edge)
                )
        painter.setClipRect(area)
        painter.translate(area.left() + UNIT * 1.5, area.top() + UNIT)
        self._document(index, option.rect.width()).drawContents(painter)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field of several lines in the direction of the language."""
        code = self._model.langs[index.column()]
        editor = QPlainTextEdit(parent)
        editor.setObjectName("review_editor")
        editor.setFont(self._style.fonts.font(code, self._style.theme.px(TYPE.body)))
        editor.setTabChangesFocus(True)
        column = ("source", "target")[index.column()]
        editor.setAccessibleName(self._style.texts.get(f"review.column.{column}"))
        editor.document().setDefaultTextOption(_option(code))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The text as it is, with the cursor behind it."""
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.moveCursor(QTextCursor.MoveOperation.End)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Ask for the new text where it is one."""
        if isinstance(editor, QPlainTextEdit):
            words = editor.toPlainText()
            if words.strip() != str(index.data(Qt.ItemDataRole.EditRole)).strip():
                place = model.index(index.row(), index.column())
                model.setData(place, words, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the cell, and never too low to write in."""
        area = QRect(option.rect)
        area.setHeight(max(area.height(), UNIT * 11))
        parent = editor.parentWidget()
        if parent is not None and area.bottom() > parent.height():
            area.moveBottom(max(area.height(), parent.height()))
        editor.setGeometry(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves, Escape leaves, Enter is a new line."""
        if isinstance(watched, QPlainTextEdit) and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and enter:
                if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                self.saved.emit()
                return True
        return super().eventFilter(watched, event)

    def _document(self, index: Index, width: int) -> QTextDocument:
        html = str(index.data(HTML_ROLE) or "")
        key = (html, width, index.column())
        if key not in self._documents:
            if len(self._documents) >= _KEPT_DOCUMENTS:
                self._documents.clear()
            self._documents[key] = self._made(html, width, index.column())
        return self._documents[key]

    def _made(self, html: str, width: int, column: int) -> QTextDocument:
        style = self._style
        code = self._model.langs[column] if column in (SOURCE, TARGET) else style.texts.code
        size = TYPE.body if column in (SOURCE, TARGET) else TYPE.caption
        document = QTextDocument(self)
        document.setDocumentMargin(0)
        document.setDefaultTextOption(_option(code))
        document.setDefaultFont(style.fonts.font(code, style.theme.px(size)))
        document.setDefaultStyleSheet(f"body {{ color: {style.theme.colours.ink}; }}")
        document.setHtml(f"<body>{html}</body>")
        document.setTextWidth(max(UNIT, width - UNIT * 3))
        return document


class ReviewGrid(QTableView):
    """Signals: ``chosen`` when another row is current, ``saved`` after Ctrl+Enter in an editor.

    Rows are measured when they come into view: a document may have thousands.
    """

    chosen = Signal()
    saved = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self.blocks = ReviewModel(style, self)
        self.shown = ShownRows(self.blocks, self)
        self.delegate = CellDelegate(style, self.blocks, self)
        self.setModel(self.shown)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(style.texts.get("review.grid"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self._measuring = QTimer(self)
        self._measuring.setSingleShot(True)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure)
        self._dress()
        self.delegate.saved.connect(self.saved)
        self.selectionModel().currentRowChanged.connect(lambda _new, _old: self.chosen.emit())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._measuring.start())
        for signal in (self.shown.dataChanged, self.shown.modelReset, self.shown.layoutChanged,
                       self.shown.rowsInserted, self.shown.rowsRemoved):  # fmt: skip
            signal.connect(lambda *_: self._measuring.start())

    def current(self) -> ReviewRow | None:
        """The row that is worked on."""
        return self.shown.row_at(self.currentIndex())

    def selected(self) -> list[ReviewRow]:
        """The rows that are chosen, in their order."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = (self.shown.row_at(self.shown.index(place, 0)) for place in places)
        return [row for row in rows if row is not None]

    def go_to(self, place: int) -> None:
        """Choose a row and bring it into view."""
        if not 0 <= place < self.shown.rowCount():
            return
        index = self.shown.index(place, TARGET)
        # Not the view's own way: with Shift or Ctrl still held down that would choose more rows
        # than the one that is gone to, and all of them would be accepted.
        chosen = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, chosen.ClearAndSelect | chosen.Rows)
        self._measure()
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def edit_current(self, column: int = TARGET) -> None:
        """Open the editor of the translation, or of the original."""
        index = self.currentIndex()
        if index.isValid():
            self.scrollTo(index)
            self.edit(self.shown.index(index.row(), column))

    @property
    def is_editing(self) -> bool:
        """Whether an editor is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits; the rest is the table's."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and not self.is_editing:
            self.edit_current()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width; other widths are other heights."""
        super().resizeEvent(event)
        scale = self._style.theme.scale
        whole = self.viewport().width()
        findings = min(round(_WIDE_FINDINGS * scale), whole // 5)
        state = min(round(_WIDE_STATE * scale), whole // 6)
        rest = whole - findings - state
        for column, width in (
            (SOURCE, rest // 2), (TARGET, rest - rest // 2), (FINDINGS, findings), (STATE, state)
        ):  # fmt: skip
            self.setColumnWidth(column, width)
        self._measuring.start()

    def _measure(self) -> None:
        """Give the rows in view the height of their texts."""
        place = max(0, self.rowAt(0))
        bottom = self.viewport().height()
        while place < self.shown.rowCount():
            if self.rowViewportPosition(place) > bottom:
                return
            wanted = max(
                self.delegate.height(self.shown.index(place, column), self.columnWidth(column))
                for column in range(self.shown.columnCount())
            )
            if self.rowHeight(place) != wanted:
                self.setRowHeight(place, wanted)
            place += 1

    def _dress(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(round(40 * self._style.theme.scale))
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        down.setHighlightSections(False)


def _edge(status: Status, style: Style) -> str:
    c = style.theme.colours
    edges: dict[Status, str] = {
        Status.FAILED: c.danger, Status.CRITICAL: c.danger, Status.OPEN: c.warning,
    }  # fmt: skip
    return edges.get(status, "")


def _option(code: str) -> QTextOption:
    option: Any = QTextOption()
    rtl = language(code).rtl
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made: QTextOption = option
    return made
