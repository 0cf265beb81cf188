"""The turn that waits for the doctor's word: what differs, and what can be done.

It shows and asks, nothing more: what was chosen is told by signals, and the card goes when the
session has released the turn.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import pixmap
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.diff_view import DiffView
from app.ui.widgets.held_editor import LEAST_HEIGHT, Correction, HeldEditor
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon, set_text
from app.ui.widgets.settling import Settling
from app.ui.widgets.turn_model import clock

CHOICES = {
    "send": ("F9", "check"),
    "correct": ("F2", "edit"),
    "again": ("F6", "retry"),
    "phrase": ("Ctrl+P", "phrase"),
    "withdraw": ("", "close"),
    "next": ("", "down"),
}
EDITING = {"correct": ("Enter", "check"), "cancel": ("Esc", "close")}
"""The choices while a correction is open: the main button sends it then."""
DECIDING = ("send", "again", "withdraw")
"""Choices after which the turn does not wait any more."""
EDITOR_HEIGHT = 160
LEAST_BUTTON = 80


class HeldCard(QFrame):
    """Signals: ``chosen(what, turn)`` with "send", "again", "phrase", "withdraw" or "next" (the
    turn is on display now); ``source_corrected(turn, text)``, ``target_corrected(turn, text)``;
    ``overtaken(turn, text)`` the turn went while its correction was being written;
    ``offered_changed``; ``keyboard_left`` what had the keyboard is not offered any more."""

    chosen = Signal(str, int)
    source_corrected = Signal(int, str)
    target_corrected = Signal(int, str)
    overtaken = Signal(int, str)
    offered_changed = Signal()
    keyboard_left = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held")
        self._style = style
        self._rows: tuple[TurnRow, ...] = ()
        self._at = 0
        self._corrections: dict[int, Correction] = {}
        self._offered: frozenset[str] = frozenset()
        self._settling = Settling(self._show_choices, self)
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
        return self._pages.currentWidget() is self.editor

    @property
    def offered(self) -> frozenset[str]:
        """Choices that can be made at this moment."""
        if self.row is None or self.is_editing:
            return frozenset()
        return frozenset(key for key, button in self.buttons.items() if button.isEnabled())

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
        self._title.setFont(style.fonts.font(texts.code, theme.px(TYPE.body), bold=True))
        self.editor.set_style(style)
        self._name_choices()
        self._draw()

    def set_rows(self, rows: tuple[TurnRow, ...], now_ms: int) -> None:
        """Show the held turns ``rows``, of them the same one as before if it is still held."""
        before = self.row
        if rows != self._rows:
            self._rows = rows
            held = {row.turn: row for row in rows}
            self._at = list(held).index(before.turn) if before and before.turn in held else 0
            self._corrections = {
                turn: x
                for turn, x in self._corrections.items()
                if turn in held and held[turn].revision == x.revision
            }
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

    def keep(self, turn: int, text: str) -> None:
        """``text`` is to be what was said in ``turn``, which was not held when it was begun to be
        corrected: if it is by now, it does not go out without that."""
        row = next((row for row in self._rows if row.turn == turn), None)
        if row is not None:
            self._corrections[turn] = Correction(turn, row.revision, True, text)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All choices in one row where they fit, else in more."""
        super().resizeEvent(event)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the editor from the buttons too."""
        if event.key() == Qt.Key.Key_Escape and self.is_editing:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._icon = QLabel(self)
        self._title = label("", "body", self, wrap=True)
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
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._diff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumHeight(LEAST_HEIGHT)
        self.editor = HeldEditor(self._style, self)
        self.editor.changed.connect(self._show_choices)
        self.editor.submitted.connect(self._submit)
        self.editor.cancelled.connect(self._cancel)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self.editor)
        self._diff.laid_out.connect(self._fit_pages)
        self._grid = QGridLayout()
        self._grid.setSpacing(UNIT)
        self._placed: tuple[tuple[str, ...], int] = ((), 0)
        self.buttons: dict[str, QPushButton] = {}
        for key in CHOICES | EDITING:
            button = QPushButton(self)
            button.setMinimumWidth(LEAST_BUTTON)
            if key == "correct":
                button.setProperty("kind", "primary")
            button.clicked.connect(self._chooser(key))
            self.buttons[key] = button
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self._why)
        layout.addWidget(self._pages, 1)
        layout.addLayout(self._grid)

    def _draw(self) -> None:
        row, texts = self.row, self._style.texts
        # A press that was meant for what stood here before must not decide about this.
        self._settling.show((row.turn, row.revision) if row is not None else None)
        self._show_choices()
        if row is None:
            return
        set_text(self._count, texts.get("held.count", n=self._at + 1, of=len(self._rows)))
        self._count.setVisible(len(self._rows) > 1)
        why = [texts.finding(finding) for finding in row.findings]
        why += [texts.get(f"held.{x}") for x in row.critical if x in ("incomplete", "doubt")]
        why += [texts.reason(x) for x in row.confidence.reasons if x != "incomplete"]
        if row.turn in self._corrections:
            why.insert(0, texts.get("held.pending", text=self._corrections[row.turn].text))
        set_text(self._why, " · ".join(dict.fromkeys(why)))
        self._diff.set_row(row, self._style)
        # Enough for the usual turn; longer ones scroll, and a small window takes what it needs.
        self._fit_pages()
        self.setAccessibleName(self.words)

    def _name_choices(self) -> None:
        """What the buttons say: the main one opens the editor, or sends what stands in it."""
        texts, theme = self._style.texts, self._style.theme
        for key, (keys, icon_name) in (CHOICES | EDITING if self.is_editing else CHOICES).items():
            button = self.buttons[key]
            words = texts.get(
                "held.submit" if self.is_editing and key == "correct" else f"held.{key}"
            )
            button.setText(f" {words}  {keys}".rstrip())
            name(button, words, keys)
            set_icon(
                button, icon_name, theme, theme.colours.on_primary if key == "correct" else "", 18
            )

    def _show_choices(self) -> None:
        """Which buttons there are, and which can be pressed."""
        row = self.row
        offered = EDITING if self.is_editing else CHOICES
        settled = not self._settling.isActive()
        for key, button in self.buttons.items():
            button.setVisible(key in offered and (key != "next" or len(self._rows) > 1))
            button.setEnabled(key in offered and (settled or key not in DECIDING))
        if self.is_editing:
            self.buttons["correct"].setEnabled(settled and self.editor.correction is not None)
        elif row is not None and row.turn in self._corrections:
            # What was corrected must not go out uncorrected because the correction failed.
            self.buttons["send"].setEnabled(False)
        self._place_buttons()
        if self.offered != self._offered:
            self._offered = self.offered
            self.offered_changed.emit()

    def _fit_pages(self) -> None:
        texts_height = max(LEAST_HEIGHT, self._diff.minimumHeight() + UNIT)
        editor_height = round(EDITOR_HEIGHT * self._style.theme.scale)
        self._pages.setMaximumHeight(editor_height if self.is_editing else texts_height)

    def _place_buttons(self) -> None:
        shown = tuple(key for key, button in self.buttons.items() if not button.isHidden())
        columns = next((n for n in (len(shown), 3) if self._fits(shown, n)), 2)
        if (shown, columns) == self._placed:
            return
        self._placed = shown, columns
        for place, key in enumerate(shown):
            self._grid.addWidget(self.buttons[key], place // columns, place % columns)

    def _fits(self, shown: tuple[str, ...], columns: int) -> bool:
        widths = [self.buttons[key].sizeHint().width() for key in shown]
        wanted = sum(max(widths[n::columns], default=0) + UNIT for n in range(columns))
        return wanted + UNIT * 3 <= self.contentsRect().width()

    def _chooser(self, key: str) -> Callable[[], None]:
        def choose() -> None:
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

        return choose

    def _edit(self) -> None:
        if self.row is not None:
            self._show_page(self.editor)
            self.editor.open(self.row, self._corrections.get(self.row.turn))

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
                self._close()
        elif self.buttons["correct"].isEnabled():
            self._corrections[correction.turn] = correction
            self._close()
            corrected = self.source_corrected if correction.of_source else self.target_corrected
            corrected.emit(correction.turn, correction.text)

    def _cancel(self) -> None:
        """The turn as it is, without the correction."""
        if self.row is not None:
            self._corrections.pop(self.row.turn, None)
        self._close()

    def _close(self) -> None:
        """Back to the choices; the second click of a double one is not for them."""
        self._leave_keyboard()
        self._settling.start()
        self._show_page(self._scroll)
        self._draw()

    def _leave_keyboard(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.keyboard_left.emit()

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._fit_pages()
        self._name_choices()
        self._show_choices()
