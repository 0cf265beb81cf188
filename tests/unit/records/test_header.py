"""Corrections of the header: who, why, what before; the store refuses what no patient can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.records.access import Access
from app.records.model import HeaderChange
from app.records.mrz import IdentityError
from app.records.states import State
from app.records.store import RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import CLINICIAN, RECORDS
from tests.unit.records.samples import HEADER, turn


def put(path: Path, *states: State) -> Path:
    file = path / "records.db"
    with RecordStore.open(file, CLINICIAN) as store:
        store.start_encounter(replace(HEADER, patient_name="ERIKSON, ANNA"))
        store.add_turn("e-1", turn(1))
        store.end_encounter("e-1")
        for state in states:
            store.set_state("e-1", state)
    return file


def test_a_clerk_corrects_with_a_reason_and_the_original_is_never_gone(tmp_path: Path) -> None:
    file = put(tmp_path)
    with RecordStore.open(file, RECORDS) as store:
        with pytest.raises(AppError) as caught:
            store.update_header("e-1", patient_name="ERIKSSON, ANNA")
        assert caught.value.code == "records.reason_missing"
        store.update_header("e-1", reason="passport", patient_name="ERIKSSON, ANNA")
        store.update_header("e-1", reason="undone", patient_name="ERIKSON, ANNA")
        history = store.load_history("e-1")
        log = [entry for entry in store.audit_log("e-1") if entry.act == "header.change"]
    assert history.record.header.patient_name == "ERIKSON, ANNA"
    changed_at = [change.changed_at for change in history.record.header_changes]
    assert history.record.header_changes[1:] == (
        HeaderChange("patient_name", "ERIKSON, ANNA", "ERIKSSON, ANNA", changed_at[1],
                     "zhao", "records", "passport"),
        HeaderChange("patient_name", "ERIKSSON, ANNA", "ERIKSON, ANNA", changed_at[2],
                     "zhao", "records", "undone"),
    )  # fmt: skip
    assert [entry.user for entry in log] == ["wang", "zhao", "zhao"]
    assert "ERIKS" not in "".join(entry.details for entry in log)
    assert verify_record(file, RECORDS).problems == ()


@pytest.mark.parametrize(
    ("states", "after"),
    [((), State.DRAFT), ((State.REVIEWED,), State.DRAFT),
     ((State.REVIEWED, State.SIGNED), State.AMENDED)],
)  # fmt: skip
def test_what_was_reviewed_or_signed_is_so_no_longer(
    tmp_path: Path, states: tuple[State, ...], after: State
) -> None:
    file = put(tmp_path, *states)
    with RecordStore.open(file, RECORDS) as store:
        store.update_header("e-1", reason="card", patient_insurance="AB 12/345")
        history = store.load_history("e-1")
    assert history.state is after
    assert (history.states[-1].reason if states else "card") == "card"
    assert verify_record(file, RECORDS).problems == ()


def test_an_equal_value_ends_no_review(tmp_path: Path) -> None:
    file = put(tmp_path, State.REVIEWED)
    with RecordStore.open(file, RECORDS) as store:
        store.update_header("e-1", reason="card", patient_name="eriksón,  anna")
        history = store.load_history("e-1")
    assert history.state is State.REVIEWED
    assert [change.field for change in history.record.header_changes] == ["ended_at"]


@pytest.mark.parametrize("field", ["consent_at", "consent_recording_at", "packs", "doctor_lang"])
def test_a_clerk_cannot_change_what_happened(tmp_path: Path, field: str) -> None:
    value: object = {"x": "1"} if field == "packs" else "2026-11-21T01:02:03.000Z"
    with RecordStore.open(put(tmp_path), RECORDS) as store:
        with pytest.raises(AppError) as caught:
            store.update_header("e-1", reason="why not", **{field: value})
        assert caught.value.code == "records.not_permitted"


def test_a_signature_is_not_lost_without_a_reason(tmp_path: Path) -> None:
    file = put(tmp_path, State.REVIEWED, State.SIGNED)
    with RecordStore.open(file, CLINICIAN) as store:
        with pytest.raises(AppError) as caught:
            store.update_header("e-1", patient_document="L898902C3")
        assert caught.value.code == "records.reason_missing"
        assert store.load_history("e-1").state is State.SIGNED


WRONG = {
    "patient_name": "安娜",
    "patient_name_local": "x" * 101,
    "patient_birth_date": "1974-02-30",
    "patient_sex": "?",
    "patient_nationality": "Atlantis",
    "patient_document": "110101199003078888",
    "patient_insurance": "#",
    "patient_number": "7" * 101,
}


@pytest.mark.parametrize("access", [CLINICIAN, RECORDS])
@pytest.mark.parametrize("field", WRONG)
def test_the_store_refuses_what_no_patient_can_be(
    tmp_path: Path, field: str, access: Access
) -> None:
    with RecordStore.open(put(tmp_path), access) as store:
        before = store.load("e-1").header
        with pytest.raises(IdentityError):
            store.update_header("e-1", reason="typed", **{field: WRONG[field]})
        assert store.load("e-1").header == before


@pytest.mark.parametrize("field", WRONG)
def test_no_encounter_begins_with_it(tmp_path: Path, field: str) -> None:
    with RecordStore.open(tmp_path / "records.db", CLINICIAN) as store:
        with pytest.raises(IdentityError):
            store.start_encounter(replace(HEADER, **{field: WRONG[field]}))  # type: ignore[arg-type]
        assert store.list_encounters() == []


def test_what_is_right_is_stored_as_passports_write_it(tmp_path: Path) -> None:
    with RecordStore.open(put(tmp_path), CLINICIAN) as store:
        now = store.update_header(
            "e-1", patient_name="Müller,  Jürgen", patient_birth_date="1974/8/12",
            patient_nationality="德国", patient_document="l898 902c3",
        )  # fmt: skip
        assert store.load("e-1").header == now
    assert (now.patient_name, now.patient_birth_date) == ("MUELLER, JUERGEN", "1974-08-12")
    assert (now.patient_nationality, now.patient_document) == ("DEU", "L898902C3")
