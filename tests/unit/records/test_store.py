"""The record store: what is added comes back, nothing is ever changed, failures have names."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.records import crypto, migrations
from app.records.crypto import Key
from app.records.failures import classified, code_for
from app.records.model import AFTERWARDS, EncounterHeader, GapRecord, Party
from app.records.sql import sqlite3
from app.records.store import RecordReader, RecordStore
from tests.fakes.record_access import ACCESS, raw
from tests.unit.records.samples import FULL_TURN, HEADER, turn


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "records.db"


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path, ACCESS) as opened:
        opened.start_encounter(HEADER)
        yield opened


def test_every_field_of_a_turn_comes_back(store: RecordStore) -> None:
    assert store.add_turn("e-1", FULL_TURN) == FULL_TURN
    record = store.load("e-1")
    assert record.turns == record.revisions == (FULL_TURN,)
    assert record.header == HEADER


def test_time_is_set_when_the_caller_leaves_it_open(store: RecordStore) -> None:
    stored = store.add_turn("e-1", turn(1))
    assert stored.created_at.endswith("Z")
    assert len(stored.created_at) == len("2026-11-21T01:02:09.250Z")
    assert store.load("e-1").turns == (stored,)


def test_newest_revision_wins_and_all_are_kept_in_their_order(store: RecordStore) -> None:
    made = [
        store.add_turn("e-1", value)
        for value in (turn(1), turn(2), turn(1, 2, reason="corrected", party=Party.PATIENT))
    ]
    record = store.load("e-1")
    assert record.revisions == tuple(made)
    assert record.turns == (made[2], made[1])


@pytest.mark.parametrize("wrong", [turn(2), turn(1, 2), turn(0), turn(3)])
def test_wrong_numbers_are_refused_and_leave_nothing(store: RecordStore, wrong: object) -> None:
    with pytest.raises(ValueError, match="turn"):
        store.add_turn("e-1", wrong)  # type: ignore[arg-type]
    assert store.load("e-1").revisions == ()
    store.add_turn("e-1", turn(1))


def test_a_revision_cannot_be_written_twice(store: RecordStore) -> None:
    store.add_turn("e-1", turn(1))
    with pytest.raises(ValueError, match="revision 1 after 1"):
        store.add_turn("e-1", turn(1, text="another"))


def test_whoever_comes_second_is_told_that_the_turn_was_changed(store: RecordStore) -> None:
    store.add_turn("e-1", turn(1))
    store.add_turn("e-1", turn(1, 2, reason="corrected"))
    with pytest.raises(AppError) as caught:
        store.add_turn("e-1", turn(1, 2, reason="corrected"))
    assert caught.value.code == "records.turn_changed"
    assert len(store.load("e-1").revisions) == 2


def test_a_correction_from_outside_waits_for_the_end(store: RecordStore) -> None:
    late = turn(1, 2, held=(AFTERWARDS,), reason="heard again")
    store.add_turn("e-1", turn(1))
    with pytest.raises(AppError) as caught:
        store.add_turn("e-1", late)
    assert caught.value.code == "records.not_ended"
    store.add_turn("e-1", turn(1, 2, reason="corrected"))
    store.end_encounter("e-1")
    store.add_turn("e-1", replace(late, revision=3))
    assert [made.afterwards for made in store.load("e-1").revisions] == [False, False, True]


def test_a_gap_takes_its_number_and_may_be_answered_later(store: RecordStore) -> None:
    gap = store.add_gap("e-1", GapRecord("unprocessed", "engine.timeout", 500, 900, 1))
    assert gap.created_at
    assert store.next_turn("e-1") == 2
    second = store.add_turn("e-1", turn(2))
    first = store.add_turn("e-1", turn(1, reason="retried"))
    record = store.load("e-1")
    assert record.turns == (first, second)
    assert record.gaps == (gap,)


def test_a_gap_keeps_its_party(store: RecordStore) -> None:
    store.add_gap("e-1", GapRecord("audio_gap", "capture.overflow", 10, 20))
    store.add_gap("e-1", GapRecord("unprocessed", "overload", 10, 20, 1, Party.PATIENT))
    assert [gap.party for gap in store.load("e-1").gaps] == [None, Party.PATIENT]


@pytest.mark.parametrize("table", ["revisions", "findings", "terms", "turns", "gaps"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET rowid = 9"])
def test_the_file_itself_refuses_changes(
    store: RecordStore, path: Path, table: str, verb: str
) -> None:
    store.add_turn("e-1", FULL_TURN)
    store.add_gap("e-1", GapRecord("audio_gap", "capture.overflow", 10, 20))
    column = {"turns": "turn", "findings": "position", "terms": "position"}.get(table, "id")
    other = raw(path)
    try:
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            other.execute(verb.replace("rowid", column).format(table))
    finally:
        other.close()


def test_header_changes_and_their_history(store: RecordStore, path: Path) -> None:
    now = store.update_header("e-1", patient_name="SMITH, JANE", packs={"speech": "x 3"})
    assert now == replace(HEADER, patient_name="SMITH, JANE", packs={"speech": "x 3"})
    assert store.update_header("e-1", patient_name="SMITH, JANE") == now
    assert store.load("e-1").header == now
    other = raw(path)
    try:
        rows = other.execute("SELECT field, old, new FROM header_changes ORDER BY id").fetchall()
    finally:
        other.close()
    assert rows[0] == ("patient_name", "", "SMITH, JANE")
    assert rows[1][0] == "packs"
    assert len(rows) == 2


@pytest.mark.parametrize("name", ["id", "started_at", "ended_at", "nonsense"])
def test_some_fields_of_the_header_stay(store: RecordStore, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        store.update_header("e-1", **{name: "x"})


def test_end_and_crash_recovery(store: RecordStore) -> None:
    store.start_encounter(replace(HEADER, id="e-2", started_at="2026-11-22T01:02:03.000Z"))
    assert [header.id for header in store.unfinished()] == ["e-2", "e-1"]
    ended = store.end_encounter("e-1", "2026-11-21T02:00:00.000Z")
    assert store.end_encounter("e-1", "2026-11-21T03:00:00.000Z") == ended
    assert [header.id for header in store.unfinished()] == ["e-2"]
    assert [header.id for header in store.list_encounters()] == ["e-2", "e-1"]
    assert store.load("e-1").header.ended_at == "2026-11-21T02:00:00.000Z"


def test_an_encounter_starts_once(store: RecordStore) -> None:
    with pytest.raises(ValueError, match="already"):
        store.start_encounter(HEADER)


def test_unknown_encounters(store: RecordStore) -> None:
    for call in (
        lambda: store.load("nobody"),
        lambda: store.add_turn("nobody", turn(1)),
        lambda: store.add_gap("nobody", GapRecord("audio_gap", "x", 0, 1)),
        lambda: store.end_encounter("nobody"),
    ):
        with pytest.raises(AppError) as caught:
            call()
        assert caught.value.code == "records.no_encounter"


def test_encounters_do_not_see_each_other(store: RecordStore) -> None:
    store.start_encounter(replace(HEADER, id="e-2"))
    store.add_turn("e-1", FULL_TURN)
    other = store.add_turn("e-2", turn(1))
    assert store.load("e-2").revisions == (other,)


def test_every_header_field_has_its_column(store: RecordStore) -> None:
    values: dict[str, object] = {
        field.name: f"value of {field.name}" for field in fields(EncounterHeader)
    }
    values |= {
        "packs": {"k": "v"}, "patient_name": "ERIKSSON, ANNA", "patient_birth_date": "1974-08-12",
        "patient_sex": "F", "patient_nationality": "SWE", "patient_document": "L898902C3",
        "patient_insurance": "AB 12/345",
    }  # fmt: skip
    full = EncounterHeader(**values)  # type: ignore[arg-type]
    store.start_encounter(full)
    assert store.load(full.id).header == full


def test_commits_wait_for_the_disk(store: RecordStore) -> None:
    values = {
        name: store._database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": crypto.BUSY_TIMEOUT_MS,
    }


def test_the_file_is_private(store: RecordStore, path: Path) -> None:
    store.add_turn("e-1", turn(1))
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_another_thread_is_refused(store: RecordStore) -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            store.add_turn("e-1", turn(1))
        except sqlite3.ProgrammingError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(errors) == 1


def test_a_reader_sees_what_is_committed_and_cannot_write(store: RecordStore, path: Path) -> None:
    with RecordReader.open(path, ACCESS) as reader:
        assert reader.load("e-1").turns == ()
        stored = store.add_turn("e-1", turn(1))
        assert reader.load("e-1").turns == (stored,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._database.execute("INSERT INTO turns VALUES ('e-1', 2)")


def test_a_reader_makes_no_file(path: Path) -> None:
    with pytest.raises(AppError) as caught:
        RecordReader.open(path, ACCESS)
    assert caught.value.code == "records.missing"
    assert not path.exists()


def test_a_reader_waits_for_the_writer_to_migrate(path: Path) -> None:
    path.parent.mkdir()
    raw(path).close()
    with pytest.raises(AppError) as caught:
        RecordReader.open(path, ACCESS)
    assert caught.value.code == "records.old_schema"


def test_another_key_opens_nothing_and_changes_nothing(store: RecordStore, path: Path) -> None:
    store.add_turn("e-1", FULL_TURN)
    store.close()
    before = path.read_bytes()
    for opener in (RecordStore, RecordReader):
        with pytest.raises(AppError) as caught:
            opener.open(path, replace(ACCESS, key=Key(b"\x00" * 32)))
        assert caught.value.code == "records.wrong_key"
    assert path.read_bytes() == before
    assert "\\x00" not in repr(Key(b"\x00" * 32))


def test_not_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(AppError) as caught:
        RecordStore.open(path, ACCESS)
    assert caught.value.code == "records.wrong_key"
    assert path.read_bytes().startswith(b"no database")


def test_locked(store: RecordStore, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "BUSY_TIMEOUT_MS", 20)
    with RecordStore.open(path, ACCESS) as second:
        store._database.execute("BEGIN IMMEDIATE")
        with pytest.raises(AppError) as caught:
            second.add_turn("e-1", turn(1))
        assert caught.value.code == "records.locked"
        store._database.execute("ROLLBACK")
        second.add_turn("e-1", turn(1))


def test_disk_full_leaves_nothing_and_the_store_goes_on(store: RecordStore) -> None:
    pages = store._database.execute("PRAGMA page_count").fetchone()[0]
    store._database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(AppError) as caught:
        store.add_turn("e-1", turn(1, text="很长" * 100_000))
    assert caught.value.code == "records.disk_full"
    assert "很长" not in str(caught.value)
    store._database.execute(f"PRAGMA max_page_count = {pages + 1000}")
    stored = store.add_turn("e-1", turn(1))
    assert store.load("e-1").revisions == (stored,)


def test_read_only_file(store: RecordStore) -> None:
    store._database.execute("PRAGMA query_only = ON")
    with pytest.raises(AppError) as caught:
        store.add_turn("e-1", turn(1))
    assert caught.value.code == "records.read_only"


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, tmp_path / "file" / "records.db"):
        with pytest.raises(AppError) as caught:
            RecordStore.open(place, ACCESS)
        assert caught.value.code == "records.cannot_open"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(AppError) as caught:
        RecordStore.open(tmp_path / "records.db", ACCESS)
    assert caught.value.code == "records.no_permission"


def test_damaged_pages(store: RecordStore, path: Path, tmp_path: Path) -> None:
    for number in range(1, 60):
        store.add_turn("e-1", turn(number))
    store.close()
    broken = tmp_path / "broken.db"
    shutil.copy(path, broken)
    with broken.open("r+b") as stream:
        stream.seek(4096 * 2)
        stream.write(b"\xff" * (broken.stat().st_size - 4096 * 2))
    with pytest.raises(AppError) as caught, RecordReader.open(broken, ACCESS) as reader:
        reader.load("e-1")
    assert caught.value.code == "records.damaged"


def test_bugs_are_not_called_failures(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), classified(path):
        sqlite3.connect(":memory:").execute("SELECT nothing FROM nowhere")
    assert code_for(sqlite3.ProgrammingError("closed")) is None


def test_newer_schema_is_refused_unchanged(store: RecordStore, path: Path) -> None:
    store._database.execute(f"PRAGMA user_version = {len(migrations.MIGRATIONS) + 1}")
    store.close()
    for opener in (RecordStore, RecordReader):
        with pytest.raises(AppError) as caught:
            opener.open(path, ACCESS)
        assert caught.value.code == "records.newer_schema"
