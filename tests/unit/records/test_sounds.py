"""Kept sound: only with consent, sealed, heard by whom it concerns, on record, gone when due."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import AppError
from app.profile import Profile
from app.records import backup, retention, sounds, users
from app.records.keys import Policy
from app.records.model import Sound
from app.records.opening import enter_record
from app.records.sealed_files import FileCipher
from app.records.store import RecordReader, RecordStore
from app.records.verify import Problem, verify_record
from tests.fakes.record_access import (
    ADMINISTRATOR,
    CHEAP,
    CLINICIAN,
    OTHER_CLINICIAN,
    RECORDS,
    raw,
)
from tests.unit.records.samples import HEADER, turn

AGREED = replace(HEADER, consent_recording_at="2026-11-21T01:02:00.000Z")
SOUND = Sound(bytes(range(256)) * 500, 16_000)
OTHER = Sound(bytes(64_000), 16_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "records.db"
    with RecordStore.open(made, CLINICIAN) as store:
        store.start_encounter(AGREED)
        for number, sound in ((1, SOUND), (2, OTHER)):
            store.add_turn("e-1", turn(number))
            store.keep_sound("e-1", number, sound)
    return made


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path, CLINICIAN) as opened:
        yield opened


def files(path: Path) -> list[Path]:
    return sorted(sounds.folder_of(path).iterdir())


def acts(path: Path) -> list[str]:
    connection = raw(path)
    try:
        return [act for (act,) in connection.execute("SELECT act FROM audit ORDER BY number")]
    finally:
        connection.close()


def test_it_comes_back_as_it_was_and_every_hearing_is_on_record(path: Path) -> None:
    with RecordReader.open(path, RECORDS) as reader:
        assert reader.load_sound("e-1", 1) == SOUND
        facts = reader.load_history("e-1").sounds
    assert {number: fact.length_ms for number, fact in facts.items()} == {1: 4_000, 2: 2_000}
    assert acts(path)[-2:] == ["sound.read", "encounter.read"]
    assert verify_record(path, RECORDS).problems == ()


def test_nothing_of_it_is_in_the_clear(path: Path) -> None:
    for file in path.parent.rglob("*"):
        if file.is_file():
            assert SOUND.pcm[1_000:1_064] not in file.read_bytes()
            assert b"e-1" not in file.name.encode()
    assert all(file.stat().st_mode & 0o077 == 0 for file in files(path))


@pytest.mark.parametrize("cipher", FileCipher)
def test_the_profiles_cipher_is_used(path: Path, cipher: FileCipher) -> None:
    access = replace(CLINICIAN, file_cipher=cipher.value)
    with RecordStore.open(path, access) as store:
        store.add_turn("e-1", turn(3))
        store.keep_sound("e-1", 3, SOUND)
        assert store.load_sound("e-1", 3) == SOUND
    assert any(cipher.value.encode() in file.read_bytes()[:200] for file in files(path))


def test_without_consent_nothing_is_kept(path: Path) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.start_encounter(replace(HEADER, id="e-2"))
        store.add_turn("e-2", turn(1))
        with pytest.raises(AppError) as caught:
            store.keep_sound("e-2", 1, SOUND)
    assert caught.value.code == "records.no_consent"
    assert len(files(path)) == 2
    assert acts(path)[-1] == "refused"


@pytest.mark.parametrize("access", [OTHER_CLINICIAN, ADMINISTRATOR])
def test_others_do_not_hear_it(path: Path, access: users.Access) -> None:
    with RecordReader.open(path, access) as reader, pytest.raises(AppError) as caught:
        reader.load_sound("e-1", 1)
    assert caught.value.code == "records.not_permitted"
    assert acts(path)[-1] == "refused"


def test_only_the_clinician_keeps_and_once(path: Path, store: RecordStore) -> None:
    with RecordStore.open(path, RECORDS) as staff, pytest.raises(AppError):
        staff.keep_sound("e-1", 1, SOUND)
    with pytest.raises(ValueError, match="already"):
        store.keep_sound("e-1", 1, SOUND)


def test_what_is_not_there_says_so(store: RecordStore) -> None:
    with pytest.raises(AppError) as caught:
        store.load_sound("e-1", 9)
    assert caught.value.code == "sound.none"
    assert store.remove_sounds("e-1", "the patient took their word back") == 2
    with pytest.raises(AppError) as caught:
        store.load_sound("e-1", 1)
    assert caught.value.code == "sound.removed"
    assert all(fact.removed_at for fact in store.load_history("e-1").sounds.values())


@pytest.mark.parametrize("how", ["swapped", "changed", "gone", "another key"])
def test_files_that_are_not_what_they_were_are_found(path: Path, how: str) -> None:
    one, two = files(path)
    if how == "swapped":
        spare = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(spare)
    elif how == "changed":
        data = bytearray(one.read_bytes())
        data[len(data) // 2] ^= 1
        one.write_bytes(data)
    elif how == "gone":
        one.unlink()
    else:
        one.write_bytes(two.read_bytes()[:-1])
    found = verify_record(path, RECORDS).problems
    assert {problem.part for problem in found} == {"sound"}
    assert len(found) == (2 if how == "swapped" else 1)
    with RecordReader.open(path, RECORDS) as reader:
        heard = [code_of(reader, number) for number in (1, 2)]
    assert heard.count("sound.damaged") == len(found)


def code_of(reader: RecordReader, number: int) -> str:
    try:
        reader.load_sound("e-1", number)
    except AppError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DELETE FROM sounds WHERE turn = 1", "missing"),
        ("UPDATE sounds SET removed_at = 'x' WHERE turn = 1", "changed"),
        ("UPDATE sounds SET sha256 = 'x' WHERE turn = 1", "changed"),
    ],
)
def test_rows_changed_past_the_program_are_found(path: Path, statement: str, problem: str) -> None:
    connection = raw(path)
    saved = connection.execute("SELECT sql FROM sqlite_schema WHERE name LIKE 'sounds_no_%'")
    triggers = [sql for (sql,) in saved]
    for name in ("sounds_no_update", "sounds_no_delete"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    for sql in triggers:
        connection.execute(sql)
    connection.close()
    found = verify_record(path, RECORDS).problems
    assert Problem("sound", problem, "e-1 turn 1") in found


def test_its_time_is_shorter_than_that_of_the_words(path: Path) -> None:
    later = datetime.now(UTC) + timedelta(days=31)
    with RecordStore.open(path, RECORDS) as store:
        assert retention.apply_to_sounds(store, Policy(keep_sound_days=0), later) == ()
        assert retention.apply_to_sounds(store, Policy(keep_sound_days=40), later) == ()
        assert retention.apply_to_sounds(store, Policy(), later) == ("e-1",)
        assert len(store.load("e-1").turns) == 2
    assert files(path) == []
    assert "sound.remove" in acts(path)
    assert verify_record(path, RECORDS).problems == ()
    with RecordStore.open(path, CLINICIAN) as mine, pytest.raises(AppError) as caught:
        retention.due_sounds(mine, Policy(), later)
    assert caught.value.code == "records.not_permitted"


def test_an_encounter_takes_its_sound_along(path: Path) -> None:
    with RecordStore.open(path, CLINICIAN) as store:
        store.end_encounter("e-1")
    with RecordStore.open(path, RECORDS) as store:
        store.purge("e-1", "policy")
    assert files(path) == []
    assert verify_record(path, RECORDS).problems == ()


def test_what_a_crash_left_goes_at_the_next_start(tmp_path: Path) -> None:
    place = Profile(tmp_path)
    wang, _ = users.create_profile(place.keys, "wang", "correct horse", cost=CHEAP)
    with RecordStore.open(place.records, wang.require_access()) as store:
        store.start_encounter(AGREED)
        store.add_turn("e-1", turn(1))
        store.keep_sound("e-1", 1, SOUND)
    stray = sounds.folder_of(place.records) / "0123.sealed"
    stray.write_bytes(b"half")
    enter_record(place.records, wang).mark.close()
    assert len(files(place.records)) == 1
    assert not stray.exists()


def test_a_backup_has_it_and_brings_it_back(tmp_path: Path) -> None:
    place = Profile(tmp_path / "profile")
    wang, _ = users.create_profile(place.keys, "wang", "correct horse", cost=CHEAP)
    with RecordStore.open(place.records, wang.require_access()) as store:
        store.start_encounter(AGREED)
        store.add_turn("e-1", turn(1))
        store.keep_sound("e-1", 1, SOUND)
    made = backup.back_up(place, wang, tmp_path / "backups")
    shutil.rmtree(place.folder)
    backup.restore(made.folder, place, "wang", "correct horse")
    with RecordReader.open(place.records, wang.require_access()) as reader:
        assert reader.load_sound("e-1", 1) == SOUND
    next(iter((made.folder / "sounds").iterdir())).write_bytes(b"no")
    other = Profile(tmp_path / "other")
    with pytest.raises(AppError) as caught:
        backup.restore(made.folder, other, "wang", "correct horse")
    assert caught.value.code == "backup.not_verified"
    assert not other.records.exists()
