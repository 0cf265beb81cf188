"""The translation memory in the record file: what people stand for, by pair of languages.

A unit goes with the document it came from. Clinicians are shown units of their own documents and
those that were imported, because a unit can hold what another's patient has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.records.access import Act, Actor
from app.records.documents import MemoryUnit


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
