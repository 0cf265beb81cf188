"""The bilingual PDF of a case document: the original on the left, its translation on the right.

Tables keep their columns and show both languages in each cell. Whatever a check has found is
written below its block and marked in the margin.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.assets import assets_folder
from app.documents.jobs import DoneBlock
from app.documents.sections import table_of_words
from app.documents.writers import pdf_grid as grid
from app.documents.writers.document_rows import GUTTER, SIDE, Strip, StripMaker
from app.documents.writers.pdf_fonts import FontSet, PdfError
from app.documents.writers.pdf_text import Line, TextSetter, new_canvas
from app.documents.writers.pdf_words import Words, native_name

_FIRST_TOP, _TOP = 104.0, 66.0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What stands around the blocks. ``code`` is the verification code."""

    source_lang: str
    target_lang: str
    hospital: str = ""
    code: str = ""
    app_version: str = ""


def write_document_pdf(blocks: Sequence[DoneBlock], info: DocumentInfo, out: Path) -> None:
    """Write the PDF to ``out``; whole or not at all.

    A QGuiApplication must exist. Raises PdfError: ``pdf.fonts_missing``, ``pdf.missing_glyphs``,
    ``pdf.cannot_write``.
    """
    if QGuiApplication.instance() is None:
        raise RuntimeError("text layout needs a QGuiApplication")
    assets = assets_folder()
    words_file = assets / "translations" / "pdf" / "words.json"
    setter = TextSetter(FontSet(assets / "fonts"))
    maker = StripMaker(
        setter,
        Words(info.source_lang, words_file),
        Words(info.target_lang, words_file),
        info.source_lang,
        info.target_lang,
        table_of_words(),
    )
    frame = _Frame(maker, info)
    pages = _paginate(maker.strips(blocks), frame.bottom)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            canvas = new_canvas(name, (grid.PAGE_WIDTH, grid.PAGE_HEIGHT))
            canvas.setTitle(maker.word(1, "title"))
            canvas.setAuthor(info.hospital)
            canvas.setCreator(f"Yizhen {info.app_version}".strip())
            canvas.setCatalogEntry("Lang", pdfdoc.PDFString(info.target_lang))
            for number, page in enumerate(pages, 1):
                frame.draw(canvas, page, number, len(pages))
                canvas.showPage()
            canvas.save()
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise PdfError("pdf.cannot_write", path=str(out), errno=error.errno) from error


def _paginate(strips: Iterable[Strip], bottom: float) -> list[list[tuple[float, Strip]]]:
    """Strips onto pages, each with the height of its upper edge."""
    pages: list[list[tuple[float, Strip]]] = [[]]
    top = _FIRST_TOP
    for strip in strips:
        if top + strip.height > bottom and pages[-1]:
            pages.append([])
            top = _TOP
        pages[-1].append((top, strip))
        top += strip.height
    return pages


class _Frame:
    """Head and foot of the pages, and drawing them."""

    def __init__(self, maker: StripMaker, info: DocumentInfo) -> None:
        self._maker = maker
        self._setter = maker.setter
        self._info = info
        self._foot = [
            line
            for side, lang in ((0, info.source_lang), (1, info.target_lang))
            for line in self._setter.lines(
                maker.word(side, "notice"), lang, grid.style(grid.SMALL, grid.MUTED), grid.WIDTH
            )
        ]
        height = sum(line.style.leading for line in self._foot) + 24
        self._foot_top = grid.PAGE_HEIGHT - grid.BOTTOM - height
        self.bottom = self._foot_top - 8

    def draw(
        self, canvas: Canvas, page: Sequence[tuple[float, Strip]], number: int, total: int
    ) -> None:
        """Draw page ``number`` of ``total``."""
        self._head(canvas, number == 1)
        for top, strip in page:
            self._strip(canvas, top, strip)
        self._draw_foot(canvas, number, total)

    def _strip(self, canvas: Canvas, top: float, strip: Strip) -> None:
        canvas.setStrokeColor(HexColor(grid.HAIR))
        canvas.setLineWidth(0.6)
        for x, below, width, height in strip.boxes:
            canvas.rect(grid.MARGIN + x, grid.PAGE_HEIGHT - top - below - height, width, height)
        for item in strip.lines:
            self._line(canvas, item.line, grid.MARGIN + item.x, top + item.top, item.width)
        if strip.bar is not None:
            canvas.setFillColor(HexColor(strip.bar))
            y = grid.PAGE_HEIGHT - top - strip.height
            canvas.rect(grid.MARGIN - 8, y, 2.0, strip.height, stroke=0, fill=1)

    def _line(self, canvas: Canvas, line: Line, x: float, top: float, width: float) -> float:
        baseline = grid.PAGE_HEIGHT - top - (line.style.leading / 2 + 0.36 * line.style.size)
        self._setter.draw(canvas, line, x, baseline, width)
        return top + line.style.leading

    def _head(self, canvas: Canvas, first: bool) -> None:
        top = grid.TOP - 6
        langs = (self._info.source_lang, self._info.target_lang)
        if first:
            if self._info.hospital:
                lines = self._setter.lines(
                    self._info.hospital, langs[0], grid.style(grid.NOTE, grid.MUTED), grid.WIDTH
                )
                self._line(canvas, lines[0], grid.MARGIN, top - 8, grid.WIDTH)
            for side, x in ((0, grid.MARGIN), (1, grid.MARGIN + SIDE + GUTTER)):
                text = self._maker.word(side, "title")
                style = grid.style(15.0, grid.INK, bold=True)
                line = self._setter.lines(text, langs[side], style, SIDE)[0]
                self._line(canvas, line, x, top + 6, SIDE)
            top += 36
        for side, x in ((0, grid.MARGIN), (1, grid.MARGIN + SIDE + GUTTER)):
            text = f"{self._maker.word(side, ('source', 'target')[side])} · "
            color = (grid.DOCTOR, grid.PATIENT)[side]
            style = grid.style(grid.NOTE, color, bold=True)
            line = self._setter.lines(text + native_name(langs[side]), langs[side], style, SIDE)[0]
            self._line(canvas, line, x, top, SIDE)
        y = grid.PAGE_HEIGHT - top - 17
        canvas.setStrokeColor(HexColor(grid.ACCENT))
        canvas.setLineWidth(1.2)
        canvas.line(grid.MARGIN, y, grid.MARGIN + grid.WIDTH, y)

    def _draw_foot(self, canvas: Canvas, number: int, total: int) -> None:
        canvas.setStrokeColor(HexColor(grid.HAIR))
        canvas.setLineWidth(0.6)
        y = grid.PAGE_HEIGHT - self._foot_top
        canvas.line(grid.MARGIN, y, grid.MARGIN + grid.WIDTH, y)
        top = self._foot_top + 6
        for line in self._foot:
            top = self._line(canvas, line, grid.MARGIN, top, grid.WIDTH)
        small = grid.style(grid.SMALL, grid.FAINT)
        code = self._setter.lines(
            f"Yizhen {self._info.app_version}   {self._info.code}", "en", small, grid.WIDTH
        )[0]
        self._line(canvas, code, grid.MARGIN, top + 4, grid.WIDTH)
        pages = self._setter.lines(
            f"{number} / {total}", "en", grid.style(grid.SMALL, grid.INK, bold=True), 100
        )[0]
        x = grid.MARGIN + grid.WIDTH - pages.width
        self._line(canvas, pages, x, top + 4, pages.width)
