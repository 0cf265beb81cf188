"""What doctor and patient did about the meaning of turns: rows in, values out.

Attestations (a held turn was sent, corrected, withdrawn), the patient's confirmations and the
results of teach-back. Rows are only ever added.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from app.records import vouching
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    FindingRecord,
    TeachBackOutcome,
    TeachBackRecord,
)

Deed = AttestationRecord | ConfirmationRecord | TeachBackRecord

_TABLES: dict[type[Deed], str] = {
    AttestationRecord: "attestations",
    ConfirmationRecord: "confirmations",
    TeachBackRecord: "teach_backs",
}


def insert(connection: Any, encounter_id: str, deed: Deed) -> list[list[object]]:
    """Add one row inside the caller's transaction; what its entry says to vouch for it."""
    stored = deed if deed.created_at else replace(deed, created_at=_now())
    row = {**asdict(stored), "encounter_id": encounter_id}
    if "findings" in row:
        row["findings"] = json.dumps(row["findings"], ensure_ascii=False)
    if isinstance(deed, TeachBackRecord):
        row["revision"] = deed.revision or None
    return vouching.insert_of(connection, encounter_id, _TABLES[type(deed)], [row])


def load(database: Any, encounter_id: str) -> dict[str, tuple[Any, ...]]:
    """All deeds of an encounter as the fields of `EncounterRecord`."""
    return {
        "attestations": tuple(map(_attestation, _rows(database, "attestations", encounter_id))),
        "confirmations": tuple(map(_confirmation, _rows(database, "confirmations", encounter_id))),
        "teach_backs": tuple(map(_teach_back, _rows(database, "teach_backs", encounter_id))),
    }


def _rows(database: Any, table: str, encounter_id: str) -> list[dict[str, Any]]:
    found = database.execute(
        f"SELECT * FROM {table} WHERE encounter_id = ? ORDER BY id", [encounter_id]
    )
    rows = [dict(row) for row in found]
    for row in rows:
        del row["id"], row["encounter_id"]
        if "findings" in row:
            row["findings"] = tuple(_finding(found) for found in json.loads(row["findings"]))
    return rows


def _attestation(row: dict[str, Any]) -> AttestationRecord:
    return AttestationRecord(**{**row, "what": Attested(row["what"])})


def _confirmation(row: dict[str, Any]) -> ConfirmationRecord:
    answer = ConfirmAnswer(row["answer"]) if row["answer"] is not None else None
    return ConfirmationRecord(**{**row, "kind": ConfirmKind(row["kind"]), "answer": answer})


def _teach_back(row: dict[str, Any]) -> TeachBackRecord:
    revision = row["revision"] or 0
    outcome = TeachBackOutcome(row["outcome"])
    return TeachBackRecord(**{**row, "outcome": outcome, "revision": revision})


def _finding(values: dict[str, Any]) -> FindingRecord:
    source, target = values["source_span"], values["target_span"]
    return FindingRecord(
        values["kind"],
        values["message"],
        (source[0], source[1]) if source else None,
        (target[0], target[1]) if target else None,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
