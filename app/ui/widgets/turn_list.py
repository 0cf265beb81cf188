"""The list of turns: painted by a delegate, corrected in place, light with hundreds of rows.

A turn is laid out when it comes and when it changes. When the width or the style changes, what is
in sight is laid out at once and the rest in slices of a few milliseconds. It is a table of one
column: a list view lays all its rows out anew whenever one comes or grows.
"""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from app.ui.pending import Correction, Pending
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import Row, TurnRow
from app.ui.widgets.turn_card import Style, card_width
from app.ui.widgets.turn_delegate import USUAL_HEIGHT, CorrectionEditor, TurnDelegate
from app.ui.widgets.turn_model import Index, TurnModel

SLICE_MS = 8.0
AT_ONCE = 12
"""Rows laid out at once, about a screenful."""
_SLICE_ROWS = 4
"""Rows between two looks at the clock."""


class TurnList(QTableView):
    """The conversation. Stays at the newest turn until the doctor scrolls away from it.

    Signals: ``corrected(Correction)``; ``given_up(turn)`` without its correction;
    ``edit_wanted`` a double click on the row that it has selected; ``editing_changed(bool)``;
    ``current_changed()`` another row is selected;
    ``unseen_changed(n)`` so many turns came in below the visible part.
    """

    corrected = Signal(object)
    given_up = Signal(int)
    edit_wanted = Signal()
    editing_changed = Signal(bool)
    current_changed = Signal()
    unseen_changed = Signal(int)

    def __init__(
        self, model: TurnModel, style: Style, pending: Pending, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("turns")
        self.setAccessibleName(style.texts.get("turns.name"))
        self._turns = model
        self._style = style
        self._delegate = TurnDelegate(style, pending, self)
        self._unseen = 0
        self._stale: list[int] = []
        self._laid_out_width = 0.0
        self._measuring = QTimer(self)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure_slice)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # The window opens the editor: the one of a held turn is on its card.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _index: self.edit_wanted.emit())
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self._heights = self.verticalHeader()
        self._heights.hide()
        self._heights.setMinimumSectionSize(0)
        self._heights.setDefaultSectionSize(USUAL_HEIGHT)
        self.verticalScrollBar().setSingleStep(UNIT * 5)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._delegate.corrected.connect(self.corrected)
        self._delegate.given_up.connect(self.given_up)

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        self._delegate.set_style(style)
        self.setAccessibleName(style.texts.get("turns.name"))
        self._measure_again()
        self.viewport().update()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show ``rows``; only what changed is laid out and painted."""
        follow = self.at_bottom()
        before = self._turns.rowCount()
        changed = self._turns.set_rows(rows)
        if len(rows) < before:
            before = 0
            self._stale.clear()
            self._delegate.forget()
        at_once = max(before, len(rows) - AT_ONCE)
        self._stale += range(before, at_once)
        self._measure([*changed, *range(at_once, len(rows))])
        if self._stale:
            self._measuring.start()
        added = max(0, len(rows) - before)
        if changed or added:
            # A row that grew below the edge takes the newest out of sight as a new one does.
            self._stay(follow)
        if added and not self.at_bottom():
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

    def select_turn(self, turn: int) -> None:
        """Select the row of ``turn``, unless a correction is open."""
        number = self._turns.row_of_turn(turn)
        if number >= 0 and not self.is_editing():
            self.setCurrentIndex(self._turns.index(number))

    def edit_selected(self) -> None:
        """Correct the selected turn, or the newest when none is selected."""
        index = self.currentIndex()
        if not index.isValid() and self._turns.rowCount():
            index = self._turns.index(self._turns.rowCount() - 1)
            self.setCurrentIndex(index)
        if isinstance(self._turns.row_at(index), TurnRow):
            self.scrollTo(index)
            self.edit(index)
            self.editing_changed.emit(self.is_editing())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tell that nothing is being corrected any more."""
        super().closeEditor(editor, hint)
        self.editing_changed.emit(self.is_editing())

    def reset(self) -> None:
        """Other rows altogether: a correction that was open is gone with its row."""
        super().reset()
        self.editing_changed.emit(self.is_editing())

    def is_editing(self) -> bool:
        """Is a correction open?"""
        return self.state() == QAbstractItemView.State.EditingState

    @property
    def correction(self) -> Correction | None:
        """What is being written, if it says something else than the turn does."""
        editor = self._editor()
        return editor.correction if editor is not None else None

    def set_waiting(self, waiting: bool) -> None:
        """A correction that is open is not sent now."""
        editor = self._editor()
        if editor is not None:
            editor.set_waiting(waiting)

    def close_correction(self) -> None:
        """Without sending it."""
        editor = self._editor()
        if editor is not None:
            self._delegate.close_editor(editor)

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
        """Leave Space to the window (hold to talk); Home and End go through the conversation."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._turns.rowCount():
            # In a table these keys stay in the row.
            first = event.key() == Qt.Key.Key_Home
            self.setCurrentIndex(self._turns.index(0 if first else self._turns.rowCount() - 1))
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
        width = card_width(self.viewport().width())
        if width != self._laid_out_width:
            self._laid_out_width = width
            self._measure_again()
        self._stay(follow)

    def _editor(self) -> CorrectionEditor | None:
        # One that was closed lives on, hidden, until Qt deletes it.
        editors = self.viewport().findChildren(CorrectionEditor) if self.is_editing() else []
        return next((each for each in editors if not each.isHidden()), None)

    def _stay(self, follow: bool) -> None:
        """At the newest turn, or where something is being written."""
        if self.is_editing():
            self.scrollTo(self.currentIndex())
        elif follow:
            self.scrollToBottom()

    def _measure_again(self) -> None:
        """All heights are in doubt: measure what is in sight now, the rest soon."""
        count = self._turns.rowCount()
        if not count:
            return
        first = max(0, self.indexAt(QPoint(UNIT, UNIT)).row())
        last = min(count, first + AT_ONCE)
        tail = max(last, count - AT_ONCE)
        self._measure([*range(first, last), *range(tail, count)])
        self._stale = [*range(last, tail), *range(first - 1, -1, -1)]
        self._stale.reverse()
        self._measuring.start()

    def _measure(self, numbers: list[int]) -> None:
        """Give these rows the height of their cards."""
        width, changed = self.viewport().width(), False
        for number in numbers:
            height = self._delegate.height(self._turns.index(number), width)
            if height != self._heights.sectionSize(number):
                self._heights.resizeSection(number, height)
                changed = True
        if changed:
            self.updateGeometries()

    def _measure_slice(self) -> None:
        deadline = perf_counter() + SLICE_MS / 1000
        follow = self.at_bottom()
        while self._stale and perf_counter() < deadline:
            some = [n for n in self._stale[-_SLICE_ROWS:] if n < self._turns.rowCount()]
            del self._stale[-_SLICE_ROWS:]
            self._measure(some)
        if not self._stale:
            self._measuring.stop()
        self._stay(follow)

    def _scrolled(self, _value: int) -> None:
        if self._unseen and self.at_bottom():
            self._set_unseen(0)

    def _set_unseen(self, count: int) -> None:
        if count != self._unseen:
            self._unseen = count
            self.unseen_changed.emit(count)
