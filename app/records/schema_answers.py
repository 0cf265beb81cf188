"""Migration 11: which version a teach-back is about, and which findings are still open.

A turn is open while its newest revision has findings, or was held for whatever reason, and
nobody has decided about that very revision. An attestation of the revision before it says why
there is a new one, and the end of the consultation decides nothing.
"""

from __future__ import annotations

from typing import Any


def migration_011_answers(connection: Any) -> None:
    """The column, and the index of open turns made anew."""
    for statement in _SCHEMA_011:
        connection.execute(statement)


_SCHEMA_011 = (
    "ALTER TABLE teach_backs ADD COLUMN revision INTEGER",
    "DROP TRIGGER open_turns_attested",
    """
    CREATE TRIGGER open_turns_attested AFTER INSERT ON attestations
    WHEN NEW.what <> 'ended' AND NEW.revision = (
        SELECT max(revision) FROM revisions
        WHERE encounter_id = NEW.encounter_id AND turn = NEW.turn
    )
    BEGIN
        DELETE FROM open_turns WHERE id = NEW.turn +
            (SELECT number FROM found_encounters WHERE encounter_id = NEW.encounter_id) * 65536;
    END
    """,
    "DELETE FROM open_turns",
    """
    INSERT INTO open_turns
    SELECT number * 65536 + turn
    FROM (
        SELECT id, encounter_id, turn, max(revision) AS revision, held, created_at
        FROM revisions GROUP BY encounter_id, turn
    ) AS newest JOIN found_encounters USING (encounter_id)
    WHERE (held <> '[]' OR EXISTS (SELECT 1 FROM findings WHERE revision_id = newest.id))
    AND NOT EXISTS (
        SELECT 1 FROM attestations AS deed
        WHERE deed.encounter_id = newest.encounter_id AND deed.turn = newest.turn
        AND deed.revision = newest.revision
    )
    AND NOT EXISTS (
        SELECT 1 FROM states
        WHERE states.encounter_id = newest.encounter_id AND states.state = 'reviewed'
        AND states.created_at >= newest.created_at
    )
    """,
)
