"""Backups: whole, verified, restorable; never half, never over something."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from app.errors import AppError
from app.profile import Profile
from app.records import backup as backups
from app.records import users
from app.records.access import Role
from app.records.crypto import open_connection
from app.records.opening import enter_record
from app.records.store import RecordReader, RecordStore
from app.records.users import Unlocked
from app.records.verify import verify_record
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import FULL_TURN, HEADER, turn

GOOD = "correct horse battery"


@pytest.fixture
def place(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def wang(place: Profile) -> Unlocked:
    unlocked, _ = users.create_profile(place.keys, "wang", GOOD, cost=CHEAP)
    enter_record(place.records, unlocked).mark.close()
    with RecordStore.open(place.records, unlocked.require_access()) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", FULL_TURN)
    return unlocked


def test_a_backup_made_while_somebody_writes_can_be_restored(
    place: Profile, wang: Unlocked, tmp_path: Path
) -> None:
    with RecordStore.open(place.records, wang.require_access()) as busy:
        busy.add_turn("e-1", turn(2))
        made = backups.back_up(place, wang, tmp_path / "disk")
        busy.add_turn("e-1", turn(3))
    assert sorted(file.name for file in made.folder.iterdir()) == [
        "backup.json", "keys.json", "records.db", "records.db.anchor",
    ]  # fmt: skip
    assert made.turns == 2
    other = Profile(tmp_path / "new machine")
    other.folder.mkdir()
    assert backups.restore(made.folder, other, "wang", GOOD).head == made.head
    unlocked = users.unlock(other.keys, "wang", GOOD)
    with RecordReader.open(other.records, unlocked.require_access()) as reader:
        assert reader.load("e-1").turns[0] == FULL_TURN
        assert len(reader.load("e-1").turns) == 2
        assert [entry.act for entry in reader.audit_log()][-4:-2] == [
            "record.back_up",
            "record.restore",
        ]
    assert verify_record(other.records, unlocked.require_access()).problems == ()
    assert not (other.folder / ".restoring").exists()


def test_no_words_are_in_a_backup(place: Profile, wang: Unlocked, tmp_path: Path) -> None:
    made = backups.back_up(place, wang, tmp_path)
    for file in made.folder.iterdir():
        assert FULL_TURN.text.encode() not in file.read_bytes()
        assert HEADER.hospital.encode() not in file.read_bytes()


@pytest.mark.parametrize("file", ["records.db", "keys.json", "backup.json", "records.db.anchor"])
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    place: Profile, wang: Unlocked, tmp_path: Path, file: str, how: str
) -> None:
    made = backups.back_up(place, wang, tmp_path)
    target = made.folder / file
    data = target.read_bytes()
    target.unlink()
    if how == "changed":
        middle = len(data) // 2
        target.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    other = Profile(tmp_path / "other")
    with pytest.raises(AppError) as caught:
        backups.restore(made.folder, other, "wang", GOOD)
    assert caught.value.code in ("backup.damaged", "backup.not_verified")
    assert not other.folder.exists() or list(other.folder.iterdir()) == []


def test_a_wrong_passphrase_restores_nothing(
    place: Profile, wang: Unlocked, tmp_path: Path
) -> None:
    made = backups.back_up(place, wang, tmp_path)
    other = Profile(tmp_path / "other")
    with pytest.raises(AppError) as caught:
        backups.restore(made.folder, other, "wang", "a wrong passphrase")
    assert caught.value.code == "keys.wrong_passphrase"
    assert not other.folder.exists()


def test_nothing_is_restored_over_a_record(place: Profile, wang: Unlocked, tmp_path: Path) -> None:
    made = backups.back_up(place, wang, tmp_path)
    before = place.records.read_bytes()
    with pytest.raises(AppError) as caught:
        backups.restore(made.folder, place, "wang", GOOD)
    assert caught.value.code == "backup.profile_in_use"
    assert place.records.read_bytes() == before


def test_a_record_that_does_not_verify_is_not_backed_up(
    place: Profile, wang: Unlocked, tmp_path: Path
) -> None:
    from app.records.crypto import open_connection

    connection = open_connection(place.records, wang.require_access().key)
    connection.execute("DROP TRIGGER turns_no_update")
    connection.close()
    with pytest.raises(AppError) as caught:
        backups.back_up(place, wang, tmp_path / "disk")
    assert caught.value.code == "backup.not_verified"
    assert list((tmp_path / "disk").iterdir()) == []


def test_a_full_disk_leaves_no_half_backup(
    place: Profile, wang: Unlocked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(AppError) as caught:
        backups.back_up(place, wang, tmp_path / "disk")
    assert caught.value.code.startswith("records.")
    assert list((tmp_path / "disk").iterdir()) == []


def test_administrators_cannot_back_up(place: Profile, wang: Unlocked, tmp_path: Path) -> None:
    users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    root = users.unlock(place.keys, "root", GOOD)
    with pytest.raises(AppError) as caught:
        backups.back_up(place, root, tmp_path)
    assert caught.value.code == "keys.no_data_key"


def test_a_backup_of_an_earlier_version_can_be_restored(place: Profile, tmp_path: Path) -> None:
    wang, _ = users.create_profile(place.keys, "wang", GOOD, cost=CHEAP)
    enter_record(place.records, wang).mark.close()
    made = backups.back_up(place, wang, tmp_path / "disk")
    file = made.folder / "records.db"
    connection = open_connection(file, wang.require_access().key)
    for column in ("user", "role", "reason"):
        connection.execute(f"ALTER TABLE header_changes DROP COLUMN {column}")
    connection.execute("ALTER TABLE encounter_owners DROP COLUMN salt")
    connection.execute("ALTER TABLE teach_backs DROP COLUMN revision")
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    described = made.folder / "backup.json"
    data = json.loads(described.read_text("utf-8"))
    data["sha256"]["records.db"] = hashlib.sha256(file.read_bytes()).hexdigest()
    described.write_text(json.dumps(data), encoding="utf-8")
    other = Profile(tmp_path / "other")
    assert backups.restore(made.folder, other, "wang", GOOD).head == made.head
    report = verify_record(other.records, wang.require_access())
    assert report.problems == ()
    assert report.entries == made.entries + 1


def test_a_restored_record_still_verifies_after_it_was_entered(
    place: Profile, wang: Unlocked, tmp_path: Path
) -> None:
    """Its log of failed unlocks stayed behind: nobody has removed it."""
    with pytest.raises(AppError):
        users.unlock(place.keys, "wang", "wrong horse battery")
    enter_record(place.records, wang).mark.close()
    made = backups.back_up(place, wang, tmp_path / "disk")
    other = Profile(tmp_path / "new machine")
    backups.restore(made.folder, other, "wang", GOOD)
    for failed in (0, 1):
        unlocked = users.unlock(other.keys, "wang", GOOD)
        welcome = enter_record(other.records, unlocked)
        welcome.mark.close()
        assert welcome.failed_unlocks == failed
        assert verify_record(other.records, unlocked.require_access()).problems == ()
        with pytest.raises(AppError):
            users.unlock(other.keys, "wang", "wrong horse battery")
