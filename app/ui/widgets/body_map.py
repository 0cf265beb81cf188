"""A human figure to touch, front and back, each part with its side. Drawn here, no picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import UNIT
from app.ui.widgets.fitted_text import SentencesLook, fitting_font

WIDTH, HEIGHT = 100.0, 212.0
"""The box of one figure, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body, the patient's side of it ("", "left", "right"), and its outline."""

    part: str
    side: str
    behind: bool
    path: QPainterPath


def _oval(x: float, y: float, rx: float, ry: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), rx, ry)
    return path


def _box(left: float, top: float, right: float, bottom: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(left, top, right - left, bottom - top))
    return path


def _limb(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _trunk() -> QPainterPath:
    path = QPainterPath(QPointF(31, 38))
    path.lineTo(69, 38)
    path.cubicTo(71, 55, 66, 66, 65, 76)
    path.cubicTo(65, 84, 70, 92, 70, 104)
    path.lineTo(30, 104)
    path.cubicTo(30, 92, 35, 84, 35, 76)
    path.cubicTo(34, 66, 29, 55, 31, 38)
    return path


def _limbs(behind: bool) -> list[tuple[str, QPainterPath]]:
    """The limbs on the left of the picture; the others are their mirror image."""
    upper, lower = ("back_of_thigh", "calf") if behind else ("thigh", "lower_leg")
    return [
        ("shoulder", _oval(26.5, 43.5, 7.5, 6.5)),
        ("upper_arm", _limb((19.5, 48), (29.5, 50), (26, 72), (17.5, 70))),
        ("elbow", _oval(21, 75, 5.2, 5)),
        ("forearm", _limb((16, 79), (25, 80.5), (20, 102), (13, 100))),
        ("hand", _oval(14.5, 109.5, 5.4, 9)),
        (upper, _limb((31, 105), (49.3, 105), (47, 146), (35, 146))),
        ("knee", _oval(41, 152, 6.6, 6.8)),
        (lower, _limb((35.2, 158), (47, 158), (44.5, 192), (37.5, 192))),
        ("heel" if behind else "foot", _oval(40, 199, 6.8, 7.5)),
    ]


def _middle(behind: bool) -> list[tuple[str, str, QPainterPath]]:
    """Head and trunk: (part, side of the picture, outline)."""
    head, trunk = _oval(50, 16, 11, 14), _trunk()
    if behind:
        blades = trunk.intersected(_box(0, 38, 100, 62))
        low, seat = (
            trunk.intersected(_box(0, 62, 100, 84)),
            trunk.intersected(_box(0, 84, 100, 105)),
        )
        return [
            ("back_of_head", "", head),
            ("nape", "", _box(44.5, 29.5, 55.5, 37.5)),
            ("spine", "", _box(46.5, 38, 53.5, 82)),
            ("shoulder_blade", "near", blades.intersected(_box(0, 0, 46.5, 212))),
            ("shoulder_blade", "far", blades.intersected(_box(53.5, 0, 100, 212))),
            ("lower_back", "near", low.intersected(_box(0, 0, 46.5, 212))),
            ("lower_back", "far", low.intersected(_box(53.5, 0, 100, 212))),
            ("buttock", "near", seat.intersected(_box(0, 0, 50, 212))),
            ("buttock", "far", seat.intersected(_box(50, 0, 100, 212))),
        ]
    parts = [
        ("navel", "", _oval(50, 78, 5, 5)),
        ("head", "", head.intersected(_box(0, 0, 100, 13))),
        ("face", "", head.intersected(_box(0, 13, 100, 40))),
        ("neck", "", _box(44.5, 29.5, 55.5, 37.5)),
    ]
    rows = (("chest", 38, 60, (50,)), ("upper_abdomen", 60, 75, (43, 57)),
            ("lower_abdomen", 75, 93, (43, 57)), ("groin", 93, 105, (50,)))  # fmt: skip
    for part, top, bottom, cuts in rows:
        band = trunk.intersected(_box(0, top, 100, bottom))
        edges = (0, *cuts, 100)
        sides = ("near", "far") if len(cuts) == 1 else ("near", "", "far")
        for side, left, right in zip(sides, edges[:-1], edges[1:], strict=True):
            parts.append((part, side, band.intersected(_box(left, 0, right, 212))))
    return parts


def regions() -> tuple[Region, ...]:
    """All regions of both figures; where two overlap, the earlier one is meant.

    Facing the patient, their right side is on the left of the picture; from behind, their left.
    """
    mirror = QTransform(-1, 0, 0, 1, WIDTH, 0)
    made: list[Region] = []
    for behind in (False, True):
        near, far = ("left", "right") if behind else ("right", "left")
        words = {"": "", "near": near, "far": far}
        for part, side, path in _middle(behind):
            made.append(Region(part, words[side], behind, path))
        for part, path in _limbs(behind):
            made.append(Region(part, near, behind, path))
            made.append(Region(part, far, behind, mirror.map(path)))
    return tuple(made)


class BodyMap(QWidget):
    """Both figures. Signal ``chosen(part, side)``. Arrow keys go from part to part."""

    chosen = Signal(str, str)

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.regions = regions()
        self._at = -1
        self._hover = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        self._look = look
        self.update()

    def clear(self) -> None:
        """Nothing is chosen."""
        self._at = self._hover = -1
        self.update()

    def place_of(self, region: Region) -> QPointF:
        """A point of the widget inside ``region``."""
        return self._to_widget(region.behind).map(region.path.pointAtPercent(0.0) * 0.2
            + region.path.boundingRect().center() * 0.8)  # fmt: skip

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what would be touched."""
        super().mouseMoveEvent(event)
        found = self._found(event.position())
        if found != self._hover:
            self._hover = found
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the part that is touched."""
        self._choose(self._found(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from part to part."""
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose((max(self._at, 0) + step) % len(self.regions) if self._at >= 0 else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both figures and the names of the sides."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._look.colours
        for behind in (False, True):
            painter.save()
            painter.setTransform(self._to_widget(behind), combine=True)
            for number, region in enumerate(self.regions):
                if region.behind is behind and region.part != "navel":
                    self._paint_region(painter, number, region)
            for number, region in enumerate(self.regions):
                if region.behind is behind and region.part == "navel":
                    self._paint_region(painter, number, region)
            painter.restore()
            self._paint_words(painter, behind, c.ink)
        painter.end()

    def _paint_region(self, painter: QPainter, number: int, region: Region) -> None:
        c = self._look.colours
        fill = c.accent if number == self._at else c.fresh if number == self._hover else c.panel
        painter.setPen(QPen(QColor(c.accent if number == self._at else c.line), 0.7))
        painter.setBrush(QColor(fill))
        painter.drawPath(region.path)

    def _paint_words(self, painter: QPainter, behind: bool, colour: str) -> None:
        look, area = self._look, self._area(behind)
        texts = look.texts
        near, far = ("left", "right") if behind else ("right", "left")
        painter.setPen(QColor(colour))
        size = max(18.0, min(26.0, self.height() / 22))
        room = max(60.0, (self.width() / 2 - area.width()) / 2 + area.width() * 0.12)
        lines = Qt.AlignmentFlag
        for side, flags, x in (
            (near, lines.AlignRight, area.left() + area.width() * 0.1 - room),
            (far, lines.AlignLeft, area.right() - area.width() * 0.1),
        ):
            words = texts.get(f"patient.pad.{side}")
            painter.setFont(fitting_font(words, look, size, room, bold=True))
            rect = QRectF(x, area.top() + area.height() * 0.08, room, size * 1.7)
            painter.drawText(rect, int((flags | lines.AlignAbsolute | lines.AlignVCenter).value),
                             words)  # fmt: skip
        words = texts.get("patient.pad.behind" if behind else "patient.pad.front")
        painter.setFont(look.fonts.font(texts.code, size, bold=True))
        middle = QRectF(area.left() - room, area.bottom(), area.width() + room * 2, size * 1.6)
        painter.drawText(middle, int(lines.AlignCenter.value), words)

    def _area(self, behind: bool) -> QRectF:
        """Where a figure stands."""
        below = max(18.0, min(26.0, self.height() / 22)) * 1.6
        height = max(10.0, self.height() - below - UNIT)
        width = min(height * WIDTH / HEIGHT, self.width() * 0.32)
        height = width * HEIGHT / WIDTH
        middle = self.width() * (0.73 if behind else 0.27)
        return QRectF(middle - width / 2, (self.height() - below - height) / 2, width, height)

    def _to_widget(self, behind: bool) -> QTransform:
        area = self._area(behind)
        scale = area.width() / WIDTH
        return QTransform(scale, 0, 0, scale, area.left(), area.top())

    def _found(self, point: QPointF) -> int:
        for number, region in enumerate(self.regions):
            back, _ = self._to_widget(region.behind).inverted()
            if region.path.contains(back.map(point)):
                return number
        return -1

    def _choose(self, number: int) -> None:
        if number >= 0:
            self._at = number
            self.update()
            region = self.regions[number]
            self.chosen.emit(region.part, region.side)
