"""The list of turns: painted by a delegate, corrected in place, light with hundreds of rows."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import Row, TurnRow
from app.ui.widgets.turn_card import (
    GAP,
    Card,
    Style,
    card_width,
    card_x,
    lay_out_card,
    paint_card,
)
from app.ui.widgets.turn_model import ROW_ROLE, Index, TurnModel


class CorrectionEditor(QFrame):
    """The text of a turn being corrected: Enter sends, Shift+Enter breaks, Esc cancels."""

    submitted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget, style: Style, row: TurnRow) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.setAutoFillBackground(True)
        self.edit = QPlainTextEdit(row.text, self)
        self.edit.setAccessibleName(style.texts.get("turn.edit"))
        self.edit.setFont(style.fonts.font(row.lang, style.theme.px(TYPE.lead)))
        if language(row.lang).rtl:
            self.edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.edit.selectAll()
        self.edit.installEventFilter(self)
        hint = QLabel(style.texts.get("turn.edit_hint"), self)
        hint.setProperty("role", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        layout.setSpacing(0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(hint)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What was written, without line breaks and outer blanks."""
        return " ".join(self.edit.toPlainText().split())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Esc before the text field does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
                self.submitted.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
        return super().eventFilter(watched, event)


class TurnDelegate(QStyledItemDelegate):
    """Paints cards and keeps their layouts as long as row, width and style stay the same."""

    corrected = Signal(int, str)

    def __init__(self, style: Style, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._cards: dict[int, tuple[Row, float, Card]] = {}

    def set_style(self, style: Style) -> None:
        """Another theme, size or language: all cards are laid out anew."""
        self._style = style
        self._cards.clear()

    def card(self, index: Index, width: int) -> tuple[Row, Card] | None:
        """The row at ``index`` and its card in a view of ``width`` pixels."""
        row = index.data(ROW_ROLE)
        if row is None:
            return None
        known = self._cards.get(index.row())
        if known is not None and known[0] is row and known[1] == card_width(width):
            known[2].x = card_x(row, width)
            return row, known[2]
        card = lay_out_card(row, width, self._style)
        if len(self._cards) > 4000:
            self._cards.clear()
        self._cards[index.row()] = (row, card_width(width), card)
        return row, card

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Height of the card; the width is the view's."""
        width = self._view_width(option)
        found = self.card(index, width)
        return QSize(width, round(found[1].height) + GAP) if found else QSize(width, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the card of ``index``."""
        found = self.card(index, self._view_width(option))
        if found is None:
            return
        row, card = found
        state = option.state
        rect: QRect = option.rect
        painter.save()
        painter.translate(rect.left(), 0)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        paint_card(painter, card, row, rect.top(), self._style, selected, focus)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the recognised text."""
        row = index.data(ROW_ROLE)
        assert isinstance(row, TurnRow)  # only turns are editable, see TurnModel.flags
        editor = CorrectionEditor(parent, self._style, row)
        editor.submitted.connect(lambda: self._submit(editor, row.turn))
        editor.cancelled.connect(lambda: self._close(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: a turn that changes meanwhile must not overwrite what is being written."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing: the session answers a correction, the model only shows its answer."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the whole text part of the card, at least two lines high."""
        found = self.card(index, self._view_width(option))
        if found is None:
            return
        card = found[1]
        rect: QRect = option.rect
        top = rect.top() + UNIT * 5
        bottom = rect.bottom() - UNIT
        left = round(rect.left() + card.x + UNIT)
        width = round(card.width) - UNIT * 2
        editor.setGeometry(left, top, width, max(bottom - top, UNIT * 10))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Losing the focus cancels, as Esc does: nothing is sent that nobody confirmed.

        Qt's own filter would commit on focus loss, or close at the first click into the field.
        """
        return False

    def _submit(self, editor: CorrectionEditor, turn: int) -> None:
        text = editor.text
        self._close(editor)
        if text:
            self.corrected.emit(turn, text)

    def _close(self, editor: CorrectionEditor) -> None:
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _view_width(self, option: QStyleOptionViewItem) -> int:
        widget = option.widget
        if isinstance(widget, QAbstractItemView):
            return widget.viewport().width()
        rect: QRect = option.rect
        return rect.width()


class TurnList(QListView):
    """The conversation. Stays at the newest turn until the doctor scrolls away from it.

    Signals: ``corrected(turn, text)``; ``current_changed()`` another row is selected;
    ``unseen_changed(n)`` so many turns came in below the visible part.
    """

    corrected = Signal(int, str)
    current_changed = Signal()
    unseen_changed = Signal(int)

    def __init__(self, model: TurnModel, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("turns")
        self.setAccessibleName(style.texts.get("turns.name"))
        self._turns = model
        self._style = style
        self._delegate = TurnDelegate(style, self)
        self._unseen = 0
        self._editing = QPersistentModelIndex()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.verticalScrollBar().setSingleStep(UNIT * 5)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._delegate.corrected.connect(self.corrected)

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        self._delegate.set_style(style)
        self.setAccessibleName(style.texts.get("turns.name"))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show ``rows``; only what changed is laid out and painted."""
        follow = self.at_bottom()
        before = self._turns.rowCount()
        changed = self._turns.set_rows(rows)
        if changed:
            self.scheduleDelayedItemsLayout()
        added = self._turns.rowCount() - before
        if added <= 0:
            return
        if follow:
            self.scrollToBottom()
        else:
            self._set_unseen(self._unseen + added)

    def at_bottom(self) -> bool:
        """Is the newest turn in sight?"""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - UNIT * 3

    def go_to_newest(self) -> None:
        """Scroll to the newest turn and follow from there."""
        self.scrollToBottom()
        self._set_unseen(0)

    def selected_row(self) -> Row | None:
        """The row the doctor works on: the selected one, else the newest."""
        row = self._turns.row_at(self.currentIndex())
        if row is None and self._turns.rows:
            return self._turns.rows[-1]
        return row

    def edit_selected(self) -> None:
        """Correct the selected turn, or the newest when none is selected."""
        index = self.currentIndex()
        if not index.isValid() and self._turns.rowCount():
            index = self._turns.index(self._turns.rowCount() - 1)
            self.setCurrentIndex(index)
        if isinstance(self._turns.row_at(index), TurnRow):
            self.scrollTo(index)
            self.edit(index)

    def is_editing(self) -> bool:
        """Is a correction open?"""
        return self.state() == QAbstractItemView.State.EditingState

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell who shows the actions of the selected turn."""
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would select the first row; nothing selected means the newest turn here."""
        nothing = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if nothing:
            self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Space to the window (hold to talk); everything else as usual."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave Space to the window."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or a word of encouragement while there are none."""
        super().paintEvent(event)
        if self._turns.rowCount():
            return
        painter = QPainter(self.viewport())
        texts, theme = self._style.texts, self._style.theme
        painter.setFont(self._style.fonts.font(texts.code, theme.px(TYPE.body)))
        painter.setPen(QColor(theme.colours.faint))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(self.viewport().rect(), centre, texts.get("turns.first"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower view lays its cards out anew and stays at the newest turn."""
        follow = self.at_bottom()
        super().resizeEvent(event)
        if card_width(event.oldSize().width()) != card_width(event.size().width()):
            self.scheduleDelayedItemsLayout()
        if follow:
            self.scrollToBottom()

    def _scrolled(self, _value: int) -> None:
        if self._unseen and self.at_bottom():
            self._set_unseen(0)

    def _set_unseen(self, count: int) -> None:
        if count != self._unseen:
            self._unseen = count
            self.unseen_changed.emit(count)
