"""Migration 10: corrections of headers say who and why; a salt for hashes of who a patient is."""

from __future__ import annotations

from typing import Any


def migration_010_header(connection: Any) -> None:
    """Author and reason of each change of a header; see `app.records.vouching` for the salt."""
    for column in ("user", "role", "reason"):
        connection.execute(
            f"ALTER TABLE header_changes ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
        )
    connection.execute("ALTER TABLE encounter_owners ADD COLUMN salt TEXT NOT NULL DEFAULT ''")
