"""The sentence being spoken, in a fixed place of fixed height: nothing jumps while it grows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.session.events import Party
from app.ui.icons import pixmap
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import DoctorView, LiveLine, Phase
from app.ui.widgets.text_block import lay_out
from app.ui.widgets.turn_card import Style
from app.ui.widgets.turn_model import party_word

ICON = 20
LINES = 2


class LiveStrip(QFrame):
    """Grey partial text, its agreed prefix in a stronger grey; else what is going on."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._line: LiveLine | None = None
        self._idle = ""
        self.setObjectName("live")
        self.setAccessibleName(style.texts.get("live.name"))
        self._fit()

    def set_style(self, style: Style) -> None:
        """Another theme, size or language."""
        self._style = style
        self.setAccessibleName(style.texts.get("live.name"))
        self._fit()
        self.update()

    @property
    def shown(self) -> str:
        """The text on display, for tests and screen readers."""
        return self._line.text if self._line is not None else self._idle

    def set_view(self, view: DoctorView) -> None:
        """Show the newest live line of ``view``, or why there is none."""
        line = max(view.live, key=lambda x: x.utterance, default=None)
        idle = self._style.texts.get(f"live.{_idle_key(view)}")
        if line == self._line and idle == self._idle:
            return
        self._line, self._idle = line, idle
        self.setAccessibleDescription(self.shown)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the party, then the text or the remark."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._line is None:
            self._paint_idle(painter)
        else:
            self._paint_line(painter, self._line)
        painter.end()

    def _paint_idle(self, painter: QPainter) -> None:
        style = self._style
        font = style.fonts.font(style.texts.code, style.theme.px(TYPE.body))
        painter.setFont(font)
        painter.setPen(QColor(style.theme.colours.muted))
        rect = QRectF(self.rect()).adjusted(UNIT * 2, 0, -UNIT * 2, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self._idle)

    def _paint_line(self, painter: QPainter, line: LiveLine) -> None:
        style, c = self._style, self._style.theme.colours
        colour = c.doctor if line.party is Party.CLINICIAN else c.patient
        bold = style.fonts.font(style.texts.code, style.theme.px(TYPE.caption), bold=True)
        word = party_word(style.texts, line.party)
        word_width = QFontMetricsF(bold).horizontalAdvance(word)
        middle = self.height() / 2
        x = float(UNIT * 2)
        painter.drawPixmap(QPointF(x, middle - ICON / 2), pixmap(line.party.value, colour, ICON))
        x += ICON + UNIT
        painter.setFont(bold)
        painter.setPen(QColor(colour))
        painter.drawText(
            QRectF(x, 0, word_width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word
        )
        x += word_width + UNIT * 2
        font = style.fonts.font(line.lang, style.theme.px(TYPE.lead))
        width = self.width() - x - UNIT * 2
        stable = len(line.stable) if line.text.startswith(line.stable) else 0
        block = lay_out(
            line.text or "…", line.lang, font, width, fade_from=stable, fade_colour=c.faint
        )
        # Only the newest lines fit; the older ones move out at the top.
        pitch = block.height / max(1, block.lines)
        visible = min(block.lines, LINES) * pitch
        area = QRectF(x, middle - visible / 2, width, visible)
        painter.setClipRect(area)
        block.draw(painter, x, area.bottom() - block.height, c.muted)

    def _fit(self) -> None:
        self.setFixedHeight(round(self._style.theme.px(TYPE.lead) * 1.75 * LINES) + UNIT * 2)


def _idle_key(view: DoctorView) -> str:
    """Which remark stands there while nobody is being transcribed."""
    if view.phase is Phase.ENDED and not view.saved:
        return "phase.unsaved"
    if view.phase is not Phase.LISTENING:
        return f"phase.{view.phase.value}"
    if view.source_lost:
        return "source_lost"
    if view.speaking:
        return "hearing"
    return "nothing_recognised" if view.notice else "listening"
