"""The bilingual PDF of a consultation, made from its record and from nothing else.

Turns stand side by side, the doctor's language on the left and the patient's on the right; what
was spoken is marked, the other is the machine translation. The record itself is attached to the
file as JSON, because no reader extracts Arabic text exactly.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.assets import assets_folder
from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_fonts import FontSet, PdfError
from app.documents.writers.pdf_frame import Frame
from app.documents.writers.pdf_rows import RowMaker
from app.documents.writers.pdf_terms import term_groups
from app.documents.writers.pdf_text import TextSetter, new_canvas
from app.documents.writers.pdf_words import Words
from app.records.model import EncounterRecord

__all__ = ["PdfError", "PdfOptions", "write_encounter_pdf"]


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How the PDF is written.

    ``zone`` is the time zone of all times shown (None: the machine's). ``fonts_folder`` and
    ``words_file`` are those of the program unless said otherwise. ``attach_record`` puts the
    whole record, all revisions included, into the PDF as ``record.json``.
    """

    zone: tzinfo | None = None
    fonts_folder: Path | None = None
    words_file: Path | None = None
    attach_record: bool = True


def write_encounter_pdf(
    record: EncounterRecord, out: Path, options: PdfOptions | None = None
) -> None:
    """Write the PDF of ``record`` to ``out``; whole or not at all.

    A QGuiApplication must exist (the offscreen platform will do); may run in any thread. Raises
    PdfError: ``pdf.fonts_missing``, ``pdf.missing_glyphs`` (names the characters that no font of
    the set has), ``pdf.cannot_write``.
    """
    if QGuiApplication.instance() is None:
        raise RuntimeError("text layout needs a QGuiApplication")
    options = options or PdfOptions()
    fonts_folder = options.fonts_folder or assets_folder() / "fonts"
    words_file = options.words_file or assets_folder() / "translations" / "pdf" / "words.json"
    setter = TextSetter(FontSet(fonts_folder))
    zh = Words(record.header.doctor_lang, words_file)
    other = Words(record.header.patient_lang, words_file)
    frame = Frame(record.header, setter, zh, other, options.zone)
    groups = RowMaker(record, setter, zh, other, options.zone).groups()
    groups += term_groups(record, setter, (zh, other))
    pages = grid.paginate(groups, frame.first_top, frame.top, frame.bottom, frame.signature_height)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            canvas = new_canvas(name, (grid.PAGE_WIDTH, grid.PAGE_HEIGHT))
            _describe(canvas, record, zh)
            for number, page in enumerate(pages, 1):
                frame.draw(canvas, page, number, len(pages))
                canvas.showPage()
            if options.attach_record:
                _attach(canvas, record)
            canvas.save()
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise PdfError("pdf.cannot_write", path=str(out), errno=error.errno) from error


def _describe(canvas: Canvas, record: EncounterRecord, words: Words) -> None:
    header = record.header
    canvas.setTitle(f"{words('title')} {header.id[:8]}")
    canvas.setAuthor(header.hospital)
    canvas.setSubject(f"{header.doctor_lang}-{header.patient_lang}")
    canvas.setCreator(f"Yizhen {header.app_version}".strip())
    canvas.setCatalogEntry("Lang", pdfdoc.PDFString(header.doctor_lang))


def _attach(canvas: Canvas, record: EncounterRecord) -> None:
    """Put the record into the file as an attachment."""
    data = json.dumps(asdict(record), ensure_ascii=False, indent=1).encode()
    document: Any = canvas._doc
    stream = pdfdoc.PDFStream(content=data)
    stream.dictionary.dict["Type"] = pdfdoc.PDFName("EmbeddedFile")
    stream.filters = [pdfdoc.PDFZCompress]
    name = pdfdoc.PDFString("record.json")
    entry = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Filespec"),
            "F": name,
            "UF": name,
            "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream)}),
        }
    )
    files = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([name, document.Reference(entry)])})
    canvas.setCatalogEntry("Names", pdfdoc.PDFDictionary({"EmbeddedFiles": files}))
