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
from app.documents.writers.document_strips import Strip, StripPage, paginate
from app.documents.writers.pdf_attachment import attach
from app.documents.writers.pdf_fonts import FontSet, PdfError
from app.documents.writers.pdf_text import TextSetter, new_canvas
from app.documents.writers.pdf_words import Words
from app.documents.writers.sign import Place, Seal, signed
from app.whole_file import write_whole

__all__ = ["ATTACHMENT", "DocumentInfo", "DocumentLayout", "PdfError", "write_document_pdf"]

ATTACHMENT = "document.json"
_SEAL_WIDTH, _SEAL_HEIGHT, _SEAL_GAP = 190.0, 46.0, 8.0


def write_document_pdf(
    blocks: Sequence[DoneBlock],
    info: DocumentInfo,
    out: Path,
    layout: DocumentLayout = DocumentLayout.SIDE,
    seal: Seal | None = None,
) -> None:
    """Write the PDF to ``out``, signed with ``seal`` if there is one; whole or not at all.

    A QGuiApplication must exist. Raises PdfError: ``pdf.fonts_missing``, ``pdf.missing_glyphs``,
    ``pdf.cannot_write``; SignError ``sign.failed``.
    """
    data, place = _drawn(content(blocks, info), layout, seal is not None)
    if seal is not None:
        assets = assets_folder()
        words_file = assets / "translations" / "pdf" / "words.json"
        words = [Words(lang, words_file) for lang in (info.source_lang, info.target_lang)]
        data = signed(data, seal, place, words, assets / "fonts")
    try:
        write_whole(out, data)
    except OSError as error:
        raise PdfError("pdf.cannot_write", path=str(out), errno=error.errno) from error


def drawn(made: Content, layout: DocumentLayout, sealed: bool = False) -> bytes:
    """The PDF of a content, with room for a signature where it is to be ``sealed``.

    The same content and layout give the same pages. Raises PdfError ``pdf.fonts_missing``,
    ``pdf.missing_glyphs``.
    """
    return _drawn(made, layout, sealed)[0]


def subject(made: Content, layout: DocumentLayout, sealed: bool) -> str:
    """What the file says about how it was drawn: `document_check` draws it the same way."""
    pair = f"{made.info.source_lang}-{made.info.target_lang}"
    return f"{pair} {layout.value}{' signed' if sealed else ''}"


def _drawn(made: Content, layout: DocumentLayout, sealed: bool) -> tuple[bytes, Place]:
    """The PDF, and where its electronic signature would stand."""
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
    strips = list(maker.strips(made.blocks, layout))
    if sealed:
        strips.append(Strip(_SEAL_HEIGHT + 2 * _SEAL_GAP, side=strips[-1].side, reserved=True))
    pages = paginate(strips, frame.top, frame.bottom)
    stream = io.BytesIO()
    canvas = new_canvas(stream, (grid.PAGE_WIDTH, grid.PAGE_HEIGHT))
    canvas.setTitle(frame.title)
    canvas.setAuthor(info.hospital)
    canvas.setSubject(subject(made, layout, sealed))
    canvas.setCreator(f"Yizhen {info.app_version}".strip())
    canvas.setCatalogEntry("Lang", pdfdoc.PDFString(info.target_lang))
    for number, page in enumerate(pages, 1):
        frame.draw(canvas, page, layout, number, len(pages))
        canvas.showPage()
    attach(canvas, ATTACHMENT, to_json(made))
    canvas.save()
    return stream.getvalue(), _place(pages)


def _place(pages: Sequence[StripPage]) -> Place:
    strips = pages[-1].strips
    top = (strips[-1][0] if strips else grid.TOP) + _SEAL_GAP
    right, upper = grid.MARGIN + grid.WIDTH, grid.PAGE_HEIGHT - top
    return Place(len(pages) - 1, (right - _SEAL_WIDTH, upper - _SEAL_HEIGHT, right, upper))
