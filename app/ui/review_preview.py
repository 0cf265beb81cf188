"""The finished pages beside the grid: what will be printed, drawn from memory."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from app.ui.review_rows import ReviewRow
from app.ui.theme import UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.parts import label, name

_PDFIUM = threading.Lock()
"""PDFium works for one thread at a time."""
_LONG_ENOUGH = 24
"""Signs of a text that tell its page."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF with the texts of its pages, as they are compared: without spaces."""

    data: bytes
    texts: tuple[str, ...]

    def page_of(self, row: ReviewRow) -> int:
        """The page that a block stands on, from 0; -1 where it cannot be told."""
        for text in (row.target, row.block.text):
            wanted = _bare(text)[:_LONG_ENOUGH]
            for number, page in enumerate(self.texts):
                if wanted and wanted in page:
                    return number
        return -1


def read_pages(data: bytes) -> Pages:
    """The pages of a PDF with their texts."""
    with _PDFIUM:
        pdf = pypdfium2.PdfDocument(data)
        try:
            texts = tuple(_bare(page.get_textpage().get_text_range()) for page in pdf)
        finally:
            pdf.close()
    return Pages(data, texts)


def draw_page(data: bytes, number: int, width: int) -> QImage:
    """A page as a picture, ``width`` pixels wide."""
    with _PDFIUM:
        pdf = pypdfium2.PdfDocument(data)
        try:
            page = pdf[number]
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            buffer = bytes(bitmap.buffer)
            size, stride, channels = (bitmap.width, bitmap.height), bitmap.stride, bitmap.n_channels
        finally:
            pdf.close()
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBX8888
    return QImage(buffer, *size, stride, form).copy()


class Preview(QFrame):
    """One page at a time, as wide as there is room."""

    def __init__(self, style: Style, parent: Widget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("root")
        self._style = style
        texts = style.texts
        self._pages: Pages | None = None
        self._number = 0
        self.title = label(texts.get("review.preview"), "section", self)
        self.message = label(texts.get("review.preview.none"), "caption", self, wrap=True)
        self.count = label("", "caption", self)
        self.back = self._button("‹", texts.get("review.preview.back"), "Alt+PgUp", -1)
        self.on = self._button("›", texts.get("review.preview.on"), "Alt+PgDown", 1)
        self.page = QLabel(self)
        self.page.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.page.setAccessibleName(texts.get("review.preview"))
        self.area = QScrollArea(self)
        self.area.setWidget(self.page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw)
        head = QHBoxLayout()
        head.setContentsMargins(UNIT * 2, UNIT, UNIT, UNIT)
        head.addWidget(self.title)
        head.addWidget(self.message, 1)
        head.addStretch(1)
        for widget in (self.back, self.count, self.on):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        self.setMinimumWidth(320)
        self._offer()

    @property
    def pages(self) -> Pages | None:
        """What is shown."""
        return self._pages

    @property
    def number(self) -> int:
        """The page that is shown, from 0."""
        return self._number

    def show_pages(self, pages: Pages | None) -> None:
        """Show these; the number of the page stays where it can."""
        self._pages = pages
        count = len(pages.texts) if pages is not None else 0
        self._number = min(self._number, max(0, count - 1))
        self.message.setText(
            "" if pages is not None else self._style.texts.get("review.preview.none")
        )
        self._offer()
        self._drawing.start()

    def say(self, words: str) -> None:
        """Something about the pages: that they are being made, or why they cannot be."""
        self.message.setText(words)

    def follow(self, row: ReviewRow) -> None:
        """Show the page that a block stands on."""
        number = self._pages.page_of(row) if self._pages is not None else -1
        if number >= 0:
            self.turn_to(number)

    def turn_to(self, number: int) -> None:
        """Show a page."""
        if self._pages is None or not 0 <= number < len(self._pages.texts):
            return
        if number != self._number:
            self._number = number
            self.area.verticalScrollBar().setValue(0)
            self._drawing.start()
        self._offer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._drawing.start()

    def _draw(self) -> None:
        if self._pages is None or not self._pages.texts:
            self.page.clear()
            return
        ratio = self.devicePixelRatioF()
        width = max(200, self.area.viewport().width() - UNIT * 2)
        image = draw_page(self._pages.data, self._number, round(width * ratio))
        image.setDevicePixelRatio(ratio)
        self.page.setPixmap(QPixmap.fromImage(image))

    def _offer(self) -> None:
        count = len(self._pages.texts) if self._pages is not None else 0
        self.back.setEnabled(self._number > 0)
        self.on.setEnabled(self._number < count - 1)
        self.count.setText(f"{self._number + 1} / {count}" if count else "")

    def _button(self, sign: str, words: str, keys: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.setText(sign)
        name(button, words, keys)
        button.setShortcut(keys)
        button.clicked.connect(lambda: self.turn_to(self._number + step))
        return button


def _bare(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in shown if sign.isalnum())
