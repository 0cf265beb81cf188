"""Rows of the record file into plain values and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from app.records.model import (
    EncounterHeader,
    FindingRecord,
    GapRecord,
    HeaderChange,
    Origin,
    Party,
    TermRecord,
    TurnRecord,
)
from app.records.sql import sqlite3

Row = dict[str, Any]

_LISTS = ("doubt", "reasons", "held", "red_flags")
"""Columns of a revision that hold a list of words as JSON."""


def header_row(header: EncounterHeader) -> Row:
    """The row of an encounter."""
    return {**asdict(header), "packs": _json(header.packs)}


def header_from(row: sqlite3.Row) -> EncounterHeader:
    """The header in a row."""
    return EncounterHeader(**{**dict(row), "packs": json.loads(row["packs"])})


def header_change_from(row: sqlite3.Row) -> HeaderChange:
    """The change of a header in a row."""
    return HeaderChange(*(row[field.name] for field in fields(HeaderChange)))


def revision_row(encounter_id: str, turn: TurnRecord) -> Row:
    """The row of a revision, without its findings and terms."""
    row = asdict(turn)
    del row["findings"], row["terms"]
    return {
        **row,
        "encounter_id": encounter_id,
        "party": turn.party.value,
        "origin": turn.origin.value,
        "complete": int(turn.complete),
        **{name: _json(getattr(turn, name)) for name in _LISTS},
    }


def revision_from(
    row: sqlite3.Row, findings: Iterable[FindingRecord], terms: Iterable[TermRecord]
) -> TurnRecord:
    """The revision in a row."""
    values = dict(row)
    del values["id"], values["encounter_id"]
    values.update(
        party=Party(row["party"]),
        origin=Origin(row["origin"]),
        complete=bool(row["complete"]),
        **{name: tuple(json.loads(row[name])) for name in _LISTS},
        findings=tuple(findings),
        terms=tuple(terms),
    )
    return TurnRecord(**values)


def finding_row(revision_id: int, position: int, finding: FindingRecord) -> Row:
    """The row of a finding; both ends of a span are there or neither is."""
    source, target = finding.source_span, finding.target_span
    return {
        "revision_id": revision_id,
        "position": position,
        "kind": finding.kind,
        "message": finding.message,
        "source_start": source[0] if source else None,
        "source_end": source[1] if source else None,
        "target_start": target[0] if target else None,
        "target_end": target[1] if target else None,
    }


def finding_from(row: sqlite3.Row) -> FindingRecord:
    """The finding in a row."""
    return FindingRecord(
        kind=row["kind"],
        message=row["message"],
        source_span=_span(row["source_start"], row["source_end"]),
        target_span=_span(row["target_start"], row["target_end"]),
    )


def term_row(revision_id: int, position: int, term: TermRecord) -> Row:
    """The row of a term match."""
    return {**asdict(term), "revision_id": revision_id, "position": position}


def term_from(row: sqlite3.Row) -> TermRecord:
    """The term match in a row."""
    values = dict(row)
    del values["revision_id"], values["position"]
    return TermRecord(**values)


def gap_row(encounter_id: str, gap: GapRecord) -> Row:
    """The row of a gap."""
    party = gap.party.value if gap.party else None
    return {**asdict(gap), "encounter_id": encounter_id, "party": party}


def gap_from(row: sqlite3.Row) -> GapRecord:
    """The gap in a row."""
    values = dict(row)
    del values["id"], values["encounter_id"]
    values["party"] = Party(row["party"]) if row["party"] else None
    return GapRecord(**values)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)
