"""Who may do what, asked of the store itself as each role."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.records.access import Access
from app.records.failures import RecordsError
from app.records.model import AttestationRecord, Attested, GapRecord
from app.records.store import RecordReader, RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import (
    ADMINISTRATOR,
    CLINICIAN,
    OTHER_CLINICIAN,
    RECORDS,
    raw,
)
from tests.unit.records.samples import FULL_TURN, HEADER, turn

DEED = AttestationRecord(1, 1, Attested.SENT_AS_IS, "doctor", 1200)
GAP = GapRecord("audio_gap", "capture.overflow", 10, 20)
NEW = replace(HEADER, id="e-new")

Call = Callable[[RecordStore], object]

WRITES: dict[str, Call] = {
    "start": lambda store: store.start_encounter(NEW),
    "add": lambda store: store.add_turn("e-1", turn(2)),
    "correct": lambda store: store.add_turn("e-1", turn(1, 2, reason="misheard")),
    "attest": lambda store: store.add_deed("e-1", DEED),
    "gap": lambda store: store.add_gap("e-1", GAP),
    "header": lambda store: store.update_header(
        "e-1", reason="as in the passport", patient_name="SMITH, JANE"
    ),
    "end": lambda store: store.end_encounter("e-1"),
    "propose": lambda store: store.propose_terms("e-1", 1, [("zh", "阿胶")]),
    "decide": lambda store: store.decide_term("zh", "阿胶", "taken"),
}
READS: dict[str, Call] = {
    "read": lambda store: store.load("e-1"),
    "export": lambda store: store.load_for_export("e-1", format="pdf"),
    "list": lambda store: store.list_encounters(),
    "unfinished": lambda store: store.unfinished(),
    "proposed": lambda store: store.proposed_terms(),
}
ALLOWED: dict[str, tuple[Access, frozenset[str]]] = {
    "clinician": (CLINICIAN, frozenset(WRITES) | frozenset(READS)),
    "another clinician": (
        OTHER_CLINICIAN,
        frozenset({"start", "list", "unfinished", "decide", "proposed"}),
    ),
    "records": (
        RECORDS,
        frozenset("correct header end propose decide read export list unfinished proposed".split()),
    ),
    "administrator": (ADMINISTRATOR, frozenset()),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    with RecordStore.open(folder / "records.db", CLINICIAN) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
    return folder


@pytest.mark.parametrize("act", [*WRITES, *READS])
@pytest.mark.parametrize("who", ALLOWED)
def test_the_store_allows_what_the_role_is_granted_and_nothing_else(
    path: Path, who: str, act: str
) -> None:
    access, allowed = ALLOWED[who]
    before = contents(path)
    with RecordStore.open(path, access) as store:
        call = {**WRITES, **READS}[act]
        if act in allowed:
            call(store)
            return
        with pytest.raises(AppError) as caught:
            call(store)
    assert caught.value.code == "records.not_permitted"
    assert contents(path) == before
    # Nothing of it was done; that it was tried is on record.
    assert entries(path)[-1][:3] == (access.actor.name, "refused", "records.not_permitted")
    assert verify_record(path, CLINICIAN).problems == ()


@pytest.mark.parametrize("act", READS)
@pytest.mark.parametrize("who", ALLOWED)
def test_a_reader_asks_the_same_table(path: Path, who: str, act: str) -> None:
    access, allowed = ALLOWED[who]
    with RecordReader.open(path, access) as reader:
        if act in allowed:
            READS[act](reader)  # type: ignore[arg-type]
            return
        with pytest.raises(AppError) as caught:
            READS[act](reader)  # type: ignore[arg-type]
    assert caught.value.code == "records.not_permitted"


def contents(path: Path) -> list[object]:
    """Every row of every table but the audit log."""
    connection = raw(path)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'audit'"
        ).fetchall()
        return [connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names]
    finally:
        connection.close()


def entries(path: Path) -> list[tuple[str, str, str, str]]:
    """User, act, and code and act of the details of every entry in the audit log."""
    connection = raw(path)
    try:
        found = connection.execute("SELECT user, act, details FROM audit ORDER BY number")
        said = [(user, act, json.loads(details)) for user, act, details in found]
    finally:
        connection.close()
    return [(user, act, x.get("code", ""), x.get("tried", "")) for user, act, x in said]


def test_clinicians_see_their_own_encounters(path: Path) -> None:
    with RecordStore.open(path, OTHER_CLINICIAN) as store:
        store.start_encounter(replace(HEADER, id="e-2"))
        assert [header.id for header in store.list_encounters()] == ["e-2"]
    with RecordReader.open(path, CLINICIAN) as reader:
        assert [header.id for header in reader.list_encounters()] == ["e-1"]
    with RecordReader.open(path, RECORDS) as reader:
        assert {header.id for header in reader.list_encounters()} == {"e-1", "e-2"}


def test_records_staff_correct_with_a_reason_only(path: Path) -> None:
    with RecordStore.open(path, RECORDS) as store:
        with pytest.raises(AppError) as caught:
            store.add_turn("e-1", turn(1, 2, reason="  "))
        assert caught.value.code == "records.reason_missing"
        assert entries(path)[-1] == ("zhao", "refused", "records.reason_missing", "turn.correct")
        store.add_turn("e-1", turn(1, 2, reason="checked against the recording"))
        assert len(store.load("e-1").revisions) == 2
    connection = raw(path)
    try:
        authors = connection.execute("SELECT user, role FROM authors ORDER BY revision_id")
        assert authors.fetchall() == [("wang", "clinician"), ("zhao", "records")]
    finally:
        connection.close()


def test_the_audit_log_is_not_for_administrators(path: Path) -> None:
    with pytest.raises(AppError) as caught:
        verify_record(path, ADMINISTRATOR)
    assert caught.value.code == "records.not_permitted"
    assert entries(path)[-1] == ("root", "refused", "records.not_permitted", "record.verify")
    assert verify_record(path, RECORDS).problems == ()


def test_a_refusal_that_cannot_be_written_is_still_a_refusal(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def somebody_else_writes(store: RecordStore, blocker: Any) -> None:
        with store._step("turn.add", "e-1", {}):
            store._database.conn.execute("ROLLBACK")
            blocker.execute("BEGIN IMMEDIATE")
            raise RecordsError("records.not_permitted", act="encounter.run")

    with RecordStore.open(path, RECORDS) as store:
        store._database.execute("PRAGMA busy_timeout = 0")
        blocker = raw(path)
        try:
            with pytest.raises(AppError) as caught:
                somebody_else_writes(store, blocker)
        finally:
            blocker.close()
    assert caught.value.code == "records.not_permitted"
    assert "a refusal is not on record" in caplog.text
