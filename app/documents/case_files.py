"""Files made of a case document in the record: pages to look at, and what leaves the record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.documents.blocks import DocumentError
from app.documents.document_content import DocumentInfo, DocumentLayout, Release, content
from app.documents.jobs import DoneBlock
from app.documents.stored import document_from, done_blocks
from app.records.documents import DocumentRecord, ReleaseRecord

PENDING = "document.pending"
"""The error of a block that nobody has translated yet."""


def finished(record: DocumentRecord) -> list[DoneBlock]:
    """Every block in the order of the document; one without a text has failed as `PENDING`."""
    done = done_blocks(record)
    return [
        done.get(block.id) or DoneBlock(block, "", "failed", error=PENDING)
        for block in document_from(record).blocks
    ]


def info_of(record: DocumentRecord, hospital: str, app_version: str) -> DocumentInfo:
    """What stands around the blocks; only a released document is no draft."""
    header, release = record.header, record.release
    return DocumentInfo(
        header.source_lang,
        header.target_lang,
        hospital,
        app_version,
        release=_release(release) if release is not None else None,
        corrected=sum(bool(text.source) for text in record.texts.values()),
    )


def pages(
    record: DocumentRecord, info: DocumentInfo, layout: DocumentLayout = DocumentLayout.SIDE
) -> bytes:
    """The finished PDF, in memory: no word of it lies on the disk. Raises PdfError."""
    from app.documents.writers.document_pdf import drawn

    return drawn(content(settled(record), info), layout)


def settled(record: DocumentRecord) -> list[DoneBlock]:
    """`finished`, without what somebody has answered for: pages warn of what is open."""
    accepted = {
        record.blocks[position].block_id for position, text in record.texts.items() if text.accepted
    }
    return [
        DoneBlock(d.block, d.target, d.state, d.terms, (), d.near, d.error, d.parts)
        if d.block.id in accepted
        else d
        for d in finished(record)
    ]


def write(
    record: DocumentRecord,
    original: bytes,
    info: DocumentInfo,
    out: Path,
    layout: DocumentLayout = DocumentLayout.SIDE,
) -> None:
    """Write a PDF or, by the name's ending, a DOCX; whole or not at all.

    Raises DocumentError ``document.output_format``, ``document.cannot_write``, PdfError.
    """
    extension = out.suffix.lower()
    if extension == ".pdf":
        from app.documents.writers.document_pdf import write_document_pdf

        write_document_pdf(settled(record), info, out, layout)
    elif extension == ".docx":
        from app.documents.writers.document_docx import write_document_docx

        source = original if record.header.format == "docx" else None
        write_document_docx(source, settled(record), info, out, layout)
    else:
        raise DocumentError("document.output_format", extension=extension)


def _release(record: ReleaseRecord) -> Release:
    when = datetime.fromisoformat(record.created_at).astimezone().date().isoformat()
    over = record.open_findings > 0
    return Release(
        record.user,
        when,
        override_by=record.user if over else "",
        override_reason=record.reason if over else "",
        open_findings=record.open_findings,
        confirmed=record.confirmed,
        unreviewed=record.unreviewed,
    )
