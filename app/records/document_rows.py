"""Rows of case documents into plain values and back, and the hash by which the log vouches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from app.records import vouching
from app.records.documents import (
    BlockText,
    DocumentHeader,
    ReleaseRecord,
    StoredBlock,
)
from app.records.model import FindingRecord
from app.records.sql import sqlite3

Row = dict[str, Any]

VOUCHED: dict[str, tuple[str, ...]] = {
    "document_blocks": ("document_id", "position", "block_id", "text", "content"),
    "document_texts": (
        "document_id", "position", "version", "target", "state", "findings", "error", "extra",
        "user", "role", "created_at",
    ),
    "document_marks": (
        "document_id", "position", "version", "accepted", "reason", "user", "role", "created_at",
    ),
    "document_releases": (
        "document_id", "released", "reason", "open_findings", "confirmed", "unreviewed",
        "content", "user", "role", "created_at",
    ),
}  # fmt: skip
"""Tables whose rows an entry of the audit log vouches for, with the columns. Never changed: old
entries were made with it."""

HEADER = (
    "id", "created_at", "name", "format", "source_lang", "target_lang", "sha256", "pages",
    "warnings", "app_version", "termbase_version", "packs", "user",
)  # fmt: skip
"""Columns of a document in the hash of its entry. Never changed."""

NEWEST_TEXTS = """
    SELECT texts.*, coalesce(mark.accepted, 0) AS accepted, coalesce(mark.reason, '') AS reason
    FROM document_texts AS texts
    LEFT JOIN document_marks AS mark ON mark.id = (
        SELECT max(id) FROM document_marks AS other WHERE other.document_id = texts.document_id
        AND other.position = texts.position AND other.version = texts.version)
    WHERE texts.document_id = :id AND texts.version = (
        SELECT max(version) FROM document_texts AS other
        WHERE other.document_id = texts.document_id AND other.position = texts.position)
    ORDER BY texts.position
"""


def insert(connection: Any, table: str, rows: Sequence[Row]) -> list[list[object]]:
    """Add rows inside the caller's transaction; what an audit entry says to vouch for them."""
    return vouching.insert(connection, table, VOUCHED[table], rows)


def vouched(header: Row, original: bytes) -> dict[str, object]:
    """What the entry of a new document says to vouch for its header and its original."""
    return {
        "header": vouching.rows_hash([header], HEADER),
        "original": hashlib.sha256(original).hexdigest(),
    }


def texts_hash(texts: Iterable[BlockText]) -> str:
    """The hash of all texts of a document as they are: it changes with each of them."""
    digest = hashlib.sha256()
    for text in texts:
        said = json.dumps([text.position, text.version, text.target, text.accepted])
        digest.update(said.encode() + b"\n")
    return digest.hexdigest()


def header_row(header: DocumentHeader) -> Row:
    """The row of a document."""
    return {
        **asdict(header),
        "warnings": _json(header.warnings),
        "packs": _json(header.packs),
    }


def header_from(row: sqlite3.Row) -> DocumentHeader:
    """The header in a row."""
    values = dict(row)
    values["warnings"] = tuple(json.loads(values["warnings"]))
    values["packs"] = json.loads(values["packs"])
    return DocumentHeader(**values)


def block_row(document_id: str, block: StoredBlock) -> Row:
    """The row of a block."""
    return {**asdict(block), "document_id": document_id}


def block_from(row: sqlite3.Row) -> StoredBlock:
    """The block in a row."""
    return StoredBlock(row["position"], row["block_id"], row["text"], row["content"])


def text_row(document_id: str, text: BlockText) -> Row:
    """The row of a version of a text, without what people say of it."""
    return {
        "document_id": document_id,
        "position": text.position,
        "version": text.version,
        "target": text.target,
        "state": text.state,
        "findings": _json([asdict(finding) for finding in text.findings]),
        "error": text.error,
        "extra": text.extra,
        "user": text.user,
        "role": text.role,
        "created_at": text.created_at,
    }


def text_from(row: sqlite3.Row) -> BlockText:
    """The version in a row of `NEWEST_TEXTS`, or of the table with ``accepted`` and ``reason``."""
    return BlockText(
        row["position"], row["version"], row["target"], row["state"],
        tuple(_findings(row["findings"])), row["error"], row["extra"], row["user"], row["role"],
        row["created_at"], bool(row["accepted"]), row["reason"],
    )  # fmt: skip


def release_row(document_id: str, release: ReleaseRecord, released: int) -> Row:
    """The row of a release, or (``released`` 0) of its end."""
    return {**asdict(release), "document_id": document_id, "released": released}


def release_from(row: sqlite3.Row | None) -> ReleaseRecord | None:
    """The release in the newest row of a document; None where it was taken back, or never was."""
    if row is None or not row["released"]:
        return None
    return ReleaseRecord(
        row["user"], row["role"], row["created_at"], row["reason"], row["open_findings"],
        row["confirmed"], row["unreviewed"], row["content"],
    )  # fmt: skip


def _findings(text: str) -> Iterator[FindingRecord]:
    for found in json.loads(text):
        source, target = found["source_span"], found["target_span"]
        yield FindingRecord(
            found["kind"],
            found["message"],
            (source[0], source[1]) if source else None,
            (target[0], target[1]) if target else None,
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
