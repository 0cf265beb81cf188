"""A paragraph laid out by Qt's own text layout: every script shaped, wrapped and ordered right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from app.ui.languages import isolated, isolated_offset, language
from app.ui.line_breaks import TORN

LINE_SPACING = {"ar": 0.82, "zh": 1.0, "ja": 1.0, "ko": 1.0}
"""Line pitch as a multiple of the font's own, where it is not `USUAL_SPACING`.

Noto Sans Arabic reserves twice its size for stacked vowel signs that medical prose hardly has.
"""

USUAL_SPACING = 1.08


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A laid-out paragraph and its height in pixels."""

    layout: QTextLayout
    width: float
    height: float
    lines: int

    def draw(self, painter: QPainter, x: float, y: float, colour: str) -> None:
        """Draw with the upper left corner at (x, y)."""
        painter.setPen(QColor(colour))
        self.layout.draw(painter, QPointF(x, y))


def places(block: TextBlock, text: str, code: str, span: tuple[int, int]) -> list[QRectF]:
    """Where the characters of ``span`` stand in ``block``, line by line."""
    start, end = (isolated_offset(text, code, offset) for offset in span)
    found: list[QRectF] = []
    for number in range(block.layout.lineCount()):
        line = block.layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first < last:
            # The type stubs and the library disagree about what comes with the position.
            a, b = (_x(line, offset) for offset in (first, last))
            found.append(QRectF(min(a, b), line.y(), abs(b - a), line.height()))
    return found


def ends_of(block: TextBlock) -> list[float]:
    """Where the lines of ``block`` can be parted from the next ones."""
    lines = [block.layout.lineAt(number) for number in range(block.lines)]
    return [(a.y() + a.height() + b.y()) / 2 for a, b in pairwise(lines)] + [block.height]


def whole_lines(block: TextBlock, top: float, bottom: float) -> tuple[float, float]:
    """From where to where those lines of ``block`` go that are whole between ``top`` and
    ``bottom``; to the edge and beyond where it is the first one or the last one."""
    ends = ends_of(block)
    lines = zip([0.0, *ends], ends, strict=False)
    whole = [(above, below) for above, below in lines if top <= above and below <= bottom]
    if not whole:
        return 0.0, 0.0
    first, last = whole[0][0], whole[-1][1]
    # Vowel signs may rise above the first line, and marks go below the last one.
    return first if first else top, last if last < block.height else bottom


def pages_of(block: TextBlock, height: float) -> list[tuple[float, float]]:
    """The parts of ``block``, as (top, bottom), in which it is shown at ``height``: whole lines."""
    if block.height <= height:
        return [(0.0, block.height)]
    pages, top, last = [], 0.0, 0.0
    for end in ends_of(block):
        if end - top > height and last > top:
            pages.append((top, last))
            top = last
        last = end
    return [*pages, (top, last)]


def _x(line: QTextLine, offset: int) -> float:
    at: object = line.cursorToX(offset)
    return float(at[0]) if isinstance(at, tuple) else float(str(at))


def lay_out(
    text: str,
    code: str,
    font: QFont,
    width: float,
    *,
    marks: Sequence[tuple[int, int]] = (),
    mark_colour: str = "",
    fade_from: int | None = None,
    fade_colour: str = "",
    dotted: Sequence[tuple[int, int]] = (),
) -> TextBlock:
    """Lay ``text`` of language ``code`` out in lines of ``width`` pixels.

    ``marks`` are character spans to be drawn on ``mark_colour`` and underlined, ``dotted`` ones
    get a dotted line; from ``fade_from`` on the text is drawn in ``fade_colour``.
    """
    shown = isolated(text.replace("\n", "\u2028"), code)
    layout = QTextLayout(shown, font)
    option = QTextOption()
    rtl = language(code).rtl
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    # QTextLayout takes left and right as they are: it does not mirror them as widgets do.
    option.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    formats = [
        _marked(isolated_offset(text, code, a), isolated_offset(text, code, b), mark_colour)
        for a, b in marks
        if 0 <= a < b <= len(text)
    ]
    formats += [
        _dotted(isolated_offset(text, code, a), isolated_offset(text, code, b))
        for a, b in dotted
        if 0 <= a < b <= len(text)
    ]
    if fade_from is not None and fade_from < len(text):
        formats.append(_coloured(isolated_offset(text, code, fade_from), len(shown), fade_colour))
    layout.setFormats(formats)
    return _broken(layout, width, LINE_SPACING.get(language(code).code, USUAL_SPACING))


def _broken(layout: QTextLayout, width: float, spacing: float) -> TextBlock:
    height, lines = 0.0, 0
    layout.beginLayout()
    line: QTextLine = layout.createLine()
    while line.isValid():
        line.setLineWidth(max(1.0, width))
        _keep_number(line, layout.text())
        pitch = line.height() * spacing
        line.setPosition(QPointF(0, height + (pitch - line.height()) / 2))
        height += pitch
        lines += 1
        line = layout.createLine()
    layout.endLayout()
    return TextBlock(layout, width, height, lines)


def _keep_number(line: QTextLine, text: str) -> None:
    """The breaker of Thai words knows no word joiner: end such a line before its number."""
    start, end = line.textStart(), line.textStart() + line.textLength()
    torn = TORN.search(text, start, end)
    if torn is not None and start < torn.start() and end < len(text):
        line.setLineWidth(max(1.0, _x(line, torn.start())))


def _marked(start: int, end: int, colour: str) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setBackground(QBrush(QColor(colour)))
    form.setFontUnderline(True)
    return _range(start, end, form)


def _dotted(start: int, end: int) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    return _range(start, end, form)


def _coloured(start: int, end: int, colour: str) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setForeground(QBrush(QColor(colour)))
    return _range(start, end, form)


def _range(start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = max(0, end - start)
    made.format = form
    return made
