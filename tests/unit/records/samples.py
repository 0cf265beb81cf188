"""Headers and turns for the tests of the record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.records.model import (
    EncounterHeader,
    FindingRecord,
    Origin,
    Party,
    TermRecord,
    TurnRecord,
)

HEADER = EncounterHeader(
    id="e-1",
    started_at="2026-11-21T01:02:03.000Z",
    doctor_lang="zh",
    patient_lang="en",
    hospital="市第一医院",
    doctor_name="王医生",
    packs={"translation": "starter-zh-en 1", "speech": "starter-speech 2"},
    termbase_version="2026.1",
)

FULL_TURN = TurnRecord(
    turn=1,
    revision=1,
    party=Party.PATIENT,
    lang="en",
    text="My left ear hurts, 38.9 degrees.",
    target_lang="zh",
    translation="我右耳疼，39.8度。",
    complete=False,
    start_ms=120,
    end_ms=2_400,
    origin=Origin.TYPED,
    reason="retried",
    doubt=("low_confidence", "cut"),
    findings=(
        FindingRecord("number", "number.changed:38.9>39.8", (19, 23), (5, 9)),
        FindingRecord("laterality", "laterality.changed:left>right", (3, 7), None),
        FindingRecord("omission", "omission.sentence"),
    ),
    terms=(
        TermRecord("c-9", 8, 11, "ear", "耳", "TICO-19", "reviewed", "2026.1"),
        TermRecord("c-2", 3, 7, "left", "左"),
    ),
    created_at="2026-11-21T01:02:09.250Z",
)


def turn(number: int, revision: int = 1, **values: Any) -> TurnRecord:
    """A plain turn of the clinician."""
    plain = TurnRecord(
        turn=number,
        revision=revision,
        party=Party.CLINICIAN,
        lang="zh",
        text=f"第{number}句，第{revision}版",
        target_lang="en",
        translation=f"Sentence {number}, revision {revision}",
        complete=True,
        start_ms=number * 1000,
        end_ms=number * 1000 + 900,
    )
    return replace(plain, **values)
