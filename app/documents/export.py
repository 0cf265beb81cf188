"""Documents about consultations: the formats there are, and what can be asked of each.

`WRITERS` is the one place that a new format is entered. A writer makes the whole file in memory:
what is to be encrypted or signed never lies on a disk without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from app.assets import assets_folder
from app.documents.deidentify import Deidentify, Replaced, deidentified
from app.documents.identifiers import Kind
from app.documents.writers.layouts import FindTerms, Layout, shape
from app.documents.writers.pdf_words import words_in
from app.documents.writers.sign import Place, Seal, signed
from app.errors import AppError
from app.records.model import EncounterRecord

if TYPE_CHECKING:
    from app.documents.writers.pdf import PdfOptions


class ExportError(AppError):
    """What is wanted cannot be had. Codes begin with ``export.``."""


class Format(StrEnum):
    """What a document can be."""

    PDF = "pdf"
    DOCX = "docx"
    JSONL = "jsonl"
    FHIR = "fhir"

    @property
    def ending(self) -> str:
        """Of file names."""
        return ".fhir.json" if self is Format.FHIR else f".{self.value}"

    @property
    def is_page(self) -> bool:
        """Whether it is for people to read, in a layout."""
        return self in (Format.PDF, Format.DOCX)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of an export.

    ``secret`` is the key of pseudonyms, ``zone`` the time zone of shown times (None: the
    machine's), ``find_terms`` what gives a patient's copy its plain words.
    """

    format: Format = Format.PDF
    layout: Layout = Layout.SIDE_BY_SIDE
    language: str = ""
    deidentify: Deidentify = Deidentify.NO
    password: str = field(default="", repr=False)
    seal: Seal | None = None
    secret: bytes = field(default=b"", repr=False)
    zone: tzinfo | None = None
    find_terms: FindTerms | None = None

    def check(self) -> None:
        """Raises ExportError where the parts do not go together: ``export.layout_of_data``,
        ``export.only_pdf``, ``export.no_writer``."""
        if self.format not in WRITERS:
            raise ExportError("export.no_writer", format=self.format.value)
        if not self.format.is_page and self.layout is not Layout.SIDE_BY_SIDE:
            raise ExportError("export.layout_of_data", format=self.format.value)
        if self.format is not Format.PDF and (self.password or self.seal):
            raise ExportError("export.only_pdf", format=self.format.value)

    def details(self) -> dict[str, object]:
        """What the audit log keeps of it: no password and no name."""
        said: dict[str, object] = {"format": self.format.value}
        if self.format.is_page:
            said["layout"] = self.layout.value
        if self.layout is Layout.ONE_LANGUAGE:
            said["language"] = self.language or "doctor"
        if self.deidentify is not Deidentify.NO:
            said["deidentify"] = self.deidentify.value
        said |= {"password": True} if self.password else {}
        return said | ({"signed": True} if self.seal else {})


@dataclass(frozen=True, slots=True)
class Made:
    """A document: the name for its file, its content, and what de-identification replaced."""

    name: str
    data: bytes = field(repr=False)
    replaced: tuple[Replaced, ...] = ()


def make(record: EncounterRecord, wish: Wish) -> Made:
    """The document of ``record`` that ``wish`` asks for. Raises AppError."""
    wish.check()
    shown, replaced = deidentified(record, wish.deidentify, wish.secret, placeholder)
    return Made(file_name(shown, wish), WRITERS[wish.format](shown, wish), replaced)


def file_name(record: EncounterRecord, wish: Wish) -> str:
    """Names nobody: the time, the beginning of the encounter's id, and what kind of copy it is."""
    started = datetime.fromisoformat(record.header.started_at).astimezone(wish.zone)
    parts = ["consultation", f"{started:%Y%m%d-%H%M}", record.header.id[:8]]
    if wish.layout is not Layout.SIDE_BY_SIDE:
        parts.append(wish.layout.value)
    if wish.layout is Layout.ONE_LANGUAGE:
        parts += shape(wish.layout, wish.language, record.header).languages
    if wish.deidentify is not Deidentify.NO:
        parts.append("deidentified")
    return "-".join(parts) + wish.format.ending


def placeholder(kind: Kind, lang: str) -> str:
    """What stands for something that was left out, in a language."""
    return words_in(lang)(f"id.{kind.value}")


def _pdf(record: EncounterRecord, wish: Wish) -> bytes:
    from app.documents.writers.encrypt import encrypted
    from app.documents.writers.pdf import document_words, make_encounter_pdf

    made = make_encounter_pdf(record, _options(wish))
    data = encrypted(made.data, wish.password) if wish.password else made.data
    if wish.seal is None:
        return data
    return signed(
        data,
        wish.seal,
        Place(made.seal_page, made.seal_box),
        document_words(shape(wish.layout, wish.language, record.header)),
        assets_folder() / "fonts",
        wish.zone,
        wish.password,
    )


def _docx(record: EncounterRecord, wish: Wish) -> bytes:
    from app.documents.writers.encounter_docx import encounter_docx

    return encounter_docx(record, _options(wish))


def _jsonl(record: EncounterRecord, wish: Wish) -> bytes:
    from app.documents.writers.jsonl import encounter_jsonl

    return encounter_jsonl(record)


def _fhir(record: EncounterRecord, wish: Wish) -> bytes:
    from app.documents.writers.fhir import Attachment, encounter_fhir
    from app.documents.writers.pdf import make_encounter_pdf

    pdf = make_encounter_pdf(record, _options(wish)).data
    name = f"{record.header.id[:8]}.pdf"
    return encounter_fhir(record, [Attachment("application/pdf", name, pdf)], wish.zone)


def _options(wish: Wish) -> PdfOptions:
    from app.documents.writers.pdf import PdfOptions

    return PdfOptions(
        zone=wish.zone,
        layout=wish.layout,
        language=wish.language,
        find_terms=wish.find_terms,
        marks=() if wish.deidentify is Deidentify.NO else ("deidentified",),
    )


Writer = Callable[[EncounterRecord, Wish], bytes]

WRITERS: dict[Format, Writer] = {
    Format.PDF: _pdf,
    Format.DOCX: _docx,
    Format.JSONL: _jsonl,
    Format.FHIR: _fhir,
}
