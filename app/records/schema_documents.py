"""Migration 8: case documents with their originals, translations and releases, and the memory.

Rows are only added, like those of encounters, until their document is in ``purges``. The
translation memory is the exception: a unit is replaced by a newer one of the same source, and goes
with the document it came from.
"""

from __future__ import annotations

from typing import Any

OF_A_DOCUMENT = (
    "document_marks", "document_texts", "document_releases", "document_blocks",
    "document_originals",
)  # fmt: skip
"""Tables that name the document of a row, apart from ``documents`` itself."""


def migration_008_documents(connection: Any) -> None:
    """Documents, their texts, marks and releases; the translation memory."""
    for statement in _SCHEMA:
        connection.execute(statement)
    for table in (*OF_A_DOCUMENT, "documents"):
        key = "id" if table == "documents" else "document_id"
        connection.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
        )
        connection.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"WHEN NOT EXISTS (SELECT 1 FROM purges WHERE encounter_id = OLD.{key}) "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
        )


_SCHEMA = (
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        created_at TEXT NOT NULL,
        name TEXT NOT NULL,
        format TEXT NOT NULL,
        source_lang TEXT NOT NULL,
        target_lang TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        pages INTEGER NOT NULL,
        warnings TEXT NOT NULL CHECK (json_valid(warnings)),
        app_version TEXT NOT NULL,
        termbase_version TEXT NOT NULL,
        packs TEXT NOT NULL CHECK (json_valid(packs)),
        user TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX documents_by_time ON documents (created_at)",
    # Apart from the rest: lists and grids never read it.
    """
    CREATE TABLE document_originals (
        document_id TEXT PRIMARY KEY REFERENCES documents (id),
        data BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE document_blocks (
        id INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id),
        position INTEGER NOT NULL CHECK (position >= 0),
        block_id TEXT NOT NULL,
        text TEXT NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content)),
        UNIQUE (document_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE document_texts (
        id INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        target TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('settled', 'memory', 'translated', 'incomplete', 'failed', 'edited')),
        findings TEXT NOT NULL CHECK (json_valid(findings)),
        error TEXT NOT NULL,
        extra TEXT NOT NULL CHECK (json_valid(extra)),
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        created_at TEXT NOT NULL,
        UNIQUE (document_id, position, version),
        FOREIGN KEY (document_id, position) REFERENCES document_blocks (document_id, position)
    ) STRICT
    """,
    # What a person says of a version: that it is right, or that it is not after all.
    """
    CREATE TABLE document_marks (
        id INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        version INTEGER NOT NULL,
        accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
        reason TEXT NOT NULL,
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        created_at TEXT NOT NULL,
        FOREIGN KEY (document_id, position, version)
            REFERENCES document_texts (document_id, position, version)
    ) STRICT
    """,
    "CREATE INDEX document_marks_by_text ON document_marks (document_id, position, version)",
    # Releases, and their end when something was changed afterwards.
    """
    CREATE TABLE document_releases (
        id INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id),
        released INTEGER NOT NULL CHECK (released IN (0, 1)),
        reason TEXT NOT NULL,
        open_findings INTEGER NOT NULL,
        confirmed INTEGER NOT NULL,
        unreviewed INTEGER NOT NULL,
        content TEXT NOT NULL,
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX document_releases_by_document ON document_releases (document_id)",
    """
    CREATE TABLE memory_units (
        source_lang TEXT NOT NULL,
        target_lang TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        author TEXT NOT NULL,
        changed TEXT NOT NULL,
        document_id TEXT NOT NULL,
        user TEXT NOT NULL,
        PRIMARY KEY (source_lang, target_lang, source)
    ) STRICT, WITHOUT ROWID
    """,
)
