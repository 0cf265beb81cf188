"""Summaries in the record file: versions that are only added, each vouched for by its audit entry.

Called inside the store's transactions, which ask for permission.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.records import states
from app.records.access import Actor
from app.records.moment import utc_now
from app.records.summary_model import Made, Section, SummaryLine, SummaryVersion

ACT = "summary.add"
"""The audit log's name for a new version."""


def migration_006_summaries(connection: Any) -> None:
    """Structured summaries of encounters."""
    connection.execute(
        """
        CREATE TABLE summaries (
            encounter_id TEXT NOT NULL REFERENCES encounters (id),
            version INTEGER NOT NULL CHECK (version >= 1),
            made TEXT NOT NULL CHECK (made IN ('draft', 'edited', 'reviewed')),
            lines TEXT NOT NULL CHECK (json_valid(lines)),
            user TEXT NOT NULL,
            role TEXT NOT NULL,
            content TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (encounter_id, version)
        ) STRICT, WITHOUT ROWID
        """
    )
    for verb, unless in (
        ("UPDATE", ""),
        ("DELETE", "WHEN NOT EXISTS (SELECT 1 FROM purges WHERE encounter_id = OLD.encounter_id) "),
    ):
        connection.execute(
            f"CREATE TRIGGER summaries_no_{verb.lower()} BEFORE {verb} ON summaries {unless}"
            "BEGIN SELECT RAISE(ABORT, 'rows of summaries are only added'); END"
        )
    connection.execute(
        "CREATE TRIGGER summaries_gone BEFORE DELETE ON encounters "
        "BEGIN DELETE FROM summaries WHERE encounter_id = OLD.id; END"
    )


def add(
    connection: Any, encounter_id: str, made: Made, lines: Sequence[SummaryLine], actor: Actor
) -> SummaryVersion:
    """Add the next version inside the caller's transaction."""
    last = connection.execute(
        "SELECT max(version) FROM summaries WHERE encounter_id = ?", [encounter_id]
    ).fetchone()[0]
    version = SummaryVersion(
        (last or 0) + 1, made, tuple(lines), actor.name, actor.role.value,
        states.content(connection, encounter_id), utc_now(),
    )  # fmt: skip
    connection.execute(
        "INSERT INTO summaries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [encounter_id, version.version, made.value, _written(version.lines), version.user,
         version.role, version.content, version.created_at],
    )  # fmt: skip
    return version


def load(connection: Any, encounter_id: str) -> tuple[SummaryVersion, ...]:
    """All versions, the first one first."""
    now = states.content(connection, encounter_id)
    found = connection.execute(
        "SELECT version, made, lines, user, role, content, created_at FROM summaries "
        "WHERE encounter_id = ? ORDER BY version",
        [encounter_id],
    )
    return tuple(_version(row, now) for row in found)


def newest(connection: Any, encounter_id: str) -> SummaryVersion | None:
    """The last version; None where there is no summary."""
    versions = load(connection, encounter_id)
    return versions[-1] if versions else None


def details_of(version: SummaryVersion) -> dict[str, object]:
    """What the audit entry of a version says: nothing of its words but their hash."""
    return {"version": version.version, "made": version.made.value,
            "lines": hash_of(_written(version.lines)), "role": version.role,
            "content": version.content}  # fmt: skip


def hash_of(written: str) -> str:
    """The hash of a version's lines as they stand in the file."""
    return hashlib.sha256(written.encode()).hexdigest()


def _version(row: Any, now: str) -> SummaryVersion:
    version, made, lines, user, role, content, created_at = row
    return SummaryVersion(
        version, Made(made), _read(lines), user, role, content, created_at, content == now
    )


def _written(lines: Sequence[SummaryLine]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, sort_keys=True)


def _read(written: str) -> tuple[SummaryLine, ...]:
    return tuple(
        SummaryLine(
            **{
                **line,
                "section": Section(line["section"]),
                "turns": tuple(line["turns"]),
                "doubts": tuple(line["doubts"]),
            }
        )
        for line in json.loads(written)
    )
