"""What stands around a translated document's blocks: head, foot, the draft's mark; and drawing."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from app.documents.document_content import Content, DocumentLayout
from app.documents.writers import pdf_grid as grid
from app.documents.writers.document_rows import GUTTER, SIDE, StripMaker
from app.documents.writers.document_strips import Strip, StripPage
from app.documents.writers.document_words import code_line, kinds, statement
from app.documents.writers.pdf_text import Line
from app.documents.writers.pdf_words import native_name

_HEAD_TOP = 34.0
_WATERMARK = 0xF1F2F4
_WATERMARK_SIZE = 40.0


class DocumentFrame:
    """Head and foot of a document's pages; heights are points from the page's top."""

    def __init__(self, maker: StripMaker, made: Content) -> None:
        self._maker = maker
        self._langs = maker.langs
        self._info = made.info
        self._made = made
        self._kinds = kinds(made)
        self._foot = [line for side in (0, 1) for line in self._statement(side)]
        hospital = maker.lines(self._info.hospital, 0, 11.0, grid.INK, 0.45 * grid.WIDTH, True)
        self._hospital = hospital if self._info.hospital else []
        self._names = [
            maker.lines(
                text, side, 11.0, (grid.INK, grid.MUTED)[side],
                (0.52 if self._hospital else 0.48) * grid.WIDTH, bold=side == 0,
            )
            for side, text in enumerate(self._kinds)
        ]  # fmt: skip
        names = [sum(line.style.leading for line in lines) for lines in self._names]
        height = sum(names) if self._hospital else max(names)
        self._rule = _HEAD_TOP + max(height, sum(x.style.leading for x in self._hospital)) + 5
        self.top = self._rule + 26
        self._code_lines = maker.lines(code_line(made), 0, grid.SMALL, grid.INK, 0.62 * grid.WIDTH)
        foot = sum(line.style.leading for line in (*self._foot, *self._code_lines)) + 12
        self._foot_top = grid.PAGE_HEIGHT - grid.BOTTOM - foot
        self.bottom = self._foot_top - 8

    @property
    def title(self) -> str:
        """The kind of the document in the target language."""
        return self._kinds[1]

    def _statement(self, side: int) -> list[Line]:
        """Who made and who reviewed the translation; what was left open in another colour."""
        told = statement(self._made, side)
        return [
            line
            for number, text in enumerate(told)
            for line in self._maker.lines(
                text, side, grid.SMALL, grid.DANGER if number else grid.MUTED, grid.WIDTH
            )
        ]

    def draw(
        self, canvas: Canvas, page: StripPage, layout: DocumentLayout, number: int, total: int
    ) -> None:
        """Draw page ``number`` of ``total``."""
        if self._info.draft:
            self._watermark(canvas)
        self._head(canvas)
        self._column_heads(canvas, page.side, layout)
        for top, strip in page.strips:
            self._strip(canvas, top, strip)
        self._draw_foot(canvas, number, total)

    def _strip(self, canvas: Canvas, top: float, strip: Strip) -> None:
        canvas.setStrokeColor(HexColor(grid.HAIR))
        canvas.setLineWidth(0.6)
        for x, below, right, low in strip.rules:
            canvas.line(
                grid.MARGIN + x, grid.PAGE_HEIGHT - top - below,
                grid.MARGIN + right, grid.PAGE_HEIGHT - top - low,
            )  # fmt: skip
        for item in strip.lines:
            self._line(canvas, item.line, grid.MARGIN + item.x, top + item.top, item.width)
        if strip.bar is not None:
            canvas.setFillColor(HexColor(strip.bar))
            y = grid.PAGE_HEIGHT - top - strip.height
            canvas.rect(grid.MARGIN - 8, y, 2.0, strip.height, stroke=0, fill=1)

    def _line(self, canvas: Canvas, line: Line, x: float, top: float, width: float) -> float:
        baseline = grid.PAGE_HEIGHT - top - (line.style.leading / 2 + 0.36 * line.style.size)
        self._maker.setter.draw(canvas, line, x, baseline, width)
        return top + line.style.leading

    def _head(self, canvas: Canvas) -> None:
        right = grid.MARGIN + grid.WIDTH
        if self._hospital:
            top = _HEAD_TOP
            for line in self._hospital:
                top = self._line(canvas, line, grid.MARGIN, top, grid.WIDTH)
            top = _HEAD_TOP
            for line in (*self._names[0], *self._names[1]):
                top = self._line(canvas, line, right - line.width, top, line.width)
        else:
            for lines, at_right in zip(self._names, (False, True), strict=True):
                top = _HEAD_TOP
                for line in lines:
                    x = right - line.width if at_right else grid.MARGIN
                    top = self._line(canvas, line, x, top, line.width)
        self._draw_rule(canvas, self._rule, grid.ACCENT, 1.2)

    def _column_heads(self, canvas: Canvas, side: int | None, layout: DocumentLayout) -> None:
        """Which language stands where."""
        top = self._rule + 4
        sides = (0, 1) if side is None else (side,)
        below = grid.MARGIN
        for at in sides:
            text = f"{self._maker.word(at, ('source', 'target')[at])} · "
            text = "" if self._info.form else text
            color = (grid.DOCTOR, grid.PATIENT)[at]
            line = self._maker.lines(
                text + native_name(self._langs[at]), at, grid.NOTE, color, SIDE, bold=True
            )[0]
            if side is not None:
                self._line(canvas, line, grid.MARGIN, top, grid.WIDTH)
            elif layout is DocumentLayout.SIDE:
                x = grid.MARGIN + at * (SIDE + GUTTER)
                self._line(canvas, line, x, top, SIDE)
            else:
                self._line(canvas, line, below, top, line.width)
                below += line.width + 14

    def _watermark(self, canvas: Canvas) -> None:
        """What a draft says across every page, in both languages."""
        canvas.saveState()
        canvas.translate(grid.PAGE_WIDTH / 2, grid.PAGE_HEIGHT / 2)
        canvas.rotate(52)
        for side, y in ((0, 14.0), (1, -_WATERMARK_SIZE)):
            text = self._maker.word(side, "draft")
            line = self._maker.lines(text, side, _WATERMARK_SIZE, _WATERMARK, 900.0, bold=True)[0]
            self._maker.setter.draw(canvas, line, -line.width / 2, y, line.width)
        canvas.restoreState()

    def _draw_foot(self, canvas: Canvas, number: int, total: int) -> None:
        self._draw_rule(canvas, self._foot_top, grid.HAIR, 0.6)
        top = self._foot_top + 6
        for line in self._foot:
            top = self._line(canvas, line, grid.MARGIN, top, grid.WIDTH)
        top += 4
        pages = self._maker.setter.lines(
            f"{number} / {total}", "en", grid.style(grid.SMALL, grid.INK, bold=True), 100
        )[0]
        program = self._maker.setter.lines(
            f"Yizhen {self._info.app_version}".strip(), "en", grid.style(grid.SMALL, grid.FAINT),
            120,
        )[0]  # fmt: skip
        right = grid.MARGIN + grid.WIDTH
        self._line(canvas, pages, right - pages.width, top, pages.width)
        self._line(canvas, program, right - 50 - program.width, top, program.width)
        for line in self._code_lines:
            top = self._line(canvas, line, grid.MARGIN, top, line.width)

    def _draw_rule(self, canvas: Canvas, top: float, color: int, width: float) -> None:
        canvas.setStrokeColor(HexColor(color))
        canvas.setLineWidth(width)
        y = grid.PAGE_HEIGHT - top
        canvas.line(grid.MARGIN, y, grid.MARGIN + grid.WIDTH, y)
