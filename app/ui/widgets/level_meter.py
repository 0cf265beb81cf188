"""Input level of one channel: a bar for the mean, a line for the peak."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.view_state import Meter

FLOOR_DBFS = -60.0
LOUD_DBFS = -6.0
"""Above it speech begins to be cut off."""


def share(dbfs: float) -> float:
    """Where a level stands on the meter, from 0 (silence) to 1 (loudest)."""
    return min(1.0, max(0.0, 1 - dbfs / FLOOR_DBFS))


class LevelMeter(QWidget):
    """Draws a `Meter`. The bar turns strong while speech is heard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._meter = Meter()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Another look."""
        self._theme = theme
        self.update()

    def set_meter(self, meter: Meter) -> None:
        """Show ``meter``."""
        if meter != self._meter:
            self._meter = meter
            self.update()

    def sizeHint(self) -> QSize:
        """A thin, wide bar."""
        return QSize(120, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, mean and peak."""
        c = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, (self.height() - 8) / 2, self.width(), 8)
        painter.setBrush(QColor(c.raised))
        painter.drawRoundedRect(whole, 4, 4)
        width = whole.width() * share(self._meter.rms_dbfs)
        if width >= 8:
            loud = self._meter.peak_dbfs > LOUD_DBFS
            quiet = c.primary if self._meter.speaking else c.faint
            painter.setBrush(QColor(c.danger if loud else quiet))
            painter.drawRoundedRect(QRectF(0, whole.top(), width, 8), 4, 4)
        peak = whole.width() * share(self._meter.peak_dbfs)
        if peak > 2:
            painter.setBrush(QColor(c.muted))
            painter.drawRect(QRectF(peak - 2, whole.top() - 2, 2, 12))
        painter.end()
