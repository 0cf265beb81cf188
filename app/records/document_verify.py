"""Are the case documents in the record what the audit log says of them?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.records import audit
from app.records.document_rows import VOUCHED, vouched


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
            if vouched(rows, columns) != told:
                yield "changed", f"document {entry.encounter_id} {table} {first}-{last}"
    for table, ids in named.items():
        for row in connection.execute(f"SELECT id, document_id FROM {table} ORDER BY id"):
            if row[0] not in ids:
                yield "added", f"document {row[1]} {table} {row[0]}"
