"""The texts of a turn and its back-translation, with the places that differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.session.events import BackTranslated
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.look import Style
from app.ui.widgets.text_block import TextBlock, lay_out, places, whole_lines
from translation.types import Span

SLACK = 2
"""Pixels of a line's upper edge that show nothing."""


class DiffView(QWidget):
    """What was said and the back-translation below it, differences marked.

    ``with_translation`` puts the translation beside what was said.
    """

    def __init__(
        self, style: Style, parent: QWidget | None = None, *, with_translation: bool = True
    ) -> None:
        super().__init__(parent)
        self._style = style
        self._row: TurnRow | None = None
        self._with_translation = with_translation
        self._sight: tuple[int, int] | None = None
        self._pages: dict[int, Page] = {}
        """By width."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        """All that stands there, for tests and screen readers."""
        return "\n".join(block.layout.text() for block, *_ in self.page(self.width()).blocks)

    def set_row(self, row: TurnRow | None, style: Style) -> None:
        """Show ``row``."""
        if (row, style) != (self._row, self._style):
            self._row, self._style = row, style
            self._pages.clear()
            self.setAccessibleName(self.words)
            self.updateGeometry()
            self.update()

    def heightForWidth(self, width: int) -> int:
        """As high as the texts are in ``width``."""
        return round(self.page(width).height)

    def set_sight(self, top: int, bottom: int) -> None:
        """So much of it is in sight: lines at the edges are shown whole or not at all."""
        if (top, bottom) != self._sight:
            self._sight = top, bottom
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the texts; dots where they go on below."""
        painter = QPainter(self)
        page = self.page(self.width())
        top, bottom = self._sight or (0, round(page.height))
        more = bottom < page.height - UNIT
        end = bottom - UNIT if more else bottom
        for block, x, y, colour in page.blocks:
            first, last = whole_lines(block, top - y - SLACK, end - y)
            painter.setClipRect(QRectF(0, y + first, self.width(), last - first))
            block.draw(painter, x, y, colour)
        painter.setClipping(False)
        if more:
            self._draw_more(painter, bottom - UNIT / 2)
        painter.end()

    def _draw_more(self, painter: QPainter, y: float) -> None:
        """What stands above must not look like the end of the text."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._style.theme.colours.muted))
        for place in (-1, 0, 1):
            painter.drawEllipse(QPointF(self.width() / 2 + place * UNIT * 1.5, y), 2.5, 2.5)

    def page(self, width: int) -> Page:
        """What stands there in ``width``."""
        if width not in self._pages:
            self._pages[width] = Page(
                self._row, self._style, width, with_translation=self._with_translation
            )
        return self._pages[width]


class Page:
    """The texts laid out for a width: blocks with their places and colours, and the height."""

    def __init__(
        self, row: TurnRow | None, style: Style, width: int, *, with_translation: bool
    ) -> None:
        self._style, self._width = style, width
        self.blocks: list[tuple[TextBlock, float, float, str]] = []
        self.marked: list[tuple[float, float]] = []
        """From where to where each line of a mark goes, in what was said and in the translation;
        in the back-translation where those have none."""
        self.height = 0.0
        if row is not None:
            bottom = self._add_texts(row, with_translation=with_translation)
            self.height = self._add_back(row, bottom + UNIT)

    def _add_texts(self, row: TurnRow, *, with_translation: bool) -> float:
        said = [x.source_span for x in row.findings if x.source_span is not None]
        said += row.back.source_spans if row.back is not None else ()
        if not with_translation:
            return self._add_text("source", row.text, row.lang, 0, self._width, said, TYPE.body)
        half = (self._width - UNIT * 4) / 2
        shown = [x.target_span for x in row.findings if x.target_span is not None]
        left = self._add_text("source", row.text, row.lang, 0, half, said)
        at, lang = half + UNIT * 4, row.target_lang
        return max(left, self._add_text("target", row.translation, lang, at, half, shown))

    def _add_text(
        self,
        key: str,
        words: str,
        lang: str,
        x: float,
        width: float,
        marks: Sequence[Span],
        size: int = TYPE.lead,
    ) -> float:
        texts, c = self._style.texts, self._style.theme.colours
        y = self._add(texts.get(f"held.{key}"), texts.code, x, 0, width, TYPE.caption, c.muted)
        shown = words or texts.get("turn.no_translation")
        return self._add(shown, lang, x, y, width, size, c.ink, marks)

    def _add_back(self, row: TurnRow, y: float) -> float:
        texts, c = self._style.texts, self._style.theme.colours
        width, code, back = float(self._width), texts.code, row.back
        y = self._add(texts.get("held.back"), code, 0, y, width, TYPE.caption, c.muted)
        if back is None or row.back_asked:
            return self._add(texts.get("held.back.waiting"), code, 0, y, width, TYPE.body, c.muted)
        if back.code:
            words = texts.get("held.back.failed")
            return self._add(words, code, 0, y, width, TYPE.body, c.danger)
        above = self.marked
        y = self._add(back.text, back.lang, 0, y, width, TYPE.body, c.ink, back.back_spans)
        self.marked = above or self.marked
        verdict = _verdict(back)
        colour = c.success if verdict == "same" else c.warning
        words = texts.get(f"held.back.{verdict}")
        return self._add(words, code, 0, y, width, TYPE.caption, colour)

    def _add(
        self,
        words: str,
        code: str,
        x: float,
        y: float,
        width: float,
        size: int,
        colour: str,
        marks: Sequence[Span] = (),
    ) -> float:
        style = self._style
        font = style.fonts.font(code, style.theme.px(size))
        block = lay_out(words, code, font, width, marks=marks, mark_colour=style.theme.colours.mark)
        self.blocks.append((block, x, y, colour))
        lines = [line for span in marks for line in places(block, words, code, span)]
        self.marked = [*self.marked, *((y + line.top(), y + line.bottom()) for line in lines)]
        return y + block.height + UNIT / 4


def _verdict(back: BackTranslated) -> str:
    """Nothing is called the same that was not compared, nor where a word has no counterpart."""
    if back.findings or back.source_spans or back.back_spans:
        return "differs"
    return "same" if back.compared else "long"
