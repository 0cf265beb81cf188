"""The patient's sentences: the newest in a box that never moves, earlier ones above it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.session.events import Party
from app.ui.fonts import FontBook
from app.ui.icons import pixmap
from app.ui.languages import language
from app.ui.line_breaks import tied, unbroken
from app.ui.texts import Texts
from app.ui.theme import RADIUS, UNIT, PatientColours
from app.ui.view_state import PatientLine
from app.ui.widgets.text_block import TextBlock, lay_out, pages_of

PIXELS_A_POINT = 96 / 72
SMALLEST_PX = 18
SHRINK = 0.93
EARLIER_SHARE = 0.55
"""Size of earlier sentences as a share of the newest one's."""
LABEL_SHARE, LABEL_PITCH = 0.36, 1.7
LABEL_MOST, LEAST_LABEL = 0.2, 27.0
"""The line above a sentence takes at most such a share of a low widget, and never less pixels."""
SOURCE_MOST = 0.2
"""In a widget so low that the doctor's own words would take more of it they are left out."""
TURNER = 28
CALM_AFTER_MS = 2200


def fitted(
    text: str, code: str, fonts: FontBook, wanted_px: float, width: float, height: float
) -> TextBlock:
    """``text`` in the wanted size, or in the largest one in which it fits the box."""
    shown = unbroken(text, code)
    runs = tied(shown)

    def cut(font: QFont) -> bool:
        """Is a number so large that it would be torn from its unit?"""
        metrics = QFontMetricsF(font)
        return any(metrics.horizontalAdvance(run) > width for run in runs)

    pixels = max(SMALLEST_PX, wanted_px)
    font = fonts.font(code, pixels)
    block = lay_out(shown, code, font, width)
    while (block.height > height or cut(font)) and pixels > SMALLEST_PX:
        pixels = max(SMALLEST_PX, pixels * SHRINK)
        font = fonts.font(code, pixels)
        block = lay_out(shown, code, font, width)
    return block


def fitting_font(
    words: str, look: SentencesLook, wanted_px: float, width: float, bold: bool = False
) -> QFont:
    """The font of one line of the interface, as large as fits ``width``, up to ``wanted_px``."""
    pixels = wanted_px
    font = look.fonts.font(look.texts.code, pixels, bold=bold)
    while pixels > SMALLEST_PX and QFontMetricsF(font).horizontalAdvance(words) > width:
        pixels -= 1
        font = look.fonts.font(look.texts.code, pixels, bold=bold)
    return font


class SentencesLook:
    """What both parts need to draw: words, colours, fonts, size. Replaced as a whole."""

    def __init__(
        self, texts: Texts, colours: PatientColours, fonts: FontBook, points: int, source: bool
    ) -> None:
        self.texts = texts
        self.colours = colours
        self.fonts = fonts
        self.pixels = points * PIXELS_A_POINT
        self.show_source = source

    def who(self, line: PatientLine) -> str:
        """Who said it, and whether it was changed, in the patient's words."""
        words = self.texts.get(f"patient.{line.party.value}")
        if line.checking:
            return f"{words} · {self.texts.get('patient.checking')}"
        if line.withdrawn:
            return f"{words} · {self.texts.get('patient.withdrawn')}"
        if line.corrected:
            return f"{words} · {self.texts.get('patient.corrected')}"
        if line.verified:
            own = line.party is Party.PATIENT
            return f"{words} · {self.texts.get('patient.tapped' if own else 'patient.verified')}"
        return words

    def text(self, line: PatientLine) -> str:
        """The sentence, or why there is none that could be relied on."""
        if line.checking:
            return self.texts.get("patient.one_moment")
        if line.withdrawn:
            return self.texts.get("patient.withdrawn.text")
        if not line.complete:
            missing = self.texts.get("patient.incomplete")
            return f"{line.text} […]\n{missing}" if line.text else missing
        return line.text


class NewestSentence(QWidget):
    """The newest sentence, always beginning at the same place; new text is lit, then calm.

    What does not fit in the smallest type stands on pages, and a button turns them. Signal
    ``read_changed``: it has, or has not yet, been on the screen to its end.
    """

    read_changed = Signal()

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._line: PatientLine | None = None
        self._block: TextBlock | None = None
        self._light = 0.0
        self._pages: list[tuple[float, float]] = [(0.0, 0.0)]
        self._page = 0
        self._is_read = True
        # A touch must not take the keyboard away from the answers.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.turner = QPushButton(self)
        self.turner.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.turner.setIconSize(QSize(TURNER, TURNER))
        self.turner.clicked.connect(lambda: self._go_to((self._page + 1) % len(self._pages)))
        self.turner.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(CALM_AFTER_MS)
        self._fade.setStartValue(1.0)
        self._fade.setKeyValueAt(0.5, 1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._faded)

    @property
    def line(self) -> PatientLine | None:
        """What is shown."""
        return self._line

    @property
    def text_height(self) -> float:
        """Height of the laid-out sentence, for tests of the fit."""
        return self._block.height if self._block is not None else 0.0

    @property
    def box(self) -> QRectF:
        """The place of the sentence: depends on the widget and the chosen size, not on the text."""
        return self._box(self.height())

    @property
    def has_pages(self) -> bool:
        """Does the sentence not stand on the screen whole?"""
        return len(self._pages) > 1

    @property
    def is_read(self) -> bool:
        """Has the sentence been on the screen to its end?"""
        return self._is_read

    @property
    def shown(self) -> tuple[float, float]:
        """The part of the laid-out sentence that is on the screen, from above."""
        return self._pages[self._page]

    def pixels_in(self, height: float) -> float:
        """The type size it would have in a widget so high; 0 where it would not fit."""
        if self._line is None:
            return self._look.pixels
        block = self._block_in(self._box(height))
        fits = block.height <= self._box(height).height()
        return float(block.layout.font().pixelSize()) if fits else 0.0

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        self._look = look
        self._lay_out()

    def set_line(self, line: PatientLine | None) -> None:
        """Show ``line``; the same line again changes nothing."""
        if line == self._line:
            return
        self._line = line
        self._lay_out()
        self.setAccessibleName(self._look.text(line) if line is not None else "")
        self._fade.stop()
        if line is not None:
            self._fade.start()

    def turn_page(self, way: int) -> None:
        """One page on (1) or back (-1); there is none beyond the last and the first."""
        self._go_to(min(len(self._pages) - 1, max(0, self._page + way)))

    def calm(self) -> None:
        """End the highlight at once."""
        self._fade.stop()
        self._faded(0.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another box: lay out again."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw highlight, who, sentence and, if wanted, the source."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, block = self._line, self._block
        if line is not None and block is not None:
            self._paint_frame(painter)
            box = self.box
            self._paint_who(painter, line, box)
            # Vowel signs of Hindi and Arabic may rise above the first line.
            above, below = self.shown
            rise = 0.0 if above else self._look.pixels * 0.3
            painter.setClipRect(
                QRectF(box.left(), box.top() - rise, box.width(), below - above + rise)
            )
            rtl = language(self._look.texts.code).rtl
            left = box.right() - block.width if rtl else box.left()
            block.draw(painter, left, box.top() - above, self._look.colours.ink)
            painter.setClipping(False)
            if self._look.show_source and line.source and not line.void:
                self._paint_source(painter, line, box)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        c = self._look.colours
        painter.setPen(Qt.PenStyle.NoPen)
        if self._light > 0:
            fill = QColor(c.fresh)
            fill.setAlphaF(self._light)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS * 2, RADIUS * 2)
        painter.setBrush(QColor(c.accent))
        rtl = language(self._look.texts.code).rtl
        x = self.width() - 6 if rtl else 0
        painter.drawRoundedRect(QRectF(x, UNIT * 2, 6, self.height() - UNIT * 4), 3, 3)

    def _paint_who(self, painter: QPainter, line: PatientLine, box: QRectF) -> None:
        look = self._look
        pixels = max(16.0, self._label_height(self.height()) / LABEL_PITCH)
        colour = look.colours.notice if line.corrected or line.void else look.colours.accent
        rtl = language(look.texts.code).rtl
        icon = round(pixels * 1.15)
        x = box.right() - icon if rtl else box.left()
        y = UNIT * 2 + (self._label_height(self.height()) - icon) / 2 - UNIT / 2
        painter.drawPixmap(QPointF(x, y), pixmap(line.party.value, colour, icon))
        painter.setFont(look.fonts.font(look.texts.code, pixels, bold=True))
        painter.setPen(QColor(colour))
        space = icon + UNIT
        rect = QRectF(box.left() + (0 if rtl else space), y, box.width() - space, icon)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(rect, int(flags.value) | Qt.TextFlag.TextDontClip, look.who(line))

    def _paint_source(self, painter: QPainter, line: PatientLine, box: QRectF) -> None:
        look = self._look
        height = self.height() - UNIT * 2 - box.bottom()
        pixels = look.pixels * 0.5
        block = fitted(line.source, line.source_lang, look.fonts, pixels, box.width(), height)
        top = self.height() - UNIT * 2 - min(block.height, height)
        block.draw(painter, box.left(), top, look.colours.dimmed)

    def _lay_out(self) -> None:
        self._block, self._page, self._pages = None, 0, [(0.0, 0.0)]
        if self._line is not None:
            box = self.box
            self._block = self._block_in(box)
            self._pages = pages_of(self._block, box.height())
        self._is_read = len(self._pages) == 1
        self.turner.setVisible(not self._is_read)
        self._show_page()

    def _block_in(self, box: QRectF) -> TextBlock:
        assert self._line is not None
        look, text = self._look, self._look.text(self._line)
        code = look.texts.code if self._line.void else self._line.lang
        block = fitted(text, code, look.fonts, look.pixels, box.width(), box.height())
        if block.height <= box.height():
            return block
        width = box.width() - self.turner.sizeHint().width()
        return fitted(text, code, look.fonts, look.pixels, width, box.height())

    def _box(self, height: float) -> QRectF:
        source = self._look.pixels * 0.5 * 1.6
        if not self._look.show_source or source > height * SOURCE_MOST:
            source = 0.0
        return QRectF(0, 0, self.width(), height).adjusted(
            UNIT * 4, UNIT * 2 + self._label_height(height), -UNIT * 4, -UNIT * 2 - source
        )

    def _label_height(self, height: float) -> float:
        wanted = self._look.pixels * LABEL_SHARE * LABEL_PITCH
        return min(wanted, max(LEAST_LABEL, height * LABEL_MOST))

    def _go_to(self, page: int) -> None:
        self._page = page
        self._is_read = self._is_read or self._page == len(self._pages) - 1
        self._show_page()

    def _show_page(self) -> None:
        """The button stands beside the end of the page; from the last one it leads to the first."""
        texts, colour = self._look.texts, self._look.colours.ink
        last = self._page == len(self._pages) - 1
        arrow = pixmap("down", colour, TURNER)
        self.turner.setIcon(arrow.transformed(QTransform().rotate(180 if last else 0)))
        self.turner.setAccessibleName(texts.get("patient.control.turn_page"))
        self.turner.adjustSize()
        size = self.turner.size()
        x = 0 if language(texts.code).rtl else self.width() - size.width()
        self.turner.move(x, self.height() - size.height() - UNIT)
        self.read_changed.emit()
        self.update()

    def _faded(self, value: object) -> None:
        self._light = float(value) if isinstance(value, int | float) else 0.0
        self.update()


class EarlierSentences(QWidget):
    """Up to three earlier sentences, dimmed, the latest nearest to the newest one."""

    def __init__(self, look: SentencesLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lines: tuple[PatientLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def lines(self) -> tuple[PatientLine, ...]:
        """What is shown, oldest first."""
        return self._lines

    def set_look(self, look: SentencesLook) -> None:
        """Other colours, size or language."""
        self._look = look
        self.update()

    def set_lines(self, lines: tuple[PatientLine, ...]) -> None:
        """Show ``lines``; the same ones again change nothing."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("\n".join(self._look.text(line) for line in lines))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw from below; a sentence that would be cut at the top is left out whole."""
        painter = QPainter(self)
        look = self._look
        pixels = max(20.0, look.pixels * EARLIER_SHARE)
        width = self.width() - UNIT * 8
        bottom = float(self.height()) - UNIT
        for line in reversed(self._lines):
            code = look.texts.code if line.void else line.lang
            who = lay_out(
                look.who(line), look.texts.code, look.fonts.font(look.texts.code, pixels * 0.62),
                width,
            )  # fmt: skip
            words = unbroken(look.text(line), code)
            block = lay_out(words, code, look.fonts.font(code, pixels), width)
            height = who.height + block.height
            if bottom - height < 0:
                break
            changed = line.corrected or line.void
            c = look.colours
            who.draw(painter, UNIT * 4, bottom - height, c.notice if changed else c.dimmed)
            block.draw(painter, UNIT * 4, bottom - block.height, c.ink if changed else c.dimmed)
            bottom -= height + UNIT * 2
        painter.end()
