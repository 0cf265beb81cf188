"""Are the case documents in the record what the audit log says of them?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from app.records import audit
from app.records.document_rows import HEADER, VOUCHED
from app.records.vouching import rows_hash


def problems(connection: Any) -> Iterator[tuple[str, str]]:
    """What is not as it was: "changed" or "added", and where.

    Each entry about a document names the rows it has put in and vouches for them with a hash;
    rows that no entry names were put in behind the log.
    """
    purged = {row[0] for row in connection.execute("SELECT encounter_id FROM purges")}
    named: dict[str, set[int]] = {table: set() for table in VOUCHED}
    for entry in audit.entries(connection):
        if not entry.act.startswith("document.") or entry.encounter_id in purged:
            continue
        for table, first, last, told in json.loads(entry.details).get("rows", ()):
            columns = VOUCHED[table]
            found = connection.execute(
                f"SELECT id, {', '.join(columns)} FROM {table} WHERE id BETWEEN ? AND ? "
                "ORDER BY id",
                [first, last],
            ).fetchall()
            named[table].update(row[0] for row in found)
            rows = [dict(zip(columns, tuple(row)[1:], strict=True)) for row in found]
            if rows_hash(rows, columns) != told:
                yield "changed", f"document {entry.encounter_id} {table} {first}-{last}"
    yield from _headers(connection, purged)
    for table, ids in named.items():
        for row in connection.execute(f"SELECT id, document_id FROM {table} ORDER BY id"):
            if row[0] not in ids:
                yield "added", f"document {row[1]} {table} {row[0]}"


def _headers(connection: Any, purged: set[str]) -> Iterator[tuple[str, str]]:
    """Each document has its entry, and its original is the file that was brought in."""
    cursor = connection.execute("SELECT documents.* FROM documents ORDER BY id")
    names = [column[0] for column in cursor.description]
    found = {row[0]: dict(zip(names, tuple(row), strict=True)) for row in cursor.fetchall()}
    told = set()
    for entry in audit.entries(connection):
        if entry.act != "document.add" or entry.encounter_id in purged:
            continue
        which, said = entry.encounter_id, json.loads(entry.details)
        told.add(which)
        if which not in found:
            yield "missing", f"document {which}"
            continue
        # Entries of early versions say nothing of the rest of the header.
        if "header" in said and rows_hash([found[which]], HEADER) != said["header"]:
            yield "changed", f"document {which}"
        original = connection.execute(
            "SELECT data FROM document_originals WHERE document_id = ?", [which]
        ).fetchone()
        if original is None:
            yield "missing", f"document {which} original"
        elif hashlib.sha256(original[0]).hexdigest() != said.get("original", said["sha256"]):
            yield "changed", f"document {which} original"
    for which in sorted(found.keys() - told):
        yield "added", f"document {which}"
