"""The whole record of a consultation as JSON Lines; the schema is in ``docs/export-formats.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from app.records.model import EncounterRecord

SCHEMA = "yizhen-encounter/1"


def encounter_jsonl(record: EncounterRecord) -> bytes:
    """UTF-8, one value a line: the encounter first, then everything in it."""
    return b"".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        for line in _lines(record)
    )


def _lines(record: EncounterRecord) -> Iterator[dict[str, Any]]:
    newest = {(turn.turn, turn.revision) for turn in record.turns}
    yield {"type": "encounter", "schema": SCHEMA, **asdict(record.header)}
    for change in record.header_changes:
        yield {"type": "header_change", **asdict(change)}
    for revision in record.revisions:
        current = (revision.turn, revision.revision) in newest
        yield {"type": "turn", "newest": current, **asdict(revision)}
    for name, values in (
        ("gap", record.gaps),
        ("attestation", record.attestations),
        ("confirmation", record.confirmations),
        ("teach_back", record.teach_backs),
        ("author", record.authors),
    ):
        for value in values:
            yield {"type": name, **asdict(value)}
    if record.summary is not None:
        yield {"type": "summary", **asdict(record.summary)}
