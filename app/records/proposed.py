"""Words that a correction brought in and that may belong into the glossary.

They are a patient's words until a person has said that they are a term: so they lie in the
encrypted record, with the encounter that they come from, and go with it. Only who may read that
encounter sees them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.records.moment import utc_now

OPEN, TAKEN, REFUSED = "open", "taken", "refused"


@dataclass(frozen=True, slots=True)
class ProposedTerm:
    """A word that waits to be looked at; ``times`` is how many turns brought it."""

    term: str
    lang: str
    encounter_id: str
    turn: int
    user: str
    created_at: str
    times: int = 1


def migration_005_proposed_terms(connection: Any) -> None:
    """Words of corrected turns that may be terms."""
    connection.execute(
        """
        CREATE TABLE proposed_terms (
            id INTEGER PRIMARY KEY,
            encounter_id TEXT NOT NULL REFERENCES encounters (id),
            turn INTEGER NOT NULL,
            lang TEXT NOT NULL,
            term TEXT NOT NULL,
            user TEXT NOT NULL,
            created_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'refused')),
            UNIQUE (encounter_id, turn, lang, term)
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX proposed_by_term ON proposed_terms (lang, term)")
    connection.execute(
        "CREATE TRIGGER proposed_terms_gone BEFORE DELETE ON encounters "
        "BEGIN DELETE FROM proposed_terms WHERE encounter_id = OLD.id; END"
    )


def insert(
    connection: Any, encounter_id: str, turn: int, words: Iterable[tuple[str, str]], user: str
) -> int:
    """Add (language, term) pairs inside the caller's transaction; gives how many are new.

    What was decided before, or is here from this turn, is not asked again.
    """
    added = 0
    for lang, term in words:
        decided = connection.execute(
            "SELECT 1 FROM proposed_terms WHERE lang = ? AND term = ? AND state <> ?",
            [lang, term, OPEN],
        ).fetchone()
        if decided is None:
            added += connection.execute(
                "INSERT OR IGNORE INTO proposed_terms "
                "(encounter_id, turn, lang, term, user, created_at, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [encounter_id, turn, lang, term, user, utc_now(), OPEN],
            ).rowcount
    return added


def waiting(connection: Any, user: str | None) -> list[ProposedTerm]:
    """What nobody has decided about, the most frequent first.

    With ``user`` only from encounters that are theirs or nobody's.
    """
    found = connection.execute(
        "SELECT term, lang, encounter_id, turn, user, max(created_at), count(*) AS times "
        "FROM proposed_terms WHERE state = 'open' AND (:all OR encounter_id NOT IN "
        "(SELECT encounter_id FROM encounter_owners WHERE user <> :user)) "
        "GROUP BY lang, term ORDER BY times DESC, max(created_at) DESC, term",
        {"all": user is None, "user": user or ""},
    )
    return [ProposedTerm(*tuple(row)) for row in found]


def decide(connection: Any, lang: str, term: str, state: str) -> int:
    """Note what became of a word inside the caller's transaction; gives how many rows it was."""
    return int(
        connection.execute(
            "UPDATE proposed_terms SET state = ? WHERE lang = ? AND term = ? AND state = ?",
            [state, lang, term, OPEN],
        ).rowcount
    )
