"""Both texts of a held turn, open for correction: one side at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.languages import language
from app.ui.pending import Correction
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, set_text

FRAME = 20
"""Around the lines of a text."""
LINES = 4
LEAST_LINES = 2
"""Of a text, in a low window: it scrolls."""


class HeldEditor(QWidget):
    """Signals: ``changed``, ``submitted`` (Enter), ``cancelled`` (Esc)."""

    changed = Signal()
    submitted = Signal()
    cancelled = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._row: TurnRow | None = None
        self._overtaken = False
        self._waiting = False
        self.source, self.target = QPlainTextEdit(self), QPlainTextEdit(self)
        self._hint = label("", "caption", self, wrap=True)
        sides = QHBoxLayout()
        sides.setSpacing(UNIT * 2)
        for field in (self.source, self.target):
            field.installEventFilter(self)
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._text_changed)
            sides.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addLayout(sides, 1)
        column.addWidget(self._hint)

    @property
    def correction(self) -> Correction | None:
        """What was changed, once it says something else than the turn does."""
        field = self._changed_field()
        if self._row is None or field is None or not _plain(field.toPlainText()):
            return None
        text = _plain(field.toPlainText())
        return Correction(self._row.turn, field is self.source, text)

    @property
    def is_changed(self) -> bool:
        """Does a side differ from what the turn says?"""
        return self._changed_field() is not None

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        for field, key in ((self.source, "edit_source"), (self.target, "edit_target")):
            field.setAccessibleName(style.texts.get(f"held.{key}"))
        self._tell()

    def set_waiting(self, waiting: bool) -> None:
        """It is not sent now: the patient would not see it."""
        self._waiting = waiting
        self._tell()

    def heightForWidth(self, width: int) -> int:
        """What it likes to have."""
        return self._height(width, LINES)

    def set_room(self, height: int) -> None:
        """Be no higher than that, while two lines can be read."""
        least, most = self.least_height(self.width()), self.heightForWidth(self.width())
        self.setFixedHeight(max(least, min(most, height)))

    def least_height(self, width: int) -> int:
        """What it needs to be of use."""
        return self._height(width, LEAST_LINES)

    def _height(self, width: int, lines: int) -> int:
        pitch = max(x.fontMetrics().lineSpacing() for x in (self.source, self.target))
        return lines * pitch + FRAME + UNIT + self._hint.heightForWidth(width)

    def open(self, row: TurnRow, correction: Correction | None = None) -> None:
        """Show both texts of ``row``, with ``correction`` where it had been begun before."""
        self._row, self._overtaken = row, False
        self._write(self.source, self.target)
        field = self.source if correction is not None and correction.of_source else self.target
        if correction is not None:
            field.setPlainText(correction.text)
        field.setFocus()
        self._select(field)

    def _select(self, field: QPlainTextEdit) -> None:
        """What differs, where that is marked: the rest must not go at the first key."""
        cursor = field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        spans = [f.target_span for f in self._row.findings if f.target_span] if self._row else []
        if spans and field is self.target and self._changed_field() is None:
            said = field.toPlainText()
            start, end = (len(said[:at].encode("utf-16-le")) // 2 for at in min(spans))
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)

    def follow(self, row: TurnRow) -> None:
        """The turn has another revision: what was typed stays, the other side is brought up."""
        field = self._changed_field()
        self._row, self._overtaken = row, field is not None
        self._write(*(x for x in (self.source, self.target) if x is not field))
        self._text_changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter sends, Esc cancels, before the text field takes the key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
                if not event.isAutoRepeat():
                    self.submitted.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
        return super().eventFilter(watched, event)

    def _write(self, *fields: QPlainTextEdit) -> None:
        row, style = self._row, self._style
        if row is None:
            return
        for field in fields:
            code = row.lang if field is self.source else row.target_lang
            rtl = language(code).rtl
            field.setFont(style.fonts.font(code, style.theme.px(TYPE.lead)))
            field.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
            )
            field.setPlainText(self._said(field))

    def _said(self, field: QPlainTextEdit) -> str:
        """What the turn says on this side."""
        if self._row is None:
            return ""
        return self._row.text if field is self.source else self._row.translation

    def _changed_field(self) -> QPlainTextEdit | None:
        for field in (self.source, self.target):
            if _plain(field.toPlainText()) != _plain(self._said(field)):
                return field
        return None

    def _text_changed(self) -> None:
        """One side at a time: a changed source makes a new translation."""
        changed = self._changed_field()
        for field in (self.source, self.target):
            field.setEnabled(changed in (None, field))
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        key = "held.overtaken" if self._overtaken else "held.editing"
        if self.is_changed and self.correction is None:
            key = "held.empty"
        if self._waiting:
            key = "control.go_on_first"
        set_text(self._hint, self._style.texts.get(key))


def _plain(text: str) -> str:
    return " ".join(text.split())
