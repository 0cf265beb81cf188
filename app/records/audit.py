"""The audit log in the record file: appended inside the transaction of what it tells.

Entries are a chain (`app.records.chain`), rows that triggers refuse to change. Its head is also
kept beside the file (`app.records.anchor`), so that a log cut short at the end is noticed too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, fields, replace
from typing import Any

from app.records.access import Access
from app.records.anchor import Head
from app.records.chain import FIRST, Entry, details_text, entry_hash
from app.records.moment import utc_now

_COLUMNS = ", ".join(field.name for field in fields(Entry))

_CONTENT = (
    "party", "lang", "text", "target_lang", "translation", "complete", "start_ms", "end_ms",
    "origin", "reason", "created_at",
)  # fmt: skip
"""What of a revision its entry vouches for. Never changed: old entries were made with it."""


def append(
    connection: Any,
    access: Access,
    act: str,
    encounter_id: str = "",
    details: Mapping[str, object] | None = None,
    *,
    at: str = "",
    by: tuple[str, str] | None = None,
) -> Head:
    """Add an entry inside the caller's transaction; gives the new head.

    ``at`` and ``by`` (user, role) are for what happened before and elsewhere.
    """
    before = head(connection)
    user, role = by or (access.actor.name, access.actor.role.value)
    entry = Entry(
        number=before.number + 1,
        at=at or utc_now(),
        user=user,
        role=role,
        act=act,
        encounter_id=encounter_id,
        details=details_text(details or {}),
        digest=access.digest.value,
        previous=before.hash,
    )
    entry = replace(entry, hash=entry_hash(entry))
    places = ", ".join("?" * len(astuple(entry)))
    connection.execute(f"INSERT INTO audit ({_COLUMNS}) VALUES ({places})", astuple(entry))
    return Head(entry.number, entry.hash)


def head(connection: Any) -> Head:
    """Number and hash of the last entry; number 0 when there is none."""
    row = connection.execute(
        "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Head(row[0], row[1]) if row else Head(0, FIRST)


def entries(connection: Any, after: int = 0) -> Iterator[Entry]:
    """The entries with a higher number than ``after``, in their order."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM audit WHERE number > ? ORDER BY number", [after]
    )
    for row in found:
        yield Entry(*row)


def content_of(row: Mapping[str, object]) -> str:
    """The hash of what a revision says, for its entry; ``row`` is its row in the file."""
    parts = [row[name] for name in _CONTENT]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
