"""Does a file still say what its verification code stands for?

The code is a hash of the content that travels inside the file. So two things are looked at: the
content against the code, and what the file shows against the content. For a PDF the pages are
drawn once more and compared; for a DOCX the texts are (its look may be changed).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from enum import StrEnum
from itertools import product
from pathlib import Path

from app.documents.blocks import DocumentError
from app.documents.document_content import Content, DocumentLayout, from_json, same_code
from app.documents.writers.pdf_attachment import attached
from app.documents.writers.pdf_fonts import PdfError


class Verdict(StrEnum):
    """What came out. The names are part of the command's output."""

    VALID = "valid"
    WRONG_CODE = "wrong_code"
    """The code stands for another content."""
    CHANGED = "changed"
    """The content is that of the code, but the file shows something else."""
    NO_CONTENT = "no_content"
    """The file carries no content: it is not from this program, or somebody has removed it."""
    OTHER_VERSION = "other_version"
    """The content is that of the code; another version of the program has drawn it, so that what
    the file shows could not be compared."""


def verify_file(path: Path, code: str, app_version: str) -> Verdict:
    """Hold a PDF or DOCX against a code. A QGuiApplication must exist.

    Raises DocumentError ``document.unreadable``, PdfError ``pdf.unreadable``.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise DocumentError("document.unreadable", file=path.name, errno=error.errno) from error
    pdf = not start.startswith(b"PK")
    data = _pdf_content(path) if pdf else _docx_content(path)
    try:
        made = from_json(data) if data is not None else None
    except ValueError:
        made = None
    if made is None:
        return Verdict.NO_CONTENT
    if not same_code(made.code, code):
        return Verdict.WRONG_CODE
    if not pdf:
        from app.documents.writers.document_docx import shows

        return Verdict.VALID if shows(path.read_bytes(), made) else Verdict.CHANGED
    if _pages(path) == _pages(io.BytesIO(_drawn(made, path))):
        return Verdict.VALID
    return Verdict.CHANGED if made.info.app_version == app_version else Verdict.OTHER_VERSION


def _pdf_content(path: Path) -> bytes | None:
    from app.documents.writers.document_pdf import ATTACHMENT

    return attached(path, ATTACHMENT)


def _docx_content(path: Path) -> bytes | None:
    from app.documents.writers.docx_frame import embedded

    try:
        return embedded(path.read_bytes())
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        raise DocumentError("document.damaged", what=type(error).__name__) from error


def _drawn(made: Content, path: Path) -> bytes:
    """The content drawn once more, in the way that the file says it was."""
    import pikepdf

    from app.documents.writers.document_pdf import drawn, subject

    with pikepdf.open(path) as opened:
        said = str(opened.docinfo.get("/Subject", ""))
    ways = product((False, True), DocumentLayout)
    sealed, layout = next(
        (way for way in ways if subject(made, way[1], way[0]) == said),
        (False, DocumentLayout.SIDE),
    )
    return drawn(made, layout, sealed)


def _pages(file: Path | io.BytesIO) -> list[tuple[bytes, ...]]:
    """Of each page: what it draws, with which fonts and pictures, and what lies upon it.

    A signature's field is not looked at: signing changes nothing of what a page says.
    """
    import pikepdf

    try:
        with pikepdf.open(file) as opened:
            return [
                (
                    page.Contents.read_bytes() if "/Contents" in page else b"",
                    *_resources(page),
                    *(
                        bytes(note.unparse(resolved=True))
                        for note in page.get("/Annots", [])
                        if note.get("/FT") != pikepdf.Name.Sig
                    ),
                )
                for page in opened.pages
            ]
    except (pikepdf.PdfError, OSError, AttributeError, TypeError) as error:
        raise PdfError("pdf.unreadable", file="PDF") from error


def _resources(page: object) -> list[bytes]:
    found: list[bytes] = []
    seen: set[tuple[int, int]] = set()

    def visit(item: object) -> None:
        import pikepdf

        if isinstance(item, pikepdf.Object) and item.is_indirect:
            if item.objgen in seen:
                return
            seen.add(item.objgen)
        if isinstance(item, pikepdf.Stream):
            found.append(item.read_bytes())
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in sorted(item.keys()):
                if key != "/Parent":
                    visit(item[key])
        elif isinstance(item, pikepdf.Array):
            for entry in item:
                visit(entry)

    visit(page["/Resources"])  # type: ignore[index]
    return found
