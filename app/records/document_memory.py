"""The translation memory in the record file: what people stand for, by pair of languages.

A unit goes with the document it came from. Clinicians are shown units of their own documents and
those that were imported, because a unit can hold what another's patient has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.records.access import Act, Actor
from app.records.documents import BlockText, DocumentHeader, Edit, MemoryUnit
from app.records.moment import utc_now


def load(connection: Any, source_lang: str, target_lang: str, actor: Actor) -> list[MemoryUnit]:
    """The units that this person may see, in the order of their sources."""
    found = connection.execute(
        "SELECT source, target, author, changed FROM memory_units WHERE source_lang = :source "
        "AND target_lang = :target AND (:all OR user IN ('', :user)) ORDER BY source",
        {
            "source": source_lang,
            "target": target_lang,
            "all": actor.may(Act.DOCUMENT_ALL),
            "user": actor.name,
        },
    )
    return [MemoryUnit(*tuple(row)) for row in found]


def put(
    connection: Any,
    source_lang: str,
    target_lang: str,
    units: Sequence[MemoryUnit],
    document_id: str,
    user: str,
) -> int:
    """Add units inside the caller's transaction, or replace older ones; gives how many.

    ``document_id`` and ``user`` say where they come from; empty for an import.
    """
    taken = 0
    for unit in units:
        if not unit.source.strip() or not unit.target.strip():
            continue
        taken += connection.execute(
            "INSERT INTO memory_units VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET target = excluded.target, author = excluded.author, "
            "changed = excluded.changed, document_id = excluded.document_id, "
            "user = excluded.user WHERE excluded.changed >= changed "
            "AND (excluded.target, excluded.author) <> (target, author)",
            [source_lang, target_lang, unit.source, unit.target, unit.author, unit.changed,
             document_id, user],
        ).rowcount  # fmt: skip
    return taken


def remember(connection: Any, header: DocumentHeader, edits: Sequence[Edit], actor: Actor) -> None:
    """What a person of this document stands for now, by the original as it is now."""
    now, sources = utc_now(), _sources(connection, header.id)
    units = [
        MemoryUnit(edit.source or sources[edit.position], edit.target, actor.name, now)
        for edit in edits
    ]
    put(connection, header.source_lang, header.target_lang, units, header.id, header.user)


def forget(
    connection: Any, header: DocumentHeader, edits: Sequence[Edit], before: dict[int, BlockText]
) -> None:
    """Somebody's text was taken back, or the original of it was corrected: nobody stands for the
    old pair any more. ``before`` are the texts that the edits replace."""
    sources = _sources(connection, header.id)
    old = {
        source
        for edit in edits
        for source in (sources[edit.position], edit.source, _source(before, edit.position))
        if source
    }
    connection.executemany(
        "DELETE FROM memory_units WHERE document_id = ? AND source = ?",
        [(header.id, source) for source in sorted(old)],
    )


def _source(texts: dict[int, BlockText], position: int) -> str:
    return texts[position].source if position in texts else ""


def _sources(connection: Any, document_id: str) -> dict[int, str]:
    rows = connection.execute(
        "SELECT position, text FROM document_blocks WHERE document_id = ?", [document_id]
    )
    return {row["position"]: row["text"] for row in rows}
