"""Migration 4: an index of every turn's words, what of it is open, and the states of encounters.

Everything here but ``states`` is derived and can be made anew; triggers keep it in step, apart
from the words themselves, which `app.records.search` takes apart. An encounter gets a number when
it begins, and a turn the key ``number * 65536 + turn``: so the newest come last in every index,
and an encounter's turns are one range of keys.
"""

from __future__ import annotations

from typing import Any

from app.records.search_words import index_text

TURNS = 65_536
"""Keys for each encounter."""


def migration_004_search(connection: Any) -> None:
    """The index, filled with what is in the file; states, with every encounter a draft."""
    for statement in _SCHEMA_004:
        connection.execute(statement)
    _fill(connection)


def _fill(connection: Any) -> None:
    connection.execute(
        "INSERT INTO found_encounters "
        "SELECT row_number() OVER (ORDER BY started_at, id), id, started_at, doctor_lang, "
        "patient_lang, doctor_name, patient_name, "
        "coalesce((SELECT user FROM encounter_owners WHERE encounter_id = id), ''), 'draft' "
        "FROM encounters"
    )
    newest = connection.execute(
        "SELECT revisions.id, number * 65536 + turn, text, translation, max(revision) "
        "FROM revisions JOIN found_encounters USING (encounter_id) GROUP BY encounter_id, turn "
        "ORDER BY 2"
    )
    for revision_id, key, text, translation, _revision in newest.fetchall():
        connection.execute(
            "INSERT INTO turn_words (rowid, text, translation) VALUES (?, ?, ?)",
            [key, index_text(text), index_text(translation)],
        )
        connection.execute(
            "INSERT INTO open_turns SELECT ? WHERE EXISTS "
            "(SELECT 1 FROM findings WHERE revision_id = ?)",
            [key, revision_id],
        )
    connection.execute(
        "DELETE FROM open_turns WHERE id IN (SELECT number * 65536 + turn FROM attestations "
        "JOIN found_encounters USING (encounter_id))"
    )


_SCHEMA_004 = (
    # What the search filters by, narrow: a scan of it is a few milliseconds.
    """
    CREATE TABLE found_encounters (
        number INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL UNIQUE,
        started_at TEXT NOT NULL,
        doctor_lang TEXT NOT NULL,
        patient_lang TEXT NOT NULL,
        doctor_name TEXT NOT NULL,
        patient_name TEXT NOT NULL,
        user TEXT NOT NULL,
        state TEXT NOT NULL
    ) STRICT
    """,
    # One clinician's encounters, without a look at the others.
    "CREATE INDEX found_by_user ON found_encounters (user, number)",
    # Without the words themselves: they are in the turns. One-sign prefixes are for Chinese,
    # where one sign is a word.
    """
    CREATE VIRTUAL TABLE turn_words USING fts5 (
        text, translation, content = '', contentless_delete = 1, prefix = '1',
        tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
    )
    """,
    "CREATE TABLE open_turns (id INTEGER PRIMARY KEY) STRICT",
    """
    CREATE TABLE states (
        id INTEGER PRIMARY KEY,
        encounter_id TEXT NOT NULL REFERENCES encounters (id),
        state TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'signed', 'amended')),
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        reason TEXT NOT NULL,
        content TEXT NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX states_by_encounter ON states (encounter_id)",
    """
    CREATE TRIGGER states_no_update BEFORE UPDATE ON states
    BEGIN SELECT RAISE(ABORT, 'rows of states are only added'); END
    """,
    """
    CREATE TRIGGER states_no_delete BEFORE DELETE ON states
    WHEN NOT EXISTS (SELECT 1 FROM purges WHERE encounter_id = OLD.encounter_id)
    BEGIN SELECT RAISE(ABORT, 'rows of states are only added'); END
    """,
    """
    CREATE TRIGGER found_encounter_begins AFTER INSERT ON encounters
    BEGIN
        INSERT INTO found_encounters (encounter_id, started_at, doctor_lang, patient_lang,
            doctor_name, patient_name, user, state)
        VALUES (NEW.id, NEW.started_at, NEW.doctor_lang, NEW.patient_lang,
            NEW.doctor_name, NEW.patient_name, '', 'draft');
    END
    """,
    """
    CREATE TRIGGER found_encounter_changes AFTER UPDATE ON encounters
    BEGIN
        UPDATE found_encounters SET doctor_lang = NEW.doctor_lang,
            patient_lang = NEW.patient_lang, doctor_name = NEW.doctor_name,
            patient_name = NEW.patient_name
        WHERE encounter_id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER found_encounter_owned AFTER INSERT ON encounter_owners
    BEGIN
        UPDATE found_encounters SET user = NEW.user WHERE encounter_id = NEW.encounter_id;
    END
    """,
    """
    CREATE TRIGGER found_encounter_state AFTER INSERT ON states
    BEGIN
        UPDATE found_encounters SET state = NEW.state WHERE encounter_id = NEW.encounter_id;
    END
    """,
    # Whoever reviews an encounter has seen its findings.
    """
    CREATE TRIGGER open_turns_reviewed AFTER INSERT ON states WHEN NEW.state = 'reviewed'
    BEGIN
        DELETE FROM open_turns WHERE id BETWEEN
            (SELECT number FROM found_encounters WHERE encounter_id = NEW.encounter_id) * 65536
            AND (SELECT number FROM found_encounters WHERE encounter_id = NEW.encounter_id)
                * 65536 + 65535;
    END
    """,
    """
    CREATE TRIGGER open_turns_attested AFTER INSERT ON attestations
    BEGIN
        DELETE FROM open_turns WHERE id = NEW.turn +
            (SELECT number FROM found_encounters WHERE encounter_id = NEW.encounter_id) * 65536;
    END
    """,
    """
    CREATE TRIGGER found_encounter_goes AFTER DELETE ON encounters
    BEGIN
        DELETE FROM open_turns WHERE id BETWEEN
            (SELECT number FROM found_encounters WHERE encounter_id = OLD.id) * 65536
            AND (SELECT number FROM found_encounters WHERE encounter_id = OLD.id) * 65536 + 65535;
        DELETE FROM turn_words WHERE rowid BETWEEN
            (SELECT number FROM found_encounters WHERE encounter_id = OLD.id) * 65536
            AND (SELECT number FROM found_encounters WHERE encounter_id = OLD.id) * 65536 + 65535;
        DELETE FROM found_encounters WHERE encounter_id = OLD.id;
    END
    """,
)
