"""Both texts of a held turn with the places that differ, and its back-translation."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.look import Style
from app.ui.widgets.text_block import TextBlock, lay_out
from translation.types import Span


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
