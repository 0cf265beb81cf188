"""Files inside a PDF: what the pages show, for programs to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.documents.writers.pdf_fonts import PdfError

_LARGEST_BYTES = 64 * 1024 * 1024


def attach(canvas: Canvas, name: str, data: bytes) -> None:
    """Put ``data`` into the file as its only attachment."""
    document: Any = canvas._doc
    stream = pdfdoc.PDFStream(content=data)
    stream.dictionary.dict["Type"] = pdfdoc.PDFName("EmbeddedFile")
    stream.filters = [pdfdoc.PDFZCompress]
    shown = pdfdoc.PDFString(name)
    entry = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Filespec"),
            "F": shown,
            "UF": shown,
            "EF": pdfdoc.PDFDictionary({"F": document.Reference(stream)}),
        }
    )
    files = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([shown, document.Reference(entry)])})
    canvas.setCatalogEntry("Names", pdfdoc.PDFDictionary({"EmbeddedFiles": files}))


def attached(path: Path, name: str) -> bytes | None:
    """What is attached under a name; None where there is no such thing.

    Raises PdfError ``pdf.unreadable`` (not a PDF, damaged, or protected by a password).
    """
    import pikepdf

    try:
        with pikepdf.open(path) as opened:
            found = opened.attachments.get(name)
            if found is None:
                return None
            data: bytes = found.get_file().read_bytes()
            return data if len(data) <= _LARGEST_BYTES else None
    except (pikepdf.PdfError, OSError) as error:
        raise PdfError("pdf.unreadable", file=path.name) from error
