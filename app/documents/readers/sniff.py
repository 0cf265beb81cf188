"""What a file really is: told by its content, never by its name."""

from __future__ import annotations

import io
import zipfile
import zlib

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from app.documents.blocks import DocumentError
from app.documents.readers.limits import Limits

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MARKUP = ("md", "markdown")
_MEGABYTE = 1024 * 1024


def kind_of(data: bytes, extension: str, limits: Limits) -> str:
    """ "docx", "xlsx", "pdf", "image", "text" or "markdown".

    Office files are looked through: size, macros, passwords, hostile XML. Raises DocumentError.
    """
    if not data.strip():
        raise DocumentError("document.empty")
    if len(data) > limits.file_bytes:
        raise DocumentError("document.too_large", megabytes=limits.file_bytes // _MEGABYTE)
    if data.startswith(_OLE):
        encrypted = _ENCRYPTED_PACKAGE in data
        raise DocumentError("document.encrypted" if encrypted else "document.old_format")
    if data.startswith(b"PK"):
        return _office(data, limits)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(_PROGRAMS):
        raise DocumentError("document.not_a_document", claimed=extension, found="program")
    if extension in ("pdf", "docx", "xlsx", "png", "jpg", "jpeg"):
        raise DocumentError("document.damaged", claimed=extension)
    return "markdown" if extension in _MARKUP else "text"


def _office(data: bytes, limits: Limits) -> str:
    """Which office file a zip archive is, once nothing in it can hurt."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _looked_through(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise DocumentError("document.damaged", what=type(error).__name__) from error
    except (RuntimeError, ValueError, KeyError, IndexError) as error:
        raise DocumentError("document.damaged", what=type(error).__name__) from error


def _looked_through(archive: zipfile.ZipFile, limits: Limits) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > limits.parts:
        raise DocumentError("document.bomb")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise DocumentError("document.bomb")
    for part in parts:
        if part.flag_bits & 1:
            raise DocumentError("document.encrypted")
        if (
            part.file_size > _MEGABYTE
            and part.file_size > limits.ratio * max(1, part.compress_size)
        ):  # fmt: skip
            raise DocumentError("document.bomb")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise DocumentError("document.macros")
    found = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
    kind = next((kind for kind, name in found.items() if name in names), None)
    if kind is None:
        raise DocumentError("document.not_a_document", found="archive")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_xml(archive, part)
    return kind


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        with archive.open(part) as stream:
            for _event, element in ElementTree.iterparse(stream, forbid_dtd=True):
                element.clear()
    except DefusedXmlException as error:
        raise DocumentError("document.hostile_xml", what=type(error).__name__) from error
    except (ElementTree.ParseError, UnicodeError, LookupError) as error:
        raise DocumentError("document.damaged", what=type(error).__name__) from error
