"""Icons: line drawings from assets/icons, drawn in the colour and size wanted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.resources import icons_folder


@cache
def _source(name: str, folder: Path) -> str:
    return (folder / f"{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The icon ``name`` in ``colour``, ``size`` logical pixels square.

    Drawn at twice the size so that it stays sharp on fine screens. An icon that is not there is
    a bug of ours and raises FileNotFoundError.
    """
    svg = _source(name, icons_folder()).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: str, disabled: str | None = None, size: int = 24) -> QIcon:
    """The same as a `QIcon`, with its own colour when it is disabled."""
    made = QIcon(pixmap(name, colour, size))
    if disabled is not None:
        made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made
