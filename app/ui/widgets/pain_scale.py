"""Pain from 0 to 10 with faces, drawn here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import TOUCH_LARGE, UNIT
from app.ui.widgets.fitted_text import SentencesLook

LEVELS = 11
_CALM, _MIDDLE, _WORST = (86, 178, 112), (240, 196, 84), (214, 82, 70)


def _shade(level: int) -> QColor:
    """Green over yellow to red; the face and the number say the same without colour."""
    share = level / (LEVELS - 1)
    low, high = (_CALM, _MIDDLE) if share < 0.5 else (_MIDDLE, _WORST)
    part = share * 2 if share < 0.5 else share * 2 - 1
    return QColor(*(round(a + (b - a) * part) for a, b in zip(low, high, strict=True)))


class FaceButton(QAbstractButton):
    """One level: a face and its number."""

    def __init__(self, level: int, look: SentencesLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._level, self._look = level, look
        self.setCheckable(True)
        self.setAccessibleName(str(level))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(TOUCH_LARGE, TOUCH_LARGE * 2)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours or size."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as a finger needs, and higher."""
        return QSize(TOUCH_LARGE + UNIT, TOUCH_LARGE * 2 + UNIT * 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame when chosen, the face, the number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._look.colours
        frame = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        chosen = self.isChecked()
        pen = QPen(QColor(c.accent if chosen else c.ink), 4 if chosen else 2)
        painter.setPen(pen if chosen or self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.fresh if chosen else c.background))
        painter.drawRoundedRect(frame, UNIT, UNIT)
        size = min(self.width() - UNIT * 1.5, self.height() * 0.55)
        face = QRectF((self.width() - size) / 2, UNIT * 1.5, size, size)
        self._paint_face(painter, face)
        painter.setPen(QColor(c.ink))
        painter.setFont(self._look.fonts.font("en", min(40.0, self.height() * 0.22), bold=True))
        below = QRectF(0, face.bottom(), self.width(), self.height() - face.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(self._level))
        painter.end()

    def _paint_face(self, painter: QPainter, box: QRectF) -> None:
        ink = QColor("#1C1C1C")
        r, share = box.width() / 2, self._level / (LEVELS - 1)
        painter.setPen(QPen(ink, max(1.5, r * 0.05)))
        painter.setBrush(_shade(self._level))
        painter.drawEllipse(box)
        painter.translate(box.center())
        line = QPen(ink, max(2.0, r * 0.09))
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        for side in (-1, 1):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(side * r * 0.36, -r * 0.16), r * 0.09, r * 0.12)
            if share > 0.4:
                painter.setPen(line)
                inner = -r * 0.36 - r * 0.22 * (share - 0.4)
                outer = -r * 0.36 + r * 0.1 * share
                painter.drawLine(QPointF(side * r * 0.2, inner), QPointF(side * r * 0.54, outer))
        mouth = QPainterPath(QPointF(-r * 0.45, r * (0.32 + 0.2 * share)))
        bend = r * (0.85 - 0.95 * share)
        mouth.quadTo(QPointF(0, bend), QPointF(r * 0.45, r * (0.32 + 0.2 * share)))
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(mouth)
        if self._level == LEVELS - 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#3E7FD0"))
            for side in (-1, 1):
                painter.drawEllipse(QPointF(side * r * 0.5, r * 0.14), r * 0.08, r * 0.15)
        painter.resetTransform()


class PainScale(QWidget):
    """Eleven faces in a row. Signal ``chosen(level)``."""

    chosen = Signal(int)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.faces = [FaceButton(level, look, self) for level in range(LEVELS)]
        self._none, self._worst = QLabel(self), QLabel(self)
        row = QHBoxLayout()
        row.setSpacing(UNIT // 2)
        for level, face in enumerate(self.faces):
            self._group.addButton(face, level)
            row.addWidget(face, 1)
        self._group.idClicked.connect(self.chosen)
        ends = QHBoxLayout()
        ends.addWidget(self._none)
        ends.addStretch(1)
        ends.addWidget(self._worst)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(row, 4)
        layout.addLayout(ends)
        layout.addStretch(1)
        self.set_look(look)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        for end, key in ((self._none, "none"), (self._worst, "worst")):
            end.setText(look.texts.get(f"patient.pad.pain.{key}"))
            end.setFont(look.fonts.font(look.texts.code, 24, bold=True))
        for face in self.faces:
            face.set_look(look)

    def clear(self) -> None:
        """Nothing is chosen."""
        self._group.setExclusive(False)
        for face in self.faces:
            face.setChecked(False)
        self._group.setExclusive(True)
