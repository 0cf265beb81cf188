"""Migration 3: who did what (a hash-chained log), whose an encounter is, and lawful deletion.

Rows that are only added can now be removed for one reason: their encounter is in ``purges``,
which is itself only added to (`app.records.retention`).
"""

from __future__ import annotations

from typing import Any

WHOLE_ENCOUNTER = (
    "encounter_owners", "header_changes", "attestations", "confirmations", "teach_backs",
    "revisions", "turns", "gaps",
)  # fmt: skip
"""Tables that name the encounter of a row; those that others refer to come last."""

OF_A_REVISION = ("findings", "terms", "authors")
"""Tables that name the revision of a row."""


def migration_003_audit(connection: Any) -> None:
    """The audit log, owners and authors, and deletion by policy."""
    for statement in _SCHEMA_003:
        connection.execute(statement)
    for table in ("audit", "purges"):
        _refuse(connection, table, "UPDATE")
        _refuse(connection, table, "DELETE")
    for table in ("encounter_owners", "authors"):
        _refuse(connection, table, "UPDATE")
    for table in WHOLE_ENCOUNTER:
        _refuse_unless_purged(connection, table, "OLD.encounter_id")
    for table in OF_A_REVISION:
        which = "(SELECT encounter_id FROM revisions WHERE id = OLD.revision_id)"
        _refuse_unless_purged(connection, table, which)
    _refuse_unless_purged(connection, "encounters", "OLD.id")


def _refuse(connection: Any, table: str, verb: str) -> None:
    connection.execute(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
    )


def _refuse_unless_purged(connection: Any, table: str, encounter: str) -> None:
    connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
    connection.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"WHEN NOT EXISTS (SELECT 1 FROM purges WHERE encounter_id = {encounter}) "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
    )


_SCHEMA_003 = (
    """
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        act TEXT NOT NULL,
        encounter_id TEXT NOT NULL,
        details TEXT NOT NULL CHECK (json_valid(details)),
        digest TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX audit_by_encounter ON audit (encounter_id) WHERE encounter_id <> ''",
    "CREATE INDEX audit_by_act ON audit (act)",
    """
    CREATE TABLE encounter_owners (
        encounter_id TEXT PRIMARY KEY REFERENCES encounters (id),
        user TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE authors (
        revision_id INTEGER PRIMARY KEY REFERENCES revisions (id),
        user TEXT NOT NULL,
        role TEXT NOT NULL
    ) STRICT
    """,
    # What is gone and why: no names, no words.
    """
    CREATE TABLE purges (
        encounter_id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        purged_at TEXT NOT NULL,
        user TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)
