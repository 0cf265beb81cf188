"""A new DOCX of a document's blocks, for originals that are no DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.documents.blocks import BlockKind
from app.documents.document_content import Content
from app.documents.jobs import DoneBlock
from app.documents.sections import sections
from app.documents.writers.document_words import document_word
from app.documents.writers.docx_runs import W, directed, right_to_left
from app.documents.writers.pdf_scripts import is_rtl

_MUTED = (0x4A, 0x58, 0x67)
_DANGER = (0xA8, 0x20, 0x1A)
_MARKED = frozenset(("failed", "incomplete"))
_MARGIN_MM = 18


def new_document(made: Content, alone: bool) -> Any:
    """A python-docx document of all blocks; only the translation where it shall be ``alone``."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.element.rPr.rFonts.set(W + "eastAsia", "SimSun")
    normal.element.rPr.rFonts.set(W + "cs", "Arial")
    normal.paragraph_format.space_after = Pt(4)
    writer = _Writer(made, alone)
    at, blocks = 0, made.blocks
    while at < len(blocks):
        cell = blocks[at].block.cell
        if cell is None:
            writer.block(document, blocks[at])
            at += 1
            continue
        end = at
        while end < len(blocks) and (c := blocks[end].block.cell) and c.table == cell.table:
            end += 1
        writer.table(document, blocks[at:end])
        at = end
    return document


class _Writer:
    def __init__(self, made: Content, alone: bool) -> None:
        self._langs = (made.info.source_lang, made.info.target_lang)
        self._alone = alone

    def block(self, document: Any, done: DoneBlock) -> None:
        """A paragraph for each language."""
        block = done.block
        entry = sections(self._langs[0]).whole(block.text)
        titled = entry is not None and entry.kind in ("title", "section")
        for number, (text, side) in enumerate(self._texts(done)):
            if block.kind is BlockKind.HEADING:
                style = f"Heading {min(max(block.level, 1), 3)}"
            elif block.kind is BlockKind.LIST_ITEM and not block.text[:1].isdigit():
                style = "List Bullet" if number == 0 else "List Continue"
            else:
                style = "Normal"
            paragraph = document.add_paragraph(style=style)
            self._say(paragraph, text, side, done, titled)
            paragraph.paragraph_format.keep_with_next = block.kind is BlockKind.HEADING or (
                number == 0 and not self._alone
            )

    def table(self, document: Any, cells: Sequence[DoneBlock]) -> None:
        """A table with the rows, columns and merged cells of the original."""
        places = [done.block.cell for done in cells if done.block.cell is not None]
        rows = max(cell.row + cell.rows for cell in places)
        columns = max(cell.column + cell.columns for cell in places)
        table = document.add_table(rows=rows, cols=columns, style="Table Grid")
        if self._alone and is_rtl(self._langs[1]):
            table.table_direction = 1
        filled: set[tuple[int, int]] = set()
        for done in cells:
            cell = done.block.cell
            assert cell is not None
            box = table.cell(cell.row, cell.column)
            if cell.rows > 1 or cell.columns > 1:
                last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
                box = box.merge(last)
            for text, side in self._texts(done):
                fresh = (cell.row, cell.column) not in filled
                filled.add((cell.row, cell.column))
                paragraph = box.paragraphs[0] if fresh else box.add_paragraph()
                paragraph.paragraph_format.space_after = 0
                self._say(paragraph, text, side, done, False)
        document.add_paragraph().paragraph_format.space_after = 0

    def _texts(self, done: DoneBlock) -> list[tuple[str, int | None]]:
        """Texts with their side; None for a mark."""
        source, target = done.block.text, done.target
        texts: list[tuple[str, int | None]] = []
        if not (self._alone and target):
            texts.append((source, 0))
        if target and (self._alone or source.strip() != target.strip()):
            texts.append((target, 1))
        if done.state in _MARKED:
            texts.append((f"[{document_word(self._langs[1], done.state)}]", None))
        return texts

    def _say(
        self, paragraph: Any, text: str, side: int | None, done: DoneBlock, bold: bool
    ) -> None:
        from docx.shared import RGBColor

        lang = self._langs[0 if side == 0 else 1]
        run = paragraph.add_run(directed(text) if is_rtl(lang) else text)
        strong = bold or (bool(done.block.runs) and all(r.bold for r in done.block.runs))
        if strong:
            run.bold = True
        if side is None:
            run.font.color.rgb = RGBColor(*_DANGER)
        elif side == 0 and not self._alone and done.target.strip() != text.strip():
            run.font.color.rgb = RGBColor(*_MUTED)
        if is_rtl(lang):
            right_to_left(paragraph._p)
            run.font.rtl = True
            if strong:
                run.font.cs_bold = True
