"""Who the patient is, in the encrypted record: kept, changed with a trace, found by either name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.records.search import Query
from app.records.store import RecordStore
from tests.fakes.record_access import CLINICIAN
from tests.unit.records.samples import HEADER

WHO = replace(
    HEADER,
    patient_name="ERIKSSON, ANNA MARIA",
    patient_name_local="安娜·埃里克森",
    patient_birth_date="1974-08-12",
    patient_sex="F",
    patient_nationality="SWE",
    patient_document="L898902C3",
    patient_insurance="AB 12/345",
    consent_recording_at="2026-11-21T01:02:00.000Z",
    consent_translation_at="2026-11-21T01:02:01.000Z",
)


def test_the_fields_come_back_as_they_were(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(WHO)
        assert store.load("e-1").header == WHO
        changed = store.update_header("e-1", patient_document="L898902C4")
        assert store.load("e-1").header == changed
        assert changed.patient_document == "L898902C4"
        (entry,) = [x for x in store.audit_log("e-1") if x.act == "header.change"]
        assert "patient_document" in entry.details
        assert "L898902C" not in entry.details, "the log says what was changed, not to what"


@pytest.mark.parametrize("part", ["eriksson", "MARIA", "安娜", "埃里克森"])
def test_a_patient_is_found_by_either_name(tmp_path: Path, part: str) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(replace(HEADER, id="e-0"))
        store.start_encounter(replace(WHO, patient_name="", patient_name_local=""))
        store.update_header(
            "e-1", patient_name=WHO.patient_name, patient_name_local=WHO.patient_name_local
        )
        found = store.find(Query(patient=part)).found
        assert [each.header.id for each in found] == ["e-1"]


def test_no_name_or_number_lies_open_in_any_file(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        store.start_encounter(WHO)
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for word in ("ERIKSSON", "安娜", "L898902C3", "1974-08-12", "AB 12/345"):
        assert word.encode() not in written
