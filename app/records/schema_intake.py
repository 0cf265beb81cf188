"""Migration 7: who the patient is, by passport or insurance, and what they agreed to."""

from __future__ import annotations

from typing import Any

FIELDS = (
    "patient_name_local", "patient_birth_date", "patient_sex", "patient_nationality",
    "patient_document", "patient_insurance", "consent_recording_at", "consent_translation_at",
)  # fmt: skip
"""New columns of an encounter, in the order of `EncounterHeader`."""


def migration_007_intake(connection: Any) -> None:
    """The intake's fields; the search by patient finds either name."""
    for field in FIELDS:
        connection.execute(f"ALTER TABLE encounters ADD COLUMN {field} TEXT NOT NULL DEFAULT ''")
    connection.execute("DROP TRIGGER found_encounter_begins")
    connection.execute("DROP TRIGGER found_encounter_changes")
    connection.execute(
        """
        CREATE TRIGGER found_encounter_begins AFTER INSERT ON encounters
        BEGIN
            INSERT INTO found_encounters (encounter_id, started_at, doctor_lang, patient_lang,
                doctor_name, patient_name, user, state)
            VALUES (NEW.id, NEW.started_at, NEW.doctor_lang, NEW.patient_lang, NEW.doctor_name,
                trim(NEW.patient_name || ' ' || NEW.patient_name_local), '', 'draft');
        END
        """
    )
    connection.execute(
        """
        CREATE TRIGGER found_encounter_changes AFTER UPDATE ON encounters
        BEGIN
            UPDATE found_encounters SET doctor_lang = NEW.doctor_lang,
                patient_lang = NEW.patient_lang, doctor_name = NEW.doctor_name,
                patient_name = trim(NEW.patient_name || ' ' || NEW.patient_name_local)
            WHERE encounter_id = NEW.id;
        END
        """
    )
