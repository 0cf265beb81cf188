"""What a patient's copy carries for machines: what it shows, and nothing more."""

from __future__ import annotations

from typing import Any

from app.documents.writers.content import Content, TurnEntry
from app.records.model import EncounterRecord


def patient_record(content: Content, record: EncounterRecord) -> dict[str, Any]:
    """The copy as plain values; gaps are turns without a text."""
    header = record.header
    return {
        "kind": "patient-copy",
        "id": header.id,
        "language": header.patient_lang,
        "started_at": header.started_at,
        "ended_at": header.ended_at,
        "hospital": header.hospital,
        "department": header.department,
        "doctor": header.doctor_name,
        "patient": header.patient_name,
        "turns": [
            {
                "turn": entry.number,
                "at": entry.at.isoformat(timespec="seconds"),
                "party": entry.party.value if entry.party else None,
                **(
                    {
                        "text": entry.sides[0].text,
                        "spoken": entry.sides[0].spoken,
                        "made_by": entry.sides[0].caption,
                    }
                    if isinstance(entry, TurnEntry)
                    else {"gap": entry.texts[0]}
                ),
            }
            for entry in content.entries
        ],
    }
