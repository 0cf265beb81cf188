"""The PDF of a consultation, made from its record and from nothing else.

In the usual layout turns stand side by side, the doctor's language on the left and the patient's
on the right; what was spoken is marked, the other is the machine translation. The record itself
is attached to the file as JSON, because no reader extracts Arabic text exactly.

The file is made in memory: what is to be signed or encrypted never lies on a disk without it.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass
from datetime import tzinfo
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.assets import assets_folder
from app.documents.writers import pdf_grid as grid
from app.documents.writers.content import Content
from app.documents.writers.layouts import FindTerms, Layout, Shape, shape
from app.documents.writers.patient_record import patient_record
from app.documents.writers.pdf_attachment import attach
from app.documents.writers.pdf_fonts import FontSet, PdfError
from app.documents.writers.pdf_frame import Frame
from app.documents.writers.pdf_rows import RowMaker
from app.documents.writers.pdf_summary import summary_groups
from app.documents.writers.pdf_terms import term_groups
from app.documents.writers.pdf_text import TextSetter, new_canvas
from app.documents.writers.pdf_words import Words, words_in
from app.documents.writers.summary_content import summary_content
from app.records.model import EncounterRecord
from app.whole_file import write_whole

__all__ = ["MadePdf", "PdfError", "PdfOptions", "make_encounter_pdf", "write_encounter_pdf"]

ATTACHMENT = "record.json"


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How the PDF is made.

    ``zone`` is the time zone of all times shown (None: the machine's). ``fonts_folder`` and
    ``words_file`` are those of the program unless said otherwise. ``attach_record`` puts the
    whole record, all revisions included, into the PDF as ``record.json``; a patient's copy
    carries what it shows. ``marks`` are keys of words that every page says above its notice,
    ``find_terms`` gives the plain words of a patient's copy, ``language`` chooses that of a
    layout in one language (see `layouts.shape`).
    """

    zone: tzinfo | None = None
    fonts_folder: Path | None = None
    words_file: Path | None = None
    attach_record: bool = True
    layout: Layout = Layout.SIDE_BY_SIDE
    language: str = ""
    find_terms: FindTerms | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A PDF in memory, and where its electronic signature would stand: page (from 0) and box
    (left, lower, right, upper edge in points)."""

    data: bytes
    seal_page: int
    seal_box: tuple[float, float, float, float]


def write_encounter_pdf(
    record: EncounterRecord, out: Path, options: PdfOptions | None = None
) -> None:
    """Write the PDF of ``record`` to ``out``; whole or not at all.

    Raises PdfError ``pdf.cannot_write`` and those of `make_encounter_pdf`.
    """
    made = make_encounter_pdf(record, options)
    try:
        write_whole(out, made.data)
    except OSError as error:
        raise PdfError("pdf.cannot_write", path=str(out), errno=error.errno) from error


def make_encounter_pdf(record: EncounterRecord, options: PdfOptions | None = None) -> MadePdf:
    """The PDF of ``record``.

    A QGuiApplication must exist (the offscreen platform will do); may run in any thread. Raises
    PdfError: ``pdf.fonts_missing``, ``pdf.missing_glyphs`` (names the characters that no font of
    the set has); LayoutError ``export.language``.
    """
    if QGuiApplication.instance() is None:
        raise RuntimeError("text layout needs a QGuiApplication")
    options = options or PdfOptions()
    chosen = shape(options.layout, options.language, record.header)
    setter = TextSetter(FontSet(options.fonts_folder or assets_folder() / "fonts"))
    words = document_words(chosen, options.words_file)
    frame = Frame(record.header, chosen, setter, words, options.zone, options.marks)
    content = Content(record, chosen, words, options.zone, options.find_terms)
    columns = grid.ONE if chosen.single else grid.TWO
    groups = RowMaker(content, setter, words, columns).groups()
    groups += summary_groups(summary_content(record, chosen, words, options.zone), setter, words)
    if chosen.internal:
        groups += term_groups(record, setter, words)
    pages = grid.paginate(groups, frame.first_top, frame.top, frame.bottom, frame.signature_height)
    stream = io.BytesIO()
    canvas = new_canvas(stream, (grid.PAGE_WIDTH, grid.PAGE_HEIGHT))
    _describe(canvas, record, chosen, words[0])
    for number, page in enumerate(pages, 1):
        frame.draw(canvas, page, number, len(pages))
        canvas.showPage()
    if options.attach_record:
        values = asdict(record) if chosen.internal else patient_record(content, record)
        attach(canvas, ATTACHMENT, json.dumps(values, ensure_ascii=False, indent=1).encode())
    canvas.save()
    return MadePdf(stream.getvalue(), len(pages) - 1, frame.seal_box(pages[-1].end))


def document_words(chosen: Shape, words_file: Path | None = None) -> tuple[Words, ...]:
    """The fixed words in the languages of a shape."""
    if words_file is None:
        return tuple(words_in(lang) for lang in chosen.languages)
    return tuple(Words(lang, words_file) for lang in chosen.languages)


def _describe(canvas: Canvas, record: EncounterRecord, chosen: Shape, words: Words) -> None:
    header = record.header
    title = words("title" if chosen.internal else "copy.title")
    canvas.setTitle(f"{title} {header.id[:8]}")
    canvas.setAuthor(header.hospital)
    canvas.setSubject(f"{header.doctor_lang}-{header.patient_lang}")
    canvas.setCreator(f"Yizhen {header.app_version}".strip())
    canvas.setCatalogEntry("Lang", pdfdoc.PDFString(chosen.languages[0]))
