"""What the audit log vouches for beside the words of a turn: each row of an encounter, by a hash.

An entry names the rows that its step has put in, as ``[table, first id, last id, hash]``. Hashes
of rows that say who the patient is are made with the encounter's salt, which goes when the
encounter is deleted: what then stays in the log does not even confirm a guess.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

VOUCHED: dict[str, tuple[str, ...]] = {
    "header_changes": (
        "encounter_id", "field", "old", "new", "changed_at", "user", "role", "reason",
    ),
    "gaps": ("encounter_id", "kind", "code", "at_ms", "lost_ms", "turn", "party", "created_at"),
    "attestations": (
        "encounter_id", "turn", "revision", "what", "actor", "held_ms", "findings", "other_turn",
        "created_at",
    ),
    "confirmations": ("encounter_id", "turn", "revision", "kind", "answer", "created_at"),
    "teach_backs": (
        "encounter_id", "turn", "answer_turn", "outcome", "findings", "created_at",
    ),
    "states": ("encounter_id", "state", "user", "role", "reason", "content", "created_at"),
}  # fmt: skip
"""Tables of encounters whose rows entries name, with the columns. Never changed: old entries were
made with it."""

LATER: dict[str, tuple[str, ...]] = {"teach_backs": ("revision",)}
"""Columns that came later: in the hash where they say something, so older rows keep theirs."""

HEADER = (
    "id", "started_at", "doctor_lang", "patient_lang", "hospital", "department", "doctor_name",
    "patient_name", "patient_number", "consent_at", "ended_at", "app_version", "packs",
    "termbase_version", "patient_name_local", "patient_birth_date", "patient_sex",
    "patient_nationality", "patient_document", "patient_insurance", "consent_recording_at",
    "consent_translation_at",
)  # fmt: skip
"""Columns of a header in the hash of its beginning. Never changed, either."""

REST = ("doubt", "confidence", "reasons", "held", "red_flags", "phrase_id")
"""Columns of a revision that its first hash (`app.records.audit.content_of`) leaves out."""

_FINDING = (
    "position", "kind", "message", "source_start", "source_end", "target_start", "target_end",
)  # fmt: skip
_TERM = (
    "position", "concept_id", "start", "end", "term", "wanted", "source", "review_state",
    "termbase_version",
)  # fmt: skip

Row = Mapping[str, Any]


def rows_hash(
    rows: Iterable[Row], columns: Sequence[str], salt: str = "", later: Sequence[str] = ()
) -> str:
    """The hash of what these rows say; see `LATER`."""
    digest = hashlib.sha256(salt.encode())
    for row in rows:
        values = [row[name] for name in columns]
        values += [[name, row[name]] for name in later if row[name] is not None]
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        digest.update(text.encode() + b"\n")
    return digest.hexdigest()


def insert(
    connection: Any, table: str, columns: Sequence[str], rows: Sequence[Row], salt: str = ""
) -> list[list[object]]:
    """Add rows inside the caller's transaction; what its entry says to vouch for them."""
    if not rows:
        return []
    later = LATER.get(table, ())
    names = (*columns, *later)
    places = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
    ids = [
        int(connection.execute(statement, [row[name] for name in names]).lastrowid) for row in rows
    ]
    return [[table, ids[0], ids[-1], rows_hash(rows, columns, salt, later)]]


def insert_of(
    connection: Any, encounter_id: str, table: str, rows: Sequence[Row]
) -> list[list[object]]:
    """The same for rows of an encounter (`VOUCHED`)."""
    return insert(connection, table, VOUCHED[table], rows, salt_of(connection, encounter_id))


def salt_of(connection: Any, encounter_id: str) -> str:
    """The encounter's salt; empty for one from before there were salts."""
    row = connection.execute(
        "SELECT salt FROM encounter_owners WHERE encounter_id = ?", [encounter_id]
    ).fetchone()
    return str(row[0]) if row is not None else ""


def header_hash(row: Row, salt: str) -> str:
    """The hash of a header."""
    return rows_hash([row], HEADER, salt)


def rest_hash(revision: Row, findings: Iterable[Row], terms: Iterable[Row]) -> str:
    """The hash of what else is known of a revision: trust, findings, terms."""
    parts = [
        rows_hash([revision], REST),
        rows_hash(findings, _FINDING),
        rows_hash(terms, _TERM),
    ]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()
