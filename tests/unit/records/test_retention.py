"""Deletion by policy: what is due goes everywhere, the rest stays, and it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import retention
from app.records.keys import Policy
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmationRecord,
    ConfirmKind,
    GapRecord,
)
from app.records.store import RecordStore
from app.records.verify import verify_record
from tests.fakes.record_access import ADMINISTRATOR, CLINICIAN, RECORDS, raw
from tests.unit.records.samples import FULL_TURN, HEADER

NOW = datetime(2026, 12, 1, tzinfo=UTC)
POLICY = Policy(keep_days=30)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    with RecordStore.open(folder / "records.db", CLINICIAN) as store:
        for encounter, ended in (("e-old", "2026-10-01"), ("e-new", "2026-11-30"), ("e-open", "")):
            store.start_encounter(replace(HEADER, id=encounter))
            store.add_turn(encounter, FULL_TURN)
            store.add_turn(encounter, replace(FULL_TURN, revision=2))
            store.add_deed(encounter, AttestationRecord(1, 1, Attested.NOT_SENT, "doctor", 5))
            store.add_deed(encounter, ConfirmationRecord(1, 1, ConfirmKind.ASKED))
            store.add_gap(encounter, GapRecord("audio_gap", "capture.overflow", 10, 20))
            store.update_header(encounter, patient_name="SMITH, JANE")
            if ended:
                store.end_encounter(encounter, f"{ended}T08:00:00.000Z")
    return folder


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path, RECORDS) as opened:
        yield opened


def mentions(path: Path, encounter: str) -> set[str]:
    """Tables that still name the encounter, in any column."""
    connection = raw(path)
    try:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name
            for (name,) in names
            if any(
                encounter in map(str, row) for row in connection.execute(f"SELECT * FROM {name}")
            )
        }
    finally:
        connection.close()


def rows(path: Path) -> dict[str, int]:
    connection = raw(path)
    try:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for (name,) in names
        }
    finally:
        connection.close()


def test_what_is_due_is_gone_from_every_table(store: RecordStore, path: Path) -> None:
    before = rows(path)
    (gone,) = retention.apply(store, POLICY, NOW)
    assert gone.id == "e-old"
    assert mentions(path, "e-old") == {"audit", "purges"}
    assert {"audit", "turns", "revisions"} < mentions(path, "e-new")
    after = rows(path)
    for table, count in before.items():
        # The index's own tables hold blocks, not a row for each turn.
        if count and table not in ("audit", "purges", "encounters") and "_words_" not in table:
            assert after[table] == count * 2 // 3, table
    assert {header.id for header in store.list_encounters()} == {"e-new", "e-open"}
    assert verify_record(path, RECORDS).problems == ()
    purged = [entry for entry in store.audit_log("e-old") if entry.act == "record.purge"]
    assert [(entry.user, entry.details) for entry in purged] == [
        ("zhao", '{"reason":"policy: 30 days"}')
    ]


def test_nothing_is_due_without_a_policy_or_before_its_time(store: RecordStore) -> None:
    assert retention.apply(store, Policy(), NOW) == ()
    assert retention.apply(store, Policy(keep_days=365), NOW) == ()
    assert len(store.list_encounters()) == 3


def test_the_write_ahead_log_is_emptied(store: RecordStore, path: Path) -> None:
    retention.apply(store, POLICY, NOW)
    assert path.with_name("records.db-wal").stat().st_size == 0


@pytest.mark.parametrize("access", [CLINICIAN, ADMINISTRATOR])
def test_only_records_staff_carry_it_out(path: Path, access: object) -> None:
    with RecordStore.open(path, access) as store, pytest.raises(AppError) as caught:  # type: ignore[arg-type]
        store.purge("e-old", "policy")
    assert caught.value.code == "records.not_permitted"
    assert "encounters" in mentions(path, "e-old")


def test_a_purged_encounter_cannot_come_back_under_its_id_unseen(store: RecordStore) -> None:
    retention.apply(store, POLICY, NOW)
    with pytest.raises(AppError) as caught:
        store.load("e-old")
    assert caught.value.code == "records.no_encounter"
