"""The schema of a record file, as numbered steps. A file's ``user_version`` counts those it has.

To change the schema, append a function to `MIGRATIONS` and a test to
``tests/unit/records/test_migrations.py`` (one that lacks its test fails there); a step that was
released is never edited.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.records.failures import RecordsError
from app.records.proposed import migration_005_proposed_terms
from app.records.schema_answers import migration_011_answers
from app.records.schema_audit import migration_003_audit
from app.records.schema_documents import migration_008_documents
from app.records.schema_header import migration_010_header
from app.records.schema_intake import migration_007_intake
from app.records.schema_search import migration_004_search
from app.records.sounds import migration_009_sounds
from app.records.sql import sqlite3
from app.records.summaries import migration_006_summaries

APPLICATION_ID = 0x595A484E
"""SQLite's mark of whose file this is: "YZHN"."""

ONLY_ADDED = ("header_changes", "turns", "revisions", "findings", "terms", "gaps")
"""Tables whose rows are written once: triggers refuse to change or remove them."""


def migration_001_encounters(connection: sqlite3.Connection) -> None:
    """Encounters with their turns, revisions, findings, terms, gaps and kept audio."""
    for statement in _SCHEMA_001:
        connection.execute(statement)
    for table in ONLY_ADDED:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
            )


_SCHEMA_001 = (
    """
    CREATE TABLE encounters (
        id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        doctor_lang TEXT NOT NULL,
        patient_lang TEXT NOT NULL,
        hospital TEXT NOT NULL,
        department TEXT NOT NULL,
        doctor_name TEXT NOT NULL,
        patient_name TEXT NOT NULL,
        patient_number TEXT NOT NULL,
        consent_at TEXT NOT NULL,
        ended_at TEXT NOT NULL,
        app_version TEXT NOT NULL,
        packs TEXT NOT NULL CHECK (json_valid(packs)),
        termbase_version TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE header_changes (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL REFERENCES encounters (id),
        field TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE turns (
        encounter_id TEXT NOT NULL REFERENCES encounters (id),
        turn INTEGER NOT NULL CHECK (turn >= 1),
        PRIMARY KEY (encounter_id, turn)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE revisions (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        revision INTEGER NOT NULL CHECK (revision >= 1),
        party TEXT NOT NULL CHECK (party IN ('doctor', 'patient')),
        lang TEXT NOT NULL,
        text TEXT NOT NULL,
        target_lang TEXT NOT NULL,
        translation TEXT NOT NULL,
        complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
        start_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL CHECK (end_ms >= start_ms),
        origin TEXT NOT NULL,
        reason TEXT NOT NULL,
        doubt TEXT NOT NULL CHECK (json_valid(doubt)),
        created_at TEXT NOT NULL,
        UNIQUE (encounter_id, turn, revision),
        FOREIGN KEY (encounter_id, turn) REFERENCES turns (encounter_id, turn)
    ) STRICT
    """,
    """
    CREATE TABLE findings (
        revision_id INTEGER NOT NULL REFERENCES revisions (id),
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        message TEXT NOT NULL,
        source_start INTEGER,
        source_end INTEGER,
        target_start INTEGER,
        target_end INTEGER,
        PRIMARY KEY (revision_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE terms (
        revision_id INTEGER NOT NULL REFERENCES revisions (id),
        position INTEGER NOT NULL,
        concept_id TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        term TEXT NOT NULL,
        wanted TEXT NOT NULL,
        source TEXT NOT NULL,
        review_state TEXT NOT NULL,
        termbase_version TEXT NOT NULL,
        PRIMARY KEY (revision_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE gaps (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL REFERENCES encounters (id),
        kind TEXT NOT NULL CHECK (kind IN ('unprocessed', 'audio_gap')),
        code TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        lost_ms INTEGER NOT NULL,
        turn INTEGER,
        party TEXT CHECK (party IN ('doctor', 'patient')),
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX gaps_by_encounter ON gaps (encounter_id)",
    # Sound is kept only where it could not be answered, and only once it can be encrypted: the
    # table is here so that a file of today can hold it, nothing writes it yet.
    """
    CREATE TABLE kept_audio (
        id INTEGER PRIMARY KEY,
        gap_id INTEGER NOT NULL REFERENCES gaps (id),
        sample_rate_hz INTEGER NOT NULL,
        encrypted INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
        data BLOB NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT
    """,
)


def migration_002_attestations(connection: sqlite3.Connection) -> None:
    """How far a turn was trusted and whether it was held; what doctor and patient did about it."""
    for statement in _SCHEMA_002:
        connection.execute(statement)
    _only_added(connection, "attestations", "confirmations", "teach_backs")


_SCHEMA_002 = (
    "ALTER TABLE revisions ADD COLUMN confidence TEXT NOT NULL DEFAULT 'sure' "
    "CHECK (confidence IN ('sure', 'check', 'doubt'))",
    "ALTER TABLE revisions ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]' "
    "CHECK (json_valid(reasons))",
    "ALTER TABLE revisions ADD COLUMN held TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(held))",
    "ALTER TABLE revisions ADD COLUMN red_flags TEXT NOT NULL DEFAULT '[]' "
    "CHECK (json_valid(red_flags))",
    "ALTER TABLE revisions ADD COLUMN phrase_id TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE attestations (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        what TEXT NOT NULL,
        actor TEXT NOT NULL,
        held_ms INTEGER NOT NULL CHECK (held_ms >= 0),
        findings TEXT NOT NULL CHECK (json_valid(findings)),
        other_turn INTEGER,
        created_at TEXT NOT NULL,
        FOREIGN KEY (encounter_id, turn, revision)
            REFERENCES revisions (encounter_id, turn, revision)
    ) STRICT
    """,
    """
    CREATE TABLE confirmations (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        kind TEXT NOT NULL,
        answer TEXT,
        created_at TEXT NOT NULL,
        FOREIGN KEY (encounter_id, turn, revision)
            REFERENCES revisions (encounter_id, turn, revision)
    ) STRICT
    """,
    """
    CREATE TABLE teach_backs (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        answer_turn INTEGER,
        outcome TEXT NOT NULL,
        findings TEXT NOT NULL CHECK (json_valid(findings)),
        created_at TEXT NOT NULL,
        FOREIGN KEY (encounter_id, turn) REFERENCES turns (encounter_id, turn),
        FOREIGN KEY (encounter_id, answer_turn) REFERENCES turns (encounter_id, turn)
    ) STRICT
    """,
    "CREATE INDEX attestations_by_encounter ON attestations (encounter_id)",
    "CREATE INDEX confirmations_by_encounter ON confirmations (encounter_id)",
    "CREATE INDEX teach_backs_by_encounter ON teach_backs (encounter_id)",
)


def _only_added(connection: sqlite3.Connection, *tables: str) -> None:
    """Triggers that refuse to change or remove rows of these tables."""
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
            )


Migration = Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[Migration, ...] = (
    migration_001_encounters,
    migration_002_attestations,
    migration_003_audit,
    migration_004_search,
    migration_005_proposed_terms,
    migration_006_summaries,
    migration_007_intake,
    migration_008_documents,
    migration_009_sounds,
    migration_010_header,
    migration_011_answers,
)


def version(connection: sqlite3.Connection) -> int:
    """How many of the migrations a file has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: sqlite3.Connection, path: Path, known: int = len(MIGRATIONS)) -> int:
    """The file's version; RecordsError when it is not ours, or newer than this program.

    ``records.not_a_record`` for another program's database, ``records.newer_schema`` for a file
    that a newer version has written: reading it with old rules could hide what is in it.
    """
    found = version(connection)
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if owner != APPLICATION_ID and (owner or found or tables):
        raise RecordsError("records.not_a_record", path=str(path))
    if found > known:
        raise RecordsError("records.newer_schema", path=str(path), found=found, known=known)
    return found


def migrate(
    connection: sqlite3.Connection, path: Path, steps: tuple[Migration, ...] = MIGRATIONS
) -> None:
    """Bring the file to the newest schema, one transaction for each step and its mark.

    Whoever is killed in between leaves a file of a whole version. Raises RecordsError (see
    `check`) and sqlite3's errors; a failed step leaves the version before it.
    """
    while check(connection, path, len(steps)) < len(steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Asked again inside the transaction: another process may just have done this step.
            number = check(connection, path, len(steps))
            if number < len(steps):
                steps[number](connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
