"""The PDF of a translated case document: both languages side by side, one below the other, or
the translation with its original appended.

Tables keep their columns and merged cells. Whatever a check has found is written below its block
and marked in the margin. The content itself is attached, so that the file can be checked against
its verification code (`document_check`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from reportlab.pdfbase import pdfdoc

from app.assets import assets_folder
from app.documents.document_content import Content, DocumentInfo, DocumentLayout, content, to_json
from app.documents.jobs import DoneBlock
from app.documents.writers import pdf_grid as grid
from app.documents.writers.document_frame import DocumentFrame
from app.documents.writers.document_rows import StripMaker
from app.documents.writers.document_strips import paginate
from app.documents.writers.pdf_attachment import attach
from app.documents.writers.pdf_fonts import FontSet, PdfError
from app.documents.writers.pdf_text import TextSetter, new_canvas
from app.documents.writers.pdf_words import Words
from app.whole_file import write_whole

__all__ = ["ATTACHMENT", "DocumentInfo", "DocumentLayout", "PdfError", "write_document_pdf"]

ATTACHMENT = "document.json"


def write_document_pdf(
    blocks: Sequence[DoneBlock],
    info: DocumentInfo,
    out: Path,
    layout: DocumentLayout = DocumentLayout.SIDE,
) -> None:
    """Write the PDF to ``out``; whole or not at all.

    A QGuiApplication must exist. Raises PdfError: ``pdf.fonts_missing``, ``pdf.missing_glyphs``,
    ``pdf.cannot_write``.
    """
    data = drawn(content(blocks, info), layout)
    try:
        write_whole(out, data)
    except OSError as error:
        raise PdfError("pdf.cannot_write", path=str(out), errno=error.errno) from error


def drawn(made: Content, layout: DocumentLayout) -> bytes:
    """The PDF of a content. The same content and layout give the same pages.

    Raises PdfError ``pdf.fonts_missing``, ``pdf.missing_glyphs``.
    """
    if QGuiApplication.instance() is None:
        raise RuntimeError("text layout needs a QGuiApplication")
    assets, info = assets_folder(), made.info
    words_file = assets / "translations" / "pdf" / "words.json"
    maker = StripMaker(
        TextSetter(FontSet(assets / "fonts")),
        (Words(info.source_lang, words_file), Words(info.target_lang, words_file)),
        (info.source_lang, info.target_lang),
        bool(info.form),
    )
    frame = DocumentFrame(maker, made)
    pages = paginate(maker.strips(made.blocks, layout), frame.top, frame.bottom)
    stream = io.BytesIO()
    canvas = new_canvas(stream, (grid.PAGE_WIDTH, grid.PAGE_HEIGHT))
    canvas.setTitle(frame.title)
    canvas.setAuthor(info.hospital)
    canvas.setSubject(f"{info.source_lang}-{info.target_lang} {layout.value}")
    canvas.setCreator(f"Yizhen {info.app_version}".strip())
    canvas.setCatalogEntry("Lang", pdfdoc.PDFString(info.target_lang))
    for number, page in enumerate(pages, 1):
        frame.draw(canvas, page, layout, number, len(pages))
        canvas.showPage()
    attach(canvas, ATTACHMENT, to_json(made))
    canvas.save()
    return stream.getvalue()
