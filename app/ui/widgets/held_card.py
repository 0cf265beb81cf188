"""The turn that waits for the doctor's word: what differs, and what can be done.

It shows and asks, nothing more: what was chosen is told by signals, and the card goes when the
session has released the turn.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.session.hold import DOUBT, HIDDEN, INCOMPLETE
from app.ui.icons import pixmap
from app.ui.pending import Pending
from app.ui.texts import whose
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.diff_view import DiffView
from app.ui.widgets.held_choices import CHOICES, EDITING, HeldChoices
from app.ui.widgets.held_editor import HeldEditor
from app.ui.widgets.held_scroll import HeldScroll
from app.ui.widgets.look import Style
from app.ui.widgets.parts import OneLine, label, set_text
from app.ui.widgets.settling import Settling
from app.ui.widgets.turn_model import clock
from translation.confidence import is_finding

DECIDING = ("send", "again", "withdraw")
"""Choices after which the turn does not wait any more."""


class HeldCard(QFrame):
    """Signals: ``chosen(what, turn)`` with "send", "again", "phrase", "withdraw" or "next" (the
    turn is on display now); ``corrected(Correction)``; ``given_up(turn)`` without its correction;
    ``overtaken(turn, text)`` the turn went while its correction was being written;
    ``offered_changed``; ``keyboard_left`` what had the keyboard is not offered any more."""

    chosen = Signal(str, int)
    corrected = Signal(object)
    given_up = Signal(int)
    overtaken = Signal(int, str)
    offered_changed = Signal()
    keyboard_left = Signal()

    def __init__(self, style: Style, pending: Pending, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held")
        self._style = style
        self._pending = pending
        pending.changed.connect(self._draw)
        self._elsewhere = False
        self._hidden = False
        self._later: frozenset[int] = frozenset()
        self._rows: tuple[TurnRow, ...] = ()
        self._at = 0
        self._offered: frozenset[str] = frozenset()
        self._settling = Settling(self._show_choices, self)
        self._show_difference = QTimer(self)
        self._show_difference.setSingleShot(True)
        self._show_difference.timeout.connect(self._scroll_to_difference)
        self._build()
        self.set_style(style)
        self.hide()

    @property
    def row(self) -> TurnRow | None:
        """The turn on display."""
        return self._rows[self._at] if self._rows else None

    @property
    def is_editing(self) -> bool:
        """Is a correction open?"""
        return not self.editor.isHidden()

    @property
    def is_elsewhere(self) -> bool:
        """Is a turn being corrected in the conversation?"""
        return self._elsewhere

    @property
    def offered(self) -> frozenset[str]:
        """Choices that can be made at this moment."""
        if self.row is None or self.is_editing:
            return frozenset()
        return self._choices.offered

    @property
    def words(self) -> str:
        """What it says besides the two texts, for tests and screen readers."""
        return "\n".join((self._title.text(), self._count.text(), self._why.text()))

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        texts, theme = style.texts, style.theme
        c = theme.colours
        self._icon.setPixmap(pixmap("warning", c.warning, 24))
        self._title.setText(texts.get("held.title"))
        self._title.setToolTip(texts.get("held.title"))
        self._title.setFont(style.fonts.font(texts.code, theme.px(TYPE.body), bold=True))
        self.editor.set_style(style)
        self._choices.set_style(style)
        self._draw()

    def set_rows(self, rows: tuple[TurnRow, ...], now_ms: int) -> None:
        """Show the held turns ``rows``, of them the same one as before if it is still held."""
        before = self.row
        if rows != self._rows:
            self._rows = rows
            held = {row.turn: row for row in rows}
            self._at = list(held).index(before.turn) if before and before.turn in held else 0
            if self.is_editing and before is not None:
                self._go_on_editing(before, held.get(before.turn))
            self._draw()
        self.tick(now_ms)
        self.setVisible(bool(rows))

    def go_to(self, turn: int) -> None:
        """Show held turn ``turn``, unless a correction is open."""
        turns = [row.turn for row in self._rows]
        if turn in turns and not self.is_editing and self._at != turns.index(turn):
            self._at = turns.index(turn)
            self._draw()

    def set_elsewhere(self, editing: bool) -> None:
        """Nothing can be chosen while a turn is corrected in the conversation."""
        self._elsewhere = editing
        self._scroll.free_keys(not editing and not self.is_editing)
        self._draw()
        self.updateGeometry()

    def set_later(self, hidden: bool, turns: frozenset[int]) -> None:
        """The patient's page hides what is sent, and ``turns`` go when it does not any more."""
        if (hidden, turns) != (self._hidden, self._later):
            self._hidden, self._later = hidden, turns
            self.editor.set_waiting(hidden)
            self._draw()

    def press(self, choice: str) -> None:
        """As if its button was clicked: nothing happens where that is not offered."""
        self.buttons[choice].click()

    def tick(self, now_ms: int) -> None:
        """Bring the elapsed time up to date."""
        row = self.row
        if row is not None and row.held_at_ms:
            time = clock(now_ms - row.held_at_ms)
            set_text(self._since, self._style.texts.get("held.since", time=time))
        else:
            set_text(self._since, "")

    @property
    def scale(self) -> float:
        """The type size that its texts are set in."""
        return self._style.theme.scale

    def texts_height(self, width: int) -> int:
        """What reasons and texts need, or the editor, where the card has ``width``."""
        inner, below = self._inner(width), self.editor if self.is_editing else self._diff
        return self._why.heightForWidth(inner) + UNIT + below.heightForWidth(inner)

    def least_texts_height(self, width: int) -> int:
        """What of that must be seen at once."""
        inner = self._inner(width)
        return self._why.heightForWidth(inner) + UNIT + self._difference(inner)[1]

    @property
    def height_besides_texts(self) -> int:
        """What everything else needs."""
        frame = self.contentsMargins()
        whole = self._column.sizeHint().height() + frame.top() + frame.bottom()
        return whole - self._scroll.minimumHeight()

    def set_texts_height(self, height: int) -> None:
        """Give the texts so much room; what differs comes into sight where it is not enough."""
        self.editor.set_room(height)
        if height != self._scroll.minimumHeight():
            self._scroll.setFixedHeight(height)
            self._show_difference.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All choices in one row where they fit, else in more."""
        super().resizeEvent(event)
        self._choices.place(self.contentsRect().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the editor from the buttons too."""
        if event.key() == Qt.Key.Key_Escape and self.is_editing:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._icon = QLabel(self)
        self._title = OneLine(self)
        self._count = label("", "caption", self)
        self._since = label("", "section", self)
        self._why = label("", "body", self, wrap=True)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addWidget(self._since)
        self._diff = DiffView(self._style, self)
        self.editor = HeldEditor(self._style, self)
        self.editor.hide()
        middle = QWidget(self)
        texts = QVBoxLayout(middle)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(UNIT)
        for part in (self._why, self._diff, self.editor):
            texts.addWidget(part)
        texts.addStretch(1)
        self._scroll = HeldScroll(self)
        self._scroll.setWidget(middle)
        self._scroll.moved.connect(self._show_sight)
        self.editor.changed.connect(self._show_choices)
        self.editor.submitted.connect(self._submit)
        self.editor.cancelled.connect(self._cancel)
        self._choices = HeldChoices(self._style, self)
        self._choices.pressed.connect(self._choose)
        self.buttons = self._choices.buttons
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        self._column.setSpacing(UNIT)
        self._column.addLayout(head)
        self._column.addWidget(self._scroll)
        self._column.addLayout(self._choices)

    def _draw(self) -> None:
        row, texts = self.row, self._style.texts
        # A press that was meant for what stood here before must not decide about this.
        if self._settling.show((row.turn, row.revision) if row is not None else None):
            self._show_difference.start()
        self._show_choices()
        if row is None:
            return
        set_text(self._count, texts.get("held.count", n=self._at + 1, of=len(self._rows)))
        self._count.setVisible(len(self._rows) > 1)
        why = [texts.finding(finding) for finding in row.findings]
        besides = (INCOMPLETE, DOUBT) if self._hidden else (INCOMPLETE, DOUBT, HIDDEN)
        why += [texts.get(f"held.{x}") for x in row.critical if x in besides]
        reasons = (x for x in row.confidence.reasons if x != "incomplete" and not is_finding(x))
        why += [texts.reason(x, whose(row.party)) for x in reasons]
        correction = self._pending.of(row.turn)
        if correction is not None:
            waits = self._pending.is_waiting(row.turn)
            why.insert(
                0, texts.get("held.correcting" if waits else "held.pending", text=correction.text)
            )
        elif row.turn in self._later:
            why.insert(0, texts.get("held.later"))
        if self._hidden:
            why.insert(0, texts.get("control.go_on_first"))
        if self._elsewhere:
            why.insert(0, texts.get("held.elsewhere"))
        set_text(self._why, " · ".join(dict.fromkeys(why)))
        self._diff.set_row(row, self._style)
        self.updateGeometry()  # The texts scroll: they do not tell their height themselves.
        self.setAccessibleName(self.words)

    def _inner(self, width: int) -> int:
        frame, margins = self.contentsMargins(), self._column.contentsMargins()
        return width - frame.left() - frame.right() - margins.left() - margins.right()

    def _scroll_to_difference(self) -> None:
        """At the top, where the reasons are, unless all that differs can be seen further down."""
        part: QWidget = self.editor if self.is_editing else self._diff
        top, bottom = self._difference(part.width())
        height = self._scroll.viewport().height()
        least = part.y() + bottom - height
        if not self.is_editing and bottom - top > height >= part.y():
            least = 0  # The rest scrolls; the reasons name all of it.
        # No line of the reasons is cut: what must give way does so as a whole.
        pitch = self._why.fontMetrics().lineSpacing()
        whole = min(part.y(), -(-least // pitch) * pitch)
        self._scroll.verticalScrollBar().setValue(max(0, min(max(least, whole), part.y() + top)))
        self._show_sight()

    def _show_sight(self) -> None:
        top, bottom = self._scroll.sight
        self._diff.set_sight(top - self._diff.y(), bottom - self._diff.y())

    def _difference(self, width: int) -> tuple[int, int]:
        """From where to where goes what must be seen before anything is decided."""
        if self.is_editing:
            return 0, self.editor.least_height(width)
        marked = self._diff.page(width).marked or [(0.0, 0.0)]
        top, bottom = min(top for top, _ in marked), max(bottom for _, bottom in marked)
        return round(top) - UNIT, round(bottom) + UNIT

    def _show_choices(self) -> None:
        """Which buttons there are, and which can be pressed."""
        row, editing = self.row, self.is_editing
        settled = not self._settling.isActive()
        several = len(self._rows) > 1
        self._choices.show_of(editing=editing, later=self._hidden, several=several)
        for key, button in self.buttons.items():
            able = key in (EDITING if editing else CHOICES) and not self._elsewhere
            button.setEnabled(able and (settled or key not in DECIDING))
        if editing:
            self.buttons["correct"].setEnabled(settled and self.editor.correction is not None)
        elif row is not None and row.turn in self._later:
            self.buttons["send"].setEnabled(False)
        elif row is not None and self._pending.of(row.turn) is not None:
            # What was corrected must not go out uncorrected because the correction failed.
            self.buttons["send"].setEnabled(False)
            if self._pending.is_waiting(row.turn):
                self.buttons["correct"].setEnabled(False)
        if self._hidden:
            self.buttons["correct"].setEnabled(False)
            self.buttons["phrase"].setEnabled(False)
        self._choices.place(self.contentsRect().width())
        if self.offered != self._offered:
            self._offered = self.offered
            self.offered_changed.emit()

    def _choose(self, key: str) -> None:
        if key == "correct":
            self._submit() if self.is_editing else self._edit()
        elif key == "cancel":
            self._cancel()
        elif self.row is not None:
            if key == "next":
                self.go_to(self._rows[(self._at + 1) % len(self._rows)].turn)
            elif key in DECIDING:
                self._leave_keyboard()
                self._settling.start()
                self._show_choices()
            self.chosen.emit(key, self.row.turn)

    def _edit(self) -> None:
        if self.row is not None:
            self._open_editor(True)
            self.editor.open(self.row, self._pending.of(self.row.turn))

    def _go_on_editing(self, before: TurnRow, now: TurnRow | None) -> None:
        """The held turns are others; the words in the editor are the doctor's."""
        correction = self.editor.correction
        if now is None:
            self._close()
            if correction is not None:
                self.overtaken.emit(before.turn, correction.text)
        elif now.revision != before.revision:
            self.editor.follow(now)

    def _submit(self) -> None:
        correction = self.editor.correction
        if correction is None:
            if not self.editor.is_changed:
                self._cancel()
        elif self.buttons["correct"].isEnabled():
            self._close()
            self.corrected.emit(correction)

    def _cancel(self) -> None:
        """The turn as it is, without the correction."""
        if self.row is not None:
            self.given_up.emit(self.row.turn)
        self._close()

    def _close(self) -> None:
        """Back to the choices; the second click of a double one is not for them."""
        self._leave_keyboard()
        self._settling.start()
        self._open_editor(False)
        self._draw()

    def _leave_keyboard(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.keyboard_left.emit()

    def _open_editor(self, opened: bool) -> None:
        self.editor.setVisible(opened)
        self._diff.setVisible(not opened)
        self._scroll.free_keys(not opened and not self._elsewhere)
        self.updateGeometry()
        self._show_difference.start()
        self._show_choices()
