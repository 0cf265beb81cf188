"""The turn that waits for the doctor's word: what differs, and what can be done.

It shows and asks, nothing more: what was chosen is told by signals, and the card goes when the
session has released the turn.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import pixmap
from app.ui.languages import language
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name, set_icon, set_text
from app.ui.widgets.text_block import TextBlock, lay_out
from app.ui.widgets.turn_model import clock
from translation.types import Span

CHOICES = {
    "send": ("F9", "check"),
    "correct": ("F2", "edit"),
    "again": ("F6", "retry"),
    "phrase": ("Ctrl+P", "phrase"),
    "withdraw": ("", "close"),
    "next": ("", "down"),
}
EDITOR_HEIGHT = 160
LEAST_BUTTON = 80
LEAST_HEIGHT = 56
"""Of the texts, where the window is small: they scroll."""


class DiffView(QWidget):
    """Source and translation side by side, the back-translation below, differences marked.

    Signal ``laid_out``: its height is another one.
    """

    laid_out = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._row: TurnRow | None = None
        self._blocks: list[tuple[TextBlock, float, float, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_row(self, row: TurnRow | None, style: Style) -> None:
        """Show ``row``."""
        self._row, self._style = row, style
        self._lay_out()

    def sizeHint(self) -> QSize:
        """As high as the texts are in this width."""
        return QSize(400, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: lay out again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the texts and the line between them."""
        painter = QPainter(self)
        for block, x, y, colour in self._blocks:
            block.draw(painter, x, y, colour)
        painter.end()

    def _lay_out(self) -> None:
        row, self._blocks = self._row, []
        if row is None:
            return
        half = (self.width() - UNIT * 4) / 2
        back = row.back.source_spans if row.back is not None else ()
        left = [x.source_span for x in row.findings if x.source_span is not None]
        right = [x.target_span for x in row.findings if x.target_span is not None]
        texts, c = self._style.texts, self._style.theme.colours
        bottom = 0.0
        for x, key, words, code, marks in (
            (0.0, "source", row.text, row.lang, [*left, *back]),
            (half + UNIT * 4, "target", row.translation, row.target_lang, right),
        ):
            y = self._add(texts.get(f"held.{key}"), texts.code, x, 0, half, TYPE.caption, c.muted)
            shown = words or texts.get("turn.no_translation")
            y = self._add(shown, code, x, y, half, TYPE.lead, c.ink, marks)
            bottom = max(bottom, y)
        bottom = self._add_back(row, bottom + UNIT)
        self.setMinimumHeight(round(bottom))
        self.update()
        self.laid_out.emit()

    def _add_back(self, row: TurnRow, y: float) -> float:
        texts, c = self._style.texts, self._style.theme.colours
        width, code = float(self.width()), texts.code
        y = self._add(texts.get("held.back"), code, 0, y, width, TYPE.caption, c.muted)
        if row.back is None:
            return self._add(texts.get("held.back.waiting"), code, 0, y, width, TYPE.body, c.muted)
        if row.back.code:
            words = texts.get("held.back.failed")
            return self._add(words, code, 0, y, width, TYPE.body, c.danger)
        back = row.back
        y = self._add(back.text, back.lang, 0, y, width, TYPE.body, c.ink, list(back.back_spans))
        if not back.findings and not back.back_spans:
            words = texts.get("held.back.same")
            y = self._add(words, code, 0, y, width, TYPE.caption, c.success)
        return y

    def _add(
        self,
        words: str,
        code: str,
        x: float,
        y: float,
        width: float,
        size: int,
        colour: str,
        marks: list[Span] | None = None,
    ) -> float:
        style = self._style
        font = style.fonts.font(code, style.theme.px(size))
        block = lay_out(
            words, code, font, width, marks=marks or (), mark_colour=style.theme.colours.mark
        )
        self._blocks.append((block, x, y, colour))
        return y + block.height + UNIT / 4


class HeldCard(QFrame):
    """Signals: ``chosen(what, turn)`` with "send", "again", "phrase" or "withdraw";
    ``source_corrected(turn, text)``, ``target_corrected(turn, text)``."""

    chosen = Signal(str, int)
    source_corrected = Signal(int, str)
    target_corrected = Signal(int, str)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held")
        self._style = style
        self._rows: tuple[TurnRow, ...] = ()
        self._at = 0
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
        return self._pages.currentWidget() is self._editor

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
        self._hint.setText(texts.get("held.editing"))
        for key, button in self.buttons.items():
            keys, icon_name = CHOICES[key]
            words = texts.get(f"held.{key}")
            button.setText(f" {words}  {keys}".rstrip())
            name(button, words, keys)
            set_icon(button, icon_name, theme, c.on_primary if key == "correct" else "", 18)
        for field, key in ((self.source, "edit_source"), (self.target, "edit_target")):
            field.setAccessibleName(texts.get(f"held.{key}"))
        self._draw()

    def set_rows(self, rows: tuple[TurnRow, ...], selected: int, now_ms: int) -> None:
        """Show the held turns ``rows``; ``selected`` is a turn the doctor has chosen, or 0."""
        before = self.row
        if rows != self._rows:
            self._rows = rows
            turns = [row.turn for row in rows]
            wanted = before.turn if before is not None else 0
            self._at = turns.index(wanted) if wanted in turns else 0
            if self.row is None or before is None or not _same(before, self.row):
                self._show_page(self._scroll)
            self._draw()
        self.go_to(selected)
        self.tick(now_ms)
        self.setVisible(bool(rows))

    def go_to(self, turn: int) -> None:
        """Show held turn ``turn``, unless a correction is open."""
        turns = [row.turn for row in self._rows]
        if turn in turns and not self.is_editing and self._at != turns.index(turn):
            self._at = turns.index(turn)
            self._draw()

    def tick(self, now_ms: int) -> None:
        """Bring the elapsed time up to date."""
        row = self.row
        if row is not None and row.held_at_ms:
            time = clock(now_ms - row.held_at_ms)
            set_text(self._since, self._style.texts.get("held.since", time=time))
        else:
            set_text(self._since, "")

    def edit(self) -> None:
        """Open both texts for correction."""
        row, style = self.row, self._style
        if row is None:
            return
        for field, words, code in (
            (self.source, row.text, row.lang),
            (self.target, row.translation, row.target_lang),
        ):
            field.setFont(style.fonts.font(code, style.theme.px(TYPE.lead)))
            rtl = language(code).rtl
            field.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
            )
            field.setPlainText(words)
            field.setEnabled(True)
        self._show_page(self._editor)
        self.target.setFocus()
        self.target.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All choices in one row where they fit, else in two."""
        super().resizeEvent(event)
        self._place_buttons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter sends, Esc cancels, before the text field takes the key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
                self._submit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._show_page(self._scroll)
                return True
        return super().eventFilter(watched, event)

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
        self._editor = self._build_editor()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self._editor)
        self._diff.laid_out.connect(self._fit_pages)
        self._grid = QGridLayout()
        self._grid.setSpacing(UNIT)
        self._columns = 0
        self.buttons: dict[str, QPushButton] = {}
        for key in CHOICES:
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
        self._place_buttons()

    def _build_editor(self) -> QWidget:
        page = QWidget(self)
        self.source, self.target = QPlainTextEdit(page), QPlainTextEdit(page)
        self._hint = label("", "caption", page, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        for field, other in ((self.source, self.target), (self.target, self.source)):
            field.installEventFilter(self)
            field.setTabChangesFocus(True)
            field.setMinimumHeight(LEAST_HEIGHT)
            field.textChanged.connect(self._locker(field, other))
            row.addWidget(field, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        column.addWidget(self._hint)
        return page

    def _draw(self) -> None:
        row, texts = self.row, self._style.texts
        if row is None:
            return
        many = len(self._rows) > 1
        self._place_buttons()
        set_text(self._count, texts.get("held.count", n=self._at + 1, of=len(self._rows)))
        self._count.setVisible(many)
        self.buttons["next"].setVisible(many)
        why = [texts.finding(finding) for finding in row.findings]
        why += [texts.get(f"held.{x}") for x in row.critical if x in ("incomplete", "doubt")]
        why += [texts.reason(x) for x in row.confidence.reasons if x != "incomplete"]
        set_text(self._why, " · ".join(dict.fromkeys(why)))
        self._diff.set_row(row, self._style)
        # Enough for the usual turn; longer ones scroll, and a small window takes what it needs.
        self._fit_pages()
        self.setAccessibleName(self.words)

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._fit_pages()

    def _fit_pages(self) -> None:
        texts_height = max(LEAST_HEIGHT, self._diff.minimumHeight() + UNIT)
        self._pages.setMaximumHeight(EDITOR_HEIGHT if self.is_editing else texts_height)

    def _place_buttons(self) -> None:
        shown = [key for key in CHOICES if key != "next" or len(self._rows) > 1]
        wanted = sum(self.buttons[key].sizeHint().width() + UNIT for key in shown)
        columns = len(CHOICES) if wanted + UNIT * 4 <= self.width() else 3
        if columns == self._columns:
            return
        self._columns = columns
        for place, key in enumerate(CHOICES):
            self._grid.addWidget(self.buttons[key], place // columns, place % columns)

    def _chooser(self, key: str) -> Callable[[], None]:
        def choose() -> None:
            if key == "correct":
                self.edit()
            elif key == "next":
                self._at = (self._at + 1) % max(1, len(self._rows))
                self._show_page(self._scroll)
                self._draw()
            elif self.row is not None:
                self.chosen.emit(key, self.row.turn)

        return choose

    def _locker(self, field: QPlainTextEdit, other: QPlainTextEdit) -> Callable[[], None]:
        def lock() -> None:
            """One side at a time: a changed source makes a new translation."""
            row = self.row
            before = "" if row is None else row.text if field is self.source else row.translation
            other.setEnabled(_plain(field) == " ".join(before.split()))

        return lock

    def _submit(self) -> None:
        row = self.row
        self._show_page(self._scroll)
        if row is None:
            return
        source, target = _plain(self.source), _plain(self.target)
        if source and source != " ".join(row.text.split()):
            self.source_corrected.emit(row.turn, source)
        elif target and target != " ".join(row.translation.split()):
            self.target_corrected.emit(row.turn, target)


def _plain(field: QPlainTextEdit) -> str:
    return " ".join(field.toPlainText().split())


def _same(one: TurnRow, other: TurnRow) -> bool:
    return (one.turn, one.revision) == (other.turn, other.revision)
