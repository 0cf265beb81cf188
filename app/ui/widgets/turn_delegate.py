"""Paints turns and opens the editor over them; remembers heights and layouts."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.ui.languages import language
from app.ui.pending import Correction, Pending
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
from app.ui.widgets.turn_model import ROW_ROLE, Index

USUAL_HEIGHT = 112
"""Assumed height of a card that was not laid out yet, in pixels."""


class CorrectionEditor(QFrame):
    """The text of a turn being corrected: Enter sends, Shift+Enter breaks, Esc cancels."""

    submitted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget, style: Style, row: TurnRow, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.setAutoFillBackground(True)
        self._style, self._row = style, row
        self._waiting = False
        self.edit = QPlainTextEdit(text, self)
        self.edit.setAccessibleName(style.texts.get("turn.edit"))
        self.edit.setFont(style.fonts.font(row.lang, style.theme.px(TYPE.lead)))
        if language(row.lang).rtl:
            self.edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.edit.selectAll()
        self.edit.installEventFilter(self)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "caption")
        self._tell()
        self.edit.textChanged.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        layout.setSpacing(0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What was written, without line breaks and outer blanks."""
        return " ".join(self.edit.toPlainText().split())

    @property
    def correction(self) -> Correction | None:
        """What was written, if it says something else than the turn does."""
        if self.text in ("", " ".join(self._row.text.split())):
            return None
        return Correction(self._row.turn, True, self.text)

    def set_waiting(self, waiting: bool) -> None:
        """Enter sends nothing while the patient would not see it; what was written stays."""
        self._waiting = waiting
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Esc before the text field does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
                if self.text and not self._waiting:
                    self.submitted.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        """What Enter does, or why it does nothing."""
        key = "turn.edit_hint" if self.text else "held.empty"
        if self._waiting:
            key = "control.go_on_first"
        self._hint.setText(self._style.texts.get(key))


class TurnDelegate(QStyledItemDelegate):
    """Paints cards and keeps their layouts as long as row, width and style stay the same.

    Signals: ``corrected(Correction)``, ``given_up(turn)`` without its correction.
    """

    corrected = Signal(object)
    given_up = Signal(int)

    def __init__(self, style: Style, pending: Pending, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._pending = pending
        self._cards: dict[int, tuple[Row, float, Card]] = {}

    def set_style(self, style: Style) -> None:
        """Another theme, size or language: all cards have to be laid out anew."""
        self._style = style
        self._cards.clear()

    def forget(self) -> None:
        """Other rows altogether."""
        self._cards.clear()

    def height(self, index: Index, width: int) -> int:
        """Pixels that the row at ``index`` takes in a view of ``width``."""
        found = self.card(index, width)
        return round(found[1].height) + GAP if found else 0

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

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Explain what the mouse rests on: a term, the level of confidence."""
        found = self.card(index, self._view_width(option))
        if found is None or event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        rect: QRect = option.rect
        origin = QPointF(rect.left() + found[1].x, rect.top() + GAP / 2)
        words = found[1].tip_at(QPointF(event.pos()) - origin)
        QToolTip.showText(event.globalPos(), words, view)
        return bool(words)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the recognised text, with a correction that did not take effect."""
        row = index.data(ROW_ROLE)
        assert isinstance(row, TurnRow)  # only turns are editable, see TurnModel.flags
        before = self._pending.of(row.turn)
        text = before.text if before is not None and before.of_source else row.text
        editor = CorrectionEditor(parent, self._style, row, text)
        editor.submitted.connect(lambda: self._submit(editor, row.turn))
        editor.cancelled.connect(lambda: self._cancel(editor, row.turn))
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
        self.close_editor(editor)
        self.corrected.emit(Correction(turn, True, text))

    def _cancel(self, editor: CorrectionEditor, turn: int) -> None:
        self.close_editor(editor)
        self.given_up.emit(turn)

    def close_editor(self, editor: CorrectionEditor) -> None:
        """Without sending anything."""
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _view_width(self, option: QStyleOptionViewItem) -> int:
        widget = option.widget
        if isinstance(widget, QAbstractItemView):
            return widget.viewport().width()
        rect: QRect = option.rect
        return rect.width()
